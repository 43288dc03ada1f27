"""What decides whether a question is contested, of each claim: the bounds of what stands, and whether it is disputed.

Two bounds contradict each other where the highest lower end lies above the lowest upper end, so that a question is
found without holding every pair against each other.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache

import orjson

from adapters.postgres.copy_rows import NULL, boolean, numeric, row, text
from adapters.postgres.queries import queries
from adapters.projections.folds import Fold
from adapters.projections.projection import BatchProjection, Rows
from adapters.projections.table import Change, Table
from domain.changes import Effect
from domain.claim_state import ClaimState
from domain.clock import period_text, read_time
from domain.events import Recorded
from domain.figure import Exact, Figure, Tally, bounds, plain
from domain.printed import figure_key
from domain.revision import Revision
from domain.scope import Scope, effective_scope
from domain.shapes import Erased

SQL = queries("contests")
CONTESTS = Table("contest", "contests", SQL)

CLOSED, OPEN = (boolean(is_open) for is_open in (False, True))
NO_ENDS = b"".join((NULL, OPEN, NULL, OPEN, NULL))
_TEN = row(*[b""] * 10)  # the count of fields, which begins a row


class Contests(BatchProjection):
    """Writes, for each batch, one row a claim in it of which something stands that can contradict or is disputed."""

    name = "contests"
    tables = (CONTESTS,)
    empty = SQL["empty"]

    def rows(self) -> Rows:
        """See BatchProjection."""
        return _Contests()

    def take_out(self, streams: Sequence[str]) -> list[Change]:
        """See BatchProjection."""
        return [Change(CONTESTS, _claims(streams), ())]


class _Contests(Rows):
    """The claims of a batch, each as it is after it; those whose first event is in the batch have no row yet."""

    def __init__(self) -> None:
        self._states: dict[str, ClaimState] = {}
        self._had: dict[str, None] = {}

    def note(self, fold: Fold, event: Recorded, header: bytes, effect: Effect) -> None:
        del header, effect
        if isinstance(fold.state, ClaimState):
            if event.version > 1 and fold.stream not in self._states:
                self._had[fold.stream] = None
            self._states[fold.stream] = fold.state

    def changes(self) -> list[Change]:
        made = (_row(stream.removeprefix("claim/"), state) for stream, state in self._states.items())
        return [Change(CONTESTS, _claims(self._had), [one for one in made if one is not None])]


def _row(claim: str, state: ClaimState) -> bytes | None:
    """The row of a claim; None where nothing stands that could contest its question."""
    standing = state.standing
    if standing is None:
        return None
    can_be_compared = not isinstance(state.scope, Erased) and not isinstance(standing.figure, Erased)
    ends = ends_of(standing.figure) if can_be_compared else None
    disputed = bool(state.disputes) and is_disputed(state, standing)
    if ends is None and not disputed:
        return None
    scope = scope_field(state.scope) if can_be_compared else text("")
    period, bounded = period_field(standing.refers_to), ends or NO_ENDS
    return b"".join((_TEN, text(claim), text(state.question), scope, period, bounded, boolean(disputed)))


def ends_of(figure: Figure | Erased) -> bytes | None:
    """The fields of a figure's bounds, or that it is a tally; None for a figure that has neither."""
    match figure:
        case Exact(value=value):
            amount = numeric(value)
            return b"".join((amount, CLOSED, amount, CLOSED, NULL))
        case Tally():
            return b"".join((NULL, OPEN, NULL, OPEN, text(figure_key(figure))))
        case _ if (within := bounds(figure)) is not None:
            low, high = numeric(plain(within.low)), numeric(plain(within.high))
            return b"".join((low, boolean(not within.low_closed), high, boolean(not within.high_closed), NULL))
        case _:
            return None


def is_disputed(state: ClaimState, standing: Revision) -> bool:
    """Whether the standing revision has an open dispute of an aspect that contests the question."""
    return any(one.is_contesting and one.revision == standing.number for one in state.disputes.values())


@lru_cache(maxsize=4_096)  # a scope stays the same, event after event
def scope_field(scope: Scope | Erased) -> bytes:
    """The claim's own scope as it is compared; of one that cannot be, nothing."""
    return text(orjson.dumps(effective_scope(scope, None)).decode())


@lru_cache(maxsize=4_096)  # a day's figures of many claims share theirs
def period_field(refers_to: str | None) -> bytes:
    """The same text for the same interval."""
    return text("" if refers_to is None else period_text(read_time(refers_to)))


def _claims(streams: Iterable[str]) -> list[str]:
    return [stream.removeprefix("claim/") for stream in streams if stream.startswith("claim/")]
