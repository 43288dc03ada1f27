"""A claim's page of several figures of one day, of days in every zone, of disputes of other things than the figure."""

import re

import pytest

from tests.e2e.conftest import Service
from tests.e2e.test_page_board import put, words_of
from tests.e2e.test_page_claim import PATH, page, told
from tests.events import (
    CLAIM,
    QUESTION,
    Event,
    asked,
    corrected,
    disputed,
    exact,
    never_said,
    no_figure,
    redacted,
    reported,
    retracted,
    updated,
)

FIRST = reported("5 soldiers", exact("5"), said_at="2022-02-28")
EVENING = updated("20 soldiers", exact("20"), said_at="2022-03-01T20:00:00Z")


def drawn(service: Service) -> list[str]:
    """The labels of the wide chart."""
    return labels_of(page(service))


def labels_of(html: str) -> list[str]:
    wide = html.split('class="chart steps"', 1)[1].split("</svg>", 1)[0]
    return ["".join(re.findall(r"<tspan[^>]*>([^<]*)", one)) for one in re.findall(r"<text.*?</text>", wide)]


def of_instants(*said: tuple[str, str]) -> list[Event]:
    return [updated(f"{amount} soldiers", exact(amount), said_at=at) for amount, at in said]


def test_a_mornings_figure_that_is_corrected_later_leaves_the_evenings_as_the_end_of_the_chart(
    service: Service,
) -> None:
    put(
        service,
        FIRST,
        updated("10 soldiers", exact("10"), said_at="2022-03-01T08:00:00Z"),
        EVENING,
        corrected(
            {"figure": exact("10"), "wording": "10 soldiers"},
            {"figure": exact("11"), "wording": "11 soldiers"},
            target=2,
        ),
    )
    assert "From 5 to 20 in 1 day" in told(service)
    assert any(one.startswith("20, said 1 March") for one in drawn(service))


def test_a_late_figure_of_the_day_is_on_the_way_to_the_one_that_stands(service: Service) -> None:
    put(service, FIRST, EVENING, *of_instants(("7", "2022-03-01T06:00:00Z")))
    assert "From 5 to 20 in 1 day" in told(service)
    assert {"20, said 1 March 2022, 20:00"} <= set(drawn(service))
    assert any(one.startswith("7, late") for one in drawn(service))


def test_every_figure_of_a_day_is_in_the_chart(service: Service) -> None:
    put(
        service,
        reported("100 soldiers", exact("100"), said_at="2022-02-28"),
        *of_instants(("200", "2022-03-01T09:00:00Z"), ("300", "2022-03-01T15:30:00Z"), ("250", "2022-03-02")),
    )
    assert "From 100 to 250 in 2 days" in told(service)
    assert {one.split(",")[0] for one in drawn(service)} >= {"100", "200", "300", "250"}


def test_a_restated_day_is_beside_the_line_which_ends_at_what_stands(service: Service) -> None:
    put(
        service,
        reported("5 soldiers", exact("5"), said_at="2022-02-28", refers_to="2022-02-28"),
        updated("20 soldiers", exact("20"), said_at="2022-03-01", refers_to="2022-03-01"),
        updated("6 soldiers", exact("6"), said_at="2022-03-04", refers_to="2022-02-28"),
    )
    assert "From 5 to 20 in 1 day" in told(service)
    assert any(one.startswith("6, said 4 March 2022, about 28 February") for one in drawn(service))


def test_a_long_list_of_restated_days_says_what_it_is(service: Service) -> None:
    put(
        service,
        reported("20 soldiers", exact("20"), said_at="2022-03-01", refers_to="2022-03-01"),
        *(
            updated(f"{day} soldiers", exact(str(day)), said_at="2022-03-09", refers_to=f"2022-02-{day}")
            for day in (20, 21)
        ),
    )
    assert "Three figures; 20 is of the newest day" in told(service)


def test_revisions_of_one_day_have_their_times_in_the_table(service: Service) -> None:
    put(service, FIRST, *of_instants(("200", "2022-03-01T09:00:00Z"), ("300", "2022-03-01T15:30:00Z")))
    words = told(service)
    assert "300 1 Mar , 15:30 " in words
    assert "200 1 Mar , 09:00 " in words
    assert "5 28 Feb Reported" in words


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Pacific/Kiritimati"])
def test_days_are_counted_from_the_day_stated_in_every_zone(service: Service, zone: str) -> None:
    put(service, FIRST, updated("20 soldiers", exact("20"), said_at="2022-03-02"))
    service.http.cookies.set("zone", zone)
    try:
        html = page(service)
    finally:
        service.http.cookies.clear()
    counted = re.search(r"Stands, revision 2 of 2, for ([\d,]+) days", words_of(html))
    assert counted
    assert any(f"{counted[1]} days" in one for one in labels_of(html))


def test_days_since_a_day_that_is_not_given_are_at_least_those_since_its_end(service: Service) -> None:
    then = put(service, reported(said_at="2022-02-24/2022-03-02"), reported(said_at="2022-03-02", claim="other"))
    of_interval = re.search(r"Stood, revision 1 of 1, for at least ([\d,]+) days", told(service, as_of=then))
    of_day = re.search(r"Stood, revision 1 of 1, for ([\d,]+) days", told(service, "/claims/other", as_of=then))
    assert of_interval
    assert of_day
    assert of_interval[1] == of_day[1]


def test_a_dispute_of_the_attribution_is_not_one_of_the_figure(service: Service) -> None:
    put(service, reported(), disputed(aspect="attribution"))
    assert "Disputed: attribution" in told(service)
    assert "Disputed: this figure" not in told(service)
    assert "Disputed: attribution" in told(service, "/claims")


def test_a_retracted_claim_offers_to_be_reinstated_and_nothing_that_is_refused(service: Service) -> None:
    put(service, reported(), retracted())
    html = page(service)
    assert f'href="{PATH}/reinstate"' in html
    assert f'href="{PATH}/correct"' not in html


def test_against_nothing_there_is_no_verdict_but_what_happened(service: Service) -> None:
    before = put(service, reported(refers_to="2022-03-01"))
    after = put(service, retracted())
    query = f"{PATH}/diff?axis=recorded&from={before}&to={after}"
    assert f"Retracted at position {after}" in told(service, query)
    assert "About another period" not in told(service, query)


def test_against_what_belongs_elsewhere_there_is_no_verdict_either(service: Service) -> None:
    before = put(service, reported(refers_to="2022-03-01"))
    after = put(service, never_said())
    words = told(service, f"{PATH}/diff?axis=recorded&from={before}&to={after}")
    assert "Nothing stood on one side" in words
    assert "About another period" not in words


def test_a_claim_without_a_scope_keeps_the_name_of_its_first_wording(service: Service) -> None:
    put(
        service,
        asked("How many Russian soldiers have been killed?", scope={"population": "Russian soldiers"}),
        reported("no losses at all", no_figure(), scope={}),
        updated("498 soldiers", exact("498")),
    )
    for path in (PATH, "/claims", "/search?q=losses", "/live"):
        assert "no losses at all" in told(service, path), path
    assert "“no losses at all”, says" in told(service)
    put(service, retracted())
    assert "“no losses at all”, says" in told(service, f"/questions/{QUESTION}")
    assert "Russian soldiers, as its question has it" in told(service)


def test_a_first_wording_that_was_erased_names_nothing(service: Service) -> None:
    put(service, reported("no losses at all", no_figure(), scope={}), updated("498 soldiers", exact("498")))
    put(service, redacted(1, "/wording"))
    assert f"{CLAIM}, says" in told(service)
