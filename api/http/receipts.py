"""Receipts: whether an event arrived, and where it stands."""

from collections.abc import Iterable, Sequence
from itertools import islice

from fastapi import APIRouter, Request
from starlette.responses import Response

from adapters.postgres.fetch import Pool, rows
from adapters.postgres.queries import queries
from api.http.as_of import moment_of
from api.http.asgi import read_body
from api.http.at_least import LOG
from api.http.elsewhere import refuse_from_elsewhere
from api.http.examples import RECEIPT
from api.http.parameters import EVENT_ID, LONGEST_IDENTITY, MOMENT, SOURCE, is_identity
from api.http.reading import asked_of, documented, json_response, pool_of, service_of
from domain.canonical import NotIJson, parse_strict
from domain.events import REDACTION_TYPES
from domain.pointer import step
from domain.ports import LARGEST_POSITION, LogRow
from domain.receipt import Receipt
from domain.refusals import (
    InvalidField,
    Json,
    Malformed,
    MissingField,
    NotFound,
    Refusal,
    Refused,
    TooLarge,
    UnknownField,
    shown,
)
from domain.revision import Identity

SQL = queries("log_pages")
MOST_IDENTITIES = 1_000
MOST_FAULTS = 100  # a body of nothing but faults must not make an answer many times its size
MOST_BYTES = 4 * 2**20
MEMBERS = ("source", "id")

router = APIRouter(tags=["receipts"])


@router.get("/v1/receipts", **documented("The receipt of an event.", RECEIPT, (SOURCE, EVENT_ID, *MOMENT)))
async def receipt(request: Request) -> Response:
    """The receipt of the event with this source and id; 404 if it has not arrived."""
    asked = asked_of(request, (SOURCE, EVENT_ID, *MOMENT))
    pool = pool_of(request)
    moment = await moment_of(pool, asked, LOG)
    identity = asked.required(SOURCE), asked.required(EVENT_ID)
    (found,) = await _receipts(pool, [identity], moment)
    if found is None:
        raise Refused(NotFound(expected="an event that was recorded under this source and id", got=list(identity)))
    return json_response(found.wire())


LOOKUP = documented(
    "The receipts of many events, null for each that has not arrived.",
    {"items": [RECEIPT, None]},
    MOMENT,
    problems=(400, 403, 404, 503),
)
LOOKUP["openapi_extra"]["requestBody"] = {
    "required": True,
    "content": {"application/json": {"example": [{"source": RECEIPT["source"], "id": RECEIPT["id"]}]}},
}


@router.post("/v1/receipts/lookup", **LOOKUP)
async def lookup(request: Request) -> Response:
    """A receipt, or null, for each of up to 1,000 identities, in order."""
    headers = request.scope["headers"]
    refuse_from_elsewhere(headers, service_of(request).settings.hosts)
    asked = asked_of(request, MOMENT)
    body = await read_body(request.receive, headers, MOST_BYTES)
    identities = _identities(body)
    pool = pool_of(request)
    moment = await moment_of(pool, asked, LOG)
    found = await _receipts(pool, identities, moment)
    return json_response({"items": [None if one is None else one.wire() for one in found]})


async def _receipts(pool: Pool, identities: Sequence[Identity], moment: int | None) -> list[Receipt | None]:
    parameters = {
        "sources": [source for source, _ in identities],
        "ids": [id_ for _, id_ in identities],
        "until": LARGEST_POSITION if moment is None else moment,
    }
    found = {place: LogRow(*columns) for place, *columns in await rows(pool, SQL["recorded_under"], parameters)}
    await _recall_places(pool, found.values())
    return [found[n].receipt("recorded") if n in found else None for n in range(1, len(identities) + 1)]


async def _recall_places(pool: Pool, found: Iterable[LogRow]) -> None:
    """Notes what the receipts of redactions tell beside."""
    redactions = [one for one in found if one.type in REDACTION_TYPES]
    if not redactions:
        return
    positions = {"positions": [one.position for one in redactions]}
    places: dict[int, bytes] = dict(await rows(pool, queries("event_log")["places"], positions))
    for one in redactions:
        one.also_in = places.get(one.position)


def _identities(body: bytes) -> list[Identity]:
    try:
        sent = parse_strict(body)
    except NotIJson as error:
        raise Refused(Malformed(expected="a JSON array of source and id", got=error.reason)) from None
    if not isinstance(sent, list):
        raise Refused(Malformed(expected="a JSON array of source and id"))
    if len(sent) > MOST_IDENTITIES:
        raise Refused(TooLarge(expected=f"at most {MOST_IDENTITIES} identities", got=len(sent)))
    faults = (fault for n, one in enumerate(sent) for fault in _faults(one, f"/{n}"))
    if first := list(islice(faults, MOST_FAULTS)):
        raise Refused(*first)
    return [(one["source"], one["id"]) for one in sent]


def _faults(one: Json, at: str) -> list[Refusal]:
    if not isinstance(one, dict):
        return [InvalidField(pointer=at, expected="an object with source and id", got=shown(one))]
    strangers = (name for name in one if name not in MEMBERS)
    faults: list[Refusal] = [
        UnknownField(pointer=at + step(shown(name)), expected="no such member", got=shown(one[name]))
        for name in islice(strangers, MOST_FAULTS)
    ]
    faults += [MissingField(pointer=f"{at}/{name}", expected=f"{name}") for name in MEMBERS if name not in one]
    faults += [
        InvalidField(pointer=f"{at}/{name}", expected=f"a text of 1 to {LONGEST_IDENTITY} bytes", got=shown(one[name]))
        for name in MEMBERS
        if name in one and not (isinstance(value := one[name], str) and is_identity(value))
    ]
    return faults
