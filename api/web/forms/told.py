"""Refusals in plain words, each beside its field: a sentence, what to do, what was expected and what was got.

The domain refuses with facts; these are the sentences for people who see a form and no event. What has none of its own
falls back on the refusal's title and next step.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import orjson

from api.web.forms.fields import Entries, Field, Node, fields_of
from api.web.forms.pointers import field_at
from api.words import amount_words, time_words
from domain.refusals import (
    AlreadyOpened,
    AlreadyReplaced,
    AlreadyRetracted,
    AnotherOriginator,
    BelowZero,
    CorrectsNothing,
    DisputeInUse,
    DisputeResolved,
    EditionExists,
    IdentityConflict,
    InvalidField,
    Json,
    LowAboveHigh,
    MissingField,
    NoNewUtterance,
    NotAnAmount,
    NotRecordedYet,
    NotRetracted,
    OwnClaim,
    PartsAboveWhole,
    Refusal,
    Retracted,
    SaidInTheFuture,
    StaleWas,
    UnknownField,
    VersionConflict,
    Withdrawn,
    WordingContradictsFigure,
    shown,
)
from domain.shapes import ID
from domain.wording import contradiction

NUMBERS = "no one two three four five six seven eight nine ten".split()
SHORT_TIME = "Write a day as 2022-03-02 or 2 Mar 2022, a moment with its zone: 2022-03-02T15:30:00Z"


A_PATTERN = "a string of the form "
PATTERNS = {
    ID: "an id of at most 128 characters, such as ru-mod.killed",
    r"^https?://[!-~]+$": "an address that begins with https:// or http://",
    r"^[0-9a-f]{64}$": "64 digits, 0 to 9 and a to f",
    r"\S": "something that is not blank",
}


@dataclass(frozen=True, slots=True)
class Told:
    """One refusal as a person reads it; ``field`` is empty where it belongs to no field of the form."""

    field: str
    sentence: str
    advice: str = ""
    expected: str = ""
    got: str = ""


@dataclass(frozen=True, slots=True)
class _Case:
    """What a sentence is made of: the refusal, its field, the form as it was sent."""

    refusal: Refusal
    field: Field | None
    entries: Entries
    meanwhile: str

    @property
    def got(self) -> str:
        """What was sent, as text."""
        return _text(self.refusal.got)


def told(
    refusals: Iterable[Refusal],
    nodes: Sequence[Node],
    rows: Mapping[str, Sequence[int]],
    entries: Entries,
    meanwhile: str = "",
) -> list[Told]:
    """Each of *refusals* beside its field of *nodes*, in the order of the form; *meanwhile* says what came since."""
    order = {one.name: n for n, one in enumerate(fields_of(nodes))}
    made = [_told(_Case(one, field_at(one.pointer, nodes, rows), entries, meanwhile)) for one in refusals]
    unlike = {(one.field, one.sentence): one for one in made}
    return sorted(unlike.values(), key=lambda one: order.get(one.field, -1))


def heading(faults: int) -> str:
    """What the summary says first: "Not recorded: two things to mend"."""
    many = NUMBERS[faults] if faults < len(NUMBERS) else f"{faults:,}"
    return f"Not recorded: {many} {'thing' if faults == 1 else 'things'} to mend"


def _told(case: _Case) -> Told:
    sentence, advice = _SENTENCES.get(type(case.refusal), _as_titled)(case)
    field = "" if case.field is None else case.field.name
    if isinstance(case.refusal, MissingField | VersionConflict):
        return Told(field, sentence, advice)
    if isinstance(case.refusal, WordingContradictsFigure):
        typed = case.entries.get(field, case.got).strip()
        return Told(field, sentence, advice, f"a wording that bears out {_unread(case)}", f"“{shown(typed)}”")
    return Told(field, sentence, advice, _plain(case.refusal.expected), case.got)


def _plain(expected: str) -> str:
    """What was expected, in words where the domain gives a pattern."""
    pattern = expected.removeprefix(A_PATTERN)
    return PATTERNS.get(pattern, expected) if pattern != expected else expected


def _as_titled(case: _Case) -> tuple[str, str]:
    return case.refusal.title.removesuffix("."), case.refusal.next_step


def _wording(case: _Case) -> tuple[str, str]:
    sentence = f"The wording says {case.got}; the figure says {_unread(case)}"
    return sentence, "Change the wording, or say below why they differ."


def _unread(case: _Case) -> str:
    """The figure's amounts that the wording does not give: of a tally not all, for most of it may be right."""
    stated = case.refusal.expected.split(", ")
    wording = "" if case.field is None else case.entries.get(case.field.name, "")
    left = [one for one in stated if contradiction(wording, [one], every=False) is not None]
    return ", ".join(map(amount_words, left or stated))


def _missing(case: _Case) -> tuple[str, str]:
    if case.field is None:
        return _as_titled(case)
    if case.field.name.startswith("approver"):
        return "Say who approved it", "A correction without an approver is not recorded."
    return case.field.missing or f"Fill in “{case.field.label}”", ""


def _amount(case: _Case) -> tuple[str, str]:
    return f"“{case.got}” is not an amount", "Write digits, such as 1351, 1,351 or 3.10."


def _invalid(case: _Case) -> tuple[str, str]:
    if case.field is None:
        return _as_titled(case)
    match case.field.kind:
        case "time":
            return f"“{case.got}” cannot be read as one time", SHORT_TIME + "."
        case "id":
            return f"“{case.got}” is no id", "Use a to z, 0 to 9, and . _ ~ - after the first character."
        case _:
            return f"“{case.field.label}” cannot be taken like this", ""


def _unknown(case: _Case) -> tuple[str, str]:
    if case.field is not None and case.field.name.endswith("part.name"):
        return "Name the part", "Or leave its figure out."
    return _as_titled(case)


def _version(case: _Case) -> tuple[str, str]:
    return case.meanwhile or "Something came meanwhile: look, then send again", ""


def _identity(_case: _Case) -> tuple[str, str]:
    return "This form was recorded already, with other entries", "Open a new form for what is new."


def _replaced(case: _Case) -> tuple[str, str]:
    last = case.refusal.extensions.get("replaced_by")
    advice = (
        "Nothing replaces it." if last is None else f"Correct revision {last}, its last replacement, if that is wrong."
    )
    return f"Revision {case.got} was corrected already", advice


def _future(case: _Case) -> tuple[str, str]:
    sentence = f"The source cannot have said this on {time_words(case.got)}: that is later than now"
    return sentence, "The period that the figure is about belongs into “About”."


def _no_new_utterance(case: _Case) -> tuple[str, str]:
    sentence = f"The record has what the source said on {time_words(case.got)} already"
    advice = "Give another date, or an occasion if it spoke twice. Was the record wrong? Then correct it."
    return sentence, advice


def _parts(case: _Case) -> tuple[str, str]:
    extensions = case.refusal.extensions
    total, whole = _text(extensions.get("sum")), _text(extensions.get("whole"))
    return f"The parts add up to {amount_words(total)}; the whole is {amount_words(whole)}", case.refusal.next_step


def _low(case: _Case) -> tuple[str, str]:
    high = case.refusal.expected.removeprefix("at most ")
    return f"{amount_words(case.got)} is more than {amount_words(high)}", case.refusal.next_step


def _plainly(sentence: str, advice: str = "") -> Callable[[_Case], tuple[str, str]]:
    return lambda _case: (sentence, advice)


_SENTENCES: Mapping[type[Refusal], Callable[[_Case], tuple[str, str]]] = {
    AlreadyOpened: _plainly("This id is in use already", "Choose another one, or update what is there."),
    AlreadyReplaced: _replaced,
    AlreadyRetracted: _plainly("This party has retracted the claim already", "The other one may retract it too."),
    AnotherOriginator: _plainly(
        "Another originator makes another claim", "Report it as a claim of its own, or correct a misattribution."
    ),
    BelowZero: _plainly(
        "An amount below zero needs a scope that takes it",
        "Say so in “Amounts below zero” if the claim counts a change or a balance; else choose “no figure”.",
    ),
    CorrectsNothing: _plainly("Nothing is changed", "Change what is wrong; the rest stays as it is."),
    DisputeInUse: _plainly("This id of a dispute is in use", "Give the new dispute another one."),
    DisputeResolved: _plainly("This dispute is resolved already"),
    EditionExists: _plainly("This edition is recorded already", "Correct it, or publish the next one."),
    IdentityConflict: _identity,
    InvalidField: _invalid,
    LowAboveHigh: _low,
    MissingField: _missing,
    NoNewUtterance: _no_new_utterance,
    NotAnAmount: _amount,
    NotRecordedYet: _plainly("There is no such thing in the record yet"),
    NotRetracted: _plainly("No retraction by this party is in force"),
    OwnClaim: _plainly(
        "A source does not dispute its own claim", "Record an update or a retraction, or dispute who said it."
    ),
    PartsAboveWhole: _parts,
    Retracted: _plainly("The claim is retracted", "Reinstate it first."),
    SaidInTheFuture: _future,
    StaleWas: _plainly("The record says something else by now", "Look, then send again."),
    UnknownField: _unknown,
    VersionConflict: _version,
    Withdrawn: _plainly("The story is withdrawn already"),
    WordingContradictsFigure: _wording,
}


def _text(got: Json) -> str:
    if got is None:
        return ""
    return got if isinstance(got, str) else orjson.dumps(got).decode()
