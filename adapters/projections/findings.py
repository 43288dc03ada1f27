"""What is to be said of stories now: made anew in the transaction in which a story, or a claim that it prints, changes.

A story's row is a function of what the tables hold when the batch is in, so that it is the same however they were
filled. What an earlier edition printed matters for silent changes only; the rest is about the latest.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

import orjson
from psycopg import Connection

from adapters.claim_records import known_to
from adapters.postgres.copy_rows import NULL, boolean, bytea, integer, row, text, timestamptz
from adapters.postgres.queries import queries
from adapters.projections.table import Table
from adapters.story_record import in_force
from domain.claim_record import ClaimRecord, RevisionRecord
from domain.edition_changes import Change, change_view, changes, correction_view, mismatch_view, mismatches
from domain.event_parts import Print
from domain.ports import LARGEST_POSITION
from domain.print_states import PrintState, states_of, wanted
from domain.refusals import Json
from domain.story import Edition
from domain.view import View
from domain.wire import instant_text, wire

SQL = queries("printed")
FINDINGS = Table("story_finding", "findings", SQL)

STORIES_AT_ONCE = 100
MOST_SHOWN = 100
"""Entries of one kind that a row lists; it counts them all."""

Claims = Mapping[str, ClaimRecord]


@dataclass(frozen=True, slots=True)
class Findings:
    """That the rows of *stories*, and of those that print any of *claims*, are made anew; the last step of a batch."""

    stories: Sequence[str]
    claims: Sequence[str]

    def apply(self, connection: Connection[Any]) -> int:
        """See ``Step``."""
        printing = connection.execute(SQL["stories_that_print"], {"claims": list(self.claims)}).fetchall()
        touched = sorted({*self.stories, *(story for (story,) in printing)})
        return sum(
            _made_anew(connection, touched[n : n + STORIES_AT_ONCE]) for n in range(0, len(touched), STORIES_AT_ONCE)
        )


def _made_anew(connection: Connection[Any], stories: Sequence[str]) -> int:
    of_stories = {"stories": list(stories), "until": LARGEST_POSITION}
    editions = in_force(connection.execute(SQL["editions_in_force"], of_stories, binary=True).fetchall())
    withdrawn = {story for (story,) in connection.execute(SQL["withdrawn"], {"stories": list(stories)}).fetchall()}
    asks = [
        (story, claim, each)
        for story, of_story in editions.items()
        for claim, each in wanted(of_story.values()).items()
    ]
    records = known_to(connection, [(claim, each) for _, claim, each in asks], LARGEST_POSITION)
    claims: dict[str, dict[str, ClaimRecord]] = {story: {} for story in editions}
    for (story, claim, _), record in zip(asks, records, strict=True):
        claims[story][claim] = record
    rows = [
        finding_row(story, found(list(of_story.values()), claims[story]), is_withdrawn=story in withdrawn)
        for story, of_story in editions.items()
    ]
    taken = FINDINGS.take(connection, stories)
    return FINDINGS.add(connection, rows) - taken


@dataclass(frozen=True, slots=True)
class Found:
    """What is to be said of a story, by kind; each entry is JSON. ``latest_silent_at`` is a moment of recording."""

    silent: Sequence[View]
    mismatches: Sequence[View]
    behind: Sequence[View]
    corrected: Sequence[View]
    disputed: Sequence[View]
    retracted: Sequence[View]
    unmatched: Sequence[View]
    latest_silent_at: datetime | None

    @property
    def by_kind(self) -> dict[str, Sequence[View]]:
        """The entries, in the order in which the columns count them."""
        return {
            "silent": self.silent,
            "mismatches": self.mismatches,
            "behind": self.behind,
            "corrected": self.corrected,
            "disputed": self.disputed,
            "retracted": self.retracted,
            "unmatched": self.unmatched,
        }


def found(editions: Sequence[Edition], claims: Claims) -> Found:
    """What is to be said of a story's *editions*, which come in the order of their numbers; there is one at least."""
    latest = editions[-1]
    silent = [
        (after, change_view(one) | {"from_edition": before.number, "to_edition": after.number})
        for before, after in pairwise(editions)
        for one in _silent(before, after, claims)
    ]
    states = states_of(latest, claims)
    return Found(
        silent=[{**view, "recorded_at": instant_text(after.recorded_at)} for after, view in silent],
        mismatches=[mismatch_view(one) for one in mismatches(latest, claims)],
        behind=[_behind(one, one.behind) for one in states if one.behind is not None],
        corrected=[_corrected(one) for one in states if one.corrected is not None],
        disputed=[_disputed(one) for one in states if one.disputes],
        retracted=[_printed(one) for one in states if one.retracted],
        unmatched=[_printed(one) for one in states if one.unmatched],
        latest_silent_at=max((after.recorded_at for after, _ in silent), default=None),
    )


def _silent(before: Edition, after: Edition, claims: Claims) -> Iterable[Change]:
    return (one for one in changes(before, after, claims) if one.silent)


def _printed(one: PrintState) -> View:
    printed: View = {"n": one.n, "figure": wire(one.figure)}
    if isinstance(one.print, Print):
        printed |= {"claim": one.print.claim, "placement": one.print.placement, "wording": one.print.wording}
    return printed


def _behind(one: PrintState, standing: RevisionRecord) -> View:
    return {**_printed(one), "stands": _revision(standing), "since": standing.said_at}


def _corrected(one: PrintState) -> View:
    fault = one.corrected
    if fault is None:
        return _printed(one)
    return {
        **_printed(one),
        "members": list(fault.members),
        "correction": correction_view(fault.correction),
        "wrong": _revision(fault.wrong),
        "right": _revision(fault.right),
    }


def _disputed(one: PrintState) -> View:
    disputes: list[Json] = [
        {"dispute": each.dispute, "revision": each.revision, "aspect": wire(each.aspect)} for each in one.disputes
    ]
    return {**_printed(one), "disputes": disputes}


def _revision(one: RevisionRecord | None) -> Json:
    return None if one is None else {"revision": one.number, "figure": wire(one.figure), "said_at": one.said_at}


def finding_row(story: str, found: Found, *, is_withdrawn: bool) -> bytes:
    """The row of a story."""
    kinds = found.by_kind
    counts = [integer(len(entries)) for entries in kinds.values()]
    at = NULL if found.latest_silent_at is None else timestamptz(found.latest_silent_at)
    shown = orjson.dumps({kind: entries[:MOST_SHOWN] for kind, entries in kinds.items()})
    return row(text(story), boolean(is_withdrawn), *counts, at, bytea(shown))
