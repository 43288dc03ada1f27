"""The current view of each claim and each question, and every view that there has been: what lists and pages show."""

from collections.abc import Iterable, Sequence
from typing import Any, cast

import orjson
from psycopg import Connection

from adapters.postgres.copy_rows import bigint, boolean, bytea, integer, row, text, texts, timestamptz
from adapters.postgres.queries import queries
from adapters.projections.folds import Fold
from adapters.projections.log_events import Events
from adapters.projections.projection import BatchProjection
from adapters.projections.table import Change, Table
from domain import claim, question
from domain.attribution import Chain, Hop, originator, parties
from domain.claim_state import ClaimState
from domain.events import Recorded
from domain.question import QuestionState
from domain.refusals import Json
from domain.scope import SCOPE_FIELDS, Scope
from domain.shapes import Erased
from domain.view import current_view, question_view
from domain.wire import wire

SQL = queries("current_view")
CLAIMS = Table("current_view", "claims", SQL)
CLAIM_HISTORY = Table("current_view_history", "claim_history", SQL)
QUESTIONS = Table("question_view", "questions", SQL)
QUESTION_HISTORY = Table("question_view_history", "question_history", SQL)

STATUS: dict[Json, bytes] = {status: text(status) for status in ("standing", "retracted", "empty")}
BOOLEAN: dict[Json, bytes] = {value: boolean(value) for value in (True, False)}


class ShownClaim(Fold):
    """A claim, its rows since the last batch, and the parts of them that seldom change, as bytes."""

    __slots__ = (
        "_chain",
        "_chain_fields",
        "_chain_json",
        "_key",
        "_now",
        "_question",
        "_question_field",
        "_scope",
        "_scope_json",
        "claim",
        "key",
        "new",
    )

    def __init__(self, stream: str) -> None:
        self.claim = ClaimState()
        super().__init__(stream, self.claim)
        self.key = stream.partition("/")[2]
        self._key = text(self.key)
        self.new: list[bytes] = []
        self._now: tuple[bytes, ...] = ()
        self._scope: Scope | Erased | None = None
        self._scope_json = self._chain_json = orjson.Fragment(b"null")
        self._chain: Chain | None = None
        self._chain_fields = b""
        self._question, self._question_field = "", b""

    def take_in(self, event: Recorded) -> None:
        """Evolves the claim by *event*, and adds the row of what it has become."""
        state = claim.evolve(self.claim, event)
        view = current_view(self.key, state, self._shown)
        if state.question is not self._question:
            self._question, self._question_field = state.question, text(state.question)
        found_by = self._question_field + self._chain_fields + STATUS[view["status"]] + BOOLEAN[view["disputed"]]
        version, position = integer(event.version), bigint(event.position)
        recorded_at, shown = timestamptz(event.recorded_at), bytea(orjson.dumps(view))
        self.new.append(b"".join((_TEN, self._key, position, found_by, version, recorded_at, shown)))
        self._now = found_by, version, position, recorded_at, shown

    def row(self) -> bytes:
        """The row of its current view."""
        found_by, version, position, recorded_at, shown = self._now
        return b"".join((_ELEVEN, self._key, found_by, version, position, recorded_at, text(words(self.claim)), shown))

    def _shown(self, part: object) -> Json:
        """Scope or chain, made into JSON once for as long as it stays the same object (neither is ever changed)."""
        if part is not self._chain and part is not self._scope:
            self._make(part)
        return cast("Json", self._chain_json if part is self._chain else self._scope_json)

    def _make(self, part: object) -> None:
        made = orjson.Fragment(orjson.dumps(wire(part)))
        if isinstance(part, tuple):
            self._chain, self._chain_json = part, made
            self._chain_fields = text(originator(part)) + texts(parties(part))
        else:
            self._scope, self._scope_json = cast("Scope | Erased", part), made


_TEN, _ELEVEN = row(*[b""] * 10), row(*[b""] * 11)  # the count of fields, which begins a row


def words(state: ClaimState) -> str:
    """What a search by words looks through: the standing wording and statement, the scope, the names in the chain."""
    standing = state.standing
    said = () if standing is None else (standing.wording, standing.statement)
    scope = (getattr(state.scope, name, None) for name in SCOPE_FIELDS)
    names = (hop.who.name for hop in state.chain if isinstance(hop, Hop))
    return " ".join(one for one in (*said, *scope, *names) if isinstance(one, str))


class ShownQuestion(Fold):
    """A question, and its rows since the last batch."""

    __slots__ = ("key", "new", "question")

    def __init__(self, stream: str) -> None:
        self.question = QuestionState()
        super().__init__(stream, self.question)
        self.key = stream.partition("/")[2]
        self.new: list[bytes] = []

    def take_in(self, event: Recorded) -> None:
        """Evolves the question by *event*, and adds the row of what it has become."""
        state = question.evolve(self.question, event)
        fields = (
            text(self.key),
            integer(event.version),
            bigint(event.position),
            timestamptz(event.recorded_at),
            text(_unless_erased(state.text)),
            bytea(orjson.dumps(wire(state.scope))),
            text(_unless_erased(state.tolerance)),
            texts([topic for topic in state.topics if isinstance(topic, str)]),
            bytea(orjson.dumps(question_view(self.key, state))),
        )
        self.new.append(row(*fields))

    def row(self) -> bytes:
        """The row of its current view, which is the last one of its history."""
        return self.new[-1]


def _unless_erased(value: str | Erased | None) -> str | None:
    return None if isinstance(value, Erased) else value


class CurrentView(BatchProjection[ShownClaim | ShownQuestion]):
    """Writes, for each batch, one current row a claim or question in it, and one row of history an event."""

    name = "current_view"
    tables = (CLAIMS, CLAIM_HISTORY, QUESTIONS, QUESTION_HISTORY)
    empty = SQL["empty"]

    def new_fold(self, stream: str) -> ShownClaim | ShownQuestion:
        """Of a claim, or of a question."""
        return ShownQuestion(stream) if stream.startswith("question/") else ShownClaim(stream)

    def take_in(self, connection: Connection[Any], events: Events, before: int) -> list[Change]:
        """See BatchProjection."""
        folds = self.folds.of(connection, events.events, before)
        for event in events.events:
            folds[event.stream].take_in(event)
        self.folds.keep(folds.values())
        claims = [fold for fold in folds.values() if isinstance(fold, ShownClaim)]
        questions = [fold for fold in folds.values() if isinstance(fold, ShownQuestion)]
        return [*_changes(claims, CLAIMS, CLAIM_HISTORY), *_changes(questions, QUESTIONS, QUESTION_HISTORY)]

    def take_out(self, streams: Sequence[str]) -> list[Change]:
        """See BatchProjection."""
        claims, questions = _keys(streams, "claim/"), _keys(streams, "question/")
        return [
            Change(CLAIMS, claims, ()),
            Change(CLAIM_HISTORY, claims, ()),
            Change(QUESTIONS, questions, ()),
            Change(QUESTION_HISTORY, questions, ()),
        ]


def _changes(folds: Sequence[ShownClaim | ShownQuestion], now: Table, history: Table) -> list[Change]:
    shown = [fold.key for fold in folds if fold.has_rows]
    current = [fold.row() for fold in folds]
    made = [one for fold in folds for one in fold.new]
    for fold in folds:
        fold.has_rows = True
        fold.new = []
    return [Change(now, shown, current), Change(history, (), made)]


def _keys(streams: Iterable[str], kind: str) -> list[str]:
    return [stream.removeprefix(kind) for stream in streams if stream.startswith(kind)]
