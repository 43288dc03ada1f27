"""What the page of a story tells besides: what was dropped or changed back, drafted notes, numbers of its text."""

import re

from tests.e2e.conftest import Service
from tests.events import CLAIM, STORY, corrected_figure, exact, printed, published, reported, retracted
from tests.story_page import HTML, editions, html, part, put, words

TEXT = "Almost 500 Soldiers Dead\nThe ministry said on March 2 that 498 soldiers have died.\n\nIt lost 30 aircraft.\n"


def test_an_edition_that_only_dropped_figures_says_so(service: Service) -> None:
    put(service, reported(), reported(claim="gone"))
    put(service, published(2, printed(), printed(claim="gone")), published(5, printed()))
    table = words(part(html(service), "figures"))
    assert "Every figure, edition by edition 1 figure dropped" in table
    assert "No figure changed" not in table


def test_changing_back_is_called_so(service: Service) -> None:
    put(service, reported(), *(published(n, printed(f"{n % 2} dead")) for n in (1, 2, 3)))
    assert "1 changed back silently" in words(part(html(service), "figures"))


def test_a_figure_in_two_prints_is_counted_once(service: Service) -> None:
    put(service, reported(), published(2, printed("498", "lede"), printed("498 soldiers", "body")))
    shown = html(service)
    assert editions(shown)[-1].endswith("1 figure in 2 prints")
    assert "2 prints" in words(part(shown, "prints"))


def test_a_note_is_drafted_for_what_was_withdrawn(service: Service) -> None:
    put(service, reported(), published(1, printed("498 dead")), retracted("source"))
    shown = words(part(html(service), "note"))
    assert "1 retracted figure" in shown
    assert "gave the number of Russian soldiers killed in Ukraine as 498." in shown
    assert "has withdrawn it." in shown
    assert "When edition 2 no longer prints it, this draft goes away." in shown


def test_a_note_is_drafted_for_a_person_to_edit(service: Service) -> None:
    put(
        service,
        reported("489 soldiers", exact("489")),
        published(1, printed("489 dead")),
        corrected_figure("489", "498"),
    )
    shown = part(html(service), "note")
    assert "Yours to edit. claimtrail publishes nothing. When edition 2 prints the right figure" in words(shown)
    assert re.search(
        r"<textarea [^>]*>Correction: An earlier version .* as 489\. The number was 498\.</textarea>", shown
    )
    assert 'data-copy-from="draft-1" hidden' in shown
    assert "<form" not in shown
    put(service, published(2, printed("498 dead")))
    assert 'id="note"' not in html(service)


def test_a_text_that_words_claims_suggests_them_what_is_missing_first(service: Service) -> None:
    put(service, reported("498 soldiers have died"), published(1, text=TEXT))
    shown = html(service)
    told = words(part(shown, "suggested"))
    found = service.read(f"/v1/stories/{STORY}/suggestions")["found"]
    assert told.index("2 numbers that no claim covers Almost 500") < told.index("2 wordings of known claims")
    assert "Nothing is recorded of what edition 1 prints." in words(shown)
    named = [f"{one['claim']}:{one['revision']}:{one['print']['selector']['start']}" for one in found]
    for one in (*named, "all"):
        address = f"/stories/{STORY}/correct?edition=1&accept={one}"
        assert address.replace("&", "&amp;") in shown
        assert service.http.get(address, headers=HTML).status_code == 200
    assert "accept=" not in html(service, as_of=2)
    assert "2 other numbers of the text are left without a claim: see below." in words(shown)


def test_numbers_that_are_no_claims_are_told_beside_those_that_miss_one(service: Service) -> None:
    put(service, published(1, text="The ministry said on March 2 that 498 soldiers have died."))
    told = "Numbers in the text that are no claims: “March 2”. 1 other number of the text is left without a claim"
    assert told in words(html(service))


def test_a_text_that_is_covered_says_which_numbers_are_no_claims(service: Service) -> None:
    text = "The ministry said on March 2 that 498 soldiers have died."
    put(service, reported("498 soldiers have died"), published(1, printed(), text=text))
    told = "Numbers in the text that are no claims: “March 2”. No other number is left without a claim."
    assert told in words(html(service))


def test_a_date_at_the_end_of_its_sentence_is_told_without_the_full_stop(service: Service) -> None:
    put(service, reported("498 soldiers have died"), published(1, text="498 soldiers have died by 3 March.\n"))
    shown = words(part(html(service), "prints"))
    assert "Numbers in the text that are no claims: “3 March”. No other" in shown


def test_what_a_tolerance_would_decide_is_not_one_sentence_with_the_verdict(service: Service) -> None:
    put(
        service,
        reported(),
        published(1, printed("nearly 500 dead", "headline"), printed("498 soldiers have died", "body")),
    )
    shown = words(part(html(service), "against"))
    assert "Cannot be decided without a tolerance; at 1 %, “nearly 500” contains 498" in shown


def test_suggestions_call_claims_by_their_names_and_cut_very_long_ones(service: Service) -> None:
    long = "498 soldiers " + "and nobody else " * 60
    text = f"498 soldiers have died.\n{long}\nIt lost 498 tanks.\n"
    put(service, reported("498 soldiers have died"), reported(long, claim="wordy.claim"), published(1, text=text))
    shown = part(html(service), "suggested")
    assert "Russian soldiers killed, says" in words(shown)
    assert f">{CLAIM}<" not in shown


def test_an_edition_is_linked_as_json_of_that_edition(service: Service) -> None:
    put(service, reported(), published(2, printed("498 dead")))
    assert f'href="/v1/stories/{STORY}/editions/2"' in html(service, edition=2, tolerance="0.1")
    assert f'href="/v1/stories/{STORY}"' in html(service)
