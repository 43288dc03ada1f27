"""What a person is told whose browser sent us a form for another site."""

from fastapi import Request
from starlette.responses import Response

from api.http.elsewhere import FromElsewhere, refuse_from_elsewhere
from api.http.problems import FORBIDDEN
from api.http.reading import service_of
from api.web.site import page


async def page_for_elsewhere(request: Request, section: str) -> Response | None:
    """The page that refuses the post; None where it comes from a page of ours, or from a program."""
    try:
        refuse_from_elsewhere(request.scope["headers"], service_of(request).settings.hosts)
    except FromElsewhere as error:
        title = "Not taken: this came from another site"
        return await page(
            request, "forms/elsewhere.html", title=title, section=section, status=FORBIDDEN, host=error.host
        )
    return None
