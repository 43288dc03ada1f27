"""What is searched: words and standing figures, as they are and as they were; and the sources with their records.

Much of what is recorded changes no word: an update of a series changes a figure. So an entry is compared with the one
before, and written only where it differs.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from psycopg import Connection

from adapters.postgres.copy_rows import NULL, bigint, boolean, numeric, read_rows, row, text
from adapters.postgres.queries import queries
from adapters.projections.folds import Fold
from adapters.projections.projection import BatchProjection, Rows
from adapters.projections.search_sources import OF_SOURCES, SourceRows, is_told
from adapters.projections.table import Change, Table
from adapters.search_words import MOST_INDEXED, opened_with, searchable, searchable_wording
from domain.attribution import Hop, Party
from domain.changes import Effect
from domain.claim_state import ClaimState
from domain.event_parts import Print
from domain.events import Recorded
from domain.figure import Approximate, Exact, bounds, plain
from domain.question import QuestionState
from domain.revision import Revision
from domain.scope import SCOPE_FIELDS, Scope
from domain.shapes import Erased
from domain.story import Edition, StoryState

SQL = queries("search_rows")
ENTRIES = Table("search_entry", "entries", SQL)
ENTRY_HISTORY = Table("search_history", "entry_history", SQL)
FIGURES = Table("search_figure", "figures", SQL)

NO_ENTRY: Final = b""
_ENTRY, _PAST_ENTRY = row(*[b""] * 9), row(*[b""] * 10)  # the count of fields, which begins a row


class Search(BatchProjection):
    """Writes entries and figures that have changed, and what sources' records tell."""

    name = "search"
    tables = (ENTRIES, ENTRY_HISTORY, FIGURES, *OF_SOURCES)
    empty = SQL["empty"]
    with_effects = True

    def rows(self) -> Rows:
        """See BatchProjection."""
        return _Found()

    def take_out(self, streams: Sequence[str]) -> list[Change]:
        """See BatchProjection."""
        claims = [stream.removeprefix("claim/") for stream in streams if stream.startswith("claim/")]
        return [
            Change(ENTRIES, streams, ()),
            Change(ENTRY_HISTORY, streams, ()),
            Change(FIGURES, claims, ()),
            *SourceRows(taken=claims).changes(),
        ]


class Shown:
    """What is to be found of a stream, held beside its fold; parts are made anew only where they have changed."""

    __slots__ = (
        "_chain",
        "_facts",
        "_scope",
        "_statement",
        "_tail",
        "entry",
        "figure",
        "more",
        "standing",
        "stream",
        "title",
        "wording",
    )

    def __init__(self, stream: str) -> None:
        self.stream = stream
        self.entry: bytes | None = None
        self.figure: bytes | None = None
        self.standing: Revision | None = None
        self.title = self.wording = self.more = ""
        self._tail: str | None = None
        self._scope: object = self
        self._chain: object = self
        self._statement: object = None
        self._facts: object = None

    def take_in(self, state: ClaimState) -> None:
        """Makes the entry that of *state*."""
        standing = state.standing
        is_same = self.entry is not None
        if standing is not self.standing:
            self.standing = standing
            is_same = self._is_worded_alike(standing) and is_same
        statement = None if standing is None else standing.statement
        if state.scope is not self._scope or state.chain is not self._chain or statement != self._statement:
            self._scope, self._chain, self._statement = state.scope, state.chain, statement
            self.title, self.more = _title(state), _more(self.stream, state)
            is_same = False
        facts = (state.question, state.status, bool(state.disputes) and state.disputed)
        if not is_same or facts != self._facts:
            self._facts = facts
            question, status, disputed = facts
            self.entry = self._fields("claim", question, state.originator, status, disputed=disputed)

    def _is_worded_alike(self, standing: Revision | None) -> bool:
        """Folds the wording of *standing*, unless only the amount that it opens with is another one."""
        wording, figure = (None, None) if standing is None else (standing.wording, standing.figure)
        tail = opened_with(wording, figure.value) if isinstance(wording, str) and isinstance(figure, Exact) else None
        if tail is not None and tail == self._tail:
            return True
        self._tail = tail
        self.wording = searchable_wording(wording, figure) if isinstance(wording, str) else ""
        return False

    def ask(self, state: QuestionState) -> None:
        """Makes the entry that of a question."""
        self.title, self.more = _folded(state.text), _more_of_question(self.stream, state)
        self.entry = self._fields("question", self.stream.partition("/")[2])

    def publish(self, state: StoryState) -> None:
        """Makes the entry that of a story: its latest edition, and then what earlier ones printed."""
        *earlier, latest = (state.editions[number] for number in sorted(state.editions))
        self.title, self.wording = _folded(latest.headline), _printed(latest)
        self.more = _joined((self.stream.partition("/")[2], *_outlet(latest), *_headings(earlier)))
        self.entry = self._fields("story")

    def _fields(
        self,
        kind: str,
        question: str | None = None,
        originator: str | None = None,
        status: str | None = None,
        *,
        disputed: bool | None = None,
    ) -> bytes:
        return b"".join(
            (
                text(self.stream),
                text(kind),
                text(question),
                text(originator),
                text(status),
                NULL if disputed is None else boolean(disputed),
                text(self.title),
                text(self.wording),
                text(self.more),
            )
        )


@dataclass(slots=True)
class Batch:
    """What a batch makes of a stream: the entry before it (None: not known), and each other one that comes after."""

    before: bytes | None
    entries: list[tuple[int, bytes]] = field(default_factory=list)

    def add(self, position: int, entry: bytes) -> None:
        """Notes the *entry* that there is from *position* on."""
        if entry != (self.entries[-1][1] if self.entries else self.before):
            self.entries.append((position, entry))


class _Found(Rows):
    def __init__(self) -> None:
        self._batches: dict[str, Batch] = {}
        self._shown: dict[str, tuple[bytes | None, Shown]] = {}
        self._sources = SourceRows()

    def note(self, fold: Fold, event: Recorded, header: bytes, effect: Effect) -> None:
        del header
        shown = fold.found
        if not isinstance(shown, Shown):
            shown = fold.found = Shown(fold.stream)
        batch = self._batches.get(fold.stream)
        if batch is None:
            is_new = event.version == 1
            batch = self._batches[fold.stream] = Batch(NO_ENTRY if is_new else shown.entry)
            self._shown[fold.stream] = NO_ENTRY if is_new else shown.figure, shown
        state, before = fold.state, shown.entry
        if isinstance(state, ClaimState):
            shown.take_in(state)
            if is_told(event, effect, state):
                self._sources.note(fold.stream.partition("/")[2], state, event, effect)
        elif isinstance(state, QuestionState):
            shown.ask(state)
        else:
            shown.publish(state)
        if shown.entry is not before or before is None:
            batch.add(event.position, shown.entry or NO_ENTRY)

    def changes(self) -> list[Change]:
        return [EntryChange(ENTRIES, (), (), self._batches), self._figure_change(), *self._sources.changes()]

    def _figure_change(self) -> Change:
        taken: list[str] = []
        added: list[bytes] = []
        for stream, (before, shown) in self._shown.items():
            if stream.startswith("claim/"):
                claim = stream.removeprefix("claim/")
                shown.figure = NO_ENTRY if shown.standing is None else figure_row(claim, shown.standing)
                if shown.figure != before:
                    taken += [claim] if before != NO_ENTRY else []
                    added += [shown.figure] if shown.figure else []
        return Change(FIGURES, taken, added)


@dataclass(frozen=True, slots=True)
class EntryChange(Change):
    """Writes the entries that a batch has changed, and their history.

    An entry that is not held in memory is read first: what has not changed leaves no trace, whatever was held.
    """

    batches: Mapping[str, Batch]

    def apply(self, connection: Connection[Any]) -> int:
        """See Change."""
        _read_before(connection, self.batches)
        changed = {stream: batch for stream, batch in self.batches.items() if batch.entries}
        past = [
            b"".join((_PAST_ENTRY, entry, bigint(position)))
            for batch in changed.values()
            for position, entry in batch.entries
        ]
        rewritten = {
            stream: batch.entries[-1][1] for stream, batch in changed.items() if batch.entries[-1][1] != batch.before
        }
        taken = ENTRIES.take(connection, [stream for stream in rewritten if changed[stream].before != NO_ENTRY])
        added = ENTRIES.add(connection, [_ENTRY + entry for entry in rewritten.values()])
        return added - taken + ENTRY_HISTORY.add(connection, past)


def _read_before(connection: Connection[Any], batches: Mapping[str, Batch]) -> None:
    """Finds the entries before the batch that are not known, and drops what only repeats them."""
    unknown = {text(stream): batch for stream, batch in batches.items() if batch.before is None}
    if not unknown:
        return
    keys = [stream for stream, batch in batches.items() if batch.before is None]
    for stored in read_rows(connection, SQL["stored_entries"], {"keys": keys}):
        entry = stored.removeprefix(_ENTRY)
        batch = unknown[entry[: 4 + int.from_bytes(entry[:4], "big")]]
        batch.before = entry
        if batch.entries and batch.entries[0][1] == entry:
            del batch.entries[0]


def figure_row(claim: str, standing: Revision) -> bytes:
    """The row of a standing figure; none where it states no amount that can be found by value."""
    figure = standing.figure
    if isinstance(figure, Exact | Approximate):
        amount = numeric(figure.value)
        return b"".join((_FIGURE, text(claim), amount, amount, _CLOSED))
    within = bounds(figure)
    if within is None:
        return NO_ENTRY
    return row(
        text(claim),
        numeric(plain(within.low)),
        numeric(plain(within.high)),
        boolean(within.low_closed),
        boolean(within.high_closed),
    )


_FIGURE = row(*[b""] * 5)
_CLOSED = boolean(True) * 2  # noqa: FBT003 (the values themselves)


def _folded(value: str | Erased | None) -> str:
    return searchable(value) if isinstance(value, str) else ""


def _title(state: ClaimState) -> str:
    """What the claim is called: its scope, and who says so."""
    scope = (getattr(state.scope, name) for name in SCOPE_FIELDS) if isinstance(state.scope, Scope) else ()
    first = state.chain[0] if state.chain else None
    return _joined((*scope, first.who.name if isinstance(first, Hop) else None))


def _more(stream: str, state: ClaimState) -> str:
    """The rest of what it can be found by: its statement, the names in its chain, its ids."""
    standing = state.standing
    hops = [hop.who for hop in state.chain if isinstance(hop, Hop)]
    names = (value for who in hops for value in (who.name, who.id))
    return _joined((stream.partition("/")[2], *names, standing.statement if standing is not None else None))


def _more_of_question(stream: str, state: QuestionState) -> str:
    scope = (getattr(state.scope, name) for name in SCOPE_FIELDS) if isinstance(state.scope, Scope) else ()
    return _joined((stream.partition("/")[2], *state.topics, *scope))


def _printed(edition: Edition) -> str:
    return _joined(one.wording for one in edition.prints if isinstance(one, Print))


def _outlet(edition: Edition) -> tuple[str | Erased | None, ...]:
    outlet = edition.outlet
    return (outlet.name, outlet.id) if isinstance(outlet, Party) else (outlet,)


def _headings(editions: Iterable[Edition]) -> Iterator[str | Erased]:
    for edition in editions:
        yield edition.headline
        yield _printed(edition)


def _joined(parts: Iterable[str | Erased | None]) -> str:
    return searchable(" ".join(dict.fromkeys(part for part in parts if isinstance(part, str))))[:MOST_INDEXED]
