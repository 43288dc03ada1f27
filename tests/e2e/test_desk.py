"""What needs a look: derived, counted in full, listed within bounds, now and as of the past."""

from typing import Any

import pytest

from api.http import desk_contests
from api.http.desk_stories import MOST_PAST
from api.http.kept_desks import PASTS_KEPT, Desk, KeptDesks
from tests.e2e.conftest import Service
from tests.events import (
    CLAIM,
    QUESTION,
    Event,
    approximate,
    asked,
    corrected_figure,
    disputed,
    exact,
    more_than,
    printed,
    published,
    redacted,
    reported,
    resolved,
    retracted,
    reworded,
    tally,
    updated,
    withdrawn,
)

OTHER = "kyiv.ru-soldiers-killed"


def posted(service: Service, *events: Event) -> int:
    """Records *events*; the last position, at which the read models are then."""
    receipts = service.post_all([{"specversion": "1.0", **event} for event in events])
    return max(int(one["position"]) for one in receipts)


def desk(service: Service, at_least: int, **moment: Any) -> dict[str, Any]:
    told: dict[str, Any] = service.read("/v1/desk", at_least=at_least, **moment)
    return told


def test_nothing_needs_a_look_where_nothing_is_recorded(service: Service) -> None:
    assert service.get("/v1/desk").json()["counts"] == {
        "silent": 0,
        "disputed": 0,
        "contested": 0,
        "corrected": 0,
        "behind": 0,
    }


def test_a_silent_change_is_listed_with_both_figures_and_both_editions(service: Service) -> None:
    end = posted(service, reported(), published(1, printed("498 dead")), published(2, printed("489 dead")))
    (one,) = desk(service, end)["silent"]
    assert (one["claim"], one["from_edition"], one["to_edition"]) == (CLAIM, 1, 2)
    assert (one["from"]["figure"], one["to"]["figure"]) == (exact("498"), exact("489"))


def test_a_change_that_is_corrected_later_leaves_the_desk(service: Service) -> None:
    posted(service, reported(), published(1, printed("498 dead")), published(2, printed("489 dead")))
    assert desk(service, posted(service, corrected_figure("498", "489")))["counts"]["silent"] == 0


def test_an_open_dispute_is_listed_until_it_is_resolved(service: Service) -> None:
    end = posted(service, reported(), disputed(counter_claim=OTHER), updated())
    told = desk(service, end)
    (one,) = told["disputed"]
    assert (one["claim"], one["revision"], one["stands"]) == (CLAIM, 1, False)
    assert (one["figure"], one["standing"]) == (exact("498"), exact("1351"))
    assert desk(service, posted(service, resolved()))["counts"]["disputed"] == 0


def test_two_figures_that_contradict_each_other_contest_their_question(service: Service) -> None:
    end = posted(service, reported(), reported("more than 7,000 soldiers", more_than("7000"), claim=OTHER))
    (one,) = desk(service, end)["contested"]
    assert (one["question"], one["claims"], one["disjoint"]) == (QUESTION, 2, 1)
    assert {one["pair"]["left"], one["pair"]["right"]} == {CLAIM, OTHER}


def test_a_contested_question_that_was_looked_at_tells_of_what_came_since(service: Service) -> None:
    posted(service, asked("How many?"), reported())
    desk(service, posted(service, reported("7,000 soldiers", exact("7000"), claim=OTHER)))
    (one,) = desk(
        service, posted(service, reported("9 soldiers", exact("9"), claim="third"), reworded("How many now?"))
    )["contested"]
    assert (one["text"], one["claims"], one["disjoint"]) == ("How many now?", 3, 3)
    assert desk(service, posted(service, retracted(), retracted(claim=OTHER)))["contested"] == []


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (("498 soldiers", exact("498")), ("about 500 soldiers", approximate("500"))),
        (("7,000 soldiers", exact("7000")), ("7,000 soldiers", exact("7000"))),
    ],
)
def test_figures_that_need_not_contradict_contest_nothing(service: Service, left: Any, right: Any) -> None:
    end = posted(service, reported(*left), reported(*right, claim=OTHER))
    assert desk(service, end)["counts"]["contested"] == 0


def test_bounds_that_touch_without_a_number_in_both_contest(service: Service) -> None:
    end = posted(
        service,
        reported("7,000 soldiers", exact("7000")),
        reported("more than 7,000 soldiers", more_than("7000"), claim=OTHER),
    )
    assert desk(service, end)["counts"]["contested"] == 1


def test_tallies_that_differ_contest(service: Service) -> None:
    end = posted(
        service,
        reported("145 to 5", tally(**{"for": "145", "against": "5"})),
        reported("141 to 5", tally(**{"for": "141", "against": "5"}), claim=OTHER),
    )
    assert desk(service, end)["counts"]["contested"] == 1


def test_claims_that_inherit_one_scope_contest_though_they_state_it_differently(service: Service) -> None:
    whole = {"population": "Russian soldiers", "unit": "person"}
    end = posted(
        service,
        reported("498 soldiers", exact("498"), scope={"unit": "person"}),
        reported("7,000 soldiers", exact("7000"), scope=whole, claim=OTHER),
    )
    assert desk(service, end)["counts"]["contested"] == 0
    end = posted(service, asked(scope=whole))
    assert desk(service, end)["counts"]["contested"] == 1


def test_a_printed_figure_that_was_corrected_is_listed_with_both_revisions(service: Service) -> None:
    end = posted(service, reported(), published(1, printed("498 dead")), corrected_figure("498", "489"))
    told = desk(service, end)
    (one,) = told["corrected"]
    assert (one["wrong"]["figure"], one["right"]["figure"], one["retracted"]) == (exact("498"), exact("489"), False)


def test_a_printed_claim_that_was_retracted_is_listed_there_too(service: Service) -> None:
    end = posted(service, reported(), published(1, printed("498 dead")), retracted("source"))
    told = desk(service, end)
    assert (told["counts"]["corrected"], told["corrected"][0]["retracted"]) == (1, True)


def test_a_print_that_was_corrected_and_retracted_is_counted_and_listed_once(service: Service) -> None:
    posted(service, reported(), reported("9 soldiers", exact("9"), claim="other"))
    posted(service, published(1, printed("498 dead"), printed("498", "lede"), printed("9 dead", claim="other")))
    posted(service, corrected_figure("498", "489"), corrected_figure("9", "8", claim="other"))
    end = posted(service, retracted("source"))
    for told in (desk(service, end), desk(service, end, as_of=end)):
        assert told["counts"]["corrected"] == len(told["corrected"]) == 3
        assert [(one["claim"], one["retracted"]) for one in told["corrected"]] == [
            (CLAIM, True),
            (CLAIM, True),
            ("other", False),
        ]
    assert service.get("/v1/stories").json()["items"][0]["findings"]["retracted"] == 2


def test_a_printed_figure_behind_the_record_is_listed_under_its_story(service: Service) -> None:
    end = posted(service, reported(), published(1, printed("498 dead")), updated())
    told = desk(service, end)
    (story,) = told["behind"]
    assert (told["counts"]["behind"], story["edition"]) == (1, 1)
    assert story["prints"][0]["stands"]["figure"] == exact("1351")


def test_a_withdrawn_story_prints_nothing_any_more(service: Service) -> None:
    end = posted(service, reported(), published(1, printed("498 dead")), updated(), withdrawn())
    assert desk(service, end)["counts"]["behind"] == 0


def test_a_figure_that_moved_says_by_how_much(service: Service) -> None:
    end = posted(service, reported(), updated())
    (one,) = desk(service, end)["moved"]
    assert (one["claim"], one["before"], one["change"]) == (CLAIM, "498", "853")


def test_the_desk_as_of_the_past_knows_nothing_of_later(service: Service) -> None:
    then = posted(service, reported(), published(1, printed("498 dead")), disputed())
    now = posted(service, updated(), resolved(), published(2, printed("489 dead")))
    past = desk(service, now, as_of=then)
    assert past["counts"] == {"silent": 0, "disputed": 1, "contested": 1, "corrected": 0, "behind": 0}
    assert past["position"] == then
    assert desk(service, now)["counts"]["silent"] == 1


def test_a_desk_of_the_past_says_among_how_many_stories_it_looked(service: Service) -> None:
    few = posted(service, *(published(1, printed("498 dead"), story=f"story-{n}") for n in range(MOST_PAST - 1)))
    many = posted(service, published(1, printed("498 dead"), story="one-more"))
    assert desk(service, many, as_of=few)["looked_at"] is None
    assert desk(service, many, as_of=many)["looked_at"] == {"stories": MOST_PAST, "questions": 0}
    assert desk(service, many)["looked_at"] is None


def test_open_disputes_of_the_past_are_counted_in_full(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk_contests, "MOST_PAST", 1)
    then = posted(service, reported(), disputed(), reported(claim=OTHER), disputed(claim=OTHER))
    now = posted(service, resolved())
    assert desk(service, now, as_of=then)["counts"]["disputed"] == 2
    assert len(desk(service, now, as_of=then)["disputed"]) == 1
    assert desk(service, now, as_of=now)["counts"]["disputed"] == 1


def test_what_was_erased_since_is_gone_from_a_desk_of_the_past_that_was_looked_at_before(service: Service) -> None:
    then = posted(service, reported(), disputed())
    before = desk(service, then, as_of=then)
    assert "498" in str(before["disputed"])
    assert desk(service, then, as_of=then) == before
    now = posted(service, redacted(1, "/figure"))
    after = desk(service, now, as_of=then)
    assert "498" not in str(after["disputed"])
    assert after["disputed"][0]["figure"] == {"redacted": True}


def test_the_last_desks_of_the_past_are_kept_and_no_others() -> None:
    kept, desks = KeptDesks(), {moment: Desk({}, {}) for moment in range(1, PASTS_KEPT + 3)}
    for moment, made in desks.items():
        assert kept.past(moment, erasures=0) is None
        kept.keep_past(moment, 0, made)
        kept.past(1, erasures=0)
    left = [moment for moment, made in desks.items() if kept.past(moment, erasures=0) is made]
    assert left == [1, *list(desks)[1 - PASTS_KEPT :]]
    assert kept.past(1, erasures=5) is None


def test_an_unknown_parameter_of_the_desk_is_refused(service: Service) -> None:
    assert service.get("/v1/desk", edition=1).status_code == 400


def test_silent_changes_are_all_counted_though_a_story_has_very_many(service: Service) -> None:
    claims = [f"claim-{n}" for n in range(120)]
    end = posted(
        service,
        published(1, *(printed("498 dead", claim=claim) for claim in claims)),
        published(2, *(printed("489 dead", claim=claim) for claim in claims)),
    )
    assert desk(service, end)["counts"]["silent"] == 120


def test_the_question_that_moved_last_is_the_first_contested_one_now_and_in_the_past(service: Service) -> None:
    posted(service, *(reported(claim=f"a.{name}", question=name) for name in ("first", "last")))
    said = "7,000 soldiers", exact("7000")
    then = posted(service, *(reported(*said, claim=f"b.{name}", question=name) for name in ("last", "first")))
    moments: tuple[dict[str, int], ...] = ({}, {"as_of": then})
    for moment in moments:
        assert [one["question"] for one in desk(service, then, **moment)["contested"]] == ["first", "last"]
    now = posted(service, updated(claim="a.last"))
    for moment in ({}, {"as_of": now}):
        assert [one["question"] for one in desk(service, now, **moment)["contested"]] == ["last", "first"]


def test_a_desk_that_has_not_changed_is_not_sent_again(service: Service) -> None:
    end = posted(service, reported(), disputed())
    tag = service.get("/v1/desk", at_least=end).headers["etag"]
    assert tag.startswith(f'"{end}-')
    again = service.http.get("/v1/desk", headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    later = posted(service, resolved())
    assert service.http.get(f"/v1/desk?at_least={later}", headers={"If-None-Match": tag}).status_code == 200
    assert "etag" not in service.get("/v1/desk", as_of=end).headers
