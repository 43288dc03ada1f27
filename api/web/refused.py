"""Refusals as pages, for browsers; who asks for JSON, or for an address of the JSON surface, gets the problem itself.

Every handler that makes a problem is kept: it decides status, headers and what is logged. Here its problem is put into
words, with the links that lead on.
"""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from fastapi import FastAPI, Request
from psycopg import OperationalError
from starlette.responses import Response

from adapters.postgres.fetch import row
from adapters.postgres.queries import queries
from api.http.negotiate import preferred
from api.http.parameters import AS_OF, NotReadable
from api.http.problems import MEDIA_TYPE, TYPE
from api.http.reading import pool_of
from api.web.charts.rail import NotYet, not_known_yet
from api.web.charts.svg import Told
from api.web.reader import EXAMPLES, Reader, as_of_in, reader_of
from api.web.site import SECTIONS, bare_page
from api.web.words_times import moment_of, moment_words, span_words

Handler = Callable[[Request, Any], Awaitable[Response]]
Problem = Mapping[str, Any]

SQL = queries("moments")
MACHINES = ("/v1/", "/log/", "/static/", "/live/")
MACHINE = frozenset({"/healthz", "/readyz", "/metrics", "/openapi.json"})
PAGE, JSON = "text/html", "application/json"
KINDS = {"claims": "claim", "stories": "story", "questions": "question"}
NAMED = {**KINDS, "sources": "source"}
NO_MOMENT = "none: "
"""How an expectation begins where a page takes no moment at all."""
_NAME = re.compile(r"[a-z_]+")
TITLES = {
    "before-first": "Not known yet",
    "not-yet": "This moment has not come",
    "bad-parameter": "This page cannot be shown as asked",
    "not-found": "There is no such page",
    "database-away": "The record cannot be read now",
    "lagging": "This page has not caught up yet",
    "overloaded": "Too much at once",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a page was asked for: the kind of thing and its name, as its address says; both may be missing."""

    section: str
    kind: str | None
    name: str | None


def install(app: FastAPI) -> None:
    """Makes every problem of *app* a page for who asks for pages."""
    for kind, as_problem in list(app.exception_handlers.items()):
        app.add_exception_handler(kind, for_people_too(as_problem))  # type: ignore[arg-type] # every one is ours, and async


def for_people_too(as_problem: Handler) -> Handler:
    """A handler that answers with the page, where one is wanted, and else as *as_problem* does."""

    async def answered(request: Request, error: Any) -> Response:  # noqa: ANN401 (whatever was raised)
        response = await as_problem(request, error)
        is_problem = response.headers.get("content-type") == MEDIA_TYPE
        return await _page(request, response) if is_problem and wants_page(request) else response

    return answered


def wants_page(request: Request) -> bool:
    """Whether a person looks at a page of ours."""
    path = request.url.path
    if path.startswith(MACHINES) or path in MACHINE:
        return False
    return preferred(request.headers.get("accept"), (JSON, PAGE)) == PAGE


async def _page(request: Request, response: Response) -> Response:
    problem: Problem = orjson.loads(response.body)
    name = problem["type"].removeprefix(TYPE)
    asked = _asked(request.url.path)
    template, context = "refused.html", {**_frame(name, problem, asked), "asked": asked, "problem": problem}
    if name == "before-first" and problem.get("first_recorded_at"):
        template, more = "not_known.html", await _not_known(request, problem, asked)
        context |= more
    made = await bare_page(request, template, response.status_code, context, is_away=name == "database-away")
    for header in ("retry-after", "allow"):
        if header in response.headers:
            made.headers[header] = response.headers[header]
    made.background = response.background
    return made


def _asked(path: str) -> Asked:
    section, _, rest = path.strip("/").partition("/")
    known = section in {name for name, _, _ in SECTIONS}
    return Asked(section if known else "", NAMED.get(section), rest.partition("/")[0] or None)


def _frame(name: str, problem: Problem, asked: Asked) -> dict[str, Any]:
    title = TITLES.get(name, str(problem["title"]).removesuffix("."))
    last_revision = problem.get("last_revision") if name == "not-found" else None
    if last_revision is not None:
        title = f"This claim has no revision {problem['errors'][0]['got']}"
    elif name == "not-found" and asked.kind and asked.name:
        title = f"This record has no such {asked.kind}"
    return {
        "title": title,
        "section": asked.section,
        "name": name,
        "last_revision": last_revision,
        "faults": [_fault(one) for one in problem["errors"]],
    }


def _fault(error: Problem) -> dict[str, Any]:
    """A fault in words: the parameter, what it takes, what was sent; for a moment examples of what can be read."""
    name, colon, expected = str(error["expected"]).partition(": ")
    if not colon or not _NAME.fullmatch(name):
        is_unknown = name == "one of" and error["name"] == "bad-parameter"
        known = expected if is_unknown else str(error["expected"])
        return {"parameter": None, "is_unknown": is_unknown, "expected": known, "got": error["got"], "examples": None}
    is_readable = expected == EXAMPLES or expected.startswith(NO_MOMENT)
    is_moment = name == AS_OF.name and error["name"] == "bad-parameter" and not is_readable
    examples = EXAMPLES if is_moment else None
    return {"parameter": name, "is_unknown": False, "expected": expected, "got": error["got"], "examples": examples}


async def _not_known(request: Request, problem: Problem, asked: Asked) -> dict[str, Any]:
    """Both moments on a line, and how far they lie apart."""
    reader = reader_of(request)
    first = moment_of(str(problem["first_recorded_at"]))
    if first is None:
        return {}
    at, position = _moment_asked(request, reader)
    began_at = await _first_position(request, asked)
    first_words = moment_words(first, reader.zone, seconds=True)
    asked_words = _asked_words(at, position, reader)
    place = "" if began_at is None else f", position {began_at:,}"
    line = NotYet(
        Told("unknown", f"Asked for: {asked_words}. First recorded: {first_words}{place}."),
        asked_words=f"asked for: {asked_words}",
        first_words=f"first recorded: {first_words}{place}",
    )
    return {
        "asked_words": asked_words,
        "asked_for": asked_words,
        "later": None if at is None else span_words(first - at),
        "thing": f"the {asked.kind}" if asked.kind else "anything",
        "line": not_known_yet(line),
        "first_as_of": began_at if began_at is not None else problem["first_recorded_at"],
    }


def _moment_asked(request: Request, reader: Reader) -> tuple[datetime | None, int | None]:
    try:
        read = as_of_in(reader.zone).read(request.query_params.get(AS_OF.name, ""))
    except NotReadable:
        return None, None
    return read.moment, read.position


def _asked_words(at: datetime | None, position: int | None, reader: Reader) -> str:
    if at is not None:
        return moment_words(at, reader.zone)
    return "an earlier moment" if position is None else f"position {position:,}"


async def _first_position(request: Request, asked: Asked) -> int | None:
    """Where in the log the thing begins; None where the address names none, or nobody can tell."""
    if asked.section not in KINDS or not asked.name:
        return None
    try:
        first = await row(pool_of(request), SQL["first_of_stream"], {"stream": f"{KINDS[asked.section]}/{asked.name}"})
    except OperationalError:
        return None
    return None if first is None else first[0]
