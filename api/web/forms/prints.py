"""The prints of an edition as rows of a form; what belongs to their words is kept only while the words are the same."""

import json
from typing import Any

from api.web.forms.entries import as_entries
from api.web.forms.typed import whole_typed
from api.web.forms.verb import Data
from domain.event_parts import MadeBy, Print
from domain.refusals import Refused, TooLarge
from domain.story import Edition, StoryState
from domain.wire import wire
from domain.worded_figure import figures_of_wording

CARRIED = ("attribution",)
"""Members of a print that the form does not hold: they stay as recorded."""

BELONGING = ("claim", "wording", "target", "figure")
"""Members of a print that a row was filled in with, kept beside it: by the time it is sent, others may be recorded."""

MOST_PRINTS = 200
LONGEST_WORDING = 4_000


def print_entries(edition: Edition) -> dict[str, str]:
    """What *edition* prints, as entries; raises Refused (``too-large``) for more than a form can hold."""
    if len(edition.prints) > MOST_PRINTS:
        expected = f"an edition of at most {MOST_PRINTS} prints; for more of them, post to /v1/events"
        raise Refused(TooLarge(expected=expected, got=len(edition.prints)))
    entries: dict[str, str] = {}
    whole = [(n, one) for n, one in enumerate(edition.prints) if isinstance(one, Print)]
    for row, (n, one) in enumerate(whole):
        shown = {name: value for name, value in wired(one).items() if name not in CARRIED}
        if not isinstance(one.target, int):
            shown.pop("target", None)
        filled = json.dumps({name: shown[name] for name in BELONGING if name in shown}, ensure_ascii=False)
        entries |= as_entries({**shown, "of": f"{edition.number}-{n}", "was": filled}, f"prints.{row}")
    return entries


def wired(one: Print) -> dict[str, Any]:
    """A print as it was posted."""
    shown = wire(one)
    assert isinstance(shown, dict)  # noqa: S101 (a print is an object)
    return shown


def with_carried(state: StoryState, sent: Any) -> Any:  # noqa: ANN401 (a print as assembled)
    """The print as it was sent, with what belongs to its words: as recorded, and only while the words are the same."""
    if not isinstance(sent, dict):
        return sent
    found = print_of(state, sent.pop("of", ""))
    was = {} if found is None else wired(found[1])
    filled = _filled(sent.pop("was", "")) or was
    if not _has_words_of(sent, filled):
        return _with_selector_of_its_words(_without_what_belonged(sent, filled))
    if not _has_words_of(sent, was):  # other words are recorded by now, and what is carried is theirs
        return sent
    carried = {name: was[name] for name in CARRIED if name in was}
    if found is not None and isinstance(made_by := found[1].target, MadeBy) and "target" not in sent:
        carried["target"] = {"id": made_by.id, "source": made_by.source or found[0].prints_source}
    return {**sent, **carried}


def _filled(text: str) -> Data:
    """What a row was filled in with; nothing where that is not told, or in nonsense."""
    try:
        filled = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return filled if isinstance(filled, dict) else {}


def _has_words_of(sent: Data, was: Data) -> bool:
    return all(sent.get(name) == was.get(name) for name in ("wording", "claim"))


def _without_what_belonged(sent: Data, was: Data) -> Data:
    """*sent* without the revision of other words, and without a figure of theirs where the new words give one."""
    left = {"target"} if "target" in was and sent.get("target") == was["target"] else set()
    if "figure" in was and sent.get("figure") == was["figure"] and _gives_a_figure(sent.get("wording"), was):
        left.add("figure")
    return {name: one for name, one in sent.items() if name not in left}


def _gives_a_figure(wording: object, was: Data) -> bool:
    if not isinstance(wording, str) or wording == was.get("wording") or len(wording) > LONGEST_WORDING:
        return False
    return bool(figures_of_wording(wording))


def _with_selector_of_its_words(sent: Data) -> Data:
    selector = sent.get("selector")
    is_of_them = isinstance(selector, dict) and selector.get("exact") == sent.get("wording")
    return sent if is_of_them else {name: one for name, one in sent.items() if name != "selector"}


def print_of(state: StoryState, of: str) -> tuple[Edition, Print] | None:
    """The edition and its print that a row was filled in from ("2-0"); None where it was from none."""
    number, _, place = of.partition("-")
    edition, n = state.editions.get(whole_typed(number) or 0), whole_typed(place)
    if edition is None or n is None or n >= len(edition.prints):
        return None
    one = edition.prints[n]
    return (edition, one) if isinstance(one, Print) else None
