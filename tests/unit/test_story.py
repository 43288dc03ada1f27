"""A story in its editions: what each prints is one event, and our record of it may be corrected."""

import pytest

from domain.event_parts import Print
from domain.sense import faults_of
from domain.shapes import ERASED
from tests.events import (
    CLAIM,
    STORY,
    Event,
    approximate,
    exact,
    hop,
    printed,
    published,
    story_corrected,
    story_redacted,
)
from tests.events import withdrawn as taken_down
from tests.ledger import Ledger


def prints_of(ledger: Ledger, edition: int = 1) -> list[str]:
    return [
        one.wording if isinstance(one, Print) and isinstance(one.wording, str) else "erased"
        for one in ledger.story().editions[edition].prints
    ]


def test_an_edition_is_recorded_with_all_that_it_prints(ledger: Ledger) -> None:
    receipt = ledger.post(published(1, printed("Almost 500", "headline"), printed("498 soldiers have died")))
    assert (receipt.stream, receipt.version) == ("story/newsweek-2022-03-02", 1)
    assert prints_of(ledger) == ["Almost 500", "498 soldiers have died"]
    assert ledger.story().editions[1].headline == "Almost 500 Soldiers Dead"


def test_a_story_may_be_published_with_its_text_alone(ledger: Ledger) -> None:
    event = published(1, text="498 soldiers have died")
    del event["data"]["prints"]
    ledger.post(event)
    assert (ledger.story().editions[1].text, ledger.story().editions[1].prints) == ("498 soldiers have died", ())


def test_editions_may_arrive_out_of_order_and_the_highest_is_the_latest(ledger: Ledger) -> None:
    ledger.post_all(published(3), published(1))
    latest = ledger.story().latest
    assert latest is not None
    assert (list(ledger.story().editions), latest.number) == ([3, 1], 3)


def test_nothing_is_the_latest_edition_of_a_story_that_was_never_published(ledger: Ledger) -> None:
    ledger.post(published())
    ledger.story().editions.clear()
    assert ledger.story().latest is None


def test_a_second_event_for_an_edition_is_a_conflict(ledger: Ledger) -> None:
    ledger.post(published(2))
    refusal = ledger.refusal_of(published(2))
    assert (refusal.name, refusal.pointer, refusal.got) == ("edition-exists", "/data/edition", 2)


def test_a_correction_of_our_record_takes_the_editions_place(ledger: Ledger) -> None:
    ledger.post_all(
        published(1, printed("498")), published(2), story_corrected(1, printed("489"), printed("nearly 500"))
    )
    edition = ledger.story().editions[1]
    assert prints_of(ledger) == ["489", "nearly 500"]
    assert (edition.version, edition.prints_version, edition.prints_position, edition.corrections) == (1, 3, 3, 1)


def test_an_edition_that_is_not_recorded_yet_cannot_be_corrected_yet(ledger: Ledger) -> None:
    ledger.post(published(1))
    refusal = ledger.refusal_of(story_corrected(2, printed()))
    assert (refusal.name, refusal.pointer, refusal.got) == ("not-recorded-yet", "/data/edition", 2)


@pytest.mark.parametrize("event", [story_corrected(1, printed()), taken_down(), story_redacted(1, "/text")])
def test_a_story_that_was_never_published_is_neither_corrected_withdrawn_nor_redacted(
    ledger: Ledger, event: Event
) -> None:
    assert ledger.refusal_of(event).name == "not-opened"


def test_a_withdrawal_is_in_force_once_until_a_new_edition_ends_it(ledger: Ledger) -> None:
    ledger.post_all(published(1), taken_down())
    assert ledger.refusal_of(taken_down()).name == "withdrawn"
    ledger.post(published(2))
    assert ledger.story().withdrawal is None
    ledger.post(taken_down())
    assert ledger.story().withdrawal is not None


def test_an_older_edition_that_comes_late_does_not_end_a_withdrawal(ledger: Ledger) -> None:
    ledger.post_all(published(2), taken_down(), published(1))
    assert ledger.story().withdrawal is not None


def test_a_printed_wording_that_contradicts_its_figure_is_refused(ledger: Ledger) -> None:
    refusal = ledger.refusal_of(published(1, printed(), printed("489 soldiers", figure=exact("498"))))
    assert (refusal.name, refusal.pointer) == ("wording-contradicts-figure", "/data/prints/1/wording")


def test_a_printed_figure_that_its_wording_bears_out_is_taken(ledger: Ledger) -> None:
    ledger.post(published(1, printed("Almost 500 Soldiers Dead", "headline", figure=approximate("500", "below"))))
    assert prints_of(ledger) == ["Almost 500 Soldiers Dead"]


def test_a_printed_chain_has_to_hold_together(ledger: Ledger) -> None:
    refusal = ledger.refusal_of(published(1, printed(attribution=[hop("newsweek")])))
    assert (refusal.name, refusal.pointer) == ("bad-chain", "/data/prints/0/attribution/0/role")


def test_a_redacted_print_is_gone_and_the_others_stay(ledger: Ledger) -> None:
    ledger.post_all(published(1, printed("498, says Petrov"), printed("nearly 500")), story_redacted(1, "/prints/0"))
    assert ledger.story().editions[1].prints[0] == ERASED
    assert prints_of(ledger) == ["erased", "nearly 500"]


def test_a_redaction_of_what_was_corrected_leaves_the_corrected_list(ledger: Ledger) -> None:
    ledger.post_all(
        published(1, printed("498, says Petrov")), story_corrected(1, printed("498")), story_redacted(1, "/prints/0")
    )
    assert prints_of(ledger) == ["498"]


def test_headline_text_note_and_reason_can_be_erased_and_the_edition_cannot(ledger: Ledger) -> None:
    ledger.post_all(published(1, text="t"), taken_down(), story_redacted(1, "/headline", "/text"))
    ledger.post(story_redacted(2, "/reason"))
    edition, withdrawal = ledger.story().editions[1], ledger.story().withdrawal
    assert withdrawal is not None
    assert (edition.headline, edition.text, withdrawal.reason) == (ERASED, ERASED, ERASED)
    assert ledger.refusal_of(story_redacted(1, "/edition")).name == "not-redactable"


def test_an_empty_list_of_prints_that_was_erased_is_still_empty(ledger: Ledger) -> None:
    ledger.post_all(published(1), story_redacted(1, "/prints"))
    assert ledger.story().editions[1].prints == ()
    assert ledger.replayed("story/newsweek-2022-03-02") is not None


def test_a_print_names_a_claim_that_the_log_may_not_know(ledger: Ledger) -> None:
    ledger.post(published(1, printed(claim="nobody.knows")))
    assert f"claim/{CLAIM}" not in ledger.states


@pytest.mark.parametrize("number", [0, 1_000_001, "1", True])
def test_an_edition_is_numbered_from_1_to_a_million(ledger: Ledger, number: object) -> None:
    refusal = ledger.refusal_of(published(1) | {"data": published(1)["data"] | {"edition": number}})
    assert (refusal.name, refusal.pointer) == ("invalid-field", "/data/edition")


def test_what_is_erased_of_an_edition_cannot_be_checked_and_passes(ledger: Ledger) -> None:
    event = published(1, printed("498, says Petrov"), printed("498"))
    ledger.post_all(event, story_redacted(1, "/prints/0"))
    (recorded, _) = ledger.recorded("story/newsweek-2022-03-02")
    assert faults_of(recorded.data, STORY, arrived_ns=0) == []
