"""We were wrong: a correction says what was recorded and what it should have been, and takes its target's place."""

from typing import Any

import pytest

from tests.events import (
    CMS,
    LEFT_OUT,
    annotated,
    approximate,
    attributed,
    chain,
    corrected,
    corrected_figure,
    exact,
    hop,
    never_said,
    redacted,
    reported,
    retracted,
    tally,
    updated,
)
from tests.ledger import Ledger, state_digest

VOTE = tally("193", yes="145", no="5", abstaining="35")
COUNTED = tally("193", yes="141", no="5", abstaining="35")
SAID_SO = "145-5, with 35 abstentions"


@pytest.fixture
def claim(ledger: Ledger) -> Ledger:
    """A ledger with a claim whose figure and wording were both entered as 489; the source had said 498."""
    ledger.post(reported("489 soldiers", exact("489"), id="first", refers_to="2022-02-24/2022-03-02"))
    return ledger


def test_a_correction_replaces_its_target_and_leaves_what_was_known_before_as_it_was(claim: Ledger) -> None:
    claim.post(corrected_figure("489", "498", target=1, note="two digits swapped"))
    view: Any = claim.view()
    assert (view["standing"]["revision"], view["standing"]["kind"]) == (2, "corrected")
    assert (view["standing"]["figure"], view["standing"]["wording"]) == (exact("498"), "498 soldiers")
    assert (view["revisions"], view["corrections"]) == (2, 1)
    before: Any = claim.as_of(1)
    assert before["standing"]["figure"] == exact("489")


@pytest.mark.parametrize("member", ["target", "kind", "was", "is", "approver", "reason"])
def test_a_correction_says_what_why_and_on_whose_word(claim: Ledger, member: str) -> None:
    left_out: dict[str, Any] = {member: LEFT_OUT}
    refusal = claim.refusal_of(corrected_figure("489", "498", **left_out))
    assert (refusal.name, refusal.pointer) == ("missing-field", f"/data/{member}")
    assert refusal.expected == f"{member}, which is required here"


def test_a_stale_was_is_refused_with_what_is_recorded(claim: Ledger) -> None:
    refusals = claim.refusals_of(corrected_figure("490", "498"))
    assert [(one.name, one.pointer, one.expected, one.got) for one in refusals] == [
        ("stale-was", "/data/was/figure", '{"form":"exact","value":"489"}', exact("490")),
        ("stale-was", "/data/was/wording", '"489 soldiers"', "490 soldiers"),
    ]


def test_equal_amounts_written_otherwise_are_not_what_is_recorded(claim: Ledger) -> None:
    sent = corrected({"figure": exact("489.0")}, {"figure": exact("498")})
    assert claim.refusal_of(sent).name == "stale-was"


def test_was_and_is_name_the_same_members(claim: Ledger) -> None:
    sent = corrected({"figure": exact("489")}, {"figure": exact("498"), "wording": "498", "occasion": "evening"})
    assert [(one.name, one.pointer, one.expected) for one in claim.refusals_of(sent)] == [
        ("missing-field", "/data/was/wording", "what is recorded, as is names it"),
        ("missing-field", "/data/was/occasion", "what is recorded, as is names it"),
    ]
    sent = corrected({"figure": exact("489"), "wording": "489 soldiers"}, {"figure": exact("498")})
    refusal = claim.refusal_of(sent)
    assert (refusal.name, refusal.pointer) == ("missing-field", "/data/is/wording")
    assert refusal.expected == "what it should be, as was names it"


@pytest.mark.parametrize("members", [{}, {"figure": exact("489"), "occasion": None}])
def test_a_correction_that_changes_nothing_is_refused(claim: Ledger, members: dict[str, Any]) -> None:
    refusal = claim.refusal_of(corrected(members, members))
    assert (refusal.name, refusal.pointer, refusal.got) == ("corrects-nothing", "/data/is", list(members))
    assert refusal.expected == "at least one member that differs from was"


@pytest.mark.parametrize(
    ("member", "was", "is_"),
    [
        ("statement", None, "He said: 489 soldiers"),
        ("language", None, "ru"),
        ("refers_to", "2022-02-24/2022-03-02", None),
        ("said_at", "2022-03-02", "2022-03-02T20:00:00Z"),
        ("occasion", None, "evening briefing"),
        ("published_at", None, "2022-03-02T20:41:00Z"),
        ("selector", None, {"exact": "489", "start": 0, "end": 3}),
        ("wording_note", None, "as printed"),
    ],
)
def test_each_member_of_a_revision_can_be_corrected_and_null_means_absent(
    claim: Ledger, member: str, was: object, is_: object
) -> None:
    before = state_digest(claim.view())
    claim.post(corrected({member: was}, {member: is_}, kind="other"))
    claim.post(corrected({member: is_}, {member: was}, kind="other", target=2))
    assert state_digest(claim.view()) == before


def test_scope_chain_and_question_are_the_claims_and_are_corrected_there(claim: Ledger) -> None:
    view: Any = claim.view()
    was = {"scope": view["scope"], "attribution": view["attribution"], "question": view["question"]}
    is_ = {"scope": {"unit": "person"}, "attribution": chain(None, "tass"), "question": "ru-soldiers-wounded"}
    claim.post(corrected(was, is_, kind="wrong_scope"))
    after: Any = claim.view()
    assert {name: after[name] for name in is_} == is_


def test_a_corrected_figure_comes_with_its_corrected_wording(ledger: Ledger) -> None:
    ledger.post(reported(SAID_SO, VOTE))
    refusal = ledger.refusal_of(corrected({"figure": VOTE}, {"figure": COUNTED}))
    assert (refusal.name, refusal.pointer, refusal.got) == ("wording-contradicts-figure", "/data/is/wording", "145")
    assert refusal.expected == "141, 5, 35"
    wordings = ({"wording": SAID_SO}, {"wording": "141-5, with 35 abstentions"})
    ledger.post(corrected({"figure": VOTE} | wordings[0], {"figure": COUNTED} | wordings[1]))
    assert ledger.figure() == COUNTED


def test_a_corrected_figure_may_come_with_a_wording_note_instead(ledger: Ledger) -> None:
    ledger.post(reported(SAID_SO, VOTE))
    note = "the story printed 145, the record says 141"
    ledger.post(corrected({"figure": VOTE, "wording_note": None}, {"figure": COUNTED, "wording_note": note}))
    assert ledger.figure() == COUNTED


def test_an_old_wording_note_lapses_when_figure_or_wording_changes(ledger: Ledger) -> None:
    ledger.post(reported("489 soldiers", exact("498"), wording_note="the caption says 489"))
    refusal = ledger.refusal_of(corrected({"figure": exact("498")}, {"figure": exact("499")}))
    assert (refusal.name, refusal.pointer) == ("wording-contradicts-figure", "/data/is/wording")
    ledger.post(corrected({"wording": "489 soldiers"}, {"wording": "498 soldiers"}))
    assert ledger.claim().revisions[2].wording_note is None


def test_taking_a_wording_note_away_brings_the_check_back(ledger: Ledger) -> None:
    ledger.post(reported("489 soldiers", exact("498"), wording_note="a caption"))
    sent = corrected({"wording_note": "a caption"}, {"wording_note": None})
    assert ledger.refusal_of(sent).name == "wording-contradicts-figure"


def test_the_result_of_a_correction_is_checked_like_a_new_revision(claim: Ledger) -> None:
    was = {
        "figure": exact("489"),
        "wording": "489 soldiers",
        "said_at": "2022-03-02",
        "attribution": chain(),
        "selector": None,
    }
    is_ = {
        "figure": exact("-5"),
        "wording": "4",
        "said_at": "2023",
        "attribution": [hop("ru-mod")],
        "selector": {"exact": "5", "start": 1},
    }
    assert [(one.name, one.pointer) for one in claim.refusals_of(corrected(was, is_))] == [
        ("wording-contradicts-figure", "/data/is/wording"),
        ("below-zero", "/data/is/figure/value"),
        ("said-in-the-future", "/data/is/said_at"),
        ("bad-chain", "/data/is/attribution/0/role"),
        ("invalid-field", "/data/is/selector/end"),
    ]


def test_a_scope_cannot_lose_its_sign_under_a_figure_below_zero(ledger: Ledger) -> None:
    ledger.post(reported("down by 5", exact("-5"), scope={"signed": True}))
    refusal = ledger.refusal_of(corrected({"scope": {"signed": True}}, {"scope": {}}, kind="wrong_scope"))
    assert (refusal.name, refusal.pointer) == ("below-zero", "/data/is/scope/signed")
    assert refusal.expected == "true, for the figure has an amount below zero"


def test_a_scope_may_get_its_sign_together_with_the_figure(claim: Ledger) -> None:
    scope = claim.view()["scope"]
    was = {"scope": scope, "figure": exact("489"), "wording": "489 soldiers"}
    claim.post(corrected(was, {"scope": {"signed": True}, "figure": exact("-5"), "wording": "down by 5"}))
    assert claim.figure() == exact("-5")


def test_a_scope_may_be_corrected_under_a_figure_that_needs_no_sign(claim: Ledger) -> None:
    claim.post(corrected({"scope": claim.view()["scope"]}, {"scope": {}}, kind="wrong_scope"))
    assert claim.view()["scope"] == {}


def test_a_replaced_revision_is_not_corrected_again_and_the_last_replacement_is_named(claim: Ledger) -> None:
    claim.post_all(corrected_figure("489", "490"), corrected_figure("490", "498", target=2))
    refusal = claim.refusal_of(corrected_figure("489", "491", target=1))
    assert (refusal.name, refusal.pointer, refusal.got) == ("already-replaced", "/data/target", 1)
    assert refusal.expected == "a revision that no correction has replaced"
    assert refusal.extensions == {"replaced_by": 3}


def test_a_revision_that_nothing_replaced_is_not_corrected_again_either(claim: Ledger) -> None:
    claim.post(never_said(target=1))
    refusal = claim.refusal_of(corrected_figure("489", "498"))
    assert (refusal.name, refusal.extensions) == ("already-replaced", {"replaced_by": None})


def test_a_revision_number_beyond_the_last_is_never_right(claim: Ledger) -> None:
    refusal = claim.refusal_of(corrected_figure("489", "498", target=2))
    assert (refusal.name, refusal.pointer, refusal.got) == ("no-such-revision", "/data/target", 2)
    assert refusal.expected == "a revision from 1 to 1"


def test_a_target_may_be_named_by_the_event_that_made_it(claim: Ledger) -> None:
    claim.post(corrected_figure("489", "490", target={"id": "first"}, id="second"))
    claim.post(corrected_figure("490", "498", target={"id": "second", "source": CMS}, source="/another/desk"))
    assert claim.figure() == exact("498")


def test_a_target_that_is_not_in_the_stream_yet_may_come(claim: Ledger) -> None:
    refusal = claim.refusal_of(corrected_figure("489", "498", target={"id": "first"}, source="/another/desk"))
    assert (refusal.name, refusal.pointer, refusal.got) == ("not-recorded-yet", "/data/target/id", "first")
    assert refusal.expected == "the identity of an event of this claim"


@pytest.mark.parametrize("sent", [annotated(id="second"), never_said(id="second")])
def test_an_event_that_made_no_revision_is_no_target(claim: Ledger, sent: dict[str, Any]) -> None:
    claim.post(sent)
    refusal = claim.refusal_of(corrected_figure("489", "498", target={"id": "second"}))
    assert (refusal.name, refusal.pointer, refusal.got) == ("no-such-revision", "/data/target/id", "second")
    assert refusal.expected == "the identity of an event that made a revision"


def test_a_correction_of_a_retracted_claim_is_refused(claim: Ledger) -> None:
    claim.post(retracted("source"))
    refusals = claim.refusals_of(corrected_figure("489", "498", target=7))
    assert [(one.name, one.pointer) for one in refusals] == [
        ("retracted", "/subject"),
        ("no-such-revision", "/data/target"),
    ]


def test_what_was_never_said_of_this_question_is_replaced_by_nothing(claim: Ledger) -> None:
    claim.post(never_said(target=1))
    view = claim.view()
    assert (view["status"], view["standing"], view["revisions"], view["corrections"]) == ("empty", None, 1, 1)


def test_what_was_never_said_leaves_the_standing_rule_to_the_others(claim: Ledger) -> None:
    claim.post_all(updated(), never_said(target=2))
    assert claim.figure() == exact("489")


def test_wrong_claim_names_no_members(claim: Ledger) -> None:
    refusal = claim.refusal_of(corrected({"occasion": None}, {"occasion": "evening"}, kind="wrong_claim"))
    assert (refusal.name, refusal.pointer, refusal.got) == ("invalid-field", "/data/is", ["occasion"])
    assert refusal.expected == "{} for wrong_claim"


def test_a_correction_corrected_back_restores_the_exact_earlier_state(claim: Ledger) -> None:
    before = state_digest(claim.view())
    claim.post(corrected_figure("489", "498"))
    assert state_digest(claim.view()) != before
    claim.post(corrected_figure("498", "489", target=2))
    assert state_digest(claim.view()) == before


def test_a_correction_takes_over_what_it_does_not_name(ledger: Ledger) -> None:
    kept = {"statement": "He said", "language": "en", "occasion": "evening", "published_at": "2022-03-03"}
    ledger.post(reported("489 soldiers", exact("489"), **kept))
    ledger.post(corrected_figure("489", "498", reason="a slip"))
    made = ledger.claim().revisions[2]
    assert {name: getattr(made, name) for name in kept} == kept
    assert (made.reason, made.replaces, made.rank) == ("a slip", 1, 1)


def test_a_later_correction_by_number_meets_what_the_first_one_made(claim: Ledger) -> None:
    claim.post(corrected_figure("489", "498"))
    assert claim.refusal_of(corrected_figure("489", "498", target=2)).name == "stale-was"


@pytest.mark.parametrize("was", ["489", {"redacted": False}, None, {"redacted": True, "form": "exact"}])
def test_an_erased_member_is_corrected_without_being_compared(claim: Ledger, was: object) -> None:
    claim.post(redacted(1, "/figure"))
    sent = {"wording": "489 soldiers"}, {"figure": exact("498"), "wording": "498 soldiers"}
    refusal = claim.refusal_of(corrected({"figure": was} | sent[0], sent[1]))
    assert (refusal.name, refusal.pointer, refusal.got) == ("stale-was", "/data/was/figure", None)
    assert refusal.expected == '{"redacted": true}, for the value is erased'
    claim.post(corrected({"figure": {"redacted": True}} | sent[0], sent[1]))
    assert claim.figure() == exact("498")


def test_a_member_with_any_erased_unit_counts_as_erased(claim: Ledger) -> None:
    claim.post(redacted(1, "/attribution/1"))
    sent = corrected({"attribution": chain()}, {"attribution": chain("ru-mod", "tass")})
    assert claim.refusal_of(sent).name == "stale-was"
    claim.post(corrected({"attribution": {"redacted": True}}, {"attribution": chain("ru-mod", "tass")}))
    assert claim.view()["attribution"] == chain("ru-mod", "tass")


@pytest.mark.parametrize("erased", ["/figure", "/wording"])
def test_the_result_is_not_checked_against_what_is_erased(claim: Ledger, erased: str) -> None:
    claim.post(redacted(1, erased))
    other, was, is_ = {"/figure": ("wording", "489 soldiers", "7"), "/wording": ("figure", exact("489"), exact("7"))}[
        erased
    ]
    claim.post(corrected({other: was}, {other: is_}))


def test_a_chain_that_was_learned_meanwhile_is_what_was_must_say(claim: Ledger) -> None:
    claim.post(attributed(chain("ru-mod", "tass")))
    sent = corrected({"attribution": chain()}, {"attribution": chain(None)}, kind="misattribution")
    assert claim.refusal_of(sent).name == "stale-was"


def test_a_qualifier_can_be_what_was_wrong(claim: Ledger) -> None:
    claim.post(corrected({"figure": exact("489")}, {"figure": approximate("489")}))
    assert claim.figure() == approximate("489")
