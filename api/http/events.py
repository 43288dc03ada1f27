"""The writing door: ``POST /v1/events``.

A raw ASGI endpoint, for this is the hottest path of the service: the body is read once, a proposal is made of each
event, the log takes them, and the answer goes out when they are durable. Refusals are those of every other route.
"""

from collections.abc import Collection, Container, Iterable, Sequence
from functools import partial
from typing import assert_never

import orjson

from api.http.asgi import Headers, Receive, Scope, Send, answer, header_of, read_body
from api.http.cloudevents import Mode, Posted, batch, binary, mode, structured
from api.http.content_coding import decoder
from api.http.elsewhere import FromElsewhere, refuse_from_elsewhere
from api.http.event_stream import EventStream
from api.http.parameters import bad, flags
from api.http.patience import Patience
from api.http.preconditions import expected_by_headers, refuse_for_many
from api.http.problems import elsewhere_bytes, problem_bytes
from api.http.proposing import EVENT_BYTES, Proposer
from api.http.results import result_of
from domain.ports import EventLog
from domain.proposal import Proposal
from domain.receipt import Receipt
from domain.refusals import BatchRefused, Refused

BATCH_BYTES = 16 * 2**20
INNOCENT = 424
JSON = (b"content-type", b"application/json")


class WritingDoor:
    """Takes posts for *log*; *recorder* is the name that goes into the header of what is recorded.

    Browsers may post under the names in *hosts*; *patience* waits for bodies.
    """

    def __init__(self, log: EventLog, recorder: str, hosts: Collection[str], patience: Patience) -> None:
        self._log = log
        self._proposer = Proposer(recorder)
        self._hosts = hosts
        self._patience = patience

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI endpoint."""
        try:
            await self._take(scope, receive, send)
        except Refused as refused:
            await answer(send, *problem_bytes(refused))
        except FromElsewhere as error:
            await answer(send, *elsewhere_bytes(error))

    async def _take(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers: Headers = scope["headers"]
        refuse_from_elsewhere(headers, self._hosts)
        atomic, dry_run = flags(scope["query_string"], ("atomic", "dry_run"))
        patiently = partial(self._patience.next_part, receive)
        posted_as = mode(header_of(headers, b"content-type"), any(name.startswith(b"ce-") for name, _ in headers))
        match posted_as:
            case Mode.STRUCTURED:
                posted = structured(await read_body(patiently, headers, EVENT_BYTES))
                await self._one(posted, headers, send, dry_run=dry_run)
            case Mode.BINARY:
                posted = binary(headers, await read_body(patiently, headers, EVENT_BYTES))
                await self._one(posted, headers, send, dry_run=dry_run)
            case Mode.BATCH:
                refuse_for_many(*_conditions(headers))
                body = await read_body(patiently, headers, BATCH_BYTES)
                await self._batch(batch(body), len(body), send, atomic=atomic, dry_run=dry_run)
            case Mode.NDJSON:
                _refuse_in_a_stream(atomic=atomic, dry_run=dry_run)
                refuse_for_many(*_conditions(headers))
                decoding = decoder(header_of(headers, b"content-encoding"))
                await EventStream(self._log, self._proposer, decoding, receive, send).run(scope)
            case _:
                assert_never(posted_as)

    async def _one(self, posted: Posted, headers: Headers, send: Send, *, dry_run: bool) -> None:
        asked = expected_by_headers(*_conditions(headers))
        (proposal,) = self._proposer.proposals([posted])
        proposal.expected = _both(proposal.expected, asked)
        (outcome,) = await self._judge([proposal], atomic=False, dry_run=dry_run)
        if isinstance(outcome, Refused):
            raise outcome
        status = 201 if outcome.status == "recorded" else 200
        await answer(send, status, orjson.dumps(outcome.wire()), [JSON, *_where(outcome)])

    async def _batch(
        self, items: Sequence[Posted | Refused], size: int, send: Send, *, atomic: bool, dry_run: bool
    ) -> None:
        posted = [one for one in items if not isinstance(one, Refused)]
        if atomic and len(posted) < len(items):
            raise _batch_refused(items)
        proposed = await self._proposer.proposals_in_turns(posted, size)
        outcomes = await self._judge(proposed, atomic=atomic, dry_run=dry_run)
        self._proposer.learn(outcomes)
        rest = iter(outcomes)
        results = [one if isinstance(one, Refused) else next(rest) for one in items]
        if atomic and any(isinstance(one, Refused) for one in results):
            raise _batch_refused(results)
        shown = [result_of(index, one) for index, one in enumerate(results)]
        await answer(send, 200, orjson.dumps(shown), [JSON])

    async def _judge(self, proposed: Sequence[Proposal], *, atomic: bool, dry_run: bool) -> Sequence[Receipt | Refused]:
        if dry_run:
            return await self._log.rehearse(proposed)
        return await self._log.append(proposed, atomic=atomic)


def _conditions(headers: Headers) -> tuple[str | None, str | None]:
    return header_of(headers, b"if-match"), header_of(headers, b"if-none-match")


def _refuse_in_a_stream(**asked: bool) -> None:
    """A stream has no end that the service could wait for: what is asked of all of it is refused by name."""
    expected = "a stream of lines is neither; post batches of at most 1,000 events"
    if faults := [bad(name, expected, "true") for name, is_asked in asked.items() if is_asked]:
        raise Refused(*faults)


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
