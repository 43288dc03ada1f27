"""Files of events as newsrooms keep them: claims that are reported, then updated day by day."""

import gzip
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import orjson
import zstandard

from tests.facts import CMS, exact, reported, updated

DAYS_A_CLAIM = 28

PACKED: Mapping[str, Callable[[bytes], bytes]] = {
    "plain": lambda raw: raw,
    "gzip": gzip.compress,
    "zstd": zstandard.ZstdCompressor().compress,
}


def events(count: int, claim: str = "killed") -> list[dict[str, Any]]:
    """So many events of claims whose names begin with *claim*: each is reported, and updated on the days after."""
    return [_event(f"{claim}.{number // DAYS_A_CLAIM}", number % DAYS_A_CLAIM) for number in range(count)]


def lines(of: Sequence[Mapping[str, Any]]) -> bytes:
    """A line for each event."""
    return b"".join(orjson.dumps(one) + b"\n" for one in of)


def written(path: Path, of: Sequence[Mapping[str, Any]], packed: str = "plain") -> Path:
    """A file with a line for each event."""
    path.write_bytes(PACKED[packed](lines(of)))
    return path


def read(path: Path) -> list[Any]:
    """What stands in each line of a file."""
    return list(_parsed(path.read_bytes()))


def _parsed(raw: bytes) -> Iterator[Any]:
    return map(orjson.loads, raw.splitlines())


def _event(claim: str, day: int) -> dict[str, Any]:
    wording = str(498 + day)
    kind, data = "claim.reported.v1", reported(wording, exact(wording))
    if day:
        kind, data = "claim.updated.v1", updated(wording, exact(wording), f"2022-03-{day + 3:02}")
    own = {"specversion": "1.0", "source": CMS, "id": f"{claim}/{day}"}
    return {**own, "type": kind, "subject": claim, "data": data}
