"""What the record knows of the claims that stories print, as ``domain.print_states`` asks for it, up to a position.

Out of the projection ``figures`` alone, in four queries for any number of prints; the projection itself asks on its
own connection, routes and pages on their pool.
"""

import asyncio
from collections import defaultdict
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, LiteralString, TypeAlias

import orjson
from psycopg import Connection
from pydantic import TypeAdapter

from adapters.postgres.fetch import Pool, rows
from adapters.postgres.queries import queries
from domain.attribution import Chain, Hop
from domain.claim_record import (
    OF_THE_CLAIM,
    ClaimRecord,
    CorrectionRecord,
    DisputeRecord,
    RevisionRecord,
    Said,
    Wanted,
)
from domain.clock import read_time
from domain.figure import Figure, WireFigure
from domain.ports import LARGEST_POSITION, LARGEST_VERSION
from domain.print_states import stood_at, wanted
from domain.printed import keys_of_amount, wording_key
from domain.scope import Scope
from domain.shapes import ERASED, Erased
from domain.story import Edition
from domain.wire import REDACTED

SQL = queries("claim_records")

Asks: TypeAlias = Sequence[tuple[str, Wanted]]
"""Claims, each with what has to be known of it; a claim may be asked for more than once."""
_Row: TypeAlias = Sequence[Any]
_Query: TypeAlias = tuple[LiteralString, Mapping[str, Any]]
Reading: TypeAlias = Generator[_Query, list[_Row], list[ClaimRecord]]

_FIGURE: TypeAdapter[Figure] = TypeAdapter(WireFigure)
_SCOPE = TypeAdapter(Scope)
_HOP = TypeAdapter(Hop)


class AsksOfStories:
    """What has to be known for the *editions* of stories, as asks; and the records that answer them, by story."""

    def __init__(self, editions: Mapping[str, Mapping[int, Edition]]) -> None:
        self._stories = list(editions)
        self._asks = [
            (story, claim, asked)
            for story, of_story in editions.items()
            for claim, asked in wanted(of_story.values()).items()
        ]

    @property
    def asks(self) -> Asks:
        """In the order in which they are answered."""
        return [(claim, asked) for _, claim, asked in self._asks]

    def by_story(self, records: Sequence[ClaimRecord]) -> dict[str, dict[str, ClaimRecord]]:
        """The *records* by story and claim."""
        claims = {story: dict[str, ClaimRecord]() for story in self._stories}
        for (story, claim, _), record in zip(self._asks, records, strict=True):
            claims[story][claim] = record
        return claims


def known_to(connection: Connection[Any], asks: Asks, until: int) -> list[ClaimRecord]:
    """A record for each of *asks*, in their order, as of position *until*."""
    reading = records(asks, until)
    query, found = _step(reading, None)
    while query is not None:
        query, found = _step(reading, connection.execute(*query, binary=True).fetchall())
    return found


async def known(pool: Pool, asks: Asks, until: int) -> list[ClaimRecord]:
    """The same on the connections for reading; what is made of the rows is made beside the event loop."""
    reading = records(asks, until)
    query, found = await asyncio.to_thread(_step, reading, None)
    while query is not None:
        query, found = await asyncio.to_thread(_step, reading, await rows(pool, *query))
    return found


def _step(reading: Reading, found: Sequence[_Row] | None) -> tuple[_Query | None, list[ClaimRecord]]:
    """The next query of *reading*, else what it came to; *found* are the rows of the one before."""
    try:
        return (next(reading) if found is None else reading.send([*found])), []
    except StopIteration as done:
        return None, done.value


@dataclass(frozen=True, slots=True)
class _Claim:
    """What holds of a claim, whoever asks."""

    stands: int | None
    retracted: bool
    question: str
    scope: Scope | Erased
    chain: Chain
    disputes: tuple[DisputeRecord, ...]
    continued_by: tuple[str, ...]


def records(asks: Asks, until: int) -> Reading:
    """Yields queries, is sent their rows, and comes to the records."""
    found = yield SQL["claims"], {"claims": sorted({claim for claim, _ in asks}), "until": until}
    claims = {str(one[0]): _claim(one[1:]) for one in found}
    places = [place for place, (claim, _) in enumerate(asks) if claim in claims]
    if not places:
        return [ClaimRecord(claim) for claim, _ in asks]
    held: dict[int, dict[int, RevisionRecord]] = defaultdict(dict)
    found = yield SQL["revisions"], {**_named(asks, places, claims), **_alike(asks, places), "until": until}
    _hold(held, found)
    moments = _moments(asks, places, held)
    stood: dict[int, dict[str, int | None]] = {}
    if moments:
        found = yield SQL["heard"], {**_columns(_MOMENTS, sorted({one.asked for one in moments})), "until": until}
        stood = _stood(moments, found)
        asked = [(place, asks[place][0], n) for place, at in stood.items() for n in at.values() if n is not None]
        found = yield SQL["revisions"], {**_NOTHING, **_columns(_NUMBERS, asked), "until": until}
        _hold(held, found)
    corrections: dict[str, list[CorrectionRecord]] = defaultdict(list)
    found = yield SQL["corrections"], {**_replaced(asks, places, held), "until": until}
    for claim, *one in found:
        corrections[claim].append(_correction(one))
    return [
        _record(claim, claims.get(claim), held[place], corrections[claim], stood.get(place, {}))
        for place, (claim, _) in enumerate(asks)
    ]


_NUMBERS = ("number_places", "number_claims", "numbers")
_IDS = ("id_places", "id_claims", "sources", "ids")
_KEYS = ("key_places", "key_claims", "keys")
_AMOUNTS = ("amount_places", "amount_claims", "amounts", "amount_keys")
_WORDINGS = ("wording_places", "wording_claims", "wording_keys")
_WITHIN = ("within_places", "within_claims", "within_keys", "lows", "highs", "lows_closed", "highs_closed")
_MOMENTS = ("claims", "moments", "days")
_NOTHING: Mapping[str, list[Any]] = {name: [] for name in (*_NUMBERS, *_IDS, *_KEYS, *_AMOUNTS, *_WORDINGS, *_WITHIN)}


def _columns(names: Sequence[str], asked: Sequence[Sequence[Any]]) -> dict[str, list[Any]]:
    """*asked* by columns, as ``unnest`` takes them."""
    return {name: [one[n] for one in asked] for n, name in enumerate(names)}


def _named(asks: Asks, places: Sequence[int], claims: Mapping[str, _Claim]) -> dict[str, list[Any]]:
    """What is asked for by number (the standing and the disputed ones always are), and by identity."""
    numbers: list[tuple[int, str, int]] = []
    identities: list[tuple[int, str, str, str]] = []
    for place in places:
        claim, wanted = asks[place]
        known = claims[claim]
        always = {one.revision for one in known.disputes} | ({known.stands} if known.stands is not None else set())
        numbers += [(place, claim, number) for number in wanted.numbers | always if number <= LARGEST_VERSION]
        identities += [(place, claim, source, id_) for source, id_ in wanted.identities if "\0" not in source + id_]
    return {**_columns(_NUMBERS, numbers), **_columns(_IDS, identities)}


def _alike(asks: Asks, places: Sequence[int]) -> dict[str, list[Any]]:
    """What is asked for by figure, by amount, by wording, and by what a printed figure allows."""
    keys = [(place, asks[place][0], key.replace("\0", "\ufffd")) for place in places for key in asks[place][1].keys]
    amounts = [
        (place, asks[place][0], amount, key)
        for place in places
        for amount in asks[place][1].amounts
        for key in keys_of_amount(amount)
    ]
    wordings = [(place, asks[place][0], wording_key(said)) for place in places for said in asks[place][1].wordings]
    within = [
        (place, asks[place][0], key.replace("\0", "\ufffd"), *each)
        for place in places
        for key, each in asks[place][1].within
    ]
    return {
        **_columns(_KEYS, keys),
        **_columns(_AMOUNTS, amounts),
        **_columns(_WORDINGS, wordings),
        **_columns(_WITHIN, within),
    }


def _hold(held: dict[int, dict[int, RevisionRecord]], found: Sequence[_Row]) -> None:
    for place, *one in found:
        if one[0] not in held[place]:
            held[place][one[0]] = _revision(one)


@dataclass(frozen=True, slots=True)
class _Moment:
    """A moment of publication: ``us`` and ``day`` are the last that it allows, since 1970."""

    place: int
    claim: str
    published_at: str
    us: int
    day: int

    @property
    def asked(self) -> tuple[str, int, int]:
        """What is looked up, for whichever place."""
        return self.claim, self.us, self.day


def _moments(asks: Asks, places: Sequence[int], held: Mapping[int, Mapping[int, RevisionRecord]]) -> list[_Moment]:
    """Moments of publication at which it matters what stood: those of prints that are of no revision held."""
    found: list[_Moment] = []
    for place in places:
        claim, wanted = asks[place]
        if not _is_all_found(wanted, held.get(place, {})):
            for published_at in wanted.published:
                span = read_time(published_at)
                us = LARGEST_POSITION if span.last_ns is None else span.last_ns // 1_000
                day = LARGEST_POSITION if span.last_day is None else span.last_day
                found.append(_Moment(place, claim, published_at, us, day))
    return found


def _is_all_found(wanted: Wanted, held: Mapping[int, RevisionRecord]) -> bool:
    """Whether each figure and each target is of a revision that is not replaced by nothing in the end."""
    targets = {n for n, one in held.items() if n in wanted.numbers or (one.source, one.id) in wanted.identities}
    latest = {one.figure_key: n for n, one in sorted(held.items())}
    is_found = len(targets) == len(wanted.numbers) + len(wanted.identities) and wanted.keys <= latest.keys()
    of_keys = {n for key, n in latest.items() if key in wanted.keys}
    bases = targets | (held.keys() if wanted.amounts or wanted.wordings else of_keys)
    return is_found and all(_is_left(held, number) for number in bases)


def _is_left(held: Mapping[int, RevisionRecord], number: int) -> bool:
    one = held[number]
    while one.replaced_by is not None and one.replaced_by in held:
        one = held[one.replaced_by]
    return not one.replaced


def _stood(moments: Sequence[_Moment], found: Sequence[_Row]) -> dict[int, dict[str, int | None]]:
    heard: dict[tuple[str, int], list[Said]] = defaultdict(list)
    for claim, us, number, rank, said_at, refers_to in found:
        heard[claim, us].append(Said(number, rank, said_at, refers_to))
    asked = {(one.claim, one.us, one.published_at) for one in moments}
    known = {(claim, at): stood_at(at, heard[claim, us]) for claim, us, at in asked}
    stood: dict[int, dict[str, int | None]] = defaultdict(dict)
    for one in moments:
        stood[one.place][one.published_at] = known[one.claim, one.published_at]
    return stood


def _replaced(
    asks: Asks, places: Sequence[int], held: Mapping[int, Mapping[int, RevisionRecord]]
) -> dict[str, list[Any]]:
    replaced = {(asks[place][0], one.number) for place in places for one in held[place].values() if one.replaced}
    claims = sorted({asks[place][0] for place in places})
    return {"claims": claims, **_columns(("replaced_claims", "replaced"), sorted(replaced))}


def _claim(found: _Row) -> _Claim:
    stands, retracted, question, scope, chain, disputes, continued_by = found
    scope, chain = orjson.loads(scope), orjson.loads(chain)
    return _Claim(
        stands=stands,
        retracted=retracted,
        question=question,
        scope=ERASED if scope == REDACTED else _SCOPE.validate_python(scope),
        chain=tuple(ERASED if hop == REDACTED else _HOP.validate_python(hop) for hop in chain),
        disputes=tuple(DisputeRecord(name, revision, aspect or ERASED) for name, revision, aspect in disputes or ()),
        continued_by=tuple(continued_by or ()),
    )


def _revision(found: _Row) -> RevisionRecord:
    number, version, position, recorded_at, source, id_, key, view, replaces, replaced, replaced_by = found
    said = orjson.loads(view)
    return RevisionRecord(
        number=number,
        version=version,
        position=position,
        recorded_at=recorded_at,
        source=source,
        id=id_,
        figure=ERASED if said["figure"] == REDACTED else _FIGURE.validate_python(said["figure"]),
        figure_key=key,
        wording=unless_erased(said["wording"]),
        said_at=said["said_at"],
        refers_to=said["refers_to"],
        statement=unless_erased(said["statement"]),
        published_at=unless_erased(said["published_at"]),
        replaces=replaces,
        replaced=replaced,
        replaced_by=replaced_by,
    )


def _correction(found: _Row) -> CorrectionRecord:
    position, version, recorded_at, correction, replaces, number, changed = found
    said = orjson.loads(correction)
    return CorrectionRecord(
        position=position,
        version=version,
        recorded_at=recorded_at,
        kind=unless_erased(said["kind"]),
        replaces=replaces,
        revision=number,
        changed=frozenset(changed),
        was=said["was"],
        is_=said["is"],
    )


def unless_erased(value: Any) -> Any:  # noqa: ANN401 (a member of a view)
    """*value* of a view, or Erased where that is what it shows."""
    return ERASED if value == REDACTED else value


def _record(
    claim: str,
    known: _Claim | None,
    held: Mapping[int, RevisionRecord],
    corrections: Sequence[CorrectionRecord],
    stood: Mapping[str, int | None],
) -> ClaimRecord:
    if known is None:
        return ClaimRecord(claim)
    status: Literal["standing", "retracted", "empty"] = "empty" if known.stands is None else "standing"
    return ClaimRecord(
        claim=claim,
        is_known=True,
        status="retracted" if known.retracted else status,
        question=known.question,
        scope=known.scope,
        chain=known.chain,
        standing=None if known.stands is None else held[known.stands],
        revisions=held,
        stood={at: None if number is None else held[number] for at, number in stood.items()},
        corrections=tuple(
            one for one in corrections if one.replaces in held or not one.changed.isdisjoint(OF_THE_CLAIM)
        ),
        disputes=known.disputes,
        continued_by=known.continued_by,
    )
