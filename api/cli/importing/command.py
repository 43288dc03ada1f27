"""The command that imports files of events: a stream of lines to a running service, of any length."""

import os
import re
import tempfile
from collections.abc import Sequence
from itertools import chain, count
from pathlib import Path
from typing import Annotated

import orjson
import typer

from api.cli import table_options
from api.cli.client import Client
from api.cli.endings import EXPECTED, REFUSED, STOPPED, NotReachable, ServiceRefused, exit_code_of
from api.cli.importing.lines import STANDARD_INPUT, EventFile, Source
from api.cli.importing.run import Import
from api.cli.importing.stopping import stopped_by_ctrl_c
from api.cli.importing.summary import JSON_PROBLEMS, Summary, print_summary
from api.cli.importing.watching import Bar
from api.cli.importing.workplace import Progress, Workplace, workplace
from api.cli.options import DEFAULT_URL, Json, Url
from api.cli.printing import tell
from api.cli.problem_words import Place
from api.cli.table_import import looked_at, refuse_unless_events

ENDINGS = re.compile(r"(\.(refused(-\d+)?|jsonl|ndjson|json|csv|tsv|gz|zst))+$")
"""Of a file's name, which go before what was refused of it gets its own; so what is mended once more has no two."""


def import_(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE",
            help="Files of CloudEvents, one a line, plain, .gz or .zst; - is standard input.",
            show_default=False,
        ),
    ],
    *,
    retry_refused: Annotated[
        bool,
        typer.Option("--retry-refused", help="Send again what came too early, until nothing more of it goes in."),
    ] = False,
    refusals: Annotated[
        Path | None,
        typer.Option(
            "--refusals",
            dir_okay=False,
            writable=True,
            help="Where to put the lines that are refused.",
            show_default="NAME.refused.jsonl here, NAME being FILE without its endings",
        ),
    ] = None,
    restart: Annotated[bool, typer.Option("--restart", help="Begin anew where an import was stopped.")] = False,
    map_: table_options.Map = None,
    day: table_options.Day = None,
    value: table_options.Value = None,
    claim: table_options.Claim = None,
    wording: table_options.Wording = None,
    source: table_options.TableSource = None,
    originator: table_options.Originator = None,
    against_record: table_options.AgainstRecord = False,
    preview: table_options.Preview = None,
    url: Url = DEFAULT_URL,
    as_json: Json = False,
) -> None:
    """Import events from files, or tables of figures, as fast as the service takes them; goes on where it stopped."""
    _refuse_unreadable(files)
    _refuse_to_overwrite(files, refusals)
    options = table_options.MapOptions(map_, day, value, claim, wording, source, originator)
    sources: Sequence[Source]
    refused_cells = 0
    if options.are_given:
        against = url if against_record else None
        tables, refused_cells = looked_at(options, files, preview, against, as_json=as_json)
        sources, restart = [tables], True  # other options make other events of the same files
    else:
        refuse_unless_events(files, preview)
        sources = [EventFile(one) for one in files]
    import_sources(
        sources,
        files,
        url,
        retry_refused=retry_refused,
        refusals=refusals,
        restart=restart,
        as_json=as_json,
        refused_at=Place.CELL if options.are_given else Place.EVENT,
    )
    if refused_cells:
        raise typer.Exit(REFUSED)


def import_sources(
    sources: Sequence[Source],
    files: Sequence[Path],
    url: str,
    *,
    retry_refused: bool,
    refusals: Path | None,
    restart: bool,
    as_json: bool,
    refused_at: Place,
) -> None:
    """Imports *sources*, which are read from *files*, and tells how that ended; *refusals* is made only where needed.

    Ends the command (typer.Exit) where something is refused, or Ctrl-C stops it. Raises what ``sent`` raises.
    """
    with Client(url) as service, workplace(service.url, files) as place:
        _begin(service, place, restart=restart)
        ended = _ended(service.url, sources, place, retries=retry_refused)
        goes_on = place.can_resume and isinstance(ended, KeyboardInterrupt | NotReachable)
        problems = place.reasons(JSON_PROBLEMS)
        refused, reasons = (None, None)
        if problems and not goes_on:
            refused, reasons = _handed_over(place, refusals or _name_for(files, place))
        summary = Summary(
            place.progress,
            refused,
            reasons,
            is_complete=ended is None,
            goes_on=goes_on,
            refused_at=refused_at,
            error=str(ended) if isinstance(ended, Exception) else None,
            cannot_be_read=isinstance(ended, typer.BadParameter),
        )
        if not goes_on:
            place.clear()
    print_summary(summary, problems, as_json=as_json)
    if isinstance(ended, KeyboardInterrupt):
        raise typer.Exit(STOPPED)
    if ended is not None:
        raise typer.Exit(exit_code_of(ended, as_json=False)) if isinstance(ended, EXPECTED) else ended
    if summary.progress.refused:
        raise typer.Exit(REFUSED)


def _begin(service: Client, place: Workplace, *, restart: bool) -> None:
    """Goes on only in the record that the import was begun in, as the receipt of one of its lines shows."""
    service.get("/v1/projections")
    done = place.progress
    if done == Progress():
        return
    if restart or not _is_known(service, done.result):
        place.clear()
        return
    tell(f"Going on after the {done.lines:,} events that were answered before.")


def _is_known(service: Client, result: str | None) -> bool:
    if result is None:
        return False
    receipt = orjson.loads(result)["receipt"]
    try:
        found = service.get("/v1/receipts", source=receipt["source"], id=receipt["id"])
    except ServiceRefused:
        return False
    return bool(found["position"] == receipt["position"] and found["digest"] == receipt["digest"])


def _ended(url: str, sources: Sequence[Source], place: Workplace, *, retries: bool) -> BaseException | None:
    """What ended the import, None where it came through."""
    ended = None
    with stopped_by_ctrl_c() as stop, Bar() as bar:
        run = Import(url, sources, place, bar, stop, retries=retries)
        try:
            run.run()
        except (KeyboardInterrupt, NotReachable, ServiceRefused, typer.BadParameter) as error:
            ended = error
    run.save()
    return ended


def _handed_over(place: Workplace, refusals: Path) -> tuple[Path, Path]:
    """Where the refused lines and the reasons are now: at *refusals* and beside it, or where they can be put."""
    reasons = refusals.with_suffix(".reasons.jsonl")
    try:
        place.hand_over(refusals, reasons)
    except OSError:
        elsewhere = Path(tempfile.mkdtemp(prefix="claimtrail-"))
        refusals, reasons = elsewhere / refusals.name, elsewhere / reasons.name
        place.hand_over(refusals, reasons)
    return refusals, reasons


def _refuse_unreadable(files: Sequence[Path]) -> None:
    """Before anything is sent; typer itself would look for a file named "-"."""
    for one in files:
        if one == STANDARD_INPUT:
            continue
        if one.is_dir():
            raise typer.BadParameter(f"{one} is a folder. Name the files in it.", param_hint="FILE")
        if not os.access(one, os.R_OK):
            raise typer.BadParameter(f"{one} is not there, or cannot be read.", param_hint="FILE")


def _refuse_to_overwrite(files: Sequence[Path], refusals: Path | None) -> None:
    if refusals is None:
        return
    if any(one.resolve() == refusals.resolve() for one in files):
        raise typer.BadParameter(f"{refusals} is what is imported. Name another file.", param_hint="--refusals")
    if not refusals.parent.is_dir():
        raise typer.BadParameter(f"There is no folder {refusals.parent}.", param_hint="--refusals")


def _name_for(files: Sequence[Path], place: Workplace) -> Path:
    """A name in the current folder that is not taken, for what is being mended is not overwritten.

    What was refused before, and is refused again as it was, keeps its name.
    """
    stem = ENDINGS.sub("", files[0].name)
    if files[0] == STANDARD_INPUT or len(files) > 1:
        stem = "import"
    for number in chain([""], map("-{}".format, count(2))):
        name = f"{stem}.refused{number}"
        lines, reasons = Path(f"{name}.jsonl"), Path(f"{name}.reasons.jsonl")
        if place.has_refused_the_same(lines) or not (lines.exists() or reasons.exists()):
            return lines
    raise AssertionError("numbers do not end")
