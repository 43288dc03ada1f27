"""Does what was said hold together? The checks of one event that need nothing but the event itself.

Each answers with every fault it finds, as refusals that point into the posted event. A value that is erased cannot be
checked, and passes.
"""

from domain.attribution import Chain, Hop, chain_faults
from domain.clock import read_time
from domain.event_parts import Print, Selector
from domain.events import Attributed, Disputed, EventData, Linked, Reported, StoryCorrected, StoryPublished, Updated
from domain.figure import Figure, Range, Tally, amounts, is_below_zero, parts_sum, plain
from domain.pointer import step
from domain.refusals import (
    BelowZero,
    InvalidField,
    LowAboveHigh,
    PartsAboveWhole,
    Refusal,
    SaidInTheFuture,
    WordingContradictsFigure,
)
from domain.scope import Scope
from domain.shapes import Erased, amount_value
from domain.wording import contradiction

LEEWAY_NS = 5 * 60 * 10**9
EARLIEST_ZONE_NS = 14 * 3600 * 10**9


def faults_of(data: EventData, subject: str, arrived_ns: int) -> list[Refusal]:
    """What is wrong with *data* about *subject* whatever the stream holds; it came at *arrived_ns* (since 1970)."""
    faults = _faults_of_its_kind(data, subject, arrived_ns)
    reason = getattr(data, "reason", None)
    if isinstance(reason, str) and reason.isspace():
        faults.append(InvalidField(pointer="/data/reason", expected="a reason, in words", got=reason))
    return faults


def _faults_of_its_kind(data: EventData, subject: str, arrived_ns: int) -> list[Refusal]:
    match data:
        case Reported():
            return [*_said(data, arrived_ns), *below_zero_faults(data.figure, data.scope, "/data/figure")]
        case Updated():
            return _said(data, arrived_ns)
        case Attributed():
            return chain_sense(data.attribution, "/data/attribution")
        case Disputed():
            return chain_sense(data.by, "/data/by")
        case Linked() if data.to == subject:
            return [InvalidField(pointer="/data/to", expected="another claim than the one that is linked", got=data.to)]
        case StoryPublished() | StoryCorrected():
            prints = () if data.prints is None or isinstance(data.prints, Erased) else data.prints
            return [fault for n, one in enumerate(prints) for fault in _print_faults(one, f"/data/prints/{n}")]
        case _:
            return []


def _print_faults(one: Print | Erased, pointer: str) -> list[Refusal]:
    """What an edition prints has to hold together as a claim's words do; there is no note to lift the check."""
    if isinstance(one, Erased):
        return []
    return [
        *(utterance_faults(one.figure, one.wording, None, pointer) if one.figure is not None else ()),
        *chain_sense(one.attribution or (), f"{pointer}/attribution"),
        *selector_faults(one.selector, f"{pointer}/selector"),
    ]


def _said(data: Reported | Updated, arrived_ns: int) -> list[Refusal]:
    return [
        *utterance_faults(data.figure, data.wording, data.wording_note, "/data"),
        *said_at_faults(data.said_at, "/data/said_at", arrived_ns),
        *chain_sense(data.attribution or (), "/data/attribution"),
        *selector_faults(data.selector, "/data/selector"),
    ]


def utterance_faults(
    figure: Figure | Erased, wording: str | Erased, wording_note: str | Erased | None, pointer: str
) -> list[Refusal]:
    """Whether the figure makes sense, and the wording (unless a note lifts the check) bears it out."""
    if isinstance(figure, Erased):
        return []
    faults = _figure_faults(figure, f"{pointer}/figure")
    if faults or wording_note is not None or isinstance(wording, Erased):
        return faults
    return _wording_faults(figure, wording, f"{pointer}/wording")


def said_at_faults(said_at: str, pointer: str, arrived_ns: int) -> list[Refusal]:
    """Whether the source can have said it by now; a day begins where it begins first, at UTC+14."""
    said = read_time(said_at)
    if said.first_ns is None:
        return []
    begins_ns = said.first_ns if said.first_ns == said.last_ns else said.first_ns - EARLIEST_ZONE_NS
    if begins_ns <= arrived_ns + LEEWAY_NS:
        return []
    return [SaidInTheFuture(pointer=pointer, expected="no later than 5 minutes after it arrives here", got=said_at)]


def chain_sense(chain: Chain, pointer: str) -> list[Refusal]:
    """Whether the chain holds together, if there is one and nothing of it is erased."""
    hops = tuple(hop for hop in chain if isinstance(hop, Hop))
    return chain_faults(hops, pointer) if hops and len(hops) == len(chain) else []


def below_zero_faults(figure: Figure | Erased, scope: Scope | Erased, pointer: str) -> list[Refusal]:
    """Amounts below zero under a scope that is not signed."""
    if isinstance(figure, Erased) or isinstance(scope, Erased) or scope.signed or isinstance(figure, Tally):
        return []
    return [
        BelowZero(pointer=f"{pointer}/{member}", expected="an amount of zero or more", got=amount)
        for member in ("value", "low", "high", "factor")
        if (amount := getattr(figure, member, None)) is not None and is_below_zero(amount)
    ]


def selector_faults(selector: Selector | Erased | None, pointer: str) -> list[Refusal]:
    """Whether start and end go together, and span as many code points as the quote has."""
    if selector is None or isinstance(selector, Erased) or (selector.start is None and selector.end is None):
        return []
    if selector.start is None or selector.end is None:
        missing = "start" if selector.start is None else "end"
        return [InvalidField(pointer=f"{pointer}/{missing}", expected="start and end together", got=None)]
    if selector.end - selector.start == len(selector.exact):
        return []
    return [
        InvalidField(
            pointer=f"{pointer}/end",
            expected=f"start plus the {len(selector.exact)} code points of exact",
            got=selector.end,
        )
    ]


def _figure_faults(figure: Figure, pointer: str) -> list[Refusal]:
    match figure:
        case Range(low=low, high=high) if amount_value(low) > amount_value(high):
            return [LowAboveHigh(pointer=f"{pointer}/low", expected=f"at most {high}", got=low)]
        case Tally():
            return _tally_faults(figure, pointer)
        case _:
            return []


def _tally_faults(tally: Tally, pointer: str) -> list[Refusal]:
    faults: list[Refusal] = [
        BelowZero(pointer=f"{pointer}/parts{step(name)}", expected="a part of zero or more", got=amount)
        for name, amount in tally.parts.items()
        if is_below_zero(amount)
    ]
    if tally.of is not None and not faults and (total := parts_sum(tally.parts)) > amount_value(tally.of):
        faults.append(
            PartsAboveWhole(
                pointer=f"{pointer}/parts",
                expected=f"parts that add up to at most {tally.of}",
                got=plain(total),
                extensions={"sum": plain(total), "whole": tally.of},
            )
        )
    return faults


def _wording_faults(figure: Figure, wording: str, pointer: str) -> list[Refusal]:
    stated = amounts(figure)
    if not stated:
        return []
    whole = figure.of if isinstance(figure, Tally) else None
    left = contradiction(wording, stated, every=isinstance(figure, Range | Tally), whole=whole)
    if left is None:
        return []
    return [WordingContradictsFigure(pointer=pointer, expected=", ".join(stated), got=", ".join(left))]
