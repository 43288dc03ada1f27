"""What will change if the button is pressed: the claim's state folded with the event, beside the one before.

The same fold as everywhere; nothing is stored, and nothing here decides whether the event will be taken.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

from markupsafe import Markup

from api.web.charts.figures import mark_of
from api.web.charts.marks import tally_bar
from api.web.charts.svg import Told
from api.web.forms.assembled import Turned
from api.web.sentences import bounds_words, tally_words
from api.words import VOTE, amount_words, clock_words, figure_words, hop_words, moment_words, text_words
from domain.attribution import Chain
from domain.claim_state import ClaimState
from domain.events import (
    Assessed,
    Attributed,
    ClaimData,
    Corrected,
    Disputed,
    DisputeResolved,
    Linked,
    Noted,
    Reinstated,
    Reported,
    Retracted,
    Updated,
)
from domain.figure import Tally
from domain.history import Shown, diff
from domain.refusals import Json
from domain.revision import Revision
from domain.wire import wire

VERDICTS = {"disjoint": "disjoint", "same": "the same", "contains": "one contains the other"}


NOTHING_DRAWN = Markup()
EARLIER = "As of earlier"


@dataclass(frozen=True, slots=True)
class Move:
    """A figure and what takes its place; ``how`` is how the old one is struck, "" where it is not."""

    was: Json
    becomes: Json
    how: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that changes, or expressly does not; ``how`` is how what was is struck, "" where it is not.

    ``lang`` is the language of what was and is, where somebody has said it.
    """

    term: str
    words: str
    was: str = ""
    becomes: str = ""
    link: str = ""
    linked: str = ""
    how: str = "corrected"
    state: str = ""
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """What will change."""

    move: Move | None = None
    under: str = ""
    lines: Sequence[Line] = ()
    bar: Markup = NOTHING_DRAWN


def of_claim(before: ClaimState, after: ClaimState, data: ClaimData) -> Preview:
    """What *data* changes of a claim, from the states before and after it."""
    match data:
        case Reported():
            return Preview(Move(None, wire(data.figure)), lines=tuple(_reported(after)))
        case Updated():
            return Preview(_standing_move(before, after, ""), lines=tuple(_updated(before, after)))
        case Corrected():
            return _corrected(before, after, data)
        case Disputed():
            return Preview(lines=tuple(_disputed(before, after, data)))
        case DisputeResolved():
            return Preview(lines=tuple(_resolved(after, data)))
        case Attributed():
            return Preview(lines=tuple(_attributed(before, after)))
        case Retracted():
            return Preview(_standing_move(before, after, "retracted"), lines=tuple(_retracted(before, after)))
        case Reinstated():
            return Preview(_standing_move(before, after, ""), lines=tuple(_reinstated(after)))
        case _:
            return Preview(lines=tuple(_about(after, data)))


def turned_lines(turned: Sequence[Turned]) -> list[Line]:
    """What is recorded in another spelling than it was typed in."""
    return [Line(one.field.label, _turned_words(one)) for one in turned]


def _turned_words(one: Turned) -> str:
    match one.field.kind:
        case "percent":
            return f"“{one.typed}” is recorded as the share {one.recorded}"
        case "time" if "T" in one.recorded:
            moment = moment_words(one.recorded, seconds=not one.recorded[16:].startswith(":00"))
            return f"“{one.typed}” is {moment} UTC, recorded as {one.recorded}"
        case _:
            return f"“{one.typed}” is recorded as {one.recorded}"


def _standing_move(before: ClaimState, after: ClaimState, how: str) -> Move | None:
    was, becomes = before.standing, after.standing
    if was is becomes or (was is not None and becomes is not None and was.number == becomes.number):
        return None
    return Move(_figure(was), _figure(becomes), how)


def _figure(one: Revision | None) -> Json:
    return None if one is None else wire(one.figure)


def _words(figure: Json) -> str:
    return "nothing" if figure is None else figure_words(cast("dict[str, Any]", figure))


def _reported(after: ClaimState) -> Iterator[Line]:
    (one,) = after.revisions
    yield Line("Bounds", bounds_words(wire(one.figure)))
    yield Line("Wording", f"“{text_words(wire(one.wording))}”", lang=_language(one))
    yield Line("Revision 1", "stands")
    yield Line("Question", after.question)
    yield Line("Chain", _chain(after.chain))


def _updated(before: ClaimState, after: ClaimState) -> Iterator[Line]:
    made = after.revisions[len(after.revisions)]
    if after.standing is not made:  # nothing that stands moves, so nothing above says the figure
        yield Line("Figure", _words(_figure(made)))
    yield Line("Bounds", bounds_words(wire(made.figure)))
    yield Line(f"Revision {made.number}", _place(made, after))
    if before.standing is not None:
        changed = diff(Shown(before.standing, before.chain), Shown(made, after.chain))
        yield from _difference(changed)
        yield from _period(before.standing, made)
        if after.standing is made:
            yield Line(f"Revision {before.standing.number}", "stays in the record, no longer standing")
    yield Line("Chain", "as before" if before.chain == after.chain else _chain(after.chain))
    yield from _earlier(before)


def _period(standing: Revision, made: Revision) -> Iterator[Line]:
    """An update states its period anew; that it states none is easily overlooked."""
    if standing.refers_to != made.refers_to:
        was, becomes = (
            "none stated" if one.refers_to is None else clock_words(one.refers_to) for one in (standing, made)
        )
        yield Line("About", "", was, becomes, how="")


def _language(one: Revision) -> str:
    return one.language if isinstance(one.language, str) else ""


def _place(made: Revision, after: ClaimState) -> str:
    if made is after.standing:
        return "stands" + (", though it comes late" if made.late else "")
    standing = "nothing stands" if after.standing is None else f"revision {after.standing.number} still stands"
    return f"{'comes late and ' if made.late else ''}adds history; {standing}"


def _difference(changed: Any) -> Iterator[Line]:  # noqa: ANN401 (the answer of a diff)
    change = changed["figure"].get("change") or {}
    amount = change.get("amount")
    if amount is not None:
        yield Line("Difference", amount_words(amount) if amount.startswith("-") else f"+{amount_words(amount)}")


def _corrected(before: ClaimState, after: ClaimState, data: Corrected) -> Preview:
    number = data.target if isinstance(data.target, int) else 0
    target = before.revisions[number]
    if not data.is_.named():
        return Preview(Move(_figure(target), None, "corrected"), lines=tuple(_removed(before, after, target)))
    made = after.revisions[len(after.revisions)]
    changed = diff(Shown(target, before.chain), Shown(made, after.chain))
    move = _corrected_move(target, made, changed)
    lines = tuple(_correction(before, after, target, made, changed))
    return Preview(move, _under(made, changed), lines, _bar(made) if move is not None else NOTHING_DRAWN)


def _bar(made: Revision) -> Markup:
    """The parts of a tally as one bar; nothing for another figure."""
    if not isinstance(made.figure, Tally):
        return NOTHING_DRAWN
    figure = cast("dict[str, Any]", wire(made.figure))
    return tally_bar(Told("preview-bar", tally_words(figure)), mark_of(figure))


def _corrected_move(target: Revision, made: Revision, changed: Any) -> Move | None:  # noqa: ANN401 (as above)
    """The part of a tally that changes, where only one does; else the figures."""
    parts = [one for one in changed.get("parts", ()) if one["from"] != one["to"]]
    if len(parts) == 1 and None not in (parts[0]["from"], parts[0]["to"]):
        was, becomes = ({"form": "exact", "value": parts[0][end]} for end in ("from", "to"))
        return Move(was, becomes, "corrected")
    if wire(target.figure) == wire(made.figure):
        return None
    return Move(_figure(target), _figure(made), "corrected")


def _under(made: Revision, changed: Any) -> str:  # noqa: ANN401 (as above)
    parts = [one["part"] for one in changed.get("parts", ()) if one["from"] != one["to"]]
    if len(parts) != 1 or not isinstance(made.figure, Tally):
        return ""
    return parts[0] if made.figure.of is None else f"{parts[0]}, of {amount_words(made.figure.of)}"


def _correction(
    before: ClaimState,
    after: ClaimState,
    target: Revision,
    made: Revision,
    changed: Any,  # noqa: ANN401 (as above)
) -> Iterator[Line]:
    for one in sorted(changed.get("parts", ()), key=_place_in_vote):
        yield _part(one)
    if "parts" not in changed and wire(target.figure) != wire(made.figure):
        verdict = changed["figure"].get("verdict")
        yield Line("Figure", f", {VERDICTS.get(verdict, verdict)}", _words(_figure(target)), _words(_figure(made)))
    for name, term in (("wording", "Wording"), ("said_at", "Said"), ("refers_to", "About"), ("occasion", "Occasion")):
        yield from _member(term, getattr(target, name), getattr(made, name), _language(made))
    if before.chain != after.chain:
        yield Line("Chain", _chain(after.chain))
    if before.scope != after.scope:
        yield Line("Scope", "changed for the whole claim")
    if before.question != after.question:
        yield Line("Question", "", before.question, after.question)
    yield Line(f"Revision {target.number}", "stays in the record, struck through")
    yield Line(f"Revision {made.number}", _takes_the_place(target, made, after))
    yield from _earlier(before)


def _place_in_vote(one: Any) -> int:  # noqa: ANN401 (as above)
    return VOTE.index(one["part"]) if one["part"] in VOTE else len(VOTE)


def _part(one: Any) -> Line:  # noqa: ANN401 (as above)
    term, was, becomes = one["part"][:1].upper() + one["part"][1:], one["from"], one["to"]
    if was == becomes:
        return Line(term, f"{amount_words(was)}, the same")
    old, new = ("not given" if end is None else amount_words(end) for end in (was, becomes))
    return Line(term, f", {one['verdict']}", old, new)


def _member(term: str, was: object, becomes: object, language: str) -> Iterator[Line]:
    if wire(was) == wire(becomes):
        return
    yield Line(term, "", _told(term, was), _told(term, becomes), lang=language if term == "Wording" else "")


def _told(term: str, one: object) -> str:
    shown = wire(one)
    if shown is None:
        return "not given"
    if term in ("Said", "About") and isinstance(shown, str):
        return clock_words(shown)
    return f"“{text_words(shown)}”"


def _takes_the_place(target: Revision, made: Revision, after: ClaimState) -> str:
    dates = f", with the said date of revision {target.number}" if made.said_at == target.said_at else ""
    if made is after.standing:
        return f"stands{dates}"
    standing = "nothing stands" if after.standing is None else f"revision {after.standing.number} still stands"
    return f"takes its place{dates}; {standing}"


def _removed(before: ClaimState, after: ClaimState, target: Revision) -> Iterator[Line]:
    yield Line(f"Revision {target.number}", "stays in the record, struck through; nothing takes its place")
    yield Line("Stands", _standing(after))
    yield from _earlier(before)


def _standing(state: ClaimState) -> str:
    one = state.standing
    return "nothing" if one is None else f"{_words(_figure(one))}, revision {one.number}"


def _earlier(before: ClaimState) -> Iterator[Line]:
    if before.standing is not None:
        yield Line(EARLIER, f"a reader of any moment before this still sees {_words(_figure(before.standing))}")


def _disputed(before: ClaimState, after: ClaimState, data: Disputed) -> Iterator[Line]:
    made = after.disputes[data.dispute]
    one = after.revisions[made.revision]
    what = "" if data.aspect == "figure" else f"the {text_words(wire(data.aspect))} of "
    yield Line(f"Revision {one.number}", f"{what}{_words(_figure(one))} is shown as disputed")
    yield Line("Dispute", f"{made.dispute}: the {text_words(wire(made.aspect))}; open until it is resolved")
    yield Line("By", _chain(data.by))
    if one is not after.standing:
        yield Line("Stands", f"{_standing(after)}: not what is disputed")
    yield Line("Open disputes", str(_open(before) + 1))


def _resolved(after: ClaimState, data: DisputeResolved) -> Iterator[Line]:
    yield Line("Dispute", f"{data.dispute} is closed: {text_words(wire(data.outcome))}")
    yield Line("Open disputes", str(_open(after)) if after.disputed else "none is left")
    yield Line("Stands", f"{_standing(after)}: a resolution changes no figure")


def _open(state: ClaimState) -> int:
    return sum(one.open for one in state.disputes.values())


def _attributed(before: ClaimState, after: ClaimState) -> Iterator[Line]:
    yield Line("Chain until now", _chain(before.chain))
    yield Line("Chain", _chain(after.chain))
    yield Line("Stands", f"{_standing(after)}: untouched")


def _retracted(before: ClaimState, after: ClaimState) -> Iterator[Line]:
    yield Line("Stands", _standing(after))
    yield Line("Retracted by", " and ".join(after.retractions))
    yield Line("History", "stays, and can be read as of any moment")
    yield from _earlier(before)


def _reinstated(after: ClaimState) -> Iterator[Line]:
    if after.retractions:
        yield Line("Retracted by", f"{' and '.join(after.retractions)}, still")
    yield Line("Stands", _standing(after))


def _about(after: ClaimState, data: ClaimData) -> Iterator[Line]:
    match data:
        case Linked():
            yield Line("Link", f"{text_words(wire(data.relation)).replace('_', ' ')} {text_words(wire(data.to))}")
        case Assessed():
            number = data.target if isinstance(data.target, int) else 0
            yield Line(f"Revision {number}", f"{text_words(wire(data.finding))}")
        case Noted():
            yield Line("Note", "added; it changes no figure")
        case _:
            return
    yield Line("Stands", f"{_standing(after)}: untouched")


def _chain(chain: Chain) -> str:
    return " → ".join(hop_words(cast("dict[str, Any]", wire(hop))) for hop in chain)
