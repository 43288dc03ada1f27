"""What a claim was at a moment of the past, and what became of it between two moments.

A moment is a position of the log: the state at it is the fold of the stream up to it. There is one fold, ``evolve``.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import takewhile

from domain.attribution import Chain
from domain.canonical import canonical
from domain.compare import PartVerdict, compare_figures, part_verdicts
from domain.events import Recorded
from domain.exact import EXACT
from domain.figure import Bounds, Figure, NoFigure, Range, Relative, Tally, Vague, bounds, plain
from domain.refusals import Json
from domain.revision import Revision
from domain.shapes import Erased, amount_value
from domain.view import View, bounds_view
from domain.wire import wire
from domain.word_diff import runs, wording_diff


@dataclass(frozen=True, slots=True)
class Said:
    """Of a revision what a comparison shows."""

    figure: Figure | Erased
    wording: str | Erased
    said_at: str
    refers_to: str | None


@dataclass(frozen=True, slots=True)
class Shown:
    """What was to be seen of a claim: one revision, or none, and the chain through which it had reached us."""

    revision: Said | Revision | None
    chain: Chain


def up_to(position: int, events: Iterable[Recorded]) -> Iterator[Recorded]:
    """Those of a stream's *events* that stood at *position* or before: what there was to know then."""
    return takewhile(lambda event: event.position <= position, events)


def diff(before: Shown, after: Shown) -> View:
    """What changed from *before* to *after*: the figure, the wording word by word, the chain hop by hop.

    ``figure.change`` has the differences that can be told exactly (decimal strings, after less before): of the
    amount where both have one, of each bound that both have. Two tallies have ``parts`` beside. Operations are
    ``same``, ``removed`` and ``added``; those of the wording, but for the added ones, spell out the earlier wording.
    """
    old, new = _figure(before), _figure(after)
    changed: View = {
        "figure": figure_diff(old, new),
        "refers_to": {"from": _member(before, "refers_to"), "to": _member(after, "refers_to")},
        "said_at": {"from": _member(before, "said_at"), "to": _member(after, "said_at")},
        "wording": wording_diff(_wording(before), _wording(after)),
        "attribution": _chain_diff(before.chain, after.chain),
    }
    if isinstance(old, Tally) and isinstance(new, Tally):
        changed["parts"] = [_part(one) for one in part_verdicts(old, new)]
    return changed


def _figure(shown: Shown) -> Figure | Erased | None:
    return None if shown.revision is None else shown.revision.figure


def _wording(shown: Shown) -> str | Erased | None:
    return None if shown.revision is None else shown.revision.wording


def _member(shown: Shown, name: str) -> Json:
    return None if shown.revision is None else wire(getattr(shown.revision, name))


def figure_diff(old: Figure | Erased | None, new: Figure | Erased | None) -> View:
    """The verdict of two figures, their bounds, and the differences that can be told exactly; see ``diff``."""
    if old is None or new is None:
        return {"from": wire(old), "to": wire(new), "verdict": None, "change": None}
    verdict = compare_figures(old, new)
    return {
        "from": wire(old),
        "to": wire(new),
        "verdict": verdict.verdict,
        "container": verdict.container,
        "reasons": list(verdict.reasons),
        "bounds": {"from": bounds_view(bounds(old)), "to": bounds_view(bounds(new))},
        "change": _change(old, new),
    }


def _change(old: Figure | Erased, new: Figure | Erased) -> Json:
    was, is_ = bounds(old), bounds(new)
    change = {
        "amount": _difference(_amount(old), _amount(new)),
        "low": _difference(*_ends(was, is_, "low")),
        "high": _difference(*_ends(was, is_, "high")),
    }
    return change if any(one is not None for one in change.values()) else None


def _amount(figure: Figure | Erased) -> str | None:
    return None if isinstance(figure, Erased | Range | Vague | Tally | Relative | NoFigure) else figure.value


def _ends(was: Bounds | None, is_: Bounds | None, end: str) -> tuple[str | None, str | None]:
    if was is None or is_ is None:
        return None, None
    return plain(getattr(was, end)), plain(getattr(is_, end))


def _difference(was: str | None, is_: str | None) -> str | None:
    """The exact difference, as an amount is written; None unless both are stated."""
    if was is None or is_ is None:
        return None
    return plain(EXACT.subtract(amount_value(is_), amount_value(was)))


def _part(one: PartVerdict) -> View:
    return {
        "part": one.part,
        "from": one.left,
        "to": one.right,
        "verdict": one.verdict.verdict,
        "change": _difference(one.left, one.right),
    }


def _chain_diff(old: Chain, new: Chain) -> list[Json]:
    hops = {canonical(wire(hop)): wire(hop) for hop in (*old, *new)}
    found = runs([canonical(wire(hop)) for hop in old], [canonical(wire(hop)) for hop in new])
    return [{"op": op, "hop": hops[hop]} for op, run in found for hop in run]
