"""The log that the benchmark of the pages makes."""

from collections import Counter

from benchmarks.made_news import BOARD, LONG, STORY, Size, made_log

SMALL = Size(events=3_000, claims=300)
MADE = list(made_log(SMALL))


def test_it_has_exactly_as_many_events_as_are_asked_for() -> None:
    assert len(MADE) == SMALL.events


def test_each_event_has_an_identity_of_its_own() -> None:
    assert len({one["id"] for one in MADE}) == len(MADE)


def test_the_same_size_makes_the_same_log() -> None:
    assert list(made_log(SMALL)) == MADE


def test_it_has_as_many_claims_as_are_asked_for() -> None:
    assert sum(one["type"] == "claim.reported.v1" for one in MADE) == SMALL.claims


def test_the_long_claim_has_its_events_all_over_the_log() -> None:
    places = [place for place, one in enumerate(MADE) if one["subject"] == LONG]
    assert len(places) >= SMALL.long
    assert places[0] < len(MADE) / 10
    assert places[-1] > len(MADE) * 9 / 10


def test_the_claims_of_the_large_board_are_of_one_scope() -> None:
    opened = [one["data"] for one in MADE if one["type"] == "claim.reported.v1" and one["data"]["question"] == BOARD]
    assert len(opened) == SMALL.rivals
    assert len({str(one["scope"]) for one in opened}) == 1


def test_the_busy_story_has_four_editions_of_thirty_prints() -> None:
    editions = [one["data"] for one in MADE if one["subject"] == STORY]
    assert [one["edition"] for one in editions] == [1, 2, 3, 4]
    assert {len(one["prints"]) for one in editions} == {30}


def test_claims_are_disputed_corrected_and_retracted() -> None:
    counts = Counter(one["type"] for one in MADE)
    assert all(counts[f"claim.{what}.v1"] for what in ("disputed", "corrected", "retracted", "dispute_resolved"))
