"""Writers who never give up: whatever happens to the service, they send the same again until it is acknowledged."""

import random
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import httpx
import orjson

from tests.bounded import PATIENCE_S, joined
from tests.facts import CMS, exact, reported, updated

ALONE = {"Content-Type": "application/cloudevents+json"}
BATCH = {"Content-Type": "application/cloudevents-batch+json"}
SHARED = "everybody.writes"
LARGEST_BATCH = 40
EVENTS_A_CLAIM = 25
PAUSE_S = 0.02  # far less than Retry-After asks for: they are no polite clients

Event = Mapping[str, Any]
Receipt = Mapping[str, Any]
Identity = tuple[str, str]


@dataclass(slots=True)
class Told:
    """What the writers sent and what they were told, all of them together."""

    sent: list[Event] = field(default_factory=list)
    receipts: dict[Identity, Receipt] = field(default_factory=dict)
    statuses: Counter[int] = field(default_factory=Counter)
    losses: Counter[str] = field(default_factory=Counter)
    surprises: list[str] = field(default_factory=list)
    longest_answer_s: float = 0.0

    def acknowledged(self, receipt: Receipt) -> None:
        """Remembers *receipt*; one that differs from what was acknowledged before is a surprise."""
        kept = lasting(receipt)
        if self.receipts.setdefault(identity(kept), kept) != kept:
            self.surprises.append(f"another receipt: {kept}")


@dataclass(eq=False)
class Writer:
    """One client of the service: it sends new events, alone and in batches, until it is told to stop."""

    address: str
    name: str
    told: Told
    stopping: threading.Event = field(default_factory=threading.Event)
    written: int = 0
    """How many requests were acknowledged."""

    def write(self) -> None:
        """Sends and sends again; ends early where it is told something that no client should be."""
        numbers = count()
        with httpx.Client(base_url=self.address, timeout=PATIENCE_S, trust_env=False) as http:
            while not (self.stopping.is_set() or self.told.surprises):
                size = random.choice((1, 1, 2, LARGEST_BATCH))  # noqa: S311 (no secret)
                events = [event_of(self.name, next(numbers)) for _ in range(size)]
                self.told.sent += events
                self._until_acknowledged(http, events)
                self.written += 1

    def _until_acknowledged(self, http: httpx.Client, events: Sequence[Event]) -> None:
        while not (self._sent(http, events) or self.told.surprises):
            time.sleep(PAUSE_S)

    def _sent(self, http: httpx.Client, events: Sequence[Event]) -> bool:
        """Whether all *events* were acknowledged this time."""
        begun = time.monotonic()
        try:
            answer = posted(http, events)
        except httpx.TimeoutException as error:
            self.told.surprises.append(f"no answer within {PATIENCE_S} s: {error!r}")
            return False
        except httpx.TransportError as error:
            self.told.losses[type(error).__name__] += 1
            return False
        finally:
            self.told.longest_answer_s = max(self.told.longest_answer_s, time.monotonic() - begun)
        self.told.statuses[answer.status_code] += 1
        if answer.status_code == httpx.codes.SERVICE_UNAVAILABLE and "Retry-After" in answer.headers:
            return False
        self._acknowledged(answer)
        return True

    def _acknowledged(self, answer: httpx.Response) -> None:
        if not answer.is_success:
            self.told.surprises.append(f"{answer.status_code}: {answer.text}")
            return
        told = answer.json()
        for item in told if isinstance(told, list) else [{"receipt": told}]:
            if "receipt" in item:
                self.told.acknowledged(item["receipt"])
            else:
                self.told.surprises.append(f"refused: {item}")


class PersistentClient(httpx.Client):
    """Asks again, after the time that it is told to wait, while the database is away."""

    def __init__(self, address: str) -> None:
        super().__init__(base_url=address, timeout=PATIENCE_S, trust_env=False)

    def send(self, request: httpx.Request, **options: Any) -> httpx.Response:
        deadline = time.monotonic() + PATIENCE_S
        while (answer := super().send(request, **options)).status_code == httpx.codes.SERVICE_UNAVAILABLE:
            assert time.monotonic() < deadline, answer.text
            time.sleep(int(answer.headers["Retry-After"]))
        return answer


def posted(http: httpx.Client, events: Sequence[Event]) -> httpx.Response:
    """The answer to *events*, one of them sent as a single event."""
    if len(events) == 1:
        return http.post("/v1/events", content=orjson.dumps(events[0]), headers=ALONE)
    return http.post("/v1/events", content=orjson.dumps(events), headers=BATCH)


def lasting(receipt: Receipt) -> Receipt:
    """What of *receipt* stays as it is however often the event is sent."""
    return {name: value for name, value in receipt.items() if name != "status"}


def identity(one: Mapping[str, Any]) -> Identity:
    """Of an event or a receipt."""
    return one["source"], one["id"]


def event_of(writer: str, number: int) -> Event:
    """The *writer*'s event of that number: a claim is reported, then updated; every fifth is about a claim of all."""
    claim, step = f"{writer}.{number // EVENTS_A_CLAIM}", number % EVENTS_A_CLAIM
    if step == 0:
        return cloud_event(f"{writer}-{number}", "claim.reported.v1", claim, reported("498", exact("498")))
    if step % 5 == 0:
        return cloud_event(f"{writer}-{number}", "claim.annotated.v1", SHARED, {"text": f"{writer} says {number}"})
    wording = str(498 + step)
    data = updated(wording, exact(wording), f"2022-03-{step + 2:02}")
    return cloud_event(f"{writer}-{number}", "claim.updated.v1", claim, data)


def cloud_event(id_: str, type_: str, subject: str, data: Mapping[str, Any]) -> Event:
    """A CloudEvent."""
    return {"specversion": "1.0", "source": CMS, "id": id_, "type": type_, "subject": subject, "data": data}


@contextmanager
def writing(address: str, writers: int) -> Iterator[tuple[Told, Sequence[Writer]]]:
    """So many *writers* at work, until the block ends; then every one waits for its last acknowledgement."""
    told = Told()
    opening = [cloud_event("shared", "claim.reported.v1", SHARED, reported("498", exact("498")))]
    told.sent += opening
    with PersistentClient(address) as http:
        told.acknowledged(posted(http, opening).json())
    working = [Writer(address, f"writer-{number}", told) for number in range(writers)]
    threads = [threading.Thread(target=one.write, daemon=True) for one in working]
    for thread in threads:
        thread.start()
    try:
        yield told, working
    except BaseException:
        told.surprises.append("the test has failed: nobody waits for the service any more")
        raise
    finally:
        for one in working:
            one.stopping.set()
        joined(*threads)
