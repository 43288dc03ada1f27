"""Stories over HTTP: what changed from one edition to another, silently or not, and what does not fit within one."""

from tests.e2e.conftest import Service
from tests.events import (
    asked,
    corrected_figure,
    exact,
    printed,
    published,
    reported,
    story_redacted,
)
from tests.stories import PATH, problem
from tests.story_page import put


def test_a_silent_change_is_told_with_both_figures_and_wordings(service: Service) -> None:
    put(service, published(1, printed("489 dead")), published(2, printed("498 dead"), update_note="More information."))
    shown = service.read(f"{PATH}/changes", from_=1, to=2)
    (change,) = shown["changes"]
    assert (change["kind"], change["silent"], change["excuse"]) == ("changed", True, None)
    assert (change["from"]["figure"], change["to"]["figure"]) == (exact("489"), exact("498"))
    assert [one["op"] for one in change["words"]] == ["removed", "added", "same"]
    assert (shown["from"]["edition"], shown["to"]["update_note"]) == (1, "More information.")


def test_without_numbers_the_last_step_of_the_record_is_told(service: Service) -> None:
    put(service, *(published(n, printed(str(n * 100)), published_at="2022-03-02") for n in (1, 2, 4)))
    shown = service.read(f"{PATH}/changes")
    assert (shown["from"]["edition"], shown["to"]["edition"]) == (2, 4)
    assert service.read(f"{PATH}/changes", to=2)["from"]["edition"] == 1


def test_a_correction_recorded_later_excuses_and_is_named_but_not_in_the_past(service: Service) -> None:
    put(service, reported("489 soldiers", exact("489")), published(1, printed("489")), published(2, printed("498")))
    (receipt,) = put(service, corrected_figure("489", "498"))
    (change,) = service.read(f"{PATH}/changes")["changes"]
    assert (change["silent"], change["excuse"]) == (False, "correction")
    assert change["correction"] == {
        "position": receipt["position"],
        "version": receipt["version"],
        "revision": 2,
        "recorded_at": receipt["recorded_at"],
        "kind": "wrong_figure",
    }
    assert [one["silent"] for one in service.read(f"{PATH}/changes", as_of=3)["changes"]] == [True]


def test_the_headline_against_the_body_is_told_beside_the_changes(service: Service) -> None:
    put(service, published(1), published(2, printed("Almost 500", "headline"), printed("498")))
    (one,) = service.read(f"{PATH}/changes")["mismatches"]
    assert (one["left"]["placement"], one["right"]["placement"]) == ("headline", "body")
    assert (one["verdict"], one["reasons"]) == ("undecidable", ["needs_tolerance"])


def test_a_story_with_one_edition_has_nothing_before_it(service: Service) -> None:
    put(service, published(1, printed("489 dead", "headline"), printed("498 dead")))
    shown = service.read(f"{PATH}/changes")
    assert (shown["from"], shown["to"]["edition"], shown["changes"]) == (None, 1, [])
    assert [one["verdict"] for one in shown["mismatches"]] == ["disjoint"]
    assert service.read(PATH)["mismatches"] == shown["mismatches"]


def test_a_mismatch_takes_the_tolerance_that_the_claims_question_had_then(service: Service) -> None:
    put(service, reported("498 soldiers"), published(1, printed("about 500", "headline"), printed("498")))
    put(service, asked(tolerance="0.05"))
    for path in (PATH, f"{PATH}/editions/1", f"{PATH}/changes"):
        (one,) = service.read(path)["mismatches"]
        assert (one["verdict"], one["container"]) == ("contains", "left")
        assert one["tolerance"] == {"value": "0.05", "by": "question"}
        (then,) = service.read(path, as_of=2)["mismatches"]
        assert (then["verdict"], "tolerance" in then) == ("undecidable", False)
    assert service.read("/v1/stories")["items"][0]["findings"]["mismatches"] == 1


def test_an_erased_update_note_excuses(service: Service) -> None:
    put(service, published(1, printed("489")), published(2, printed("498"), update_note="Thanks to a reader."))
    assert service.read("/v1/stories")["items"][0]["findings"]["silent"] == 1
    put(service, story_redacted(2, "/update_note"))
    (change,) = service.read(f"{PATH}/changes")["changes"]
    assert (change["kind"], change["silent"], change["excuse"]) == ("changed", False, "erased")
    assert service.read("/v1/stories")["items"][0]["findings"]["silent"] == 0


def test_editions_are_compared_from_an_earlier_to_a_later_one_only(service: Service) -> None:
    put(service, published(1), published(2))
    assert problem(service, f"{PATH}/changes", from_=2, to=1) == (400, "bad-parameter")
    assert problem(service, f"{PATH}/changes", from_=2, to=2) == (400, "bad-parameter")
    assert problem(service, f"{PATH}/changes", from_=0) == (400, "bad-parameter")
    assert problem(service, f"{PATH}/changes", to=3) == (404, "not-found")
    assert problem(service, f"{PATH}/changes", to=1) == (404, "not-found")
