"""Vague counts in words: "dozens", "many hundreds", "hundreds of thousands", "several dozen"."""

import re
from collections.abc import Iterator

_COUNT = r"(?:many|several|a\s+few|a\s+couple\s+of|hundreds|thousands|tens|dozens)\b"
_LAST = (
    r"(?:tens|dozens|scores|hundreds|thousands|millions|billions|trillions|lakhs|crores"
    r"|(?:(?<=many\s)|(?<=several\s)|(?<=few\s))(?:dozen|score|hundred|thousand|million|billion))\b"
)
_OF = r"\s+(?:of\s+)?"
# A run is taken whole, whether it ends in a count or not: if it were given up where none follows ("many many many
# dead"), it would be read anew from each of its words.
_RUN = re.compile(rf"\b(?:{_COUNT}(?:{_OF}{_COUNT})*(?:{_OF}{_LAST})?|{_LAST})", re.IGNORECASE)
_UP_TO_THE_LAST = re.compile(rf".*\b{_LAST}", re.IGNORECASE | re.DOTALL)


def vague_counts(wording: str) -> Iterator[str]:
    """The vague counts of *wording*, as written, in order; in time that grows as the wording does.

    "Many" and "a few" are none by themselves, nor is "dozen" but after "many", "several" or "few".
    """
    for run in _RUN.finditer(wording):
        if counted := _UP_TO_THE_LAST.match(wording, *run.span()):
            yield counted.group()
