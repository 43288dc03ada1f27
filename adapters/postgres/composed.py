"""Named queries with named parts put into their places, so that each is planned for what it asks."""

from functools import lru_cache

from psycopg import sql

from adapters.postgres.queries import queries

PARTS = "parts"


@lru_cache(maxsize=1_024)
def composed(subject: str, name: str, conditions: tuple[str, ...] = (), *, descending: bool = False) -> bytes:
    """The query *name* of *subject* where all *conditions* hold, the last first if *descending*.

    Its text has ``{conditions}``, ``{direction}``, ``{halving}`` and ``{counting}`` where these go; names are from our
    own files, never from outside.
    """
    fragments = queries(PARTS)
    joint = sql.SQL(f" {fragments['and']} ")
    query = sql.SQL(queries(subject)[name]).format(
        conditions=joint.join([sql.SQL(fragments[one]) for one in conditions or ("always",)]),
        direction=sql.SQL(fragments["descending" if descending else "ascending"]),
        halving=sql.SQL(fragments["halving"]),
        counting=sql.SQL(fragments["counting"]),
    )
    return query.as_bytes(None)
