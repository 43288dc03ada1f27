"""Configuration: environment variables, read once when a process starts. ``claimtrail check`` lists them."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict

from adapters.postgres.embedded import default_data_dir


@dataclass(frozen=True, slots=True)
class Variable:
    """An environment variable: what it sets, its default in words, its value now."""

    name: str
    meaning: str
    default: str
    value: str | None


@dataclass(frozen=True, slots=True)
class Settings:
    """What can be set; each field is one environment variable, ``CLAIMTRAIL_`` and its name, but for the first."""

    database_url: str | None = None
    data: Path | None = None
    recorder: str = "open"
    cache_mib: int = 64
    readers: int = 8
    hosts: tuple[str, ...] = ()

    @property
    def data_dir(self) -> Path:
        """Where the embedded PostgreSQL keeps its files."""
        return self.data or default_data_dir()


_MEANINGS = {
    "database_url": "a PostgreSQL of your own (14 to 18) instead of the embedded one",
    "data": "where the embedded PostgreSQL keeps its files",
    "recorder": "the name under which events are recorded while no keys are used",
    "cache_mib": "memory for the states of claims that the writer keeps at hand, in MiB; forms take half as much again",
    "readers": "connections for reading, in each process",
    "hosts": "names under which browsers may post, with commas between, besides addresses and this machine's own",
}


class NotASetting(ValueError):  # noqa: N818 (says what the value is not)
    """An environment variable that cannot be read."""


def settings_from(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings that *environment* gives; raises NotASetting with the variable's name and what was expected."""
    given = {
        one.name: environment[_variable(one.name)] for one in fields(Settings) if environment.get(_variable(one.name))
    }
    return Settings(**{name: _read(name, text) for name, text in given.items()})


def variables(environment: Mapping[str, str] = os.environ) -> list[Variable]:
    """Every variable with its meaning, for people."""
    defaults = Settings()
    return [
        Variable(
            name=_variable(one.name),
            meaning=_MEANINGS[one.name],
            default=str(getattr(defaults, one.name) or ("a folder of the user" if one.name == "data" else "none")),
            value=_shown(one.name, environment.get(_variable(one.name))),
        )
        for one in fields(Settings)
    ]


def _variable(name: str) -> str:
    return "DATABASE_URL" if name == "database_url" else f"CLAIMTRAIL_{name.upper()}"


def _read(name: str, text: str) -> Any:  # noqa: ANN401 (whatever the field's type is)
    if name == "data":
        return Path(text)
    if name in ("cache_mib", "readers"):
        if not text.isascii() or not text.isdecimal() or int(text) < 1:
            raise NotASetting(f"{_variable(name)}: expected a whole number of at least 1, got {text!r}")
        return int(text)
    if name == "hosts":
        return tuple(one.strip().lower() for one in text.split(",") if one.strip())
    if name == "database_url":
        _refuse_unless_connection(text)
    return text


def _refuse_unless_connection(text: str) -> None:
    """Raises NotASetting, and tells no more than the beginning of *text*: it may hold a password."""
    try:
        conninfo_to_dict(text)
    except psycopg.ProgrammingError:
        scheme, colon, _ = text.partition("://")
        got = f", got one that begins with {scheme}://" if colon else ""
        raise NotASetting(
            "DATABASE_URL: expected the address of a PostgreSQL, such as postgresql://user@host:5432/name, or "
            f"host=… dbname=…{got}. Mend it, or unset it for the embedded PostgreSQL"
        ) from None


def _shown(name: str, value: str | None) -> str | None:
    """A connection string may hold a password."""
    return "(set)" if name == "database_url" and value else value
