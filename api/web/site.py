"""What every page has in common: its frame, its headers, and what it tells of the record it was made from.

A page is one file with one template that extends ``page.html``::

    asked = asked_of(request, (AS_OF,))
    position = await moment_of(pool_of(request), asked, "current_view", f"claim/{claim}")
    return await page(request, "claim.html", title=…, section="claims", as_of=position, view=view)
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from psycopg import OperationalError
from psycopg.rows import TupleRow
from starlette.responses import Response

from adapters.postgres.fetch import row
from adapters.postgres.queries import queries
from api.http.live_news import MOST_STREAMS
from api.http.parameters import AS_OF, Asked, Parameter, asked
from api.http.reading import pool_of
from api.web.assets import address_of
from api.web.charts import signs
from api.web.filters import FILTERS, GLOBALS, when_words
from api.web.reader import Reader, as_of_in, present_reader, reader_of, reading, written_moment
from api.web.words_times import clock_words, moment_of

SQL = queries("pages")
TEMPLATES = Path(__file__).parent / "templates"

SECTIONS = (
    ("desk", "/", "Desk"),
    ("stories", "/stories", "Stories"),
    ("questions", "/questions", "Questions"),
    ("claims", "/claims", "Claims"),
    ("sources", "/sources", "Sources"),
    ("log", "/log", "Log"),
)
HEADERS = {
    "Cache-Control": "private, no-cache",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "same-origin",
    "Vary": "Cookie, Accept",
    "X-Content-Type-Options": "nosniff",
}
NOT_KEPT = (AS_OF.name, "cursor", "at_least")
NOTHING_RECORDED = 0


@dataclass(frozen=True, slots=True)
class Record:
    """The record's last *position*, when that was *recorded_at*, and how far what is shown reflects it."""

    position: int
    recorded_at: datetime | None
    reflected: int

    @property
    def behind(self) -> int:
        """How many events are not shown yet."""
        return max(self.position - self.reflected, 0)


@dataclass(frozen=True, slots=True)
class Past:
    """The moment that a page shows instead of now, as the reader asked for it, and its *position*."""

    position: int
    words: str


def at(address: str) -> str:
    """*address*, at the moment that the page being made shows; a macro, which has no context, may ask too."""
    as_of = present_reader().as_of
    if as_of is None:
        return address
    where, mark, fragment = address.partition("#")
    return f"{where}{'&' if '?' in where else '?'}as_of={as_of}{mark}{fragment}"


def environment() -> Environment:
    """Jinja with the words of the desk; every value is escaped, and a name that a page forgot is an error."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(FILTERS)
    made.globals.update(GLOBALS)
    made.globals.update(asset=address_of, sections=SECTIONS, at=at)
    made.globals.update(sign=signs.state_sign, verdict_sign=signs.verdict_sign, node=signs.node_icon)
    return made


ENVIRONMENT = environment()


def asked_of(request: Request, known: Sequence[Parameter[Any]]) -> Asked:
    """What a page is asked for; ``as_of`` as people write it, by the reader's clocks. Raises Refused."""
    zone = reader_of(request).zone
    return asked(request.scope["query_string"], [as_of_in(zone) if one is AS_OF else one for one in known])


async def note_record(request: Request) -> None:
    """Notes how far the record has come before a page reads it: news of what comes later must not be missed."""
    request.state.record, _ = _record(await row(pool_of(request), SQL["record"], {"position": None}))


async def page(  # noqa: PLR0913 (one for each part of the frame that differs)
    request: Request,
    template: str,
    *,
    title: str,
    section: str,
    status: int = 200,
    as_of: int | None = None,
    json_url: str | None = None,
    **context: Any,  # noqa: ANN401 (whatever the template names)
) -> Response:
    """The page that *template* makes of *context*, as of the position *as_of* (None: now).

    *context* may say more about the frame: ``heading`` (markup in place of the title), ``since`` (what came after the
    moment shown), ``now_words`` (the link back), ``as_of_path`` (where the as-of form leads, if not to this page),
    ``asked_for`` (the moment that was asked for, where the page shows none), ``scripts`` (names of further assets),
    ``live`` (of which streams news are told; none of them: of all; no news are told of more than can be watched),
    ``live_after`` (the position after which there is news, where the page shows what was made a moment ago).
    """
    if as_of is None:
        record, asked_recorded_at = request.state.record, None
    else:
        record, asked_recorded_at = _record(await row(pool_of(request), SQL["record"], {"position": as_of}))
    reader = reader_of(request)
    past = None
    if as_of is not None:
        with reading(reader):
            past = Past(as_of, _asked_words(request, reader, as_of, asked_recorded_at))
    named = {"title": title, "section": section, "json_url": json_url, **context, "live": _live(context.get("live"))}
    return _response(request, template, status, {**_frame(request, record, past), **named}, as_of)


async def bare_page(
    request: Request, template: str, status: int, context: Mapping[str, Any], *, is_away: bool = False
) -> Response:
    """The same, as of now, where the record may be out of reach, for a page that says so; *is_away*: it surely is."""
    record = None
    if not is_away:
        with suppress(OperationalError):
            record, _ = _record(await row(pool_of(request), SQL["record"], {"position": None}))
    return _response(request, template, status, {**_frame(request, record, None), **context})


def _response(
    request: Request, template: str, status: int, context: Mapping[str, Any], as_of: int | None = None
) -> Response:
    with reading(replace(reader_of(request), as_of=as_of)):
        html = ENVIRONMENT.get_template(template).render(context)
    return Response(html, status, media_type="text/html; charset=utf-8", headers=HEADERS)


def _live(streams: Sequence[str] | None) -> Sequence[str] | None:
    """None where nobody can tell what is new of so many *streams*."""
    return None if streams is None or len(streams) > MOST_STREAMS else streams


def _frame(request: Request, record: Record | None, past: Past | None) -> dict[str, Any]:
    """What the layout names; *record* is None where nobody can tell how far it has come."""
    reader, now_at = reader_of(request), datetime.now(UTC)
    return {
        "reader": reader,
        "record": record,
        "past": past,
        "path": request.url.path,
        "here": _address(request, request.query_params.multi_items()),
        "now": _address(request, _kept(request)),
        "kept": _kept(request),
        "permalink": _permalink(request, record, past),
        "clock": clock_words(now_at, reader.zone),
        "now_at": now_at,
        "json_url": None,
        "heading": None,
        "since": None,
        "now_words": "Show it as it stands now",
        "asked_for": "",
        "as_of_path": request.url.path,
        "scripts": (),
        "live": None,
        "live_after": None if record is None else record.reflected,
    }


def _record(found: TupleRow | None) -> tuple[Record, datetime | None]:
    """How far the record has come, and when the event at the position asked for was recorded."""
    if found is None:
        return Record(NOTHING_RECORDED, None, NOTHING_RECORDED), None
    last, recorded_at, reflected, asked_recorded_at = found
    return Record(last, recorded_at, last if reflected is None else reflected), asked_recorded_at


def _asked_words(request: Request, reader: Reader, position: int, recorded_at: datetime | None) -> str:
    """The moment that was asked for; of a position, when it was recorded."""
    text = request.query_params.get(AS_OF.name, "").strip()
    asked_for = written_moment(text, reader.zone) or moment_of(text) or recorded_at
    return f"position {position:,}" if asked_for is None else when_words(asked_for)


def _kept(request: Request) -> list[tuple[str, str]]:
    """What the as-of form of this page sends along: all that was asked for, but the moment and the place in a list."""
    return [(name, value) for name, value in request.query_params.multi_items() if name not in NOT_KEPT]


def _address(request: Request, asked_for: Sequence[tuple[str, str]]) -> str:
    """A path and query of this page."""
    return f"{request.url.path}?{urlencode(asked_for)}" if asked_for else request.url.path


def _permalink(request: Request, record: Record | None, past: Past | None) -> str:
    """An address in full that will show what is seen now."""
    shown = past or record
    at = [] if shown is None or not shown.position else [(AS_OF.name, str(shown.position))]
    return f"{request.url.scheme}://{request.url.netloc}{_address(request, [*_kept(request), *at])}"


def as_query(parameters: Mapping[str, object]) -> str:
    """*parameters* as the query of an address, with its question mark; those that are None are left out."""
    sent = {name: str(value) for name, value in parameters.items() if value is not None}
    return f"?{urlencode(sent)}" if sent else ""
