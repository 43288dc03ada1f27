"""The revisions that a form offers to choose from: all of them, but where there are too many to look through."""

from api import words
from api.web.forms.fields import Choice, Entries, Field
from api.web.forms.typed import whole_typed
from domain.claim_state import ClaimState
from domain.revision import Revision
from domain.wire import wire

MOST_OFFERED = 300


def target_field(state: ClaimState, entries: Entries, label: str, *, unreplaced: bool = False) -> Field:
    """Which revision is meant; *unreplaced* offers only those that no correction has replaced.

    Of more than can be looked through, the number is typed in.
    """
    missing = "Choose a revision"
    offered = [one for one in reversed(list(state.revisions)) if not (unreplaced and one.replaced)]
    if len(offered) > MOST_OFFERED:
        meant_now = meant(state, entries.get("target", ""))
        named = "" if meant_now is None else f". {revision_words(meant_now, state)}"
        hint = f"Its number, 1 to {len(state.revisions)}, as on the claim's page{named}"
        return Field("target", label, "revision", hint, missing=missing)
    choices = tuple(Choice(str(one.number), revision_words(one, state)) for one in offered)
    return Field("target", label, "revision", choices=choices, missing=missing)


def usual_target(state: ClaimState) -> str:
    """The revision that is meant if nobody chooses: the standing one, else the last that no correction replaced."""
    standing = state.revisions.standing
    return "" if standing is None else str(standing.number)


def meant(state: ClaimState, number: str) -> Revision | None:
    """The revision of that *number*; None if there is none."""
    n = whole_typed(number)
    return None if n is None or not 1 <= n <= len(state.revisions) else state.revisions[n]


def revision_words(one: Revision, state: ClaimState) -> str:
    """A revision in a few words: "Revision 1, stands: 145–5–35"."""
    standing = ", stands" if one is state.standing else ", corrected" if one.replaced else ""
    return f"Revision {one.number}{standing}: {words.figure_words(_wired(one))}"


def said_words(one: Revision) -> str:
    """A revision's figure, its number and when it was said: "1,351, revision 3, said 25 Mar 2022"."""
    return f"{words.figure_words(_wired(one))}, revision {one.number}, said {words.clock_words(one.said_at)}"


def _wired(one: Revision) -> words.Shown:
    figure = wire(one.figure)
    assert isinstance(figure, dict)  # noqa: S101 (a figure is an object, erased or not)
    return figure
