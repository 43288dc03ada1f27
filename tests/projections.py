"""Projections as a test uses them: fed from a log, followed, looked at, made anew."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event as Flag
from threading import Thread
from time import monotonic, sleep
from typing import Any, TypeAlias

import psycopg
from psycopg.conninfo import make_conninfo

from adapters.postgres.copy_rows import read_rows
from adapters.postgres.pool import pool
from adapters.projections import PROJECTIONS
from adapters.projections.digest import MODULUS
from adapters.projections.folds import MOST_BYTES
from adapters.projections.projection import BatchProjection
from adapters.projections.read_model import Place, ReadModel
from adapters.projections.runner import follow_all
from domain.receipt import Receipt
from tests import events as posts
from tests.bounded import PATIENCE_S, joined
from tests.events import Event
from tests.ledger import proposal
from tests.log import Log
from tests.postgres import Database

Kind: TypeAlias = type[BatchProjection]

FOLLOWER = "follower"
OTHER = "kyiv.ru-soldiers-killed"


def posted(log: Log, *events: Event) -> list[Receipt]:
    """Records *events* as one batch; none may be refused."""
    answers = log.append(*(proposal(event) for event in events))
    assert all(isinstance(answer, Receipt) for answer in answers), answers
    return [answer for answer in answers if isinstance(answer, Receipt)]


def whole_story() -> list[Event]:
    """Events of every type, in two claims and a question, with redactions of what came long before."""
    first = posts.reported(id="first", wording_note="Ivanov counted", figure=posts.exact("498"), wording="nearly 500")
    mended = posts.corrected(
        {"figure": posts.exact("1351"), "wording_note": None},
        {"figure": posts.exact("1531"), "wording_note": "a slip"},
        target=2,
    )
    return [
        posts.asked(topics=["war", "Ivanov"], tolerance="0.10"),
        first,
        posts.reported("more than 7,000 soldiers", posts.more_than("7000"), claim=OTHER),
        posts.updated(occasion="evening briefing"),
        posts.disputed(),
        mended,
        posts.assessed(target={"id": "first"}),
        posts.attributed(posts.chain("ru-mod", "interfax")),
        posts.resolved(),
        posts.disputed("d-2", by="ivanov"),
        posts.linked(OTHER),
        posts.annotated(),
        posts.retracted(),
        posts.redacted(1, "/wording", "/wording_note"),
        posts.reinstated(),
        posts.reworded(),
        posts.question_redacted(1, "/topics/1", "/text"),
        posts.updated("1,400 soldiers", posts.exact("1400"), said_at="2022-04-02", attribution=posts.chain("ru-mod")),
        posts.redacted(2, "/figure", "/occasion"),
        posts.redacted(4, "/is/figure", "/was/figure", "/reason"),
        posts.retracted(claim=OTHER),
        posts.redacted(1, "/attribution/0", claim=OTHER),
        posts.never_said({"id": "first"}),
    ]


def corrected_days() -> list[Event]:
    """Another claim's figure day by day, told again and corrected long after, and some days never said at all."""
    claim = "un.derna-killed"
    mended = posts.corrected(
        {"wording": "14 dead"}, {"wording": "14 people dead"}, target={"id": "day-14"}, claim=claim
    )
    again = posts.corrected({"wording": "14 people dead"}, {"wording": "14 are dead"}, target=19, claim=claim)
    return [
        posts.reported("11 dead", posts.exact("11"), claim=claim, said_at="2021-09-11", refers_to="2021-09-11"),
        *(_told_on(day, claim) for day in range(12, 29)),
        mended,
        posts.disputed("d-14", target=4, claim=claim),
        again,
        _told_on(29, claim),
        posts.never_said({"id": "day-20"}, claim=claim),
        posts.never_said(21, claim=claim),
    ]


def _told_on(day: int, claim: str) -> Event:
    when = f"2021-09-{day}"
    figure = posts.exact(str(day))
    return posts.updated(f"{day} dead", figure, claim=claim, id=f"day-{day}", said_at=when, refers_to=when)


@contextmanager
def projecting(database: Database, kind: Kind, most_bytes: int = MOST_BYTES) -> Iterator[BatchProjection]:
    """The projection, driven by hand."""
    with pool(database.url, max_size=1) as connections:
        yield kind(ReadModel(connections, kind.name), most_bytes)


def bring_up_to_date(database: Database, kind: Kind, *, at_once: int = 1_000, most_bytes: int = MOST_BYTES) -> Place:
    """Applies all that is recorded, *at_once* events at a time."""
    with projecting(database, kind, most_bytes) as projection:
        while (applied := projection.process_batch(most=at_once)).read:
            pass
        return applied.place


@contextmanager
def followed(database: Database, *kinds: Kind) -> Iterator[None]:
    """The worker's followers, on connections of their own name."""
    stopping = Flag()
    conninfo = make_conninfo(database.url, application_name=FOLLOWER)
    worker = Thread(target=follow_all, args=(conninfo, stopping, kinds or PROJECTIONS), daemon=True)
    worker.start()
    try:
        yield
    finally:
        stopping.set()
        joined(worker)


def progress(database: Database, kind: Kind) -> dict[str, Any]:
    """The projection's row in ``tracking``."""
    with psycopg.connect(database.url, row_factory=psycopg.rows.dict_row) as connection:
        found = connection.execute("SELECT * FROM tracking WHERE name = %s", [kind.name]).fetchone()
        assert found is not None
        return found


def wait_until(database: Database, kind: Kind, **wanted: object) -> None:
    """Waits until the row in ``tracking`` has the *wanted* values."""
    deadline = monotonic() + PATIENCE_S
    while not wanted.items() <= (found := progress(database, kind)).items():
        assert monotonic() < deadline, found
        sleep(0.01)


def rows_of(database: Database, kind: Kind) -> dict[str, list[bytes]]:
    """Every row of every table of the projection, as bytes, sorted."""
    with psycopg.connect(database.url) as connection:
        return {
            table.name: sorted(read_rows(connection, table.sql[f"show_{table.called}"], {})) for table in kind.tables
        }


def added_up(database: Database, kind: Kind) -> int:
    """The digest, added up from the tables themselves."""
    with psycopg.connect(database.url) as connection:
        return sum(table.hash(connection) for table in kind.tables) % MODULUS
