"""What the record knows of the claims that stories print, as ``domain.print_states`` asks for it, up to a position.

Out of the projection ``figures`` alone, in four queries for any number of prints; the projection itself asks on its
own connection, routes and pages on their pool.
"""

import asyncio
from collections import defaultdict
from collections.abc import Generator, Hashable, Iterable, Mapping, Sequence
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
_Held: TypeAlias = Mapping[int, RevisionRecord]

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

    @property
    def by_amounts(self) -> list[tuple[str, str]]:
        """Story and claim where amounts are asked for, of which only the latest revisions are looked up."""
        return [(story, claim) for story, claim, asked in self._asks if asked.amounts]

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
    """Yields queries, is sent their rows, and comes to the records.

    Those who ask for the same have one record between them; those who differ in moments alone, one look at revisions.
    """
    found = yield SQL["claims"], {"claims": sorted({claim for claim, _ in asks}), "until": until}
    claims = {str(one[0]): _claim(one[1:]) for one in found}
    asked = [one for one in dict.fromkeys(asks) if one[0] in claims]
    if not asked:
        return [ClaimRecord(claim) for claim, _ in asks]
    groups: dict[tuple[str, Hashable], list[int]] = {}
    for n, (claim, of_claim) in enumerate(asked):
        groups.setdefault((claim, of_claim.of_revisions), []).append(n)
    first = [asked[of_group[0]] for of_group in groups.values()]
    found = yield SQL["revisions"], {**_named(first, claims), **_alike(first), "until": until}
    held = _expanded(_held(found), groups.values(), len(asked))
    stood = yield from _stood(asked, held, until)
    corrections: dict[str, list[CorrectionRecord]] = defaultdict(list)
    found = yield SQL["corrections"], {**_replaced(asked, held), "until": until}
    for claim, *one in found:
        corrections[claim].append(_correction(one))
    made = {
        one: _record(one[0], claims[one[0]], held[n], corrections[one[0]], stood.get(n, {}))
        for n, one in enumerate(asked)
    }
    return [made[one] if one in made else ClaimRecord(one[0]) for one in asks]


def _stood(
    asked: Asks, held: list[_Held], until: int
) -> Generator[_Query, list[_Row], dict[int, dict[str, int | None]]]:
    """What stood when those came out that are of no revision *held*, by place and moment; they hold it afterwards."""
    moments = _moments(asked, held)
    if not moments:
        return {}
    found = yield SQL["heard"], {**_columns(_MOMENTS, sorted({one.asked for one in moments})), "until": until}
    stood = _by_place(moments, found)
    numbers = {(asked[n][0], number) for n, at in stood.items() for number in at.values() if number is not None}
    places = {one: place for place, one in enumerate(sorted(numbers))}
    columns = _columns(_NUMBERS, [(place, *one) for one, place in places.items()])
    found = yield SQL["revisions"], {**_NOTHING, **columns, "until": until}
    of_numbers = _held(found)
    for n, at in stood.items():
        for number in at.values():
            if number is not None:
                held[n] = of_numbers[places[asked[n][0], number]] | dict(held[n])
    return stood


def _expanded(held: Mapping[int, _Held], groups: Iterable[Sequence[int]], count: int) -> list[_Held]:
    """What each of those who ask holds, where it is *held* by group."""
    found: list[_Held] = [{}] * count
    for place, of_group in enumerate(groups):
        for n in of_group:
            found[n] = held.get(place, {})
    return found


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


def _named(asks: Asks, claims: Mapping[str, _Claim]) -> dict[str, list[Any]]:
    """What is asked for by number (the standing and the disputed ones always are), and by identity."""
    numbers: list[tuple[int, str, int]] = []
    identities: list[tuple[int, str, str, str]] = []
    for place, (claim, asked) in enumerate(asks):
        known = claims[claim]
        always = {one.revision for one in known.disputes} | ({known.stands} if known.stands is not None else set())
        numbers += [(place, claim, number) for number in asked.numbers | always if number <= LARGEST_VERSION]
        identities += [(place, claim, source, id_) for source, id_ in asked.identities if "\0" not in source + id_]
    return {**_columns(_NUMBERS, numbers), **_columns(_IDS, identities)}


def _alike(asks: Asks) -> dict[str, list[Any]]:
    """What is asked for by figure, by amount, by wording, and by what a printed figure allows."""
    keys: list[tuple[Any, ...]] = []
    amounts: list[tuple[Any, ...]] = []
    wordings: list[tuple[Any, ...]] = []
    within: list[tuple[Any, ...]] = []
    for place, (claim, asked) in enumerate(asks):
        keys += [(place, claim, key.replace("\0", "\ufffd")) for key in asked.keys]
        amounts += [(place, claim, amount, key) for amount in asked.amounts for key in keys_of_amount(amount)]
        wordings += [(place, claim, wording_key(said)) for said in asked.wordings]
        within += [(place, claim, key.replace("\0", "\ufffd"), *each) for key, each in asked.within]
    return {
        **_columns(_KEYS, keys),
        **_columns(_AMOUNTS, amounts),
        **_columns(_WORDINGS, wordings),
        **_columns(_WITHIN, within),
    }


def _held(found: Sequence[_Row]) -> dict[int, dict[int, RevisionRecord]]:
    """By place and number; a revision that several have is one record."""
    made: dict[int, RevisionRecord] = {}
    held: dict[int, dict[int, RevisionRecord]] = defaultdict(dict)
    for place, *one in found:
        number, position = one[0], one[2]
        if position not in made:
            made[position] = _revision(one)
        held[place][number] = made[position]
    return held


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


def _moments(asks: Asks, held: Sequence[_Held]) -> list[_Moment]:
    """Moments of publication at which it matters what stood: those of prints that are of no revision held."""
    found: list[_Moment] = []
    for place, (claim, asked) in enumerate(asks):
        if not _is_all_found(asked, held[place]):
            for published_at in asked.published:
                span = read_time(published_at)
                us = LARGEST_POSITION if span.last_ns is None else span.last_ns // 1_000
                day = LARGEST_POSITION if span.last_day is None else span.last_day
                found.append(_Moment(place, claim, published_at, us, day))
    return found


def _is_all_found(wanted: Wanted, held: _Held) -> bool:
    """Whether each figure and each target is of a revision that is not replaced by nothing in the end."""
    targets = {n for n, one in held.items() if n in wanted.numbers or (one.source, one.id) in wanted.identities}
    latest = {one.figure_key: n for n, one in sorted(held.items())}
    is_found = len(targets) == len(wanted.numbers) + len(wanted.identities) and wanted.keys <= latest.keys()
    of_keys = {n for key, n in latest.items() if key in wanted.keys}
    bases = targets | (held.keys() if wanted.amounts or wanted.wordings else of_keys)
    return is_found and all(_is_left(held, number) for number in bases)


def _is_left(held: _Held, number: int) -> bool:
    one = held[number]
    while one.replaced_by is not None and one.replaced_by in held:
        one = held[one.replaced_by]
    return not one.replaced


def _by_place(moments: Sequence[_Moment], found: Sequence[_Row]) -> dict[int, dict[str, int | None]]:
    heard: dict[tuple[str, int], list[Said]] = defaultdict(list)
    for claim, us, number, rank, said_at, refers_to in found:
        heard[claim, us].append(Said(number, rank, said_at, refers_to))
    asked = {(one.claim, one.us, one.published_at) for one in moments}
    known = {(claim, at): stood_at(at, heard[claim, us]) for claim, us, at in asked}
    stood: dict[int, dict[str, int | None]] = defaultdict(dict)
    for one in moments:
        stood[one.place][one.published_at] = known[one.claim, one.published_at]
    return stood


def _replaced(asks: Asks, held: Sequence[_Held]) -> dict[str, list[Any]]:
    replaced = {
        (claim, one.number)
        for (claim, _), each in zip(asks, held, strict=True)
        for one in each.values()
        if one.replaced
    }
    claims = sorted({claim for claim, _ in asks})
    return {"claims": claims, **_columns(("replaced_claims", "replaced"), sorted(replaced))}


def _claim(found: _Row) -> _Claim:
    stands, retracted, question, scope, chain, disputes, continued_by = found
    scope = orjson.loads(scope)
    return _Claim(
        stands=stands,
        retracted=retracted,
        question=question,
        scope=ERASED if scope == REDACTED else _SCOPE.validate_python(scope),
        chain=chain_of(chain),
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
        figure=figure_of(said["figure"]),
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


def chain_of(text: bytes) -> Chain:
    """The chain of a row's JSON."""
    return tuple(ERASED if hop == REDACTED else _HOP.validate_python(hop) for hop in orjson.loads(text))


def figure_of(value: Any) -> Figure | Erased:  # noqa: ANN401 (a member of a view)
    """The figure of a view."""
    return ERASED if value == REDACTED else _FIGURE.validate_python(value)


def unless_erased(value: Any) -> Any:  # noqa: ANN401 (a member of a view)
    """*value* of a view, or Erased where that is what it shows."""
    return ERASED if value == REDACTED else value


def _record(
    claim: str,
    known: _Claim,
    held: _Held,
    corrections: Sequence[CorrectionRecord],
    stood: Mapping[str, int | None],
) -> ClaimRecord:
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
