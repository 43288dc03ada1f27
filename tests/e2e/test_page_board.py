"""The board's page: like with like, every pair with its verdict, tolerance and period in the address."""

import re
from typing import Any

import pytest

from tests.e2e.conftest import Service
from tests.events import (
    CLAIM,
    QUESTION,
    Event,
    approximate,
    asked,
    chain,
    disputed,
    exact,
    hop,
    more_than,
    redacted,
    reported,
    retracted,
    updated,
    vague,
)

KYIV, PENTAGON, VAGUE = "kyiv.killed", "pentagon.killed", "ministry.killed"
PATH = f"/questions/{QUESTION}"
MEN = {"population": "men", "place": "Ukraine", "unit": "person", "definition": "killed"}
FIRST_WEEK, FIRST_DAYS = "2022-02-24/2022-03-02", "2022-02-24/2022-02-28"
# So long that no clock, port or hash on a page reads like it by chance.
ERASED = 47_114_711_471
HTML = {"Accept": "text/html"}


def put(service: Service, *events: Event) -> int:
    receipts = service.post_all([{"specversion": "1.0", **event} for event in events])
    return max(int(one["position"]) for one in receipts)


def words_of(html: str) -> str:
    """What a page says, tags and drawings left out."""
    told = re.sub(r"<svg.*?</svg>", " ", html, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", told).replace("&nbsp;", " ").split())


def named_in(html: str, number: int) -> bool:
    """Whether a page shows the number, as it is copied or as it is read."""
    return str(number) in html or f"{number:,}" in html


def shown(service: Service, path: str = PATH, status: int = 200, **parameters: Any) -> str:
    answer = service.http.get(path, params=parameters or None, headers=HTML)
    assert answer.status_code == status, answer.text[:500]
    return words_of(answer.text)


@pytest.fixture
def rivals(service: Service) -> int:
    return put(
        service,
        asked("How many Russian soldiers have been killed?"),
        reported(refers_to=FIRST_WEEK),
        reported("more than 7,000 soldiers", more_than("7000"), claim=KYIV, refers_to=FIRST_WEEK),
        reported("about 1,500 deaths", approximate("1500"), claim=PENTAGON, refers_to=FIRST_DAYS),
        reported("thousands of soldiers", vague("thousands"), claim=VAGUE, refers_to=FIRST_WEEK),
    )


@pytest.mark.usefixtures("rivals")
def test_the_board_says_in_a_sentence_how_its_claims_stand(service: Service) -> None:
    told = shown(service)
    assert "4 claims in 2 groups. One pair contradicts, two cannot be decided, three cannot be compared." in told
    assert "No figure is corroborated." in told


@pytest.mark.usefixtures("rivals")
def test_what_cannot_be_compared_is_never_on_one_axis_and_a_sentence_says_why(service: Service) -> None:
    told = shown(service)
    assert (
        "Do not read across. The figure below is about 24 – 28 Feb 2022, those above about 24 Feb – 2 Mar 2022" in told
    )
    assert "Other period, 24 Feb – 2 Mar 2022 against 24 – 28 Feb 2022" in told


@pytest.mark.usefixtures("rivals")
def test_a_contradiction_says_how_far_apart_the_figures_are(service: Service) -> None:
    html = service.http.get(PATH, headers=HTML).text
    assert "more than 6,502 apart" in re.sub(r"<[^>]+>", "", html)
    assert "Two figures here contradict each other" in html


@pytest.mark.usefixtures("rivals")
def test_a_figure_without_bounds_has_words_in_the_place_of_a_mark(service: Service) -> None:
    assert "“thousands” No mark: the word has no bounds of its own." in shown(service)


@pytest.mark.usefixtures("rivals")
@pytest.mark.parametrize(("typed", "kept"), [("10", "0.1"), ("2.5", "0.025"), ("10 %", "0.1")])
def test_a_tolerance_typed_in_percent_goes_into_the_address(service: Service, typed: str, kept: str) -> None:
    answer = service.http.get(PATH, params={"percent": typed, "period": FIRST_DAYS}, headers=HTML)
    assert answer.status_code == 303
    assert answer.headers["location"] == f"{PATH}?period=2022-02-24%2F2022-02-28&tolerance={kept}"


@pytest.mark.usefixtures("rivals")
@pytest.mark.parametrize("typed", ["0", "100", "-1", "much", "NaN", "9" * 60])
def test_a_tolerance_that_is_none_is_refused_in_words(service: Service, typed: str) -> None:
    assert "a number of percent above 0 and below 100" in shown(service, status=400, percent=typed)


@pytest.mark.usefixtures("rivals")
def test_a_tolerance_draws_a_band_and_says_whose_it_is(service: Service) -> None:
    html = service.http.get(PATH, params={"tolerance": "0.10"}, headers=HTML).text
    assert "1,350 to 1,650 at your 10" in re.sub(r"<[^>]+>", "", html).replace("\N{NO-BREAK SPACE}", " ")
    assert "Your choice, kept in the address." in html


@pytest.mark.usefixtures("rivals")
def test_for_a_period_each_claim_shows_its_figure_for_it(service: Service) -> None:
    put(service, updated(refers_to="2022-02-24/2022-03-25"))
    assert "1,351" in shown(service)
    told = shown(service, period=FIRST_WEEK)
    assert "Contradict each other 498 and more than 7,000" in told
    assert "1,351" not in told


def test_as_of_the_past_the_banner_alone_speaks_of_later(service: Service, rivals: int) -> None:
    put(service, updated(refers_to="2022-02-24/2022-03-25"))
    told = shown(service, as_of=rivals)
    assert "One figure has moved since:" in told
    assert told.count("1,351") == 1


@pytest.mark.usefixtures("rivals")
def test_a_disputed_figure_and_a_retracted_claim_say_so(service: Service) -> None:
    put(service, disputed(), retracted(claim=KYIV))
    told = shown(service)
    assert "Disputed: this figure" in told
    assert "Nothing stands" in told


@pytest.mark.usefixtures("rivals")
def test_an_erased_figure_has_no_mark_and_no_words(service: Service) -> None:
    put(service, redacted(1, "/figure", "/wording"))
    told = shown(service)
    assert "No mark: the figure is erased." in told
    assert "498" not in told.split()


def test_a_question_that_nobody_has_answered_invites_the_first_report(service: Service) -> None:
    put(service, asked())
    assert "No claim yet." in shown(service)


def test_a_question_that_is_not_there_is_a_page_too(service: Service) -> None:
    shown(service, "/questions/nobody-asks", status=404)


def test_of_a_large_board_the_contradictions_are_open_and_the_rest_is_counted(service: Service) -> None:
    put(service, *(reported(f"{n} soldiers", exact(str(n)), claim=f"claim-{n}") for n in range(20, 60)))
    html = service.http.get(PATH, headers=HTML).text
    assert "Contradict each other</b>: 780 pairs" in html
    assert "The first 100 of" in words_of(html)
    assert "16 further claims in this group" in words_of(html)


@pytest.mark.usefixtures("rivals")
def test_the_json_of_the_board_is_linked_with_what_was_asked(service: Service) -> None:
    html = service.http.get(PATH, params={"tolerance": "0.10"}, headers=HTML).text
    assert f'href="/v1/questions/{QUESTION}?tolerance=0.10"' in html
    assert CLAIM in html


def test_claims_are_corroborated_and_not_their_pairs(service: Service) -> None:
    chains = [[hop(f"source-{n}", "originator", "asserts"), hop("newsweek", "outlet")] for n in range(5)]
    put(service, *(reported(claim=f"claim-{n}", attribution=one) for n, one in enumerate(chains)))
    assert "10 are the same" not in shown(service)
    assert "Ten pairs are the same. 5 figures are corroborated." in shown(service)


def test_for_a_period_an_earlier_figure_stands_on_the_word_of_those_who_passed_it_on(service: Service) -> None:
    put(
        service,
        reported(refers_to=FIRST_WEEK, attribution=chain("ru-mod", "m-ilyushina")),
        updated(refers_to="2022-02-24/2022-03-25", attribution=chain("ru-mod", "s-rudskoy")),
    )
    told = shown(service, period=FIRST_WEEK)
    assert "via m-ilyushina" in told
    assert "s-rudskoy" not in told


def test_what_contradicts_beside_what_is_shown_is_counted_with_it(service: Service) -> None:
    rivals = [reported(str(n), exact(str(n)), claim=f"claim-{n}", refers_to=FIRST_WEEK) for n in range(3)]
    put(service, *rivals, reported(refers_to=FIRST_WEEK), updated(refers_to="2022-02-24/2022-03-25"))
    told = shown(service)
    assert "For 24 Feb – 2 Mar 2022 3 more pairs of figures contradict each other, 6 in all" in told
    assert "3 pairs here contradict each other" in told
    assert "6 pairs here contradict each other" in shown(service, period=FIRST_WEEK)


def test_a_board_of_more_claims_than_can_be_watched_has_no_live_mark(service: Service) -> None:
    put(service, *(reported(claim=f"claim-{n}") for n in range(99)))
    assert 'data-live-streams="question/' in service.http.get(PATH, headers=HTML).text
    put(service, reported(claim="claim-99"))
    assert "data-live-after" not in service.http.get(PATH, headers=HTML).text


@pytest.mark.usefixtures("rivals")
def test_a_contradiction_of_an_earlier_period_is_pointed_to(service: Service) -> None:
    put(service, updated(refers_to="2022-02-24/2022-03-25"))
    html = service.http.get(PATH, headers=HTML).text
    assert "For 24 Feb – 2 Mar 2022 two figures contradict each other" in words_of(html)
    assert f'href="{PATH}?period=2022-02-24%2F2022-03-02"' in html
    assert "two figures contradict" not in shown(service, period=FIRST_WEEK)


def test_periods_are_words_and_equal_ones_are_one(service: Service) -> None:
    put(
        service,
        reported(refers_to="2022-03"),
        reported("500 dead", exact("500"), claim=KYIV, refers_to="2022-03-01/2022-03-31", scope=MEN),
        reported("510 dead", exact("510"), claim=PENTAGON, refers_to="../2022-03-02"),
        reported("520 dead", exact("520"), claim=VAGUE, refers_to="2022-03-02T00:00:00Z"),
    )
    html = service.http.get(PATH, params={"period": "2022-03-01/2022-03-31"}, headers=HTML).text
    assert '<option value="2022-03" selected>Mar 2022</option>' in html
    html = service.http.get(PATH, headers=HTML).text
    picked = [option.strip() for option in re.findall(r"<option[^>]*>([^<]*)</option>", html)]
    assert picked.count("Mar 2022") == 1
    assert "until 2 Mar 2022" in picked
    told = words_of(html)
    assert "Other period, until 2 Mar 2022 against Mar 2022." in told
    assert "Other period, 2 Mar 2022, 00:00 UTC against Mar 2022." in told


def test_between_groups_the_reasons_are_told_that_their_pairs_have(service: Service) -> None:
    put(
        service,
        reported(refers_to="2022-03"),
        reported("500 dead", exact("500"), claim=KYIV, refers_to="2022-03-01/2022-03-31", scope=MEN),
    )
    told = shown(service)
    assert "The figure below has another population than the one above. They are never" in told
    assert "below is about" not in told
