"""Refusals in plain words, each beside its field: a sentence, what to do, what was expected and what was got.

The domain refuses with facts; these are the sentences for people who see a form and no event. What has none of its own
falls back on the refusal's title and next step.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import orjson

from api.web.forms.fields import Entries, Field, Node, fields_of
from api.web.forms.pointers import field_at
from api.web.forms.proposed import proposed
from api.web.forms.typed import time_typed
from api.words import amount_words, time_words
from domain.refusals import (
    AlreadyOpened,
    AlreadyReplaced,
    AlreadyRetracted,
    AnotherOriginator,
    BadChain,
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
A_TIME = "a day (2 Mar 2022 or 2022-03-02), a period (2022-02-24/2022-03-02), or a moment (2 Mar 2022, 15:30)"
A_PERCENTAGE = "Write a number of percent above 0 and below 100, such as 10 or 2.5."
AN_AMOUNT = "an amount of at most 40 digits"

SAYS_IT_ALL = (
    AlreadyOpened,
    AlreadyRetracted,
    AnotherOriginator,
    BadChain,
    CorrectsNothing,
    DisputeInUse,
    DisputeResolved,
    EditionExists,
    IdentityConflict,
    MissingField,
    NoNewUtterance,
    NotRecordedYet,
    NotRetracted,
    OwnClaim,
    Retracted,
    SaidInTheFuture,
    StaleWas,
    UnknownField,
    VersionConflict,
    Withdrawn,
)
"""Refusals whose expectation is for systems: to a person, the sentence and the advice say it all."""

A_PATTERN = "a string of the form "
PATTERNS = {
    ID: "an id of at most 128 characters, such as ru-mod.killed",
    r"^https?://[!-~]+$": "an address that begins with https:// or http://",
    r"^[0-9a-f]{64}$": "64 digits, 0 to 9 and a to f",
    r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$": "a language, such as uk or en-GB",
    r"\S": "something that is not blank",
}


@dataclass(frozen=True, slots=True)
class Told:
    """One refusal as a person reads it; ``field`` is empty where it belongs to no field of the form.

    ``proposal`` is an id, or a number, that would do; ``page`` is where to look at what the sentence speaks of,
    ``linked`` the words of a link there that stands beside the field.
    """

    field: str
    sentence: str
    advice: str = ""
    expected: str = ""
    got: str = ""
    proposal: str = ""
    page: str = ""
    linked: str = ""


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
    if isinstance(case.refusal, SAYS_IT_ALL):
        return Told(field, sentence, advice, proposal=_proposal(case))
    if isinstance(case.refusal, WordingContradictsFigure):
        typed = case.entries.get(field, case.got).strip()
        return Told(field, sentence, advice, f"a wording that bears out {_unread(case)}", f"“{shown(typed)}”")
    return Told(field, sentence, advice, _plain(case), case.got, _proposal(case))


def _plain(case: _Case) -> str:
    """What was expected, in words where the domain gives a pattern; "" where the advice says it."""
    expected = case.refusal.expected
    if case.field is not None and case.field.kind in ("time", "percent"):
        return ""
    if isinstance(case.refusal, NotAnAmount):
        return AN_AMOUNT
    pattern = expected.removeprefix(A_PATTERN)
    return PATTERNS.get(pattern, "") if pattern != expected else expected


def _proposal(case: _Case) -> str:
    """An id in place of one that is missing, is none, or is taken."""
    if case.field is None or case.field.kind != "id":
        return ""
    typed = case.entries.get(case.field.name, "").strip()
    match case.refusal:
        case AlreadyOpened() if case.field.name == "subject":
            return f"{typed}-2"
        case MissingField() | BadChain() if not typed:
            return proposed(case.field, case.entries)
        case InvalidField():
            return proposed(case.field, case.entries, typed)
        case _:
            return ""


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
    if case.field is not None and case.field.kind == "percent":
        return _percentage(case)
    return f"“{case.got}” is not an amount", "Write digits, such as 1351, 1,351 or 3.10."


def _chain(case: _Case) -> tuple[str, str]:
    if case.refusal.pointer.endswith("/who/id"):
        if not case.entries.get("" if case.field is None else case.field.name, "").strip():
            return "Give the source an id, or say that it is unnamed", ""
        return f"“{case.got}” stands in the chain twice", "Only hops that touch may name the same party."
    if case.got == "spokesperson":
        return "A spokesperson stands right after the originator", "Move this hop, or choose another role."
    if case.got == "originator":
        return "A chain has one originator, its first hop", "Choose another role for this hop."
    return "The first hop is the originator", "Choose that role, or put the originator's hop before it."


def _invalid(case: _Case) -> tuple[str, str]:
    if case.field is None:
        return _as_titled(case)
    match case.field.kind:
        case "time" if time_typed(case.got) != case.got:
            sentence = f"The clocks have shown “{case.got}” twice or never, for they were changed that day"
            return sentence, "Give the offset as well: 2022-11-06T01:30:00-04:00."
        case "time":
            return f"“{shown(case.got)}” cannot be read as one time", f"Write {A_TIME}."
        case "percent":
            return _percentage(case)
        case "id":
            return f"“{shown(case.got)}” is no id", "Use a to z, 0 to 9, and . _ ~ - after the first character."
        case _:
            return f"“{case.field.label}” cannot be taken like this", ""


def _percentage(case: _Case) -> tuple[str, str]:
    typed = "" if case.field is None else case.entries.get(case.field.name, "").strip()
    return f"“{shown(typed)}” is no tolerance", A_PERCENTAGE


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
    BadChain: _chain,
    BelowZero: _plainly(
        "An amount below zero needs a scope that takes it",
        "Say so in “Amounts below zero” if the claim counts a change or a balance; else choose “no figure”.",
    ),
    CorrectsNothing: _plainly("Nothing is changed: change what was wrong"),
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
    """What was sent, where it is one thing that somebody typed."""
    if got is None or isinstance(got, Mapping | list | tuple):
        return ""
    return got if isinstance(got, str) else orjson.dumps(got).decode()
