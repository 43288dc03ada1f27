"""The revisions that a form offers to choose from: of many the latest, the one that stands, the one asked for."""

from api import words
from api.web.forms.fields import Choice, Entries, Field
from domain.claim_state import ClaimState
from domain.revision import Revision
from domain.wire import wire

MOST_OFFERED = 6
HINT = "Another revision can be named in the address: ?target="


def target_field(state: ClaimState, entries: Entries, label: str, *, unreplaced: bool = False) -> Field:
    """Which revision is meant; *unreplaced* offers only those that no correction has replaced."""
    offered = _offered(state, entries.get("target", ""), unreplaced=unreplaced)
    choices = tuple(Choice(str(one.number), revision_words(one, state)) for one in offered)
    hint = HINT if len(state.revisions) > len(offered) else ""
    return Field("target", label, "revision", hint, choices, missing="Choose a revision")


def usual_target(state: ClaimState) -> str:
    """The revision that is meant if nobody chooses: the standing one, else the last that no correction replaced."""
    standing = state.revisions.standing
    return "" if standing is None else str(standing.number)


def meant(state: ClaimState, number: str) -> Revision | None:
    """The revision of that *number*; None if there is none."""
    if not (number.isascii() and number.isdecimal() and len(number) < 10):  # noqa: PLR2004 (no claim has so many)
        return None
    return state.revisions[int(number)] if 1 <= int(number) <= len(state.revisions) else None


def revision_words(one: Revision, state: ClaimState) -> str:
    """A revision in a few words: "Revision 1, stands: 145–5–35"."""
    standing = ", stands" if one is state.standing else ", corrected" if one.replaced else ""
    return f"Revision {one.number}{standing}: {words.figure_words(_wired(one))}"


def _wired(one: Revision) -> words.Shown:
    figure = wire(one.figure)
    assert isinstance(figure, dict)  # noqa: S101 (a figure is an object, erased or not)
    return figure


def _offered(state: ClaimState, asked: str, *, unreplaced: bool) -> list[Revision]:
    can_be = [one for one in state.revisions if not (unreplaced and one.replaced)]
    kept = {one.number for one in can_be[-MOST_OFFERED:]} | {one.number for one in can_be if one is state.standing}
    return [one for one in reversed(can_be) if one.number in kept or str(one.number) == asked]
