"""The demonstration: a whole service with the seed story and some months of figures in it, and a short tour."""

import os
import threading
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from api.cli import expectations, series, story, tour
from api.cli.client import Client
from api.cli.demo_place import place_of
from api.cli.endings import FINE, REFUSED
from api.cli.looking import open_for_a_person
from api.cli.printing import counted, out, tell
from api.cli.signals import stopped_by_signals, stopping_is_told
from api.logs import log_to_stderr
from api.serving import listening, serving
from api.settings import Settings, settings_from

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
    if os.environ.get("DATABASE_URL"):
        tell(
            "DATABASE_URL is set, but the demonstration has a database of its own always, so that yours stays as it is."
        )
    lively = series.series(losses)
    is_told = False
    with (
        stopped_by_signals() as stop,
        place_of(data) as folder,
        listening(HOST, port, or_next=True) as listener,
        serving(replace(_settings(), data=folder), listener, HOST) as (address, conninfo),
        Client(address) as service,
        stopping_is_told(),
    ):
        already = service.get("/v1/projections")["position"]
        if check:
            _refuse_unless_new(folder, already)
            raise typer.Exit(FINE if _checked(service, conninfo, lively) else REFUSED)
        _shown(service, conninfo, lively, folder, already)
        is_told = True
        tour.where_to_go_on(service, folder, is_kept=data is not None)
        if not no_open:
            open_for_a_person(f"{service.url}/")
        threading.Event().wait()
    if not is_told:
        raise typer.Exit(stop.exit_code or FINE)


def _settings() -> Settings:
    """The environment's, but for the database."""
    return settings_from({name: value for name, value in os.environ.items() if name != "DATABASE_URL"})


def _refuse_unless_new(folder: Path, already: int) -> None:
    if already:
        raise typer.BadParameter(
            f"{folder} has {counted(already, 'event')} already, and --check compares the whole record. "
            "Name a new or empty folder.",
            param_hint="--data",
        )


def _checked(service: Client, conninfo: str, lively: series.Series) -> bool:
    receipts = {**story.post_printed(service), **story.post_days_after(service, told=False)}
    return expectations.hold(service, receipts, conninfo, lively)


def _shown(service: Client, conninfo: str, lively: series.Series, folder: Path, already: int) -> None:
    tour.where_to_look(service, lively)
    if already:
        out.print(
            f"\n{folder} has {counted(already, 'event')} already. Those of the story are posted again, which "
            "changes nothing; each day is told as the record knew it then.",
            markup=False,
        )
    receipts = story.post_printed(service)
    printed_at = max(one["position"] for one in receipts.values())
    out.print(f"\nPosted the story of 2 March 2022: {len(receipts)} events. Then the days after:")
    receipts |= story.post_days_after(service, told=True)
    out.print(f"And {lively.title}: {series.post(service, lively):,} events.", soft_wrap=True)
    tour.tell(service, receipts, conninfo, printed_at, lively)
