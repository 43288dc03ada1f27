"""A tolerance as people type it: in percent. Pages send whoever types one on to the address that says it as a share."""

from decimal import Decimal
from typing import TYPE_CHECKING

from fastapi import Request
from starlette.responses import RedirectResponse

from api.http.parameters import Asked, NotReadable, Parameter
from api.web.sentences import percent_words
from api.web.site import as_query

if TYPE_CHECKING:
    from domain.refusals import Json


def _percent(text: str) -> Decimal:
    """A share in percent, as people type it: "10", "2.5", "10 %"."""
    typed = text.strip().removesuffix("%").strip()
    try:
        share = Decimal(typed)
    except ArithmeticError:
        raise NotReadable("a number of percent above 0 and below 100, such as 10") from None
    if not (share.is_finite() and 0 < share < 100 and len(typed) <= 40):  # noqa: PLR2004 (the whole of it)
        raise NotReadable("a number of percent above 0 and below 100, such as 10")
    return share


PERCENT = Parameter("percent", 'How far an "about" may be off, in percent.', _percent, {"type": "string"})


def as_a_share(request: Request, asked: Asked, place: str = "") -> RedirectResponse | None:
    """Sends on to the page with its tolerance as a share, at a *place* in it; None where none is given in percent."""
    percent = asked[PERCENT]
    if percent is None:
        return None
    kept = {name: value for name, value in asked.text.items() if name not in ("percent", "tolerance")}
    share = format((percent / 100).normalize(), "f")
    return RedirectResponse(f"{request.url.path}{as_query({**kept, 'tolerance': share})}{place}", 303)


def in_percent(share: "Decimal | Json") -> str:
    """A tolerance as it stands in the field: "10" of 0.10; nothing where there is none (None)."""
    return "" if share is None else percent_words(str(share)).removesuffix(" %")
