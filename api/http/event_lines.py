"""A body cut into its lines, however the network has cut it. A line that is too long to be an event is never held."""

from domain.refusals import Refused, TooLarge

BLANK = b" \t\r"
MOST_PASSED_OVER = 16 * 2**20
ENDLESS = TooLarge(expected=f"the end of a line within {MOST_PASSED_OVER} bytes", got="none")


class Lines:
    """Takes a body part by part and gives its lines without their ends, LF or CR LF; blank ones are left out.

    A line of more than *longest* bytes reads None, as soon as that is known; the rest of it is let go, but not for
    ever: a line that has not ended after MOST_PASSED_OVER bytes is refused with all that comes after it.
    """

    def __init__(self, longest: int) -> None:
        self._longest = longest
        self._begun = bytearray()
        self._is_passing_over = False
        self._passed_over = 0

    def cut(self, part: bytes) -> list[bytes | None]:
        """The lines that end in *part*; raises Refused where one never ends."""
        *lines, begins = part.split(b"\n")
        found = self._ended(lines) if lines else []
        if self._is_passing_over:
            self._passed_over += len(begins)
            if self._passed_over > MOST_PASSED_OVER:
                raise Refused(ENDLESS)
            return found
        self._begun += begins
        if len(self._begun) > self._longest + 1:  # one more, for it may be a CR
            self._is_passing_over, self._passed_over = True, 0
            self._begun.clear()
            found.append(None)
        return found

    def end(self) -> list[bytes | None]:
        """The last line, where it did not end in a line feed."""
        return self.cut(b"\n")

    def _ended(self, lines: list[bytes]) -> list[bytes | None]:
        if self._is_passing_over:
            self._is_passing_over = False
            del lines[0]
        elif self._begun:
            lines[0] = bytes(self._begun) + lines[0]
            self._begun.clear()
        longest = self._longest
        return [
            line if len(line) <= longest or (len(line) == longest + 1 and line.endswith(b"\r")) else None
            for line in lines
            if line and (not line.isspace() or line.strip(BLANK))  # the first two are a fifth of the third
        ]
