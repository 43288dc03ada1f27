"""Stories over HTTP: the notes that they owe their readers."""

from html import escape

from tests.e2e.conftest import Service
from tests.events import (
    STORY,
    corrected,
    corrected_figure,
    exact,
    printed,
    published,
    reported,
    retracted,
)
from tests.stories import PATH, prints
from tests.story_page import HTML, put


def test_a_corrected_period_is_told_in_the_note(service: Service) -> None:
    put(service, reported("498 soldiers", refers_to="2022-02-24/2022-03-02"), published(1, printed("498 soldiers")))
    was, is_ = {"refers_to": "2022-02-24/2022-03-02"}, {"refers_to": "2022-02-24/2022-03-01"}
    put(service, corrected(was, is_, kind="wrong_period"))
    (note,) = service.read(f"{PATH}/notes")["items"]
    assert "It is about 24 Feb – 1 Mar 2022, not 24 Feb – 2 Mar 2022." in note["text"]
    assert (note["members"], prints(service)[0]["corrected"]) == (["refers_to"], True)


def test_a_correction_note_is_drafted_and_goes_away(service: Service) -> None:
    put(
        service,
        reported("489 soldiers", exact("489")),
        published(1, printed("489 dead")),
        corrected_figure("489", "498"),
    )
    (note,) = service.read(f"{PATH}/notes")["items"]
    assert note["text"] == (
        "Correction: An earlier version of this story gave the number of Russian soldiers killed in Ukraine as 489. "
        "The number was 498."
    )
    assert [(one["edition"], one["placement"]) for one in note["printed"]] == [(1, "body")]
    assert service.read(f"{PATH}/notes", as_of=2)["items"] == []
    put(service, published(2, printed("498 dead")))
    assert service.read(f"{PATH}/notes")["items"] == []


def test_a_retraction_note_is_drafted_as_on_the_page_and_goes_away(service: Service) -> None:
    put(service, reported(), published(1, printed("498 dead")), retracted("source"))
    (note,) = service.read(f"{PATH}/notes")["items"]
    assert note["text"] == (
        "Correction: An earlier version of this story gave the number of Russian soldiers killed in Ukraine as 498. "
        "Ru-mod has withdrawn it."
    )
    assert [one["by"] for one in note["retracted"]] == ["source"]
    assert (note["members"], note["is"], note["correction"]) == ([], None, None)
    assert [(one["edition"], one["wording"]) for one in note["printed"]] == [(1, "498 dead")]
    assert escape(note["text"]) in service.http.get(f"/stories/{STORY}", headers=HTML).text
    assert service.read(f"{PATH}/notes", as_of=2)["items"] == []
    put(service, published(2))
    assert service.read(f"{PATH}/notes")["items"] == []
    assert len(service.read(f"{PATH}/notes", as_of=3)["items"]) == 1


def test_of_a_claim_that_was_corrected_and_then_withdrawn_the_last_note_is_drafted_alone(service: Service) -> None:
    put(service, reported("489 soldiers", exact("489")), reported("9 soldiers", exact("9"), claim="other"))
    put(service, published(1, printed("9 dead", claim="other"), printed("489 dead")), corrected_figure("489", "498"))
    put(service, corrected_figure("9", "8", claim="other"))
    assert [one["retracted"] for one in service.read(f"{PATH}/notes")["items"]] == [[], []]
    put(service, retracted("outlet"), retracted("source"))
    first, second = service.read(f"{PATH}/notes")["items"]
    assert first["text"].endswith("Newsweek and ru-mod have withdrawn it.")
    assert ([one["by"] for one in first["retracted"]], second["members"]) == (["outlet", "source"], ["figure"])
    assert service.read(f"{PATH}/notes", limit=1)["items"] == [first]
    assert service.read(f"{PATH}/notes", limit=1, order="desc")["items"] == [second]
