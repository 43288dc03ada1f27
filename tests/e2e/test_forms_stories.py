"""Forms of stories: editions with all that they print, corrections of what we recorded of them, suggestions."""

from typing import Any

from tests.e2e.conftest import Service
from tests.facts import A
from tests.forms import SOLDIERS, Form, press, recorded, shown


def published(service: Service, edition: str, *prints: tuple[str, str], **entries: str) -> dict[str, Any]:
    rows = {
        f"prints__{n}__{name}": text
        for n, (placement, wording) in enumerate(prints)
        for name, text in (("claim", A), ("placement", placement), ("wording", wording))
    }
    told = {"headline": "Almost 500 Soldiers Dead", "published_at": "2022-03-02T15:00:00Z", "outlet__name": "Newsweek"}
    path = "/stories/new" if edition == "1" else "/stories/new?story=nw-1"
    return recorded(service, path, subject="nw-1", edition=edition, **(told | rows | entries))


def test_an_edition_is_published_with_all_that_it_prints(newsroom: Service) -> None:
    event = published(newsroom, "1", ("headline", "Almost 500"), ("body", SOLDIERS))
    assert [one["placement"] for one in event["data"]["prints"]] == ["headline", "body"]
    assert event["data"]["outlet"] == {"name": "Newsweek", "kind": "outlet"}


def test_the_next_edition_begins_with_what_the_last_one_printed(newsroom: Service) -> None:
    published(newsroom, "1", ("headline", "Almost 500"), ("body", SOLDIERS))
    form = shown(newsroom, "/stories/new?story=nw-1")
    assert (form.entries["subject"], form.entries["edition"]) == ("nw-1", "2")
    assert (form.entries["prints.1.wording"], form.entries["published_at"]) == (SOLDIERS, "")
    event = recorded(newsroom, "/stories/new?story=nw-1", published_at="2022-03-02T15:30:00Z")
    assert (event["data"]["edition"], len(event["data"]["prints"])) == (2, 2)


def test_what_we_recorded_of_an_edition_is_corrected_without_losing_what_no_field_shows(newsroom: Service) -> None:
    seen = {"claim": A, "placement": "body", "wording": SOLDIERS, "selector": {"exact": SOLDIERS},
            "target": {"id": "post-1"}}  # fmt: skip
    data = {"edition": 1, "outlet": "Newsweek", "headline": "Dead", "published_at": "2022-03-02", "prints": [seen]}
    newsroom.post("story.published.v1", "nw-2", data)
    event = recorded(newsroom, "/stories/nw-2/correct", prints__1__claim=A, prints__1__placement="caption",
                     prints__1__wording="nearly 500", reason="Missed.", approver__name="Desk")  # fmt: skip
    first, second = event["data"]["prints"]
    assert (first["selector"], first["target"]) == (
        seen["selector"],
        {"id": "post-1", "source": "https://newsroom.example/cms"},
    )
    assert second == {"claim": A, "placement": "caption", "wording": "nearly 500"}


def test_an_address_adds_prints_to_those_that_are_recorded(newsroom: Service) -> None:
    published(newsroom, "1", ("body", SOLDIERS))
    path = f"/stories/nw-1/correct?edition=1&prints.1.claim={A}&prints.1.placement=caption&prints.1.wording=nearly+500"
    event = recorded(newsroom, path, reason="Found in the text.", approver__name="Desk")
    assert [one["placement"] for one in event["data"]["prints"]] == ["body", "caption"]


def test_a_preview_of_an_edition_says_what_would_change_without_a_word(newsroom: Service) -> None:
    published(newsroom, "1", ("body", SOLDIERS))
    newsroom.project()
    form = shown(newsroom, "/stories/new?story=nw-1")
    typed = {"prints.0.wording": "489 soldiers have died", "published_at": "2022-03-02T15:30:00Z"}
    words = Form(press(newsroom, "/stories/new?story=nw-1", form.entries | typed, "preview").text).words
    assert "Changed silently 498 → to 489 : neither the update note nor a correction says so" in words
    noted = typed | {"update_note": "An earlier version said 498."}
    words = Form(press(newsroom, "/stories/new?story=nw-1", form.entries | noted, "preview").text).words
    assert "498 → to 489 , which the update note says" in words


def test_suggestions_are_filled_in_beside_what_is_recorded(newsroom: Service) -> None:
    text = f"The ministry says {SOLDIERS}."
    data = {"edition": 1, "outlet": "Newsweek", "headline": "Dead", "published_at": "2022-03-02", "text": text}
    newsroom.post("story.published.v1", "nw-3", data)
    path = "/stories/nw-3/correct?edition=1&accept=all"
    assert shown(newsroom, path).entries["prints.0.wording"] == SOLDIERS
    event = recorded(newsroom, path, reason="Found in the text.", approver__name="Desk")
    (one,) = event["data"]["prints"]
    assert (one["claim"], one["placement"], one["selector"]["exact"]) == (A, "lede", SOLDIERS)


def test_a_preview_names_the_stories_that_print_the_figure(newsroom: Service) -> None:
    published(newsroom, "1", ("headline", "Almost 500"), ("body", SOLDIERS))
    newsroom.project()
    path = f"/claims/{A}/correct"
    typed = {"is.figure.value": "489", "is.wording": "489 soldiers have died", "reason": "x", "approver.name": "Desk"}
    form = Form(press(newsroom, path, shown(newsroom, path).entries | typed, "preview").text)
    assert "Newsweek, edition 1 prints the old figure: a correction note will be drafted" in form.words
    assert "/stories/nw-1" in form.links


def test_a_story_is_withdrawn(newsroom: Service) -> None:
    published(newsroom, "1", ("body", SOLDIERS))
    assert recorded(newsroom, "/stories/nw-1/withdraw", reason="Wrong from the start.")["type"] == "story.withdrawn.v1"
