"""What is to be said of a story as it goes on: from its latest edition on the same as from the first."""

from collections.abc import Callable
from random import Random

import pytest

from domain.findings import Found, continued, found, silent_changes
from domain.story import Edition
from tests.claim_records import claims_of
from tests.events import STORY, Event, corrected_figure, printed, published, reported
from tests.ledger import Ledger
from tests.newsroom import newsroom, planted_day


@pytest.mark.parametrize("day", [newsroom, planted_day])
@pytest.mark.parametrize("seed", range(4))
def test_a_story_that_goes_on_is_told_of_as_if_from_its_beginning(
    seed: int, day: Callable[[Random], tuple[Ledger, list[Event]]]
) -> None:
    ledger, taken = day(Random(seed))  # noqa: S311 (the same day each time)
    for story in sorted({one["subject"] for one in taken if one["type"].startswith("story.")}):
        editions, claims = in_order(ledger, story), claims_of(ledger, story)
        for latest in range(len(editions)):
            before, since = (found(some, claims) for some in (editions[: latest + 1], editions[latest:]))
            assert continued(before, since) == found(editions, claims)


def test_the_silent_changes_that_came_last_are_listed_and_all_are_counted(ledger: Ledger) -> None:
    ledger.post_all(reported(), *(published(n, printed(f"{490 + n} soldiers")) for n in range(1, 6)))
    editions, claims = in_order(ledger), claims_of(ledger)
    before, since = found(editions[:4], claims, most=2), found(editions[3:], claims, most=2)
    kept = continued(before, since, most=2)
    assert kept == found(editions, claims, most=2)
    assert (steps(kept), kept.silent.count) == ([(3, 4), (4, 5)], 4)


def test_a_correction_takes_the_change_that_it_explains_from_the_silent_ones(ledger: Ledger) -> None:
    ledger.post_all(reported(), *(published(n, printed(f"{497 + n} soldiers")) for n in (1, 2, 3)))
    editions = in_order(ledger)
    assert [step for *step, _ in silent_changes(editions, claims_of(ledger))] == [[1, 2], [2, 3]]
    ledger.post(corrected_figure("498", "499"))
    assert [step for *step, _ in silent_changes(editions, claims_of(ledger))] == [[2, 3]]


def steps(one: Found) -> list[tuple[object, object]]:
    return [(entry["from_edition"], entry["to_edition"]) for entry in one.silent.entries]


def in_order(ledger: Ledger, story: str = STORY) -> list[Edition]:
    editions = ledger.story(story).editions
    return [editions[number] for number in sorted(editions)]
