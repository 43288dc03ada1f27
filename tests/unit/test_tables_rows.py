"""Tables are read as rows of named cells, digits as written; what cannot be read says where."""

import io

import pytest

from adapters.tables.rows import CHUNK, LONGEST_ROW, Fault, Row, Table, TableError


def rows(text: str | bytes, **layout: str) -> list[Row | Fault]:
    return list(Table(io.BytesIO(text.encode() if isinstance(text, str) else text), **layout).rows)


def cells(text: str | bytes, **layout: str) -> list[dict[str, str]]:
    return [dict(row.cells) for row in rows(text, **layout) if isinstance(row, Row)]


@pytest.mark.parametrize(
    "text",
    [
        "day,dead\n2022-03-01,3.10\n2022-03-02,\n",
        "\ufeffday,dead\r\n2022-03-01,3.10\r\n\r\n2022-03-02,\r\n",
        ' day , dead \n"2022-03-01"," 3.10 "\n2022-03-02,\n',
        '[{"day": "2022-03-01", "dead": 3.10}, {"day": "2022-03-02", "dead": null}]',
        '{"day": "2022-03-01", "dead": 3.10}\n{"day": "2022-03-02", "dead": ""}\n',
        ' \n[\n{"day":"2022-03-01","dead":"3.10"},{"day":"2022-03-02","dead":null}\n]\n',
    ],
)
def test_one_table_reads_the_same_in_every_form(text: str) -> None:
    assert cells(text) == [{"day": "2022-03-01", "dead": "3.10"}, {"day": "2022-03-02", "dead": ""}]


def test_rows_are_counted_as_a_spreadsheet_counts_them() -> None:
    assert [row for row in rows('day,note\n1,"two\nlines"\n\n2,x\n') if isinstance(row, Row)] == [
        Row(2, {"day": "1", "note": "two\nlines"}),
        Row(4, {"day": "2", "note": "x"}),
    ]


def test_objects_are_counted_from_one() -> None:
    assert [row.number for row in rows('[{"a": 1}, {"a": 2}]') if isinstance(row, Row)] == [1, 2]


def test_numbers_of_json_keep_every_digit() -> None:
    digits = "1" * 40
    assert cells(f'[{{"a": {digits}, "b": 1.50, "c": NaN, "d": true}}]') == [
        {"a": digits, "b": "1.50", "c": "NaN", "d": "true"}
    ]


def test_what_is_nested_shows_as_it_is_written() -> None:
    assert cells('[{"a": ["x", null]}]') == [{"a": '["x", null]'}]


def test_another_delimiter_and_another_encoding_are_read_where_they_are_named() -> None:
    assert cells("Ort;Tote\nKöln;3\n".encode("cp1252"), delimiter=";", encoding="cp1252") == [
        {"Ort": "Köln", "Tote": "3"}
    ]


def test_a_row_of_another_length_is_at_fault_and_harms_no_other() -> None:
    assert rows("a,b\n1\n1,2\n1,2,3\n") == [
        Fault(2, "", "2 cells, as the heading has", "1"),
        Row(3, {"a": "1", "b": "2"}),
        Fault(4, "", "2 cells, as the heading has", "3"),
    ]


def test_an_object_with_a_name_twice_is_at_fault_and_harms_no_other() -> None:
    assert rows('[{"a": 1, "a": 2}, {"a": 3}]') == [
        Fault(1, "", "each column once", "one that stands there twice"),
        Row(2, {"a": "3"}),
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a,b,a\n1,2,3\n", 'two columns are called "a"'),
        ('a,b\n1,2\n"3,4\n', "after row 2: this is no CSV"),
        (b"a,b\n1,2\n\xff,3\n", "this is not utf-8"),
        ("[1, 2]", "row 1 is no object"),
        ('[{"a": 1}, {"a": }]', "row 2 is no JSON"),
        ('[{"a": 1}, {"a": 2}', "row 3 is no JSON"),
        ('[{"a": 1}] more', "something follows the end"),
        ('{"a": 1}\n{"a"', "row 2 is no JSON"),
        ('{"a": ' + "[" * 100_000, "row 1 is no JSON"),
    ],
)
def test_what_cannot_be_read_on_from_ends_with_what_is_wrong_there(text: str | bytes, words: str) -> None:
    with pytest.raises(TableError, match=words):
        rows(text)


def test_an_unknown_encoding_is_refused_by_name() -> None:
    with pytest.raises(TableError, match="klingon is no encoding"):
        rows("a\n1\n", encoding="klingon")


def test_a_table_is_read_whole_wherever_its_pieces_are_cut() -> None:
    many = 3_000
    text = "[" + ",\n".join(f'{{"n": {n}, "filler": "{"é" * 40}"}}' for n in range(many)) + "]"
    assert len(text) > CHUNK * 2
    assert [row["n"] for row in cells(text)] == [str(n) for n in range(many)]


def test_a_row_without_end_is_not_read_to_its_end() -> None:
    class Endless(io.RawIOBase):
        given = 0

        def readable(self) -> bool:
            return True

        def seekable(self) -> bool:
            return True

        def seek(self, place: int, whence: int = 0, /) -> int:
            return place + whence

        def readinto(self, into: memoryview) -> int:  # type: ignore[override] # typeshed has a wider type than io passes
            begin = b'[{"a": "' if not self.given else b""
            into[:] = begin.ljust(len(into), b"x")
            self.given += len(into)
            return len(into)

    endless = Endless()
    with pytest.raises(TableError, match="row 1 is no JSON"):
        list(Table(io.BufferedReader(endless)).rows)
    assert endless.given < 4 * LONGEST_ROW


def test_a_table_without_anything_in_it_has_no_rows() -> None:
    assert rows("") == rows("[]") == rows("a,b\n") == []
