"""The settings of a command that works on the database itself: the environment, and what the command line adds."""

from dataclasses import replace
from pathlib import Path

from api.settings import Settings, settings_from


def settings_with(data: Path | None) -> Settings:
    """The environment's settings, on the directory *data* if one is given. Raises NotASetting."""
    settings = settings_from()
    if data is None:
        return settings
    if settings.database_url is not None and data != settings.data:
        from api.cli.printing import err  # noqa: PLC0415 (a service starts without it)

        err.print("[dim]DATABASE_URL is set, so --data is not used.[/]")
    return replace(settings, data=data)
