"""What forms offer, warn of and propose to whoever fills them in, without any script."""

import re

import pytest

from tests.e2e.conftest import Service
from tests.facts import QUESTION, A, B, disputed, exact, reported, updated
from tests.forms import PAGE, SOLDIERS, Form, erase, press, recorded, refused, shown

NEW_YORK = {"Cookie": "zone=America/New_York"}


def previewed(service: Service, path: str, typed: dict[str, str], **headers: str) -> Form:
    return Form(press(service, path, shown(service, path).entries | typed, "preview", **headers).text)


def page_of(service: Service, path: str) -> str:
    return service.http.get(path, headers=PAGE).text


def published(service: Service, edition: int, *prints: str) -> None:
    data = {"edition": edition, "outlet": "Newsweek", "headline": "Dead", "published_at": f"2022-03-0{edition}",
            "prints": [{"claim": A, "placement": "body", "wording": one} for one in prints]}  # fmt: skip
    service.post("story.published.v1", "nw-1", data)


def test_a_qualifier_of_the_wording_alone_is_warned_of_and_can_be_recorded(newsroom: Service) -> None:
    path = f"/claims/{A}/update"
    typed = {"figure.value": "1,200", "wording": "at least 1,200 people died", "said_at": "9 Mar 2022", "reason": "x"}
    form = previewed(newsroom, path, typed)
    assert form.words.count("The wording says at least; the figure says exactly") == 2
    assert "All of it can be recorded as it stands." in form.words
    assert not form.invalid
    assert "#f-wording" in form.links
    assert press(newsroom, path, form.entries).status_code == 303


def test_an_update_without_a_period_says_that_it_states_none(newsroom: Service) -> None:
    path = f"/claims/{A}/update"
    assert "What stands is about 24 Feb – 2 Mar 2022: give it again, or none" in shown(newsroom, path).words
    typed = {"figure.value": "1351", "wording": "1,351", "said_at": "25 Mar 2022", "reason": "x"}
    assert "About 24 Feb – 2 Mar 2022 → to none stated" in previewed(newsroom, path, typed).words
    again = previewed(newsroom, path, typed | {"refers_to": "24 Feb – 2 Mar 2022"})
    assert "none stated" not in again.words
    assert "“24 Feb – 2 Mar 2022” is recorded as 2022-02-24/2022-03-02" in again.words


def test_a_time_of_day_is_read_by_the_readers_clocks(newsroom: Service) -> None:
    path = f"/claims/{A}/update"
    form = Form(newsroom.http.get(path, headers=PAGE | NEW_YORK).text)
    assert "by the clocks of New York" in form.words
    typed = {"figure.value": "1351", "wording": "1,351", "said_at": "7 Mar 2022, 15:30", "reason": "x",
             "published_at": "7 Mar 2022, 15:30:07"}  # fmt: skip
    seen = Form(press(newsroom, path, form.entries | typed, "preview").text)
    assert "“7 Mar 2022, 15:30” is 7 Mar 2022, 20:30 UTC, recorded as 2022-03-07T15:30:00-05:00" in seen.words
    assert "“7 Mar 2022, 15:30:07” is 7 Mar 2022, 20:30:07 UTC" in seen.words
    assert press(newsroom, path, seen.entries).status_code == 303
    standing = newsroom.read(f"/v1/claims/{A}")["standing"]
    assert (standing["said_at"], standing["published_at"]) == ("2022-03-07T15:30:00-05:00", "2022-03-07T15:30:07-05:00")


def test_a_form_keeps_the_clocks_that_it_has_named(newsroom: Service) -> None:
    path = f"/claims/{A}/update"
    entries = Form(newsroom.http.get(path, headers=PAGE | NEW_YORK).text).entries
    typed = {"figure.value": "1351", "wording": "1,351", "said_at": "7 Mar 2022, 15:30", "reason": "x"}
    first = press(newsroom, path, entries | typed, **NEW_YORK)
    again = press(newsroom, path, entries | typed, Cookie="zone=Europe/Kyiv")
    assert (first.status_code, again.status_code) == (303, 303)


def test_ids_that_the_record_knows_can_be_chosen_while_typing(newsroom: Service) -> None:
    newsroom.post("question.asked.v1", "ship-losses", {"text": "How many ships were lost?"})
    newsroom.project()
    page = page_of(newsroom, "/claims/new")
    assert '<option value="ship-losses">How many ships were lost?</option>' in page
    assert f'<option value="{QUESTION}"></option>' in page
    assert '<option value="ru-mod">Ministry of Defence</option>' in page
    assert 'list="known-questions"' in page
    assert f'<option value="{A}">Russian soldiers killed, says the Ministry of Defence</option>' in page_of(
        newsroom, f"/claims/{A}/link"
    )


def test_of_many_claims_the_latest_are_offered_and_those_that_begin_as_it_was_typed(newsroom: Service) -> None:
    for n in range(201):
        newsroom.post("claim.reported.v1", f"later.{n}", reported("9", exact("9")))
    newsroom.project()
    page = page_of(newsroom, f"/claims/{A}/link")
    assert page.count("<option value=") < 210
    assert f'<option value="{A}"' not in page
    assert f'<option value="{A}"' in page_of(newsroom, f"/claims/{A}/link?to=ru-m")


def test_an_id_is_proposed_for_a_new_claim(newsroom: Service) -> None:
    typed = {
        "question": "soldiers-killed",
        "figure.value": "9",
        "wording": "9 soldiers",
        "said_at": "2 Mar 2022",
        "attribution.0.who.id": "kyiv-post",
        "attribution.0.who.kind": "outlet",
    }
    form = previewed(newsroom, "/claims/new", typed)
    assert "Before it can be recorded Give it an id kyiv-post.soldiers-killed" in form.words
    assert "Wording “9 soldiers”" in form.words
    again = Form(press(newsroom, "/claims/new", form.entries).text)
    assert "Give it an id. Such as kyiv-post.soldiers-killed" in again.words
    assert again.invalid == ["subject"]


def test_a_question_that_nobody_has_asked_is_told(newsroom: Service) -> None:
    assert newsroom.read(f"/v1/claims/{A}")
    typed = {
        "subject": "x",
        "question": "losses",
        "figure.value": "9",
        "wording": "9",
        "said_at": "2 Mar 2022",
        "attribution.0.who.id": "kyiv-post",
        "attribution.0.who.kind": "outlet",
    }
    new = previewed(newsroom, "/claims/new", typed).words
    assert "No question of this id has been asked; the claim will open it as not asked yet" in new
    named = previewed(newsroom, "/claims/new", typed | {"question": QUESTION}).words
    assert "No question of this id has been asked; other claims name it already" in named
    newsroom.post("question.asked.v1", "losses", {"text": "How many?"})
    assert "No question of this id" not in previewed(newsroom, "/claims/new", typed).words


def test_a_claim_that_the_record_does_not_know_is_told(newsroom: Service) -> None:
    words = previewed(newsroom, f"/claims/{A}/link", {"to": B, "relation": "contradicts"}).words
    assert "The record knows no claim of this id yet" in words
    by = {"by.0.who.id": "x", "by.0.who.kind": "person", "statement": "No.", "counter_claim": B}
    assert "The record knows no claim of this id yet" in previewed(newsroom, f"/claims/{A}/dispute", by).words
    newsroom.post("claim.reported.v1", B, reported("9", exact("9")))
    assert "knows no claim" not in previewed(newsroom, f"/claims/{A}/dispute", by).words


def test_a_source_without_an_id_is_asked_for_one_beside_its_id(newsroom: Service) -> None:
    path = f"/claims/{A}/dispute"
    form = refused(newsroom, path, statement="No.", by__0__who__name="Kyiv Post", by__0__who__kind="outlet")
    assert form.invalid == ["by.0.who.id"]
    assert "Give the source an id, or say that it is unnamed. Such as kyiv-post" in form.words


def test_a_source_without_kind_and_id_is_asked_for_both_at_once(newsroom: Service) -> None:
    form = refused(newsroom, f"/claims/{A}/dispute", statement="No.", by__0__who__name="Kyiv Post")
    assert form.invalid == ["by.0.who.id", "by.0.who.kind"]


def test_what_is_no_language_is_refused_with_an_example_and_not_with_a_pattern(newsroom: Service) -> None:
    form = refused(newsroom, f"/claims/{A}/correct", is__language="Ukrainian?", reason="x", approver__name="Desk")
    assert "Expected a language, such as uk or en-GB, got Ukrainian?." in form.words


def test_a_claim_is_not_linked_to_itself(newsroom: Service) -> None:
    path = f"/claims/{A}/link"
    form = refused(newsroom, path, to=A, relation="same_as")
    assert form.invalid == ["to"]
    assert "A claim is not linked to itself. Name the other claim." in form.words
    assert "A claim is not linked to itself" in previewed(newsroom, path, {"to": A}).words


def test_a_chain_that_stays_as_it_is_is_not_recorded_again(newsroom: Service) -> None:
    path = f"/claims/{A}/attribute"
    form = refused(newsroom, path, basis="Asked again.")
    assert "The chain is recorded like this already. Change what was learned of it, or add a note." in form.words


def test_a_chain_that_was_completed_twice_by_one_form_is_recorded_once(newsroom: Service) -> None:
    path = f"/claims/{A}/attribute"
    entries = shown(newsroom, path).entries | {"attribution.0.medium": "briefing", "basis": "Her post."}
    first, again = press(newsroom, path, entries), press(newsroom, path, entries)
    assert (first.status_code, again.status_code) == (303, 303)


def test_of_many_revisions_any_can_be_chosen(newsroom: Service) -> None:
    for day in range(1, 13):
        newsroom.post("claim.updated.v1", A, updated(f"{day}", exact(f"{day}"), f"2022-04-{day:02d}"))
    page = page_of(newsroom, f"/claims/{A}/correct")
    assert 'name="target"' in page
    assert all(f'<option value="{n}"' in page for n in range(1, 14))
    assert "?target=" not in page
    entries = Form(page).entries
    again = Form(press(newsroom, f"/claims/{A}/correct", entries | {"target": "1"}).text)
    assert again.entries["is.figure.value"] == "498"
    recorded(newsroom, f"/claims/{A}/assess", target="2", finding="verified", method="Asked.", by__name="Desk")


def test_a_correction_of_nothing_says_so_in_words(newsroom: Service) -> None:
    form = refused(newsroom, f"/claims/{A}/correct", reason="x", approver__name="Desk")
    assert "Nothing is changed: change what was wrong." in form.words
    assert "[]" not in form.words


@pytest.mark.parametrize("typed", ["ten", "0", "100"])
def test_a_tolerance_that_is_no_percentage_is_refused_in_words(newsroom: Service, typed: str) -> None:
    form = refused(newsroom, "/questions/new", subject="q", text="How many?", tolerance=typed)
    sentence = f"“{typed}” is no tolerance. Write a number of percent above 0 and below 100, such as 10 or 2.5."
    assert sentence in form.words
    assert form.invalid == ["tolerance"]


def test_a_vote_is_reported_with_a_part_of_its_own(newsroom: Service) -> None:
    form = shown(newsroom, "/claims/new")
    vote = Form(press(newsroom, "/claims/new", form.entries | {"figure.form": "tally"}, "show").text)
    typed = {"figure.parts.for": "141", "figure.parts.against": "5", "figure.part.name": "Absent"}
    more = Form(press(newsroom, "/claims/new", vote.entries | typed, "show").text)
    assert not more.invalid
    assert (more.entries["figure.parts.Absent"], more.entries["figure.part.name"]) == ("", "")
    assert more.entries["figure.parts.abstaining"] == ""


def test_what_came_meanwhile_links_to_where_it_is_seen(newsroom: Service) -> None:
    path = f"/claims/{A}/update"
    typed = {"figure.value": "1500", "wording": "1,500", "said_at": "2022-03-26", "reason": "news"}
    entries = shown(newsroom, path).entries | typed
    newsroom.post("claim.updated.v1", A, updated("1,351 soldiers", exact("1351"), "2022-03-25"))
    page = press(newsroom, path, entries).text
    assert re.search(rf'<a href="/claims/{A}" target="_blank">Revision 2 came meanwhile: look, then send again', page)


def test_the_refusals_of_the_preview_alone_link_to_their_fields(newsroom: Service) -> None:
    path = f"/claims/{A}/update"
    page = press(newsroom, path, shown(newsroom, path).entries, "preview", **{"HX-Request": "true"}).text
    assert '<a href="#f-figure.value">Give the figure</a>' in page


def test_a_retraction_names_only_editions_that_still_print_the_claim(newsroom: Service) -> None:
    published(newsroom, 1, SOLDIERS)
    newsroom.project()
    path = f"/claims/{A}/retract"
    by = {"by": "outlet"}
    assert "Newsweek, edition 1 prints 498, which will be retracted" in previewed(newsroom, path, by).words
    published(newsroom, 2)
    newsroom.project()
    assert "Newsweek" not in previewed(newsroom, path, by).words


def test_nobody_has_taken_a_claim_back_until_somebody_says_who(newsroom: Service) -> None:
    path = f"/claims/{A}/retract"
    assert "by" not in shown(newsroom, path).entries
    newsroom.post("claim.retracted.v1", A, {"by": "outlet", "reason": "Killed."})
    assert shown(newsroom, path).entries["by"] == "source"


def test_an_update_shows_what_stands_before_anything_is_typed(newsroom: Service) -> None:
    path = f"/claims/{A}/update"
    assert "What stands now: 498, revision 1, said 2 Mar 2022" in shown(newsroom, path).words
    newsroom.post("claim.retracted.v1", A, {"by": "outlet", "reason": "Killed."})
    assert "Nothing stands now" in shown(newsroom, path).words


def test_how_a_tally_is_stated_comes_before_its_parts_and_other_parts_are_folded(newsroom: Service) -> None:
    parts = {"for": "141", "against": "5", "abstaining": "35"}
    newsroom.post("claim.reported.v1", "vote", reported("141-5-35", {"form": "tally", "parts": parts, "of": "193"}))
    page = page_of(newsroom, "/claims/vote/correct")
    order = [page.index(one) for one in ("How it is stated", ">For<", ">Abstaining<", '<details class="more set"')]
    assert order == sorted(order)
    assert re.search(r"<details[^>]*>\s*<summary>Another part, or of how many", page)


def test_a_form_that_is_asked_for_the_past_says_that_it_takes_none(newsroom: Service) -> None:
    answer = newsroom.http.get(f"/claims/{A}/update?as_of=1", headers=PAGE)
    assert answer.status_code == 400
    assert "Expected none: a form writes now" in answer.text
    assert "It takes a position" not in answer.text


def test_a_wording_is_shown_in_its_language(newsroom: Service) -> None:
    typed = {"subject": "x", "question": "q", "figure.value": "9", "wording": "9 солдатів", "said_at": "2 Mar 2022",
             "attribution.0.who.id": "kyiv-post", "attribution.0.who.kind": "outlet", "language": "uk"}  # fmt: skip
    page = press(newsroom, "/claims/new", shown(newsroom, "/claims/new").entries | typed, "preview").text
    assert '<dd lang="uk"><bdi>“9 солдатів”</bdi></dd>' in page


def test_an_erased_name_is_no_fault_of_the_lists(newsroom: Service) -> None:
    erase(newsroom, A, "/wording", "/attribution/0")
    newsroom.post("claim.disputed.v1", A, disputed("d", "figure"))
    newsroom.project()
    assert "This claim" in shown(newsroom, f"/claims/{A}/link").words


DISPUTE = {"statement": "No.", "by.0.who.name": "An adviser", "by.0.who.kind": "person", "by.0.who.id": "adviser"}


@pytest.mark.parametrize(("chosen", "becomes"), [("", "dispute-2"), ("our-own", "our-own")])
def test_the_id_of_a_dispute_that_nobody_chose_gives_way_to_one_that_came_meanwhile(
    newsroom: Service, chosen: str, becomes: str
) -> None:
    path = f"/claims/{A}/dispute"
    sent = shown(newsroom, path).entries | DISPUTE | ({"dispute": chosen} if chosen else {})
    newsroom.post("claim.disputed.v1", A, disputed("dispute-1", "figure"))
    overtaken = Form(press(newsroom, path, sent).text)
    assert overtaken.entries["dispute"] == becomes
    assert press(newsroom, path, overtaken.entries).status_code == 303


def test_the_preview_of_an_update_that_comes_late_says_its_figure(newsroom: Service) -> None:
    newsroom.post("claim.updated.v1", A, updated("1,351 soldiers", exact("1351"), "2022-03-25"))
    typed = {"figure.value": "900", "wording": "900", "said_at": "10 Mar 2022", "reason": "x"}
    words = previewed(newsroom, f"/claims/{A}/update", typed).words
    assert "Figure 900 Bounds" in words
    assert "comes late and adds history; revision 2 still stands" in words
