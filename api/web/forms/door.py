"""What a form's post has to be before it is looked at: a form, of bounded size, each field once."""

from functools import partial
from urllib.parse import parse_qsl

from fastapi import Request

from api.http.asgi import header_of, read_body
from api.http.reading import service_of
from domain.refusals import Malformed, Refused, UnsupportedMediaType, shown

MOST_BYTES = 2**20
MOST_FIELDS = 5_000
FORM = "application/x-www-form-urlencoded"


async def posted_entries(request: Request) -> dict[str, str]:
    """The form's entries by name, as typed; raises Refused for no form, a large one, a field twice."""
    headers = request.scope["headers"]
    media_type, _, parameters = (header_of(headers, b"content-type") or "").lower().partition(";")
    if media_type.strip() != FORM or parameters.replace(" ", "") not in ("", "charset=utf-8"):
        raise Refused(UnsupportedMediaType(expected=FORM, got=shown(header_of(headers, b"content-type"))))
    patiently = partial(service_of(request).patience.next_part, request.receive)
    return _read(await read_body(patiently, headers, MOST_BYTES))


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
