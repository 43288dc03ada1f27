"""How a claim is shown: the shapes that others rely on, member by member."""

from typing import Any

import pytest

from domain.claim_state import ClaimState
from domain.figure import bounds
from domain.shapes import ABSENT, ERASED
from domain.view import bounds_view, current_view, question_view, revision_view
from domain.wire import wire
from tests.events import (
    CLAIM,
    QUESTION,
    approximate,
    asked,
    assessed,
    at_least,
    chain,
    corrected_figure,
    disputed,
    exact,
    from_to,
    less_than,
    linked,
    reported,
    tally,
    updated,
)
from tests.ledger import Ledger

EXACTLY_498 = {"low": "498", "high": "498", "low_closed": True, "high_closed": True}


def revisions(ledger: Ledger) -> list[Any]:
    state = ledger.claim()
    return [revision_view(one, state.standing) for one in state.revisions]


def test_the_current_view_has_the_members_of_the_api_page(ledger: Ledger) -> None:
    sent = reported(
        refers_to="2022-02-24/2022-03-02", language="en", occasion="evening", published_at="2022-03-02T20:41:07Z"
    )
    ledger.post_all(sent, disputed(), assessed(), linked())
    view: Any = ledger.view()
    assert {name: view[name] for name in view if name not in ("disputes", "assessments")} == {
        "claim": CLAIM,
        "question": QUESTION,
        "version": 4,
        "position": 4,
        "recorded_at": "2022-05-01T12:00:00.004000Z",
        "status": "standing",
        "disputed": True,
        "late": False,
        "retracted": [],
        "standing": {
            "revision": 1,
            "kind": "reported",
            "figure": exact("498"),
            "bounds": EXACTLY_498,
            "wording": "498 soldiers",
            "language": "en",
            "said_at": "2022-03-02",
            "occasion": "evening",
            "refers_to": "2022-02-24/2022-03-02",
            "published_at": "2022-03-02T20:41:07Z",
        },
        "scope": sent["data"]["scope"],
        "attribution": chain(),
        "links": [{"to": "un.ru-soldiers-killed", "relation": "contradicts"}],
        "notes": 0,
        "revisions": 1,
        "corrections": 0,
    }


def test_what_was_left_out_is_null_in_the_standing_revision(ledger: Ledger) -> None:
    ledger.post(reported())
    standing: Any = ledger.view()["standing"]
    assert [standing[name] for name in ("language", "occasion", "refers_to", "published_at")] == [None] * 4


def test_a_claim_of_which_nothing_is_known_has_a_view_too() -> None:
    view = current_view("nobody", ClaimState())
    assert (view["version"], view["recorded_at"], view["status"], view["standing"]) == (0, None, "empty", None)
    assert (view["late"], view["disputed"], view["attribution"]) == (False, False, [])


def test_a_revision_shows_its_clocks_and_what_became_of_it(ledger: Ledger) -> None:
    ledger.post_all(reported(), corrected_figure("498", "497", reason="a slip"), updated(said_at="2022-03-01"))
    first, second, third = revisions(ledger)
    assert {name: second[name] for name in second if name not in first or second[name] != first[name]} == {
        "revision": 2,
        "kind": "corrected",
        "figure": exact("497"),
        "bounds": {"low": "497", "high": "497", "low_closed": True, "high_closed": True},
        "wording": "497 soldiers",
        "version": 2,
        "position": 2,
        "recorded_at": "2022-05-01T12:00:00.002000Z",
        "reason": "a slip",
        "replaces": 1,
        "replaced": False,
        "replaced_by": None,
        "standing": True,
    }
    assert (first["replaced"], first["replaced_by"], first["standing"], first["reason"]) == (True, 2, False, None)
    assert (third["kind"], third["late"], third["standing"]) == ("updated", True, False)


def test_an_item_of_the_revisions_has_the_members_of_the_api_page(ledger: Ledger) -> None:
    ledger.post(reported())
    (item,) = revisions(ledger)
    assert set(item) >= {
        *("revision", "version", "kind", "figure", "bounds", "wording", "said_at", "refers_to", "published_at"),
        *("recorded_at", "position", "reason", "replaces", "replaced", "replaced_by", "standing", "late"),
    }


@pytest.mark.parametrize(
    ("figure", "shown"),
    [
        (at_least("7000"), {"low": "7000", "high": None, "low_closed": True, "high_closed": False}),
        (less_than("3.10"), {"low": None, "high": "3.10", "low_closed": False, "high_closed": False}),
        (from_to("10", "12"), {"low": "10", "high": "12", "low_closed": True, "high_closed": True}),
        (approximate("1500"), None),
        (tally(a="1"), None),
    ],
)
def test_an_open_end_is_null_and_not_closed_and_no_bounds_are_null(
    ledger: Ledger, figure: dict[str, Any], shown: dict[str, Any] | None
) -> None:
    ledger.post(reported("as said", figure))
    standing: Any = ledger.view()["standing"]
    assert standing["bounds"] == shown


def test_a_question_shows_what_it_lends(ledger: Ledger) -> None:
    ledger.post(asked("How many?", scope={"unit": "person"}, tolerance="0.10", topics=["war"]))
    assert question_view(QUESTION, ledger.question(QUESTION)) == {
        "question": QUESTION,
        "version": 1,
        "text": "How many?",
        "scope": {"unit": "person"},
        "tolerance": "0.10",
        "topics": ["war"],
    }


def test_what_is_erased_says_so_wherever_it_is_shown() -> None:
    assert wire(ERASED) == {"redacted": True}
    assert bounds_view(bounds(ERASED)) is None
    assert wire((ERASED, "x")) == [{"redacted": True}, "x"]


def test_nothing_but_our_shapes_has_a_wire_form() -> None:
    with pytest.raises(TypeError):
        wire(object())
    with pytest.raises(TypeError):
        wire(ABSENT)
