"""What decides whether a question is contested, of each claim: the bounds of what stands, and whether it is disputed.

Two bounds contradict each other where the highest lower end lies above the lowest upper end, so that a question is
found without holding every pair against each other.
"""

from collections.abc import Iterable, Sequence

import orjson

from adapters.postgres.copy_rows import boolean, numeric, row, text
from adapters.postgres.queries import queries
from adapters.projections.figures import period_text
from adapters.projections.folds import Fold
from adapters.projections.projection import BatchProjection, Rows
from adapters.projections.table import Change, Table
from domain.board import CONTESTING_ASPECTS
from domain.changes import Effect
from domain.claim_state import ClaimState
from domain.events import Recorded
from domain.figure import Figure, Tally, bounds, plain
from domain.printed import figure_key
from domain.revision import Revision
from domain.scope import effective_scope
from domain.shapes import Erased

SQL = queries("contests")
CONTESTS = Table("contest", "contests", SQL)


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
    figure = None if isinstance(state.scope, Erased) else standing.figure
    within = None if figure is None else bounds(figure)
    tally = figure_key(figure) if isinstance(figure, Tally) else None
    disputed = is_disputed(state, standing)
    if within is None and tally is None and not disputed:
        return None
    low, high = (None, None) if within is None else (plain(within.low), plain(within.high))
    return row(
        text(claim),
        text(state.question),
        text(scope_text(state, figure)),
        text("" if standing.period is None else period_text(standing.period)),
        numeric(low),
        boolean(within is None or not within.low_closed),
        numeric(high),
        boolean(within is None or not within.high_closed),
        text(tally),
        boolean(disputed),
    )


def is_disputed(state: ClaimState, standing: Revision) -> bool:
    """Whether the standing revision has an open dispute of an aspect that contests the question."""
    return any(
        one.open and one.revision == standing.number and one.aspect in CONTESTING_ASPECTS
        for one in state.disputes.values()
        if isinstance(one.aspect, str)
    )


def scope_text(state: ClaimState, figure: Figure | Erased | None) -> str:
    """The claim's own scope as it is compared; of one that cannot be, nothing."""
    if figure is None or isinstance(figure, Erased):
        return ""
    return orjson.dumps(effective_scope(state.scope, None)).decode()


def _claims(streams: Iterable[str]) -> list[str]:
    return [stream.removeprefix("claim/") for stream in streams if stream.startswith("claim/")]
