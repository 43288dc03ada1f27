"""The forms: shown on GET, judged on POST; recorded, then on to the page of what was recorded.

One button records. The others change rows, show other fields, or preview: none of them writes. A form that is pressed
twice records once, for its identity was made when it was shown.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, TypeAlias
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from api.http.as_of import not_found
from api.http.at_least import AUDIT, FIGURES, VIEWS, reach
from api.http.parameters import bad
from api.http.problems import STATUS, UNPROCESSABLE
from api.http.reading import pool_of, service_of
from api.web.forms.accepting import ACCEPT, accepted
from api.web.forms.door import FromElsewhere, posted_entries, refuse_from_elsewhere
from api.web.forms.entries import change_of, row_of, with_rows_changed
from api.web.forms.fields import fields_of, rows_of
from api.web.forms.filling import Filling, Past
from api.web.forms.judging import recorded, rehearsed
from api.web.forms.preview import Preview
from api.web.forms.previewing import folded, meanwhile_words, preview_of
from api.web.forms.publishing import ASK, CORRECT_STORY, PUBLISH, STORY_VERBS
from api.web.forms.sheet import named, opened
from api.web.forms.told import Told, heading, told
from api.web.forms.verb import Verb
from api.web.forms.verbs import REPORT, VERBS
from api.web.site import page
from domain.receipt import Receipt
from domain.refusals import Lagging, Malformed, Refused, VersionConflict, shown
from domain.shapes import is_id

RECORD, PREVIEW = "record", "preview"
READ_MODELS = (VIEWS, FIGURES, AUDIT)
CREATED: Mapping[str, str] = {"claim": "/claims/", "story": "/stories/", "question": "/questions/"}
SECTIONS = {"claim": "claims", "story": "stories", "question": "questions"}

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a form stands: its verb, the kind of stream, and the subject where the address names it."""

    verb: Verb[Any]
    kind: str
    subject: str | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """Which button had the form judged ("" for none), and what is wrong with it."""

    by: str = ""
    refused: Refused | None = None


UNJUDGED = Judged()


@dataclass(frozen=True, slots=True)
class Aside:
    """What is told beside the form, and the row that is looked at first."""

    notice: str = ""
    focused: str = ""


NOTHING_ASIDE = Aside()

Handler: TypeAlias = Callable[..., Awaitable[Response]]


async def shown_form(request: Request, place: Place) -> Response:
    """The form with what is recorded filled in, and what the address gives."""
    given = dict(request.query_params)
    if "as_of" in given:
        raise Refused(bad("as_of", "none: a form writes now, whatever the page before it has shown", given["as_of"]))
    story = given.get("story") if place.verb is PUBLISH else None
    filling = Filling(place.verb, await _past(request, place, story), given, subject=place.subject)
    if place.verb is CORRECT_STORY and ACCEPT in given:
        given |= await accepted(request, place.subject or "", given, len(rows_of(filling.recorded, "prints")))
    strangers = [one for one in filling.strangers if one not in ("story", ACCEPT)]
    if strangers:
        raise Refused(*(bad(one, "no such field in this form", given[one]) for one in strangers))
    return await _page(request, place, filling)


async def sent_form(request: Request, place: Place) -> Response:
    """Records what the form holds, or shows it again with what the button asks for or what is to be mended."""
    try:
        refuse_from_elsewhere(request)
    except FromElsewhere:
        return await page(request, "forms/elsewhere.html", title="Not taken: this came from another site",
                          section=SECTIONS[place.kind], status=HTTPStatus.FORBIDDEN)  # fmt: skip
    given = await posted_entries(request)
    past = await _past(request, place, given.get("subject", "") if place.verb is PUBLISH else None)
    filling = Filling(place.verb, past, given, subject=place.subject)
    if strangers := filling.strangers:
        raise Refused(Malformed(expected="fields of this form", got=shown(", ".join(strangers))))
    return await _pressed(request, place, filling, given.get("do", RECORD))


async def _pressed(request: Request, place: Place, filling: Filling, button: str) -> Response:
    refilled = place.verb.refilled(filling.state, filling.entries)
    if refilled is not None:
        notice = "Filled in with what was chosen now; what had been changed is kept. Nothing is recorded yet."
        return await _page(request, place, filling.with_entries(refilled), aside=Aside(notice=notice))
    if change := change_of(button):
        changed = filling.with_entries(with_rows_changed(filling.entries, change))
        return await _page(request, place, changed, aside=Aside(focused=row_of(change, changed.entries)))
    if button == RECORD:
        return await _record(request, place, filling)
    if button == PREVIEW and "hx-request" in request.headers:
        return await _preview_alone(request, place, filling)
    judged = Judged(PREVIEW, await _dry_run(request, filling)) if button == PREVIEW else UNJUDGED
    return await _page(request, place, filling, judged)


async def _past(request: Request, place: Place, subject: str | None) -> Past:
    """What is recorded of what the form is about; raises Refused (``not-found``) where the address names nothing."""
    named = place.subject or subject or ""
    stream = f"{place.kind}/{named}"
    if not is_id(named):
        if place.subject is not None:
            raise not_found(place.kind, named)
        return Past(stream)
    log = service_of(request).history
    events = await asyncio.to_thread(lambda: list(log.history(stream)))
    if place.subject is not None and not events:
        raise not_found(place.kind, named)
    return Past(stream, events)


async def _record(request: Request, place: Place, filling: Filling) -> Response:
    outcome = await recorded(service_of(request), filling.draft)
    if isinstance(outcome, Receipt):
        return await _on_to(request, place, outcome)
    if _status(outcome) >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise outcome
    return await _page(request, place, filling, Judged(RECORD, outcome))


async def _on_to(request: Request, place: Place, receipt: Receipt) -> Response:
    """To the page of what was recorded, once all that it reads shows it; after two seconds however far it has come."""
    if receipt.position is not None:
        reached = (reach(pool_of(request), name, receipt.position) for name in READ_MODELS)
        for outcome in await asyncio.gather(*reached, return_exceptions=True):
            if isinstance(outcome, BaseException) and not _is_lagging(outcome):
                raise outcome
    subject = receipt.stream.partition("/")[2]
    return RedirectResponse(CREATED[place.kind] + quote(subject), HTTPStatus.SEE_OTHER)


def _is_lagging(outcome: BaseException) -> bool:
    return isinstance(outcome, Refused) and isinstance(outcome.first, Lagging)


async def _page(
    request: Request,
    place: Place,
    filling: Filling,
    judged: Judged = UNJUDGED,
    aside: Aside = NOTHING_ASIDE,
) -> Response:
    faults = _told(filling, judged.refused)
    current = filling.up_to_date() if _is_overtaken(judged) else filling
    is_refused = judged.by == RECORD
    at_fault = {one.field: one for one in reversed(faults)}
    preview = await _preview(request, place, current, judged.refused) if judged.by else None
    return await page(
        request,
        "forms/form.html",
        title=f"Not recorded: {place.verb.title}" if is_refused else place.verb.title,
        section=SECTIONS[place.kind],
        status=_status(judged.refused) if is_refused else HTTPStatus.OK,
        heading=place.verb.title,
        scripts=("htmx.min.js",),
        place=place,
        verb=place.verb,
        about=named(place.kind, place.subject, current.state),
        form=current,
        entries=current.entries,
        opened=opened(current, at_fault),
        faults=at_fault,
        summary=faults if is_refused else (),
        summary_heading=heading(len(faults)),
        to_mend=faults if judged.by == PREVIEW else (),
        preview=preview,
        is_judged=bool(judged.by),
        is_sound=judged.refused is None,
        as_of_path=request.url.path.rpartition("/")[0],
        notice=aside.notice,
        focused=aside.focused,
        action=request.url.path,
        ids={one.name: one.id for one in fields_of(current.nodes)},
    )


async def _preview_alone(request: Request, place: Place, filling: Filling) -> Response:
    """The panel by itself, for a page that refreshes it while somebody types."""
    refused = await _dry_run(request, filling)
    preview = await _preview(request, place, filling, refused)
    return await page(
        request,
        "forms/preview.html",
        title="",
        section=SECTIONS[place.kind],
        preview=preview,
        to_mend=_told(filling, refused),
        is_judged=True,
        is_sound=refused is None,
    )


async def _preview(request: Request, place: Place, filling: Filling, refused: Refused | None) -> Preview | None:
    made = folded(service_of(request), filling, refused)
    return None if made is None else await preview_of(pool_of(request), made, place.subject or "")


async def _dry_run(request: Request, filling: Filling) -> Refused | None:
    outcome = await rehearsed(service_of(request), filling.draft)
    return outcome if isinstance(outcome, Refused) else None


def _is_overtaken(judged: Judged) -> bool:
    return judged.refused is not None and isinstance(judged.refused.first, VersionConflict)


def _status(refused: Refused | None) -> int:
    return HTTPStatus.OK if refused is None else STATUS.get(type(refused.first), UNPROCESSABLE)


def _told(filling: Filling, refused: Refused | None) -> list[Told]:
    if refused is None:
        return []
    return told(refused.refusals, filling.nodes, filling.assembled.rows, filling.entries, meanwhile_words(filling))


def _get(place: Callable[..., Place]) -> Handler:
    async def get(request: Request) -> Response:
        return await shown_form(request, place(**request.path_params))

    return get


def _post(place: Callable[..., Place]) -> Handler:
    async def post(request: Request) -> Response:
        return await sent_form(request, place(**request.path_params))

    return post


def _add(path: str, place: Callable[..., Place]) -> None:
    router.add_api_route(path, _get(place), methods=["GET"])
    router.add_api_route(path, _post(place), methods=["POST"])


def _of_claim(verb: Verb[Any]) -> Callable[..., Place]:
    return lambda claim: Place(verb, "claim", claim)


def _of_story(verb: Verb[Any]) -> Callable[..., Place]:
    return lambda story: Place(verb, "story", story)


_add("/claims/new", lambda: Place(REPORT, "claim"))
_add("/stories/new", lambda: Place(PUBLISH, "story"))
_add("/questions/new", lambda: Place(ASK, "question"))
for _of_a_claim in VERBS.values():
    _add(f"/claims/{{claim}}/{_of_a_claim.name}", _of_claim(_of_a_claim))
for _of_a_story in STORY_VERBS.values():
    _add(f"/stories/{{story}}/{_of_a_story.name}", _of_story(_of_a_story))
