"""Tables as rows of named cells: CSV with a heading, a JSON array of objects, or JSON lines.

A cell is the text that stands in it, digits as written, without the blanks around it; a null is empty. Rows are counted
as a spreadsheet counts them: the heading of a CSV is row 1; the first object of a JSON table is row 1. One row is held
at a time.
"""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, TypeAlias

CHUNK = 1 << 16
LONGEST_ROW = 1 << 20
BETWEEN_ROWS = " \t\r\n,"


class TableError(ValueError):
    """The table, or the map of it, cannot be used as a whole; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its number, its cells by the names of their columns, and when it was published, if known."""

    number: int
    cells: Mapping[str, str]
    vintage: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one row or one cell of it; *where* is the column, or the member made of it."""

    row: int
    where: str
    expected: str
    got: str

    def __str__(self) -> str:
        """The fault as a person is told it."""
        place = f"row {self.row}, {self.where}" if self.where else f"row {self.row}"
        return f"{place}: expected {self.expected}, got {self.got}"


Read: TypeAlias = Iterator[Row | Fault]


def shown(text: str, most: int = 60) -> str:
    """A cell as a fault quotes it: cut where it is long; what is empty is said to be so."""
    if not text:
        return "nothing"
    return f'"{text}"' if len(text) <= most else f'"{text[:most]}…"'


class Table:
    """A table that is being read: its heading, where there is one (CSV), and its rows, once.

    *file* is open for reading bytes. Raises TableError here for a heading that is none, and while rows are read for
    what cannot be read on from.
    """

    def __init__(self, file: BinaryIO, delimiter: str = ",", encoding: str = "utf-8") -> None:
        text = _text(file, encoding)
        self.heading: Sequence[str] | None = None
        if _first_mark(text) in ("[", "{"):
            self.rows: Read = _readable(_json_rows(text), encoding)
        else:
            lines = csv.reader(text, delimiter=delimiter, strict=True)
            self.heading = next(_readable(map(_heading, lines), encoding), ())
            self.rows = _readable(_csv_rows(lines, self.heading), encoding)


def _text(file: BinaryIO, encoding: str) -> io.TextIOWrapper:
    if encoding.lower().replace("_", "-") in ("utf-8", "utf8"):
        encoding = "utf-8-sig"  # what spreadsheets write begins with a mark
    try:
        return io.TextIOWrapper(file, encoding=encoding, newline="")
    except LookupError:
        raise TableError(f"{encoding} is no encoding that is known here; give one such as utf-8 or cp1252") from None


def _first_mark(text: io.TextIOWrapper) -> str:
    """The first character that is no blank; the text is at its beginning again."""
    try:
        first = text.read(CHUNK).lstrip()[:1]
    except UnicodeDecodeError as error:
        raise TableError(_not_encoded(error, text.encoding)) from None
    text.seek(0)
    return first


def _readable(rows: Iterator[Any], encoding: str) -> Iterator[Any]:
    """*rows*, where what a codec or the csv module raises says which row could not be read."""
    read = 0
    try:
        for row in rows:
            yield row
            read = getattr(row, "number", getattr(row, "row", read))
    except UnicodeDecodeError as error:
        raise TableError(f"after row {read}: {_not_encoded(error, encoding)}") from None
    except csv.Error as error:
        raise TableError(f"after row {read}: this is no CSV ({error})") from None


def _not_encoded(error: UnicodeDecodeError, encoding: str) -> str:
    return f"this is not {encoding} ({error.reason}); name another encoding under [table]"


def _heading(cells: Sequence[str]) -> Sequence[str]:
    names = [cell.strip() for cell in cells]
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        raise TableError(f"two columns are called {shown(twice[0])}; give each column a name of its own")
    return names


def _csv_rows(lines: Iterator[Sequence[str]], heading: Sequence[str]) -> Read:
    for number, cells in enumerate(lines, 2):
        if len(cells) == len(heading):
            yield Row(number, dict(zip(heading, map(str.strip, cells), strict=True)))
        elif cells:
            yield Fault(number, "", f"{len(heading)} cells, as the heading has", str(len(cells)))


class _NamedTwice(dict[str, Any]):
    """An object in which a name stands twice; one of the two values is lost already."""


def _members(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    return members if len(members) == len(pairs) else _NamedTwice(members)


# Digits are kept as they are written: a float would have changed them before anybody looked.
_DECODER = json.JSONDecoder(object_pairs_hook=_members, parse_int=str, parse_float=str, parse_constant=str)


def _json_rows(text: io.TextIOBase) -> Read:
    for number, value in enumerate(_json_values(text), 1):
        if isinstance(value, _NamedTwice):
            yield Fault(number, "", "each column once", "one that stands there twice")
        elif isinstance(value, dict):
            yield Row(number, {name.strip(): _cell(one) for name, one in value.items()})
        else:
            raise TableError(f"row {number} is no object; a JSON table is an array of objects, or one object a line")


def _json_values(text: io.TextIOBase) -> Iterator[Any]:
    buffer, at, number = text.read(CHUNK).lstrip(BETWEEN_ROWS), 0, 1
    is_array = buffer.startswith("[")
    at += is_array
    while True:
        while at < len(buffer) and buffer[at] in BETWEEN_ROWS:
            at += 1
        if is_array and buffer.startswith("]", at):
            _refuse_what_follows(buffer[at + 1 :] + text.read(CHUNK))
            return
        try:
            value, at = _DECODER.raw_decode(buffer, at)
            yield value
            number += 1
        except (json.JSONDecodeError, RecursionError) as error:
            more = "" if len(buffer) - at > LONGEST_ROW else text.read(CHUNK)
            if not more and (at < len(buffer) or is_array):
                raise TableError(f"row {number} is no JSON ({_reason(error)})") from None
            if not more:
                return
            buffer, at = buffer[at:] + more, 0


def _refuse_what_follows(rest: str) -> None:
    if rest.strip():
        raise TableError("something follows the end of the JSON array; a table is one array of objects")


def _reason(error: Exception) -> str:
    return error.msg if isinstance(error, json.JSONDecodeError) else "too deeply nested"


def _cell(value: Any) -> str:  # noqa: ANN401 (parsed JSON)
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case dict() | list():
            return json.dumps(value, ensure_ascii=False)
        case _:
            return str(value).strip()
