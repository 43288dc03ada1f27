"""One pair of any two claims."""

from typing import Any

import orjson
from fastapi import APIRouter, Request
from starlette.responses import Response

from adapters.postgres.fetch import Pool, rows
from adapters.postgres.queries import queries
from api.http.as_of import begin_of, moment_of
from api.http.at_least import VIEWS, reach
from api.http.boards import Question, value_of
from api.http.examples import COMPARISON
from api.http.parameters import LEFT, MOMENT, RIGHT, TOLERANCE
from api.http.reading import asked_of, documented, json_response, pool_of
from domain.board import pair, seat

SQL = queries("reading")
COMPARED = (LEFT, RIGHT, TOLERANCE, *MOMENT)

router = APIRouter(tags=["questions"])


@router.get(
    "/v1/compare",
    **documented("How two claims stand to one another.", COMPARISON, COMPARED),
)
async def compare(request: Request) -> Response:
    """The verdict of two claims under their scopes and periods, with every reason."""
    asked = asked_of(request, COMPARED)
    pool = pool_of(request)
    left, right = asked.required(LEFT), asked.required(RIGHT)
    moment = await moment_of(pool, asked, VIEWS, f"claim/{left}")
    begins = [await begin_of(pool, f"claim/{one}", moment) for one in (left, right)]
    await reach(pool, VIEWS, max(begins))
    found = await _two(pool, left, right, moment)
    tolerance = found[left][1].tolerance(asked[TOLERANCE])
    seats = [seat(view, question.scope) for view, question in (found[left], found[right])]
    return json_response({**pair(seats[0], seats[1], value_of(tolerance)), "tolerance": tolerance})


async def _two(pool: Pool, left: str, right: str, moment: int | None) -> dict[str, tuple[Any, Question]]:
    query = SQL["two_now" if moment is None else "two_as_of"]
    found = await rows(pool, query, {"left": left, "right": right, "position": moment})
    return {claim: _read(view, question) for claim, view, question in found}


def _read(view: bytes, question: bytes | None) -> tuple[Any, Question]:
    return orjson.loads(view), Question({} if question is None else orjson.loads(question))
