"""What is to be said of a story: what it changed silently, and where its latest edition is at odds with the record.

What an earlier edition printed matters for silent changes only; the rest is about the latest. Entries of a kind are
listed up to a number and all of them counted.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import TypeVar

from domain.claim_record import ClaimRecord, RevisionRecord
from domain.edition_changes import Change, Placed, change_view, changes_of, correction_view, placed
from domain.event_parts import Print
from domain.mismatches import mismatch_view, mismatches_of
from domain.print_faults import Fault
from domain.print_states import PrintState, states_of
from domain.refusals import Json
from domain.story import Edition
from domain.view import View
from domain.wire import instant_text, wire

MOST_SHOWN = 100

Claims = Mapping[str, ClaimRecord]
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Kind:
    """The entries of one kind, some as JSON, and how many there are."""

    entries: Sequence[View]
    count: int


@dataclass(frozen=True, slots=True)
class Found:
    """What is to be said of a story, by kind. ``latest_silent_at`` is a moment of recording."""

    silent: Kind
    mismatches: Kind
    behind: Kind
    corrected: Kind
    disputed: Kind
    retracted: Kind
    unmatched: Kind
    latest_silent_at: datetime | None

    @property
    def by_kind(self) -> dict[str, Kind]:
        """The kinds by their names, in the order in which they are counted."""
        return {
            "silent": self.silent,
            "mismatches": self.mismatches,
            "behind": self.behind,
            "corrected": self.corrected,
            "disputed": self.disputed,
            "retracted": self.retracted,
            "unmatched": self.unmatched,
        }


def found(editions: Sequence[Edition], claims: Claims, most: int = MOST_SHOWN) -> Found:
    """What is to be said of a story's *editions*, which come in the order of their numbers; there is one at least.

    Of each kind *most* entries are listed: the last of the silent changes, the first of the others.
    """
    latest = editions[-1]
    printed = [placed(one, claims) for one in editions]
    silent = list(_silent(editions, printed, claims))
    states = states_of(latest, claims)
    odds = mismatches_of(printed[-1], claims, most)
    return Found(
        silent=Kind([_silent_view(*one) for one in silent[-most:]], len(silent)),
        mismatches=Kind([mismatch_view(one) for one in odds.listed], odds.count),
        behind=_kind([(one, one.behind) for one in states if one.behind is not None], _behind, most),
        corrected=_kind([(one, one.corrected) for one in states if one.corrected is not None], _corrected, most),
        disputed=_kind([one for one in states if one.disputes], _disputed, most),
        retracted=_kind([one for one in states if one.retracted], _printed, most),
        unmatched=_kind([one for one in states if one.unmatched], _printed, most),
        latest_silent_at=max((after.recorded_at for _, after, _ in silent), default=None),
    )


def _kind(every: Sequence[_T], shown: Callable[[_T], View], most: int) -> Kind:
    return Kind([shown(one) for one in every[:most]], len(every))


def _silent(
    editions: Sequence[Edition], printed: Sequence[Mapping[str, Placed]], claims: Claims
) -> Iterator[tuple[Edition, Edition, Change]]:
    for (before, old), (after, new) in pairwise(zip(editions, printed, strict=True)):
        for one in changes_of(old, new, after.update_note, claims):
            if one.silent:
                yield before, after, one


def _silent_view(before: Edition, after: Edition, one: Change) -> View:
    view = change_view(one) | {"from_edition": before.number, "to_edition": after.number}
    return {**view, "recorded_at": instant_text(after.recorded_at)}


def _printed(one: PrintState) -> View:
    of: View = (
        {"claim": one.print.claim, "placement": one.print.placement, "wording": one.print.wording}
        if isinstance(one.print, Print)
        else {}
    )
    return {"n": one.n, "figure": wire(one.figure), **of}


def _behind(found: tuple[PrintState, RevisionRecord]) -> View:
    one, standing = found
    return {**_printed(one), "stands": _revision(standing), "since": standing.said_at}


def _corrected(found: tuple[PrintState, Fault]) -> View:
    one, fault = found
    return {
        **_printed(one),
        "members": list(fault.members),
        "correction": correction_view(fault.correction),
        "wrong": _revision(fault.wrong),
        "right": _revision(fault.right),
    }


def _disputed(one: PrintState) -> View:
    disputes: list[Json] = [
        {"dispute": each.dispute, "revision": each.revision, "aspect": wire(each.aspect)}
        for each in one.disputes[:MOST_SHOWN]
    ]
    return {**_printed(one), "disputes": disputes}


def _revision(one: RevisionRecord | None) -> Json:
    return None if one is None else {"revision": one.number, "figure": wire(one.figure), "said_at": one.said_at}
