"""What the page of a claim is asked for: the moment, the axis, and which window of each of its long parts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeAlias

from api.http.parameters import AFTER, AS_OF, TOLERANCE, Asked, Parameter, one_of
from api.http.timeline import CLOCK, Clock
from api.web.site import as_query

Show: TypeAlias = Literal["turns", "latest", "corrections", "all"]

SHOW: Parameter[Show] = Parameter(
    "show",
    "Which revisions: what stands, falls and corrections (turns), the latest, the corrections, or all.",
    one_of("turns", "latest", "corrections", "all"),
    {"type": "string", "enum": ["turns", "latest", "corrections", "all"]},
)
BELOW = replace(AFTER, name="below", meaning="Only revisions of lower numbers; on the axis recorded, positions.")
AUDIT = replace(AFTER, name="audit", meaning="Only entries of the audit trail of lower positions.")
DISPUTES = replace(AFTER, name="disputes", meaning="How many disputes to leave out.")
KNOWN: Sequence[Parameter[Any]] = (CLOCK, SHOW, BELOW, AUDIT, DISPUTES, TOLERANCE, AS_OF)


@dataclass(frozen=True, slots=True)
class Asking:
    """The page's address taken apart, so that each link changes one thing of it and keeps the others."""

    path: str
    asked: Asked

    @property
    def axis(self) -> Clock:
        """The clock of the chart."""
        return self.asked[CLOCK] or "said"

    def address(self, fragment: str = "", **changed: object) -> str:
        """This page with some parameters *changed* (None: left out), at a place in it."""
        sent = {name: self.asked.text[name] for name in self.asked.text} | changed
        return f"{self.path}{as_query(sent)}{'#' if fragment else ''}{fragment}"
