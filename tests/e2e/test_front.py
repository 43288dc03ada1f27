"""The plain page: what stands, what contradicts what, what was corrected; with no script and nothing from elsewhere."""

import re
from html.parser import HTMLParser

from tests.e2e.conftest import Service
from tests.facts import ADVISER, REDACTED, A, B, corrected, disputed, exact, reported, updated

MORE_THAN_7000 = {"form": "more_than", "value": "7000"}


class Tags(HTMLParser):
    """The tags of a page, and every address that it asks for by itself."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.asked: list[str] = []
        self.links: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        addresses = [value or "" for name, value in attrs if name in ("src", "href", "srcset", "action")]
        (self.links if tag == "a" else self.asked).extend(addresses)


def page_of(service: Service) -> str:
    answer = service.get("/")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    return answer.text


def test_an_empty_record_says_what_to_do(service: Service) -> None:
    assert "Nothing is recorded yet." in page_of(service)


def test_two_figures_that_contradict_each_other_are_shown_with_their_verdict(service: Service) -> None:
    service.post("claim.reported.v1", A, reported("498 soldiers have died", exact("498")))
    service.post("claim.reported.v1", B, reported("more than 7,000", MORE_THAN_7000, ADVISER))

    page = page_of(service)

    assert "more than 7,000" in page
    assert "Contradict each other: no number is both." in page


def test_they_are_still_shown_for_their_period_when_one_source_has_moved_on(service: Service) -> None:
    service.post("claim.reported.v1", A, reported("498 soldiers have died", exact("498")))
    service.post("claim.reported.v1", B, reported("more than 7,000", MORE_THAN_7000, ADVISER))
    later = updated("1,351 soldiers", exact("1351"), "2022-03-25", refers_to="2022-02-24/2022-03-25")
    service.post("claim.updated.v1", A, later)

    page = page_of(service)

    assert "Not comparable: other period, 24 Feb – 2 Mar 2022 against 24 Feb – 25 Mar 2022." in page
    assert re.search(
        r"<strong>498</strong>.*\s.*<strong>more than 7,000</strong>|<strong>more than 7,000</strong>", page
    )
    assert "Contradict each other" in page


def test_a_contradiction_of_what_stands_is_told_once(service: Service) -> None:
    service.post("claim.reported.v1", A, reported("498 soldiers have died", exact("498")))
    service.post("claim.reported.v1", B, reported("more than 7,000", MORE_THAN_7000, ADVISER))

    assert page_of(service).count("Contradict each other") == 1


def test_a_correction_shows_what_was_and_what_is(service: Service) -> None:
    service.post("claim.reported.v1", A, reported("489 soldiers have died", exact("489")))
    was, is_ = ({"figure": exact(one), "wording": f"{one} soldiers have died"} for one in ("489", "498"))
    service.post("claim.corrected.v1", A, corrected(was, is_))

    assert re.search(r"<s[^>]*>489</s> → <strong>498</strong>", page_of(service))


def test_a_correction_that_leaves_nothing_leads_to_the_history(service: Service) -> None:
    service.post("claim.reported.v1", A, reported("489 soldiers have died", exact("489")))
    service.post("claim.corrected.v1", A, corrected({}, {}, kind="wrong_claim"))

    assert f'<a href="/v1/claims/{A}/revisions"><code>' in page_of(service)


def test_what_is_said_of_an_older_revision_is_not_said_of_what_stands(service: Service) -> None:
    service.post("claim.reported.v1", A, reported("498 soldiers have died", exact("498")))
    service.post("claim.disputed.v1", A, disputed("d1", "figure"))
    service.post("claim.updated.v1", A, updated("1,351 soldiers", exact("1351"), "2022-03-25"))

    assert "Revision 1 disputed" in page_of(service)


def test_a_correction_without_a_note_is_told_by_its_reason(service: Service) -> None:
    service.post("claim.reported.v1", A, reported("489 soldiers have died", exact("489")))
    was, is_ = ({"figure": exact(one), "wording": f"{one} soldiers have died"} for one in ("489", "498"))
    service.post("claim.corrected.v1", A, corrected(was, is_))

    page = page_of(service)

    assert "The source said 498." in page
    assert "Approved by the desk" in page


def test_an_erased_value_is_shown_as_erased(service: Service) -> None:
    service.post("claim.reported.v1", A, reported("498 soldiers, says Jane Roe", exact("498")))
    fields = ["/wording", "/figure", "/scope", "/attribution/0"]
    service.post("claim.redacted.v1", A, {"version": 1, "fields": fields, **REDACTED})

    page = page_of(service)

    assert "Jane Roe" not in page
    assert "<q>erased</q>" in page


def test_what_a_source_says_is_text_and_never_markup(service: Service) -> None:
    wording = "<script>alert('498')</script> & \"498\""
    service.post("claim.reported.v1", A, reported(wording, exact("498")))

    tags = Tags(page_of(service))

    assert "script" not in tags.names


def test_the_page_asks_for_nothing_and_lets_nothing_run(service: Service) -> None:
    service.post("claim.reported.v1", A, reported("498 soldiers have died", exact("498")))

    tags = Tags(page_of(service))
    policy = service.get("/").headers["content-security-policy"]

    assert tags.asked == ["data:,"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_every_link_of_the_page_leads_somewhere(service: Service) -> None:
    service.post("question.asked.v1", "ru-soldiers-killed", {"text": "How many Russian soldiers?"})
    service.post("claim.reported.v1", A, reported("489 soldiers have died", exact("489")))
    service.post("claim.reported.v1", B, reported("more than 7,000", MORE_THAN_7000, ADVISER))
    was, is_ = ({"figure": exact(one), "wording": f"{one} soldiers have died"} for one in ("489", "498"))
    service.post("claim.corrected.v1", A, corrected(was, is_))

    links = Tags(page_of(service)).links

    assert {link: service.get(link).status_code for link in links if service.get(link).status_code != 200} == {}
