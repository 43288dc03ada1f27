"""Scales and ticks: where an amount or a moment lies, and which round ones are named beside the axis."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import TypeAlias

from api.words import amount_words
from domain.exact import EXACT
from domain.figure import plain

Amount: TypeAlias = Decimal | str
Instant: TypeAlias = float | datetime

MOST_INTERVALS = 6
_PLAIN_BELOW = Decimal(10**7)
_NAMED = ((10**6, "million"), (10**9, "billion"), (10**12, "trillion"))
_NAMED_BELOW, _POWERS_FROM_EXPONENT = Decimal(10**15), -6
_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_NICE = (1, 2, 5, 10)


def decimal_of(amount: Amount) -> Decimal:
    """An amount as a number, exactly."""
    return amount if isinstance(amount, Decimal) else Decimal(amount)


def seconds(instant: Instant) -> float:
    """Seconds since 1970-01-01T00:00:00Z."""
    return instant.timestamp() if isinstance(instant, datetime) else float(instant)


@dataclass(frozen=True, slots=True)
class Scale:
    """A straight axis: *low* lies at pixel *start*, *high* at *end*. Exact to the last digit."""

    low: Decimal
    high: Decimal
    start: float
    end: float

    def at(self, amount: Decimal) -> float:
        """The pixel of an amount."""
        whole = EXACT.subtract(self.high, self.low)
        if not whole:
            return self.start
        part = EXACT.subtract(amount, self.low)
        return self.start + (self.end - self.start) * (float(part) / float(whole))


@dataclass(frozen=True, slots=True)
class TimeScale:
    """A straight axis of seconds; a span of nothing lies in its middle."""

    first: float
    last: float
    start: float
    end: float

    def at(self, moment: float) -> float:
        """The pixel of a moment."""
        if self.last <= self.first:
            return (self.start + self.end) / 2
        return self.start + (self.end - self.start) * (moment - self.first) / (self.last - self.first)


def nice_step(span: Decimal, most: int = MOST_INTERVALS, *, whole: bool = False) -> Decimal:
    """The smallest of 1, 2, 5 times a power of ten of which *most* cover *span*; at least 1 for whole numbers."""
    if span <= 0:
        return Decimal(1)
    raw = span / most
    unit = Decimal(1).scaleb(raw.adjusted())
    step = next(unit * factor for factor in _NICE if unit * factor >= raw)
    return max(step, Decimal(1)) if whole else step


def ticks(low: Decimal, high: Decimal, step: Decimal) -> list[Decimal]:
    """The multiples of *step* from *low* to *high*."""
    first = EXACT.divide(low, step).to_integral_value(ROUND_CEILING, EXACT)
    last = EXACT.divide(high, step).to_integral_value(ROUND_FLOOR, EXACT)
    return [EXACT.multiply(step, EXACT.add(first, number)) for number in range(int(EXACT.subtract(last, first)) + 1)]


def from_zero(amounts: Iterable[Decimal], most: int = MOST_INTERVALS) -> list[Decimal]:
    """Ticks from 0 (or from below, where an amount is) that hold all *amounts*."""
    found = list(amounts)
    low, high = min([Decimal(0), *found]), max([Decimal(0), *found])
    if low == high:
        high = Decimal(1)
    step = nice_step(high - low, most, whole=all(one == one.to_integral_value() for one in found))
    below = (low / step).to_integral_value(ROUND_FLOOR) * step
    above = (high / step).to_integral_value(ROUND_CEILING) * step
    return ticks(below, above, step)


def tick_words(values: Sequence[Decimal]) -> list[str]:
    """Amounts beside an axis, all in one manner: "1,500", "20 million", "2 × 10³⁹"."""
    most = max((abs(value) for value in values), default=Decimal(0))
    if most >= _NAMED_BELOW or (most > 0 and most.adjusted() < _POWERS_FROM_EXPONENT):
        return [_power(value) for value in values]
    if most >= _PLAIN_BELOW:
        size, name = next((Decimal(size), name) for size, name in reversed(_NAMED) if most >= size)
        return [f"{_plain(value / size)} {name}" if value else "0" for value in values]
    return [_plain(value) for value in values]


def _plain(value: Decimal) -> str:
    text = plain(value) or ""
    whole, point, rest = text.partition(".")
    rest = rest.rstrip("0")
    return amount_words(f"{whole}{point}{rest}" if rest else "0" if whole == "-0" else whole)


def _power(value: Decimal) -> str:
    if not value:
        return "0"
    exponent = value.adjusted()
    digits = _plain(value.scaleb(-exponent).quantize(Decimal("1.00")))
    return f"{digits} × 10{str(exponent).translate(_SUPERSCRIPTS)}"
