"""The correction log as a page: what was and what is, why, who approved it, and where it was printed."""

import re
from html import unescape
from typing import Any

from tests.e2e.conftest import Service
from tests.e2e.test_page_board import HTML, put, words_of
from tests.events import (
    CLAIM,
    QUESTION,
    STORY,
    chain,
    corrected,
    corrected_figure,
    exact,
    printed,
    published,
    redacted,
    reported,
)

OTHER = "kyiv.killed"


def page(service: Service, code: int = 200, **parameters: Any) -> str:
    answer = service.http.get("/corrections", params=parameters or None, headers=HTML)
    assert answer.status_code == code, answer.text[:500]
    return answer.text


def several(service: Service) -> int:
    return put(
        service,
        reported(),
        published(1, printed("498 dead"), headline="Almost 500 Soldiers Dead"),
        corrected_figure("498", "489", reason="The list says 489.", note="We gave 498."),
        reported("7,000 troops", exact("7000"), claim=OTHER, question="other", attribution=chain("kyiv")),
        corrected({"refers_to": None}, {"refers_to": "2022-03"}, claim=OTHER, kind="wrong_period"),
    )


def test_a_correction_says_what_was_and_what_is_and_why(service: Service) -> None:
    several(service)
    html = page(service, question=QUESTION)
    told = words_of(html)
    assert '<s class="corrected">' in html
    assert "Wrong figure, revision 1, now 2" in told
    assert "The list says 489." in told
    assert "We gave 498." in told
    assert "approved by" in told
    assert "Printed in Almost 500 Soldiers Dead" in told
    assert f'href="/stories/{STORY}"' in html
    assert f'href="/claims/{CLAIM}"' in html


def test_what_was_corrected_beside_the_figure_is_told_in_words(service: Service) -> None:
    several(service)
    told = words_of(page(service, question="other"))
    assert "Wrong period" in told
    assert "Period: none → to Mar 2022" in told
    assert "No story in this record prints the claim." in told


def test_the_latest_come_first_and_the_list_is_paged_and_narrowed(service: Service) -> None:
    several(service)
    first = page(service, limit=1)
    assert "Wrong period" in words_of(first)
    assert "Wrong figure" not in words_of(first)
    (address,) = re.findall(r'<a href="([^"]+)" rel="next">', first)
    second = service.http.get(unescape(address), headers=HTML)
    assert "Wrong figure" in words_of(second.text)
    assert "Wrong figure" in words_of(page(service, limit=1, order="asc"))
    assert "Wrong figure" not in words_of(page(service, who="kyiv"))
    assert "No correction is like that." in words_of(page(service, who="nobody"))


def test_the_json_of_the_same_list_is_linked(service: Service) -> None:
    several(service)
    html = page(service, who="kyiv")
    address = unescape(re.findall(r'<link rel="alternate" type="application/json" href="([^"]+)">', html)[0])
    assert [one["claim"] for one in service.read(address)["items"]] == [OTHER]


def test_as_of_the_past_later_corrections_are_left_out(service: Service) -> None:
    then = put(service, reported())
    put(service, corrected_figure("498", "489"))
    told = words_of(page(service, as_of=then))
    assert "No correction." in told
    assert "489" not in told
    assert "What was corrected later is left out." in told


def test_an_erased_correction_shows_no_value(service: Service) -> None:
    put(service, reported(), corrected_figure("498", "489"))
    put(service, redacted(2, "/is/figure", "/is/wording", "/was/figure", "/was/wording", "/reason"))
    told = words_of(page(service))
    assert "489" not in told
    assert "erased" in told


def test_an_empty_record_has_no_correction(service: Service) -> None:
    assert "No correction. Nothing in this record had to be corrected." in words_of(page(service))


def test_a_parameter_that_cannot_be_read_is_refused(service: Service) -> None:
    assert "status" in page(service, 400, status="nonsense")


def test_a_source_and_the_desk_lead_to_the_corrections(service: Service) -> None:
    put(service, reported(), published(1, printed("498 dead")), corrected_figure("498", "489"))
    assert 'href="/corrections"' in service.http.get("/", headers=HTML).text
    claims = [f"claim-{n}" for n in range(21)]
    put(
        service,
        *(reported(claim=claim) for claim in claims),
        *(corrected_figure("498", "489", claim=claim) for claim in claims),
    )
    html = service.http.get("/sources/ru-mod", headers=HTML).text
    assert "All corrections of its claims" in words_of(html)
    assert 'href="/corrections?who=ru-mod"' in html
    assert "22 wrong figures" in words_of(html)
