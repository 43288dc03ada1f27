"""The page of a story, without script: editions, what one prints, what changed without anybody saying so."""

import re
from typing import Any

import pytest

from tests.e2e.conftest import Service
from tests.events import (
    CLAIM,
    STORY,
    approximate,
    assessed,
    corrected_figure,
    disputed,
    exact,
    linked,
    printed,
    published,
    redacted,
    reported,
    retracted,
    story_corrected,
    story_redacted,
    updated,
    withdrawn,
)
from tests.story_page import HTML, editions, html, part, put, rows, words


def test_a_headline_is_the_title_with_the_outlet_and_the_id(service: Service) -> None:
    put(service, published(1, printed()))
    shown = html(service)
    assert "<title>Almost 500 Soldiers Dead · claimtrail</title>" in shown
    assert '<h1 class="said" dir="auto">Almost 500 Soldiers Dead</h1>' in shown
    assert "Stories · Newsweek" in words(shown)
    assert f'<p class="id">{STORY}</p>' in shown
    assert f'href="/v1/stories/{STORY}"' in shown


def test_an_edition_that_is_not_in_the_record_is_shown_as_missing(service: Service) -> None:
    put(service, published(2, printed(), update_note="Updated to add more information."))
    shown = html(service)
    first, second = editions(shown)
    assert first == (
        "Edition 1 Not in this record Known only from the note of edition 2. What it printed cannot be told."
    )
    assert second.startswith("Edition 2 3 Mar 2022, 15:30 1 figure. Update note: Updated to add more information.")
    assert (
        "The note names no figure The update note gives no amount, so it excuses no change. Edition 1 is not in this "
        "record: silent changes between 1 and 2 can be neither ruled out nor shown." in words(shown)
    )


def test_a_note_that_gives_an_amount_is_not_said_to_name_none(service: Service) -> None:
    put(service, published(1, printed("489")), published(2, printed("498"), update_note="We had said 489."))
    shown = html(service)
    assert "The note names no figure" not in shown
    assert "Changed; the update note gives the amount" in words(part(shown, "words"))
    assert "1 figure changed, and said so" in words(part(shown, "figures"))


def test_an_edition_that_was_never_recorded_is_told_in_words(service: Service) -> None:
    put(service, published(2, printed()), published(4, printed()))
    between = words(html(service, 404, edition=3))
    assert "Edition 3 is not in this record Known only from the number of a later edition." in between
    assert "Edition 2 Edition 4" in between
    assert "The last one that was recorded is edition 4." in words(html(service, 404, edition=9))
    assert "Edition 7 is not in this record" in words(html(service, 404, edition=4, compare=7))


@pytest.mark.parametrize("asked", [{"edition": "x"}, {"from_": "0"}, {"tolerance": "7"}, {"edition": 1, "compare": 1}])
def test_what_cannot_be_read_is_refused_in_words(service: Service, asked: dict[str, Any]) -> None:
    put(service, published(1, printed()))
    assert "This page cannot be shown as asked" in html(service, 400, **asked)


def test_a_story_that_nobody_recorded_is_not_found(service: Service) -> None:
    assert "This record has no such story" in html(service, 404, story="no-such-story")
    put(service, reported(), published(1, printed()))
    assert "Not known yet" in html(service, 404, as_of=1)


def test_the_states_of_what_is_printed_are_told_in_words(service: Service) -> None:
    put(
        service,
        reported(claim="behind"),
        updated(claim="behind"),
        reported("489 soldiers", exact("489"), claim="wrong"),
        corrected_figure("489", "498", claim="wrong"),
        reported(claim="taken-back"),
        retracted(claim="taken-back"),
        reported(claim="doubted"),
        disputed(claim="doubted"),
        reported(claim="looked-into"),
        assessed(claim="looked-into"),
        reported(claim="ended"),
        reported(claim="successor"),
        linked("ended", "continues", claim="successor"),
        reported(claim="fine"),
        published(
            1,
            printed("498", claim="behind"),
            printed("489", claim="wrong"),
            printed("498 dead", claim="taken-back"),
            printed("498 gone", claim="doubted"),
            printed("498 lost", claim="looked-into"),
            printed("498 more", claim="ended"),
            printed("498 fine", claim="fine"),
            printed("nearly 500 fine", "lede", claim="fine"),
            printed("7,000 fine", "caption", claim="fine"),
            printed("30 aircraft", claim="nobody.knows"),
        ),
    )
    shown = html(service)
    assert rows(part(shown, "prints")) == [
        "body 498 498 1,351 Behind",
        "body 489 489 498 Corrected since",
        "body 498 dead 498 none Retracted",
        "body 498 gone 498 498 Disputed",
        "body 498 lost 498 498 found unverifiable by newsweek",
        "body 498 more 498 498 continued : as Russian soldiers killed",
        "body 498 fine 498 498 as printed",
        "lede nearly 500 fine nearly 500 498 in other words",
        "caption 7,000 fine 7,000 498 other than what stands",
        "body 30 aircraft 30 none no claim yet report it : nobody.knows",
    ]
    assert '<s class="corrected"><data value="489">489</data></s>' in shown
    assert '<s class="retracted"><data value="498">498</data></s>' in shown
    assert 'href="/claims/new?subject=nobody.knows&amp;wording=30+aircraft' in shown


def test_the_form_that_a_link_leads_to_knows_what_is_to_be_reported(service: Service) -> None:
    put(service, published(1, printed("nearly 500 dead", claim="nobody.knows")))
    (address,) = re.findall(r'href="(/claims/new\?[^"]+)"', html(service))
    form = service.http.get(address.replace("&amp;", "&"), headers=HTML)
    assert form.status_code == 200
    assert "nearly 500 dead" in form.text
    assert 'value="nobody.knows"' in form.text


def test_the_figure_is_marked_in_the_words(service: Service) -> None:
    put(service, reported(), published(1, printed("Almost 500 soldiers dead", "headline"), printed("hundreds dead")))
    shown = part(html(service), "prints")
    assert "<mark>Almost 500</mark> soldiers dead" in shown
    assert "<mark>hundreds</mark> dead" in shown


def test_two_claims_in_one_wording_share_a_row(service: Service) -> None:
    about = approximate("1500")
    put(service, reported("about 1,500", about, claim="a"), reported("about 1,500", about, claim="b"))
    put(
        service,
        published(1, printed("about 1,500 on each side", claim="a"), printed("about 1,500 on each side", claim="b")),
    )
    (row,) = rows(part(html(service), "prints"))
    assert row == "body about 1,500 on each side about 1,500 about 1,500 two claims in one wording"


def test_an_erased_print_leaves_a_bar(service: Service) -> None:
    put(
        service,
        reported(),
        published(1, printed(), printed("489", "lede")),
        story_redacted(1, "/prints/0", "/headline"),
    )
    for moment in (None, 2):
        shown = html(service, as_of=moment)
        assert rows(part(shown, "prints"))[0] == "erased Erased"
        assert '<h1 class="said" dir="auto"><span class="bar">' in shown
        assert "498 soldiers have died" not in shown


def test_an_erased_figure_of_the_record_leaves_a_bar(service: Service) -> None:
    put(service, reported(), published(1, printed("489")), redacted(1, "/figure"))
    assert rows(part(html(service), "prints")) == ["body 489 489 erased in other words"]


def test_the_headline_against_the_body_cannot_be_decided_without_a_tolerance(service: Service) -> None:
    put(service, reported())
    put(service, published(1, printed("Almost 500 Dead", "headline"), printed("nearly 500 dead", "lede"), printed()))
    shown = part(html(service), "against")
    assert words(shown).startswith(
        "Headline against body Cannot be decided without a tolerance; at 1 %, “almost 500” contains 498 "
        "all one claim: Russian soldiers killed, says"
    )
    assert "tolerance=0.01" in shown
    decided = words(part(html(service, tolerance="0.01"), "against"))
    assert "Cannot be decided without a tolerance; at 1 %, “almost 500” contains 498" in decided
    assert "At 1 %, “almost 500” runs from 495 up to but not including 500, and contains 498." in decided


def test_each_claim_that_disagrees_with_itself_has_a_part(service: Service) -> None:
    prints = [
        printed(str(n), place, claim=f"c-{n % 2}") for n, place in enumerate(("headline", "lede", "body", "body"))
    ]
    put(service, published(1, *prints))
    shown = html(service)
    assert [f'aria-labelledby="{one}"' in shown for one in ("against", "against-2 of-2", "against-3 of-3")] == [
        True,
        True,
        False,
    ]


def test_figures_of_one_edition_that_contradict_each_other_say_so(service: Service) -> None:
    put(service, reported(), published(1, printed("489", "lede"), printed("498")))
    shown = part(html(service), "against")
    assert "Lede against body" in words(shown)
    assert "489 and 498 contradict each other: no number is both" in words(shown)
    assert "state-disputed" in shown


def test_places_that_agree_are_not_held_against_each_other(service: Service) -> None:
    put(service, published(1, printed("498", "lede"), printed("498 dead")))
    assert 'id="against"' not in html(service)


def test_a_tolerance_in_percent_leads_to_the_address_of_that_view(service: Service) -> None:
    put(service, published(1, printed()))
    answer = service.http.get(f"/stories/{STORY}?edition=1&percent=2.5", headers=HTML)
    assert (answer.status_code, answer.headers["location"]) == (
        303,
        f"/stories/{STORY}?edition=1&tolerance=0.025#against",
    )


def test_every_figure_is_shown_edition_by_edition_and_silent_ones_are_framed(service: Service) -> None:
    claims = ("one", "two", "three")
    put(service, *(reported(claim=claim) for claim in claims))
    as_of_edition = {1: (1, 2, 3), 2: (10, 20, 3), 3: (1, 2, 3)}
    for number, figures in as_of_edition.items():
        prints = [printed(f"{figure} dead", claim=claim) for claim, figure in zip(claims, figures, strict=True)]
        put(service, published(number, *prints, published_at=f"2022-03-02T15:0{number}:10Z"))
    shown = html(service, edition=2, compare=1)
    assert editions(shown) == [
        "Edition 1 2 Mar 2022, 15:01:10 3 figures appeared",
        "Edition 2 2 Mar 2022, 15:02:10 2 figures changed silently",
        "Edition 3 2 Mar 2022, 15:03:10 2 figures changed silently, back to edition 1",
    ]
    table = part(shown, "figures")
    assert "2 changed silently, then changed back silently" in words(table)
    assert [row.split("killed")[-1] for row in rows(table)] == [" 1 10 +9 1 −9", " 2 20 +18 2 −18", " 3 3 0 3 0"]
    assert table.count('class="framed"') == 4
    assert (
        "For 1 minute edition 2 printed 2 other figures; the edition after it prints those of edition 1 again. "
        "None of them has an update note." in words(shown)
    )
    worded = part(shown, "words")
    assert "<del>1</del> <ins>10</ins> dead" in worded
    assert f'href="/stories/{STORY}?edition=3&amp;compare=2#words"' in worded


def test_without_more_said_an_edition_is_compared_with_the_one_before(service: Service) -> None:
    put(service, reported(), *(published(n, printed(f"{n}00"), published_at="2022-03-02") for n in (1, 2, 4)))
    assert "2 to 4" in words(part(html(service), "words"))
    assert 'id="figures"' not in html(service, edition=1)
    assert "<ins>400</ins>" in html(service, edition=1, compare=4)


def test_what_appeared_was_dropped_and_moved_is_told(service: Service) -> None:
    put(service, published(1, printed("498", "lede", claim="newsweek"), printed("30 aircraft", claim="gone")))
    put(service, published(2, printed("498", "body", claim="newsweek"), printed("31 tanks", claim="new")))
    table = part(html(service), "figures")
    assert rows(table) == ["newsweek lede to body 498 498 0", "new 31 new", "gone 30 not printed"]
    assert "1 figure appeared, 1 figure dropped and 1 figure moved to another place" in words(table)
    assert "No figure changed" not in words(table)


def test_a_change_that_was_corrected_later_is_no_longer_silent(service: Service) -> None:
    put(service, reported("489 soldiers", exact("489")), published(1, printed("489")), published(2, printed("498")))
    assert "1 changed silently" in html(service)
    put(service, corrected_figure("489", "498"))
    shown = html(service)
    assert re.search(r"Changed; corrected here .+ later", words(part(shown, "words")))
    assert "framed" not in part(shown, "figures")
    assert "1 changed silently" in html(service, as_of=3)


def test_a_headline_that_changed_is_told_word_by_word(service: Service) -> None:
    put(service, published(1, headline="Almost 500 Dead"), published(2, headline="More Than 500 Dead"))
    assert "<del>Almost</del> <ins>More Than</ins> 500 Dead" in part(html(service), "words")


def test_a_withdrawn_story_says_so(service: Service) -> None:
    put(service, published(1, printed()), withdrawn())
    assert "Withdrawn The outlet took this story down." in words(html(service))
    assert "the lawyers" in html(service)
    assert "Withdrawn" not in html(service, as_of=1)


def test_the_past_has_a_banner_and_no_writing(service: Service) -> None:
    put(service, reported(), published(1, printed()), updated(), published(2, printed("1,351")))
    shown = html(service, as_of=2)
    assert "1 event of this story came later." in words(shown)
    assert "Behind" not in words(part(shown, "prints"))
    assert "Correct what we recorded" not in shown
    assert f'href="/claims/{CLAIM}?as_of=2"' in shown
    assert "Correct what we recorded of edition 2" in html(service)


def test_our_corrected_record_of_an_edition_is_told(service: Service) -> None:
    put(service, published(1, printed("489")), story_corrected(1, printed("498")))
    assert "We corrected our record of it once." in editions(html(service))[0]


def test_other_silent_changes_of_the_outlet_are_told_aside(service: Service) -> None:
    for story in ("one", "two"):
        put(service, published(1, printed("489"), story=story), published(2, printed("498"), story=story))
    put(service, published(1, printed("489"), story="else", outlet="Another"))
    put(service, published(2, printed("498"), story="else", outlet="Another"))
    shown = part(html(service, story="one"), "others")
    assert re.findall(r'href="(/stories/[^"]+)"', shown) == ["/stories/two?edition=2&amp;compare=1"]
    assert 'id="others"' not in html(service, story="else")


def test_other_silent_changes_are_told_as_of_then(service: Service) -> None:
    put(service, reported("489 dead", exact("489")), published(1, printed("489"), story="one"))
    put(service, published(1, printed("489"), story="two"))
    (changed,) = put(service, published(2, printed("498"), story="two"))
    put(service, corrected_figure("489", "498", unit="dead"))
    then = changed["position"]
    shown = part(html(service, story="one", as_of=then), "others")
    assert re.findall(r'href="(/stories/[^"]+)"', shown) == [f"/stories/two?edition=2&amp;compare=1&amp;as_of={then}"]
    assert 'id="others"' not in html(service, story="one", as_of=then - 1)
    assert 'id="others"' not in html(service, story="one")


def test_many_editions_are_shown_around_the_one_asked_for(service: Service) -> None:
    put(service, *(published(n, printed(f"{n}"), published_at="2022-03-02") for n in range(1, 41)))
    shown = html(service, edition=20)
    assert [one.split()[1] for one in editions(shown)] == ["17", "18", "19", "20", "21"]
    assert "16 earlier editions" in shown
    assert "19 later editions" in shown
    assert len(editions(html(service))) == 5


def test_many_prints_are_shown_in_windows(service: Service) -> None:
    prints = [printed(f"{n} dead", claim=f"claim-{n}") for n in range(600)]
    changed = [printed(f"{n + 1000} dead", claim=f"claim-{n}") for n in range(600)]
    put(service, published(1, *prints), published(2, *changed))
    shown = html(service)
    assert len(shown) < 120_000
    assert len(rows(part(shown, "prints"))) == 15
    assert "at least 100 changed silently" in shown
    assert "500 further claims are printed in other words." in words(shown)
    window = part(html(service, from_=551), "prints")
    assert "551 to 600 of 600 prints" in words(window)
    assert (rows(window)[0].split()[1], len(rows(window))) == ("1550", 50)
    assert f'href="/stories/{STORY}?edition=2&amp;from=501#prints"' in window


def test_a_story_that_prints_nothing_says_what_to_do(service: Service) -> None:
    put(service, published(1))
    assert "Nothing is recorded of what edition 1 prints." in words(html(service))


def test_many_wordings_of_one_placement_do_not_crowd_out_another(service: Service) -> None:
    bodies = [printed(f"{n} dead, then {'more ' * n}dead", figure=exact(str(n))) for n in range(40, 54)]
    put(service, reported(), published(1, *bodies, printed("498 dead", "caption")))
    assert "Caption 498 dead" in words(html(service))


def test_an_outlet_with_a_nul_in_its_name_has_its_page(service: Service) -> None:
    event = published(1, printed("498 dead"))
    event["data"]["outlet"] = "The\0Gazette"
    put(service, reported(), event)
    assert "498 dead" in words(html(service))


def test_what_is_not_shown_of_the_past_is_linked_as_json_of_then(service: Service) -> None:
    text = "\n".join(f"It lost {number} aircraft." for number in range(100, 160))
    put(service, published(1, text=text))
    html = service.http.get(f"/stories/{STORY}?as_of=1", headers=HTML).text
    assert f'href="/v1/stories/{STORY}/suggestions?edition=1&amp;as_of=1"' in html
