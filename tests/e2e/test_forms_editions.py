"""The forms of a story: what an editor changes is not lost, what is suggested is found again, what changes is told."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.e2e.conftest import Service
from tests.facts import A, exact, reported, updated
from tests.forms import PAGE, Form, press, recorded, refused, shown, working

STORY, W = "factory-1", "acme.widgets"
NEXT = f"/stories/new?story={STORY}"


@pytest.fixture
def newsroom(service: Service) -> Iterator[Service]:
    """A claim whose second revision says 489, and its worker."""
    service.post("claim.reported.v1", W, reported("412 widgets", exact("412")))
    service.post("claim.updated.v1", W, updated("489 widgets", exact("489"), "2022-03-25"))
    with working(service):
        yield service


def published(service: Service, number: int, *prints: dict[str, Any], **more: Any) -> None:
    data = {
        "edition": number,
        "outlet": "The Post",
        "headline": "Widgets",
        "published_at": f"2022-04-{number:02d}",
        "prints": list(prints),
    }
    service.post("story.published.v1", STORY, data | more)


def printed(wording: str, claim: str = W, placement: str = "body", **more: Any) -> dict[str, Any]:
    return {"claim": claim, "placement": placement, "wording": wording, **more}


def silent(service: Service, first: int, last: int) -> bool:
    changes = service.read(f"/v1/stories/{STORY}/changes", **{"from": first, "to": last})["changes"]
    return any(one["silent"] for one in changes)


def previewed(service: Service, path: str, **entries: str) -> str:
    sent = shown(service, path).entries | {name.replace("__", "."): text for name, text in entries.items()}
    return Form(press(service, path, sent, "preview").text).words


def test_words_that_change_after_a_suggestion_was_accepted_change_the_figure(newsroom: Service) -> None:
    data = {"prints": [], "text": "Acme says it made 489 widgets last week."}
    published(newsroom, 1, **data)
    event = recorded(newsroom, f"/stories/{STORY}/correct?edition=1&accept=all", reason="x", approver__name="Desk")
    assert event["data"]["prints"][0]["target"] == 2
    assert shown(newsroom, NEXT).entries["prints.0.target"] == "2"
    event = recorded(newsroom, NEXT, prints__0__wording="498 widgets", published_at="2022-04-02")
    (one,) = event["data"]["prints"]
    assert one == printed("498 widgets", placement=one["placement"])
    newsroom.project()
    assert silent(newsroom, 1, 2)


def test_a_revision_is_printed_again_with_its_words(newsroom: Service) -> None:
    published(newsroom, 1, printed("489 widgets", target=2))
    event = recorded(newsroom, NEXT, published_at="2022-04-02")
    assert event["data"]["prints"] == [printed("489 widgets", target=2)]


def test_a_figure_of_other_words_gives_way_to_what_the_new_words_say(newsroom: Service) -> None:
    published(newsroom, 1, printed("some 490", figure={"form": "approximate", "value": "490"}))
    event = recorded(newsroom, NEXT, prints__0__wording="498 widgets", published_at="2022-04-02")
    assert event["data"]["prints"] == [printed("498 widgets")]


def test_a_figure_that_the_new_words_do_not_give_is_kept(newsroom: Service) -> None:
    published(newsroom, 1, printed("a lorry of them", figure=exact("490")))
    event = recorded(newsroom, NEXT, prints__0__wording="a lorry full of them", published_at="2022-04-02")
    assert event["data"]["prints"] == [printed("a lorry full of them", figure=exact("490"))]


def test_a_revision_that_the_words_contradict_is_refused_beside_it(newsroom: Service) -> None:
    published(newsroom, 1, printed("489 widgets"))
    form = refused(newsroom, NEXT, prints__0__wording="498 widgets", prints__0__target="2", published_at="2022-04-02")
    assert form.invalid == ["prints.0.target"]
    sentence = "The words say 498; revision 2 says 489. Change the words or the revision, leave the revision out"
    assert sentence in form.words
    words = previewed(newsroom, NEXT, prints__0__wording="498 widgets", prints__0__target="2")
    assert "The words say 498; revision 2 says 489" in words


def test_what_contradicts_its_revision_in_the_record_is_no_fault_of_what_is_added(newsroom: Service) -> None:
    published(newsroom, 1, printed("498 widgets", target=2))
    event = recorded(
        newsroom,
        f"/stories/{STORY}/correct",
        prints__1__claim=W,
        prints__1__placement="caption",
        prints__1__wording="412 widgets",
        reason="Missed.",
        approver__name="Desk",
    )
    assert event["data"]["prints"][0]["target"] == 2


def test_other_words_for_the_same_figure_are_shown_word_by_word(newsroom: Service) -> None:
    published(newsroom, 1, printed("489 widgets", target=2))
    published(newsroom, 2, printed("498 widgets", target=2))
    page = newsroom.http.get(f"/stories/{STORY}", headers=PAGE).text
    words = page[page.index('id="words"') :]
    assert "No figure changed its words" not in words
    assert "<del>489</del>" in words.replace(' class="old"', "")
    assert "Other words; the same figure" in words


def test_each_suggestion_leads_to_itself_whatever_else_is_suggested(newsroom: Service) -> None:
    newsroom.post("claim.reported.v1", A, reported("498 soldiers have died", exact("498")))
    text = "Acme made 489 widgets. The ministry says 498 soldiers have died. Again 489 widgets."
    published(newsroom, 1, text=text)
    links = [one for one in Form(newsroom.http.get(f"/stories/{STORY}", headers=PAGE).text).links if "accept=" in one]
    assert len(links) == 4
    for link, start in zip(links, ("10", "41", "71"), strict=False):
        entries = shown(newsroom, link).entries
        assert (entries["prints.0.selector.start"], "prints.1.claim" in entries) == (start, False)


def test_a_suggestion_that_was_recorded_meanwhile_is_told_and_not_taken_for_another(newsroom: Service) -> None:
    text = "Acme made 489 widgets. Again 489 widgets."
    published(newsroom, 1, text=text)
    path = f"/stories/{STORY}/correct?edition=1&accept={W}:2:10"
    recorded(newsroom, path, reason="x", approver__name="Desk")
    newsroom.project()
    answer = newsroom.http.get(path, headers=PAGE)
    assert answer.status_code == 400
    assert "look there again" in answer.text


def test_as_many_suggestions_are_filled_in_as_the_form_holds(newsroom: Service) -> None:
    published(newsroom, 1, text="Acme made 489 widgets. " * 220)
    page = Form(newsroom.http.get(f"/stories/{STORY}", headers=PAGE).text)
    suggested = newsroom.read(f"/v1/stories/{STORY}/suggestions")["found_count"]
    assert suggested > 200, suggested
    assert f"{suggested} wordings of known claims" in page.words
    assert "Look at the first 200 of them in the form" in page.words
    form = shown(newsroom, f"/stories/{STORY}/correct?edition=1&accept=all")
    assert ("prints.199.claim" in form.entries, "prints.200.claim" in form.entries) == (True, False)
    assert f"The first 200 of {suggested} suggestions are filled in, as many as fit here" in form.words


def test_a_correction_of_our_record_shows_each_print_that_it_changes(newsroom: Service) -> None:
    published(newsroom, 1, printed("489 widgets"), printed("412 widgets", placement="caption"))
    published(newsroom, 2, printed("498 widgets"))
    newsroom.project()
    assert silent(newsroom, 1, 2)
    path = f"/stories/{STORY}/correct?edition=2"
    words = previewed(newsroom, path, prints__0__wording="489 widgets")
    assert "498 → to 489" in words
    assert "no longer counts as changed silently from edition 1 to 2" in words
    first = f"/stories/{STORY}/correct?edition=1"
    assert "is taken out: 412" in previewed(newsroom, first, prints__1__claim="", prints__1__placement="",
                                            prints__1__wording="", prints__1__of="")  # fmt: skip


def test_a_correction_of_our_record_tells_what_then_counts_as_changed_silently(newsroom: Service) -> None:
    published(newsroom, 1, printed("489 widgets"))
    published(newsroom, 2, printed("489 widgets"))
    newsroom.project()
    words = previewed(newsroom, f"/stories/{STORY}/correct?edition=2", prints__0__wording="498 widgets")
    assert "489 → to 498 : then counts as changed silently from edition 1 to 2" in words


def test_an_edition_that_was_recorded_meanwhile_is_told_with_the_next_number(newsroom: Service) -> None:
    published(newsroom, 1, printed("489 widgets"))
    entries = shown(newsroom, NEXT).entries | {"published_at": "2022-04-03"}
    published(newsroom, 2, printed("489 widgets"))
    answer = press(newsroom, NEXT, entries)
    form = Form(answer.text)
    assert "Edition 2 was recorded meanwhile: look, then send yours as edition 3" in form.words
    again = Form(press(newsroom, NEXT, form.entries).text)
    assert "This edition is recorded already. Correct it, or publish the next one. Such as 3" in again.words
    assert press(newsroom, NEXT, again.entries | {"edition": "3"}).status_code == 303


def test_a_revision_of_the_words_that_were_shown_is_not_kept_for_others_whatever_came_meanwhile(
    newsroom: Service,
) -> None:
    published(newsroom, 1, printed("412 widgets", target=1))
    path, signed = f"/stories/{STORY}/correct?edition=1", {"reason": "x", "approver.name": "Desk"}
    sent = shown(newsroom, path).entries | signed | {"prints.0.wording": "501 widgets"}
    recorded(newsroom, path, prints__0__wording="489 widgets", reason="x", approver__name="Desk")
    overtaken = Form(press(newsroom, path, sent).text)
    assert "489 → to 501" in overtaken.words
    assert press(newsroom, path, overtaken.entries).status_code == 303
    assert newsroom.read(f"/v1/events/{newsroom.position()}")["data"]["prints"] == [printed("501 widgets")]


def test_what_belongs_to_words_that_came_meanwhile_is_not_carried_to_the_words_before(newsroom: Service) -> None:
    path, signed = f"/stories/{STORY}/correct?edition=1", {"reason": "x", "approver.name": "Desk"}
    published(newsroom, 1, printed("412 widgets", target=1))
    sent = shown(newsroom, path).entries | signed
    attribution = reported("", exact("1"))["attribution"]
    meanwhile = {"edition": 1, "prints": [printed("489 widgets", attribution=attribution)], "reason": "x",
                 "approver": "Desk"}  # fmt: skip
    newsroom.post("story.corrected.v1", STORY, meanwhile)
    overtaken = Form(press(newsroom, path, sent).text)
    assert press(newsroom, path, overtaken.entries).status_code == 303
    assert newsroom.read(f"/v1/events/{newsroom.position()}")["data"]["prints"] == [printed("412 widgets", target=1)]
