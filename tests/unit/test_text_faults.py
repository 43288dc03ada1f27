"""Bytes that are no plain UTF-8 are told with their place."""

import pytest

from api.cli.text_faults import not_utf_8, packed_with, with_place

MALFORMED = {"type": "https://claimtrail.example/problems/malformed", "errors": [{"got": "char 0", "pointer": ""}]}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (b'{"id":"caf\xe9"}', "0xe9 at byte 11, "),
        (b'{"id":"a"}\n{"id":"caf\xe9"}\n', "0xe9 at byte 11 of line 2, "),
        (b"\xff", "0xff at byte 1, "),
        (b'\xef\xbb\xbf{"id":"a"}', "a byte order mark (EF BB BF) before the first character. "),
        ('{"id":"a"}'.encode("utf-16"), "UTF-16. "),
    ],
)
def test_a_wrong_byte_is_named_with_what_to_do(text: bytes, told: str) -> None:
    why = not_utf_8(text)

    assert why is not None
    assert why.startswith(told)
    assert why.endswith("Save the file as UTF-8 without a byte order mark.")


@pytest.mark.parametrize("text", [b"", b"{}", "“498”".encode()])
def test_plain_utf_8_is_fine(text: bytes) -> None:
    assert not_utf_8(text) is None


@pytest.mark.parametrize(
    ("begin", "name"), [(b"\x1f\x8b\x08", "gzip"), (b"\x28\xb5\x2f\xfd", "zstd"), (b"{", None), (b"", None)]
)
def test_a_compressed_file_is_known_by_its_first_bytes(begin: bytes, name: str | None) -> None:
    assert packed_with(begin) == name


def test_a_refused_line_is_told_its_wrong_byte() -> None:
    assert "0xe9" in with_place(MALFORMED, b"caf\xe9")["errors"][0]["got"]


def test_other_refusals_stay_as_they_are() -> None:
    other = {"type": "https://claimtrail.example/problems/not-opened", "errors": []}

    assert with_place(other, b"caf\xe9") is other
    assert with_place(MALFORMED, b"{") is MALFORMED
