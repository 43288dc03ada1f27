"""Erased, and still proven: what may go, what must stay, and that nobody can find again what is gone."""

from typing import Any

import orjson
import pytest

from domain.receipt import Receipt
from domain.shapes import ERASED
from domain.stored_form import NESTED, commitment, leaf_hash, stored_commitments
from tests.events import (
    LEFT_OUT,
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
    question_redacted,
    redacted,
    reinstated,
    reported,
    resolved,
    retracted,
    reworded,
    updated,
)
from tests.ledger import Ledger

GONE = {"redacted": True}
PRIVATE = "498 soldiers, says Ivan Petrov"


@pytest.fixture
def claim(ledger: Ledger) -> Ledger:
    """A ledger with a claim whose wording names a private person."""
    ledger.post(reported(PRIVATE, occasion="a call", published_at="2022-03-03", statement="He said so", language="ru"))
    return ledger


@pytest.mark.parametrize("unit", ["figure", "wording", "occasion", "published_at"])
def test_an_erased_value_of_the_standing_revision_says_that_it_is_erased(claim: Ledger, unit: str) -> None:
    claim.post(redacted(1, f"/{unit}"))
    standing: Any = claim.view()["standing"]
    assert standing[unit] == GONE
    assert standing["bounds"] == (None if unit == "figure" else {"low": "498", "high": "498"} | CLOSED)


CLOSED = {"low_closed": True, "high_closed": True}


def test_the_value_is_in_no_stored_byte_while_header_leaf_and_commitment_stay(claim: Ledger) -> None:
    row = claim.rows[0]
    header, committed = row.header, row.commitment
    claim.post(redacted(1, "/wording", "/attribution/0"))
    assert (row.secret, row.header, leaf_hash(row.header)) == (None, header, claim.leaves[0])
    assert b"Petrov" not in row.payload + (row.erased or b"")
    assert orjson.loads(row.payload)["attribution"] == [None, chain()[1]]
    remade = stored_commitments(row.payload, row.type in NESTED, row.secret, row.erased)
    assert commitment(remade) == committed


def test_as_of_before_the_redaction_the_value_is_gone_too(claim: Ledger) -> None:
    claim.post(redacted(1, "/wording"))
    before: Any = claim.as_of(1)
    assert before["standing"]["wording"] == GONE


def test_a_second_redaction_works_from_what_the_first_one_left(claim: Ledger) -> None:
    committed = claim.rows[0].commitment
    claim.post_all(redacted(1, "/wording"), redacted(1, "/figure", "/wording"))
    row = claim.rows[0]
    assert list(orjson.loads(row.erased or b"")["erased"]) == ["/figure", "/wording"]
    assert commitment(stored_commitments(row.payload, row.type in NESTED, row.secret, row.erased)) == committed


def test_the_figure_of_a_correction_reads_as_erased_never_as_what_it_replaced(ledger: Ledger) -> None:
    ledger.post_all(
        reported("20 dead", exact("20")), corrected_figure("20", "21", unit="dead"), redacted(2, "/is/figure")
    )
    assert ledger.figure() == GONE
    was = {"figure": exact("21"), "wording": "21 dead"}
    is_ = {"figure": exact("22"), "wording": "22 dead"}
    guessed = ledger.refusal_of(corrected(was, is_, target=2))
    wrong = ledger.refusal_of(corrected(was | {"figure": exact("22")}, is_, target=2))
    assert guessed.name == "stale-was"
    assert guessed == wrong
    ledger.post(corrected(was | {"figure": GONE}, is_, target=2))
    assert ledger.figure() == exact("22")


def test_a_correction_loses_what_it_took_over_from_an_erased_one(ledger: Ledger) -> None:
    ledger.post_all(reported(occasion="a call with Petrov"), corrected_figure("498", "497"))
    ledger.post(corrected({"occasion": "a call with Petrov"}, {"occasion": "a call"}, target=2))
    ledger.post(redacted(1, "/occasion"))
    assert [one.occasion for one in ledger.claim().revisions] == [ERASED, ERASED, "a call"]


def test_a_revision_without_its_occasion_is_corrected_like_anything_else(ledger: Ledger) -> None:
    ledger.post_all(reported(occasion="a call"), updated(), redacted(1, "/occasion"), corrected_figure("498", "497"))
    assert ledger.claim().revisions[3].occasion == ERASED


def test_the_receipt_lists_where_else_the_value_still_stands(claim: Ledger) -> None:
    claim.post(corrected({"wording": PRIVATE}, {"wording": "498 soldiers"}))
    claim.post(annotated(PRIVATE))
    receipt = claim.post(redacted(1, "/wording"))
    assert receipt.wire()["also_in"] == [{"version": 2, "pointer": "/was/wording"}, {"version": 3, "pointer": "/text"}]


def test_the_same_value_twice_in_one_event_is_listed_too(ledger: Ledger) -> None:
    ledger.post(reported(PRIVATE, statement=PRIVATE))
    assert ledger.post(redacted(1, "/wording")).wire()["also_in"] == [{"version": 1, "pointer": "/statement"}]
    assert ledger.post(redacted(1, "/statement")).wire()["also_in"] == []


def test_an_event_of_the_same_group_that_holds_the_value_is_listed_and_one_that_lost_it_is_not(ledger: Ledger) -> None:
    told = ledger.together(
        reported(PRIVATE), annotated(PRIVATE), annotated(PRIVATE), redacted(3, "/text"), redacted(1, "/wording")
    )
    assert [one.wire()["also_in"] for one in told[3:] if isinstance(one, Receipt)] == [
        [{"version": 1, "pointer": "/wording"}, {"version": 2, "pointer": "/text"}],
        [{"version": 2, "pointer": "/text"}],
    ]


def test_a_value_that_stands_inside_of_another_is_not_listed(claim: Ledger) -> None:
    claim.post_all(annotated("says Ivan Petrov"), annotated("somebody says Ivan Petrov"))
    assert claim.post(redacted(2, "/text")).wire()["also_in"] == []


def test_what_is_null_or_erased_already_is_in_no_list(ledger: Ledger) -> None:
    ledger.post_all(reported(), corrected({"occasion": None}, {"occasion": "x"}, note="n"), redacted(1, "/wording"))
    assert ledger.post(redacted(2, "/was/occasion")).wire()["also_in"] == []


@pytest.mark.parametrize("pointer", ["/said_at", "/refers_to", "/question"])
def test_what_a_fold_needs_of_a_report_may_not_be_redacted(ledger: Ledger, pointer: str) -> None:
    ledger.post(reported(refers_to="2022-03-02", scope={}))
    refusal = ledger.refusal_of(redacted(1, "/wording", pointer))
    assert (refusal.name, refusal.pointer, refusal.got) == ("not-redactable", "/data/fields/1", pointer)
    assert refusal.expected == "one of /attribution/0, /attribution/1, /figure, /scope, /wording"


@pytest.mark.parametrize(
    ("sent", "pointer"),
    [
        (corrected_figure("498", "497"), "/target"),
        (corrected({"said_at": "2022-03-02"}, {"said_at": "2022-03-01"}), "/is/said_at"),
        (corrected({"said_at": "2022-03-02"}, {"said_at": "2022-03-01"}), "/was/said_at"),
        (corrected({"refers_to": None}, {"refers_to": "2022"}), "/is/refers_to"),
        (corrected({"question": "ru-soldiers-killed"}, {"question": "q"}), "/is/question"),
        (corrected_figure("498", "497"), "/is"),
        (disputed(), "/dispute"),
        (disputed(), "/target"),
        (disputed(), "/by"),
        (assessed(), "/target"),
        (retracted(), "/by"),
        (redacted(1, "/wording"), "/version"),
        (redacted(1, "/wording"), "/fields/0"),
        (annotated(), "/nothing"),
        (annotated(), "/text/0"),
        (annotated(), "/~1"),
    ],
)
def test_what_a_fold_needs_or_what_is_no_unit_may_not_be_redacted(
    ledger: Ledger, sent: dict[str, Any], pointer: str
) -> None:
    ledger.post_all(reported(), sent)
    refusal = ledger.refusal_of(redacted(2, pointer))
    assert (refusal.name, refusal.pointer, refusal.got) == ("not-redactable", "/data/fields/0", pointer)


def test_the_party_of_a_reinstatement_stays(ledger: Ledger) -> None:
    ledger.post_all(reported(), retracted(), reinstated())
    assert ledger.refusal_of(redacted(3, "/by")).name == "not-redactable"
    ledger.post(redacted(3, "/reason"))


def test_the_dispute_of_a_resolution_stays_and_who_resolved_it_may_go(ledger: Ledger) -> None:
    ledger.post_all(reported(), disputed(), resolved())
    assert ledger.refusal_of(redacted(3, "/dispute")).name == "not-redactable"
    ledger.post(redacted(3, "/by"))
    disputes: Any = ledger.view()["disputes"]
    assert disputes[0]["resolved_by"] == GONE


@pytest.mark.parametrize("version", [2, 3])
def test_only_an_event_of_the_stream_before_the_redaction_can_be_redacted(claim: Ledger, version: int) -> None:
    refusal = claim.refusal_of(redacted(version, "/wording"))
    assert (refusal.name, refusal.pointer, refusal.got) == ("not-redactable", "/data/version", version)
    assert refusal.expected == "the version of an event of this stream, from 1 to 1"


@pytest.mark.parametrize("member", ["ground", "authority", "reason"])
def test_a_redaction_says_why_and_on_whose_authority(claim: Ledger, member: str) -> None:
    without: dict[str, Any] = {member: LEFT_OUT}
    refusal = claim.refusal_of(redacted(1, "/wording", **without))
    assert (refusal.name, refusal.pointer) == ("missing-field", f"/data/{member}")


def test_what_was_redacted_in_this_very_group_is_seen_by_the_rest_of_it(ledger: Ledger) -> None:
    first = reported(PRIVATE)
    group = ledger.together(first, redacted(1, "/wording"), first, corrected({"wording": PRIVATE}, {"wording": "498"}))
    assert [one.name if hasattr(one, "name") else one.status for one in group] == [
        "recorded",
        "recorded",
        "repeated",
        "stale-was",
    ]
    assert b"Petrov" not in ledger.rows[0].payload


def test_an_erased_hop_shows_in_its_place_and_only_in_the_chain_that_its_event_gave(claim: Ledger) -> None:
    claim.post_all(attributed(chain("ru-mod", "tass")), redacted(2, "/attribution/1"), redacted(1, "/attribution/0"))
    attribution: Any = claim.view()["attribution"]
    assert attribution == [chain()[0], GONE, chain()[1]]


def test_every_value_of_dispute_finding_link_and_retraction_can_go(ledger: Ledger) -> None:
    ledger.post_all(
        reported(),
        disputed(counter_claim="other"),
        assessed(url="https://newsroom.example/"),
        linked(),
        retracted(),
        redacted(2, "/aspect", "/statement", "/counter_claim", "/by/0"),
        redacted(3, "/finding", "/method", "/by", "/url"),
        redacted(4, "/to", "/relation"),
        redacted(5, "/reason"),
    )
    view: Any = ledger.view()
    (dispute,) = view["disputes"]
    assert [dispute[name] for name in ("aspect", "statement", "counter_claim", "by")] == [GONE, GONE, GONE, [GONE]]
    assert view["assessments"] == [{"revision": 1, "finding": GONE, "method": GONE, "by": GONE, "url": GONE}]
    assert view["links"] == [{"to": GONE, "relation": GONE}]
    assert view["retracted"][0]["reason"] == GONE


def test_an_erased_scope_shows_as_erased_until_it_is_corrected(claim: Ledger) -> None:
    claim.post(redacted(1, "/scope"))
    assert claim.view()["scope"] == GONE
    claim.post(corrected({"scope": GONE}, {"scope": {"unit": "person"}}, kind="wrong_scope"))
    claim.post(redacted(3, "/is/scope"))
    assert claim.view()["scope"] == GONE


def test_a_reason_can_go(claim: Ledger) -> None:
    claim.post_all(updated(reason="Petrov called again"), redacted(2, "/reason"))
    assert claim.claim().revisions[2].reason == ERASED


def test_the_values_of_a_question_can_go(ledger: Ledger) -> None:
    ledger.post_all(
        asked(scope={"unit": "person"}, tolerance="0.10", topics=["war", "Petrov"], note="n"),
        question_redacted(1, "/text", "/scope", "/tolerance", "/topics/1", "/note"),
    )
    state = ledger.question("ru-soldiers-killed")
    assert (state.text, state.scope, state.tolerance, state.topics) == (ERASED, ERASED, ERASED, ("war", ERASED))


def test_the_words_of_a_question_go_with_the_event_that_gave_them(ledger: Ledger) -> None:
    ledger.post_all(asked(), reworded("How many died?"), question_redacted(1, "/text"))
    assert ledger.question("ru-soldiers-killed").text == "How many died?"
    ledger.post(question_redacted(2, "/text", "/reason"))
    assert ledger.question("ru-soldiers-killed").text == ERASED
