"""A figure: a quantity as it was worded, and what the wording commits to.

Amounts keep their text for ever ("3.10" stays "3.10") and are exact decimals wherever they are compared. Bounds are
never invented: an "about" has none until whoever compares gives a tolerance, and no end is cut at zero.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Literal, NamedTuple, TypeAlias

from pydantic import Discriminator, Field, StrictStr, Tag
from pydantic.dataclasses import dataclass as shape

from domain.exact import EXACT
from domain.shapes import STRICT_SHAPE, Amount, Erased, Id, Name, Text, amount_value


@shape(frozen=True, slots=True, config=STRICT_SHAPE)
class Exact:
    """498: no more, no fewer."""

    form: Literal["exact"]
    value: Amount


@shape(frozen=True, slots=True, config=STRICT_SHAPE)
class Approximate:
    """About 1,500; "nearly 500" leans below."""

    form: Literal["approximate"]
    value: Amount
    leaning: Literal["below", "above"] | None = None


@shape(frozen=True, slots=True, config=STRICT_SHAPE)
class AtLeast:
    """7,000 or more."""

    form: Literal["at_least"]
    value: Amount


@shape(frozen=True, slots=True, config=STRICT_SHAPE)
class MoreThan:
    """More than 7,000, itself not included."""

    form: Literal["more_than"]
    value: Amount


@shape(frozen=True, slots=True, config=STRICT_SHAPE)
class AtMost:
    """7,000 or fewer."""

    form: Literal["at_most"]
    value: Amount


@shape(frozen=True, slots=True, config=STRICT_SHAPE)
class LessThan:
    """Less than 7,000, itself not included."""

    form: Literal["less_than"]
    value: Amount


@shape(frozen=True, slots=True, config=STRICT_SHAPE)
class Range:
    """From 10 to 12, both included."""

    form: Literal["range"]
    low: Amount
    high: Amount


@shape(frozen=True, slots=True, config=STRICT_SHAPE)
class Vague:
    """Hundreds, dozens: an interval comes only from a named lexicon, and none is shipped."""

    form: Literal["vague"]
    term: Text
    lexicon: Name | None = None


@shape(frozen=True, slots=True, config=STRICT_SHAPE)
class Tally:
    """145-5, with 35 abstentions, of 193."""

    form: Literal["tally"]
    parts: Annotated[
        dict[Annotated[StrictStr, Field(min_length=1, max_length=100)], Amount], Field(min_length=1, max_length=100)
    ]
    of: Amount | None = None


@shape(frozen=True, slots=True, config=STRICT_SHAPE)
class OtherClaim:
    """The claim that a relative figure leans on."""

    claim: Id


@shape(frozen=True, slots=True, config=STRICT_SHAPE)
class OtherWords:
    """The words that a relative figure leans on, where no claim is known."""

    words: Text


def _kind_of_other(to: object) -> str:
    return "(words)" if isinstance(to, dict) and "words" in to else "(claim)"


@shape(frozen=True, slots=True, config=STRICT_SHAPE)
class Relative:
    """Many times higher than something else; never resolved."""

    form: Literal["relative"]
    to: Annotated[
        Annotated[OtherClaim, Tag("(claim)")] | Annotated[OtherWords, Tag("(words)")], Discriminator(_kind_of_other)
    ]
    comparison: Text
    factor: Amount | None = None


@shape(frozen=True, slots=True, config=STRICT_SHAPE)
class NoFigure:
    """A statement without a quantity, or a source that no longer states one."""

    form: Literal["none"]


OneAmount: TypeAlias = Exact | Approximate | AtLeast | MoreThan | AtMost | LessThan
Figure: TypeAlias = OneAmount | Range | Vague | Tally | Relative | NoFigure
WireFigure = Annotated[Figure, Field(discriminator="form")]


class Bounds(NamedTuple):
    """What a figure commits to, as an interval; an end that is None is open towards infinity."""

    low: Decimal | None
    high: Decimal | None
    low_closed: bool
    high_closed: bool


def bounds(figure: Figure | Erased, tolerance: Decimal | None = None) -> Bounds | None:
    """The bounds of *figure*, or None where it has none.

    *tolerance* t (0 < t < 1) widens an approximate to value ± abs(value)·t, and nothing else; without it, and around
    zero, an approximate has no bounds. Tally, vague, relative, none and erased figures have none either.
    """
    match figure:
        case Exact(value=value):
            exactly = amount_value(value)
            return Bounds(exactly, exactly, low_closed=True, high_closed=True)
        case AtLeast(value=value):
            return Bounds(amount_value(value), None, low_closed=True, high_closed=False)
        case MoreThan(value=value):
            return Bounds(amount_value(value), None, low_closed=False, high_closed=False)
        case AtMost(value=value):
            return Bounds(None, amount_value(value), low_closed=False, high_closed=True)
        case LessThan(value=value):
            return Bounds(None, amount_value(value), low_closed=False, high_closed=False)
        case Range(low=low, high=high):
            return Bounds(amount_value(low), amount_value(high), low_closed=True, high_closed=True)
        case Approximate() if tolerance is not None:
            return _widened(figure, tolerance)
        case _:
            return None


def _widened(figure: Approximate, tolerance: Decimal) -> Bounds | None:
    value = amount_value(figure.value)
    if value == 0:
        return None
    slack = EXACT.multiply(EXACT.abs(value), tolerance)
    below, above = EXACT.subtract(value, slack), EXACT.add(value, slack)
    match figure.leaning:
        case "below":
            return Bounds(below, value, low_closed=True, high_closed=False)
        case "above":
            return Bounds(value, above, low_closed=False, high_closed=True)
        case _:
            return Bounds(below, above, low_closed=True, high_closed=True)


def amounts(figure: Figure) -> tuple[str, ...]:
    """Every amount that the figure states of itself, as written; the whole of a tally is not one of them."""
    match figure:
        case Range(low=low, high=high):
            return (low, high)
        case Tally(parts=parts):
            return tuple(parts.values())
        case Relative(factor=factor):
            return () if factor is None else (factor,)
        case Vague() | NoFigure():
            return ()
        case _:
            return (figure.value,)


def is_below_zero(amount: str) -> bool:
    """Whether *amount* lies below zero ("-0" does not)."""
    return amount.startswith("-") and amount_value(amount) != 0


def parts_sum(parts: Mapping[str, str]) -> Decimal:
    """The exact sum of a tally's parts."""
    total = Decimal(0)
    for part in parts.values():
        total = EXACT.add(total, amount_value(part))
    return total


def plain(number: Decimal | None) -> str | None:
    """A decimal as the wire writes amounts: digits and a point, never an exponent."""
    return None if number is None else format(number, "f")
