"""Forms for people without a system of their own: what they record, refuse, keep and preview, without any script."""

import re
from typing import Any

import pytest

from tests.e2e.conftest import Service
from tests.facts import A, B, disputed, exact, reported, updated
from tests.forms import PAGE, SOLDIERS, Form, erase, press, recorded, refused, shown

VOTE = {"form": "tally", "parts": {"for": "145", "against": "5", "abstaining": "35"}, "of": "193"}


def test_a_claim_is_reported(newsroom: Service) -> None:
    form = shown(newsroom, "/claims/new")
    hop = {"who.id": "pentagon", "who.kind": "office", "role": "originator", "stance": "estimates"}
    entries = {
        "subject": "pentagon.killed",
        "question": "ru-soldiers-killed",
        "figure.form": "approximate",
        "figure.value": "1,500",
        "wording": "about 1,500, in five days",
        "said_at": "2 Mar 2022",
        "refers_to": "24–28 Feb 2022",
        **{f"attribution.0.{name}": text for name, text in hop.items()},
    }
    answer = press(newsroom, "/claims/new", form.entries | entries)
    assert answer.status_code == 303, Form(answer.text).words
    assert answer.headers["location"] == "/claims/pentagon.killed"
    view = newsroom.read("/v1/claims/pentagon.killed")
    assert view["standing"]["figure"] == {"form": "approximate", "value": "1500"}
    assert (view["standing"]["said_at"], view["standing"]["refers_to"]) == ("2022-03-02", "2022-02-24/2022-02-28")


def test_an_update_is_recorded(newsroom: Service) -> None:
    event = recorded(newsroom, f"/claims/{A}/update", figure__value="1,351", wording="1,351 soldiers",
                     said_at="2022-03-25", reason="The ministry gave a new figure.")  # fmt: skip
    assert event["data"] == {
        "figure": exact("1351"),
        "wording": "1,351 soldiers",
        "said_at": "2022-03-25",
        "reason": "The ministry gave a new figure.",
    }


def test_a_correction_names_only_what_was_changed(newsroom: Service) -> None:
    form = shown(newsroom, f"/claims/{A}/correct")
    assert (form.entries["is.figure.value"], form.entries["is.wording"]) == ("498", SOLDIERS)
    event = recorded(newsroom, f"/claims/{A}/correct", is__wording="498 soldiers", kind="wrong_wording",
                     reason="A slip of ours.", approver__name="Night desk")  # fmt: skip
    assert (event["data"]["target"], event["data"]["was"], event["data"]["is"]) == (
        1,
        {"wording": SOLDIERS},
        {"wording": "498 soldiers"},
    )
    assert event["data"]["approver"] == {"name": "Night desk"}


def test_a_vote_is_corrected_part_by_part(newsroom: Service) -> None:
    newsroom.post("claim.reported.v1", "vote", reported("145-5, with 35 abstentions", VOTE))
    event = recorded(newsroom, "/claims/vote/correct", is__figure__parts__for="141", reason="misreported",
                     is__wording="141-5, with 35 abstentions", approver__name="Desk")  # fmt: skip
    assert event["data"]["is"]["figure"]["parts"] == {"for": "141", "against": "5", "abstaining": "35"}


def test_a_claim_that_was_never_said_is_corrected_by_nothing(newsroom: Service) -> None:
    event = recorded(newsroom, f"/claims/{A}/correct", kind="wrong_claim", reason="Never said.", approver__name="Desk")
    assert (event["data"]["was"], event["data"]["is"]) == ({}, {})


def test_a_dispute_is_opened_and_resolved(newsroom: Service) -> None:
    event = recorded(newsroom, f"/claims/{A}/dispute", statement="more than 7,000 have died", aspect="figure",
                     by__0__who__id="arestovych", by__0__who__kind="person")  # fmt: skip
    assert (event["data"]["dispute"], event["data"]["target"]) == ("dispute-1", 1)
    assert shown(newsroom, f"/claims/{A}/dispute").entries["dispute"] == "dispute-2"
    event = recorded(newsroom, f"/claims/{A}/resolve", outcome="rejected", by__name="Desk", reason="No ground given.")
    assert event["data"]["dispute"] == "dispute-1"


def test_a_chain_is_completed_from_what_is_recorded(newsroom: Service) -> None:
    path = f"/claims/{A}/attribute"
    form = shown(newsroom, path)
    assert form.entries["attribution.1.who.id"] == "newsweek"
    form = Form(press(newsroom, path, form.entries, "before:attribution.1").text)
    relay = {"who.id": "m-ilyushina", "who.kind": "person", "role": "relay", "stance": "reports"}
    entries = form.entries | {f"attribution.1.{name}": text for name, text in relay.items()}
    answer = press(newsroom, path, entries | {"basis": "Her post of that evening."})
    assert answer.status_code == 303
    chain = newsroom.read(f"/v1/claims/{A}")["attribution"]
    assert [hop["who"]["id"] for hop in chain] == ["ru-mod", "m-ilyushina", "newsweek"]
    assert chain[0]["who"]["name"] == "Ministry of Defence"


@pytest.mark.parametrize(
    ("verb", "entries", "data"),
    [
        ("annotate", {"text": "Asked again."}, {"text": "Asked again."}),
        ("link", {"to": B, "relation": "contradicts"}, {"to": B, "relation": "contradicts"}),
        ("retract", {"by": "outlet", "reason": "Killed."}, {"by": "outlet", "reason": "Killed."}),
        (
            "assess",
            {"finding": "unverifiable", "method": "Asked.", "by__name": "Desk"},
            {"target": 1, "finding": "unverifiable", "method": "Asked.", "by": {"name": "Desk"}},
        ),
    ],
)
def test_the_smaller_verbs_are_recorded(newsroom: Service, verb: str, entries: Any, data: Any) -> None:
    assert recorded(newsroom, f"/claims/{A}/{verb}", **entries)["data"] == data


def test_a_retraction_is_undone(newsroom: Service) -> None:
    newsroom.post("claim.retracted.v1", A, {"by": "outlet", "reason": "Killed."})
    form = shown(newsroom, f"/claims/{A}/reinstate")
    assert form.entries["by"] == "outlet"
    recorded(newsroom, f"/claims/{A}/reinstate", reason="Confirmed.")
    assert newsroom.read(f"/v1/claims/{A}")["status"] == "standing"


def test_a_question_is_asked(newsroom: Service) -> None:
    event = recorded(newsroom, "/questions/new", subject="ru-soldiers-killed", text="How many have been killed?",
                     tolerance="2.5 %", topics="war, losses")  # fmt: skip
    assert (event["data"]["tolerance"], event["data"]["topics"]) == ("0.025", ["war", "losses"])


def test_refusals_stand_beside_their_fields_and_are_listed_on_top(newsroom: Service) -> None:
    newsroom.post("claim.reported.v1", "vote", reported("145-5, with 35 abstentions", VOTE))
    form = refused(newsroom, "/claims/vote/correct", is__figure__parts__for="141", reason="misreported")
    assert "Not recorded: two things to mend" in form.words
    assert "The wording says 145; the figure says 141. Change the wording, or say below why they differ." in form.words
    assert "Expected a wording that bears out 141, got “145-5, with 35 abstentions”." in form.words
    assert "Say who approved it." in form.words
    assert form.invalid == ["is.wording", "approver.name"]
    jumps = [link[1:] for link in form.links if link.startswith("#f-")]
    assert jumps == ["f-is.wording", "f-approver.name"]
    assert set(jumps) <= form.ids


def test_a_text_in_two_lines_is_recorded_as_it_was_typed(newsroom: Service) -> None:
    assert recorded(newsroom, f"/claims/{A}/annotate", text="One.\r\nTwo.")["data"]["text"] == "One.\nTwo."


def test_a_time_that_may_be_two_is_refused_with_what_to_write(newsroom: Service) -> None:
    form = refused(newsroom, f"/claims/{A}/update", figure__value="9", wording="9", said_at="3/2/2022", reason="x")
    assert (
        "“3/2/2022” cannot be read as one time. Write a day (2 Mar 2022 or 2022-03-02), a period "
        "(2022-02-24/2022-03-02), or a moment (2 Mar 2022, 15:30)."
    ) in form.words
    assert not re.search("RFC|EDTF", form.words)


def test_what_is_no_id_is_told_in_words_and_not_as_a_pattern(newsroom: Service) -> None:
    form = refused(newsroom, f"/claims/{A}/link", to="Ru Mod")
    assert "“Ru Mod” is no id. Use a to z, 0 to 9, and . _ ~ - after the first character." in form.words
    assert "Expected an id of at most 128 characters, such as ru-mod.killed, got Ru Mod." in form.words


def test_pressing_twice_records_once_and_leads_to_the_same_page(newsroom: Service) -> None:
    path = f"/claims/{A}/annotate"
    entries = shown(newsroom, path).entries | {"text": "Asked again."}
    first, again = press(newsroom, path, entries), press(newsroom, path, entries)
    assert (first.status_code, again.status_code) == (303, 303)
    assert first.headers["location"] == again.headers["location"] == f"/claims/{A}"
    assert newsroom.read(f"/v1/claims/{A}")["notes"] == 1


def test_a_correction_pressed_twice_is_the_same_event_though_the_record_has_moved_on(newsroom: Service) -> None:
    path = f"/claims/{A}/correct"
    changed = {"is.wording": "498 soldiers", "reason": "x", "approver.name": "Desk"}
    entries = shown(newsroom, path).entries | changed
    assert press(newsroom, path, entries).status_code == press(newsroom, path, entries).status_code == 303
    assert newsroom.read(f"/v1/claims/{A}")["corrections"] == 1


def test_a_form_that_was_recorded_is_not_recorded_again_with_other_entries(newsroom: Service) -> None:
    path = f"/claims/{A}/annotate"
    entries = shown(newsroom, path).entries
    press(newsroom, path, entries | {"text": "One."})
    again = press(newsroom, path, entries | {"text": "Two."})
    assert again.status_code == 409
    assert "This form was recorded already, with other entries" in Form(again.text).words


def test_what_came_meanwhile_is_told_and_the_entries_are_kept_to_be_sent_again(newsroom: Service) -> None:
    path = f"/claims/{A}/update"
    typed = {"figure.value": "1500", "wording": "1,500", "said_at": "2022-03-26", "reason": "news"}
    entries = shown(newsroom, path).entries | typed
    newsroom.post("claim.updated.v1", A, updated("1,351 soldiers", exact("1351"), "2022-03-25"))
    answer = press(newsroom, path, entries)
    again = Form(answer.text)
    assert answer.status_code == 412
    assert "Revision 2 came meanwhile: look, then send again" in again.words
    assert again.entries.items() >= typed.items()
    assert press(newsroom, path, again.entries).status_code == 303


def test_a_preview_says_what_will_change_and_records_nothing(newsroom: Service) -> None:
    newsroom.post("claim.reported.v1", "vote", reported("145-5, with 35 abstentions", VOTE))
    path, before = "/claims/vote/correct", newsroom.position()
    entries = shown(newsroom, path).entries | {"is.figure.parts.for": "141", "is.wording": "141-5-35"}
    answer = press(newsroom, path, entries, "preview")
    words = Form(answer.text).words
    assert (answer.status_code, newsroom.position()) == (200, before)
    assert "145 → to 141 for, of 193" in words
    assert "Revision 1 stays in the record, struck through Revision 2 stands, with the said date of revision 1" in words
    assert "a reader of any moment before this still sees 145–5–35" in words
    assert "Before it can be recorded Say why Say who approved it" in words


def test_a_preview_says_what_is_spelled_anew(newsroom: Service) -> None:
    path = f"/claims/{A}/update"
    typed = {"figure.value": "1,351", "wording": "1,351", "said_at": "25 Mar 2022", "reason": "news"}
    words = Form(press(newsroom, path, shown(newsroom, path).entries | typed, "preview").text).words
    assert "“1,351” is recorded as 1351" in words
    assert "“25 Mar 2022” is recorded as 2022-03-25" in words
    assert "All of it can be recorded as it stands." in words


def test_a_late_update_is_previewed_as_what_it_is(newsroom: Service) -> None:
    path = f"/claims/{A}/update"
    typed = {"figure.value": "300", "wording": "300", "said_at": "2022-02-28", "reason": "found later"}
    words = Form(press(newsroom, path, shown(newsroom, path).entries | typed, "preview").text).words
    assert "Revision 2 comes late and adds history; revision 1 still stands" in words


def test_script_asks_for_the_preview_alone(newsroom: Service) -> None:
    path = f"/claims/{A}/annotate"
    entries = shown(newsroom, path).entries | {"text": "Asked again."}
    answer = press(newsroom, path, entries, "preview", **{"HX-Request": "true"})
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert "it changes no figure" in answer.text


def test_a_row_is_added_and_taken_out_and_every_entry_is_kept(newsroom: Service) -> None:
    form = shown(newsroom, "/claims/new")
    typed = {"subject": "x", "wording": "498\n\nsoldiers", "attribution.0.who.id": "ru-mod"}
    more = Form(press(newsroom, "/claims/new", form.entries | typed, "add:attribution").text)
    assert more.entries.items() >= typed.items()
    assert more.entries["attribution.1.who.id"] == ""
    fewer = Form(press(newsroom, "/claims/new", more.entries, "remove:attribution.1").text)
    assert "attribution.1.who.id" not in fewer.entries


def test_another_form_of_figure_shows_its_fields_and_keeps_the_others(newsroom: Service) -> None:
    form = shown(newsroom, "/claims/new")
    entries = form.entries | {"figure.form": "range", "figure.value": "11"}
    ranged = Form(press(newsroom, "/claims/new", entries, "show").text)
    assert ranged.entries.keys() >= {"figure.low", "figure.high"}
    assert ranged.entries["figure.value"] == "11"


def test_another_revision_is_filled_in_before_anything_is_recorded(newsroom: Service) -> None:
    newsroom.post("claim.updated.v1", A, updated("1,351 soldiers", exact("1351"), "2022-03-25"))
    path, before = f"/claims/{A}/correct", newsroom.position()
    form = shown(newsroom, path)
    assert form.entries["is.figure.value"] == "1351"
    again = Form(press(newsroom, path, form.entries | {"target": "1", "reason": "typed already"}).text)
    assert newsroom.position() == before
    assert (again.entries["is.figure.value"], again.entries["reason"]) == ("498", "typed already")


def test_an_address_may_fill_a_form_in(newsroom: Service) -> None:
    form = shown(newsroom, f"/claims/{A}/link?to={B}&relation=contradicts")
    assert (form.entries["to"], form.entries["relation"]) == (B, "contradicts")


def test_an_unknown_field_in_an_address_is_refused(newsroom: Service) -> None:
    answer = newsroom.http.get(f"/claims/{A}/annotate?txt=x")
    assert (answer.status_code, answer.json()["errors"][0]["expected"]) == (400, "txt: no such field in this form")


def test_a_post_may_leave_to_the_record_what_it_does_not_change(newsroom: Service) -> None:
    entries = {"is.wording": "498 soldiers", "kind": "wrong_wording", "reason": "x", "approver.name": "Desk"}
    assert newsroom.http.post(f"/claims/{A}/correct", data=entries).status_code == 303
    assert newsroom.read(f"/v1/claims/{A}")["standing"]["wording"] == "498 soldiers"


def test_a_name_alone_may_stand_for_a_party(newsroom: Service) -> None:
    entries = {"is.wording": "498 soldiers", "kind": "wrong_wording", "reason": "x", "approver": "Desk"}
    assert newsroom.http.post(f"/claims/{A}/correct", data=entries).status_code == 303


@pytest.mark.parametrize("target", ["0", "9", "9" * 30, "x", "-1", ""])
def test_a_revision_that_there_is_not_is_refused_beside_the_choice(newsroom: Service, target: str) -> None:
    by = {"who.id": "x", "who.kind": "person", "role": "originator", "stance": "denies"}
    entries = {f"by.0.{name}": text for name, text in by.items()}
    entries |= {"target": target, "aspect": "figure", "statement": "No."}
    answer = newsroom.http.post(f"/claims/{A}/dispute", data=entries, headers=PAGE)
    assert answer.status_code == 422
    assert Form(answer.text).invalid == ["f-target"]


def test_what_is_erased_is_neither_shown_nor_touched_by_a_correction(newsroom: Service) -> None:
    erase(newsroom, A, "/wording", "/attribution/0")
    form = shown(newsroom, f"/claims/{A}/correct")
    assert not form.entries["is.wording"]
    event = recorded(newsroom, f"/claims/{A}/correct", is__figure__value="489", reason="x", approver__name="Desk")
    assert event["data"]["was"].keys() == {"figure"}


def test_what_is_erased_may_be_corrected_without_being_told(newsroom: Service) -> None:
    erase(newsroom, A, "/wording")
    event = recorded(newsroom, f"/claims/{A}/correct", is__wording="498 men", reason="x", approver__name="Desk")
    assert event["data"]["was"] == {"wording": {"redacted": True}}


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
    ],
)
def test_a_form_from_another_site_is_not_taken(newsroom: Service, headers: dict[str, str]) -> None:
    path, before = f"/claims/{A}/annotate", newsroom.position()
    answer = press(newsroom, path, {"text": "Forged."}, **headers)
    assert answer.status_code == 403
    assert "another site sent this form" in answer.text
    assert newsroom.position() == before


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "same-origin"}, {}])
def test_a_form_from_our_own_page_is_taken(newsroom: Service, headers: dict[str, str]) -> None:
    assert press(newsroom, f"/claims/{A}/annotate", {"text": "Ours."}, **headers).status_code == 303


def test_our_own_origin_is_taken(newsroom: Service) -> None:
    origin = str(newsroom.http.base_url).rstrip("/")
    assert press(newsroom, f"/claims/{A}/annotate", {"text": "Ours."}, Origin=origin).status_code == 303


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b'{"text": "x"}', "application/json", 415),
        (b"text=x", "multipart/form-data; boundary=x", 415),
        (b"text=" + b"x" * 2**20, "application/x-www-form-urlencoded", 413),
        (b"text=%ff", "application/x-www-form-urlencoded", 400),
        (b"text=x&text=y", "application/x-www-form-urlencoded", 400),
        (b"&".join(b"a.%d=" % n for n in range(6_000)), "application/x-www-form-urlencoded", 400),
        (b"text=x&txt=y", "application/x-www-form-urlencoded", 400),
    ],
)
def test_what_is_no_form_of_ours_is_refused(newsroom: Service, body: bytes, kind: str, status: int) -> None:
    before = newsroom.position()
    answer = newsroom.http.post(f"/claims/{A}/annotate", content=body, headers={"Content-Type": kind} | PAGE)
    assert answer.status_code == status
    assert newsroom.position() == before


def test_nothing_is_ever_recorded_by_a_get(newsroom: Service) -> None:
    before = newsroom.position()
    assert newsroom.http.get(f"/claims/{A}/annotate", params={"text": "x", "do": "record"}).status_code in (200, 400)
    assert newsroom.position() == before


def test_there_is_no_form_for_the_past_nor_for_a_claim_that_is_not_there(newsroom: Service) -> None:
    assert newsroom.http.get(f"/claims/{A}/correct?as_of=1", headers=PAGE).status_code == 400
    assert newsroom.http.get("/claims/nobody/correct", headers=PAGE).status_code == 404
    assert newsroom.http.post("/claims/nobody/annotate", data={"text": "x"}, headers=PAGE).status_code == 404


def test_what_is_recorded_is_escaped_wherever_a_form_shows_it(newsroom: Service) -> None:
    newsroom.post("claim.reported.v1", "x", reported("498 <script>alert(1)</script>", exact("498")))
    newsroom.post("claim.disputed.v1", "x", disputed("d", "figure", statement="<b>No</b>"))
    page = newsroom.http.get("/claims/x/correct", headers=PAGE).text
    assert not re.search(r"<script>alert|<b>No</b>", page)
