"""What is to be said of stories now: written in the transaction in which a story, or a claim that it prints, changes.

A story's row is a function of what the tables hold when the batch is in, so that it is the same however they were
filled. ``domain.findings`` says what is to be said.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import Any, TypeAlias

import orjson
from psycopg import Connection

from adapters.claim_records import AsksOfStories, known_to
from adapters.postgres.copy_rows import NULL, boolean, bytea, integer, row, text, timestamptz
from adapters.postgres.queries import queries
from adapters.projections.printed_alike import told_at_once
from adapters.projections.table import Table
from adapters.story_record import in_force
from domain.event_parts import Print
from domain.findings import (
    OF_PRINTS,
    Found,
    Kind,
    changes_as_before,
    continued,
    found,
    mended,
    of_prints,
    silent_changes,
)
from domain.ports import LARGEST_POSITION
from domain.print_states import PrintState
from domain.story import Edition

SQL = queries("printed")
FINDINGS = Table("story_finding", "findings", SQL)

MANY = 100
MENDED_AT_ONCE = 500
WHOLE_AT_ONCE = 100
MOST_LOOKED_UP = 50
"""Revisions that are looked up for the amounts of a print: see ``ClaimRecord``."""

Mend: TypeAlias = Callable[[Found], Found | None]


@dataclass(slots=True)
class Findings:
    """That the rows of *stories*, and of those that print any of *claims*, are as they should be; a batch's last step.

    *stories* come with the edition that was their latest before; None where something up to it has changed. *claims*
    come with the position of the event that moved them first; 0 where something was erased. Of a story that did not
    move itself, only what is said of these claims is looked at: it comes of their prints and their records alone. Where
    MANY stories print a claim, it is first asked of which of them another thing is to be said.
    """

    stories: Mapping[str, int | None]
    claims: Mapping[str, int]

    def apply(self, connection: Connection[Any]) -> int:
        """See ``Step``."""
        printing = self._printing(connection)
        at_once = self._told_at_once(connection, printing)
        mending = chain(
            ({story: at_once[story] for story in stories} for stories in _some([*at_once], MENDED_AT_ONCE)),
            (_looked_at(connection, stories, self.claims) for stories in _some([*printing], MENDED_AT_ONCE)),
        )
        change, whole = 0, list[str]()
        for each in mending:
            made, left = _mended(connection, each)
            change += made
            whole += left
        since = dict(self.stories) | _latest(connection, whole)
        anew = [story for story, latest in since.items() if latest is None]
        after = {story: latest for story, latest in since.items() if latest is not None}
        for stories in _some(sorted(after), WHOLE_AT_ONCE):
            made, left = _continued(connection, {story: after[story] for story in stories}, self.claims)
            change += made
            anew += left
        return change + sum(_made_anew(connection, stories) for stories in _some(sorted(anew), WHOLE_AT_ONCE))

    def _printing(self, connection: Connection[Any]) -> dict[str, set[str]]:
        """The stories that did not move themselves, with those of the claims that they print."""
        printing: dict[str, set[str]] = defaultdict(set)
        if not self.claims:
            return printing
        for story, claim in connection.execute(SQL["stories_that_print"], {"claims": list(self.claims)}):
            printing[story].add(claim)
        for story in self.stories:
            printing.pop(story, None)
        return printing

    def _told_at_once(self, connection: Connection[Any], printing: dict[str, set[str]]) -> dict[str, Mend]:
        """What is to be done with stories that need no look; takes them out of those that are *printing*."""
        count = Counter(chain.from_iterable(printing.values()))
        often = {claim: at for claim, at in self.claims.items() if at and count[claim] >= MANY}
        at_once = {story for story, claims in printing.items() if claims <= often.keys()}
        if not at_once:
            return {}
        alike = told_at_once(connection, often, min(often.values()) - 1)
        at_once -= alike.apart
        for story in at_once:
            del printing[story]
        return {story: _mend_prints(states) for story, states in alike.moved.items() if story in at_once}


def _some(stories: Sequence[str], most: int) -> Iterator[Sequence[str]]:
    return (stories[n : n + most] for n in range(0, len(stories), most))


def _mended(
    connection: Connection[Any], mending: Mapping[str, Mend], withdrawn: Container[str] | None = None
) -> tuple[int, list[str]]:
    """Mends the rows of stories; the change to the digest, and the stories that have to be made anew instead.

    Which are *withdrawn* may have changed if it is given.
    """
    left = dict.fromkeys(mending)
    rows: dict[str, bytes] = {}
    stored = {"stories": list(mending)}
    for story, was_withdrawn, *columns in connection.execute(SQL["stored_findings"], stored, binary=True):
        before = _stored(columns)
        after = mending[story](before)
        if after is None:
            continue
        del left[story]
        is_withdrawn = was_withdrawn if withdrawn is None else story in withdrawn
        if after != before or is_withdrawn != was_withdrawn:
            rows[story] = finding_row(story, after, is_withdrawn=is_withdrawn)
    taken = FINDINGS.take(connection, [*rows])
    return FINDINGS.add(connection, [*rows.values()]) - taken, [*left]


def _mend_prints(states: Sequence[PrintState]) -> Mend:
    now, places = of_prints(states), {one.n for one in states}
    return lambda before: mended(before, now, places)


def _looked_at(connection: Connection[Any], stories: Sequence[str], claims: Container[str]) -> dict[str, Mend]:
    """How to mend the rows of *stories* in which some *claims* have moved, each looked at."""
    editions = _editions(connection, stories, claims)
    return {
        story: _mend_claims(list(of_story.values())[-1], of_claims, claims)
        for (story, of_story), of_claims in zip(editions.items(), _found(connection, editions), strict=True)
    }


def _mend_claims(latest: Edition, of_claims: Found, claims: Container[str]) -> Mend:
    """*latest* has the prints of the *claims* alone, which are all that *of_claims* tells of."""
    places = {n for n, one in enumerate(latest.prints) if isinstance(one, Print)}
    now = {name: of_claims.by_kind[name] for name in OF_PRINTS}
    return lambda before: mended(before, now, places) if changes_as_before(before, of_claims, claims) else None


def _latest(connection: Connection[Any], stories: Sequence[str]) -> dict[str, int | None]:
    return dict(connection.execute(SQL["latest_editions"], {"stories": list(stories)}).fetchall()) if stories else {}


def _continued(
    connection: Connection[Any], latest: Mapping[str, int], claims: Mapping[str, int]
) -> tuple[int, list[str]]:
    """Goes on with the rows of stories from what was their *latest* edition; as ``_mended`` answers.

    That tells the same as all editions where their changes up to there are as before, and nothing is looked up in part.
    """
    kept = _as_before(connection, latest, claims)
    asked = {"stories": list(kept), "numbers": list(kept.values())}
    editions = in_force(connection.execute(SQL["editions_from"], asked, binary=True).fetchall())
    in_part = _looked_up_in_part(connection, editions)
    since = {
        story: partial(continued, since=one)
        for story, one in zip(editions, _found(connection, editions), strict=True)
        if story not in in_part
    }
    withdrawn = _withdrawn(connection, [*since])
    change, left = _mended(connection, since, withdrawn)
    return change, [*left, *(latest.keys() - since.keys())]


def _as_before(connection: Connection[Any], latest: Mapping[str, int], claims: Mapping[str, int]) -> dict[str, int]:
    """Those of stories that changed silently, up to what was their *latest* edition, what they had before the batch."""
    asked = {"stories": list(latest), "numbers": list(latest.values()), "claims": list(claims)}
    moved: dict[str, set[str]] = defaultdict(set)
    for story, claim in connection.execute(SQL["printed_up_to"], asked) if claims else ():
        moved[story].add(claim)
    unsure = [story for story, of_story in moved.items() if all(claims[claim] for claim in of_story)]
    kept = {story: number for story, number in latest.items() if story not in moved}
    if not unsure:
        return kept
    editions = {
        story: {number: one for number, one in of_story.items() if number <= latest[story]}
        for story, of_story in _editions(connection, unsure, claims).items()
    }
    asks = AsksOfStories(editions)
    before = min(at for of_story in moved.values() for claim in of_story if (at := claims[claim])) - 1
    was, is_ = (asks.by_story(known_to(connection, asks.asks, until)) for until in (before, LARGEST_POSITION))
    for story, of_story in editions.items():
        in_order = list(of_story.values())
        if silent_changes(in_order, was[story]) == silent_changes(in_order, is_[story]):
            kept[story] = latest[story]
    return kept


def _looked_up_in_part(connection: Connection[Any], editions: Mapping[str, Mapping[int, Edition]]) -> set[str]:
    """The stories that ask for amounts of a claim which may have more revisions with such than are looked up."""
    asked = AsksOfStories(editions).by_amounts
    if not asked:
        return set()
    named = {"claims": sorted({claim for _, claim in asked}), "most": MOST_LOOKED_UP}
    long = {claim for (claim,) in connection.execute(SQL["long_claims"], named)}
    return {story for story, claim in asked if claim in long}


def _made_anew(connection: Connection[Any], stories: Sequence[str]) -> int:
    withdrawn = _withdrawn(connection, stories)
    editions = _editions(connection, stories)
    rows = [
        finding_row(story, one, is_withdrawn=story in withdrawn)
        for story, one in zip(editions, _found(connection, editions), strict=True)
    ]
    taken = FINDINGS.take(connection, stories)
    return FINDINGS.add(connection, rows) - taken


def _withdrawn(connection: Connection[Any], stories: Sequence[str]) -> set[str]:
    return {story for (story,) in connection.execute(SQL["withdrawn"], {"stories": list(stories)}).fetchall()}


def _editions(
    connection: Connection[Any], stories: Sequence[str], only: Container[str] | None = None
) -> dict[str, dict[int, Edition]]:
    """The editions in force of *stories*; what they print of *only* some claims, where these are given."""
    of_stories = {"stories": list(stories), "until": LARGEST_POSITION}
    return in_force(connection.execute(SQL["editions_in_force"], of_stories, binary=True).fetchall(), only)


def _found(connection: Connection[Any], editions: Mapping[str, Mapping[int, Edition]]) -> Iterator[Found]:
    asked = AsksOfStories(editions)
    claims = asked.by_story(known_to(connection, asked.asks, LARGEST_POSITION))
    return (found(list(of_story.values()), claims[story]) for story, of_story in editions.items())


def finding_row(story: str, found: Found, *, is_withdrawn: bool) -> bytes:
    """The row of a story."""
    counts = [integer(kind.count) for kind in found.by_kind.values()]
    at = NULL if found.latest_silent_at is None else timestamptz(found.latest_silent_at)
    shown = orjson.dumps({name: kind.entries for name, kind in found.by_kind.items()})
    return row(text(story), boolean(is_withdrawn), *counts, integer(found.wrong), at, bytea(shown))


def _stored(columns: Sequence[Any]) -> Found:
    """What a row says, of its columns after ``withdrawn``."""
    *counts, wrong, latest_silent_at, view = columns
    kinds = zip(orjson.loads(view).items(), counts, strict=True)
    return Found(
        **{name: Kind(entries, count) for (name, entries), count in kinds},
        wrong=wrong,
        latest_silent_at=latest_silent_at,
    )
