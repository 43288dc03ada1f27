"""The current view of each claim and each question, and every view that there has been: what lists and pages show."""

from collections.abc import Iterable, Sequence
from typing import cast

import orjson

from adapters.postgres.copy_rows import bigint, boolean, bytea, integer, row, text, texts, timestamptz
from adapters.postgres.queries import queries
from adapters.projections.folds import Fold
from adapters.projections.projection import BatchProjection, Rows
from adapters.projections.table import Change, Table
from domain.attribution import Chain, Hop, originator, parties
from domain.changes import Effect
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


class ShownClaim:
    """The parts of a claim's rows that seldom change, as bytes."""

    __slots__ = (
        "_chain",
        "_chain_fields",
        "_chain_json",
        "_key",
        "_question",
        "_question_field",
        "_scope",
        "_scope_json",
        "key",
    )

    def __init__(self, stream: str) -> None:
        self.key = stream.partition("/")[2]
        self._key = text(self.key)
        self._scope: Scope | Erased | None = None
        self._scope_json = self._chain_json = orjson.Fragment(b"null")
        self._chain: Chain | None = None
        self._chain_fields = b""
        self._question, self._question_field = "", b""

    def history_row(self, fold: Fold, state: ClaimState, event: Recorded) -> tuple[bytes, tuple[bytes, ...]]:
        """The row of history for what *event* has made of the claim; the fields that its current view shares."""
        view = current_view(self.key, state, self._shown, lambda one: orjson.Fragment(fold.shown(one)))
        if state.question is not self._question:
            self._question, self._question_field = state.question, text(state.question)
        found_by = self._question_field + self._chain_fields + STATUS[view["status"]] + BOOLEAN[view["disputed"]]
        version, position = integer(event.version), bigint(event.position)
        recorded_at, shown = timestamptz(event.recorded_at), bytea(orjson.dumps(view))
        return (
            b"".join((_TEN, self._key, position, found_by, version, recorded_at, shown)),
            (found_by, version, position, recorded_at, shown),
        )

    def row(self, state: ClaimState, now: tuple[bytes, ...]) -> bytes:
        """The row of its current view, whose other fields are *now*."""
        *fields, shown = now
        return b"".join((_ELEVEN, self._key, *fields, text(words(state)), shown))

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
    """What a search by words looks through: wording and statement, the scope, the names in the chain.

    The wording is the standing one; of a claim of which nothing stands the last one that there was.
    """
    last = state.revisions.standing or (state.revisions[len(state.revisions)] if state.revisions else None)
    said = () if last is None else (last.wording, last.statement)
    scope = (getattr(state.scope, name, None) for name in SCOPE_FIELDS)
    names = (hop.who.name for hop in state.chain if isinstance(hop, Hop))
    return " ".join(one for one in (*said, *scope, *names) if isinstance(one, str))


def question_row(key: str, state: QuestionState, event: Recorded) -> bytes:
    """The row of what *event* has made of a question, the same in its current view and in its history."""
    fields = (
        text(key),
        integer(event.version),
        bigint(event.position),
        timestamptz(event.recorded_at),
        text(_unless_erased(state.text)),
        bytea(orjson.dumps(wire(state.scope))),
        text(_unless_erased(state.tolerance)),
        texts([topic for topic in state.topics if isinstance(topic, str)]),
        bytea(orjson.dumps(question_view(key, state))),
    )
    return row(*fields)


def _unless_erased(value: str | Erased | None) -> str | None:
    return None if isinstance(value, Erased) else value


class CurrentView(BatchProjection):
    """Writes, for each batch, one current row a claim or question in it, and one row of history an event."""

    name = "current_view"
    tables = (CLAIMS, CLAIM_HISTORY, QUESTIONS, QUESTION_HISTORY)
    empty = SQL["empty"]

    def rows(self) -> Rows:
        """See BatchProjection."""
        return _Shown()

    def take_out(self, streams: Sequence[str]) -> list[Change]:
        """See BatchProjection."""
        claims, questions = _keys(streams, "claim/"), _keys(streams, "question/")
        return [
            Change(CLAIMS, claims, ()),
            Change(CLAIM_HISTORY, claims, ()),
            Change(QUESTIONS, questions, ()),
            Change(QUESTION_HISTORY, questions, ()),
        ]


class _Shown(Rows):
    """Rows of a batch: those of history, and what is current after it, by claim and by question.

    Streams whose first event of the batch is not their first of all have rows already.
    """

    def __init__(self) -> None:
        self._claims: dict[str, tuple[ShownClaim, ClaimState, tuple[bytes, ...]]] = {}
        self._claim_history: list[bytes] = []
        self._questions: dict[str, bytes] = {}
        self._question_history: list[bytes] = []
        self._had: dict[str, None] = {}

    def note(self, fold: Fold, event: Recorded, header: bytes, effect: Effect) -> None:
        del header, effect
        state, stream = fold.state, fold.stream
        if event.version > 1 and stream not in self._claims and stream not in self._questions:
            self._had[stream] = None
        if isinstance(state, ClaimState):
            shown = fold.beside
            if not isinstance(shown, ShownClaim):
                shown = fold.beside = ShownClaim(stream)
            past, now = shown.history_row(fold, state, event)
            self._claim_history.append(past)
            self._claims[stream] = shown, state, now
        elif isinstance(state, QuestionState):
            made = question_row(stream.partition("/")[2], state, event)
            self._question_history.append(made)
            self._questions[stream] = made

    def changes(self) -> list[Change]:
        claims = [shown.row(state, now) for shown, state, now in self._claims.values()]
        return [
            Change(CLAIMS, _keys(self._had, "claim/"), claims),
            Change(CLAIM_HISTORY, (), self._claim_history),
            Change(QUESTIONS, _keys(self._had, "question/"), list(self._questions.values())),
            Change(QUESTION_HISTORY, (), self._question_history),
        ]


def _keys(streams: Iterable[str], kind: str) -> list[str]:
    return [stream.removeprefix(kind) for stream in streams if stream.startswith(kind)]
