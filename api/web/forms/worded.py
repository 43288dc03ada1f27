"""Where a wording and the figure beside it say another thing of the same number: "at least 1,200", exactly.

The record takes it, for a guard of numbers is no reader of prose; whoever types it is asked to look again.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from api.web.forms.fields import FORMS
from api.web.forms.told import Told
from domain.figure import Approximate, Figure, Vague
from domain.worded_figure import figure_of_wording

LONGEST_WORDING = 4_000
ADVICE = "Change one of them, or say why they differ. It can be recorded all the same."
_WORDS = {one.value: one.words for one in FORMS}
_COMPARED = ("exact", "approximate", "more_than", "at_least", "less_than", "at_most", "range")
_LEANING = {"below": "nearly", "above": "just over"}


def unlike_wordings(data: Mapping[str, Any], rows: Mapping[str, Sequence[int]]) -> list[Told]:
    """A warning for each wording in *data*, as assembled, that qualifies the number in another way than its figure."""
    warned = [(f"{prefix}wording", _sentence(said)) for prefix, said in _said(data, rows)]
    return [Told(field, sentence, ADVICE) for field, sentence in warned if sentence]


def _said(data: Mapping[str, Any], rows: Mapping[str, Sequence[int]]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    yield "", data
    yield "is.", data.get("is", {})
    prints = data.get("prints", ())
    for row, one in zip(rows.get("prints", ()), prints, strict=False):
        yield f"prints.{row}.", one


def _sentence(said: Mapping[str, Any]) -> str:
    wording, figure = said.get("wording"), said.get("figure")
    if not (isinstance(wording, str) and isinstance(figure, Mapping)) or "wording_note" in said:
        return ""
    if figure.get("form") not in _COMPARED or len(wording) > LONGEST_WORDING:
        return ""
    worded = figure_of_wording(wording)
    if worded is None:
        return ""
    typed = _qualified(figure["form"], figure.get("leaning"))
    says = _of(worded)
    if says == typed:
        return ""
    words = "gives the number alone" if worded.form == "exact" else f"says {says}"
    return f"The wording {words}; the figure says {typed}"


def _of(worded: Figure) -> str:
    match worded:
        case Vague():
            return f"“{worded.term}”"
        case Approximate():
            return _qualified(worded.form, worded.leaning)
        case _:
            return _qualified(worded.form, None)


def _qualified(form: str, leaning: str | None) -> str:
    return _LEANING[leaning] if form == "approximate" and leaning in _LEANING else _WORDS[form]
