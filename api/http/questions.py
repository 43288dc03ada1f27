"""Questions: the list, and the board of one: every claim about it, and how each two of them stand to one another."""

import asyncio

import orjson
from fastapi import APIRouter, Request
from psycopg.rows import TupleRow
from starlette.responses import Response

from adapters.postgres.composed import composed
from adapters.postgres.fetch import Pool, row, rows
from adapters.postgres.queries import queries
from api.http.as_of import before_first, moment_of, moment_of_page, not_found
from api.http.at_least import VIEWS
from api.http.boards import CLAIM, MOST_PAIRS, PAIRS, VERDICT, Found, Pairs, board, for_period, found_of
from api.http.claim_filters import keyed, like_patterns
from api.http.etags import tagged
from api.http.examples import BOARD, QUESTION_ITEM, QuestionId
from api.http.paging import page_response
from api.http.parameters import MOMENT, PAGE, PERIOD, TOLERANCE, Asked, Q
from api.http.reading import asked_of, documented, json_response, page_of, pool_of
from domain.refusals import Refused
from domain.shapes import is_id
from domain.view import View

SQL = queries("reading")
LISTED = (Q, *MOMENT, *PAGE)
BOARDED = (TOLERANCE, PERIOD, VERDICT, CLAIM, PAIRS, *MOMENT)

router = APIRouter(tags=["questions"])


@router.get(
    "/v1/questions",
    **documented("Questions, asked or only named by claims.", {"items": [QUESTION_ITEM], "next": None}, LISTED),
)
async def questions(request: Request) -> Response:
    """A page of questions, in the order of their ids."""
    page = page_of(request, LISTED)
    pool = pool_of(request)
    moment = await moment_of_page(pool, page, VIEWS)
    begins, values = keyed(page, page.text_key())
    if (words := page.asked[Q]) is not None:
        begins, values = (*begins, "question_q"), {**values, "q": like_patterns(words)}
    name = "questions_now" if moment is None else "questions_as_of"
    query = composed("reading", name, begins, descending=page.is_descending)
    found = await rows(pool, query, {**values, "position": moment, "limit": page.limit + 1})
    response = page_response(page, found, lambda one: str(one[0]), _item, moment)
    return tagged(request, response, found[0][-1] if found else None)


@router.get(
    "/v1/questions/{question}",
    **documented("Every claim about a question, and the verdict of each pair.", BOARD, BOARDED),
)
async def question_board(request: Request, question: QuestionId) -> Response:
    """The board: claims, verdicts with their reasons, groups that may share an axis, whether it is contested."""
    asked = asked_of(request, BOARDED)
    _, found = await asked_board(request, question, asked)
    most = asked[PAIRS]
    wanted = Pairs(MOST_PAIRS if most is None else most, asked[VERDICT], asked[CLAIM])
    response = await asyncio.to_thread(_board, question, found, found.asked.tolerance(asked[TOLERANCE]), wanted)
    return tagged(request, response, found.reflected)


def _board(question: str, found: Found, tolerance: View | None, wanted: Pairs) -> Response:
    return json_response(board(question, found, tolerance, wanted))


async def asked_board(request: Request, question: str, asked: Asked) -> tuple[int | None, Found]:
    """The position that *asked* asks for (None: now), and the board as of it, for its period if there is one.

    Raises Refused: what moments can be refused for, and ``not-found`` or ``before-first`` for a question not there.
    """
    pool = pool_of(request)
    if not is_id(question):
        raise not_found("question", question)
    moment = await moment_of(pool, asked, VIEWS)
    found = await found_of(request, question, moment)
    if not found.is_asked and not found.claims:
        raise await absent(pool, question, moment)
    if (period := asked[PERIOD]) is not None:
        found = await for_period(request, found, period, moment)
    return moment, found


def _item(row: TupleRow) -> bytes:
    question, view, claims, _ = row
    asked = {"question": question, "text": None} if view is None else orjson.loads(view)
    return orjson.dumps({**asked, "claims": claims})


async def absent(pool: Pool, question: str, moment: int | None) -> Refused:
    """A question may be named by claims before it is asked, or without ever being asked."""
    first = await row(pool, SQL["question_begins"], {"question": question})
    if moment is None or first is None or first[0] is None:
        return not_found("question", question)
    return before_first(first[0])
