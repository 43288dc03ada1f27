"""What changed between two editions of a story, and what changed silently.

Only a figure that changed where both editions print the claim can have changed silently: neither an update note of the
later edition gives an amount of it, nor has the claim a correction from the one printed figure to the other. Where
nobody can tell the figure, the amounts that the words give stand for it; words without a number give none.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Literal, TypeAlias, get_args

from domain.claim_record import ClaimRecord, CorrectionRecord
from domain.event_parts import Placement, Print
from domain.figure import Figure, NoFigure, amounts
from domain.history import figure_diff
from domain.note_excuses import amounts_of_note, note_gives, stated_amounts
from domain.number_words import hinted_values
from domain.print_states import shown_figure
from domain.printed import figure_key
from domain.refusals import Json
from domain.scope import comparable
from domain.shapes import Erased
from domain.story import Edition, Veiled
from domain.view import View
from domain.wire import instant_text, wire
from domain.word_diff import wording_diff
from domain.worded_figure import amounts_written, gives_no_number, readings

MOST_PRINTS = 20
"""Prints that a side of a change lists; it counts them all."""
PLACEMENTS: tuple[Placement, ...] = get_args(Placement)
Placed: TypeAlias = dict[Placement, list["ShownPrint"]]
Printed: TypeAlias = tuple[Edition, Mapping[str, Placed]]
Amounts: TypeAlias = tuple[Decimal, ...]
ChangeKind = Literal["appeared", "dropped", "changed", "unchanged"]
Excuse = Literal["update_note", "correction", "erased"]

_NO_FIGURE = frozenset({figure_key(NoFigure(form="none"))})


@dataclass(frozen=True)  # without slots, for the amounts of a long wording are read once
class ShownPrint:
    """The *n*-th print of an edition with the figure that it shows: None or erased where nobody can tell.

    ``key`` is equal for two figures that are the same or identical; None where the figure is not known.
    """

    n: int
    print: Print
    figure: Figure | Erased | None
    key: str | None

    @cached_property
    def unread(self) -> Amounts:
        """The amounts that the words give where no figure can be told of them; empty where there are none."""
        if self.figure is not None:
            return ()
        return tuple(sorted(readings(one)[0] for one in amounts_written(self.print.wording)))

    @property
    def is_mute(self) -> bool:
        """Whether it gives no figure at all, and not merely none that can be told."""
        return self.figure is None and self.print.target is None and gives_no_number(self.print.wording)

    @property
    def words(self) -> str:
        """Its wording, to be held against another."""
        return comparable(self.print.wording)


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
    return changes_of((before, placed(before, claims)), (after, placed(after, claims)), claims)


def changes_of(before: Printed, after: Printed, claims: Mapping[str, ClaimRecord]) -> list[Change]:
    """The same of two editions, each with what it prints (``placed``)."""
    (earlier, old), (later, new) = before, after
    step = _Step(later.update_note, _erased_prints(earlier), _erased_prints(later))
    return [
        change
        for claim in dict.fromkeys((*new, *old))
        for change in _of_claim(claims[claim], old.get(claim, {}), new.get(claim, {}), step)
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


@dataclass(frozen=True, slots=True)
class _Step:
    """What two editions say besides their prints: the update note, and how many prints of each are erased.

    An erased print may be of any claim at any placement.
    """

    note: str | Erased | None
    erased_before: int
    erased_after: int

    @property
    def erased_since(self) -> int:
        """How many more are erased in the later edition; those of both are taken for the same."""
        return self.erased_after - self.erased_before


def _erased_prints(edition: Edition) -> int:
    return sum(isinstance(one, Erased) and not isinstance(one, Veiled) for one in edition.prints)


def _of_claim(claim: ClaimRecord, old: Placed, new: Placed, step: _Step) -> Iterator[Change]:
    if old and new and not old.keys() & new.keys():
        yield _compared(claim, in_order(old), in_order(new), step)
        return
    for placement in PLACEMENTS:
        before, after = tuple(old.get(placement, ())), tuple(new.get(placement, ()))
        if before and after:
            yield _compared(claim, before, after, step)
        elif before:
            yield Change(claim.claim, "unchanged" if step.erased_after else "dropped", before, after)
        elif after:
            yield Change(claim.claim, "unchanged" if step.erased_before else "appeared", before, after)


def _compared(claim: ClaimRecord, before: tuple[ShownPrint, ...], after: tuple[ShownPrint, ...], step: _Step) -> Change:
    gone, come = _missing(before, after), _missing(after, before)
    if not _differ(before, after, gone, come, step):
        return _of_amounts(claim, before, after, step)
    correction = _correction(claim, gone, come)
    excuse: Excuse | None = None if correction is None else "correction"
    if isinstance(step.note, str) and note_gives(step.note, gone.values(), come.values()):
        excuse = "update_note"
    elif isinstance(step.note, Erased) and correction is None:
        excuse = "erased"
    return Change(claim.claim, "changed", before, after, excuse, correction)


def _of_amounts(
    claim: ClaimRecord, before: tuple[ShownPrint, ...], after: tuple[ShownPrint, ...], step: _Step
) -> Change:
    """The change where the figures tell of none: by the amounts in words of which no figure can be told."""
    differ = frozenset[Decimal]() if _has_erased((*before, *after)) else _amounts_apart(before, after, step)
    if not differ:
        return Change(claim.claim, "unchanged", before, after)
    if isinstance(step.note, Erased):
        return Change(claim.claim, "changed", before, after, "erased")
    is_told = step.note is not None and not amounts_of_note(step.note).isdisjoint(differ)
    return Change(claim.claim, "changed", before, after, "update_note" if is_told else None)


def _has_erased(prints: Sequence[ShownPrint]) -> bool:
    return any(isinstance(one.figure, Erased) for one in prints)


def _amounts_apart(before: Sequence[ShownPrint], after: Sequence[ShownPrint], step: _Step) -> frozenset[Decimal]:
    """The amounts by which the unread prints of two editions differ.

    A known figure is in the words of an unread print if one of its amounts is. Where only one of the two has unread
    prints, these differ from words without a number alone.
    """
    was, is_ = (tuple(dict.fromkeys(one.unread for one in side if one.unread)) for side in (before, after))
    gone, come = _missing(before, after), _missing(after, before)
    if not gone and not come:
        if was and is_:
            return _of_either(was, is_)
        without, erased = (after, step.erased_since) if was else (before, -step.erased_since)
        return frozenset[Decimal]() if erased > 0 else _taken_out(was or is_, without)
    apart: set[Decimal] = set()
    for figures, unread in ((gone, is_), (come, was)):
        given = frozenset[Decimal]().union(*unread)
        each_stated = [stated_amounts(figure) for figure in figures.values()]
        if given and any(each and each.isdisjoint(given) for each in each_stated):
            apart |= given.union(*each_stated)
    return frozenset(apart)


def _taken_out(unread: Collection[Amounts], without: Sequence[ShownPrint]) -> frozenset[Decimal]:
    """The amounts of *unread* prints, if the other edition has words alone, *without* a number."""
    given = frozenset[Decimal]().union(*unread)
    if not given:
        return given
    is_gone = all(one.is_mute and given.isdisjoint(hinted_values(one.print.wording)) for one in without)
    return given if is_gone else frozenset()


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
    before: Sequence[ShownPrint],
    after: Sequence[ShownPrint],
    gone: Mapping[str, Figure],
    come: Mapping[str, Figure],
    step: _Step,
) -> bool:
    """Whether figures came or went that the unknown and erased ones of the other edition cannot account for."""
    if (not gone and not come) or _tells_nothing(before) or _tells_nothing(after):
        return False
    unknown = _unknown(after, before, gone) - _unknown(before, after, come) + step.erased_since
    return len(gone) > max(0, unknown) or len(come) > max(0, -unknown)


def _tells_nothing(held: Sequence[ShownPrint]) -> bool:
    return all(one.key is None for one in held) and not all(one.is_mute for one in held)


def _unknown(held: Sequence[ShownPrint], others: Sequence[ShownPrint], missing: Mapping[str, Figure]) -> int:
    """How many of *held* may show one of the figures *missing* there, which *others* show.

    Words without a number do if they are the very words of one that does, if all that is known of that figure are words
    too, or if they hint at its amount: "a man died" may well be one.
    """
    shown = [one for one in others if one.key in missing]
    stated = set[Decimal]().union(*map(stated_amounts, missing.values()))
    words = {one.words for one in shown}
    are_words = not all(_has_amount(one) for one in shown)
    return sum(
        one.key is None
        and (
            not one.is_mute
            or are_words
            or one.words in words
            or not stated.isdisjoint(hinted_values(one.print.wording))
        )
        for one in held
    )


def _has_amount(one: ShownPrint) -> bool:
    """Whether a known figure is one that words without a number do not give: by its amounts, or by a word for them."""
    is_given = one.print.figure is not None or one.print.target is not None
    has_amounts = isinstance(one.figure, get_args(Figure)) and len(amounts(one.figure)) > 0
    return (is_given and has_amounts) or not gives_no_number(one.print.wording)


def _correction(claim: ClaimRecord, gone: Mapping[str, Figure], come: Mapping[str, Figure]) -> CorrectionRecord | None:
    """The correction from the figure that went to the one that came, if they tell all of the change.

    Where none went, or none came, it is one from or to "no figure".
    """
    old, new = (frozenset[str | None](each) or _NO_FIGURE for each in (gone, come))
    found = [(keys, one) for one in claim.corrections if (keys := _keys(one, claim))[0] in old and keys[1] in new]
    is_all = {was for (was, _), _ in found} == old and {is_ for (_, is_), _ in found} == new
    return found[0][1] if found and is_all else None


def _keys(one: CorrectionRecord, claim: ClaimRecord) -> tuple[str | None, str | None]:
    """The figure that a correction replaced and the one that it set."""
    was = claim.revisions.get(one.replaces)
    is_ = None if one.revision is None else claim.revisions.get(one.revision)
    return None if was is None else was.figure_key, None if is_ is None else is_.figure_key


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
