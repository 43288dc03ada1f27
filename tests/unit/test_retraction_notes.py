"""Drafted notes about withdrawn claims: what a story said, and who withdrew it."""

from typing import Any

from api.words import figure_words
from domain.retraction_notes import RetractionNote, retraction_notes, retraction_view
from tests.claim_records import claims_of
from tests.events import CLAIM, printed, published, redacted, reinstated, reported, retracted, story_redacted, vague
from tests.ledger import Ledger


def drafted(ledger: Ledger) -> list[RetractionNote]:
    """The notes for the latest edition."""
    withdrawals = {CLAIM: "The Ministry has withdrawn it."}
    return retraction_notes(ledger.story().editions, claims_of(ledger), withdrawals, figure_words)


def note(ledger: Ledger) -> str:
    (draft,) = drafted(ledger)
    assert draft.claim == CLAIM
    return draft.text.removeprefix("Correction: An earlier version of this story ")


def test_a_note_says_what_was_printed_and_who_withdrew_it(ledger: Ledger) -> None:
    ledger.post_all(reported(), published(1, printed(), printed("498 soldiers", "lede")), retracted("source"))
    assert note(ledger) == (
        "gave the number of Russian soldiers killed in Ukraine as 498. The Ministry has withdrawn it."
    )


def test_without_a_name_it_was_the_source(ledger: Ledger) -> None:
    ledger.post_all(reported(claim="other"), published(1, printed(claim="other")), retracted("source", claim="other"))
    (draft,) = drafted(ledger)
    assert draft.text.endswith("The source has withdrawn it.")


def test_no_note_is_owed_for_what_stands_or_is_printed_no_more(ledger: Ledger) -> None:
    ledger.post_all(reported(), reported(claim="other"), published(1, printed(), printed(claim="other")))
    assert drafted(ledger) == []
    ledger.post_all(retracted("source"), published(2, printed(claim="other")))
    assert drafted(ledger) == []


def test_a_note_names_every_print_of_what_was_withdrawn_and_the_newest_words(ledger: Ledger) -> None:
    first = published(1, printed("nearly 500"), printed("498 soldiers", "lede"), url="https://a.example/1")
    ledger.post_all(reported(), first, published(2, printed("498 dead")), retracted("source"))
    (draft,) = drafted(ledger)
    shown: Any = retraction_view(draft, [{"by": "source"}])
    assert [(one["edition"], one["n"], one["url"]) for one in shown["printed"]] == [
        (1, 0, "https://a.example/1"),
        (1, 1, "https://a.example/1"),
        (2, 0, None),
    ]
    assert draft.text.startswith("Correction: An earlier version of this story gave the number of Russian soldiers")
    assert (shown["retracted"], shown["members"], shown["correction"]) == ([{"by": "source"}], [], None)


def test_the_notes_come_in_the_order_of_the_latest_edition(ledger: Ledger) -> None:
    ledger.post_all(reported(), reported(claim="other"), published(1, printed(), printed(claim="other")))
    ledger.post_all(published(2, printed(claim="other"), printed()), retracted(), retracted(claim="other"))
    assert [draft.claim for draft in drafted(ledger)] == ["other", CLAIM]


def test_without_an_edition_no_note_is_owed() -> None:
    assert retraction_notes({}, {}, {}, figure_words) == []


def test_a_claim_that_was_reinstated_needs_no_note(ledger: Ledger) -> None:
    ledger.post_all(reported(), published(1, printed()), retracted(), reinstated())
    assert drafted(ledger) == []


def test_what_was_printed_without_a_number_is_told_in_its_words(ledger: Ledger) -> None:
    ledger.post_all(reported("hundreds", vague("hundreds")), published(1, printed("hundreds dead")), retracted())
    assert note(ledger).startswith("gave the number of Russian soldiers killed in Ukraine as “hundreds”.")


def test_an_erased_figure_and_an_erased_print_are_not_told(ledger: Ledger) -> None:
    ledger.post_all(reported(), published(1, printed(), printed("498", "lede")), retracted("source"))
    ledger.post(story_redacted(1, "/prints/1"))
    ledger.post(redacted(1, "/figure", "/wording"))
    assert note(ledger) in {
        "gave a figure. The Ministry has withdrawn it.",
        "gave the number of Russian soldiers killed in Ukraine as 498. The Ministry has withdrawn it.",
    }
