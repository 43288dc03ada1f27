"""Commands that ask a running service about a claim or a question: show, history, audit, board."""

from typing import Annotated
from urllib.parse import quote

import typer

from api.cli import views
from api.cli.client import Client
from api.cli.options import DEFAULT_URL, AsOf, Claim, Json, Url
from api.cli.printing import out, print_json


def show(claim: Claim, as_of: AsOf = None, url: Url = DEFAULT_URL, as_json: Json = False) -> None:
    """What stands of a claim, on whose word, and who disputes it."""
    with Client(url) as service:
        view = service.get(_path("claims", claim), as_of=as_of)
    if as_json:
        print_json([view])
    else:
        out.print(views.current(view, as_of))


def history(claim: Claim, as_of: AsOf = None, url: Url = DEFAULT_URL, as_json: Json = False) -> None:
    """Every figure that a claim has had, with its clocks and why it changed."""
    with Client(url) as service:
        revisions = list(service.items(f"{_path('claims', claim)}/revisions", as_of=as_of))
    if as_json:
        print_json(revisions)
    else:
        out.print(views.revisions(claim, revisions, as_of))


def audit(claim: Claim, as_of: AsOf = None, url: Url = DEFAULT_URL, as_json: Json = False) -> None:
    """Who recorded what about a claim, when, and what it changed."""
    with Client(url) as service:
        trail = list(service.items(f"{_path('claims', claim)}/audit", as_of=as_of))
    if as_json:
        print_json(trail)
    else:
        out.print(views.trail(claim, trail, as_of))


def board(
    question: Annotated[str, typer.Argument(help="The question's id.", show_default=False)],
    *,
    as_of: AsOf = None,
    tolerance: Annotated[
        str | None, typer.Option("--tolerance", help='How far an "about" may be off, such as 0.05.')
    ] = None,
    period: Annotated[
        str | None, typer.Option("--period", help="Each claim's figure for this period, such as 2022-02-24/2022-03-02.")
    ] = None,
    url: Url = DEFAULT_URL,
    as_json: Json = False,
) -> None:
    """Every claim about a question, and how each two of them stand to one another."""
    with Client(url) as service:
        shown = service.get(_path("questions", question), as_of=as_of, tolerance=tolerance, period=period)
    if as_json:
        print_json([shown])
    else:
        out.print(views.board(shown, as_of))


def _path(kind: str, name: str) -> str:
    """Where the one of that *name* is, which may be anything that somebody typed."""
    return f"/v1/{kind}/{quote(name, safe='')}"
