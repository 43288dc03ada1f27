"""What is to be said of a story: what it changed silently, and where its latest edition is at odds with the record.

What an earlier edition printed matters for silent changes only; the rest is about the latest. Entries of a kind are
listed up to a number and all of them counted.
"""

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise
from operator import itemgetter
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
OF_PRINTS = ("behind", "corrected", "disputed", "retracted", "unmatched")
"""The kinds that tell of single prints of the latest edition, in their order."""

Claims = Mapping[str, ClaimRecord]
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Kind:
    """The entries of one kind, some as JSON, and how many there are."""

    entries: Sequence[View]
    count: int


@dataclass(frozen=True, slots=True)
class Found:
    """What is to be said of a story, by kind. ``latest_silent_at`` is a moment of recording.

    ``wrong`` counts the prints that are corrected, retracted or both, each of them once.
    """

    silent: Kind
    mismatches: Kind
    behind: Kind
    corrected: Kind
    disputed: Kind
    retracted: Kind
    unmatched: Kind
    wrong: int
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
    silent = _silent(editions, printed, claims)
    states = states_of(latest, claims)
    odds = mismatches_of(printed[-1], claims, most)
    return Found(
        silent=Kind([_silent_view(*one) for one in silent[-most:]], len(silent)),
        mismatches=Kind([mismatch_view(one) for one in odds.listed], odds.count),
        **of_prints(states, most),
        wrong=sum(one.retracted or one.corrected is not None for one in states),
        latest_silent_at=max((after.recorded_at for _, after, _ in silent), default=None),
    )


def silent_changes(editions: Sequence[Edition], claims: Claims) -> list[tuple[int, int, Change]]:
    """What *editions*, in the order of their numbers, changed silently; each with the numbers of the two editions."""
    silent = _silent(editions, [placed(one, claims) for one in editions], claims)
    return [(before.number, after.number, one) for before, after, one in silent]


def continued(before: Found, since: Found, most: int = MOST_SHOWN) -> Found:
    """What is to be said of a story, where *since* is ``found`` of what was its latest edition and of those after it.

    *before* was to be said up to that one, of which nothing has changed: what changed silently up to there.
    """
    moments = [one.latest_silent_at for one in (before, since) if one.latest_silent_at is not None]
    entries = [*before.silent.entries, *since.silent.entries][-most:]
    silent = Kind(entries, before.silent.count + since.silent.count)
    return replace(since, silent=silent, latest_silent_at=max(moments, default=None))


def of_prints(states: Sequence[PrintState], most: int = MOST_SHOWN) -> dict[str, Kind]:
    """What is to be said of an edition's prints one by one, by kind; of each *most* entries, in their order."""
    return {
        "behind": _kind([(one, one.behind) for one in states if one.behind is not None], _behind, most),
        "corrected": _kind([(one, one.corrected) for one in states if one.corrected is not None], _corrected, most),
        "disputed": _kind([one for one in states if one.disputes], _disputed, most),
        "retracted": _kind([one for one in states if one.retracted], _printed, most),
        "unmatched": _kind([one for one in states if one.unmatched], _printed, most),
    }


def mended(before: Found, now: Mapping[str, Kind], prints: Container[int]) -> Found | None:
    """What is to be said of a story once *now* is (``of_prints``) of some *prints* of its latest edition.

    Nothing else has changed since *before*. None where that lists not all entries, so that nobody can tell.
    """
    kinds = before.by_kind
    if any(len(one.entries) < one.count for name in now for one in (kinds[name], now[name])):
        return None
    merged = {name: _merged(kinds[name], kind, prints) for name, kind in now.items()}
    return Found(
        silent=before.silent,
        mismatches=before.mismatches,
        **{name: Kind(entries[:MOST_SHOWN], len(entries)) for name, entries in merged.items()},
        wrong=len({one["n"] for name in ("corrected", "retracted") for one in merged[name]}),
        latest_silent_at=before.latest_silent_at,
    )


def changes_as_before(before: Found, of_claims: Found, claims: Container[str]) -> bool:
    """Whether *before* says of *claims* what *of_claims* does, of changes and of two placements; False if unsure.

    Entries of claims have an order of their own there, among those of others.
    """
    pairs = ((before.silent, of_claims.silent), (before.mismatches, of_claims.mismatches))
    return all(
        len(was.entries) == was.count and [one for one in was.entries if one["claim"] in claims] == is_.entries
        for was, is_ in pairs
    )


def _merged(before: Kind, now: Kind, prints: Container[int]) -> list[View]:
    """The entries of other *prints* as they were, and those of *now*, in the order of the prints."""
    others = (one for one in before.entries if one["n"] not in prints)
    return sorted((*others, *now.entries), key=itemgetter("n"))


def _kind(every: Sequence[_T], shown: Callable[[_T], View], most: int) -> Kind:
    return Kind([shown(one) for one in every[:most]], len(every))


def _silent(
    editions: Sequence[Edition], printed: Sequence[Mapping[str, Placed]], claims: Claims
) -> list[tuple[Edition, Edition, Change]]:
    return [
        (before[0], after[0], one)
        for before, after in pairwise(zip(editions, printed, strict=True))
        for one in changes_of(before, after, claims)
        if one.silent
    ]


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
        "retracted": one.retracted,
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
