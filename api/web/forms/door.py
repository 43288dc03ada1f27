"""What a form's post has to be before it is looked at: from our own pages, a form, of bounded size."""

import socket
from collections.abc import Collection, Mapping
from functools import cache
from ipaddress import ip_address
from urllib.parse import parse_qsl, urlsplit

from fastapi import Request

from api.http import patience
from api.http.asgi import header_of, read_body
from api.http.patience import Patience
from api.http.reading import service_of
from domain.refusals import Malformed, Refused, UnsupportedMediaType, shown

MOST_BYTES = 2**20
MOST_FIELDS = 5_000
FORM = "application/x-www-form-urlencoded"
OWN = frozenset({"same-origin", "none"})  # none: the person did it, as by sending the same form again

_patience = Patience(patience.SILENCE_S)


class FromElsewhere(Exception):  # noqa: N818 (says what the post is)
    """Another site sent this; nothing of it is looked at. ``host`` is the name asked for, if none of ours."""

    def __init__(self, host: str = "") -> None:
        super().__init__(host)
        self.host = host


def refuse_from_elsewhere(request: Request) -> None:
    """Raises FromElsewhere unless the post comes from our own pages, or from no browser at all.

    Browsers say where a post comes from in Sec-Fetch-Site, older ones in Origin; neither can be forged by a page. But a
    site can give itself our address, and then is its own neighbour: so the name that was asked for has to be ours, one
    of the settings' hosts where it is neither an address nor this machine.
    """
    headers = request.scope["headers"]
    site, origin = header_of(headers, b"sec-fetch-site"), header_of(headers, b"origin")
    host = header_of(headers, b"host") or ""
    is_a_browser = site is not None or origin is not None
    if is_a_browser and host and not _is_ours(host, service_of(request).settings.hosts):
        raise FromElsewhere(shown(host))
    if site is not None:
        is_own = site in OWN
    elif origin is not None:
        is_own = host != "" and origin.partition("://")[2] == host
    else:
        is_own = True
    if not is_own:
        raise FromElsewhere


def _is_ours(host: str, hosts: Collection[str]) -> bool:
    """Whether *host*, with its port, may name this service: nobody can give an address to another machine."""
    try:
        name = (urlsplit(f"//{host}").hostname or "").removesuffix(".")
        if name == "localhost" or name.endswith(".localhost") or name in hosts or name in _own_names():
            return True
        ip_address(name)
    except ValueError:
        return False
    return True


@cache
def _own_names() -> frozenset[str]:
    name = socket.gethostname().lower()
    return frozenset({name, f"{name}.local"})


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
