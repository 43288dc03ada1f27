"""Stories over HTTP: what each edition prints, what became of it, what is suggested; now and then."""

import pytest

from tests.e2e.conftest import Service
from tests.events import (
    CLAIM,
    STORY,
    Event,
    disputed,
    exact,
    no_figure,
    printed,
    published,
    redacted,
    reported,
    retracted,
    story_corrected,
    story_redacted,
    updated,
    vague,
    withdrawn,
)
from tests.stories import PATH, prints, problem
from tests.story_page import put

TEXT = """Almost 500 Soldiers Dead
The ministry said on March 2 that 498 soldiers have died.

It lost 30 aircraft.
"""


def test_a_story_shows_what_its_latest_edition_prints_and_what_became_of_it(service: Service) -> None:
    put(service, reported(), published(1, printed("489")), published(2, printed("498 dead"), url="https://a.example/"))
    put(service, updated(), disputed())
    shown = service.read(PATH)
    assert (shown["story"], shown["edition"], shown["editions"], shown["withdrawn"]) == (STORY, 2, 2, False)
    assert (shown["headline"], shown["url"]) == ("Almost 500 Soldiers Dead", "https://a.example/")
    (one,) = shown["prints"]
    assert (one["claim"], one["figure"], one["standing"]["figure"]) == (CLAIM, exact("498"), exact("1351"))
    assert (one["behind"]["figure"], one["behind"]["since"]) == (exact("1351"), "2022-03-25")
    assert (one["disputed"], one["corrected"], one["retracted"], shown["unmatched"]) == (True, False, False, [])


def test_a_claim_that_the_log_does_not_know_is_listed_as_unmatched(service: Service) -> None:
    put(service, published(1, printed("30 aircraft", claim="nobody.knows")))
    (one,) = service.read(PATH)["unmatched"]
    assert (one["claim"], one["wording"], one["figure"]) == ("nobody.knows", "30 aircraft", exact("30"))
    put(service, reported("30 aircraft", exact("30"), claim="nobody.knows"))
    assert service.read(PATH)["unmatched"] == []


def test_a_story_of_the_past_says_nothing_of_later(service: Service) -> None:
    events = (reported(), published(1, printed()), updated(), published(2, printed("1,351")), retracted())
    receipts = [receipt for event in events for receipt in put(service, event)]
    first, second, third, _, last = (receipt["position"] for receipt in receipts)
    assert problem(service, PATH, as_of=first) == (404, "before-first")
    assert [one["behind"] is None for one in prints(service, as_of=second)] == [True]
    assert [one["behind"] is None for one in prints(service, as_of=third)] == [False]
    assert [one["retracted"] for one in prints(service, as_of=last)] == [True]
    assert service.read(PATH, as_of=receipts[1]["recorded_at"])["reflected"] == second


def test_what_was_erased_is_erased_in_every_past(service: Service) -> None:
    put(service, reported(), published(1, printed(), printed("489", "lede"), text="a text"))
    put(service, story_redacted(1, "/prints/0", "/text"), redacted(1, "/figure"))
    for parameters in ({}, {"as_of": 2}):
        shown = service.read(PATH, **parameters)
        assert shown["prints"][0] == {"redacted": True}
        assert shown["prints"][1]["standing"]["figure"] == {"redacted": True}
        assert service.read(f"{PATH}/editions/1", **parameters)["text"] == {"redacted": True}


@pytest.mark.parametrize("tail", ["", "/editions", "/editions/1", "/changes", "/notes", "/suggestions"])
def test_a_story_that_is_not_there_is_not_found(service: Service, tail: str) -> None:
    assert problem(service, f"/v1/stories/no-such-story{tail}") == (404, "not-found")
    assert problem(service, f"/v1/stories/NO_ID{tail}") == (404, "not-found")


@pytest.mark.parametrize("tail", ["", "/editions", "/editions/1", "/changes", "/notes", "/suggestions"])
def test_every_route_refuses_what_it_does_not_know(service: Service, tail: str) -> None:
    put(service, published(1), published(2))
    assert problem(service, PATH + tail, version=1) == (400, "bad-parameter")
    assert problem(service, PATH + tail, as_of="1900-01-01T00:00:00Z") == (404, "before-first")
    assert problem(service, PATH + tail, as_of=999) == (404, "not-yet")


def test_a_reader_of_an_own_write_waits_for_it(service: Service) -> None:
    put(service, published(1))
    service.send({"specversion": "1.0", **published(2)})
    assert problem(service, PATH, at_least=2) == (503, "lagging")
    service.project()
    assert service.read(PATH, at_least=2)["edition"] == 2


def test_an_answer_that_has_not_changed_is_not_sent_again(service: Service) -> None:
    put(service, published(1))
    tag = service.get(PATH).headers["etag"]
    assert service.http.get(PATH, headers={"If-None-Match": tag}).status_code == 304
    assert "etag" not in service.get(PATH, as_of=1).headers


def test_a_withdrawn_story_says_when_and_why(service: Service) -> None:
    put(service, published(1), withdrawn())
    assert service.read(PATH, as_of=1)["withdrawal"] is None
    shown = service.read(PATH)
    assert (shown["withdrawn"], shown["withdrawal"]["reason"]) == (True, "the lawyers")
    put(service, published(2))
    assert (service.read(PATH)["withdrawn"], service.read(PATH)["withdrawal"]) == (False, None)


def test_editions_that_are_not_in_the_record_are_shown_between_those_that_are(service: Service) -> None:
    put(service, published(4, printed("498")), published(2, printed("489")))
    items = service.read(f"{PATH}/editions")["items"]
    assert [(one["edition"], one["recorded"]) for one in items] == [(1, False), (2, True), (3, False), (4, True)]
    assert (items[3]["changes"]["silent"], items[1]["changes"]) == (1, None)
    assert service.read(PATH)["missing"] == [{"from": 1, "to": 1}, {"from": 3, "to": 3}]


def test_editions_are_read_page_by_page_in_both_directions(service: Service) -> None:
    put(service, *(published(n, printed(str(n)), published_at="2022-03-02") for n in (1, 2, 4)))
    for order, expected in (("asc", [1, 2, 3, 4]), ("desc", [4, 3, 2, 1])):
        found, url = [], f"{PATH}/editions?limit=3&order={order}"
        while url:
            page = service.read(url)
            found += [one["edition"] for one in page["items"]]
            url = page["next"]
        assert found == expected


def test_one_edition_is_shown_with_its_text_and_states(service: Service) -> None:
    put(service, published(1, printed("498"), text=TEXT), published(2))
    shown = service.read(f"{PATH}/editions/1")
    assert (shown["edition"], shown["text"], shown["prints"][0]["unmatched"]) == (1, TEXT, True)


@pytest.mark.parametrize("number", ["3", "0", "01", "x", "99999999999999999999"])
def test_an_edition_that_is_not_in_the_record_is_not_found(service: Service, number: str) -> None:
    put(service, published(1), published(2))
    assert problem(service, f"{PATH}/editions/{number}") == (404, "not-found")


def test_the_record_of_an_edition_that_was_corrected_is_shown_as_corrected(service: Service) -> None:
    put(service, published(1, printed("489")), story_corrected(1, printed("498"), printed("30", "caption")))
    assert [one["wording"] for one in prints(service)] == ["498", "30"]
    assert [one["wording"] for one in prints(service, as_of=1)] == ["489"]
    assert service.read(f"{PATH}/editions/1")["corrections"] == 1


def test_a_text_without_prints_gets_suggestions_that_can_be_accepted_as_they_are(service: Service) -> None:
    put(service, reported("498 soldiers have died"), published(1, text=TEXT))
    shown = service.read(f"{PATH}/suggestions")
    assert [(one["by"], one["claim"], one["print"]["wording"]) for one in shown["found"]] == [
        ("figure", CLAIM, "Almost 500 Soldiers Dead"),
        ("wording", CLAIM, "498 soldiers have died"),
    ]
    assert [one["text"] for one in shown["missing"]] == ["Almost 500 Soldiers Dead", "30 aircraft"]
    assert [one["wording"] for one in shown["prints"]] == ["498 soldiers have died"]
    assert [one["text"] for one in shown["set_aside"]] == ["March 2"]
    put(service, story_corrected(1, *shown["prints"]))
    again = service.read(f"{PATH}/suggestions", edition=1)
    assert ([one["by"] for one in again["found"]], again["prints"]) == (["figure"], shown["prints"])


def test_suggestions_as_of_the_past_know_of_no_later_claim(service: Service) -> None:
    put(service, published(1, text=TEXT), reported("498 soldiers have died"))
    assert service.read(f"{PATH}/suggestions", as_of=1)["found"] == []
    assert len(service.read(f"{PATH}/suggestions", as_of=2)["found"]) == 2


def test_claims_are_suggested_by_the_words_of_the_headline_too(service: Service) -> None:
    text = "Hundreds have been taken prisoner, it said."
    put(service, reported("hundreds have been taken prisoner", {"form": "vague", "term": "hundreds"}))
    put(service, published(1, text=text, headline="Soldiers Taken Prisoner"))
    assert [one["claim"] for one in service.read(f"{PATH}/suggestions")["found"]] == [CLAIM]


def test_wordings_without_an_amount_are_found_in_the_text_itself(service: Service) -> None:
    text = "On Monday dozens of llamas escaped, and the number of yaks is not known."
    put(service, reported("dozens of llamas escaped", vague("dozens"), claim="llamas"))
    put(service, reported("the number of yaks is not known", no_figure(), claim="yaks"))
    put(service, published(1, text=text, headline="Zoo"))
    shown = service.read(f"{PATH}/suggestions")
    assert [(one["claim"], one["by"]) for one in shown["found"]] == [("llamas", "wording"), ("yaks", "wording")]
    assert [one["wording"] for one in shown["prints"]] == [
        "dozens of llamas escaped",
        "the number of yaks is not known",
    ]


def test_a_claim_whose_wording_is_erased_is_suggested_by_no_words(service: Service) -> None:
    put(service, reported("498 soldiers have died"), published(1, text=TEXT), redacted(1, "/wording"))
    assert service.read(f"{PATH}/suggestions")["found"] == []


@pytest.mark.parametrize(("events", "told"), [((), "absent"), ((story_redacted(1, "/text"),), "erased")])
def test_without_a_text_nothing_is_suggested(service: Service, events: tuple[Event, ...], told: str) -> None:
    put(service, published(1, printed("498"), **({} if told == "absent" else {"text": TEXT})), *events)
    shown = service.read(f"{PATH}/suggestions")
    assert (shown["text"], shown["found"], shown["missing"], len(shown["prints"])) == (told, [], [], 1)


def test_stories_are_listed_with_what_needs_a_look(service: Service) -> None:
    put(service, published(1, printed("489")), published(2, printed("498"), printed("Almost 500", "headline")))
    put(service, published(1, story="another"))
    first, second = service.read("/v1/stories")["items"]
    assert (first["story"], first["edition"], first["headline"]) == (STORY, 2, "Almost 500 Soldiers Dead")
    assert first["findings"] == {
        "silent": 1,
        "mismatches": 1,
        "behind": 0,
        "corrected": 0,
        "disputed": 0,
        "retracted": 0,
        "unmatched": 2,
    }
    assert (second["story"], set(second["findings"].values())) == ("another", {0})


def test_stories_are_found_by_words_and_ids_now_and_in_the_past(service: Service) -> None:
    put(service, published(1, printed("498 dead"), story="one"), published(1, headline="Peace talks", story="two"))
    put(service, published(2, headline="War", story="two"))
    for words, now, past in (("498", ["one"], ["one"]), ("peace TALKS", [], ["two"]), ("two", ["two"], ["two"])):
        assert [one["story"] for one in service.read("/v1/stories", q=words)["items"]] == now
        assert [one["story"] for one in service.read("/v1/stories", q=words, as_of=2)["items"]] == past


def test_stories_are_read_page_by_page_now_and_as_of_the_past(service: Service) -> None:
    put(service, *(published(1, story=f"s-{n}") for n in range(5)), published(2, story="s-0"))
    for start, expected in (
        ("/v1/stories?limit=2", ["s-1", "s-2", "s-3", "s-4", "s-0"]),
        ("/v1/stories?limit=2&order=desc", ["s-0", "s-4", "s-3", "s-2", "s-1"]),
        ("/v1/stories?limit=2&as_of=4", ["s-0", "s-1", "s-2", "s-3"]),
    ):
        found: list[str] = []
        url = start
        while url:
            page = service.read(url)
            found += [one["story"] for one in page["items"]]
            url = page["next"]
        assert found == expected


@pytest.mark.parametrize("narrowed", ["", "&q=head", "&finding=unmatched"])
@pytest.mark.parametrize(("order", "moves"), [("desc", ["s-0", "s-1", "s-0"]), ("asc", ["s-0", "s-3", "s-1"])])
def test_each_story_comes_once_while_editions_are_published(
    service: Service, narrowed: str, order: str, moves: list[str]
) -> None:
    stories = [f"s-{n}" for n in range(4)]
    put(
        service,
        *(published(1, printed("30 dead", claim="nobody.knows"), headline="Head", story=one) for one in stories),
    )
    url = f"/v1/stories?limit=1&order={order}{narrowed}"
    found: list[str] = []
    for n, moved in enumerate([*moves, *["s-2"] * 4], start=2):
        shown = service.read(url)
        found += [one["story"] for one in shown["items"]]
        assert all(one["findings"]["unmatched"] == 1 for one in shown["items"])
        if (url := shown["next"]) is None:
            break
        put(service, published(n, printed("30 dead", claim="nobody.knows"), headline="Head", story=moved))
        put(service, published(1, headline="Head", story=f"new-{n}"))
    assert found == (stories if order == "asc" else stories[::-1])


@pytest.mark.parametrize("tail", ["editions", "notes"])
def test_editions_and_notes_that_have_not_changed_are_not_sent_again(service: Service, tail: str) -> None:
    put(service, reported(), published(1, printed("489")))
    tag = service.get(f"{PATH}/{tail}").headers["etag"]
    assert tag == f'"{service.position()}"'
    again = service.http.get(f"{PATH}/{tail}", headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    put(service, updated())
    assert service.http.get(f"{PATH}/{tail}", headers={"If-None-Match": tag}).status_code == 200
    assert "etag" not in service.get(f"{PATH}/{tail}", as_of=2).headers
