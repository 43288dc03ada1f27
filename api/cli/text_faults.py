"""What is wrong with bytes that should be JSON in UTF-8, as whoever made the file has to know it."""

from collections.abc import Mapping
from typing import Any

GZIP, ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
SAVE_AGAIN = "Save the file as UTF-8 without a byte order mark."


def packed_with(begin: bytes) -> str | None:
    """How a file that begins so is compressed."""
    if begin.startswith(GZIP):
        return "gzip"
    return "zstd" if begin.startswith(ZSTD) else None


def not_utf_8(text: bytes) -> str | None:
    """Why *text* is no plain UTF-8, with the place of the first wrong byte, and what to do; None if it is."""
    if text.startswith(BYTE_ORDER_MARK):
        return f"a byte order mark (EF BB BF) before the first character. {SAVE_AGAIN}"
    if text.startswith(UTF_16):
        return f"UTF-16. {SAVE_AGAIN}"
    try:
        text.decode()
    except UnicodeDecodeError as error:
        before = text[: error.start]
        line, column = before.count(b"\n") + 1, error.start - (before.rfind(b"\n") + 1) + 1
        place = f"byte {column} of line {line}" if b"\n" in text.rstrip() else f"byte {column}"
        return f"{text[error.start]:#04x} at {place}, which is no UTF-8 (it may be Latin-1). {SAVE_AGAIN}"
    return None


def with_place(problem: Mapping[str, Any], line: bytes) -> Mapping[str, Any]:
    """The *problem* of a *line*, naming the wrong byte where that is why it cannot be read."""
    why = not_utf_8(line) if str(problem.get("type", "")).endswith("/malformed") else None
    if why is None:
        return problem
    first, *rest = problem.get("errors") or [{}]
    return {**problem, "errors": [{**first, "got": why}, *rest]}
