"""The limit: psycopg alone on the same server, without lock, order, identity, checks or hashes.

It stores the load set's lines as they are, in a table with a key and a place in a stream.
"""

import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import Any, TypeAlias

import psycopg
from psycopg import Connection

from benchmarks.load_set import dealt, read_pairs
from benchmarks.stands import SQL
from benchmarks.written import Writer, Written, in_threads

TYPES = ("text", "int4", "text", "bytea")

Row: TypeAlias = tuple[str, int, str, bytes]
Store: TypeAlias = Callable[[Connection[Any], Sequence[Row]], object]


def raw(store: Store, file: Path, most: int, connections: int, size: int) -> Writer:
    """So many connections, each storing *size* rows and committing, again and again."""

    def write(conninfo: str, seconds: float) -> Written:
        hands = rows(file, most, connections)
        latencies: list[float] = []
        stored: list[int] = []
        ends_at = time.perf_counter() + seconds

        def from_one(number: int) -> None:
            own = hands[number]
            with psycopg.connect(conninfo, autocommit=True, prepare_threshold=0) as connection:
                for first in range(0, len(own), size):
                    began = time.perf_counter()
                    if began > ends_at:
                        return
                    store(connection, own[first : first + size])
                    latencies.append(time.perf_counter() - began)
                    stored.append(len(own[first : first + size]))

        in_threads(from_one, connections)
        return sum(stored), latencies

    def prepare(conninfo: str) -> None:
        rows(file, most, connections)
        with psycopg.connect(conninfo, autocommit=True) as connection:
            connection.execute(SQL["create_rows"])

    return Writer(prepare, write)


def insert_one(connection: Connection[Any], some: Sequence[Row]) -> None:
    """One INSERT, which is its own transaction."""
    connection.execute(SQL["insert_row"], some[0], prepare=True, binary=True)


def insert_many(connection: Connection[Any], some: Sequence[Row]) -> None:
    """``executemany`` and a COMMIT."""
    with connection.transaction(), connection.cursor() as cursor:
        cursor.executemany(SQL["insert_row"], some)


def copy(connection: Connection[Any], some: Sequence[Row]) -> None:
    """COPY and a COMMIT."""
    with connection.transaction(), connection.cursor() as cursor, cursor.copy(SQL["copy_rows"]) as out:
        out.set_types(TYPES)
        for row in some:
            out.write_row(row)


@lru_cache(maxsize=1)  # a hundred thousand lines, and the same ones only within a round
def rows(file: Path, most: int, connections: int) -> list[list[Row]]:
    """What each connection stores, made before the clock starts."""
    hands = []
    for hand in dealt(read_pairs(file, most), connections):
        versions: defaultdict[str, Iterator[int]] = defaultdict(lambda: count(1))
        hands.append([(claim, next(versions[claim]), "claim.updated.v1", line) for claim, line in hand])
    return hands
