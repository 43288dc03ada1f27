"""The page of a claim: which number stands, on whose word, who disputes it, how it changed, where it was printed."""

import re
from datetime import date, timedelta
from typing import Any

import pytest

from tests.e2e.conftest import Service
from tests.e2e.test_page_board import ERASED, HTML, named_in, put, words_of
from tests.events import (
    CLAIM,
    STORY,
    annotated,
    approximate,
    asked,
    assessed,
    attributed,
    chain,
    corrected_figure,
    disputed,
    exact,
    from_to,
    hop,
    linked,
    more_than,
    never_said,
    no_figure,
    printed,
    published,
    redacted,
    reported,
    resolved,
    retracted,
    tally,
    updated,
    vague,
)

PATH = f"/claims/{CLAIM}"
OTHER = "kyiv.killed"


def page(service: Service, path: str = PATH, status: int = 200, **parameters: Any) -> str:
    answer = service.http.get(path, params=parameters or None, headers=HTML)
    assert answer.status_code == status, answer.text[:500]
    return answer.text


def told(service: Service, path: str = PATH, status: int = 200, **parameters: Any) -> str:
    return words_of(page(service, path, status, **parameters))


def series(service: Service, count: int = 20) -> None:
    """A claim that rose day by day, fell once, and of which the first day was corrected."""
    days = [f"2022-03-{day + 3:02}" for day in range(count)]
    rising = [
        updated(f"{500 + n} soldiers", exact(str(500 + n)), said_at=day, refers_to=day) for n, day in enumerate(days)
    ]
    put(
        service,
        reported(refers_to="2022-03-02"),
        *rising,
        updated("509 soldiers", exact("509"), said_at="2022-04-01", refers_to="2022-04-01"),
        corrected_figure("498", "499"),
    )


def test_the_standing_figure_has_its_scope_its_bounds_and_its_dates(service: Service) -> None:
    put(service, reported(refers_to="2022-02-24/2022-03-02"))
    html = page(service)
    assert '<p class="standing"><data value="498">498</data></p>' in html
    words = words_of(html)
    assert "Russian soldiers killed in Ukraine" in words
    assert "Exactly 498: no more, no fewer" in words
    assert "Said 2 Mar 2022 About 24 Feb – 2 Mar 2022 Recorded" in words
    assert "Stands, revision 1 of 1" in words


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        (more_than("7000"), "more than 7,000"),
        (from_to("10", "12"), "10 to 12"),
        (vague("dozens"), "“dozens”"),
        (tally("193", for_="1", against="2"), "2 against, 1 for_, of 193"),
        (approximate("1500"), "No bounds until you give a tolerance"),
    ],
)
def test_every_form_of_a_figure_is_told(service: Service, figure: dict[str, Any], words: str) -> None:
    put(service, reported("so many soldiers", figure))
    assert words in told(service)


def test_an_about_gets_its_bounds_from_the_readers_tolerance(service: Service) -> None:
    put(service, reported("about 1,500 soldiers", approximate("1500")))
    assert "1,350 to 1,650 at your 10 %" in told(service, tolerance="0.1")


def test_a_tolerance_is_typed_in_percent_and_can_be_changed_or_left_out(service: Service) -> None:
    end = put(service, reported("about 1,500 soldiers", approximate("1500")))
    sent_on = service.http.get(PATH, params={"percent": "2.5 %", "as_of": end}, headers=HTML)
    assert sent_on.status_code == 303
    assert sent_on.headers["location"] == f"{PATH}?as_of={end}&tolerance=0.025#tolerance"
    html = page(service, tolerance="0.025", as_of=end)
    assert 'name="percent"' in html
    assert 'value="2.5"' in html
    assert f'<input type="hidden" name="as_of" value="{end}">' in html
    assert f'<a href="{PATH}?as_of={end}">Without</a>' in html


def test_the_title_tells_of_the_line_from_its_first_figure_on(service: Service) -> None:
    put(
        service,
        reported("610 soldiers", exact("610"), said_at="2022-03-02"),
        updated("755 soldiers", exact("755"), said_at="2022-03-05"),
        updated("600 soldiers", exact("600"), said_at="2022-03-01"),
    )
    assert "From 600 to 755 in 4 days" in told(service)


def test_a_number_of_forty_digits_may_break_and_is_copied_exactly(service: Service) -> None:
    vast = "1234567890123456789012345678901234567890"
    put(service, reported(f"{vast} soldiers", exact(vast)))
    html = page(service)
    assert f'data-copy="{vast}"' in html
    assert "1,<wbr>234,<wbr>567," in html


def test_the_chain_says_how_we_heard_it(service: Service) -> None:
    who = {"kind": "person", "id": "reporter", "name": "A Reporter"}
    relay = {"who": who, "role": "relay", "stance": "reports", "medium": "social_post"}
    put(service, reported(attribution=[chain()[0], relay, chain()[-1]]))
    words = told(service)
    assert "From the source to our record, 3 hops" in words
    assert "newsweek did not hear it from ru-mod: it read it in a post of A Reporter." in words


def test_a_chain_that_an_update_did_not_renew_is_said_to_be_older(service: Service) -> None:
    dated = [hop("ru-mod", "originator", "asserts", said_at="2022-03-02"), hop("newsweek", "outlet")]
    put(service, reported(attribution=dated), updated())
    assert "The chain is of 2 Mar 2022; the update of 25 Mar 2022 did not renew it." in told(service)


def test_a_chain_learned_later_is_the_one_shown(service: Service) -> None:
    put(service, reported(), attributed(chain("ru-mod", "reuters")))
    assert "reuters" in told(service)


def test_two_figures_are_told_by_their_number_and_the_table_says_what_happened(service: Service) -> None:
    put(service, reported(), updated())
    html = page(service)
    words = words_of(html)
    assert "Two figures in " in words
    assert "Stands Updated: the ministry spoke again" in words
    assert "Compare revisions 1 and 2" in words
    assert f'href="{PATH}/diff?from=1&amp;to=2"' in html


def test_one_figure_has_no_chart_yet(service: Service) -> None:
    put(service, reported())
    assert "One figure so far: 498. A chart is drawn from the second figure on." in told(service)


def test_a_long_history_opens_on_its_turns_and_its_title_tells_of_the_fall(service: Service) -> None:
    series(service)
    words = told(service)
    assert "From 499 to 509 in 30 days, with one fall" in words
    assert "Turns Latest Corrections 1 All 23" in words
    assert "−10" in words
    assert "Corrects 1" in words
    assert "Corrected by 23" in words
    assert "510" not in words.partition("Where it was printed")[0].partition("Turns Latest")[2].split()


def test_all_revisions_come_in_windows(service: Service) -> None:
    series(service, 28)
    everything = page(service, show="all")
    assert "Corrections 1" in everything
    below = page(service, show="all", below=5)
    assert '<data value="4">4</data>' in below
    assert '<data value="5">5</data></td>' not in below
    assert "Latest" in words_of(below)


def test_corrections_have_a_window_of_their_own(service: Service) -> None:
    series(service)
    words = told(service, show="corrections")
    assert "Corrects 1 misread" in words
    assert "Corrected by 23" in words


def test_the_axis_published_says_that_nothing_has_a_place_on_it(service: Service) -> None:
    put(service, reported(), updated())
    assert "Nothing here says when its figures were published" in told(service, axis="published")


def test_the_axis_recorded_shows_what_was_held_and_from_when(service: Service) -> None:
    put(service, reported())
    put(service, updated())
    words = told(service, axis="recorded")
    assert "What this record held, and from when" in words
    assert "1,351 Stands 2" in words


def test_a_dispute_says_of_what_by_whom_against_what_and_since_when(service: Service) -> None:
    put(service, reported("more than 7,000 soldiers", more_than("7000"), claim=OTHER))
    at = put(service, reported(), disputed("too-low", counter_claim=OTHER))
    html = page(service)
    words = words_of(html)
    assert "Disputed: this figure" in words
    assert "1 open none resolved" in words
    assert "The figure, revision 1: 498" in words
    assert "Against it more than 7,000 (Contradict each other. No number is both.)" in words
    assert f"position {at}" in words
    assert f'href="{PATH}/resolve?dispute=too-low"' in html


def test_a_dispute_of_an_older_revision_is_not_one_of_the_figure(service: Service) -> None:
    put(service, reported(), disputed(), updated())
    assert "Disputed: revision 1 only" in told(service)


def test_a_resolved_dispute_says_how_it_ended(service: Service) -> None:
    put(service, reported(), disputed(), resolved())
    words = told(service)
    assert "1 resolved" in words
    assert "Resolved: rejected" in words
    assert "by the standards desk: no evidence was given" in words


def test_what_nobody_disputes_is_not_said_to_be_agreed(service: Service) -> None:
    put(service, reported())
    assert "Nobody disputes this. That is not agreement." in told(service)


def test_many_disputes_come_in_windows(service: Service) -> None:
    put(service, reported(), *(disputed(f"d-{n}") for n in range(8)))
    first, rest = page(service), page(service, disputes=6)
    assert (first.count('class="dispute'), rest.count('class="dispute')) == (6, 2)
    assert f'href="{PATH}?disputes=6#disputes"' in first


def test_a_story_that_still_prints_an_older_figure_is_behind(service: Service) -> None:
    put(service, reported(), published(1, printed("498 dead", "headline")), updated())
    html = page(service)
    words = words_of(html)
    assert "Newsweek still prints 498" in words
    assert "It stands at 1,351 since 25 Mar 2022" in words
    assert "headline 498 dead" in words
    assert f'href="/stories/{STORY}?edition=1"' in html


def test_a_silent_change_of_an_edition_is_told(service: Service) -> None:
    put(service, reported(), published(1, printed("498 dead")), published(2, printed("489 dead")))
    assert "Edition 1 to 2: 498 to 489, silently" in told(service)


def test_a_story_that_dropped_the_claim_says_from_which_edition_on(service: Service) -> None:
    put(service, reported(), published(1, printed("498 dead")), published(2))
    assert "no longer printed from edition 2 on" in told(service)


def test_findings_links_and_notes_are_shown(service: Service) -> None:
    put(service, reported(claim=OTHER))
    put(service, reported(), assessed(), linked(OTHER, "contradicts"), annotated("The ministry renamed its list."))
    words = told(service)
    assert "Found unverifiable , revision 1 , by newsweek." in words
    assert "This one contradicts Russian soldiers killed, says ru-mod" in words
    assert "The ministry renamed its list." in words


def test_a_link_to_itself_is_refused_by_the_door(service: Service) -> None:
    put(service, reported())
    event = {"specversion": "1.0", **linked(CLAIM, "continues")}
    answer = service.http.post("/v1/events", json=event, headers={"Content-Type": "application/cloudevents+json"})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/data/to"


def test_a_continued_claim_names_its_successor(service: Service) -> None:
    put(service, reported(), reported(claim=OTHER), linked(CLAIM, "continues", claim=OTHER))
    html = page(service)
    assert "This line goes on elsewhere:" in html
    assert f'href="/claims/{OTHER}"' in html


def test_the_audit_trail_says_in_words_what_each_event_changed(service: Service) -> None:
    put(service, asked(), reported(), disputed(), updated("1351 soldiers"), corrected_figure("1351", "1354", target=2))
    html = page(service)
    words = words_of(html)
    assert "Opened the claim with 498 · “498 soldiers”" in words
    assert "Dispute of the figure of revision 1 · by kyiv-adviser · “This is not so”" in words
    assert "Figure 498 to 1,351 · new utterance of 25 Mar 2022 · the ministry spoke again" in words
    assert "Figure 1,351 to 1,354 · wrong figure · misread · approved by the night desk" in words
    assert 'href="/v1/events/5"' in html
    assert f'href="/v1{PATH}/events"' in html


def test_the_audit_trail_comes_in_windows(service: Service) -> None:
    put(service, reported(), *(annotated(f"note {n}") for n in range(14)))
    first = page(service)
    assert f'href="{PATH}?audit=4#audit"' in first
    assert "Opened the claim" not in first
    assert "Opened the claim" in page(service, audit=4)


def test_a_retracted_figure_is_struck_and_says_who_withdrew_it(service: Service) -> None:
    put(service, reported(), retracted("outlet"))
    html = page(service)
    assert '<s class="retracted"><data value="498">498</data></s>' in html
    words = words_of(html)
    assert "Nothing stands. Withdrawn by the outlet; the source has not withdrawn it." in words
    assert "Retracted by newsweek" in words
    assert f'href="{PATH}/reinstate"' in html


def test_an_erased_figure_is_a_hatched_bar_and_says_on_which_ground(service: Service) -> None:
    put(service, reported(f"{ERASED:,} soldiers", exact(str(ERASED))))
    assert named_in(page(service), ERASED)
    put(service, redacted(1, "/figure", "/wording"))
    html = page(service)
    assert '<span class="bar huge">' in html
    assert not named_in(html, ERASED)
    assert "Erased for privacy" in html
    assert "by the editor: names a private person" in words_of(html)


def test_a_claim_of_which_everything_belongs_elsewhere_is_empty(service: Service) -> None:
    put(service, reported(), never_said())
    words = told(service)
    assert "Nothing stands. Every revision that it had belongs elsewhere" in words
    assert "No figure is left" in words


def test_a_late_one_never_takes_the_large_figure(service: Service) -> None:
    put(service, reported(refers_to="2022-03-02"), updated(said_at="2022-03-01", refers_to="2022-03-01"))
    html = page(service)
    assert '<p class="standing"><data value="498">498</data></p>' in html
    assert "Late: the last one recorded was said earlier" in words_of(html)


def test_a_source_that_no_longer_states_a_figure_keeps_its_last_in_grey(service: Service) -> None:
    put(service, reported(), updated("we give no numbers", no_figure()))
    html = page(service)
    assert '<p class="standing in-words">No figure</p>' in html
    assert '<p class="big-move old"><data value="498">498</data></p>' in html
    assert "The source no longer states one." in words_of(html)


def test_an_unknown_claim_says_so_to_a_reader(service: Service) -> None:
    assert "This record has no such claim" in told(service, "/claims/nobody", 404)


@pytest.mark.parametrize(("name", "value"), [("axis", "heard"), ("show", "some"), ("below", "x"), ("as_of", "soon")])
def test_what_cannot_be_read_in_the_address_is_refused_in_words(service: Service, name: str, value: str) -> None:
    put(service, reported())
    assert "cannot be read" in told(service, status=400, **{name: value})


def test_the_page_leads_to_the_json_of_the_same(service: Service) -> None:
    put(service, reported(), updated())
    assert f'href="/v1{PATH}"' in page(service)
    assert f'href="/v1{PATH}?as_of=1"' in page(service, as_of=1)


def test_a_history_of_hundreds_of_revisions_stays_a_small_page_and_is_never_an_old_one(service: Service) -> None:
    days = [str(date(2022, 3, 3) + timedelta(n)) for n in range(701)]
    rising = [updated(f"{n} soldiers", exact(str(n)), said_at=day, refers_to=day) for n, day in enumerate(days)]
    put(service, reported(refers_to="2022-03-02"), *rising[:700])
    html = page(service)
    assert len(html) < 150_000
    assert '<p class="standing"><data value="699">699</data></p>' in html
    put(service, rising[700])
    assert "to 700 in 701 days" in words_of(page(service))


def test_the_exact_moment_is_written_out_in_the_audit_trail(service: Service) -> None:
    put(service, reported())
    answer = service.http.get(PATH, headers={**HTML, "Cookie": "zone=America/New_York"})
    at = service.read("/v1/events/1")["recorded_at"]
    assert f"{at[:10]} {at[11:26]} UTC" in words_of(answer.text[answer.text.index('id="audit"') :])


def test_stories_beyond_the_first_few_are_named_by_their_headlines(service: Service) -> None:
    stories = [published(1, printed(), story=f"story-{n}", headline=f"Headline {n}") for n in range(1, 8)]
    put(service, reported(), *stories)
    others = page(service).partition("2 other stories")[2].partition("</ul>")[0]
    assert len(re.findall(r"Headline (\d) story-\1", words_of(others))) == 2
