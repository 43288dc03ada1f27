"""Standard output and error as commands write to them: a reader that is gone and a full disk are told apart."""

import errno
import os
import sys
from contextlib import suppress
from typing import IO, Any, TextIO, cast

NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)


class ReaderGone(Exception):  # noqa: N818 (says what happened, which is no fault of anybody)
    """Nobody reads standard output any more, as after ``| head``."""


class NotWritten(Exception):  # noqa: N818 (says what did not happen)
    """Standard output took no more; the message says why."""


class StandardOutput:
    """The standard output of the moment, for a console. Raises ReaderGone, NotWritten."""

    def write(self, text: str) -> None:
        """Writes *text*."""
        try:
            sys.stdout.write(text)
        except OSError as error:
            raise _told(error) from None

    def flush(self) -> None:
        """Writes what was held back."""
        try:
            sys.stdout.flush()
        except OSError as error:
            raise _told(error) from None

    def isatty(self) -> bool:
        """Whether a person looks."""
        return sys.stdout.isatty()

    def fileno(self) -> int:
        """Its descriptor."""
        return sys.stdout.fileno()

    @property
    def encoding(self) -> str:
        """How characters are written."""
        return sys.stdout.encoding or "utf-8"


def console_output() -> IO[str]:
    """The standard output of the moment as a console takes it."""
    return cast("IO[str]", StandardOutput())


def write(lines: bytes) -> None:
    """Writes *lines* for programs, in UTF-8 whatever the terminal's encoding is. Raises ReaderGone, NotWritten."""
    raw: Any = getattr(sys.stdout, "buffer", None)
    try:
        if raw is None:
            sys.stdout.write(lines.decode())
        else:
            sys.stdout.flush()
            raw.write(lines)
    except OSError as error:
        raise _told(error) from None


def unwritten() -> Exception | None:
    """ReaderGone or NotWritten, where what is held back for standard output cannot be written."""
    try:
        StandardOutput().flush()
    except (NotWritten, ReaderGone) as error:
        return error
    return None


def as_unwritten(error: Exception) -> Exception:
    """NotWritten in place of what the system says of a full disk, whatever was being written; else *error* itself."""
    if isinstance(error, OSError) and error.errno in NO_ROOM:
        return NotWritten(f"Not everything could be written: {error.strerror}.")
    return error


def show_any_character() -> None:
    """Has a mark stand for each character that a terminal's encoding lacks; no word is worth a failure."""
    for one in (sys.stdout, sys.stderr):
        with suppress(AttributeError):
            cast("Any", one).reconfigure(errors="replace")


def let_go_of_output() -> None:
    """Sends to nowhere what Python holds back for standard output, which it would complain of at its end."""
    with suppress(OSError, ValueError):  # ValueError: one that has no descriptor
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, cast("TextIO", sys.stdout).fileno())
        os.close(nowhere)


def _told(error: OSError) -> Exception:
    if isinstance(error, BrokenPipeError):
        return ReaderGone()
    return NotWritten(f"Standard output cannot be written: {error.strerror}.")
