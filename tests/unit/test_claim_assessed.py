"""Findings, links and notes: what is said about a claim without touching its figure."""

from typing import Any, get_args

import pytest

from domain.claim import fold
from domain.event_parts import Relation
from domain.events import Linked
from domain.view import current_view
from tests.events import CLAIM, annotated, assessed, corrected_figure, exact, linked, reported
from tests.ledger import Ledger


@pytest.fixture
def claim(ledger: Ledger) -> Ledger:
    """A ledger with a claim that was corrected once."""
    ledger.post_all(reported(id="first"), corrected_figure("498", "497", id="second"))
    return ledger


def test_there_is_no_way_to_verify_this_is_a_finding(claim: Ledger) -> None:
    claim.post(assessed("unverifiable", target=2, url="https://newsroom.example/check"))
    assert claim.view()["assessments"] == [
        {
            "revision": 2,
            "finding": "unverifiable",
            "method": "asked around",
            "by": {"id": "newsweek", "kind": "outlet"},
            "url": "https://newsroom.example/check",
        }
    ]
    assert claim.figure() == exact("497")


def test_a_finding_may_name_any_revision_by_number_or_by_its_event(claim: Ledger) -> None:
    claim.post_all(assessed(target=1), assessed(target={"id": "first"}), assessed(target={"id": "second"}))
    assessments: Any = claim.view()["assessments"]
    assert [one["revision"] for one in assessments] == [1, 1, 2]


@pytest.mark.parametrize(
    ("target", "name", "pointer"),
    [(3, "no-such-revision", "/data/target"), ({"id": "third"}, "not-recorded-yet", "/data/target/id")],
)
def test_a_finding_needs_a_revision(claim: Ledger, target: Any, name: str, pointer: str) -> None:
    refusal = claim.refusal_of(assessed(target=target))
    assert (refusal.name, refusal.pointer) == (name, pointer)


@pytest.mark.parametrize("member", ["finding", "method", "by"])
def test_a_finding_says_what_how_and_who(claim: Ledger, member: str) -> None:
    refusal = claim.refusal_of(assessed() | {"data": {**assessed()["data"], member: None}})
    assert (refusal.name, refusal.pointer) == ("null-not-allowed", f"/data/{member}")


def test_a_link_says_how_two_claims_stand_to_one_another(claim: Ledger) -> None:
    claim.post_all(linked("un.killed", "contradicts"), linked("ru-mod.killed-2023", "continues"))
    assert claim.view()["links"] == [
        {"to": "un.killed", "relation": "contradicts"},
        {"to": "ru-mod.killed-2023", "relation": "continues"},
    ]


@pytest.mark.parametrize("relation", get_args(Relation))
def test_a_claim_is_not_linked_to_itself(claim: Ledger, relation: str) -> None:
    refusal = claim.refusal_of(linked(CLAIM, relation))
    assert (refusal.name, refusal.pointer, refusal.got) == ("invalid-field", "/data/to", CLAIM)
    assert refusal.expected == "another claim than the one that is linked"


def test_a_link_to_itself_that_was_recorded_stays_readable(claim: Ledger) -> None:
    claim.post(linked("un.killed", "continues"))
    *before, link = claim.recorded(f"claim/{CLAIM}")
    state = fold([*before, link._replace(data=Linked(to=CLAIM, relation="continues"))])
    assert current_view(CLAIM, state)["links"] == [{"to": CLAIM, "relation": "continues"}]


def test_an_unknown_relation_is_refused_with_the_known_ones(claim: Ledger) -> None:
    refusal = claim.refusal_of(linked(relation="resembles"))
    assert (refusal.name, refusal.pointer, refusal.got) == ("invalid-field", "/data/relation", "resembles")
    assert refusal.expected == "'contradicts', 'same_as', 'part_of', 'derived_from', 'responds_to' or 'continues'"


def test_a_note_is_counted_and_changes_nothing_else(claim: Ledger) -> None:
    before = claim.view()
    claim.post(annotated("the ministry has not answered"))
    after = claim.view()
    assert {name for name, told in after.items() if told != before[name]} == {
        "notes",
        "position",
        "recorded_at",
        "version",
    }
    assert after["notes"] == 1


def test_a_note_has_words(claim: Ledger) -> None:
    refusal = claim.refusal_of(annotated(""))
    assert (refusal.name, refusal.pointer) == ("invalid-field", "/data/text")
