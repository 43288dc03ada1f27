"""A question's board: every claim, the verdict of each pair, which of them may share an axis, whether it is contested.

A board is made of current views, so that it is the same now, as of any moment, and for a period.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import combinations
from typing import Any

import orjson
from pydantic import TypeAdapter

from domain.claim_state import CONTESTING_ASPECTS
from domain.compare import (
    Comparable,
    Verdict,
    comparable,
    compare,
    corroborates,
    groups,
    shared_originator,
)
from domain.figure import Figure, WireFigure
from domain.refusals import Json
from domain.scope import Scope
from domain.shapes import ERASED, Erased
from domain.view import View
from domain.wire import REDACTED

_FIGURE: TypeAdapter[Figure] = TypeAdapter(WireFigure)
_SCOPE = TypeAdapter(Scope)


@dataclass(frozen=True, slots=True)
class Seat:
    """A claim on the board: its view, and its standing figure made ready for comparison (None: nothing stands)."""

    claim: str
    view: Mapping[str, Any]
    comparable: Comparable | None


def seat(view: Mapping[str, Any], question_scope: Scope | Erased | None) -> Seat:
    """The place of the claim with this current *view*; it inherits what it leaves open from *question_scope*."""
    standing = view["standing"]
    if standing is None:
        return Seat(view["claim"], view, None)
    ready = comparable(
        question=view["question"],
        scope=scope_of(view["scope"]),
        question_scope=question_scope,
        refers_to=standing["refers_to"],
        figure=figure_of(standing["figure"]),
        originator=_originator(view["attribution"]),
    )
    return Seat(view["claim"], view, ready)


def scope_of(shown: Json) -> Scope | Erased | None:
    """A scope as a view shows it, typed again; None where there is none."""
    if shown is None:
        return None
    return ERASED if shown == REDACTED else _SCOPE.validate_python(shown)


def figure_of(shown: Json) -> Figure | Erased:
    """A figure as a view shows it, typed again."""
    return _figure(orjson.dumps(shown))


def pairs(seats: Sequence[Seat], tolerance: Decimal | None) -> list[View]:
    """The verdict of each two claims of which something stands, in the order of *seats*."""
    return [pair(left, right, tolerance) for left, right in combinations(seated(seats), 2)]


def pair(left: Seat, right: Seat, tolerance: Decimal | None) -> View:
    """How two claims stand to one another; where nothing stands there is no figure to compare.

    ``periods`` says what the two are about where that is what keeps them apart.
    """
    verdict = _verdict(left, right, tolerance)
    shown: View = {
        "left": left.claim,
        "right": right.claim,
        "verdict": verdict.verdict,
        "container": verdict.container,
        "reasons": list(verdict.reasons),
        "corroborates": None,
        "shared_originator": None,
    }
    if left.comparable is not None and right.comparable is not None:
        shown["corroborates"] = corroborates(left.comparable, right.comparable, verdict)
        shown["shared_originator"] = shared_originator(left.comparable, right.comparable)
    if "period" in verdict.reasons:
        shown["periods"] = {"left": left.view["standing"]["refers_to"], "right": right.view["standing"]["refers_to"]}
    return shown


def axes(seats: Sequence[Seat]) -> list[list[str]]:
    """The claims that may share an axis; those of which nothing stands are on none."""
    return groups((one.claim, one.comparable) for one in seats if one.comparable is not None)


def is_contested(seats: Sequence[Seat], compared: Sequence[View]) -> bool:
    """Whether two claims are disjoint, or a standing revision is disputed in a way that touches its figure."""
    return any(one["verdict"] == "disjoint" for one in compared) or any(
        _contests(dispute, one.view["standing"]["revision"])
        for one in seated(seats)
        for dispute in one.view["disputes"]
    )


def _contests(dispute: Mapping[str, Any], standing: int) -> bool:
    """An erased aspect may be any, and so counts for none."""
    if not dispute["open"] or dispute["revision"] != standing:
        return False
    return isinstance(dispute["aspect"], str) and dispute["aspect"] in CONTESTING_ASPECTS


def seated(seats: Sequence[Seat]) -> list[Seat]:
    """Those of which something stands."""
    return [one for one in seats if one.comparable is not None]


def _verdict(left: Seat, right: Seat, tolerance: Decimal | None) -> Verdict:
    if left.comparable is None or right.comparable is None:
        return Verdict("incomparable", reasons=("no_figure",))
    return compare(left.comparable, right.comparable, tolerance)


def _originator(chain: Sequence[Mapping[str, Any]]) -> str | None:
    """As in ``domain.attribution``: an unnamed or erased one is nobody in particular."""
    who: Mapping[str, str] = chain[0].get("who", {}) if chain else {}
    return who.get("id")


@lru_cache(maxsize=4_096)
def _figure(shown: bytes) -> Figure | Erased:
    return ERASED if orjson.loads(shown) == REDACTED else _FIGURE.validate_json(shown)
