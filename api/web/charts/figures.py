"""What of a figure is drawn: its form, its amounts, the band that a tolerance gives it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from api.web.charts.scales import Amount, decimal_of
from api.words import tally_parts

Form = Literal[
    "exact",
    "approximate",
    "at_least",
    "more_than",
    "at_most",
    "less_than",
    "range",
    "tally",
    "vague",
    "relative",
    "none",
]
UPWARD, DOWNWARD = ("at_least", "more_than"), ("at_most", "less_than")
OPEN = ("more_than", "less_than")  # the amount itself is not included, so its mark is hollow


@dataclass(frozen=True, slots=True)
class Mark:
    """One figure as it is drawn.

    ``value`` is the one amount of exact, about and open-ended figures; ``low`` and ``high`` are the ends of a range, or
    of the band of an "about" for which somebody gave a tolerance; ``parts`` and ``of`` belong to a tally.
    """

    form: Form
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    leaning: Literal["below", "above"] | None = None
    parts: tuple[tuple[str, Decimal], ...] = ()
    of: Decimal | None = None

    @property
    def drawn(self) -> bool:
        """Whether there is anything to draw; a vague, relative or missing figure is told in words."""
        return self.value is not None or self.low is not None or bool(self.parts)

    @property
    def amounts(self) -> tuple[Decimal, ...]:
        """Every amount that its drawing reaches; a tally reaches the sum of its parts, or its whole."""
        if self.form == "tally":
            return (
                (max(sum((part for _, part in self.parts), Decimal(0)), self.of or Decimal(0)),) if self.parts else ()
            )
        return tuple(one for one in (self.low, self.value, self.high) if one is not None)

    @property
    def banded(self) -> bool:
        """Whether a band of tolerance is drawn."""
        return self.form == "approximate" and self.low is not None and self.high is not None


def exact(amount: Amount) -> Mark:
    """The mark of an exact figure."""
    return Mark("exact", decimal_of(amount))


def mark_of(figure: Mapping[str, Any], bounds: Mapping[str, Any] | None = None) -> Mark:
    """The mark of a figure as routes answer it; *bounds* (likewise) give an "about" its band.

    An erased figure has no mark.
    """
    form: Form = figure.get("form", "none")
    match form:
        case "range":
            return Mark(form, low=Decimal(figure["low"]), high=Decimal(figure["high"]))
        case "tally":
            parts = tuple((word, Decimal(amount)) for word, amount in tally_parts(figure["parts"]))
            return Mark(form, parts=parts, of=None if figure.get("of") is None else Decimal(figure["of"]))
        case "approximate":
            low, high = (None, None) if bounds is None else (bounds["low"], bounds["high"])
            return Mark(
                form,
                Decimal(figure["value"]),
                low=None if low is None else Decimal(low),
                high=None if high is None else Decimal(high),
                leaning=figure.get("leaning"),
            )
        case "vague" | "relative" | "none":
            return Mark(form)
        case _:
            return Mark(form, Decimal(figure["value"]))
