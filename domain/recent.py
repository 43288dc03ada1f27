"""How a claim's figure has moved of late: from the amounts that held, in the order in which they came."""

from collections.abc import Sequence
from itertools import pairwise

from domain.figure import EXACT, plain
from domain.shapes import amount_value
from domain.turns import RISES


def moved(amounts: Sequence[str | None]) -> str | None:
    """The exact difference of the last amount to the one before; None where there is none, or it cannot be told."""
    if len(amounts) < 2:  # noqa: PLR2004 (the last, and the one before)
        return None
    before, after = amounts[-2], amounts[-1]
    if before is None or after is None or amount_value(before) == amount_value(after):
        return None
    return plain(EXACT.subtract(amount_value(after), amount_value(before)))


def last_fall(amounts: Sequence[str | None]) -> int | None:
    """The place of the last amount below the one before it, after RISES without a fall; None where there is none."""
    values = [None if one is None else amount_value(one) for one in amounts]
    rises, found = 0, None
    for place, (before, after) in enumerate(pairwise(values), 1):
        if before is None or after is None:
            rises = 0
        elif after < before:
            found = place if rises >= RISES else found
            rises = 0
        else:
            rises += 1
    return found
