"""What a printed figure allows the record to have without being behind it: what it may well be meant of, rounded."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from operator import itemgetter

from domain.exact import EXACT, exact_quotient
from domain.figure import Approximate, Bounds, Exact, Figure, NoFigure, Range, Relative, Tally, Vague, bounds
from domain.shapes import Erased, amount_value
from domain.wording import Numeral, numerals

_NEAR, _FAR, _HALF = Decimal("0.9"), Decimal("1.1"), Decimal("0.5")
_ONE = Decimal(1)
_WITH_DECIMALS = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)\.(\d+)(?![.,]?\d)")


def allowed(wording: str, figure: Figure | Erased) -> Bounds | None:
    """The amounts that *figure*, printed in *wording*, may be meant of; None for one that states none.

    About v: within a tenth of it, on the side to which it leans. More than, at least, at most, less than, a range: its
    bounds. An exact number: what rounds to it at the last digit that is written; 498 is 498 alone.
    """
    match figure:
        case Exact(value=value):
            return _around(amount_value(value), _last_step(wording, value))
        case Approximate(value=value, leaning=leaning):
            stated = amount_value(value)
            near, far = EXACT.multiply(stated, _NEAR), EXACT.multiply(stated, _FAR)
            low, high = sorted({"below": (near, stated), "above": (stated, far), None: (near, far)}[leaning])
            return Bounds(low, high, low_closed=True, high_closed=True)
        case _:
            return bounds(figure)


def lies_within(figure: Figure | Erased, within: Bounds) -> bool:
    """Whether the amount of *figure* lies within, both ends where it is a range; one without amounts does not."""
    match figure:
        case Range(low=low, high=high):
            return _holds(within, amount_value(low)) and _holds(within, amount_value(high))
        case Erased() | Vague() | Tally() | Relative() | NoFigure():
            return False
        case _:
            return _holds(within, amount_value(figure.value))


def any_within(of: Sequence[tuple[Decimal, Figure | Erased]], within: Bounds) -> bool:
    """Whether any figure does of those that come with their ``stated`` amounts, in ascending order of these."""
    first = 0 if within.low is None else bisect_left(of, within.low, key=itemgetter(0))
    last = len(of) if within.high is None else bisect_right(of, within.high, key=itemgetter(0))
    return any(lies_within(figure, within) for _, figure in of[first:last])


def stated(figure: Figure | Erased) -> Decimal | None:
    """The amount of *figure*, the lower one of a range; None where ``lies_within`` never holds."""
    match figure:
        case Range(low=low):
            return amount_value(low)
        case Erased() | Vague() | Tally() | Relative() | NoFigure():
            return None
        case _:
            return amount_value(figure.value)


def _holds(within: Bounds, amount: Decimal) -> bool:
    above = within.low is None or within.low < amount or (within.low_closed and within.low == amount)
    return above and (within.high is None or amount < within.high or (within.high_closed and within.high == amount))


def _around(value: Decimal, step: Decimal | None) -> Bounds:
    slack = Decimal(0) if step is None else EXACT.multiply(step, _HALF)
    return Bounds(EXACT.subtract(value, slack), EXACT.add(value, slack), low_closed=True, high_closed=True)


@lru_cache(maxsize=4_096)  # what a story prints is read again whenever one of its claims moves
def _last_step(wording: str, amount: str) -> Decimal | None:
    """What the last significant digit of *amount* counts: 100,000 of 1.2 million; None for a whole number to the unit.

    As the wording writes it, where the number has decimals there; else as the amount itself is written.
    """
    value = EXACT.abs(amount_value(amount))
    for numeral in numerals(wording):
        if value in numeral.values and (step := _step_of(numeral, value)) is not None:
            return None if step == _ONE else step
    decimals = _exponent(Decimal(amount))
    exponent = decimals if decimals < 0 else _exponent(EXACT.normalize(value))
    return None if exponent == 0 else _ONE.scaleb(exponent)


def _step_of(numeral: Numeral, value: Decimal) -> Decimal | None:
    """What the last decimal of *numeral* counts in *value*; None where it has none."""
    written = _WITH_DECIMALS.match(numeral.text)
    if written is None:
        return None
    scale = exact_quotient(value, Decimal(f"{written[1].replace(',', '')}.{written[2]}"))
    return None if scale is None else EXACT.multiply(scale, _ONE.scaleb(-len(written[2])))


def _exponent(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0
