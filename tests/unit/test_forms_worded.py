"""A wording that qualifies the number in another way than its figure, and ids that a form proposes."""

from typing import Any

import pytest

from api.web.forms.fields import Field
from api.web.forms.proposed import proposed
from api.web.forms.worded import unlike_wordings

CLAIM = {"attribution.0.who.name": "Kyiv Post", "scope.population": "Russian soldiers", "scope.definition": "killed"}
SUBJECT = Field("subject", "Id", "id")


def warned(wording: str, **figure: Any) -> list[str]:
    return [one.sentence for one in unlike_wordings({"wording": wording, "figure": figure}, {})]


@pytest.mark.parametrize(
    ("wording", "figure", "sentence"),
    [
        (
            "at least 1,200 people died",
            {"form": "exact", "value": "1200"},
            "The wording says at least; the figure says exactly",
        ),
        (
            "nearly 500",
            {"form": "approximate", "value": "500"},
            "The wording says nearly; the figure says about",
        ),
        (
            "500 died",
            {"form": "at_most", "value": "500"},
            "The wording gives the number alone; the figure says at most",
        ),
        ("10 to 12 ships", {"form": "exact", "value": "10"}, "The wording says from … to; the figure says exactly"),
        ("dozens died", {"form": "exact", "value": "24"}, "The wording says “dozens”; the figure says exactly"),
    ],
)
def test_a_qualifier_that_only_one_of_them_has_is_told(wording: str, figure: dict[str, str], sentence: str) -> None:
    assert warned(wording, **figure) == [sentence]


@pytest.mark.parametrize(
    ("wording", "figure"),
    [
        ("at least 1,200 people died", {"form": "at_least", "value": "1200"}),
        ("498 soldiers have died", {"form": "exact", "value": "498"}),
        ("nearly 500", {"form": "approximate", "value": "500", "leaning": "below"}),
        ("141-5, with 35 abstentions", {"form": "tally", "parts": {"for": "141"}}),
        ("from 489 on Monday to 498", {"form": "exact", "value": "498"}),
        ("no number", {"form": "exact", "value": "498"}),
    ],
)
def test_what_agrees_or_cannot_be_told_is_left_alone(wording: str, figure: dict[str, str]) -> None:
    assert not warned(wording, **figure)


def test_who_has_said_why_they_differ_is_not_warned() -> None:
    data = {"wording": "at least 9", "figure": {"form": "exact", "value": "9"}, "wording_note": "The table says 9."}
    assert not unlike_wordings(data, {})


def test_a_print_is_warned_of_beside_its_own_words() -> None:
    prints = [{"wording": "over 9", "figure": {"form": "exact", "value": "9"}}]
    (one,) = unlike_wordings({"prints": prints}, {"prints": [3]})
    assert one.field == "prints.3.wording"


def test_the_id_of_a_claim_is_made_of_who_says_it_and_what_is_counted() -> None:
    assert proposed(SUBJECT, CLAIM) == "kyiv-post.russian-soldiers-killed"
    assert proposed(SUBJECT, {**CLAIM, "question": "soldiers-killed"}) == "kyiv-post.soldiers-killed"


def test_the_id_of_a_story_is_made_of_its_outlet_and_headline() -> None:
    typed = {"outlet.name": "Newsweek", "headline": "Almost 500 Soldiers Dead"}
    assert proposed(SUBJECT, typed) == "newsweek.almost-500-soldiers-dead"


def test_the_id_of_a_question_is_made_of_its_own_words() -> None:
    assert proposed(SUBJECT, {"text": "How many Russian soldiers have been killed?"}) == "russian-soldiers-killed"


def test_the_id_of_a_source_is_made_of_its_name() -> None:
    typed = {"attribution.1.who.name": "  L’Équipe, Paris "}
    assert proposed(Field("attribution.1.who.id", "Id", "id"), typed) == "lequipe-paris"


def test_what_is_no_id_is_proposed_as_one() -> None:
    assert proposed(SUBJECT, {}, "Kyiv Post.Soldiers Killed") == "kyiv-post.soldiers-killed"


def test_nothing_is_proposed_of_a_name_in_another_script() -> None:
    assert not proposed(Field("by.0.who.id", "Id", "id"), {"by.0.who.name": "Київ"})
