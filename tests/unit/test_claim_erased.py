"""Pointers to what was erased are told in words."""

import pytest

from api.web.claim_erased import erased_words


@pytest.mark.parametrize(
    ("pointers", "words"),
    [
        (["/figure", "/wording", "/attribution/0"], "figure, wording and the first hop of the chain"),
        (["/said_at"], "day said"),
        (["/attribution/1/who/name"], "the name of the second hop of the chain"),
        (["/attribution/11"], "the 12th hop of the chain"),
        (["/by/0"], "the first hop of the chain of who disputes it"),
        (["/was/wording"], "the wrong wording"),
        (["/scope/population"], "the population of the scope"),
        (["/prints/2"], "prints, number 3"),
    ],
)
def test_a_pointer_is_told_in_words(pointers: list[str], words: str) -> None:
    assert erased_words(pointers) == words
