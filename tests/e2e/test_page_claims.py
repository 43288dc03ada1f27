"""The list of claims: narrowed by its form and its facets, page by page, now and as of the past."""

from typing import Any

from tests.e2e.conftest import Service
from tests.e2e.test_page_board import ERASED, HTML, named_in, put, words_of
from tests.events import (
    CLAIM,
    STORY,
    asked,
    disputed,
    exact,
    no_figure,
    printed,
    published,
    redacted,
    reported,
    retracted,
    updated,
)

OTHER = "kyiv.killed"


def page(service: Service, code: int = 200, /, **parameters: Any) -> str:
    answer = service.http.get("/claims", params=parameters or None, headers=HTML)
    assert answer.status_code == code, answer.text[:500]
    return answer.text


def several(service: Service) -> None:
    put(
        service,
        asked("How many soldiers were killed?"),
        reported(),
        disputed(),
        reported("7,000 troops", exact("7000"), claim=OTHER),
        retracted(claim=OTHER),
        published(1, printed("498 dead")),
    )


def test_every_claim_stands_with_its_figure_its_source_and_its_states(service: Service) -> None:
    several(service)
    html = page(service)
    words = words_of(html)
    assert "2 claims" in words
    assert "498 2 Mar 2022 Russian soldiers killed, says ru-mod" in words
    assert "How many soldiers were killed?" in words
    assert "Disputed: this figure" in words
    assert "Retracted" in words
    assert f'href="/claims/{CLAIM}"' in html


def test_an_empty_record_says_so_and_leads_to_the_first_report(service: Service) -> None:
    words = words_of(page(service))
    assert "No claim yet." in words
    assert "Report the first one" in words


def test_the_form_may_leave_fields_empty(service: Service) -> None:
    several(service)
    assert "1 claim " in words_of(page(service, q="498", status="", question="", story=""))


def test_the_list_is_narrowed_by_state_dispute_and_story(service: Service) -> None:
    several(service)
    assert OTHER in page(service, status="retracted")
    assert f'href="/claims/{CLAIM}"' not in page(service, status="retracted")
    assert f'href="/claims/{OTHER}"' not in page(service, disputed="true")
    assert f'href="/claims/{OTHER}"' not in page(service, story=STORY)


def test_facets_count_and_lead_to_a_narrower_list_and_back(service: Service) -> None:
    several(service)
    assert 'href="/claims?status=retracted"' in page(service)
    html = page(service, status="retracted")
    assert 'href="/claims" aria-current="true"' in html


def test_nothing_that_fits_leads_back_to_every_claim(service: Service) -> None:
    several(service)
    words = words_of(page(service, q="nowhere"))
    assert "No claims with “nowhere”" in words
    assert "Show every claim" in words


def test_a_long_list_comes_in_pages(service: Service) -> None:
    put(service, *(reported(claim=f"claim-{n}") for n in range(3)))
    html = page(service, limit=2)
    assert 'rel="next"' in html
    assert 'href="/claims/claim-2"' not in html


def test_the_list_of_the_past_leaves_out_what_came_later(service: Service) -> None:
    put(service, reported())
    put(service, updated(), reported(claim=OTHER))
    html = page(service, as_of=1)
    assert "What was recorded later is left out." in html
    assert OTHER not in html
    assert "1,351" not in html
    assert f'href="/claims/{CLAIM}?as_of=1"' in html


def test_erased_and_missing_figures_keep_their_place(service: Service) -> None:
    put(service, reported(f"{ERASED:,} soldiers", exact(str(ERASED))), redacted(1, "/figure", "/wording"))
    put(service, reported("they fled", no_figure(), claim=OTHER))
    html = page(service)
    assert '<span class="bar">' in html
    assert "no figure" in html
    assert not named_in(html, ERASED)


def test_what_cannot_be_read_is_refused_in_words(service: Service) -> None:
    assert "cannot be read" in words_of(page(service, 400, status="lost"))


def test_a_claim_that_states_no_figure_shows_its_words(service: Service) -> None:
    put(service, reported("The ministry says nothing of losses", no_figure()))
    assert "no figure" in words_of(page(service))
    assert "The ministry says nothing of losses" in words_of(page(service))


def test_values_that_are_folded_away_are_counted(service: Service) -> None:
    put(service, *(reported(claim=f"claim-{n:02}", question=f"question-{n:02}") for n in range(22)))
    told = words_of(page(service))
    assert "Question 8 of 20 or more" in told
    assert "12 more" in told
    assert "These have the most. All questions" in told
