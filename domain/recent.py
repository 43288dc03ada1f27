"""How a claim's figure has moved of late: from the amounts that held, in the order in which they came."""

from collections.abc import Sequence

from domain.exact import EXACT
from domain.figure import plain
from domain.shapes import amount_value
from domain.turns import falls


def moved(amounts: Sequence[str | None]) -> str | None:
    """The exact difference of the last amount to the one before; None where there is none, or it cannot be told."""
    if len(amounts) < 2:  # noqa: PLR2004 (the last, and the one before)
        return None
    before, after = amounts[-2], amounts[-1]
    if before is None or after is None or amount_value(before) == amount_value(after):
        return None
    return plain(EXACT.subtract(amount_value(after), amount_value(before)))


def last_fall(amounts: Sequence[str | None]) -> tuple[int, int] | None:
    """The places of the last fall after rises alone: the amount before it, and the one that fell; None without."""
    found = list(falls(enumerate(amounts)))
    return found[-1] if found else None
