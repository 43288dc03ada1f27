"""The forms: shown on GET, judged on POST; recorded, then on to the page of what was recorded.

One button records. The others change rows, show other fields, or preview: none of them writes. A form that is pressed
twice records once, for its identity was made when it was shown.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from http import HTTPStatus
from typing import Any, TypeAlias
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from adapters.shared_states import state_now
from api.http.as_of import not_found
from api.http.at_least import AUDIT, FIGURES, VIEWS, reach
from api.http.parameters import bad
from api.http.problems import STATUS, UNPROCESSABLE
from api.http.reading import pool_of, service_of
from api.web.forms.accepting import ACCEPT, accepted
from api.web.forms.asking import ASK, REWORD
from api.web.forms.door import posted_entries
from api.web.forms.elsewhere import page_for_elsewhere
from api.web.forms.entries import change_of, row_of, with_rows_changed
from api.web.forms.fields import Entries, fields_of, rows_of
from api.web.forms.filling import Filling, Past, version_seen
from api.web.forms.judging import recorded, rehearsed
from api.web.forms.offers import offered
from api.web.forms.own_faults import own_faults
from api.web.forms.preview import Preview
from api.web.forms.previewing import folded, meanwhile_words, preview_of
from api.web.forms.publishing import CORRECT_STORY, PUBLISH, STORY_VERBS
from api.web.forms.sheet import named, opened
from api.web.forms.taken import leading_on
from api.web.forms.targets import target_faults
from api.web.forms.told import Told, heading, told
from api.web.forms.verb import Verb
from api.web.forms.verbs import REPORT, VERBS
from api.web.forms.worded import unlike_wordings
from api.web.reader import reader_of
from api.web.site import page
from domain.ledger import empty_state
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
    """Which button had the form judged ("" for none), and what is wrong with it, by our own lights and the record's."""

    by: str = ""
    refused: Refused | None = None
    own: Sequence[Told] = ()


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
    filling = _filling(request, place, await _past(request, place, story, given), given)
    aside = NOTHING_ASIDE
    if place.verb is CORRECT_STORY and ACCEPT in given:
        found = await accepted(request, place.subject or "", given, len(rows_of(filling.recorded, "prints")))
        given |= found.entries
        aside = Aside(notice=found.notice)
    strangers = [one for one in filling.strangers if one not in ("story", ACCEPT)]
    if strangers:
        raise Refused(*(bad(one, "no such field in this form", given[one]) for one in strangers))
    return await _page(request, place, filling, aside=aside)


async def sent_form(request: Request, place: Place) -> Response:
    """Records what the form holds, or shows it again with what the button asks for or what is to be mended."""
    if (elsewhere := await page_for_elsewhere(request, SECTIONS[place.kind])) is not None:
        return elsewhere
    given = await posted_entries(request)
    past = await _past(request, place, given.get("subject", "") if place.verb is PUBLISH else None, given)
    filling = _filling(request, place, past, given)
    if strangers := filling.strangers:
        raise Refused(Malformed(expected="fields of this form", got=shown(", ".join(strangers))))
    return await _pressed(request, place, filling, given.get("do", RECORD))


def _filling(request: Request, place: Place, past: Past, given: Mapping[str, str]) -> Filling:
    return Filling(place.verb, past, given, subject=place.subject, zone=reader_of(request).zone)


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
    judged = await _rehearsed(request, filling, PREVIEW) if button == PREVIEW else UNJUDGED
    return await _page(request, place, filling, judged)


async def _past(request: Request, place: Place, subject: str | None, given: Entries) -> Past:
    """What is recorded of what the form is about; raises Refused (``not-found``) where the address names nothing."""
    named = place.subject or subject or ""
    stream = f"{place.kind}/{named}"
    if not is_id(named):
        if place.subject is not None:
            raise not_found(place.kind, named)
        return Past(stream, empty_state(stream), empty_state(stream))
    service = service_of(request)
    now = then = await state_now(service.history, service.states, stream)
    if place.subject is not None and not now.version:
        raise not_found(place.kind, named)
    if (seen := version_seen(given, now.version)) < now.version:
        then = await asyncio.to_thread(partial(service.history.state, stream, version=seen))
    return Past(stream, now, then)


async def _record(request: Request, place: Place, filling: Filling) -> Response:
    if await _own(request, filling):
        return await _page(request, place, filling, await _rehearsed(request, filling, RECORD))
    outcome = await recorded(service_of(request), filling.draft)
    if isinstance(outcome, Receipt):
        return await _on_to(request, place, outcome)
    judged = Judged(RECORD, outcome)
    if _status(judged) >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise outcome
    return await _page(request, place, filling, judged)


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
    faults = _told(request, filling, judged)
    current = filling.up_to_date() if _is_overtaken(judged) else filling
    is_refused = judged.by == RECORD
    at_fault = {one.field: one for one in reversed(faults)}
    preview = await _preview(request, place, current, judged.refused) if judged.by else None
    assembled = current.assembled
    warnings = unlike_wordings(assembled.data, assembled.rows)
    return await page(
        request,
        "forms/form.html",
        title=f"Not recorded: {place.verb.title}" if is_refused else place.verb.title,
        section=SECTIONS[place.kind],
        status=_status(judged) if is_refused else HTTPStatus.OK,
        heading=place.verb.title,
        scripts=("htmx.min.js", "forms.js"),
        place=place,
        verb=place.verb,
        about=await named(pool_of(request), place.kind, place.subject, current.state),
        form=current,
        entries=current.entries,
        opened=opened(current, at_fault),
        faults=at_fault,
        warnings=warnings,
        warned={one.field: one for one in warnings if one.field not in at_fault},
        offers=await offered(pool_of(request), current.nodes, current.entries),
        summary=faults if is_refused else (),
        summary_heading=heading(len(faults)),
        to_mend=faults if judged.by == PREVIEW else (),
        preview=preview,
        is_judged=bool(judged.by),
        is_sound=not faults,
        as_of_path=request.url.path.rpartition("/")[0],
        notice=aside.notice,
        focused=aside.focused,
        hindrance=place.verb.hindered(current.state),
        action=request.url.path,
        ids=_ids(current),
    )


async def _preview_alone(request: Request, place: Place, filling: Filling) -> Response:
    """The panel by itself, for a page that refreshes it while somebody types."""
    judged = await _rehearsed(request, filling, PREVIEW)
    preview = await _preview(request, place, filling, judged.refused)
    faults = _told(request, filling, judged)
    assembled = filling.assembled
    return await page(
        request,
        "forms/preview.html",
        title="",
        section=SECTIONS[place.kind],
        preview=preview,
        to_mend=faults,
        warnings=unlike_wordings(assembled.data, assembled.rows),
        is_judged=True,
        is_sound=not faults,
        ids=_ids(filling),
    )


async def _preview(request: Request, place: Place, filling: Filling, refused: Refused | None) -> Preview | None:
    made = folded(service_of(request), filling, refused)
    return None if made is None else await preview_of(pool_of(request), made, place.subject or "")


async def _rehearsed(request: Request, filling: Filling, button: str) -> Judged:
    """What recording would say; nothing is recorded."""
    outcome = await rehearsed(service_of(request), filling.draft)
    return Judged(button, outcome if isinstance(outcome, Refused) else None, await _own(request, filling))


async def _own(request: Request, filling: Filling) -> list[Told]:
    """What is wrong by the form's own lights, and by what is known of the claims that it names."""
    return [*own_faults(filling), *await target_faults(pool_of(request), filling)]


def _ids(filling: Filling) -> Mapping[str, str]:
    """The elements that links to fields lead to."""
    return {one.name: one.id for one in fields_of(filling.nodes)}


def _is_overtaken(judged: Judged) -> bool:
    return judged.refused is not None and isinstance(judged.refused.first, VersionConflict)


def _status(judged: Judged) -> int:
    return UNPROCESSABLE if judged.refused is None else STATUS.get(type(judged.refused.first), UNPROCESSABLE)


def _told(request: Request, filling: Filling, judged: Judged) -> list[Told]:
    if judged.refused is None:
        return [*judged.own]
    order = {one.name: n for n, one in enumerate(fields_of(filling.nodes))}
    rows, meanwhile = filling.assembled.rows, meanwhile_words(filling)
    refusals = judged.refused.refusals
    found = leading_on(filling, refusals, told(refusals, filling.nodes, rows, filling.entries, meanwhile))
    to_look_at = request.url.path.rpartition("/")[0]
    linked = (replace(one, page=to_look_at) if one.sentence == meanwhile else one for one in found)
    return sorted([*judged.own, *linked], key=lambda one: order.get(one.field, -1))


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
_add("/questions/{question}/reword", lambda question: Place(REWORD, "question", question))
for _of_a_claim in VERBS.values():
    _add(f"/claims/{{claim}}/{_of_a_claim.name}", _of_claim(_of_a_claim))
for _of_a_story in STORY_VERBS.values():
    _add(f"/stories/{{story}}/{_of_a_story.name}", _of_story(_of_a_story))
