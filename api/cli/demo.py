"""The demonstration: a whole service with the seed story in it, and a tour of what it then knows."""

import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from api.cli import expectations, story, tour
from api.cli.client import Client
from api.cli.endings import FINE, REFUSED
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
) -> None:
    """Start a service of its own, post the seed story and the days after, and show what the record then knows."""
    log_to_stderr()
    with (
        ended_by_signals(),
        _place(data) as folder,
        listening(HOST, port, or_next=True) as listener,
        serving(replace(settings_from(), database_url=None, data=folder), listener, HOST) as (address, conninfo),
        Client(address) as service,
    ):
        if check:
            raise typer.Exit(FINE if _checked(service, conninfo) else REFUSED)
        _shown(service, conninfo)
        threading.Event().wait()


def _checked(service: Client, conninfo: str) -> bool:
    receipts = {**story.post_printed(service), **story.post_days_after(service, told=False)}
    return expectations.hold(service, receipts, conninfo)


def _shown(service: Client, conninfo: str) -> None:
    out.print(f"A service of its own is ready at {service.url}", soft_wrap=True)
    receipts = story.post_printed(service)
    printed_at = max(one["position"] for one in receipts.values())
    out.print(f"Posted the story of 2 March 2022: {len(receipts)} events. Then the days after:")
    receipts |= story.post_days_after(service, told=True)
    tour.tell(service, receipts, conninfo, printed_at)
    out.print("\n[bold]Ctrl-C ends it.[/] What was made for it goes then.")


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
