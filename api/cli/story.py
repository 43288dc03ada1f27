"""The seed story as the demonstration posts it: what was printed, then the days after."""

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from rich.text import Text

from api.cli.client import Client
from api.cli.endings import ServiceRefused
from api.cli.printing import out
from api.serving import NotServed
from api.words import dispute_words, event_words, standing_words, text_words

SEED = Path(__file__).parents[2] / "examples" / "seed"
STORY, EDITION = "newsweek-2022-03-02-ru-mod-498", 2
SINGLES = 3
AT_ONCE = 25

Receipt = Mapping[str, Any]


def printed() -> list[bytes]:
    """The story's own events, as they are posted."""
    return _lines("events.jsonl")


def days_after() -> list[bytes]:
    """What came later, in order."""
    return _lines("days_after.jsonl")


def expected() -> Mapping[str, Any]:
    """What a service that took both, each once and in order, answers."""
    return read_json(SEED / "expected.json")


def post_printed(service: Client) -> dict[str, Receipt]:
    """Posts the story, a few events one by one and the rest in batches; the receipts by the events' ids."""
    events = printed()
    receipts = [service.post(one) for one in events[:SINGLES]]
    receipts += chain.from_iterable(receipts_of(service, one) for one in batches(events[SINGLES:], AT_ONCE))
    return {one["id"]: one for one in receipts}


def post_days_after(service: Client, *, told: bool) -> dict[str, Receipt]:
    """Posts the days after one by one, each read back as of then; the receipts by the events' ids."""
    receipts = {}
    for event in days_after():
        receipt = service.post(event)
        receipts[receipt["id"]] = receipt
        shown = _read_back(service, receipt)
        if told:
            out.print(_day(json.loads(event), shown))
    return receipts


def receipts_of(service: Client, events: Sequence[bytes]) -> list[Receipt]:
    """The receipts of a batch; raises ServiceRefused with the first problem, if there is one."""
    results = service.post_batch(events)
    for one in results:
        if "problem" in one:
            raise ServiceRefused(one["problem"])
    return [one["receipt"] for one in results]


def batches(events: Sequence[bytes], size: int) -> Iterator[Sequence[bytes]]:
    """*events* in order, *size* at a time."""
    return (events[start : start + size] for start in range(0, len(events), size))


def read_json(file: Path) -> Mapping[str, Any]:
    """The object in *file*, which is part of the checkout; raises NotServed where it is missing."""
    told: Mapping[str, Any] = json.loads(_read(file))
    return told


def _read_back(service: Client, receipt: Receipt) -> Mapping[str, Any]:
    kind, _, name = receipt["stream"].partition("/")
    shown: Mapping[str, Any] = service.get(f"/v1/{kind}s/{name}", as_of=receipt["position"])
    return shown


def _day(event: Mapping[str, Any], shown: Mapping[str, Any]) -> Text:
    now = standing_words(shown) if "standing" in shown else text_words(shown["text"])
    disputed = dispute_words(shown) if "disputes" in shown else ""
    state = f", {disputed}" if disputed else ""
    return Text.assemble(
        (f"  {event['time'][:10]}  ", "dim"),
        f"{event_words(event['type']):<17} {event['subject']:<25} ",
        (f"{now}{state}", "bold"),
    )


def _lines(name: str) -> list[bytes]:
    return [line for line in _read(SEED / name).split(b"\n") if line]


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        raise NotServed(f"A file of the examples is missing: {file}. Run this from a whole checkout.") from None
