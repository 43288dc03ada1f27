"""Keyset pages (RFC 8288): a cursor holds where the page begins, under which filters, and as of which position.

So a list that is read page by page stays the list of one moment where it was asked for as of one, and a cursor is
refused with filters other than its own.
"""

import base64
import binascii
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, TypeAlias, TypeVar
from urllib.parse import quote

import orjson
from starlette.responses import Response

from api.http.answers import JSON, Answer, response
from api.http.parameters import AS_OF, AT_LEAST, CURSOR, LIMIT, ORDER, USUAL_ITEMS, Asked, Order, bad
from domain.ports import LARGEST_POSITION
from domain.refusals import Refused

T = TypeVar("T")
Key: TypeAlias = int | str

NOTHING_MORE: Mapping[str, Any] = {}
NOT_FILTERS = frozenset({LIMIT.name, CURSOR.name, AT_LEAST.name})
FILTERS_BYTES = 9


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page begins: after *key*; as of *position*, if the list is one of the past or in an order that moves."""

    key: Key
    position: int | None


@dataclass(frozen=True, slots=True)
class Page:
    """What of a list is asked for."""

    path: str
    asked: Asked
    limit: int
    order: Order
    cursor: Cursor | None

    @property
    def is_descending(self) -> bool:
        """Whether the last comes first."""
        return self.order == "desc"

    @property
    def position(self) -> int | None:
        """The position as of which the earlier pages were read."""
        return None if self.cursor is None else self.cursor.position

    @property
    def is_past(self) -> bool:
        """Whether the list is asked for as of a moment; else a position only keeps the first page's order."""
        return self.asked[AS_OF] is not None

    def whole_key(self) -> int | None:
        """The cursor's key where a list is ordered by a number."""
        return self._key(int)

    def text_key(self) -> str | None:
        """The cursor's key where a list is ordered by a text."""
        return self._key(str)

    def _key(self, kind: type[T]) -> T | None:
        if self.cursor is None:
            return None
        if not isinstance(self.cursor.key, kind):
            raise _unreadable(self.asked)
        return self.cursor.key

    def next_url(self, key: Key, position: int | None) -> str:
        """Where the page after the one that ends with *key* is to be had."""
        cursor = _packed({"k": key, "f": _filters(self.path, self.asked), "p": position})
        sent = [f"{name}={quote(text, safe='')}" for name, text in self.asked.text.items() if name != CURSOR.name]
        return f"{self.path}?{'&'.join([*sent, f'{CURSOR.name}={cursor}'])}"


def page(path: str, asked: Asked) -> Page:
    """The page of the list at *path* that is *asked* for; raises Refused for a cursor that is not this list's."""
    sent = asked[CURSOR]
    return Page(
        path=path,
        asked=asked,
        limit=asked[LIMIT] or USUAL_ITEMS,
        order=asked[ORDER] or "asc",
        cursor=None if sent is None else _cursor(path, asked, sent),
    )


def page_answer(
    page: Page,
    found: Sequence[T],
    key: Callable[[T], Key],
    body: Callable[[T], bytes],
    position: int | None,
    *,
    more: Mapping[str, Any] = NOTHING_MORE,
) -> Answer:
    """One page: *found* holds one more than the limit where there is a next; *body* gives an item's JSON.

    *more* are further members of the answer.
    """
    items = found[: page.limit]
    next_url = page.next_url(key(items[-1]), position) if len(found) > page.limit else None
    content = b'{"items":[%b],"next":%b' % (b",".join([body(one) for one in items]), orjson.dumps(next_url))
    content += b"," + orjson.dumps(more)[1:] if more else b"}"
    return 200, content, [JSON] if next_url is None else [JSON, (b"link", f'<{next_url}>; rel="next"'.encode())]


def page_response(
    page: Page,
    found: Sequence[T],
    key: Callable[[T], Key],
    body: Callable[[T], bytes],
    position: int | None,
    *,
    more: Mapping[str, Any] = NOTHING_MORE,
) -> Response:
    """The same as a route's response."""
    return response(page_answer(page, found, key, body, position, more=more))


def _cursor(path: str, asked: Asked, sent: str) -> Cursor:
    held = _unpacked(sent)
    match held:
        case {"k": int() | str() as key, "f": str() as filters, "p": int() | None as position} if _is_key(key):
            if position is not None and not 0 <= position <= LARGEST_POSITION:
                raise _unreadable(asked)
            if filters != _filters(path, asked):
                raise Refused(bad(CURSOR.name, "the filters and the order that it was given with", sent))
            return Cursor(key, position)
        case _:
            raise _unreadable(asked)


def _is_key(key: object) -> bool:
    return not isinstance(key, bool) and not (isinstance(key, str) and "\0" in key)


def _unreadable(asked: Asked) -> Refused:
    return Refused(bad(CURSOR.name, "the text of a next link, whole", asked.text.get(CURSOR.name)))


def _filters(path: str, asked: Asked) -> str:
    """A short hash of what the list is, so that a cursor does not grow with it."""
    sent = {name: text for name, text in asked.text.items() if name not in NOT_FILTERS}
    digest = sha256(orjson.dumps([path, sent], option=orjson.OPT_SORT_KEYS)).digest()
    return base64.urlsafe_b64encode(digest[:FILTERS_BYTES]).decode()


def _packed(held: Mapping[str, Any]) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(held)).decode().rstrip("=")


def _unpacked(text: str) -> object:
    try:
        return orjson.loads(base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True))
    except (ValueError, binascii.Error):
        return None
