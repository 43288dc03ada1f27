"""The reader's zone: a form in the foot of every page sets a cookie, and nothing else is kept about a reader."""

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from api.http.parameters import Parameter
from api.web.forms.door import posted_entries
from api.web.forms.elsewhere import page_for_elsewhere
from api.web.reader import COOKIE, zone_named, zones
from api.web.site import asked_of, page

YEAR_S = 365 * 24 * 3_600

_BACK: Parameter[str] = Parameter("back", "The page to go back to.", str, {"type": "string"})

router = APIRouter(include_in_schema=False)


@router.get("/zone")
async def choose(request: Request) -> Response:
    """Every zone to choose from."""
    back = own_path(asked_of(request, (_BACK,))[_BACK] or "/")
    return await page(request, "zone.html", title="Whose clocks?", section="", zones=zones(), back=back, refused=None)


@router.post("/zone")
async def set_zone(request: Request) -> Response:
    """Sets the cookie and goes back to the page that the form stood on; a zone that there is not is refused."""
    if (elsewhere := await page_for_elsewhere(request, "")) is not None:
        return elsewhere
    sent = await posted_entries(request)
    back = own_path(sent.get("back", "/"))
    zone = zone_named(sent.get("zone", "").strip())
    if zone is None:
        refused = sent.get("zone", "")
        return await page(request, "zone.html", title="Whose clocks?", section="", status=422, zones=zones(), back=back,
                          refused=refused)  # fmt: skip
    answer = RedirectResponse(back, 303)
    answer.set_cookie(COOKIE, zone.key, max_age=YEAR_S, httponly=True, samesite="lax")
    return answer


def own_path(address: str) -> str:
    """*address* if it is a path of this service, else the desk: a form is never a way to another site."""
    is_own = address.startswith("/") and address[1:2] not in ("/", "\\") and address.isprintable()
    return address if is_own and "\\" not in address else "/"
