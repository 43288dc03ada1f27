"""The page of the log: what was checked, what there is not yet, one entry looked up, activity, the latest entries."""

import re
from html import unescape
from typing import Any

import orjson
import psycopg
import pytest

from adapters.check import check_log
from adapters.postgres.pool import connect
from tests.e2e.conftest import Service
from tests.facts import QUESTION, REDACTED, A, corrected, disputed, exact, reported, updated
from tests.postgres import Database

HTML = {"Accept": "text/html"}
RIGHT = {"figure": exact("498"), "wording": "498 soldiers have died"}
WRONG = {"figure": exact("489"), "wording": "489 soldiers have died"}


def page(service: Service, status: int = 200, **parameters: Any) -> str:
    answer = service.http.get("/log", headers=HTML, params=parameters or None)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "text/html; charset=utf-8"), answer.text
    return answer.text


def words_of(markup: str) -> str:
    return re.sub(r" ([.,;:])", r"\1", " ".join(unescape(re.sub(r"<[^>]+>", " ", markup)).split()))


def plain(html: str) -> str:
    return words_of(html[html.index("<main") : html.index("</main>")])


def rows(html: str) -> list[str]:
    """The words of each of the latest entries."""
    table = html[html.index('aria-labelledby="entries"') :]
    return [words_of(one) for one in re.findall(r"<tr.*?</tr>", table, re.DOTALL)][1:]


def tampered(database: Database, *statements: str) -> None:
    """Changes rows as a superuser may, with no trigger in the way."""
    with psycopg.connect(database.owner_url) as connection:
        connection.execute("SET session_replication_role = replica")
        for one in statements:
            connection.execute(one.encode())


@pytest.fixture
def told(service: Service) -> dict[str, Any]:
    """A question, and a claim that was reported, corrected and updated; the receipt of the report."""
    service.post("question.asked.v1", QUESTION, {"text": "How many soldiers?"})
    receipt = service.post("claim.reported.v1", A, reported("489 soldiers have died", exact("489")))
    service.post("claim.corrected.v1", A, corrected(WRONG, RIGHT))
    service.post("claim.updated.v1", A, updated("1,351 soldiers", exact("1351"), "2022-03-25"))
    return receipt


def test_an_empty_log_is_told_as_such(service: Service) -> None:
    assert "Nothing is recorded yet." in plain(page(service))


@pytest.mark.usefixtures("told")
def test_it_shows_the_size_and_the_root_that_the_command_prints(service: Service, database: Database) -> None:
    with connect(database.owner_url) as connection:
        checked = check_log(connection)
    words = plain(page(service))
    assert f"Size 4 Root {checked.root.hex()}" in words
    assert "claimtrail check" in words
    assert f"{service.http.base_url}".rstrip("/") + "/v1/events" in words


@pytest.mark.usefixtures("told")
def test_what_holds_and_what_there_is_not_yet_is_told_apart(service: Service) -> None:
    words = plain(page(service))
    assert "No gap and no step back holds Positions 1 to 4 are all there" in words
    assert "Read models agree with the log holds All 5 at position 4, lag 0." in words
    assert "Checkpoint none yet" in words
    assert "Witnesses none yet" in words
    assert "Redactions 0 Nothing has been erased." in words


@pytest.mark.usefixtures("told")
def test_a_gap_a_step_back_and_a_wrong_leaf_are_found(service: Service, database: Database) -> None:
    tampered(
        database,
        "DELETE FROM event WHERE position = 2",
        "UPDATE event SET recorded_at = recorded_at - interval '1 hour' WHERE position = 3",
        "UPDATE event SET leaf = sha256('x') WHERE position = 4",
    )
    words = plain(page(service))
    assert "No gap and no step back does not hold 1 position is missing, 1 recorded time goes back" in words
    assert "1 leaf is not the hash of the header" in words


@pytest.mark.usefixtures("told")
def test_read_models_that_lag_are_said_to(service: Service) -> None:
    later = updated("1,400 soldiers", exact("1400"), "2022-03-26", refers_to="2022-02-24/2022-03-26")
    assert service.send(service.event("claim.updated.v1", A, later)).status_code == 201
    assert "Read models agree with the log catching up" in plain(page(service))


@pytest.mark.usefixtures("told")
def test_redactions_are_told_with_ground_and_authority_and_without_the_value(service: Service) -> None:
    service.post("claim.redacted.v1", A, REDACTED | {"version": 3, "fields": ["/wording"]})
    html = page(service)
    assert "Redactions 1 Position 5" in plain(html)
    assert "claim/ru-mod.killed, 1 value; privacy, by the desk. names a private person" in plain(html)
    assert "1,351 soldiers" not in html


@pytest.mark.usefixtures("told")
def test_the_latest_entries_say_what_each_changed(service: Service) -> None:
    service.post("claim.disputed.v1", A, disputed("d", "figure"))
    dispute, update, correction, report, question = rows(page(service))
    assert "Disputed claim/ru-mod.killed 4 Russian soldiers killed: the figure is disputed" in dispute
    assert "Updated claim/ru-mod.killed 3 Russian soldiers killed: 498 to 1,351" in update
    assert "Corrected claim/ru-mod.killed 2 Russian soldiers killed: 489 to 498" in correction
    assert "Reported claim/ru-mod.killed 1 Russian soldiers killed: 489" in report
    assert "Question asked question/ru-soldiers-killed 1 Question: How many soldiers?" in question


@pytest.mark.usefixtures("told")
def test_a_late_figure_is_no_move(service: Service) -> None:
    late = updated("490 soldiers", exact("490"), "2022-03-01", refers_to="2022-02-24/2022-03-01")
    service.post("claim.updated.v1", A, late)
    assert "Russian soldiers killed: 490; late: a figure that was said later came first" in rows(page(service))[0]


def test_entries_are_paged_from_the_newest_back(service: Service) -> None:
    service.post_all([service.event("question.asked.v1", f"q{n:02}", {"text": f"How many of {n}?"}) for n in range(15)])
    first = page(service)
    assert len(rows(first)) == 12
    (address,) = re.findall(r'<a href="([^"#]+)#entries" rel="next">', first)
    second = service.http.get(unescape(address), headers=HTML).text
    assert [one.split()[0] for one in rows(second)] == ["3", "2", "1"]
    assert "Latest entries" in plain(second)
    assert "No entry before this position." in plain(page(service, before=1))


@pytest.mark.parametrize("how", ["{position}", "2,0", "{id}", "/v1/events/{position}"])
def test_an_entry_is_looked_up_by_what_a_reader_has_of_it(service: Service, told: dict[str, Any], how: str) -> None:
    if how == "2,0":
        how = "2"
    words = plain(page(service, entry=how.format(**told)))
    assert "Position 2 is in the log" in words
    assert "Stream claim/ru-mod.killed, version 1" in words
    assert f"Payload {told['digest']}" in words
    assert "The stored payload is what this commits to." in words


def test_a_receipt_is_held_against_the_log(service: Service, told: dict[str, Any]) -> None:
    assert "Every member of the receipt agrees" in plain(page(service, entry=orjson.dumps(told).decode()))
    other = orjson.dumps({**told, "digest": "sha256:00"}).decode()
    words = plain(page(service, entry=other))
    assert "Position 2 is in the log, and does not agree" in words
    assert f"The receipt’s digest is sha256:00; the log has {told['digest']}." in words


@pytest.mark.usefixtures("told")
def test_an_entry_that_somebody_changed_is_found_out(service: Service, database: Database) -> None:
    tampered(database, "UPDATE event SET source = 'https://elsewhere.example' WHERE position = 2")
    words = plain(page(service, entry="2"))
    assert "Position 2 is in the log, and does not agree" in words
    assert "but the header says 'https://newsroom.example/cms'" in words


@pytest.mark.usefixtures("told")
def test_what_is_not_in_the_log_is_said_so(service: Service) -> None:
    assert "Position 5 is not in the log It ends at position 4." in plain(page(service, entry="5"))
    assert "This id is not in the log" in plain(page(service, entry="no-such-id"))
    assert "Position 4 is not in the log at that moment" in plain(page(service, entry="4", as_of=3))
    assert "a receipt as it was answered, whole" in page(service, 400, entry="{")


def test_the_same_id_of_other_sources_is_named(service: Service) -> None:
    for source in ("https://a.example", "https://b.example"):
        data = {"text": "How many?"}
        service.post("question.asked.v1", source[8:9], data, source=source, id="same")
    words = plain(page(service, entry="same"))
    assert "Position 1 is in the log" in words
    assert "Other sources used the same id: position 2." in words


@pytest.mark.usefixtures("told")
def test_one_day_is_told_without_a_chart(service: Service) -> None:
    words = plain(page(service))
    assert "1 correction to 2 figures" in words
    assert "A chart is drawn from the second day on." in words
    assert "No dispute was raised. 1 other event." in words


@pytest.mark.usefixtures("told")
def test_activity_is_told_by_the_days_of_the_readers_clocks(service: Service, database: Database) -> None:
    service.post(
        "claim.updated.v1", A, updated("1,400", exact("1400"), "2022-03-26", refers_to="2022-02-24/2022-03-26")
    )
    moments = ("2024-01-01T12:00Z", "2026-02-27T23:30Z", "2026-02-28T23:30Z", "2026-03-01T01:00Z", "2026-03-02T12:00Z")
    tampered(
        database,
        *(
            f"UPDATE event SET recorded_at = '{one}' WHERE position = {n}"  # noqa: S608 (both are our own)
            for n, one in enumerate(moments, 1)
        ),
    )
    html = page(service)
    assert "of the last year" in plain(html)
    assert "Feb 1 1 Mar 2 0" in plain(html)
    assert "<svg" in html[html.index('aria-labelledby="activity"') :]
    answer = service.http.get("/log", headers={**HTML, "Cookie": "zone=America/New_York"})
    assert "Feb 2 1 Mar 1 0" in plain(answer.text)


@pytest.mark.usefixtures("told")
def test_it_can_be_shown_as_of_the_past(service: Service) -> None:
    html = page(service, as_of=2)
    assert 'href="/v1/events?order=desc&amp;as_of=2"' in html
    assert "As this record knew it on" in html
    assert [one.split()[0] for one in rows(html)] == ["2", "1"]
    assert "Size 2 Root" in plain(html)
    assert "What the service checked in the log up to position 2" in plain(html)
    assert "Read models agree with the log not kept" in plain(html)
    assert "Digests" not in plain(html)
    assert "0 corrections to 1 figure" in plain(html)


@pytest.mark.usefixtures("told")
def test_a_reader_is_told_what_each_way_of_checking_can_do(service: Service) -> None:
    words = plain(page(service))
    assert "With the database claimtrail check computes every commitment, every leaf and the root again" in words
    assert "/v1/events downloads every event." in words
    assert "It cannot give the root" in words


def test_the_exact_moment_of_an_entry_is_written_out(service: Service, told: dict[str, Any]) -> None:
    at = told["recorded_at"]
    assert f"{at[:10]} {at[11:26]} UTC" in plain(page(service, entry=told["position"]))


def test_what_lies_below_is_for_programs(service: Service) -> None:
    answer = service.http.get("/log/checkpoint", headers=HTML)
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
