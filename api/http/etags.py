"""ETags of what is read (RFC 9110, 8.8 and 13.1.2): strong, made of a version or a position, never of a clock.

What ages while nothing is recorded has a digest of what it says behind its position.

An answer as of a moment has none: it is the same for ever, but for a redaction, which changes it at no version.
"""

import re

from starlette.requests import Request
from starlette.responses import Response

from api.http.answers import Answer
from api.http.asgi import header_of

_TAG = re.compile(r'"[\x21\x23-\x7e\x80-\xff]*"')


def etag(number: int | str) -> str:
    """The tag of a version or a position, or of a position and a digest."""
    return f'"{number}"'


def known_to(request: Request) -> str | None:
    """What the reader says that it has: If-None-Match, None where it says nothing."""
    return header_of(request.scope["headers"], b"if-none-match")


def is_known(if_none_match: str | None, tag: str) -> bool:
    """Whether the reader has what *tag* stands for; If-None-Match compares weakly, and ``*`` means anything."""
    if if_none_match is None:
        return False
    return if_none_match.strip() == "*" or tag in _TAG.findall(if_none_match)


def tagged_answer(answer: Answer, number: int | None, if_none_match: str | None) -> Answer:
    """*answer* under the tag of *number*, or 304 for a reader who has it; unchanged without a number."""
    if number is None:
        return answer
    status, body, headers = answer
    tag = etag(number)
    header = (b"etag", tag.encode("ascii"))
    return (304, b"", [header]) if is_known(if_none_match, tag) else (status, body, [*headers, header])


def tagged(request: Request, response: Response, number: int | str | None) -> Response:
    """The same for a route's *response*."""
    if number is None:
        return response
    if is_known(known_to(request), etag(number)):
        return Response(status_code=304, headers={"ETag": etag(number)})
    response.headers["ETag"] = etag(number)
    return response
