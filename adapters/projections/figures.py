"""Every figure that claims have had, with what stood after it; what stories print of them, and what that comes to.

Rows are never changed, so what was known at a position is what lies up to it, and a page of a long history is read
without folding the log.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import assert_never

import orjson

from adapters.postgres.copy_rows import NULL, bigint, boolean, bytea, integer, numeric, row, text, texts, timestamptz
from adapters.postgres.queries import queries
from adapters.projections.findings import FINDINGS, Findings
from adapters.projections.folds import Fold
from adapters.projections.printed import OF_STORIES, PrintedRows, taken_out
from adapters.projections.projection import BatchProjection, Rows
from adapters.projections.table import Change, Step, Table
from domain.changes import Effect
from domain.claim_state import ClaimState
from domain.clock import period_text, read_time
from domain.events import (
    Attributed,
    ClaimRedacted,
    Corrected,
    Disputed,
    DisputeResolved,
    Linked,
    Recorded,
    Reinstated,
    Reported,
    Retracted,
    Updated,
)
from domain.figure import Approximate, Exact, Figure, NoFigure, Range, Relative, Tally, Vague, bounds, plain
from domain.printed import figure_key, wording_digest
from domain.revision import Revision, period_day
from domain.shapes import Erased
from domain.story import StoryState
from domain.view import facts_beside
from domain.wire import wire

SQL = queries("figures")
REVISIONS = Table("revision", "revisions", SQL)
TERMS = Table("claim_terms", "terms", SQL)
DISPUTES = Table("dispute_change", "disputes", SQL)
LINKS = Table("claim_link", "links", SQL)
OF_CLAIMS = (REVISIONS, TERMS, DISPUTES, LINKS)

OF_THE_CLAIM = frozenset({"attribution", "scope", "question"})
KINDS = {kind: text(kind) for kind in ("reported", "updated", "corrected", "retracted", "reinstated")}
_NO_REVISION = NULL * 15


class Figures(BatchProjection):
    """Writes a row for each event that has to do with a figure: what it made, and what stands after it."""

    name = "figures"
    tables = (*OF_CLAIMS, *OF_STORIES, FINDINGS)
    empty = SQL["empty"]
    with_effects = True

    def rows(self) -> Rows:
        """See BatchProjection."""
        return _Figures()

    def take_out(self, streams: Sequence[str]) -> list[Change]:
        """See BatchProjection."""
        claims = [stream.removeprefix("claim/") for stream in streams if stream.startswith("claim/")]
        stories = [stream.removeprefix("story/") for stream in streams if stream.startswith("story/")]
        return [*(Change(table, claims, ()) for table in OF_CLAIMS), *taken_out(stories)]


class _Figures(Rows):
    def __init__(self) -> None:
        self._revisions: list[bytes] = []
        self._terms: list[bytes] = []
        self._disputes: list[bytes] = []
        self._links: list[bytes] = []
        self._printed = PrintedRows()
        self._moved: dict[str, int] = {}

    def note(self, fold: Fold, event: Recorded, header: bytes, effect: Effect) -> None:
        del header
        state, (_, _, name) = fold.state, fold.stream.partition("/")
        if isinstance(state, ClaimState):
            self._note(name, fold, state, event, effect)
        elif isinstance(state, StoryState):
            self._printed.note(name, state, event)

    def changes(self) -> Sequence[Step]:
        made = (self._revisions, self._terms, self._disputes, self._links)
        return [
            *(Change(table, (), rows) for table, rows in zip(OF_CLAIMS, made, strict=True)),
            *self._printed.changes(),
            Findings(self._printed.stories, self._moved),
        ]

    def _note(self, name: str, fold: Fold, state: ClaimState, event: Recorded, effect: Effect) -> None:
        claim = text(name)
        match event.data:
            case Reported() | Updated() | Corrected() | Retracted() | Reinstated() as data:
                self._revisions.append(revision_row(fold, state, event, data, effect))
                if sets_terms(data, effect):
                    self._terms.append(terms_row(claim, state))
            case Attributed():
                self._terms.append(terms_row(claim, state))
            case Disputed() | DisputeResolved() as data:
                self._disputes.append(dispute_row(claim, state, data.dispute))
            case Linked():
                self._links.append(link_row(claim, state))
                return  # no finding tells of links
            case ClaimRedacted():
                self._moved[name] = 0
            case _:
                return
        self._moved.setdefault(name, event.position)


def sets_terms(data: Reported | Updated | Corrected | Retracted | Reinstated, effect: Effect) -> bool:
    """Whether an event that had this *effect* set the claim's question, scope or chain."""
    match data:
        case Reported():
            return True
        case Updated():
            return "attribution" in effect.changed
        case Corrected():
            return not OF_THE_CLAIM.isdisjoint(data.is_.named())
        case Retracted() | Reinstated():
            return False
        case _:
            assert_never(data)


def revision_row(
    fold: Fold,
    state: ClaimState,
    event: Recorded,
    data: Reported | Updated | Corrected | Retracted | Reinstated,
    effect: Effect,
) -> bytes:
    """The row of what *event* has made of the revisions, and of what stands."""
    standing = state.standing
    made: Revision | None = None
    kind, late, corrects, said = "corrected", _NOT_LATE, _CORRECTS_NOTHING, _NO_REVISION
    match data:
        case Corrected():
            made = state.revisions.recent[-1] if data.is_.named() else None
            corrects = texts(data.is_.named()) + bytea(correction(data))
        case Retracted() | Reinstated():
            kind = "retracted" if isinstance(data, Retracted) else "reinstated"
        case _:
            made = state.revisions.recent[-1]
            kind = made.kind
    if made is not None:
        late, said = boolean(made.late), said_fields(made, fold.shown(made))
    return b"".join(
        (
            _ROW,
            text(fold.stream.removeprefix("claim/")),
            bigint(event.position),
            integer(event.version),
            timestamptz(event.recorded_at),
            source_field(event.source),
            text(event.id),
            KINDS[kind],
            NULL if made is None else integer(made.number),
            integer(effect.replaces),
            NULL if standing is None else integer(standing.number),
            boolean(bool(state.retractions)),
            late,
            corrects,
            said,
        )
    )


@lru_cache(maxsize=256)
def source_field(source: str) -> bytes:
    """The field of an event's source: there are few, of many events."""
    return text(source)


def correction(data: Corrected) -> bytes:
    """What a correction says beyond the revision that it makes: UTF-8 JSON."""
    claims = [name for name in data.is_.named() if name in OF_THE_CLAIM]
    was = {name: wire(data.was.get(name)) for name in claims}
    return orjson.dumps(
        {"kind": wire(data.kind), "was": was, "is": {name: wire(getattr(data.is_, name)) for name in claims}}
    )


def said_fields(one: Revision, shown: bytes) -> bytes:
    """The figure of a revision, for finding and for drawing it; its clocks; JSON that begins as it is *shown*."""
    published = one.published_at if isinstance(one.published_at, str) else None
    return b"".join(
        (
            figure_fields(one.figure),
            clock_fields(one.said_at, one.refers_to),
            _NOT_PUBLISHED
            if published is None
            else text(published) + bigint(microseconds(read_time(published).first_ns)),
            bytea(wording_digest(one.wording) if isinstance(one.wording, str) else None),  # a bigint, as COPY has it
            bytea(shown[:-1] + b"," + orjson.dumps(facts_beside(one))[1:]),
        )
    )


def figure_fields(figure: Figure | Erased) -> bytes:
    """Form, key, amount and bounds."""
    match figure:
        case Exact(value=value):
            amount = numeric(value)
            key = text(value) if value.isdecimal() else text(figure_key(figure))  # whole numbers are nearly all
            return b"".join((_EXACT, key, amount, amount, amount))
        case Erased():
            return NULL * 5
        case Approximate(leaning=leaning):
            form = figure.form if leaning is None else f"{figure.form}:{leaning}"
        case _:
            form = figure.form
    within = bounds(figure)
    low, high = (None, None) if within is None else (plain(within.low), plain(within.high))
    amount = NULL if isinstance(figure, Range | Vague | Tally | Relative | NoFigure) else numeric(figure.value)
    return b"".join((text(form), text(figure_key(figure)), amount, numeric(low), numeric(high)))


@lru_cache(maxsize=4_096)  # a day's figures of many claims share theirs
def clock_fields(said_at: str, refers_to: str | None) -> bytes:
    """When it was said, and of which period."""
    said, period = read_time(said_at), None if refers_to is None else read_time(refers_to)
    return b"".join(
        (
            text(said_at),
            bigint(microseconds(said.first_ns)),
            bigint(microseconds(said.last_ns)),
            text(refers_to),
            text(None if period is None else period_text(period)),
            bigint(period_day(said, period)),
        )
    )


def microseconds(nanoseconds: int | None) -> int | None:
    """Cut off, not rounded: what is earlier stays earlier or comes to be the same."""
    return None if nanoseconds is None else nanoseconds // 1_000


def terms_row(claim: bytes, state: ClaimState) -> bytes:
    """What the claim is about and on whose word."""
    scope, chain = orjson.dumps(wire(state.scope)), orjson.dumps(wire(state.chain))
    return row(claim, bigint(state.position), text(state.question), bytea(scope), bytea(chain))


def dispute_row(claim: bytes, state: ClaimState, dispute: str) -> bytes:
    """What has just become of a dispute."""
    one = state.disputes[dispute]
    return row(
        claim,
        bigint(state.position),
        NULL if state.recorded_at is None else timestamptz(state.recorded_at),
        text(dispute),
        integer(one.revision),
        text(one.aspect if isinstance(one.aspect, str) else None),
        boolean(one.open),
    )


def link_row(claim: bytes, state: ClaimState) -> bytes:
    """The link that the claim has just been given."""
    one = state.links[-1]
    linked_to, relation = (value if isinstance(value, str) else None for value in (one.to, one.relation))
    return row(claim, bigint(state.position), text(linked_to), text(relation))


_EXACT = text("exact")
_NOT_PUBLISHED = NULL * 2
_NOT_LATE = boolean(False)  # noqa: FBT003 (the value itself)
_CORRECTS_NOTHING = NULL * 2
_ROW = row(*[b""] * 29)  # the count of fields, which begins a row
