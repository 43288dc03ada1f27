"""The demonstration: a whole service with the seed story and some months of figures in it, and a short tour."""

import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from api.cli import expectations, series, story, tour
from api.cli.client import Client
from api.cli.endings import FINE, REFUSED
from api.cli.looking import open_for_a_person
from api.cli.printing import out
from api.ending import ended_by_signals
from api.logs import log_to_stderr
from api.serving import listening, serving
from api.settings import settings_from

HOST = "127.0.0.1"
LAST_PORT = 65_535


def demo(
    *,
    check: Annotated[
        bool, typer.Option("--check", help="Run unattended: compare with what is expected, then end.")
    ] = False,
    port: Annotated[
        int, typer.Option("--port", min=0, max=LAST_PORT, help="The first port to try; the next free one is taken.")
    ] = 8000,
    data: Annotated[
        Path | None,
        typer.Option("--data", file_okay=False, help="Where to keep the database; a temporary directory otherwise."),
    ] = None,
    losses: Annotated[
        Path | None,
        typer.Option(
            "--losses",
            file_okay=False,
            help="The folder of the table of losses; where it is missing, a made-up flood is posted instead.",
            show_default="data/losses in CLAIMTRAIL_SHARED or ../shared",
        ),
    ] = None,
    no_open: Annotated[bool, typer.Option("--no-open", help="Do not open the desk in a browser.")] = False,
) -> None:
    """Start a service of its own, post the seed story, the days after and a long series, and say where to look."""
    log_to_stderr()
    lively = series.series(losses)
    with (
        ended_by_signals(),
        _place(data) as folder,
        listening(HOST, port, or_next=True) as listener,
        serving(replace(settings_from(), database_url=None, data=folder), listener, HOST) as (address, conninfo),
        Client(address) as service,
    ):
        if check:
            raise typer.Exit(FINE if _checked(service, conninfo, lively) else REFUSED)
        _shown(service, conninfo, lively)
        if not no_open:
            open_for_a_person(f"{service.url}/")
        threading.Event().wait()


def _checked(service: Client, conninfo: str, lively: series.Series) -> bool:
    receipts = {**story.post_printed(service), **story.post_days_after(service, told=False)}
    return expectations.hold(service, receipts, conninfo, lively)


def _shown(service: Client, conninfo: str, lively: series.Series) -> None:
    tour.where_to_look(service, lively)
    receipts = story.post_printed(service)
    printed_at = max(one["position"] for one in receipts.values())
    out.print(f"\nPosted the story of 2 March 2022: {len(receipts)} events. Then the days after:")
    receipts |= story.post_days_after(service, told=True)
    out.print(f"And {lively.title}: {series.post(service, lively):,} events.", soft_wrap=True)
    tour.tell(service, receipts, conninfo, printed_at, lively)
    out.print(
        f"\nThe desk is at [blue]{service.url}/[/]. [bold]Ctrl-C ends it.[/] What was made for it goes then.",
        soft_wrap=True,
    )


@contextmanager
def _place(data: Path | None) -> Iterator[Path]:
    """*data*, or a directory that goes afterwards; PostgreSQL's own user has to get there, so it is not in TMPDIR."""
    if data is not None:
        yield data
        return
    place = Path(tempfile.mkdtemp(prefix="claimtrail-demo-", dir="/tmp"))
    place.chmod(0o711)
    try:
        yield place / "data"
    finally:
        shutil.rmtree(place, ignore_errors=True)
