"""The writing door: ``POST /v1/events``.

A raw ASGI endpoint, for this is the hottest path of the service: the body is read once, a proposal is made of each
event, the log takes them, and the answer goes out when they are durable. Refusals are those of every other route.
"""

import os
import time
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, assert_never

import orjson

from adapters.codec import validated
from api.http.asgi import Headers, Receive, Scope, Send, answer, header_of, read_body
from api.http.cloudevents import Mode, Posted, batch, binary, mode, structured
from api.http.parameters import flags
from api.http.preconditions import expected_by_headers
from api.http.problems import problem, problem_bytes
from domain.canonical import canonical
from domain.ports import EventLog
from domain.proposal import SECRET_BYTES, Proposal, prepared, secrets_from
from domain.receipt import Receipt
from domain.refusals import BatchRefused, Refusal, Refused, TooLarge, UnsupportedMediaType

EVENT_BYTES = 256 * 2**10
BATCH_BYTES = 16 * 2**20
INNOCENT = 424
JSON = (b"content-type", b"application/json")


@dataclass(frozen=True, slots=True)
class WritingDoor:
    """Takes posts for *log*; *recorder* is the name that goes into the header of what is recorded."""

    log: EventLog
    recorder: str

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI endpoint."""
        try:
            await self._take(scope, receive, send)
        except Refused as refused:
            await answer(send, *problem_bytes(refused))

    async def _take(self, scope: Scope, receive: Receive, send: Send) -> None:
        atomic, dry_run = flags(scope["query_string"], ("atomic", "dry_run"))
        headers: Headers = scope["headers"]
        posted_as = mode(header_of(headers, b"content-type"), any(name.startswith(b"ce-") for name, _ in headers))
        match posted_as:
            case Mode.STRUCTURED:
                posted = structured(await read_body(receive, headers, EVENT_BYTES))
                await self._one(posted, headers, send, dry_run=dry_run)
            case Mode.BINARY:
                posted = binary(headers, await read_body(receive, headers, EVENT_BYTES))
                await self._one(posted, headers, send, dry_run=dry_run)
            case Mode.BATCH:
                items = batch(await read_body(receive, headers, BATCH_BYTES))
                await self._batch(items, send, atomic=atomic, dry_run=dry_run)
            case Mode.NDJSON:
                expected = "application/cloudevents+json or application/cloudevents-batch+json"
                raise Refused(UnsupportedMediaType(expected=expected, got="a stream of lines"))
            case _:
                assert_never(posted_as)

    async def _one(self, posted: Posted, headers: Headers, send: Send, *, dry_run: bool) -> None:
        asked = expected_by_headers(header_of(headers, b"if-match"), header_of(headers, b"if-none-match"))
        (proposal,) = proposals([posted], self.recorder)
        proposal.expected = _both(proposal.expected, asked)
        (outcome,) = await self._judge([proposal], atomic=False, dry_run=dry_run)
        if isinstance(outcome, Refused):
            raise outcome
        status = 201 if outcome.status == "recorded" else 200
        await answer(send, status, orjson.dumps(outcome.wire()), [JSON, *_where(outcome)])

    async def _batch(self, items: Sequence[Posted | Refused], send: Send, *, atomic: bool, dry_run: bool) -> None:
        posted = [one for one in items if not isinstance(one, Refused)]
        if atomic and len(posted) < len(items):
            raise _batch_refused(items)
        outcomes = iter(await self._judge(proposals(posted, self.recorder), atomic=atomic, dry_run=dry_run))
        results = [one if isinstance(one, Refused) else next(outcomes) for one in items]
        if atomic and any(isinstance(one, Refused) for one in results):
            raise _batch_refused(results)
        shown = [result_of(index, one) for index, one in enumerate(results)]
        await answer(send, 200, orjson.dumps(shown), [JSON])

    async def _judge(self, proposed: Sequence[Proposal], *, atomic: bool, dry_run: bool) -> Sequence[Receipt | Refused]:
        if dry_run:
            return await self.log.rehearse(proposed)
        return await self.log.append(proposed, atomic=atomic)


def proposals(posted: Sequence[Posted], recorder: str) -> list[Proposal]:
    """A proposal of each post, all with one time of arrival and one draw of random bytes."""
    arrived_ns = time.time_ns()
    secrets = secrets_from(os.urandom(SECRET_BYTES * len(posted)))
    return [_proposal(one, recorder, arrived_ns, secret) for one, secret in zip(posted, secrets, strict=True)]


def result_of(index: int, outcome: Receipt | Refused) -> dict[str, Any]:
    """One item's answer in a batch: its index, its status, its receipt or its problem."""
    if isinstance(outcome, Refused):
        status, shown = problem(outcome)
        return {"index": index, "status": status, "problem": shown}
    return {"index": index, "status": 201 if outcome.status == "recorded" else 200, "receipt": outcome.wire()}


def _proposal(posted: Posted, recorder: str, arrived_ns: int, secret: bytes) -> Proposal:
    payload = canonical(posted.data)
    data = _oversize(payload) or validated(posted.type, posted.data, payload)
    return prepared(
        source=posted.source,
        id=posted.id,
        type=posted.type,
        subject=posted.subject,
        time=posted.time,
        wire_data=posted.data,
        payload=payload,
        data=data,
        secret=secret,
        recorder=recorder,
        expected=None if posted.expected_version is None else (posted.expected_version,),
        arrived_ns=arrived_ns,
    )


def _oversize(payload: bytes) -> list[Refusal]:
    """What is wrong with an event of a batch that would be too large alone."""
    if len(payload) <= EVENT_BYTES:
        return []
    return [TooLarge(pointer="/data", expected=f"at most {EVENT_BYTES} bytes an event", got=len(payload))]


def _both(stated: Container[int] | None, asked: Container[int] | None) -> Container[int] | None:
    """What satisfies the event's own expectation and the header's."""
    if stated is None or asked is None:
        return asked if stated is None else stated
    return tuple(one for one in stated if one in asked) if isinstance(stated, Iterable) else stated


def _where(receipt: Receipt) -> Headers:
    """Location and ETag of a recorded event; a dry run has neither."""
    if receipt.position is None:
        return []
    location = (b"location", b"/v1/events/%d" % receipt.position)
    return [location, (b"etag", b'"%d"' % receipt.version)]


def _batch_refused(outcomes: Sequence[Posted | Receipt | Refused]) -> Refused:
    items = [
        result_of(index, one) if isinstance(one, Refused) else {"index": index, "status": INNOCENT}
        for index, one in enumerate(outcomes)
    ]
    refused = sum(isinstance(one, Refused) for one in outcomes)
    return Refused(
        BatchRefused(
            expected="a batch of which nothing is refused",
            got=f"{refused} of {len(items)}",
            extensions={"items": items},
        )
    )
