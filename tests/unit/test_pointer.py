"""Pointers into an event: how a step is written, and which member one leads into."""

import pytest

from domain.pointer import step, steps


@pytest.mark.parametrize(
    ("name", "written"), [("wording", "/wording"), ("a/b", "/a~1b"), ("a~b", "/a~0b"), ("~1", "/~01")]
)
def test_a_step_is_escaped_as_in_rfc_6901(name: str, written: str) -> None:
    assert step(name) == written


@pytest.mark.parametrize(
    ("pointer", "led_through"),
    [
        ("/wording", ["wording"]),
        ("/attribution/1", ["attribution", "1"]),
        ("/is/figure", ["figure"]),
        ("/was/attribution/0", ["attribution", "0"]),
        ("/was", ["was"]),
    ],
)
def test_a_pointer_leads_into_a_member_and_into_those_of_was_and_is_by_their_own_names(
    pointer: str, led_through: list[str]
) -> None:
    assert steps(pointer) == led_through
