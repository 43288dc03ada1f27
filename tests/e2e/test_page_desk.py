"""The desk's page: what needs a look, in words and with links to what can be done about it."""

import re
from typing import Any

import pytest

from api.http.desk_stories import MOST_PAST
from tests.e2e.conftest import Service
from tests.e2e.test_page_board import HTML, put, words_of
from tests.events import (
    CLAIM,
    QUESTION,
    STORY,
    Event,
    corrected_figure,
    disputed,
    exact,
    linked,
    more_than,
    printed,
    published,
    reported,
    retracted,
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


def test_what_is_not_shown_is_counted_and_leads_to_where_all_of_it_is(service: Service) -> None:
    claims = [f"claim-{n:02}" for n in range(14)]
    put(service, *(reported(claim=claim, question=f"question-{claim}") for claim in claims))
    for n, claim in enumerate(claims):
        put(service, published(1, printed("498 dead", claim=claim), story=f"story-{n}"))
        put(
            service,
            published(2, printed("489 dead", claim=claim), printed("498", "lede", claim=claim), story=f"story-{n}"),
        )
    put(service, *(disputed(f"d-{claim}", claim=claim) for claim in claims))
    end = put(service, *(updated(claim=claim) for claim in claims))
    html = desk(service)
    told = words_of(html)
    for line, address in (
        ("2 further figures are not shown. All stories that changed figures silently", "/stories?finding=silent"),
        ("2 further open disputes are not shown. All disputed claims", "/claims?disputed=true"),
        ("9 further stories are not shown. All stories that print figures behind", "/stories?finding=behind"),
    ):
        assert line in told
        assert f'href="{address}"' in html
    assert "2 further figures are not shown. All stories" in words_of(desk(service, as_of=end))


def test_retracted_prints_that_are_not_shown_are_counted(service: Service) -> None:
    claims = [f"claim-{n:02}" for n in range(14)]
    put(service, *(reported(claim=claim) for claim in claims))
    put(service, published(1, *(printed("498 dead", claim=claim) for claim in claims)))
    put(service, *(retracted(claim=claim) for claim in claims))
    html = desk(service)
    assert "2 further prints are not shown. All stories that print what was corrected or retracted" in words_of(html)
    assert 'href="/stories?finding=wrong"' in html


def test_contested_questions_that_are_not_shown_are_counted(service: Service) -> None:
    for n in range(13):
        put(service, reported(claim=f"a-{n}", question=f"question-{n}"))
        put(service, reported("9 soldiers", exact("9"), claim=f"b-{n}", question=f"question-{n}"))
    told = words_of(desk(service))
    assert "1 further contested question is not shown. All questions, the contested ones marked" in told


def test_where_all_is_shown_nothing_more_is_spoken_of(service: Service) -> None:
    put(service, reported(), published(1, printed("498 dead")), disputed(), updated())
    assert "not shown" not in words_of(desk(service))


def test_a_desk_of_the_past_says_among_how_many_it_counted(service: Service) -> None:
    put(service, *(published(1, printed("498 dead"), story=f"story-{n}") for n in range(MOST_PAST)))
    end = put(service, reported(), disputed())
    told = words_of(desk(service, as_of=end))
    assert "At least 2 things needed a look." in told
    assert f"Counted among the {MOST_PAST} stories and the 1 question that had moved last by then" in told
    assert "Counted among" not in words_of(desk(service))


def test_a_desk_over_an_empty_record_says_how_to_begin(service: Service) -> None:
    html = desk(service)
    assert "Nothing is recorded yet." in words_of(html)
    assert "stands as printed" not in html
    for address in ("/claims/new", "/stories/new", "/questions/new"):
        assert f'href="{address}"' in html


def test_a_fall_tells_the_reason_that_was_recorded_with_it(service: Service) -> None:
    rises = [
        updated(f"{n} dead", exact(str(n)), said_at=f"2022-03-{n - 1990:02d}", refers_to=f"2022-03-{n - 1990:02d}")
        for n in range(2000, 2012)
    ]
    day = {"said_at": "2022-03-25", "refers_to": "2022-03-25"}
    fall = updated("1999 dead", exact("1999"), **day, reason="The ministry took 25 off its own count.")
    put(service, reported("1998 dead", exact("1998"), said_at="2022-03-01", refers_to="2022-03-01"), *rises, fall)
    told = words_of(desk(service))
    assert "The ministry took 25 off its own count. An update by the source, not a correction by us." in told


def lost(what: str, value: str = "30") -> Event:
    scope = {"population": f"Russian {what}", "place": "Ukraine", "unit": what, "definition": f"{what} lost"}
    return reported(f"{value} {what}", exact(value), claim=f"lost-{what}", scope=scope, question=f"lost-{what}")


def test_what_the_names_of_a_list_share_is_told_once_above_it(service: Service) -> None:
    kinds = ("tanks", "drones", "ships")
    put(service, *map(lost, kinds), reported())
    put(service, published(1, printed(), *(printed(f"30 {one}", claim=f"lost-{one}") for one in kinds)))
    put(service, updated(), *(updated(f"31 {one}", exact("31"), claim=f"lost-{one}") for one in kinds))
    told = words_of(desk(service)).partition("now behind the record")[2]
    assert "Russian … lost, or in full We print It stands at" in told
    assert "Tanks 30 31" in told
    assert "Russian soldiers killed 498 1,351" in told


def test_a_claim_that_goes_on_as_another_names_it_and_its_line_ends_dotted(service: Service) -> None:
    put(service, lost("vehicles"), lost("fuel-tanks"), lost("trucks", "90"))
    put(service, published(1, printed("30 vehicles", claim="lost-vehicles")))
    put(service, updated("31 vehicles", exact("31"), claim="lost-vehicles"))
    put(service, linked("lost-vehicles", "continues", claim="lost-trucks"))
    html = desk(service)
    told = words_of(html)
    assert "Russian vehicles lost goes on as Russian trucks lost , 90 ." in told
    assert ", then continued" in told
    assert "stroke-dasharray" in html.partition('<table class="behind">')[2]
    assert re.search(r" to \d+ Mar 2022, each on its own scale from 0", told)
