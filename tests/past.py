"""What was to be seen of a claim, told by folding its events: what rows have to say as well."""

from collections.abc import Iterable, Sequence

from domain.claim import fold
from domain.events import Recorded
from domain.history import Shown, up_to


def shown_at(position: int, events: Iterable[Recorded]) -> Shown:
    """What stood at *position*, if anything did, and the chain."""
    state = fold(up_to(position, events))
    return Shown(state.standing, state.chain)


def shown_revision(number: int, events: Sequence[Recorded]) -> Shown:
    """Revision *number* as it was made, with the chain of then."""
    revision = fold(events).revisions[number]
    return Shown(revision, fold(one for one in events if one.version <= revision.version).chain)
