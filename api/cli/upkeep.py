"""Commands that bring a database up to date, whether a service runs on it or not: migrate, rebuild."""

from typing import Annotated

import typer
from rich.markup import escape

from adapters.postgres.migrate import migrate as apply_migrations
from adapters.projections import PROJECTIONS
from adapters.projections.rebuild import rebuild as make_anew
from api.cli.configuration import settings_with
from api.cli.options import Data, Json
from api.cli.printing import out, print_json, progress
from api.database import any_database, refuse_unless_migrated

ALL = "all"


def migrate(data: Data = None, as_json: Json = False) -> None:
    """Bring the database to the state that this program needs."""
    with any_database(settings_with(data), may_make=True) as conninfo:
        done = apply_migrations(conninfo)
    if as_json:
        print_json([{"applied": [{"number": one.number, "name": one.name} for one in done]}])
        return
    for one in done:
        out.print(f"[green]✓[/] {one.number:04} {escape(one.name)}")
    out.print(f"Applied: {len(done)}." if done else "Nothing to apply.")


def rebuild(
    name: Annotated[str, typer.Argument(help="The read model, such as current_view, or all.")] = ALL,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Make a read model anew from the log, with the service up or down."""
    names = _named(name)
    with any_database(settings_with(data)) as conninfo:
        refuse_unless_migrated(conninfo)
        for one in names:
            _rebuild(one, conninfo, as_json=as_json)


def _named(name: str) -> list[str]:
    names = [one.name for one in PROJECTIONS]
    if name == ALL:
        return names
    if name not in names:
        raise typer.BadParameter(
            f"there is no read model {name!r}. Choose one of {', '.join(names)}.", param_hint="NAME"
        )
    return [name]


def _rebuild(name: str, conninfo: str, *, as_json: bool) -> None:
    with progress() as bar:
        task = bar.add_task(name, total=None)
        place = make_anew(name, conninfo, lambda done, of: bar.update(task, completed=done, total=of))
    digest = format(place.digest, "064x")
    if as_json:
        print_json([{"name": name, "position": place.position, "digest": digest}])
    else:
        out.print(f"[green]✓[/] {name} at position {place.position}, digest {digest}", soft_wrap=True)
