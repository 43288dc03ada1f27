"""The pages of sources: the list, and one that opens on its corrections and disputes."""

import re
from html import unescape
from typing import Any

import pytest

from tests.e2e.conftest import Service
from tests.facts import ADVISER, OUTLET, RESOLVED, A, B, corrected, disputed, exact, reported, updated
from tests.facts import MINISTRY as MINISTRY_HOP

HTML = {"Accept": "text/html"}
MINISTRY = "/sources/ru-mod"


def page(service: Service, path: str, status: int = 200, **parameters: Any) -> str:
    answer = service.http.get(path, headers=HTML, params=parameters or None)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "text/html; charset=utf-8"), answer.text
    return answer.text


def plain(html: str) -> str:
    main = html[html.index("<main") : html.index("</main>")]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


@pytest.fixture
def told(service: Service) -> None:
    """The ministry's figure, mistyped by us and corrected; another one of the adviser's."""
    service.post("claim.reported.v1", A, reported("489 soldiers have died", exact("489")))
    right = {"figure": exact("498"), "wording": "498 soldiers have died"}
    was = {"figure": exact("489"), "wording": "489 soldiers have died"}
    service.post("claim.corrected.v1", A, corrected(was, right))
    service.post("claim.reported.v1", B, reported("7,000 have died", exact("7000"), ADVISER))


@pytest.mark.usefixtures("told")
def test_the_list_names_everybody_with_their_claims(service: Service) -> None:
    words = plain(page(service, "/sources"))
    assert "arestovych person 1 1 arestovych" in words
    assert "Ministry of Defence office 1 1 ru-mod" in words
    assert "Newsweek outlet 2 0 newsweek" in words


@pytest.mark.usefixtures("told")
def test_the_list_is_searched_and_paged(service: Service) -> None:
    found = page(service, "/sources", q="defence")
    assert "Sources called “defence”" in plain(found)
    assert "Newsweek" not in plain(found)
    assert "No source is called “nobody”." in plain(page(service, "/sources", q="nobody"))
    first = page(service, "/sources", limit=2)
    (address,) = re.findall(r'<a href="([^"]+)" rel="next">', first)
    second = service.http.get(unescape(address), headers=HTML).text
    assert "ru-mod" not in plain(first)
    assert "ru-mod" in plain(second)


def test_an_empty_record_has_no_source(service: Service) -> None:
    assert "No source yet." in plain(page(service, "/sources"))


@pytest.mark.usefixtures("told")
def test_a_source_opens_on_what_was_corrected_and_says_whose_fault_that_was(service: Service) -> None:
    html = page(service, MINISTRY)
    words = plain(html)
    assert "Ministry of Defence 1 correction. In 1 claim: 1 said first." in words
    assert "it is ours, not the source’s fault" in words
    assert "489 → to 498 Russian soldiers killed, says the Ministry of Defence The source said 498." in words
    assert html.index('id="corrections"') < html.index('id="disputes"') < html.index('id="claims"')


@pytest.mark.usefixtures("told")
def test_disputes_are_told_on_both_sides_with_how_they_ended(service: Service) -> None:
    service.post("claim.disputed.v1", A, disputed("d", "figure") | {"target": 2})
    words = plain(page(service, MINISTRY))
    assert "1 open dispute" in words
    assert "The figure is disputed by arestovych ." in words
    assert "What it disputes 1 open" in plain(page(service, "/sources/arestovych"))
    service.post("claim.dispute_resolved.v1", A, {"dispute": "d", **RESOLVED})
    words = plain(page(service, MINISTRY))
    assert "1 dispute that ended" in words
    assert "Rejected" in words


@pytest.mark.usefixtures("told")
def test_of_what_nobody_disputes_the_page_says_that_this_is_no_agreement(service: Service) -> None:
    assert "Nobody disputes what it said. That is not agreement." in plain(page(service, MINISTRY))


@pytest.mark.usefixtures("told")
def test_its_claims_stand_with_their_figures_and_their_course(service: Service) -> None:
    service.post("claim.updated.v1", A, updated("1,351 soldiers", exact("1351"), "2022-03-25"))
    html = page(service, MINISTRY)
    assert "Russian soldiers killed said first 1,351 25 Mar 2022" in plain(html)
    assert "Russian soldiers killed: from 498 to 1351" in html
    outlet = plain(page(service, "/sources/newsweek", role="outlet"))
    assert "Russian soldiers killed, says the Ministry of Defence published 1,351" in outlet


def test_every_claim_of_a_page_shows_its_course_however_many_there_are(service: Service) -> None:
    for n in range(15):
        service.post("claim.reported.v1", f"claim-{n}", reported("498 soldiers have died", exact("498")))
        for day in (25, 26):
            data = updated(f"{day} soldiers", exact(f"{day}"), f"2022-03-{day}")
            service.post("claim.updated.v1", f"claim-{n}", data)
    html = page(service, MINISTRY)
    assert html.count("Russian soldiers killed: from 498 to 26") == 15
    assert "revisions" not in plain(html)


def test_a_course_leaves_out_what_was_corrected_away_and_what_came_later(service: Service) -> None:
    service.post("claim.reported.v1", A, reported("489 soldiers", exact("489")))
    service.post("claim.updated.v1", A, updated("1,351 soldiers", exact("1351"), "2022-03-25"))
    was = {"wording": "489 soldiers", "figure": exact("489")}
    service.post("claim.corrected.v1", A, corrected(was, {"wording": "498 soldiers", "figure": exact("498")}))
    assert "Russian soldiers killed: from 498 to 1351" in page(service, MINISTRY)
    assert "Russian soldiers killed: from 489 to 1351" in page(service, MINISTRY, as_of=2)


@pytest.mark.usefixtures("told")
def test_late_arrivals_and_retractions_are_told(service: Service) -> None:
    earlier = updated("490 soldiers", exact("490"), "2022-03-01", refers_to="2022-02-24/2022-03-01")
    service.post("claim.updated.v1", A, earlier)
    service.post("claim.retracted.v1", A, {"by": "source", "reason": "withdrawn"})
    words = plain(page(service, MINISTRY))
    assert "Late arrivals 1 figure" in words
    assert "Retractions 1 time" in words
    assert "1 retracted" in words


def test_an_outlet_shows_what_it_changed_silently(service: Service) -> None:
    service.post("claim.reported.v1", A, reported("498 soldiers have died", exact("498")))
    for edition, value in ((1, "498"), (2, "489")):
        printed = {"claim": A, "placement": "body", "wording": f"{value} soldiers have died", "figure": exact(value)}
        data = {
            "edition": edition,
            "outlet": OUTLET["who"],
            "headline": "Almost 500 dead",
            "published_at": f"2022-03-0{edition + 1}",
            "prints": [printed],
        }
        then = service.post("story.published.v1", "almost-500", data)["position"]
    html = page(service, "/sources/newsweek")
    assert "1 silent change" in plain(html)
    assert 'href="/stories/almost-500?edition=2&amp;compare=1"' in html
    past = page(service, "/sources/newsweek", as_of=then)
    assert "1 silent change" in plain(past)
    assert f'href="/stories/almost-500?edition=2&amp;compare=1&amp;as_of={then}"' in past
    assert "silent change" not in plain(page(service, "/sources/newsweek", as_of=then - 1))


@pytest.mark.usefixtures("told")
def test_it_can_be_shown_as_of_the_past_and_not_before_it_was_named(service: Service) -> None:
    html = page(service, MINISTRY, as_of=1)
    assert "As this record knew it on" in html
    assert "No correction." in plain(html)
    assert "489" in plain(html)
    assert f'href="/claims/{A}?as_of=1"' in html
    assert "Not known yet" in page(service, "/sources/arestovych", 404, as_of=1)
    assert "arestovych" not in plain(page(service, "/sources", as_of=2))


@pytest.mark.usefixtures("told")
def test_what_there_is_not_or_cannot_be_read_is_refused_in_words(service: Service) -> None:
    assert "This record has no such source" in page(service, "/sources/nobody", 404)
    assert "originator, spokesperson" in page(service, MINISTRY, 400, role="king")


def passed_on_by(who: str) -> list[dict[str, Any]]:
    relay = {"who": {"id": who, "kind": "person"}, "role": "relay", "stance": "reports"}
    return [MINISTRY_HOP | {"stance": "asserts"}, relay, OUTLET]


@pytest.mark.usefixtures("told")
def test_who_passed_on_an_earlier_figure_alone_is_told_with_it(service: Service) -> None:
    service.post("claim.attributed.v1", A, {"attribution": passed_on_by("m-ilyushina"), "basis": "her post"})
    then = service.post(
        "claim.updated.v1",
        A,
        updated("1,351 soldiers", exact("1351"), "2022-03-25", attribution=passed_on_by("s-rudskoy")),
    )
    words = plain(page(service, "/sources/m-ilyushina"))
    assert "In no claim’s chain any more, once in that of 1 claim." in words
    assert "disputes only" not in words
    assert "Once in the chain 1 claim with another chain now" in words
    assert "Passed on; a later figure came another way" in words
    before = plain(page(service, "/sources/m-ilyushina", as_of=then["position"] - 1))
    assert "In 1 claim: 1 passed on." in before
    assert "Once in the chain" not in before


def test_what_somebody_passed_on_names_its_revisions(service: Service) -> None:
    service.post("claim.reported.v1", A, reported("498", exact("498")) | {"attribution": passed_on_by("m-ilyushina")})
    for value, day, who in (("1351", 25, "m-ilyushina"), ("5937", 26, "s-rudskoy")):
        data = updated(value, exact(value), f"2022-03-{day}", attribution=passed_on_by(who))
        service.post("claim.updated.v1", A, data)
    assert "Passed on revisions 1 to 2; a later figure came another way" in plain(page(service, "/sources/m-ilyushina"))
    ministry = plain(page(service, MINISTRY))
    assert "Once in the chain" not in ministry


@pytest.mark.usefixtures("told")
def test_who_only_disputes_is_named_in_disputes_only(service: Service) -> None:
    pentagon = {"who": {"id": "pentagon", "kind": "office"}, "role": "originator"}
    service.post("claim.disputed.v1", A, disputed("d", "attribution", by=pentagon) | {"target": 2})
    words = plain(page(service, "/sources/pentagon"))
    assert "Named in disputes only: no claim has it in its chain." in words
    assert "It disputes the attribution of a claim by Ministry of Defence ." in words


def test_late_arrivals_and_disputes_of_what_stands_no_longer_have_their_figures(service: Service) -> None:
    service.post("claim.reported.v1", A, reported("498 soldiers have died", exact("498")))
    service.post("claim.disputed.v1", A, disputed("d-1", "figure"))
    service.post("claim.updated.v1", A, updated("1,351 have died", exact("1351"), "2022-03-25"))
    service.post("claim.updated.v1", A, updated("900 have died", exact("900"), "2022-03-10"))
    words = plain(page(service, MINISTRY))
    assert "498 revision 1; 1,351 stands now" in words
    assert "900 Russian soldiers killed, says the Ministry of Defence revision 3, recorded" in words
