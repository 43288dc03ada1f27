"""Prints whose words contradict the revision that they name: the record takes the revision, and nobody would see it."""

from collections.abc import Iterator
from dataclasses import dataclass

from adapters.claim_records import known
from adapters.postgres.fetch import Pool
from api.http.story_reading import reflected
from api.web.forms.filling import Filling
from api.web.forms.prints import LONGEST_WORDING, print_of, wired
from api.web.forms.told import Told
from api.words import amount_words
from domain.claim_record import RevisionRecord, Wanted
from domain.figure import Range, Tally, amounts
from domain.scope import comparable
from domain.shapes import Erased, is_id
from domain.story import StoryState
from domain.wording import contradiction

ADVICE = "Change the words or the revision, leave the revision out, or give the figure."


@dataclass(frozen=True, slots=True)
class _Named:
    """That a row prints, in *wording*, the revision numbered *target* of a claim; its figure is left to that."""

    row: int
    claim: str
    target: int
    wording: str


async def target_faults(pool: Pool, form: Filling) -> list[Told]:
    """A refusal for each revision that a row names and its words contradict. What is recorded so already is left."""
    named = list(_named(form, form.state)) if isinstance(form.state, StoryState) else []
    if not named:
        return []
    wanted: dict[str, frozenset[int]] = {}
    for one in named:
        wanted[one.claim] = wanted.get(one.claim, frozenset()) | {one.target}
    asked = [(claim, Wanted(numbers=numbers)) for claim, numbers in wanted.items()]
    records = {one.claim: one.revisions for one in await known(pool, asked, await reflected(pool, None))}
    found = ((one, records[one.claim].get(one.target)) for one in named)
    return [
        Told(f"prints.{one.row}.target", sentence, ADVICE)
        for one, revision in found
        if revision is not None and (sentence := _sentence(one, revision))
    ]


def _named(form: Filling, state: StoryState) -> Iterator[_Named]:
    rows, prints = form.assembled.rows.get("prints", ()), form.draft.data.get("prints", ())
    for row, one in zip(rows, prints, strict=True):
        claim, target, wording = (one.get(name) for name in ("claim", "target", "wording"))
        is_whole = isinstance(claim, str) and is_id(claim) and isinstance(target, int) and isinstance(wording, str)
        of = form.entries.get(f"prints.{row}.of", "")
        if is_whole and "figure" not in one and len(wording) <= LONGEST_WORDING and not _is_recorded(state, of, one):
            yield _Named(row, claim, target, wording)


def _is_recorded(state: StoryState, of: str, one: dict[str, object]) -> bool:
    found = print_of(state, of)
    was = {} if found is None else wired(found[1])
    return bool(was) and all(one[name] == was.get(name) for name in ("claim", "target", "wording"))


def _sentence(one: _Named, revision: RevisionRecord) -> str:
    """What to say of it; "" where the words bear the revision's figure out, or are its own."""
    figure = revision.figure
    is_its_own = isinstance(revision.wording, str) and comparable(revision.wording) == comparable(one.wording)
    if isinstance(figure, Erased) or is_its_own:
        return ""
    stated = amounts(figure)
    whole = figure.of if isinstance(figure, Tally) else None
    left = contradiction(one.wording, stated, every=isinstance(figure, Range | Tally), whole=whole) if stated else None
    if left is None:
        return ""
    return f"The words say {', '.join(left)}; revision {one.target} says {', '.join(map(amount_words, stated))}"
