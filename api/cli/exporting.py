"""The command that exports the log: its events as they were posted, one a line, as ``import`` reads them back."""

import gzip
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, BinaryIO

import orjson
import typer
import zstandard
from rich.markup import escape

from api.cli.client import Client
from api.cli.endings import STOPPED, UNAVAILABLE, NotReachable, ServiceRefused
from api.cli.options import DEFAULT_URL, Url
from api.cli.outlets import write
from api.cli.patience import Patience
from api.cli.printing import err, out, progress, tell

OPTIONS = {"as_of": "--until"}
GZIP_LEVEL = 6

Write = Callable[[bytes], object]


def export(
    *,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            dir_okay=False,
            help="The file to write, compressed if its name ends with .gz or .zst.",
            show_default="standard output",
        ),
    ] = None,
    after: Annotated[int, typer.Option("--after", min=0, help="Only events after this position.")] = 0,
    until: Annotated[
        int | None, typer.Option("--until", min=1, help="Only events up to this position.", show_default="the last")
    ] = None,
    type_: Annotated[str | None, typer.Option("--type", help="Only events of this type.")] = None,
    stream: Annotated[
        str | None, typer.Option("--stream", help="Only events of this stream, such as claim/ID.")
    ] = None,
    url: Url = DEFAULT_URL,
) -> None:
    """Export the log, or part of it, as lines that import reads back."""
    _refuse_upside_down(after, until)
    with Client(url, OPTIONS) as service, _stopped_by_ctrl_c():
        last = service.get("/v1/projections", as_of=until)["position"]
        selection = {"as_of": last, "type": type_, "stream": stream}
        exported = Exported()
        with _written_to(output) as write_lines, progress() as bar:
            task = bar.add_task("Exporting", total=max(last - after, 0))
            for events in _events(service, after, selection) if after < last else ():
                reached = events[-1]["position"] - after
                write_lines(exported.lines(events))
                bar.update(task, completed=reached)
    if output is not None:
        out.print(f"{exported.count:,} {'event' if exported.count == 1 else 'events'}: {escape(str(output))}")
    if not exported.count:
        tell(_why_nothing(after, last, is_part=bool(type_ or stream)))
    if exported.erased:
        err.print(escape(exported.what_is_missing()), soft_wrap=True)


def _refuse_upside_down(after: int, until: int | None) -> None:
    if until is not None and after >= until:
        raise typer.BadParameter(
            f"nothing lies after {after} and up to {until}. Give a smaller --after, or a larger --until.",
            param_hint="--after",
        )


def _why_nothing(after: int, last: int, *, is_part: bool) -> str:
    if after >= last:
        return f"0 events: the log ends at position {last}." if last else "0 events: nothing is recorded yet."
    return "0 events: none there is of this type or stream." if is_part else "0 events."


@dataclass(slots=True)
class Exported:
    """Events as they were posted, without what the service has set; how many there were, and what is erased in them.

    An erased value is null in ``data``, where null may also mean absent. So an event that has one keeps its ``erased``,
    for which no service takes it; and those after it in its stream say which version they need, so that none lands on
    another version, or speaks of another revision, than it did.
    """

    count: int = 0
    erased: int = 0
    torn: set[str] = field(default_factory=set)

    def lines(self, events: Sequence[dict[str, Any]]) -> bytes:
        """A line for each of *events*, as the log shows them; these are changed."""
        self.count += len(events)
        for event in events:
            self._strip(event)
        return b"\n".join([*map(orjson.dumps, events), b""])

    def what_is_missing(self) -> str:
        """What a person has to know of erased events."""
        in_one = len(self.torn) == 1
        events = f"{self.erased:,} of these events" if self.count > 1 else "this event"
        streams = "its stream" if in_one else f"their {len(self.torn):,} streams"
        return (
            f"Erased values are in {events}. import refuses what has them, and what comes after it in {streams}; "
            f"only a copy of the database has {'this stream' if in_one else 'these streams'} whole."
        )

    def _strip(self, event: dict[str, Any]) -> None:
        stream, version = event.pop("stream"), event.pop("version")
        del event["position"], event["recorded_at"], event["digest"]
        if "erased" in event:
            self.erased += 1
            self.torn.add(stream)
        elif stream in self.torn:
            event["expectedversion"] = version - 1


def _events(service: Client, after: int, selection: Mapping[str, Any]) -> Iterator[Sequence[dict[str, Any]]]:
    """The events of *selection* after a position; a stream that breaks off is taken up where it did."""
    patience = Patience(service.url, tell)
    while True:
        try:
            for lines in service.lines("/v1/events", after=after, **selection):
                if events := [orjson.loads(line) for line in lines]:
                    patience.renew()
                    after = events[-1]["position"]
                    yield events
        except NotReachable as error:
            patience.wait(str(error))
        except ServiceRefused as refused:
            if refused.problem["status"] != UNAVAILABLE:
                raise
            patience.wait("its database is away")
        else:
            return


@contextmanager
def _stopped_by_ctrl_c() -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt:
        raise typer.Exit(STOPPED) from None


@contextmanager
def _written_to(output: Path | None) -> Iterator[Write]:
    """What writes to *output*, which is there when all of it is, or to standard output."""
    if output is None:
        yield write
        return
    beside = output.with_name(f"{output.name}.part")
    try:
        with beside.open("wb") as file:
            with _compressed(file, output.suffix) as write_packed:
                yield write_packed
            file.flush()
            os.fsync(file.fileno())
        beside.replace(output)
    except OSError as error:
        raise typer.BadParameter(f"{output} cannot be written: {error.strerror}.", param_hint="--output") from None
    finally:
        beside.unlink(missing_ok=True)


@contextmanager
def _compressed(file: BinaryIO, suffix: str) -> Iterator[Write]:
    match suffix:
        case ".gz":
            with gzip.GzipFile("", "wb", GZIP_LEVEL, file, mtime=0) as packed:  # the same events, the same bytes
                yield packed.write
        case ".zst":
            with zstandard.ZstdCompressor().stream_writer(file, closefd=False) as packed:
                yield packed.write
        case _:
            yield file.write
