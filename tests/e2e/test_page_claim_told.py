"""What a claim's page tells of its figures: what happened in the title, who else gives one, whose voice it is."""

import pytest

from tests.e2e.conftest import Service
from tests.e2e.test_page_board import put
from tests.e2e.test_page_claim import OTHER, PATH, page, told
from tests.events import (
    approximate,
    asked,
    chain,
    corrected_figure,
    exact,
    hop,
    no_figure,
    reported,
    retracted,
    updated,
)

A_WEEK = "2022-02-24/2022-03-02"
IN_A_WEEK = reported("211 killed", exact("211"), refers_to=A_WEEK, said_at=A_WEEK, published_at="2022-03-02")
NEXT_DAY = updated(
    "217 killed", exact("217"), refers_to="2022-02-24/2022-03-03", said_at="2022-03-03", published_at="2022-03-03"
)
LATE = [
    updated(f"{n} killed", exact(n), refers_to=f"2022-02-24/{day}", said_at=day, published_at=day)
    for n, day in (("80", "2022-02-25"), ("146", "2022-02-26"))
]


@pytest.mark.parametrize("axis", ["said", "published"])
def test_the_title_begins_where_the_line_does_at_what_was_said_before_the_end_of_the_first_week(
    service: Service, axis: str
) -> None:
    put(service, IN_A_WEEK, NEXT_DAY, *LATE, updated(refers_to="2022-02-24/2022-03-25", published_at="2022-03-25"))
    html = page(service, axis=axis)
    assert "From 80 to 1,351 in 28 days" in html
    assert "2 late figures" in html


def test_a_span_from_a_day_that_is_not_given_is_at_least_so_long(service: Service) -> None:
    put(service, IN_A_WEEK, updated("300 killed", exact("300"), said_at="2022-03-04"), updated())
    assert "From 211 to 1,351 in at least 23 days" in told(service)


def test_a_span_of_which_nothing_is_certain_is_not_told(service: Service) -> None:
    put(
        service,
        reported("211 killed", exact("211"), said_at="2022-03"),
        updated("300 killed", exact("300"), said_at="2022-03-20/2022-04-05"),
        updated("350 killed", exact("350"), said_at="2022-03-22/2022-04-06"),
    )
    assert "From 211 to 350 Russian soldiers killed" in told(service)


def test_a_source_that_states_no_figure_any_more_says_so_in_the_title(service: Service) -> None:
    put(service, reported(), updated("we give no numbers", no_figure()))
    html = page(service)
    assert "<h3>498, then no figure</h3>" in html
    assert "Two figures" not in html


def test_a_claim_that_never_had_a_figure_is_not_said_to_have_one(service: Service) -> None:
    put(service, reported("the town was damaged", no_figure()))
    words = told(service)
    assert "It has no figure so far." in words
    assert "One figure" not in words
    put(service, updated("the town was hit again", no_figure()))
    assert "Two revisions, and no figure in any" in told(service)


def test_a_retracted_claim_says_so_where_its_chart_would_be_and_in_its_title(service: Service) -> None:
    put(service, reported(), retracted())
    assert "One figure, 498, then retracted." in told(service)
    put(service, reported(claim=OTHER), updated(claim=OTHER), retracted(claim=OTHER))
    assert "<h3>Two figures, then retracted</h3>" in page(service, f"/claims/{OTHER}")


def test_a_silence_is_told_in_plain_words(service: Service) -> None:
    put(service, reported(), updated())
    html = page(service)
    assert "days without" in html
    assert "cut short" not in html


def test_an_outlet_that_says_so_itself_says_so_in_its_own_voice(service: Service) -> None:
    put(service, reported(attribution=[hop("newsweek", "originator", "asserts"), hop("newsweek", "outlet")]))
    assert "newsweek says so in its own voice." in told(service)
    assert "in its own voice" in told(service, "/claims")


def test_who_else_gives_the_figure_is_told_where_both_are_named(service: Service) -> None:
    put(
        service,
        asked(),
        reported(),
        reported("498 killed", claim="who", attribution=chain("who")),
        reported("498 killed", claim="nobody", attribution=chain(None)),
        reported("499 killed", exact("499"), claim="of-others", attribution=chain("others")),
    )
    html = page(service)
    assert 'Also given by <a href="/claims/who">who</a>, independently.' in html
    assert "nobody" not in html
    assert "of-others" not in html
    assert "Also given by" not in page(service, "/claims/nobody")


def test_a_figure_within_a_wider_one_supports_it(service: Service) -> None:
    put(
        service,
        asked(),
        reported("about 500 killed", approximate("500")),
        reported("498 killed", claim="who", attribution=chain("who")),
    )
    assert "Supported" not in told(service)
    supported = "Supported, independently, by who , whose own figure, 498, lies within it"
    assert supported in told(service, tolerance="0.1")
    assert "Supported" not in told(service, "/claims/who", tolerance="0.1")


def test_the_past_knows_no_support_that_came_later(service: Service) -> None:
    then = put(service, asked(), reported())
    put(service, reported("498 killed", claim="who", attribution=chain("who")))
    assert "Also given by" not in told(service, as_of=then)
    assert "Also given by" in told(service)


def test_a_unit_that_the_words_do_not_name_stands_behind_them(service: Service) -> None:
    put(service, reported("a week ago", approximate("1"), scope={"definition": "time passed", "unit": "weeks"}))
    assert "Time passed, in weeks" in told(service)


def test_any_two_neighbours_of_a_few_revisions_are_one_link_away(service: Service) -> None:
    put(service, reported(), updated(), updated("1,400", exact("1400"), said_at="2022-03-26"))
    html = page(service)
    for was, is_ in ((1, 2), (2, 3)):
        assert f'href="{PATH}/diff?from={was}&amp;to={is_}"' in html


def test_a_reason_is_told_to_its_end_and_a_very_long_one_leads_to_it(service: Service) -> None:
    reason = f"{'The ministry took 25 off its own count. ' * 8}It said so."
    put(service, reported(), updated(reason=reason))
    assert reason in told(service)
    put(service, reported(claim=OTHER), updated(claim=OTHER, reason="word " * 200))
    html = page(service, f"/claims/{OTHER}")
    assert 'word … <a href="/v1/events/4">All of it</a>' in html


def test_what_the_record_held_for_less_than_a_minute_is_told_to_the_second(service: Service) -> None:
    put(service, reported())
    end = put(service, updated())
    day, clock = (f"{part}" for part in recorded_at(service, end))
    html = page(service, axis="recorded", as_of=end)
    assert f"Recorded, {day}" in html or f"{day}, {clock}" in html
    assert clock in html.partition("What this record held")[2]


def recorded_at(service: Service, position: int) -> tuple[str, str]:
    """The day and the second of an event, as pages tell them in UTC."""
    title = service.read(f"/v1/events/{position}")["recorded_at"]
    months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
    return f"{int(title[8:10])} {months[int(title[5:7]) - 1]} {title[:4]}", title[11:19]


def test_the_minute_that_a_page_shows_leads_back_to_what_it_shows(service: Service) -> None:
    end = put(service, reported())
    day, second = recorded_at(service, end)
    assert "498" in told(service, as_of=f"{day}, {second[:5]}")
    assert "498" in told(service, as_of=f"{day}, {second}")


def test_a_claim_without_a_scope_is_called_the_same_on_its_forms(service: Service) -> None:
    put(service, reported("at least a dozen dead", exact("12"), scope={}), updated("twelve dead", exact("12")))
    name = "“at least a dozen dead”, says ru-mod"
    assert name in told(service)
    for verb in ("update", "correct", "dispute"):
        assert name in told(service, f"{PATH}/{verb}"), verb
    put(service, retracted())
    assert name in told(service, f"{PATH}/reinstate")


def test_a_correction_is_no_contradiction_but_says_how_and_why_it_was_made(service: Service) -> None:
    put(service, reported(), corrected_figure("498", "499"))
    html, words = page(service, f"{PATH}/diff?from=1&to=2"), told(service, f"{PATH}/diff?from=1&to=2")
    assert '<s class="corrected"><data value="498">498</data></s>' in html
    assert "Revision 2 corrects revision 1." in words
    assert "Kind wrong figure Reason misread Approved by the night desk" in words
    assert "Contradict" not in words


def test_a_correction_of_a_correction_names_the_way(service: Service) -> None:
    put(service, reported(), corrected_figure("498", "499"), corrected_figure("499", "500", target=2))
    words = told(service, f"{PATH}/diff?from=1&to=3")
    assert "Revision 3 corrects revision 2, which corrected revision 1." in words
    back = page(service, f"{PATH}/diff?from=3&to=1")
    assert '<strong><s class="corrected"><data value="498">498</data></s></strong>' in back


def test_a_correction_is_told_between_two_moments_too(service: Service) -> None:
    before = put(service, reported())
    after = put(service, corrected_figure("498", "499"))
    words = told(service, f"{PATH}/diff?axis=recorded&from={before}&to={after}")
    assert "Revision 2 corrects revision 1." in words


def test_two_figures_that_contradict_each_other_are_no_correction(service: Service) -> None:
    put(service, reported(), updated())
    words = told(service, f"{PATH}/diff?from=1&to=2")
    assert "Contradict each other" in words
    assert "corrects" not in words


def test_a_hop_of_which_only_the_medium_changed_is_the_same_hop(service: Service) -> None:
    told_on = [hop("ru-mod", "originator", "asserts", medium=one) for one in ("statement", "briefing")]
    put(
        service,
        reported(attribution=[told_on[0], hop("newsweek", "outlet")]),
        updated(attribution=[told_on[1], hop("newsweek", "outlet")]),
    )
    html = page(service, f"{PATH}/diff?from=1&to=2")
    chain_of = html.partition("The chain, hop by hop")[2]
    assert "<del>" not in chain_of
    assert "<ins>" not in chain_of
    assert '<span class="op">changed</span>' in chain_of
    answer = service.read(f"/v1{PATH}/diff?from=1&to=2")["attribution"]
    assert {"removed", "added"} <= {one["op"] for one in answer}
