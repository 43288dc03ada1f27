"""Forms read numbers, times and ids of a stranger: what is long is refused, and costs nothing to be seen so."""

import pytest

from api.web.forms.entries import with_rows_changed
from api.web.forms.fields import Field
from api.web.forms.proposed import proposed
from api.web.forms.typed import time_typed, whole_typed

HUGE = "9" * 5_000


@pytest.mark.parametrize(
    ("typed", "number"),
    [("7", 7), ("0", 0), ("999999999", 999_999_999), *((one, None) for one in ("1000000000", HUGE, "-1", "٣", ""))],
)
def test_a_whole_number_has_nine_digits_at_most(typed: str, number: int | None) -> None:
    assert whole_typed(typed) == number


@pytest.mark.parametrize("piece", [" ", "– ", " to ", "a ", "2 Mar 2022 ", "1:00", "\u00a0"])
def test_what_is_longer_than_any_time_is_left_as_it_was_typed(piece: str) -> None:
    text = piece * 100_000
    assert time_typed(text) == text


def test_an_id_is_proposed_of_a_text_of_any_length() -> None:
    id_field = Field("subject", "Id", "id")
    made = proposed(id_field, {"text": "losses " * 100_000})
    assert made == "losses-losses-losses-losses-losses-losses"
    assert len(proposed(id_field, {}, "ru-mod. " * 100_000)) <= 128


@pytest.mark.parametrize("verb", ["before", "remove"])
@pytest.mark.parametrize("index", [HUGE, "1" * 10, "x"])
def test_rows_that_cannot_be_leave_the_entries_alone(verb: str, index: str) -> None:
    entries = {"attribution.0.role": "originator", f"attribution.{HUGE}.role": "relay"}
    assert with_rows_changed(entries, (verb, f"attribution.{index}")) == entries


def test_a_row_goes_before_another_though_a_third_cannot_be() -> None:
    entries = {"attribution.0.role": "originator", f"attribution.{HUGE}.role": "relay"}
    changed = with_rows_changed(entries, ("before", "attribution.0"))
    assert changed["attribution.1.role"] == "originator"
    assert changed[f"attribution.{HUGE}.role"] == "relay"
