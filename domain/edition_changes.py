"""What changed between two editions of a story, and what changed silently.

Only a figure that changed where both editions print the claim can have changed silently: neither an update note of the
later edition gives an amount of it, nor has the claim a correction from the one printed figure to the other. Where
nobody can tell the figure, the amounts that the words give stand for it.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal, TypeAlias, get_args

from domain.claim_record import ClaimRecord, CorrectionRecord
from domain.event_parts import Placement, Print
from domain.figure import Figure, Range, Relative, Tally, Vague, amounts
from domain.history import figure_diff
from domain.note_numbers import note_numerals
from domain.print_states import shown_figure
from domain.printed import figure_key
from domain.refusals import Json
from domain.scope import folded
from domain.shapes import Erased, amount_value
from domain.story import Edition
from domain.view import View
from domain.wire import instant_text, wire
from domain.word_diff import wording_diff
from domain.worded_figure import amounts_written, is_no_year, readings

MOST_PRINTS = 20
"""Prints that a side of a change lists; it counts them all."""
PLACEMENTS: tuple[Placement, ...] = get_args(Placement)
Placed: TypeAlias = dict[Placement, list["ShownPrint"]]
Amounts: TypeAlias = tuple[Decimal, ...]
ChangeKind = Literal["appeared", "dropped", "changed", "unchanged"]
Excuse = Literal["update_note", "correction", "erased"]

_NO_WORD = re.compile(r"[^\w]+")


@dataclass(frozen=True, slots=True)
class ShownPrint:
    """The *n*-th print of an edition with the figure that it shows: None or erased where nobody can tell.

    ``key`` is equal for two figures that are the same or identical; None where the figure is not known.
    """

    n: int
    print: Print
    figure: Figure | Erased | None
    key: str | None

    @property
    def unread(self) -> Amounts:
        """The amounts that the words give where no figure can be told of them; empty where there are none."""
        if self.figure is not None:
            return ()
        return tuple(sorted(readings(one)[0] for one in amounts_written(self.print.wording)))


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a claim at a placement; at all of them together where two editions share none.

    ``excuse`` is what keeps a changed one from being silent (``erased``: an update note that may have said so);
    ``correction`` the one that names both figures.
    """

    claim: str
    kind: ChangeKind
    before: tuple[ShownPrint, ...]
    after: tuple[ShownPrint, ...]
    excuse: Excuse | None = None
    correction: CorrectionRecord | None = None

    @property
    def silent(self) -> bool:
        """Whether the figure changed and nobody said so."""
        return self.kind == "changed" and self.excuse is None


def placed(edition: Edition, claims: Mapping[str, ClaimRecord]) -> dict[str, Placed]:
    """What *edition* prints of each claim at each placement; *claims* has all that it names."""
    found: dict[str, Placed] = {}
    for n, one in enumerate(edition.prints):
        if isinstance(one, Print):
            figure = shown_figure(one, edition, claims[one.claim])
            shown = ShownPrint(n, one, figure, None if figure is None else figure_key(figure))
            found.setdefault(one.claim, {}).setdefault(one.placement, []).append(shown)
    return found


def in_order(of_claim: Placed) -> tuple[ShownPrint, ...]:
    """The prints of a claim, placement by placement."""
    return tuple(one for placement in PLACEMENTS for one in of_claim.get(placement, ()))


def changes(before: Edition, after: Edition, claims: Mapping[str, ClaimRecord]) -> list[Change]:
    """One for each claim and placement, in the order of the later edition; *claims* has all that they print."""
    return changes_of(placed(before, claims), placed(after, claims), after.update_note, claims)


def changes_of(
    old: Mapping[str, Placed], new: Mapping[str, Placed], note: str | Erased | None, claims: Mapping[str, ClaimRecord]
) -> list[Change]:
    """The same of what two editions print (``placed``), and of the later one's update *note*."""
    return [
        change
        for claim in dict.fromkeys((*new, *old))
        for change in _of_claim(claims[claim], old.get(claim, {}), new.get(claim, {}), note)
    ]


def change_view(one: Change) -> View:
    """A change as it is answered; ``words`` leads from the one wording to the other."""
    left, right = _example(one.before, one.after), _example(one.after, one.before)
    shown: View = {
        "claim": one.claim,
        "kind": one.kind,
        "silent": one.silent,
        "from": _side(left, one.before),
        "to": _side(right, one.after),
        "excuse": one.excuse,
    }
    if left is not None and right is not None:
        shown["words"] = wording_diff(left.print.wording, right.print.wording)
        shown["figure"] = figure_diff(left.figure, right.figure)
    if one.correction is not None:
        shown["correction"] = correction_view(one.correction)
    return shown


def print_view(one: ShownPrint) -> View:
    """Where a print stands, in which words, and the figure that it shows (null where nobody can tell)."""
    return {
        "n": one.n,
        "placement": one.print.placement,
        "wording": one.print.wording,
        "figure": wire(one.figure),
    }


def correction_view(one: CorrectionRecord) -> View:
    """Which correction it was; ``revision`` is null where nothing took the place of the wrong one."""
    return {
        "position": one.position,
        "version": one.version,
        "revision": one.revision,
        "recorded_at": instant_text(one.recorded_at),
        "kind": wire(one.kind),
    }


def _of_claim(claim: ClaimRecord, old: Placed, new: Placed, note: str | Erased | None) -> Iterator[Change]:
    if old and new and not old.keys() & new.keys():
        yield _compared(claim, in_order(old), in_order(new), note)
        return
    for placement in PLACEMENTS:
        before, after = tuple(old.get(placement, ())), tuple(new.get(placement, ()))
        if before and after:
            yield _compared(claim, before, after, note)
        elif before or after:
            yield Change(claim.claim, "dropped" if before else "appeared", before, after)


def _compared(
    claim: ClaimRecord, before: tuple[ShownPrint, ...], after: tuple[ShownPrint, ...], note: str | Erased | None
) -> Change:
    gone, come = _missing(before, after), _missing(after, before)
    if not _differ(before, after, gone, come):
        return _of_amounts(claim, before, after, note)
    correction = _correction(claim, gone, come)
    excuse: Excuse | None = None if correction is None else "correction"
    if isinstance(note, str) and _gives(note, gone, come):
        excuse = "update_note"
    elif isinstance(note, Erased) and correction is None:
        excuse = "erased"
    return Change(claim.claim, "changed", before, after, excuse, correction)


def _of_amounts(
    claim: ClaimRecord, before: tuple[ShownPrint, ...], after: tuple[ShownPrint, ...], note: str | Erased | None
) -> Change:
    """The change where the figures tell of none: by the amounts in words of which no figure can be told."""
    differ = frozenset[Decimal]() if _has_erased((*before, *after)) else _amounts_apart(before, after)
    if not differ:
        return Change(claim.claim, "unchanged", before, after)
    if isinstance(note, Erased):
        return Change(claim.claim, "changed", before, after, "erased")
    is_told = note is not None and not _read(note)[0].isdisjoint(differ)
    return Change(claim.claim, "changed", before, after, "update_note" if is_told else None)


def _has_erased(prints: Sequence[ShownPrint]) -> bool:
    return any(isinstance(one.figure, Erased) for one in prints)


def _amounts_apart(before: Sequence[ShownPrint], after: Sequence[ShownPrint]) -> frozenset[Decimal]:
    """The amounts by which the unread prints of two editions differ; none where only one of them has such prints.

    A known figure is in the words of an unread print if one of its amounts is.
    """
    was, is_ = (tuple(dict.fromkeys(one.unread for one in side if one.unread)) for side in (before, after))
    gone, come = _missing(before, after), _missing(after, before)
    if not gone and not come:
        return _of_either(was, is_) if was and is_ else frozenset()
    apart: set[Decimal] = set()
    for figures, unread in ((gone, is_), (come, was)):
        stated = [{abs(amount_value(amount)) for amount in amounts(figure)} for figure in figures.values()]
        given = frozenset[Decimal]().union(*unread)
        if given and any(each and each.isdisjoint(given) for each in stated):
            apart |= given.union(*stated)
    return frozenset(apart)


def _of_either(was: Collection[Amounts], is_: Collection[Amounts]) -> frozenset[Decimal]:
    """The amounts of one side that the other has not as often."""
    if set(was) == set(is_):
        return frozenset()
    old, new = (Counter(amount for each in side for amount in each) for side in (was, is_))
    return frozenset((old - new) + (new - old)) or frozenset(old)


def _missing(held: Sequence[ShownPrint], others: Sequence[ShownPrint]) -> dict[str, Figure]:
    """The known figures of *held* that are not among *others*, by their keys."""
    known = {one.key for one in others}
    return {
        one.key: one.figure
        for one in held
        if one.key is not None
        and one.key not in known
        and one.figure is not None
        and not isinstance(one.figure, Erased)
    }


def _differ(
    before: Sequence[ShownPrint], after: Sequence[ShownPrint], gone: Mapping[str, Figure], come: Mapping[str, Figure]
) -> bool:
    """Whether figures came or went that the unknown and erased ones of the other edition cannot account for."""
    if all(one.key is None for one in before) or all(one.key is None for one in after):
        return False
    unknown = sum(one.key is None for one in after) - sum(one.key is None for one in before)
    return len(gone) > max(0, unknown) or len(come) > max(0, -unknown)


def _correction(claim: ClaimRecord, gone: Mapping[str, Figure], come: Mapping[str, Figure]) -> CorrectionRecord | None:
    """The correction from the figure that went to the one that came, if they tell all of the change."""
    found = [(keys, one) for one in claim.corrections if (keys := _keys(one, claim))[0] in gone and keys[1] in come]
    is_all = {old for (old, _), _ in found} == gone.keys() and {new for (_, new), _ in found} == come.keys()
    return found[0][1] if found and is_all else None


def _keys(one: CorrectionRecord, claim: ClaimRecord) -> tuple[str | None, str | None]:
    """The figure that a correction replaced and the one that it set."""
    was = claim.revisions.get(one.replaces)
    is_ = None if one.revision is None else claim.revisions.get(one.revision)
    return None if was is None else was.figure_key, None if is_ is None else is_.figure_key


def _gives(note: str, gone: Mapping[str, Figure], come: Mapping[str, Figure]) -> bool:
    """Whether an update note gives an old or a new amount, or the old or new words where there is none."""
    read, words = _read(note)
    pairs = ((gone.values(), come.values()), (come.values(), gone.values()))
    return any(
        not read.isdisjoint(_telling_amounts(figure, others)) or any(f" {term} " in words for term in _terms(figure))
        for figures, others in pairs
        for figure in figures
    )


@lru_cache(maxsize=256)  # a note is held against every figure that changed, and again whenever one of the claims moves
def _read(note: str) -> tuple[frozenset[Decimal], str]:
    """The amounts that an update note gives, and its words between spaces."""
    given = [frozenset(readings(one)) for one in note_numerals(note) if not one.doubtful or is_no_year(note, one)]
    return frozenset[Decimal]().union(*given), f" {_NO_WORD.sub(' ', folded(note))} "


def _telling_amounts(figure: Figure, others: Collection[Figure]) -> set[Decimal]:
    """The amounts of *figure* that tell of its change: of a tally or a range, those that differ."""
    if isinstance(figure, Tally):
        kept = [dict(_parts(other)) for other in others]
        return {amount for name, amount in _parts(figure) if not kept or any(one.get(name) != amount for one in kept)}
    stated = {abs(amount_value(amount)) for amount in amounts(figure)}
    if isinstance(figure, Range):
        stated -= {
            abs(amount_value(end)) for other in others if isinstance(other, Range) for end in (other.low, other.high)
        }
    return stated


def _parts(figure: Figure) -> Iterator[tuple[str, Decimal]]:
    if isinstance(figure, Tally):
        for name, amount in figure.parts.items():
            yield name, amount_value(amount)


def _terms(figure: Figure) -> tuple[str, ...]:
    """The words of a figure that has no amount of its own."""
    match figure:
        case Vague(term=words) | Relative(comparison=words):
            return (_NO_WORD.sub(" ", folded(words)),)
        case _:
            return ()


def _example(held: Sequence[ShownPrint], others: Sequence[ShownPrint]) -> ShownPrint | None:
    """The print to show for *held*: the first whose figure, or amounts, are not among *others*, else the first."""
    missing, unread = _missing(held, others), {one.unread for one in others}
    return next(
        (one for one in held if one.key in missing),
        next((one for one in held if one.unread and one.unread not in unread), next(iter(held), None)),
    )


def _side(example: ShownPrint | None, held: Sequence[ShownPrint]) -> Json:
    if example is None:
        return None
    shown: list[Json] = [print_view(one) for one in held[:MOST_PRINTS]]
    return {**print_view(example), "prints": shown, "print_count": len(held)}
