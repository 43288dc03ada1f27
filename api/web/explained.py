"""How figures are compared, what the states mean, and the keys."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.web.site import asked_of, page

VERDICTS = (
    ("same", "Equal amounts in equal form, or equal bounds in any."),
    ("contains", "The bounds of one hold the other: “more than 7,000” contains 9,000."),
    ("overlaps", "The bounds cross, so both can be right."),
    ("disjoint", "No number is both. At most one of them is right."),
    ("undecidable", "“About” needs a tolerance; a vague or relative word has no bounds of its own; a value is erased."),
    ("incomparable", "Another question, period, population, place, unit or definition. Never drawn on one axis."),
)
STATES = (
    ("stands", "Nothing newer of this source replaces it."),
    ("corrected", "Our record was wrong; the old figure stays, struck."),
    ("disputed", "Somebody says that it is not so."),
    ("silent", "Printed differently, with neither an update note nor a correction."),
    ("behind", "A story prints a figure that no longer stands."),
    ("late", "Recorded after a figure that was said later."),
    ("retracted", "Withdrawn by the source or the outlet; the history stays."),
    ("redacted", "A value was erased by law or for safety; its commitment stays."),
)
FIGURES = (
    {"form": "exact", "value": "498"},
    {"form": "at_least", "value": "7000"},
    {"form": "more_than", "value": "7000"},
    {"form": "at_most", "value": "7000"},
    {"form": "less_than", "value": "7000"},
    {"form": "range", "low": "10", "high": "12"},
    {"form": "approximate", "value": "1500"},
    {"form": "vague", "term": "thousands"},
    {"form": "relative", "comparison": "much higher"},
    {"form": "tally", "parts": {"for": "141", "against": "5", "abstaining": "35"}, "of": "193"},
)
NEARLY = {"form": "approximate", "value": "500", "leaning": "below"}

router = APIRouter(include_in_schema=False)


@router.get("/help")
async def explained(request: Request) -> Response:
    """One page of rules; nothing in it depends on the record."""
    asked_of(request, ())
    return await page(
        request,
        "help.html",
        title="How figures are compared",
        section="",
        as_of_path="/",
        verdicts=VERDICTS,
        states=STATES,
        figures=FIGURES,
        nearly=NEARLY,
    )
