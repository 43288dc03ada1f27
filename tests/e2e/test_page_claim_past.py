"""The page of a claim as of the past, and what it shows of two revisions or two moments side by side."""

import pytest

from tests.e2e.conftest import Service
from tests.e2e.test_page_board import ERASED, named_in, put, words_of
from tests.e2e.test_page_claim import PATH, page, series, told
from tests.events import (
    annotated,
    asked,
    chain,
    exact,
    redacted,
    reported,
    updated,
)


@pytest.mark.parametrize("axis", ["said", "published", "recorded"])
def test_what_was_erased_is_gone_from_every_view_of_the_past(service: Service, axis: str) -> None:
    put(
        service,
        reported(f"{ERASED:,} soldiers", exact(str(ERASED))),
        updated(f"{ERASED + 1:,} soldiers", exact(str(ERASED + 1))),
        redacted(1, "/figure", "/wording"),
        redacted(2, "/figure", "/wording"),
    )
    for position in range(1, 5):
        html = page(service, as_of=position, axis=axis)
        assert not named_in(html, ERASED)
        assert not named_in(html, ERASED + 1)


def test_the_past_shows_what_stood_without_any_writing(service: Service) -> None:
    put(service, reported())
    put(service, updated(), annotated())
    html = page(service, as_of=1)
    words = words_of(html)
    assert "position 1 of 3 . Two events on this claim came later." in words
    assert "Stood, revision 1 of 1" in words
    assert "1,351" not in words
    assert f'href="{PATH}/update"' not in html
    assert "Dispute it" not in words
    assert f'data-later href="{PATH}?as_of=2"' in html


def test_the_strip_leads_to_the_moment_before_the_last_event(service: Service) -> None:
    put(service, reported())
    put(service, updated())
    html = page(service)
    assert f'data-earlier href="{PATH}?as_of=1"' in html
    assert 'name="as_of"' in html


def test_a_view_of_the_past_keeps_its_axis_and_its_window(service: Service) -> None:
    series(service)
    html = page(service, as_of=21, axis="recorded", show="all")
    assert 'name="axis" value="recorded"' in html
    assert "axis=recorded&amp;show=all&amp;as_of=" in html.replace("as_of=20&amp;axis=recorded&amp;show=all", "") or (
        "as_of=20&amp;axis=recorded&amp;show=all" in html
    )


def test_a_moment_before_the_claim_is_not_known_yet(service: Service) -> None:
    put(service, asked(), reported())
    words = told(service, status=404, as_of=1)
    assert "Not known yet" in words
    assert "Show the first state" in words


def test_two_revisions_side_by_side_show_figure_words_and_chain(service: Service) -> None:
    put(service, reported(), updated("1,351 soldiers", attribution=chain("ru-mod", "reuters")))
    html = page(service, f"{PATH}/diff?from=1&to=2")
    words = words_of(html)
    assert "From 498 to 1,351" in words
    assert "Amount +853" in words
    assert "<del>498</del><ins>1,351</ins> soldiers" in html
    assert "<ins>Reuters</ins>" in html


def test_two_moments_side_by_side_show_what_was_known(service: Service) -> None:
    put(service, reported())
    put(service, updated())
    words = told(service, f"{PATH}/diff?from=1&to=2&axis=recorded")
    assert "What changed from position 1 to position 2" in words


def test_a_revision_that_is_not_there_cannot_be_compared(service: Service) -> None:
    put(service, reported())
    assert page(service, f"{PATH}/diff?from=1&to=9", 404)
