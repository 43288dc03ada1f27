"""What an event changed, as the audit trail tells it."""

import pytest

from domain.changes import Effect, effect_on_claim, effect_on_question, effect_on_story
from domain.claim_state import ClaimState
from domain.question import QuestionState
from domain.story import StoryState
from tests.events import (
    CLAIM,
    QUESTION,
    STORY,
    Event,
    annotated,
    asked,
    assessed,
    attributed,
    chain,
    corrected,
    corrected_figure,
    disputed,
    exact,
    linked,
    never_said,
    printed,
    published,
    question_redacted,
    redacted,
    reinstated,
    reported,
    resolved,
    retracted,
    reworded,
    story_corrected,
    story_redacted,
    updated,
    withdrawn,
)
from tests.ledger import Ledger


def last_effect(ledger: Ledger, *events: Event) -> Effect:
    """What the last of *events* changed."""
    ledger.post_all(*events)
    claim = ClaimState()
    return [effect_on_claim(claim, event) for event in ledger.recorded(f"claim/{CLAIM}")][-1]


def test_a_report_sets_all_that_it_says(ledger: Ledger) -> None:
    effect = last_effect(ledger, reported(refers_to="2022-03"))
    assert effect.changed == ("question", "scope", "figure", "wording", "said_at", "refers_to", "attribution")
    assert effect.revision == 1


def test_a_report_lists_the_less_common_members_too(ledger: Ledger) -> None:
    effect = last_effect(ledger, reported(occasion="evening", statement="so it said", language="en"))
    assert {"occasion", "statement", "language"} <= set(effect.changed)


def test_an_update_lists_what_it_drops_and_what_is_other_than_before(ledger: Ledger) -> None:
    before = reported(occasion="o", statement="so it said", published_at="2022-03-03")
    same = updated("498 soldiers", exact("498"), said_at=before["data"]["said_at"], occasion="p")
    assert last_effect(ledger, before, same).changed == ("statement", "occasion", "published_at")


def test_an_update_changes_what_differs_from_what_stood(ledger: Ledger) -> None:
    effect = last_effect(ledger, reported(), updated("498 soldiers", exact("498")))
    assert effect == Effect(("said_at",), 2)


def test_an_update_by_the_same_chain_does_not_change_the_attribution(ledger: Ledger) -> None:
    effect = last_effect(ledger, reported(), updated(attribution=chain()))
    assert "attribution" not in effect.changed
    assert (
        "attribution" in last_effect(ledger, updated(said_at="2022-04-01", attribution=chain("ru-mod", "tass"))).changed
    )


def test_a_late_update_changes_no_attribution(ledger: Ledger) -> None:
    late = updated(said_at="2022-02-26", attribution=chain("ru-mod", "tass"))
    assert "attribution" not in last_effect(ledger, reported(), late).changed


def test_a_correction_changes_the_members_that_it_mends(ledger: Ledger) -> None:
    effect = last_effect(ledger, reported(), updated(), corrected_figure("498", "489"))
    assert effect == Effect(("figure", "wording"), revision=3, replaces=1)


def test_a_member_that_a_correction_names_but_leaves_is_not_changed(ledger: Ledger) -> None:
    was = {"figure": exact("498"), "wording": "498 soldiers", "wording_note": None}
    is_ = {"figure": exact("489"), "wording": "498 soldiers", "wording_note": "misprinted"}
    assert last_effect(ledger, reported(), corrected(was, is_)).changed == ("figure", "wording_note")


def test_what_was_never_said_changes_what_stands(ledger: Ledger) -> None:
    effect = last_effect(ledger, reported(), updated(), never_said(2))
    assert effect == Effect(("figure", "wording", "said_at"), revision=2, replaces=2)


def test_the_only_figure_that_was_never_said_leaves_the_claim_empty(ledger: Ledger) -> None:
    assert last_effect(ledger, reported(), never_said()).changed == ("status",)


@pytest.mark.parametrize(
    ("event", "effect"),
    [
        (disputed("d-2", target=2), Effect(("disputes",), 2)),
        (resolved(), Effect(("disputes",), 1)),
        (assessed(target=2), Effect(("assessments",), 2)),
        (attributed(chain("ru-mod", "tass")), Effect(("attribution",))),
        (linked(), Effect(("links",))),
        (annotated(), Effect(("notes",))),
        (retracted(), Effect(("retracted", "status"))),
        (redacted(2, "/wording", "/reason", "/attribution/0"), Effect(("wording", "reason", "attribution"), 2)),
    ],
    ids=lambda shown: shown["type"] if isinstance(shown, dict) else "",
)
def test_each_event_changes_its_own(ledger: Ledger, event: Event, effect: Effect) -> None:
    assert last_effect(ledger, reported(), updated(attribution=chain()), disputed(), event) == effect


def test_a_second_retraction_leaves_the_status_as_it_is(ledger: Ledger) -> None:
    assert last_effect(ledger, reported(), retracted("source"), retracted("outlet")).changed == ("retracted",)
    assert last_effect(ledger, reinstated("source")).changed == ("retracted",)
    assert last_effect(ledger, reinstated("outlet")).changed == ("retracted", "status")


def test_an_erased_value_differs_from_every_other_whatever_it_was(ledger: Ledger) -> None:
    ledger.post_all(reported("498 soldiers"), updated("498 soldiers", exact("498")), redacted(1, "/wording"))
    claim = ClaimState()
    effects = [effect_on_claim(claim, event) for event in ledger.recorded(f"claim/{CLAIM}")]
    assert effects[1].changed == ("wording", "said_at")


def test_an_erased_member_of_a_correction_counts_as_changed(ledger: Ledger) -> None:
    same = corrected(
        {"figure": exact("498"), "wording": "498 soldiers"}, {"figure": exact("498"), "wording": "all 498"}
    )
    ledger.post_all(reported(), same, redacted(2, "/was/figure", "/is/figure"))
    claim = ClaimState()
    effects = [effect_on_claim(claim, event) for event in ledger.recorded(f"claim/{CLAIM}")]
    assert effects[1].changed == ("figure", "wording")


def test_what_is_asked_and_reworded_and_redacted_of_a_question(ledger: Ledger) -> None:
    ledger.post_all(asked(topics=["war"], tolerance="0.10"), reworded(), question_redacted(1, "/text", "/topics/0"))
    state = QuestionState()
    effects = [effect_on_question(state, event) for event in ledger.recorded(f"question/{QUESTION}")]
    assert [effect.changed for effect in effects] == [("text", "tolerance", "topics"), ("text",), ("text", "topics")]


def test_an_event_of_a_story_changes_what_it_prints_and_is_about_its_edition(ledger: Ledger) -> None:
    ledger.post_all(
        published(1, printed("498 dead"), update_note="Updated."),
        story_corrected(1, printed("489 dead")),
        withdrawn(),
        story_redacted(1, "/headline", "/prints/0"),
    )
    state = StoryState()
    effects = [effect_on_story(state, event) for event in ledger.recorded(f"story/{STORY}")]
    assert effects == [
        Effect(("edition", "outlet", "headline", "published_at", "update_note", "prints"), 1),
        Effect(("prints",), 1),
        Effect(("withdrawn",)),
        Effect(("headline", "prints")),
    ]
