"""Texts take cells in braces; ids spell them in the characters that ids have."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.tables.amounts import Marks
from adapters.tables.templates import BadCell, BadTemplate, columns_in, filled, id_filled, spelled, text_filled
from domain.shapes import is_id

ROW = {"place": "Côte d'Ivoire", "dead": "1500", "unit of count": "person", "venue": "", "note": ""}


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{dead} dead in {place}", "1500 dead in Côte d'Ivoire"),
        ("{dead:,} dead", "1,500 dead"),
        ("{unit of count}", "person"),
        ("{{{dead}}} is in braces", "{1500} is in braces"),
        ("no cell at all", "no cell at all"),
        ("at {venue}", None),
        ("{note}{venue}", None),
        ("{venue}{dead}", "1500"),
    ],
)
def test_a_text_takes_its_cells_and_is_left_out_if_all_are_empty(template: str, text: str | None) -> None:
    assert text_filled(template, Marks())(ROW) == text


def test_a_structure_is_filled_at_any_depth_and_its_ids_are_spelled() -> None:
    who = {"id": "{place}", "name": "{place}", "kind": "office"}
    assert filled({"who": who, "party": True, "urls": ["{venue}", "x"]}, Marks())(ROW) == {
        "who": {"id": "cote-d-ivoire", "name": "Côte d'Ivoire", "kind": "office"},
        "party": True,
        "urls": ["x"],
    }


@pytest.mark.parametrize("template", ["{dead", "dead}", "{}", "{dead:.2f}"])
def test_a_brace_that_stands_alone_is_refused(template: str) -> None:
    with pytest.raises(BadTemplate, match=r"claim\.wording: a brace stands alone"):
        text_filled(template, Marks(), "claim.wording")


def test_commas_in_what_is_no_number_name_the_column() -> None:
    with pytest.raises(BadCell) as bad:
        text_filled("{place:,}", Marks())(ROW)
    assert (bad.value.where, bad.value.got) == ("place", "Côte d'Ivoire")


def test_the_columns_of_a_template_are_known_before_it_is_filled() -> None:
    assert list(columns_in({"a": "{x} {y:,} {{z}}", "b": ["{w}", 3, {"c": "{v}"}]})) == ["x", "y", "w", "v"]


@pytest.mark.parametrize(
    ("text", "as_id"),
    [
        ("Emilia-Romagna", "emilia-romagna"),
        ("Friuli V. G.", "friuli-v-g"),
        ("Taiwan*", "taiwan"),
        ("Korea, South", "korea-south"),
        ("Łódź", "lodz"),
        ("Großenhain", "grossenhain"),
        ("İstanbul", "istanbul"),
        ("Київ", "~43a~438~456~432"),
        ("~", ""),
    ],
)
def test_names_are_spelled_in_the_characters_of_ids(text: str, as_id: str) -> None:
    assert spelled(text) == as_id


def test_what_stands_between_the_cells_of_an_id_stays_as_it_is() -> None:
    assert id_filled("flood.dead.{place}")(ROW) == "flood.dead.cote-d-ivoire"


@given(st.text(min_size=1, max_size=20))
def test_whatever_a_name_holds_its_id_is_one_or_empty(text: str) -> None:
    made = spelled(text)
    assert not made or len(made) > 127 or is_id(f"x{made}")
