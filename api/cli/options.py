"""Options that several commands have, each worded once."""

from pathlib import Path
from typing import Annotated

import typer

DEFAULT_URL = "http://127.0.0.1:8000"
URL_VARIABLE = "CLAIMTRAIL_URL"

Claim = Annotated[str, typer.Argument(help="The claim's id.", show_default=False)]
Url = Annotated[str, typer.Option("--url", envvar=URL_VARIABLE, help="Where the service answers.")]
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
