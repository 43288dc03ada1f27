"""Suggestions as entries of the form that corrects what we recorded of an edition: a person looks, and records."""

from typing import Any, cast

from fastapi import Request

from api.http.parameters import bad
from api.http.stories import suggestions_shown
from api.web.forms.entries import as_entries
from api.web.forms.fields import Entries
from domain.refusals import Refused

ACCEPT = "accept"
ALL = "all"


async def accepted(request: Request, story: str, asked: Entries, first_row: int) -> dict[str, str]:
    """The suggested prints that *asked* names in ``accept`` ("all", or their places: "0,2"), from *first_row* on."""
    edition = asked.get("edition", "")
    number = int(edition) if edition.isascii() and edition.isdecimal() else None
    shown = await suggestions_shown(request, story, number, None)
    found = cast("list[dict[str, Any]]", shown["found"])
    return {
        name: text
        for row, place in enumerate(_places(asked[ACCEPT], len(found)), first_row)
        for name, text in as_entries(found[place]["print"], f"prints.{row}").items()
    }


def _places(chosen: str, many: int) -> list[int]:
    if chosen == ALL:
        return list(range(many))
    places = [int(one) for one in chosen.split(",") if one.isascii() and one.isdecimal() and len(one) < 10]  # noqa: PLR2004 (no text has so many)
    if not places or max(places) >= many:
        raise Refused(bad(ACCEPT, f"all, or places among the {many} suggestions, such as 0,2", chosen))
    return places
