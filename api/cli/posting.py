"""The command that posts events: CloudEvents as one object, an array, or lines."""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import httpx
import typer
from rich.markup import escape

from api.cli.client import Client
from api.cli.endings import REFUSED, ServiceRefused
from api.cli.options import DEFAULT_URL, Json, Url
from api.cli.printing import counted, err, out, print_json, print_problem, printable, progress
from api.cli.problem_words import Place
from api.cli.text_faults import not_utf_8, packed_with
from api.words import event_words

MOST_EVENTS = 500
MOST_BYTES = 8 * 2**20
SHOWN_ONE_BY_ONE = 25
STANDARD_INPUT = Path("-")
BLANK = " \t\r\n"
BETWEEN = BLANK + ","

Result = Mapping[str, Any]


class NoEvents(typer.BadParameter):
    """The file holds no events that can be told apart."""


def post(
    file: Annotated[
        Path, typer.Argument(help="A file of CloudEvents: one, a JSON array, or one a line; - is standard input.")
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="All the checks, nothing stored.")] = False,
    url: Url = DEFAULT_URL,
    as_json: Json = False,
) -> None:
    """Post events to a running service; what was recorded before is answered with its first receipt."""
    events = list(events_in(_read(file)))
    with Client(url) as service:
        results = list(_posted(service, events, dry_run=dry_run))
    if as_json:
        print_json(results)
    else:
        print_results(events, results)
    if any("problem" in one for one in results):
        raise typer.Exit(REFUSED)


def events_in(text: str) -> Iterator[bytes]:
    """Each event of *text* as it was written, for what a parser drops, such as a member sent twice, is to be refused.

    Raises NoEvents, naming the line.
    """
    at = _after(BLANK, text, 0)
    is_array = text.startswith("[", at)
    end = len(text)
    if is_array:
        end = _end_of_value(text, at) - 1
        at += 1
    while (at := _after(BETWEEN if is_array else BLANK, text, at)) < end:
        begins, at = at, _end_of_value(text, at)
        yield text[begins:at].encode()


def print_results(events: Sequence[bytes], results: Sequence[Result]) -> None:
    """Receipts, of a few each; every refusal; and how many of each there were."""
    for event, result in zip(events, results, strict=True):
        if "problem" in result:
            print_problem(err, result["problem"], _named(event, result["index"]), Place.EVENT)
        elif len(results) <= SHOWN_ONE_BY_ONE:
            out.print(_receipt_line(event, result["receipt"]), soft_wrap=True)
    counts = {"recorded": 0, "repeated": 0, "would_record": 0, "refused": 0}
    for result in results:
        counts["refused" if "problem" in result else result["receipt"]["status"]] += 1
    told = ", ".join(f"{n} {what.replace('_', ' ')}" for what, n in counts.items() if n) or "nothing to post"
    out.print(f"{counted(len(results), 'event')}: {told}.")


def _read(file: Path) -> str:
    if file == STANDARD_INPUT:
        raw = sys.stdin.buffer.read()
    else:
        try:
            raw = file.read_bytes()
        except OSError as error:
            raise NoEvents(f"{file} cannot be read: {error.strerror}.") from None
    if packed := packed_with(raw):
        raise NoEvents(
            f"{file} is compressed with {packed}. Unpack it, or send its lines with claimtrail import {file}."
        )
    if why := not_utf_8(raw):
        raise NoEvents(f"{file} cannot be read, for there is {why} Nothing was sent.")
    return raw.decode()


def _after(ignored: str, text: str, at: int) -> int:
    while at < len(text) and text[at] in ignored:
        at += 1
    return at


def _end_of_value(text: str, at: int) -> int:
    try:
        return json.JSONDecoder().raw_decode(text, at)[1]
    except (json.JSONDecodeError, RecursionError) as error:
        line = text.count("\n", 0, at) + 1
        raise NoEvents(f"what begins on line {line} is no JSON ({error}). Mend it; nothing was sent.") from None


def _posted(service: Client, events: Sequence[bytes], *, dry_run: bool) -> Iterator[Result]:
    parameters = {"dry_run": "true"} if dry_run else {}
    with progress() as bar:
        task = bar.add_task("Posting", total=len(events))
        index = 0
        for batch in _batches(events):
            for result in _results(service, batch, parameters):
                yield {**result, "index": index}
                index += 1
            bar.advance(task, len(batch))


def _results(service: Client, batch: Sequence[bytes], parameters: Mapping[str, str]) -> Sequence[Result]:
    """One result for each event; of a batch that cannot be read as a whole the halves are sent, down to the fault."""
    try:
        return service.post_batch(batch, **parameters)
    except ServiceRefused as refused:
        status = refused.problem["status"]
        if status >= httpx.codes.INTERNAL_SERVER_ERROR:
            raise
        if len(batch) == 1:
            return [{"status": status, "problem": refused.problem}]
    half = len(batch) // 2
    return [*_results(service, batch[:half], parameters), *_results(service, batch[half:], parameters)]


def _batches(events: Sequence[bytes]) -> Iterator[list[bytes]]:
    batch: list[bytes] = []
    size = 0
    for event in events:
        if batch and (len(batch) == MOST_EVENTS or size + len(event) > MOST_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(event)
        size += len(event)
    if batch:
        yield batch


def _receipt_line(event: bytes, receipt: Result) -> str:
    receipt = printable(receipt)
    what = event_words(json.loads(event)["type"])
    place = f"position {receipt['position']}" if "position" in receipt else "not stored"
    mark = "[green]✓[/]" if receipt["status"] == "recorded" else "[dim]=[/]"
    return (
        f"{mark} {escape(receipt['id'])}  {what}  [dim]{escape(receipt['stream'])} version {receipt['version']}, "
        f"{place}, {receipt['status'].replace('_', ' ')}[/]"
    )


def _named(event: bytes, index: int) -> str:
    try:
        return str(json.loads(event)["id"])
    except (ValueError, KeyError, TypeError):
        return f"event {index}"
