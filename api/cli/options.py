"""Options that several commands have, each worded once."""

from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer

DEFAULT_URL = "http://127.0.0.1:8000"
URL_VARIABLE = "CLAIMTRAIL_URL"

SCHEMES = ("http", "https")


def _address(text: str) -> str:
    """*text*, if it can be the address of a service; raises typer.BadParameter."""
    try:
        parts = urlsplit(text)
        is_one = parts.scheme in SCHEMES and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_one = False
    if not is_one:
        raise typer.BadParameter(f"{text!r} is no address of a service. Give one such as {DEFAULT_URL}.")
    return text


Claim = Annotated[str, typer.Argument(help="The claim's id.", show_default=False)]
Url = Annotated[str, typer.Option("--url", envvar=URL_VARIABLE, callback=_address, help="Where the service answers.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON, one value a line, and nothing else.")]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", help="What the record knew then: a position, or a moment such as 2022-03-02T20:41:07Z."),
]
Data = Annotated[
    Path | None,
    typer.Option(
        "--data",
        envvar="CLAIMTRAIL_DATA",
        help="Where the embedded PostgreSQL keeps its files; not used where DATABASE_URL is set.",
        file_okay=False,
        show_default="a folder of the user",
    ),
]
