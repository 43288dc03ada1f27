"""A tolerance as people type it: in percent. Pages send whoever types one on to the address that says it as a share."""

from decimal import Decimal

from api.http.parameters import NotReadable, Parameter


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
