"""Drafts of the notes that a story owes its readers: what it said, what is right. Text to be edited, never published.

A claim that a story printed wrongly gets one for as long as the last edition that prints the claim still does so.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from domain.claim_record import OF_THE_REVISION, ClaimRecord, RevisionRecord
from domain.edition_changes import correction_view
from domain.event_parts import Print
from domain.figure import Figure, Tally
from domain.print_faults import Fault
from domain.print_states import states_of
from domain.refusals import Json
from domain.scope import SCOPE_FIELDS, Scope
from domain.shapes import Erased
from domain.story import Edition
from domain.story_view import revision_item
from domain.view import View
from domain.wire import REDACTED, wire

InWords: TypeAlias = Callable[[Any], str]
"""From a figure as JSON to a few words."""

LONGEST_QUOTE = 80
VOTES = frozenset({"for", "against", "abstaining"})
PEOPLE = frozenset({"person", "persons", "people"})


@dataclass(frozen=True, slots=True)
class WrongPrint:
    """A print that has turned out wrong: where it stands, what it shows, and by which correction."""

    edition: Edition
    n: int
    print: Print
    figure: Figure | Erased | None
    fault: Fault


@dataclass(frozen=True, slots=True)
class Draft:
    """A drafted note about one claim, with every print of it that was wrong, oldest edition first."""

    claim: str
    text: str
    printed: tuple[WrongPrint, ...]

    @property
    def fault(self) -> Fault:
        """What was corrected of the print that the note is about: the first wrong one of the last edition."""
        return _last(self.printed).fault


def drafts(
    editions: Mapping[int, Edition], claims: Mapping[str, ClaimRecord], in_words: InWords, when: InWords = str
) -> list[Draft]:
    """The notes that a story in these recorded *editions* owes, in the order in which it first printed the claims.

    *when* puts a day or a period, as it is on the wire, into words.
    """
    wrong: dict[str, list[WrongPrint]] = {}
    last_printed: dict[str, int] = {}
    for number in sorted(editions):
        for state in states_of(editions[number], claims):
            if isinstance(state.print, Erased):
                continue
            last_printed[state.print.claim] = number
            if (fault := state.corrected) is not None:
                one = WrongPrint(editions[number], state.n, state.print, state.figure, fault)
                wrong.setdefault(one.print.claim, []).append(one)
    return [
        Draft(claim, _text(claims[claim], _last(prints), in_words, when), tuple(prints))
        for claim, prints in wrong.items()
        if prints[-1].edition.number == last_printed[claim]
    ]


def draft_view(one: Draft) -> View:
    """A draft as it is answered: its text, and what it rests on."""
    fault = one.fault
    return {
        "claim": one.claim,
        "text": one.text,
        "retracted": [],
        "members": list(fault.members),
        "is": None if fault.right is None else revision_item(fault.right),
        "correction": correction_view(fault.correction),
        "printed": [print_view(wrong.edition, wrong.n, wrong.print, wrong.figure) for wrong in one.printed],
    }


def print_view(edition: Edition, n: int, one: Print, figure: Figure | Erased | None) -> View:
    """A print that a note is about: when and where it was printed, and what it shows."""
    return {
        "edition": edition.number,
        "published_at": wire(edition.published_at),
        "url": wire(edition.url),
        "n": n,
        "placement": one.placement,
        "wording": one.wording,
        "figure": wire(figure),
    }


def _last(prints: Iterable[WrongPrint]) -> WrongPrint:
    """The first wrong print of the last edition that has one, figures before words."""
    found = list(prints)
    of_last = [one for one in found if one.edition.number == found[-1].edition.number]
    return min(of_last, key=lambda one: one.fault.members[0] != "figure")


def _text(claim: ClaimRecord, wrong: WrongPrint, in_words: InWords, when: InWords) -> str:
    fault = wrong.fault
    member = fault.members[0]
    if member == "figure":
        told = _of_figure(claim, wrong, in_words)
    elif fault.wrong is not None and fault.right is not None and member in OF_THE_REVISION:
        told = _of_revision(wrong.print, fault.wrong, fault.right, fault.members, when)
    elif member == "wording" and fault.right is not None:
        told = f"said {_quoted(wrong.print.wording)}. {_right_words(fault.right.wording)}"
    else:
        told = " ".join(_of_claim(wrong.print, fault))
    return f"Correction: An earlier version of this story {told}"


def _of_revision(
    one: Print, wrong: RevisionRecord, right: RevisionRecord, members: tuple[str, ...], when: InWords
) -> str:
    """What period it was about, what had been said: whichever of the two were corrected."""
    told: list[str] = []
    if "refers_to" in members:
        was, is_ = ("no period" if each.refers_to is None else when(each.refers_to) for each in (wrong, right))
        told.append(f"It is about {is_}, not {was}.")
    if "statement" in members:
        told.append(f"What the source said is {_said(right)}, not {_said(wrong)}.")
    return f"said {_quoted(one.wording)}. {' '.join(told)}"


def _right_words(wording: str | Erased) -> str:
    if isinstance(wording, Erased):
        return "Those words were wrong; the right ones are erased from the record."
    return f"It should have said {_quoted(wording)}."


def _of_claim(one: Print, fault: Fault) -> Iterator[str]:
    """Whom it was said to be from, what it counts, which question it answers: whichever of the three were corrected."""
    if "attribution" in fault.of_claim:
        wrong, right = map(_originator, fault.of_claim["attribution"])
        yield f"attributed {_quoted(one.wording)} to {wrong}. It should have been attributed to {right}."
    else:
        yield f"said {_quoted(one.wording)}."
    if "scope" in fault.of_claim:
        yield from _of_scope(*fault.of_claim["scope"])
    if "question" in fault.of_claim:
        was, is_ = fault.of_claim["question"]
        yield f"It answers the question {is_}, not {was}."


def _of_scope(was: Json, is_: Json) -> Iterator[str]:
    """What it counts and what it was said to count, field by field."""
    if is_ == REDACTED:
        yield "What it counts has been corrected; what is right is erased from the record."
        return
    wrong, right = (one if isinstance(one, dict) else {} for one in (was, is_))
    for name in SCOPE_FIELDS:
        before, after = wrong.get(name), right.get(name)
        if before == after:
            continue
        if after is None:
            yield f"The {name} should not have been given as {before}."
        elif was == REDACTED:
            yield f"The {name} is {after}."
        else:
            yield f"The {name} is {after}, {'which was not stated' if before is None else f'not {before}'}."
    if was != REDACTED and wrong.get("signed") != right.get("signed"):
        yield f"The figure {'may' if right.get('signed') else 'cannot'} be below zero."


def _said(one: RevisionRecord) -> str:
    if isinstance(one.statement, Erased):
        return "erased from the record"
    return "that figure alone" if one.statement is None else _quoted(one.statement)


def _of_figure(claim: ClaimRecord, wrong: WrongPrint, in_words: InWords) -> str:
    subject, noun = subject_of(claim, wrong.figure)
    right = wrong.fault.right
    was = in_few_words(wrong.figure, wrong.print.wording, in_words)
    if right is None:
        now = claim.standing
        stands = "" if now is None else f" What stands is {in_few_words(now.figure, now.wording, in_words)}."
        return f"gave {subject} as {was}. The source gave no such figure.{stands}"
    if isinstance(right.figure, Erased):
        return f"gave {subject} as {was}. That was wrong; the right {noun} is erased from the record."
    return f"gave {subject} as {was}. The {noun} was {in_few_words(right.figure, right.wording, in_words)}."


def in_few_words(figure: Figure | Erased | None, wording: str | Erased, in_words: InWords) -> str:
    """A figure in words; a vote in those in which it was given, which name its parts."""
    is_short = isinstance(wording, str) and len(wording) <= LONGEST_QUOTE and wording[:1].isdigit()
    if isinstance(figure, Tally) and isinstance(wording, str) and is_short:
        return wording.rstrip(".")
    return in_words(wire(figure))


def subject_of(claim: ClaimRecord, figure: Figure | Erased | None) -> tuple[str, str]:
    """What the figure is of, and the noun for it alone: the number of Russian soldiers killed in Ukraine, number."""
    scope = claim.scope if isinstance(claim.scope, Scope) else Scope()
    if isinstance(figure, Tally) and figure.parts.keys() <= VOTES:
        voters = scope.population or "vot"
        return ("the vote" if "vot" in voters.casefold() else f"the {voters} vote"), "vote"
    counted = _joined(scope.population or "", scope.definition or "")
    if not counted:
        return "a figure", "figure"
    place = scope.place
    where = f" in {place}" if place and place.casefold() not in counted.casefold() else ""
    noun = "number" if _is_count(scope, counted) else "figure"
    return f"the {noun} {'of' if noun == 'number' else 'for'} {counted}{where}", noun


def _is_count(scope: Scope, counted: str) -> bool:
    unit = (scope.unit or "persons").casefold()
    return unit in PEOPLE or unit in counted.casefold()


def _joined(population: str, definition: str) -> str:
    """Russian tanks, tanks lost: Russian tanks lost."""
    left, right = population.split(), definition.split()
    shared = next((n for n in range(min(len(left), len(right)), 0, -1) if left[-n:] == right[:n]), 0)
    return " ".join(left + right[shared:])


def _quoted(wording: str | Erased) -> str:
    return "“…”" if isinstance(wording, Erased) else f"“{wording.rstrip('.')}”"


def _originator(chain: Json) -> str:
    first = chain[0] if isinstance(chain, list) and chain else None
    who = first.get("who") if isinstance(first, dict) and first != REDACTED else None
    name = (who.get("name") or who.get("id")) if isinstance(who, dict) else None
    return name if isinstance(name, str) else "an unnamed source"
