"""The disputes of a claim: of what, in whose words, set against what, since when; open ones first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from api.http.boards import Question, value_of
from api.http.claim_reading import Changes
from api.web.claim_asked import DISPUTES, Asking
from api.web.sentences import verdict_name, verdict_reason
from api.words import Shown, is_erased, with_article
from domain.board import pair, seat
from domain.refusals import Json
from domain.view import View

AT_ONCE = 6
PLACE = "disputes"
ASPECTS = {
    "figure": "The figure",
    "attribution": "Who said it",
    "period": "The period",
    "definition": "What is counted",
    "existence": "That it was said at all",
}


@dataclass(frozen=True, slots=True)
class Against:
    """The claim that is set against the disputed one: its id, its standing figure, how the two stand to one another."""

    claim: str
    figure: Json
    verdict: str


@dataclass(frozen=True, slots=True)
class Dispute:
    """A dispute; ``opened`` and ``resolved`` say when and where, as far as the record tells."""

    dispute: str
    title: str
    figure: Json
    stands: bool
    by: str
    way: Sequence[Shown]
    against: Against | None
    view: Shown
    changes: Changes


@dataclass(frozen=True, slots=True)
class Disputes:
    """A window of the disputes, how many there are of each kind, the ways to the others.

    What the view leaves out is not in the window, and counted apart.
    """

    items: Sequence[Dispute]
    open: int
    resolved: int
    more: str | None
    first: str | None
    left_out: int


def window_of(view: Shown, asking: Asking) -> list[Shown]:
    """The disputes to show: of what stands first, then of other revisions, then the resolved ones."""
    skipped = asking.asked[DISPUTES] or 0
    return _in_order(view)[skipped : skipped + AT_ONCE]


def disputes_of(  # noqa: PLR0913, PLR0917 (each is read on its own)
    view: Shown,
    window: Sequence[Shown],
    items: Mapping[int, Shown],
    claims: Mapping[str, Shown],
    changes: Mapping[str, Changes],
    asking: Asking,
    question: Question,
    tolerance: View | None,
) -> Disputes:
    """The *window* of the claim's disputes; *items* are revisions by number, *claims* views by id."""
    skipped = asking.asked[DISPUTES] or 0
    every = view["disputes"]
    return Disputes(
        items=[
            _dispute(view, one, items, claims, changes.get(one["dispute"], Changes(None, None)), question, tolerance)
            for one in window
        ],
        open=sum(one["open"] for one in every),
        resolved=sum(not one["open"] for one in every),
        more=asking.address(PLACE, disputes=skipped + len(window)) if skipped + len(window) < len(every) else None,
        first=asking.address(PLACE, disputes=None) if skipped else None,
        left_out=view.get("left_out", {}).get("disputes", 0),
    )


def open_by_revision(view: Shown) -> dict[int, list[Shown]]:
    """The open disputes of each revision that has any."""
    found: dict[int, list[Shown]] = {}
    for one in view["disputes"]:
        if one["open"]:
            found.setdefault(one["revision"], []).append(one)
    return found


def _in_order(view: Shown) -> list[Shown]:
    standing = view["standing"]["revision"] if view["standing"] else None
    return sorted(view["disputes"], key=lambda one: (not one["open"], one["revision"] != standing, -one["revision"]))


def _dispute(  # noqa: PLR0913, PLR0917 (as above)
    view: Shown,
    one: Shown,
    items: Mapping[int, Shown],
    claims: Mapping[str, Shown],
    changes: Changes,
    question: Question,
    tolerance: View | None,
) -> Dispute:
    item = items.get(one["revision"])
    aspect = one["aspect"]
    title = "Something erased" if is_erased(aspect) else ASPECTS[aspect]
    return Dispute(
        dispute=one["dispute"],
        title=f"{title}, revision {one['revision']:,}",
        figure=None if item is None else item["figure"],
        stands=bool(view["standing"]) and view["standing"]["revision"] == one["revision"],
        by=with_article(one["by"]),
        way=one["by"],
        against=_against(view, one, item, claims, question, value_of(tolerance)),
        view=one,
        changes=changes,
    )


def _against(  # noqa: PLR0913, PLR0917 (as above)
    view: Shown,
    one: Shown,
    item: Shown | None,
    claims: Mapping[str, Shown],
    question: Question,
    tolerance: Decimal | None,
) -> Against | None:
    counter = one["counter_claim"]
    if counter is None or is_erased(counter):
        return None
    other = claims.get(counter)
    if other is None or other["standing"] is None:
        return Against(counter, None, "")
    if item is None:
        return Against(counter, other["standing"]["figure"], "")
    seats = seat({**view, "standing": item}, question.scope), seat(other, question.scope)
    found = pair(*seats, tolerance)
    words = f"{verdict_name(found)}. {verdict_reason(found, item, other['standing'])}".strip()
    return Against(counter, other["standing"]["figure"], words)
