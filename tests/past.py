"""What was to be seen of a claim, told by folding its events: what rows have to say as well."""

from collections.abc import Iterable, Sequence

from adapters.claim_log import ClaimLog, state_after
from domain.claim import fold
from domain.claim_state import ClaimState
from domain.clock import Span
from domain.events import Recorded
from domain.history import Shown, up_to
from domain.ledger import State
from domain.revision import Revision
from domain.revisions import Revisions


def state_at(log: ClaimLog, stream: str, position: int) -> State:
    """What *stream* amounted to when the log ended at *position*."""
    return state_after(stream, up_to(position, log.history(stream)))


def stood_in(state: ClaimState, period: Span) -> Revision | None:
    """The revision that stands among those about *period*: the same rule within it. None while it is retracted."""
    within = Revisions()
    for one in () if state.retractions else state.revisions:
        if one.period == period and not one.replaced:
            within.add(one)
    return within.standing


def shown_at(position: int, events: Iterable[Recorded]) -> Shown:
    """What stood at *position*, if anything did, and the chain."""
    state = fold(up_to(position, events))
    return Shown(state.standing, state.chain)


def shown_revision(number: int, events: Sequence[Recorded]) -> Shown:
    """Revision *number* as it was made, with the chain of then."""
    revision = fold(events).revisions[number]
    return Shown(revision, fold(one for one in events if one.version <= revision.version).chain)
