"""Pages about a figure that was taken out of the words, and about what an erased print may have been."""

from tests.e2e.conftest import Service
from tests.events import CLAIM, printed, published, reported, story_redacted
from tests.story_page import html, part, put, words


def test_a_figure_that_was_taken_out_is_shown_as_changed_silently(service: Service) -> None:
    put(service, reported(), published(1, printed("498 dead")), published(2, printed("Many dead")))
    shown = html(service)
    assert "1 changed silently" in words(part(shown, "figures"))
    assert "<del>498</del> <ins>Many</ins>" in part(shown, "words")


def test_the_page_of_the_claim_says_that_it_was_taken_out_silently(service: Service) -> None:
    put(service, reported(), published(1, printed("498 dead")), published(2, printed("Many dead")))
    assert "Edition 1 to 2: 498 to no figure, silently" in words(service.get(f"/claims/{CLAIM}").text)


def test_what_an_erased_print_may_have_been_is_neither_new_nor_dropped(service: Service) -> None:
    put(service, reported(), published(1, printed("498 dead")), published(2, printed("498 dead"), printed("7", "lede")))
    put(service, story_redacted(1, "/prints/0"))
    figures = words(part(html(service), "figures"))
    assert "No figure changed from 1 to 2" in figures
    assert "new" not in figures
    put(service, story_redacted(2, "/prints/0"))
    assert "No figure changed from 1 to 2" in words(part(html(service, compare=1, edition=2), "figures"))
