"""What a claim's chart is told and drawn from, and how it reads a figure and a day of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from api.http.claim_reading import Stood
from api.http.timeline import Clock
from api.web.claim_course import HALF_DAY_US
from api.web.claim_history import Figures
from api.web.claim_printed import Printed
from api.web.reader import present_reader
from api.words import Shown
from domain.clock import DAY_US, EPOCH
from domain.turns import Point


@dataclass(frozen=True, slots=True)
class Facts:
    """What the chart is drawn from beside the figures.

    ``items`` are revisions as their list has them, by number; ``stood`` is for the axis recorded; ``disputed`` has
    open disputes by revision; ``until`` is the moment shown.
    """

    axis: Clock
    view: Shown
    figures: Figures
    items: Mapping[int, Shown]
    stood: Sequence[Stood]
    printed: Printed
    disputed: Mapping[int, Sequence[Shown]]
    tolerance: Shown | None
    until: datetime
    successor: str = ""

    @property
    def is_of_one_year(self) -> bool:
        """Whether all that is told of is of one year."""
        return self.figures.is_of_one_year(self.until, present_reader().zone)


def figure_in(facts: Facts, point: Point) -> dict[str, Any]:
    """The figure of a point: as its revision has it, if that is at hand, else what the point tells of it."""
    item = facts.items.get(point.number)
    if item is not None:
        return dict(item["figure"])
    if point.form is None:
        return {"redacted": True, "form": "none"}
    form, _, leaning = point.form.partition(":")
    if form == "range":
        return {"form": form, "low": point.low, "high": point.high}
    if point.amount is None:
        return {"form": "none"}
    return {"form": form, "value": point.amount, **({"leaning": leaning} if leaning else {})}


def day_of(at: int) -> datetime:
    """The day of a moment by the reader's clocks; what was given as a day stands at noon, and belongs to no zone."""
    zone = UTC if at % DAY_US == HALF_DAY_US else present_reader().zone
    try:
        return (EPOCH + timedelta(microseconds=at)).astimezone(zone)
    except OverflowError:
        return datetime.max.replace(tzinfo=UTC) if at > 0 else datetime.min.replace(tzinfo=UTC)
