"""What a form's post has to be before it is looked at: from our own pages, a form, of bounded size."""

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlsplit

from fastapi import Request

from api.http import patience
from api.http.asgi import header_of, read_body
from api.http.patience import Patience
from domain.refusals import Malformed, Refused, UnsupportedMediaType, shown

MOST_BYTES = 2**20
MOST_FIELDS = 5_000
FORM = "application/x-www-form-urlencoded"
OWN = frozenset({"same-origin", "none"})  # none: the person did it, as by sending the same form again

_patience = Patience(patience.SILENCE_S)


class FromElsewhere(Exception):  # noqa: N818 (says what the post is)
    """Another site sent this; nothing of it is looked at."""


def refuse_from_elsewhere(request: Request) -> None:
    """Raises FromElsewhere unless the post comes from our own pages, or from no browser at all.

    Browsers say where a post comes from in Sec-Fetch-Site, older ones in Origin; neither can be forged by a page.
    """
    headers = request.scope["headers"]
    site, origin = header_of(headers, b"sec-fetch-site"), header_of(headers, b"origin")
    if site is not None:
        is_own = site in OWN
    elif origin is not None:
        is_own = urlsplit(origin).netloc == (header_of(headers, b"host") or "")
    else:
        is_own = True
    if not is_own:
        raise FromElsewhere


async def posted_entries(request: Request) -> dict[str, str]:
    """The form's entries by name, as typed; raises Refused for no form, a large one, a field twice."""
    headers = request.scope["headers"]
    media_type, _, parameters = (header_of(headers, b"content-type") or "").lower().partition(";")
    if media_type.strip() != FORM or parameters.replace(" ", "") not in ("", "charset=utf-8"):
        raise Refused(UnsupportedMediaType(expected=FORM, got=shown(header_of(headers, b"content-type"))))

    async def next_part() -> Mapping[str, object]:
        return await _patience.next_part(request.receive)

    return _read(await read_body(next_part, headers, MOST_BYTES))  # type: ignore[arg-type]  # the shape of any message


def _read(body: bytes) -> dict[str, str]:
    try:
        pairs = parse_qsl(
            body.decode("ascii"), keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict", encoding="utf-8"
        )
    except ValueError as error:
        expected = f"a form of at most {MOST_FIELDS} fields, in UTF-8 and percent-encoded"
        raise Refused(Malformed(expected=expected)) from error
    entries = {name: text.replace("\r\n", "\n") for name, text in pairs}
    if len(entries) < len(pairs):
        raise Refused(Malformed(expected="each field once"))
    return entries
