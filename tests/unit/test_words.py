"""Figures, verdicts and times, in the words of the desk page."""

from typing import Any

import pytest

from api.words import (
    amount_words,
    claim_words,
    clock_words,
    dispute_words,
    event_words,
    figure_words,
    list_words,
    moment_words,
    originator_words,
    standing_words,
    time_words,
    verdict_words,
    with_article,
)
from domain.events import EVENT_TYPES

ERASED = {"redacted": True}


@pytest.mark.parametrize(
    ("amount", "words"),
    [("498", "498"), ("1351", "1,351"), ("3.10", "3.10"), ("12345.60", "12,345.60"), ("-7000", "−7,000"), ("0", "0")],
)
def test_an_amount_has_commas_and_keeps_its_digits(amount: str, words: str) -> None:
    assert amount_words(amount) == words


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        ({"form": "exact", "value": "1351"}, "1,351"),
        ({"form": "more_than", "value": "7000"}, "more than 7,000"),
        ({"form": "at_most", "value": "12"}, "at most 12"),
        ({"form": "approximate", "value": "1500"}, "about 1,500"),
        ({"form": "approximate", "value": "500", "leaning": "below"}, "nearly 500"),
        ({"form": "approximate", "value": "500", "leaning": "above"}, "just over 500"),
        ({"form": "range", "low": "10", "high": "12"}, "10 to 12"),
        ({"form": "vague", "term": "thousands"}, "“thousands”"),
        ({"form": "tally", "parts": {"abstaining": "35", "against": "5", "for": "141"}}, "141–5–35"),
        ({"form": "tally", "parts": {"dead": "2", "injured": "1200"}}, "2 dead, 1,200 injured"),
        ({"form": "relative", "to": {"words": "them"}, "comparison": "many times higher"}, "“many times higher”"),
        ({"form": "none"}, "no figure"),
        (ERASED, "erased"),
    ],
)
def test_a_figure_is_told_with_what_its_words_commit_to(figure: dict[str, object], words: str) -> None:
    assert figure_words(figure) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2022-03-02", "2 Mar 2022"),
        ("2022-02-24/2022-02-28", "24 – 28 Feb 2022"),
        ("2022-02-24/2022-03-02", "24 Feb – 2 Mar 2022"),
        ("2021-12-31/2022-01-01", "31 Dec 2021 – 1 Jan 2022"),
        ("2022-03-02T15:30:00-05:00", "2 Mar 2022, 20:30"),
        ("2022-03", "2022-03"),
        ("2022-03-02/..", "2022-03-02/.."),
        ("2022-02-30", "2022-02-30"),
        ("2016-12-31T23:59:60Z", "2016-12-31T23:59:60Z"),
        (None, ""),
    ],
)
def test_a_time_is_told_in_words_where_it_is_a_day_or_a_moment_and_as_written_elsewhere(
    text: str | None, words: str
) -> None:
    assert time_words(text) == words


def test_a_moment_of_recording_has_its_seconds() -> None:
    assert moment_words("2022-03-02T20:41:07.123456Z") == "2 Mar 2022, 20:41:07"


def standing(value: str, period: str | None) -> dict[str, object]:
    return {"figure": {"form": "exact", "value": value}, "refers_to": period}


def test_two_figures_of_other_periods_are_told_with_both_periods() -> None:
    pair = {"verdict": "incomparable", "reasons": ["period", "unit"]}

    told = verdict_words(pair, standing("498", "2022-02-24/2022-03-02"), standing("1500", None))

    assert told == "Not comparable: other period, 24 Feb – 2 Mar 2022 against one not stated; other unit."


def test_the_container_is_told_first_whichever_side_it_is_on() -> None:
    pair = {"verdict": "contains", "reasons": [], "container": "right"}

    assert verdict_words(pair, standing("498", None), standing("500", None)) == "“500” contains 498."


@pytest.mark.parametrize(
    ("verdict", "reasons", "words"),
    [
        ("same", [], "The same figure."),
        ("overlaps", [], "May both be true."),
        ("disjoint", [], "Contradict each other: no number is both."),
        ("undecidable", ["needs_tolerance"], 'Cannot be decided: "about" needs a tolerance.'),
        ("incomparable", ["no_figure"], "Not comparable: no figure."),
    ],
)
def test_a_verdict_is_a_sentence(verdict: str, reasons: list[str], words: str) -> None:
    assert verdict_words({"verdict": verdict, "reasons": reasons}) == words


def test_who_said_it_is_told_by_name_else_by_id_else_as_unnamed() -> None:
    parties = [{"name": "Newsweek", "id": "n", "kind": "outlet"}, {"id": "n", "kind": "outlet"}, {"kind": "unnamed"}]

    assert [originator_words([{"who": one}]) for one in parties] == ["Newsweek", "n", "somebody unnamed"]
    assert originator_words([ERASED]) == "erased"


def test_a_claim_without_scope_is_called_by_its_words() -> None:
    view = {"scope": {}, "standing": {"wording": "Just stop"}, "attribution": [{"who": "Zelensky"}], "claim": "z"}

    assert claim_words(view) == "Just stop: Zelensky"


def test_what_is_retracted_says_so_in_place_of_a_figure() -> None:
    assert standing_words({"standing": None, "status": "retracted"}) == "retracted"
    assert standing_words({"standing": None, "status": "empty"}) == "nothing stands"


@pytest.mark.parametrize(
    ("disputes", "words"),
    [
        ([], ""),
        ([{"revision": 2, "open": True}, {"revision": 1, "open": True}], "disputed"),
        ([{"revision": 2, "open": False}, {"revision": 1, "open": True}], "revision 1 disputed"),
        ([{"revision": one, "open": True} for one in (3, 1)], "revisions 1 and 3 disputed"),
        ([{"revision": one, "open": True} for one in (4, 3, 1, 3)], "revisions 1, 3 and 4 disputed"),
    ],
)
def test_only_a_dispute_of_what_stands_says_that_the_figure_is_disputed(
    disputes: list[dict[str, object]], words: str
) -> None:
    assert dispute_words({"standing": {"revision": 2}, "disputes": disputes}) == words


def test_a_time_of_day_alone_in_a_sentence_names_its_zone() -> None:
    assert clock_words("2022-03-02T15:30:00-05:00") == "2 Mar 2022, 20:30 UTC"
    assert [clock_words(one) for one in ("2022-03-02", "2016-12-31T23:59:60Z", None)] == [
        "2 Mar 2022",
        "2016-12-31T23:59:60Z",
        "",
    ]


@pytest.mark.parametrize("name", EVENT_TYPES)
def test_every_event_has_a_word(name: str) -> None:
    assert event_words(name).replace(" ", "").isalpha()


def test_an_event_is_called_by_its_type_unless_it_has_words_of_its_own() -> None:
    assert event_words("claim.dispute_resolved.v1") == "Dispute resolved"
    assert event_words("story.published.v1") == "Edition published"


def test_words_are_listed_as_in_a_sentence() -> None:
    assert [list_words(one) for one in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a and b", "a, b and c"]


def by(name: str, kind: str) -> dict[str, dict[str, str]]:
    return {"who": {"name": name, "kind": kind}}


@pytest.mark.parametrize(
    ("hop", "words"),
    [
        (by("Russian Ministry of Defence", "office"), "the Russian Ministry of Defence"),
        (by("Reuters", "organisation"), "Reuters"),
        (by("United Nations", "organisation"), "the United Nations"),
        (by("The United Nations", "organisation"), "the United Nations"),
        (by("The New York Times", "outlet"), "The New York Times"),
        (by("a Ukrainian military adviser", "unnamed"), "a Ukrainian military adviser"),
        (by("Ukraine’s Ministry of Defence", "office"), "Ukraine’s Ministry of Defence"),
        (by("Roskomnadzor", "office"), "Roskomnadzor"),
        (ERASED, "erased"),
    ],
)
def test_a_body_gets_its_article_and_nobody_else_does(hop: Any, words: str) -> None:
    assert with_article([hop]) == words
