"""Which moment a reading route answers for: now, or as of a position, and only once the answer can reflect it.

A moment in time is resolved to a position once, and the position is what everything else is asked with.

A moment that cannot be answered is refused, never rounded: before the first event ``before-first``, beyond the
record's end or the database's clock ``not-yet``. Nothing ever falls back to now.
"""

from collections.abc import Mapping
from typing import Any, cast

from psycopg.abc import QueryNoTemplate
from psycopg.rows import TupleRow

from adapters.postgres.composed import composed
from adapters.postgres.fetch import NOTHING, Pool, row
from adapters.postgres.queries import queries
from api.http.at_least import reach, whole
from api.http.paging import Page
from api.http.parameters import AS_OF, AT_LEAST, Asked, AsOf
from domain.refusals import BeforeFirst, NotFound, NotYet, Refused
from domain.wire import instant_text

SQL = queries("moments")

NOTHING_RECORDED = 0
"""The position before the first one: of all that there is, nothing is known yet."""


async def moment_of(pool: Pool, asked: Asked, read_model: str | None, stream: str | None = None) -> int | None:
    """The position to answer as of, None for now; *read_model* (None: the log itself) has come that far.

    Raises Refused: ``not-yet``, ``before-first`` (of *stream*, or of the log), ``not-found``, ``lagging``.
    """
    if (at_least := asked[AT_LEAST]) is not None:
        await reach(pool, read_model, at_least)
    if (as_of := asked[AS_OF]) is None:
        if read_model is not None:
            await whole(pool, read_model)
        return None
    position = await position_of(pool, as_of, stream)
    await reach(pool, read_model, position)
    return position


async def moment_of_page(pool: Pool, page: Page, read_model: str | None, stream: str | None = None) -> int | None:
    """The same for a page of a list: the pages that follow the first are of the same moment."""
    if page.position is not None:
        if read_model is not None:
            await whole(pool, read_model)
        return page.position
    return await moment_of(pool, page.asked, read_model, stream)


async def position_of(pool: Pool, as_of: AsOf, stream: str | None = None) -> int:
    """The position that *as_of* means, at least 1.

    Raises Refused: ``not-yet``; before the log's first event ``before-first``, or ``not-found`` for a *stream* that
    is not there at all.
    """
    if as_of.position is None:
        position = await _position_at(pool, as_of)
    else:
        position = await _within_the_log(pool, as_of.position, as_of.beyond)
    if position == NOTHING_RECORDED and stream is not None:
        await begin_of(pool, stream, position)
    if position == NOTHING_RECORDED:
        first = await row(pool, SQL["first_of_log"])
        raise before_first(None if first is None else first[1], 1)
    return position


async def begin_of(pool: Pool, stream: str, position: int | None) -> int:
    """The position of the first event of *stream*, such as ``claim/ID``.

    Raises Refused: ``not-found`` if there is none, ``before-first`` if it came after *position*.
    """
    first = await row(pool, SQL["first_of_stream"], {"stream": stream})
    if first is None:
        kind, _, name = stream.partition("/")
        raise not_found(kind, name)
    if position is not None and first[0] > position:
        raise before_first(first[1], first[0])
    return cast("int", first[0])


def before_first(first_recorded_at: Any, position: int | None = None) -> Refused:  # noqa: ANN401 (a column: a datetime or None)
    """Refuses a moment before something began, which was *first_recorded_at*, at *position* where that is known."""
    text = None if first_recorded_at is None else instant_text(first_recorded_at)
    expected = f"as_of: {text} or later" if text else "as_of: a moment when something was recorded"
    at = f" (position {position})" if text and position else ""
    return Refused(BeforeFirst(expected=expected + at, extensions={"first_recorded_at": text}))


def not_found(kind: str, name: str) -> Refused:
    """Refuses what is not there: the *kind* of thing and how it was called."""
    return Refused(NotFound(expected=f"a {kind} of this record", got=name))


async def _within_the_log(pool: Pool, position: int, beyond: str | None) -> int:
    end = (await _one(pool, SQL["end_of_log"]))[0]
    if position > end:
        expected = f"as_of: a position up to {end}, the last one" if end else "as_of: a position, once there is one"
        raise Refused(NotYet(expected=expected, got=beyond or position, extensions={"last_position": end}))
    return position


async def _position_at(pool: Pool, as_of: AsOf) -> int:
    moment = {"moment": as_of.moment}
    query = composed("moments", "position_at")
    position, is_settled, has_come = await _one(pool, query, moment)
    if is_settled:
        return cast("int", position)
    if not has_come:
        raise Refused(NotYet(expected="as_of: a moment that has come"))
    await row(pool, SQL["wait_for_groups"])
    return cast("int", (await _one(pool, query, moment))[0])


async def _one(pool: Pool, query: QueryNoTemplate, parameters: Mapping[str, Any] = NOTHING) -> TupleRow:
    found = await row(pool, query, parameters)
    if found is None:
        message = "this query always answers with one row"
        raise LookupError(message)
    return found
