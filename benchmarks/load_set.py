"""What is sent: the events of a file, dealt to connections; made ones where there is no file; and as many as wanted."""

import gzip
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any, TypeAlias

import orjson

Pair: TypeAlias = tuple[str, bytes]
"""A claim, and one line that is its event."""

SUBJECT = re.compile(rb'"subject":"([^"]+)"')
BEGINS = datetime(2022, 1, 1, tzinfo=UTC)
MADE_EVENTS = 110_000
MADE_CLAIMS = 369
LONGEST_MADE = 3_000
PLACE = "@@"


def lines_of(file: Path) -> Iterator[bytes]:
    """The lines of a file, packed or not, without their ends."""
    with gzip.open(file) if file.suffix == ".gz" else file.open("rb") as lines:
        for line in lines:
            yield line.rstrip(b"\n")


def read_pairs(file: Path, most: int, longest: int = 0) -> list[Pair]:
    """The first *most* events of *file* in its order, or as many of the *longest* claims with most events (0: all)."""
    pairs = [(subject(line), line) for line in lines_of(file)]
    if longest:
        chosen = {claim for claim, _ in Counter(claim for claim, _ in pairs).most_common(longest)}
        pairs = [pair for pair in pairs if pair[0] in chosen]
    return pairs[:most]


def subject(line: bytes) -> str:
    """The claim that an event is about."""
    found = SUBJECT.search(line)
    if found is None:
        raise ValueError(f"An event of the load set has no subject: {line[:200]!r}")
    return found[1].decode()


def dealt(pairs: Sequence[Pair], connections: int) -> list[list[Pair]]:
    """Events for each connection: a claim goes whole to one of them, the largest first to the one that has least."""
    owner: dict[str, int] = {}
    sizes = [0] * connections
    for claim, size in Counter(claim for claim, _ in pairs).most_common():
        owner[claim] = sizes.index(min(sizes))
        sizes[owner[claim]] += size
    hands: list[list[Pair]] = [[] for _ in range(connections)]
    for pair in pairs:
        hands[owner[pair[0]]].append(pair)
    return hands


def expanded(file: Path, events: int) -> Iterator[bytes]:
    """As many *events* as are wanted out of *file*, as the load set's own tool makes them.

    Copy k of an event is under its own claim: "~k" is added to id, subject and the target's id. All copies of one event
    stand together.
    """
    lines = list(lines_of(file))
    copies = -(-events // len(lines))
    return islice((copy for line in lines for copy in _copies(line, copies)), events)


def _copies(line: bytes, copies: int) -> Iterator[bytes]:
    yield line
    if copies > 1:
        pieces = _in_pieces(line)
        for number in range(1, copies):
            yield str(number).encode().join(pieces)


def _in_pieces(line: bytes) -> list[bytes]:
    """The event's bytes, cut where a copy's number stands."""
    event = orjson.loads(line)
    event["id"] += f"~{PLACE}"
    event["subject"] += f"~{PLACE}"
    if "target" in event["data"]:
        event["data"]["target"]["id"] += f"~{PLACE}"
    return orjson.dumps(event).split(PLACE.encode())


def make(file: Path) -> None:
    """A load set for who has none: one claim of 3,000 events among 369 that grow day by day."""
    streams = {"bench-long": events_of("bench-long")} | {
        claim: events_of(claim) for claim in (f"bench-{number}" for number in range(1, MADE_CLAIMS))
    }
    usual = -(-(MADE_EVENTS - LONGEST_MADE) // (MADE_CLAIMS - 1))
    with gzip.open(file, "wb", compresslevel=1) as out:
        for _ in range(usual):
            for claim, stream in streams.items():
                for event in islice(stream, LONGEST_MADE // usual if claim == "bench-long" else 1):
                    out.write(orjson.dumps(event) + b"\n")


def events_of(claim: str) -> Iterator[dict[str, Any]]:
    """One claim's events: reported, then an update for each minute that follows."""
    said = BEGINS
    for number in range(10**9):
        said += timedelta(minutes=1)
        yield {
            "specversion": "1.0",
            "source": "/bench",
            "id": f"{claim}/{number}",
            "type": "claim.updated.v1" if number else "claim.reported.v1",
            "subject": claim,
            "data": _data(number, said.strftime("%Y-%m-%dT%H:%M:%SZ")),
        }


def _data(number: int, said_at: str) -> dict[str, Any]:
    utterance = {
        "figure": {"form": "exact", "value": str(1000 + number)},
        "wording": f"{1000 + number:,} confirmed cases in Country",
        "said_at": said_at,
    }
    if number:
        return {**utterance, "reason": "new daily figure"}
    who = {"id": "ministry", "name": "Ministry", "kind": "office"}
    return {
        **utterance,
        "question": "bench",
        "scope": {"population": "residents", "place": "Country", "unit": "person", "definition": "confirmed cases"},
        "attribution": [{"who": who, "role": "originator", "medium": "statement", "stance": "asserts"}],
    }
