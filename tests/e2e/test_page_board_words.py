"""What the board says of pairs, votes and axes: true words, in the order in which the board is read."""

import re

from tests.e2e.conftest import Service
from tests.e2e.test_page_board import HTML, PATH, put, shown, words_of
from tests.events import (
    QUESTION,
    approximate,
    asked,
    at_least,
    chain,
    exact,
    from_to,
    hop,
    more_than,
    reported,
    tally,
    updated,
)

KYIV, UN = "kyiv.killed", "un.killed"


def html_of(service: Service) -> str:
    return service.http.get(PATH, headers=HTML).text


def drawn_words(html: str) -> list[str]:
    """The words of drawings, each drawing once: the wide ones."""
    wide = re.findall(r'<div class="wide">(.*?)</div>', html, flags=re.DOTALL)
    return [re.sub(r"<[^>]+>", "", text) for one in wide for text in re.findall(r"<text.*?</text>", one)]


def test_a_vote_is_drawn_with_its_parts_in_the_order_of_its_words(service: Service) -> None:
    figure = tally("193", **{"for": "141", "against": "5", "abstaining": "35"})
    put(service, asked(), reported("141-5, with 35 abstentions", figure))
    told = drawn_words(html_of(service))
    assert [one for one in told if one in ("141 for", "5 against", "35 abstaining", "of 193")] == [
        "141 for",
        "5 against",
        "35 abstaining",
        "of 193",
    ]


def test_a_figure_within_a_wider_one_supports_it_and_both_sources_are_named(service: Service) -> None:
    put(
        service,
        reported("at least 450 soldiers", at_least("450")),
        reported("more than 7,000 soldiers", more_than("7000"), claim=KYIV, attribution=chain("kyiv")),
    )
    told = shown(service)
    assert "“at least 450” contains more than 7,000." in told
    assert "Kyiv supports at least 450, independently: its own figure, more than 7,000, lies within it." in told
    assert "Also given by" not in told
    assert "1 figure is corroborated" in told


def test_the_same_figure_is_said_to_be_given_by_the_other_source(service: Service) -> None:
    put(service, reported(), reported("498 dead", claim=UN, attribution=chain("united-nations")))
    assert "Also given by united-nations, independently." in shown(service)


def test_pairs_come_in_the_order_of_the_board(service: Service) -> None:
    put(
        service,
        reported("9,000 dead", exact("9000"), claim="a.killed"),
        reported("498 dead", exact("498"), claim="b.killed"),
        reported("more than 7,000 dead", more_than("7000"), claim="c.killed"),
    )
    told = shown(service)
    pairs = re.findall(r"((?:more than )?[\d,]+ and (?:more than )?[\d,]+)", told.partition("Every pair")[2])
    assert pairs == ["498 and more than 7,000", "498 and 9,000", "more than 7,000 and 9,000"]


def test_a_tolerance_is_offered_only_where_it_would_change_something(service: Service) -> None:
    put(service, reported())
    assert "“About” means within" not in shown(service)
    put(service, reported("about 1,500 dead", approximate("1500"), claim=KYIV))
    assert "“About” means within" in shown(service)
    assert "“About” means within" in shown(service, tolerance="0.1")


def test_a_distance_that_was_reckoned_has_no_zeros_behind_its_point_and_is_told_in_words(service: Service) -> None:
    put(
        service,
        asked(tolerance="0.05"),
        reported("about 1,500 dead", approximate("1500")),
        reported("498 dead", exact("498"), claim=KYIV),
    )
    apart = {one for one in drawn_words(html_of(service)) if one.endswith("apart")}
    assert apart == {"at least 927 apart"}


def test_an_axis_says_what_it_counts_of_many(service: Service) -> None:
    scope = {"population": "Russian soldiers", "place": "Ukraine", "unit": "person", "definition": "killed"}
    put(service, reported(scope=scope), reported("500 dead", exact("500"), claim=KYIV, scope=scope))
    told = shown(service)
    assert "Persons killed, one axis for this group" in told
    assert "Russian soldiers · Ukraine · killed · persons" in told


def test_a_range_beside_a_far_larger_figure_is_still_drawn_with_two_ends(service: Service) -> None:
    put(
        service,
        reported("480 to 510 dead", from_to("480", "510")),
        reported("90,000 dead", exact("90000"), claim=KYIV),
    )
    (drawing,) = re.findall(r"<svg[^>]*row-0-0-wide.*?</svg>", html_of(service), flags=re.DOTALL)
    low, high = map(float, re.findall(r'<circle cx="([\d.]+)"', drawing))
    assert high - low > 12


def test_of_the_past_the_banner_counts_what_moved_and_what_came_in_words(service: Service) -> None:
    then = put(service, reported(refers_to="2022-02-24/2022-03-02"))
    put(service, updated(), reported("500 dead", exact("500"), claim=KYIV))
    told = shown(service, as_of=then)
    assert "One figure has moved since:" in told
    assert "One claim came later." in told


def test_a_source_has_its_article_in_a_sentence_whatever_its_name_begins_with(service: Service) -> None:
    """ "The United Nations" and "United Nations" are told alike."""
    for n, name in enumerate(("The United Nations", "United Nations")):
        first = {**hop("un", "originator", "asserts"), "who": {"id": f"un-{n}", "kind": "organisation", "name": name}}
        put(
            service,
            reported(
                claim=f"un-{n}.killed", question=f"{QUESTION}-{n}", attribution=[first, hop("newsweek", "outlet")]
            ),
        )
        told = words_of(service.http.get(f"/claims/un-{n}.killed", headers=HTML).text)
        assert "says the United Nations" in told
