"""Questions: what was asked, and how many claims answer it."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.http.as_of import moment_of
from api.http.at_least import VIEWS
from api.http.parameters import AS_OF, CURSOR, LIMIT, ORDER, Q
from api.http.question_marks import contested_among
from api.http.questions import questions
from api.http.reading import pool_of
from api.web.lists import filled, first_page, list_of, sent
from api.web.site import as_query, asked_of, page

TAKEN = (Q, AS_OF, LIMIT, CURSOR, ORDER)

router = APIRouter(include_in_schema=False)


@router.get("/questions")
async def questions_page(request: Request) -> Response:
    """The page; whether a question is contested is marked for now only."""
    request = filled(request)
    asked = asked_of(request, TAKEN)
    pool = pool_of(request)
    moment = await moment_of(pool, asked, VIEWS)
    shown = await list_of(questions, request, asked, moment)
    several = [one["question"] for one in shown["items"] if one["claims"]]
    words = asked.text.get("q", "").strip()
    return await page(
        request,
        "questions.html",
        title=f"Questions with “{words}”" if words else "Questions",
        section="questions",
        as_of=moment,
        json_url=f"/v1/questions{as_query(sent(asked, moment))}",
        since=None if moment is None else "What was asked later is left out.",
        live=(),
        words=words,
        asked=asked.text,
        items=shown["items"],
        contested=await contested_among(pool, several) if moment is None else frozenset(),
        next=shown["next"],
        first=first_page(request, asked),
    )
