"""What stands in a form's way is said before it is filled in; questions are reworded; forms come from our pages."""

import socket
from collections.abc import Iterator

import httpx
import pytest

from api.http import patience
from tests.bounded import PATIENCE_S
from tests.e2e.conftest import Service
from tests.facts import QUESTION, A, exact, reported
from tests.forms import PAGE, Form, press, recorded, refused, shown, working
from tests.postgres import Database
from tests.service import answering


@pytest.fixture
def newsroom(service: Service) -> Iterator[Service]:
    """The service with one claim and its question, and its worker."""
    service.post("claim.reported.v1", A, reported("498 soldiers", exact("498")))
    service.post("question.asked.v1", QUESTION, {"text": "How many were killed?"})
    with working(service):
        yield service


def choices(service: Service, verb: str) -> list[str]:
    page = service.http.get(f"/claims/{A}/{verb}", headers=PAGE).text
    return [one for one in ("source", "outlet") if f'name="by" value="{one}"' in page]


def test_an_update_of_what_is_retracted_leads_to_its_reinstatement(newsroom: Service) -> None:
    assert "retracted" not in shown(newsroom, f"/claims/{A}/update").words
    newsroom.post("claim.retracted.v1", A, {"by": "outlet", "reason": "Killed."})
    form = shown(newsroom, f"/claims/{A}/update")
    assert "The claim is retracted: nothing updates it. Reinstate it first." in form.words
    assert f"/claims/{A}/reinstate" in form.links


def test_only_a_retraction_that_is_in_force_is_undone(newsroom: Service) -> None:
    assert choices(newsroom, "reinstate") == []
    assert "The claim is not retracted: there is nothing to undo." in shown(newsroom, f"/claims/{A}/reinstate").words
    newsroom.post("claim.retracted.v1", A, {"by": "outlet", "reason": "Killed."})
    assert (choices(newsroom, "reinstate"), choices(newsroom, "retract")) == (["outlet"], ["source"])
    newsroom.post("claim.retracted.v1", A, {"by": "source", "reason": "Withdrawn."})
    assert (choices(newsroom, "reinstate"), choices(newsroom, "retract")) == (["source", "outlet"], [])
    assert f"/claims/{A}/reinstate" in shown(newsroom, f"/claims/{A}/retract").links


@pytest.mark.parametrize("verb", ["update", "correct"])
def test_why_they_differ_need_not_be_said(newsroom: Service, verb: str) -> None:
    assert "Why they differ (optional)" in shown(newsroom, f"/claims/{A}/{verb}").words


def test_a_question_is_reworded(newsroom: Service) -> None:
    path = f"/questions/{QUESTION}/reword"
    assert shown(newsroom, path).entries["text"] == "How many were killed?"
    sent = shown(newsroom, path).entries | {"text": "How many soldiers were killed?", "reason": "Who is meant."}
    seen = Form(press(newsroom, path, sent, "preview").text)
    assert "“How many were killed?” → to “How many soldiers were killed?”" in seen.words
    event = recorded(newsroom, path, text="How many soldiers were killed?", reason="Who is meant.")
    assert (event["type"], event["data"]["text"]) == ("question.reworded.v1", "How many soldiers were killed?")


def test_a_question_is_not_reworded_without_a_reason(newsroom: Service) -> None:
    form = refused(newsroom, f"/questions/{QUESTION}/reword", text="How many soldiers were killed?")
    assert form.invalid == ["reason"]


def test_a_question_that_nobody_has_asked_is_not_reworded(newsroom: Service) -> None:
    assert newsroom.http.get("/questions/nobody/reword", headers=PAGE).status_code == 404


def test_a_question_that_has_been_asked_leads_to_better_words(newsroom: Service) -> None:
    form = refused(newsroom, "/questions/new", subject=QUESTION, text="How many?")
    assert "This question has been asked already" in form.words
    assert f"/questions/{QUESTION}/reword" in form.links


def test_a_board_leads_to_the_forms_about_it(newsroom: Service) -> None:
    links = Form(newsroom.http.get(f"/questions/{QUESTION}", headers=PAGE).text).links
    assert {f"/claims/new?question={QUESTION}", f"/questions/{QUESTION}/reword"} <= set(links)
    past = Form(newsroom.http.get(f"/questions/{QUESTION}", params={"as_of": "2"}, headers=PAGE).text).links
    assert f"/questions/{QUESTION}/reword" not in past


@pytest.mark.parametrize("host", ["elsewhere.example", "elsewhere.example:8000", "127.0.0.1.elsewhere.example", "[::1"])
def test_a_site_that_gives_itself_our_address_is_not_taken(newsroom: Service, host: str) -> None:
    path, before = f"/claims/{A}/annotate", newsroom.position()
    sent = {"Host": host, "Origin": f"http://{host}", "Sec-Fetch-Site": "same-origin"}
    answer = press(newsroom, path, {"text": "Forged."}, **sent)
    assert (answer.status_code, newsroom.position()) == (403, before)
    assert "CLAIMTRAIL_HOSTS" in answer.text


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:8000", "127.0.0.1", "[::1]:8000", "192.0.2.7:80", "LOCALHOST"]
)
def test_this_machine_and_addresses_are_ours(newsroom: Service, host: str) -> None:
    sent = {"Host": host, "Origin": f"http://{host}", "Sec-Fetch-Site": "same-origin"}
    assert press(newsroom, f"/claims/{A}/annotate", {"text": "Ours."}, **sent).status_code == 303


def test_a_program_may_use_any_name_for_no_page_can_make_it(newsroom: Service) -> None:
    assert press(newsroom, f"/claims/{A}/annotate", {"text": "Ours."}, Host="desk.example").status_code == 303


def test_a_form_that_never_comes_whole_is_given_up(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "SILENCE_S", 0.2)
    head = f"POST /claims/{A}/annotate HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    with answering(database.url) as address:
        url = httpx.URL(address)
        with socket.create_connection((url.host, url.port or 80), timeout=PATIENCE_S) as half:
            half.sendall(f"{head}Accept: application/json\r\nContent-Length: 9\r\n\r\ntext=".encode())
            answer = half.recv(65_536)
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b"a body that does not pause for 0.2 s" in answer
