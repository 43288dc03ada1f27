"""Suggestions as entries of the form that corrects what we recorded of an edition: a person looks, and records."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from fastapi import Request

from api.http.parameters import bad
from api.http.stories import suggestions_shown
from api.web.forms.entries import as_entries
from api.web.forms.fields import Entries
from api.web.forms.prints import MOST_PRINTS
from api.web.forms.typed import whole_typed
from api.web.sentences import count_words
from api.web.story_suggested import identity
from domain.refusals import Refused

ACCEPT = "accept"
ALL = "all"
EDITION = "edition"


@dataclass(frozen=True, slots=True)
class Accepted:
    """Entries for the suggested prints, and what to say where the form cannot hold all of them."""

    entries: Mapping[str, str]
    notice: str


async def accepted(request: Request, story: str, asked: Entries, held: int) -> Accepted:
    """The suggested prints that *asked* names in ``accept`` ("all", or their identities), after *held* rows."""
    edition = asked.get(EDITION, "")
    number = whole_typed(edition)
    if edition and number is None:
        raise Refused(bad(EDITION, "the number of an edition, such as 2", edition))
    shown = await suggestions_shown(request, story, number, None)
    chosen = _chosen(asked[ACCEPT], cast("list[dict[str, Any]]", shown["found"]))
    fitting = chosen[: max(0, MOST_PRINTS - held)]
    entries = {
        name: text
        for row, one in enumerate(fitting, held)
        for name, text in as_entries(one["print"], f"prints.{row}").items()
    }
    return Accepted(entries, _notice(len(fitting), len(chosen)))


def _chosen(names: str, found: Sequence[dict[str, Any]]) -> Sequence[dict[str, Any]]:
    if names == ALL:
        return found
    by_identity = {identity(one): one for one in found}
    chosen = [by_identity[one] for one in dict.fromkeys(names.split(",")) if one in by_identity]
    if len(chosen) < len(names.split(",")):
        expected = "all, or suggestions that the page of the edition makes now: look there again"
        raise Refused(bad(ACCEPT, expected, names))
    return chosen


def _notice(fitting: int, chosen: int) -> str:
    if fitting == chosen:
        return ""
    if not fitting:
        return f"No suggestion is filled in: a form holds {MOST_PRINTS} prints. For more of them, post to /v1/events."
    rest = "record these, then look at the rest" if fitting < MOST_PRINTS else "for more of them, post to /v1/events"
    return f"The first {fitting} of {count_words(chosen, 'suggestion')} are filled in, as many as fit here: {rest}."
