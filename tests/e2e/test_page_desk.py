"""The desk's page: what needs a look, in words and with links to what can be done about it."""

from typing import Any

import pytest

from tests.e2e.conftest import Service
from tests.e2e.test_page_board import HTML, put, words_of
from tests.events import (
    CLAIM,
    QUESTION,
    STORY,
    corrected_figure,
    disputed,
    exact,
    more_than,
    printed,
    published,
    reported,
    updated,
)

KYIV = "kyiv.killed"


def desk(service: Service, **parameters: Any) -> str:
    answer = service.http.get("/", params=parameters or None, headers=HTML)
    assert answer.status_code == 200, answer.text[:500]
    return answer.text


def test_an_empty_desk_says_up_to_where_it_was_checked(service: Service) -> None:
    end = put(service, reported())
    told = words_of(desk(service))
    assert "Nothing needs a look." in told
    assert f"Checked up to position {end}" in told


def test_a_silent_change_leads_to_the_editions_and_to_a_correction(service: Service) -> None:
    put(service, reported(), published(1, printed("498 dead")), published(2, printed("489 dead")))
    html = desk(service)
    assert f'href="/stories/{STORY}?edition=2&amp;compare=1"' in html
    assert f'href="/claims/{CLAIM}/correct"' in html
    assert "9 fewer" in words_of(html)


def test_changes_of_one_edition_stand_together(service: Service) -> None:
    claims = [f"claim-{n}" for n in range(4)]
    put(
        service,
        *(reported(claim=claim) for claim in claims),
        published(1, *(printed("498 dead", claim=claim) for claim in claims)),
        published(2, *(printed("489 dead", claim=claim) for claim in claims)),
    )
    assert "3 other figures of the same edition" in words_of(desk(service))


def test_a_dispute_says_who_disputes_what_and_leads_to_its_resolution(service: Service) -> None:
    put(service, reported(), disputed("too-low"), updated())
    html = desk(service)
    assert f'href="/claims/{CLAIM}/resolve?dispute=too-low"' in html
    assert "revision 1; 1,351 stands now and is not what is disputed" in words_of(html)


def test_a_contested_question_names_the_two_figures(service: Service) -> None:
    put(service, reported(), reported("more than 7,000 soldiers", more_than("7000"), claim=KYIV))
    html = desk(service)
    assert "Two figures contradict each other" in words_of(html)
    assert f'href="/questions/{QUESTION}"' in html


def test_a_corrected_figure_is_struck_and_its_note_is_linked(service: Service) -> None:
    put(service, reported(), published(1, printed("498 dead")), corrected_figure("498", "489"))
    html = desk(service)
    assert '<s class="corrected">' in html
    assert f'href="/stories/{STORY}?edition=1#note"' in html


def test_a_figure_behind_is_drawn_with_what_we_print(service: Service) -> None:
    put(service, reported(), published(1, printed("498 dead")), updated())
    html = desk(service)
    assert "1 print in 1 story" in words_of(html)
    assert "The square is what we print: 498" in html


@pytest.mark.parametrize(("end", "said"), [("2022-03-10", "Fell lately"), (None, None)])
def test_a_fall_after_ten_rises_is_pointed_out(service: Service, end: str | None, said: str | None) -> None:
    rises = [
        updated(f"{n} dead", exact(str(n)), said_at=f"2022-03-{n - 1990:02d}", refers_to=f"2022-03-{n - 1990:02d}")
        for n in range(2000, 2012)
    ]
    fall = [updated("1999 dead", exact("1999"), said_at="2022-03-25", refers_to="2022-03-25")] if end else []
    put(service, reported("1998 dead", exact("1998"), said_at="2022-03-01", refers_to="2022-03-01"), *rises, *fall)
    assert ("Fell lately" in desk(service)) is (said is not None)


def test_as_of_the_past_there_is_nothing_to_record(service: Service) -> None:
    then = put(service, reported(), disputed("too-low"))
    put(service, updated())
    html = desk(service, as_of=then)
    assert "As this record knew it" in html
    assert "/resolve" not in html
    assert f"?as_of={then}" in html


def test_the_live_mark_counts_from_what_the_desk_reflects(service: Service) -> None:
    end = put(service, reported())
    assert f'data-live-after="{end}"' in desk(service)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("498 dead", "489 dead", "9 fewer"),
        ("more than 12,000 dead", "almost 12,000 dead", "From above 12,000 to just below it"),
    ],
)
def test_a_silent_change_says_how_the_figures_differ(service: Service, before: str, after: str, said: str) -> None:
    put(service, reported(), published(1, printed(before)), published(2, printed(after)))
    assert said in words_of(desk(service))


@pytest.mark.parametrize("dates", [("../2020", "../2024"), ("-0500", "2022-03-25"), ("Y-170000002", "2022-03-25")])
def test_dates_that_no_calendar_has_do_not_harm_the_desk(service: Service, dates: tuple[str, str]) -> None:
    first, then = dates
    put(service, reported(said_at=first), published(1, printed("498 dead")), updated(said_at=then))
    assert "1,351" in desk(service)
    assert service.http.get("/sources/ru-mod", headers=HTML).status_code == 200
    assert service.http.get(f"/claims/{CLAIM}", headers=HTML).status_code == 200
