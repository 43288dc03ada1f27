"""What goes wrong in the database, as the ``eventsourcing`` library names it."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from eventsourcing import persistence

from domain.refusals import Refused

LIKE: dict[type[psycopg.Error], type[persistence.PersistenceError]] = {
    psycopg.DataError: persistence.DataError,
    psycopg.OperationalError: persistence.OperationalError,
    psycopg.IntegrityError: persistence.IntegrityError,
    psycopg.InternalError: persistence.InternalError,
    psycopg.ProgrammingError: persistence.ProgrammingError,
    psycopg.NotSupportedError: persistence.NotSupportedError,
    psycopg.DatabaseError: persistence.DatabaseError,
    psycopg.InterfaceError: persistence.InterfaceError,
    psycopg.Error: persistence.PersistenceError,
}


@contextmanager
def library_errors() -> Iterator[None]:
    """Raises the library's own errors for psycopg's, and for a log that is overloaded or away."""
    try:
        yield
    except psycopg.Error as error:
        raise _like(error)(str(error)) from error
    except Refused as refused:
        raise persistence.OperationalError(f"{refused.first.title} {refused.first.next_step}") from refused


def _like(error: psycopg.Error) -> type[persistence.PersistenceError]:
    return next(ours for theirs, ours in LIKE.items() if isinstance(error, theirs))
