"""Whether a post comes from our own pages, from another site's, or from a program: no other site may write here.

A page of another site can have its reader's browser post to whatever that browser reaches. Most of it a browser asks
leave for first, and gets none; but a site can give its own name our address (DNS rebinding), and then is its own
neighbour, which has to ask nobody. What a page reads so no header tells: over plain http a browser says nothing of
itself where it only reads.
"""

import socket
from collections.abc import Collection
from functools import cache
from ipaddress import ip_address
from urllib.parse import urlsplit

from api.http.asgi import Headers, header_of
from domain.refusals import shown

OWN = frozenset({"same-origin", "none"})  # none: the person did it, as by sending the same form again
SITE, ORIGIN = b"sec-fetch-site", b"origin"


class FromElsewhere(Exception):  # noqa: N818 (says what the post is)
    """A page of another site sent this; nothing of it is looked at. ``host`` is the name asked for, if none of ours."""

    def __init__(self, expected: str, got: str, host: str = "") -> None:
        super().__init__(expected, got)
        self.expected, self.got, self.host = expected, got, host


def refuse_from_elsewhere(headers: Headers, hosts: Collection[str]) -> None:
    """Raises FromElsewhere unless a post comes from our own pages, or from no browser at all.

    Browsers say where a post comes from in Sec-Fetch-Site, older ones in Origin; neither can be forged by a page. The
    name that was asked for has to be ours, too: one of *hosts* where it is neither an address nor this machine.
    """
    for name, _ in headers:
        if name in (SITE, ORIGIN):
            break
    else:
        return
    host = header_of(headers, b"host") or ""
    if host and not _is_ours(host, hosts):
        expected = "a Host that is an address, a name of this machine, or one of CLAIMTRAIL_HOSTS"
        raise FromElsewhere(expected, shown(host), shown(host))
    site, origin = header_of(headers, SITE), header_of(headers, ORIGIN) or ""
    if site is not None and site not in OWN:
        raise FromElsewhere("a Sec-Fetch-Site that is same-origin or none", shown(site))
    if site is None and (not host or origin.partition("://")[2] != host):
        raise FromElsewhere("an Origin that is the Host", shown(origin))


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
