"""A named query with named conditions and an order put into its places, so that each is planned for what it asks."""

from functools import lru_cache

from psycopg import sql

from adapters.postgres.queries import queries

CONDITIONS = "conditions"


@lru_cache(maxsize=1_024)
def composed(subject: str, name: str, conditions: tuple[str, ...], *, descending: bool = False) -> bytes:
    """The query *name* of *subject* where all *conditions* hold, the last first if *descending*.

    Its text has ``{conditions}`` and ``{direction}`` where these go; names are from our own files, never from outside.
    """
    fragments = queries(CONDITIONS)
    joint = sql.SQL(f" {fragments['and']} ")
    query = sql.SQL(queries(subject)[name]).format(
        conditions=joint.join([sql.SQL(fragments[one]) for one in conditions or ("always",)]),
        direction=sql.SQL(fragments["descending" if descending else "ascending"]),
    )
    return query.as_bytes(None)
