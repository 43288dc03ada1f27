"""The page of questions: how many claims answer each, and whether they contradict each other."""

import re
from html import unescape
from typing import Any

import pytest

from tests.e2e.conftest import Service
from tests.facts import ADVISER, QUESTION, REDACTED, A, B, exact, reported

HTML = {"Accept": "text/html"}
TEXT = "How many Russian soldiers have been killed?"


def page(service: Service, **parameters: Any) -> str:
    answer = service.http.get("/questions", headers=HTML, params=parameters or None)
    assert answer.status_code == 200, answer.text
    return answer.text


def plain(html: str) -> str:
    main = html[html.index("<main") : html.index("</main>")]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


@pytest.fixture
def told(service: Service) -> None:
    service.post("question.asked.v1", QUESTION, {"text": TEXT})
    service.post("question.asked.v1", "wounded", {"text": "How many have been wounded?"})
    service.post("claim.reported.v1", A, reported("498 soldiers have died", exact("498")))


@pytest.mark.usefixtures("told")
def test_each_question_has_the_number_of_its_claims(service: Service) -> None:
    html = page(service)
    assert f"{TEXT} 1" in plain(html)
    assert "How many have been wounded? Report the first" in plain(html)
    assert 'href="/claims/new?question=wounded"' in html


@pytest.mark.usefixtures("told")
def test_a_question_is_marked_where_two_figures_contradict(service: Service) -> None:
    assert "Contested" not in plain(page(service))
    service.post("claim.reported.v1", B, reported("7,000 have died", exact("7000"), ADVISER))
    assert f"{TEXT} Contested 2" in plain(page(service))
    assert "Contested" not in plain(page(service, as_of=4))  # whether it was is left to the board of then


@pytest.mark.usefixtures("told")
def test_questions_are_found_by_their_words(service: Service) -> None:
    assert "Questions with “wounded”" in plain(page(service, q="wounded"))
    assert TEXT not in plain(page(service, q="wounded"))
    assert "No question says “weather”." in plain(page(service, q="weather"))


@pytest.mark.usefixtures("told")
def test_a_question_that_only_claims_name_stands_by_its_id(service: Service) -> None:
    service.post("claim.reported.v1", B, reported("7,000", exact("7000"), question="never-asked"))
    assert "never-asked 1 Named by claims, never asked" in plain(page(service))


@pytest.mark.usefixtures("told")
def test_an_erased_text_is_a_bar(service: Service) -> None:
    service.post("question.redacted.v1", "wounded", REDACTED | {"version": 1, "fields": ["/text"]})
    html = page(service)
    assert "wounded?" not in html
    assert '<span class="bar">' in html


@pytest.mark.usefixtures("told")
def test_the_list_of_the_past_writes_nothing_and_knows_nothing_of_later(service: Service) -> None:
    html = page(service, as_of=1)
    assert "wounded" not in plain(html)
    assert "Ask a question" not in plain(html)
    assert "Report" not in plain(html)
    assert f'href="/questions/{QUESTION}?as_of=1"' in html


@pytest.mark.usefixtures("told")
def test_the_next_page_goes_on(service: Service) -> None:
    (address,) = re.findall(r'<a href="([^"]+)" rel="next">', page(service, limit=1))
    assert "How many have been wounded?" in service.http.get(unescape(address), headers=HTML).text


def test_an_empty_record_has_no_question(service: Service) -> None:
    html = page(service)
    assert "No question yet." in plain(html)
    assert 'href="/questions/new"' in html
