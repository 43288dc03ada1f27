"""Files of events come into a running service: of any form, through interruptions of every kind, each line once."""

import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest

from tests.bounded import Process, eventually
from tests.e2e.test_faults import away
from tests.newsroom_files import PACKED, events, lines, read, written
from tests.postgres import Database, Server
from tests.relay import Relay, relay
from tests.running import Ended, ended, started
from tests.service import Service, answering
from tests.victim import victim

SOME_ANSWERS_BYTES = 60_000
MANY = 1_000
IN_FLIGHT = 8_192


pytestmark = pytest.mark.usefixtures("place")


@pytest.fixture
def held(service: Service) -> Iterator[Relay]:
    """A way to the service that answers some lines, and then no more for the time being."""
    with relay(str(service.http.base_url)) as passing:
        passing.budget = SOME_ANSWERS_BYTES
        yield passing


@pytest.mark.parametrize("form", PACKED)
def test_a_file_is_read_whatever_it_is_packed_with_and_called(service: Service, place: Path, form: str) -> None:
    file = written(place / "events.txt", events(3), form)

    done = imported(service, file)

    assert (done.code, done.err) == (0, "")
    assert "3 events: 3 recorded, 0 repeated, 0 refused" in done.out
    assert service.position() == 3


def test_standard_input_is_read_too(service: Service) -> None:
    done = ended("import", "-", "--url", address(service), stdin=lines(events(3)).decode())

    assert done.code == 0
    assert service.position() == 3


def test_several_files_have_one_summary_and_programs_find_it_in_the_last_line(service: Service, place: Path) -> None:
    first, second = written(place / "a", events(3, "a")), written(place / "b", events(2, "b"))

    done = imported(service, first, second, first, "--json")

    assert done.code == 0
    assert counts(done) == {"recorded": 5, "repeated": 3, "refused": 0}
    assert (done.lines[-1]["refusals"], done.lines[-1]["complete"]) == (None, True)


@pytest.mark.parametrize("separator", [b"\n", b"\r\n", b"\n\n \n"])
def test_blank_lines_and_a_missing_last_end_mean_nothing(service: Service, place: Path, separator: bytes) -> None:
    (place / "events").write_bytes(separator.join([b"", *lines(events(300)).splitlines()]))

    assert counts(imported(service, place / "events", "--json")) == {"recorded": 300, "repeated": 0, "refused": 0}


def test_a_line_that_is_refused_harms_no_other_and_is_told_with_its_number(service: Service, place: Path) -> None:
    (place / "day.jsonl").write_bytes(b"\n{nothing\n" + lines(events(2)))

    done = imported(service, place / "day.jsonl")

    assert done.code == 1
    assert "3 events: 2 recorded, 0 repeated, 1 refused" in done.out
    assert "day.jsonl, line 2: The event could not be read." in done.err
    assert "claimtrail import day.refused.jsonl" in done.out
    assert (place / "day.refused.jsonl").read_bytes() == b"{nothing\n"
    (reason,) = read(place / "day.refused.reasons.jsonl")
    assert (reason["file"], reason["line"], reason["problem"]["status"]) == ("day.jsonl", 2, 400)


def test_what_was_refused_can_be_mended_and_imported(service: Service, place: Path) -> None:
    wrong, *right = events(3)
    file = written(place / "day.jsonl", [{**wrong, "type": "claim.reportet.v1"}, *right])
    assert counts(imported(service, file, "--json")) == {"recorded": 0, "repeated": 0, "refused": 3}

    refused = place / "day.refused.jsonl"
    refused.write_bytes(refused.read_bytes().replace(b"reportet", b"reported"))
    again = imported(service, refused, "--json")

    assert counts(again) == {"recorded": 3, "repeated": 0, "refused": 0}
    assert service.position() == 3


def test_a_file_that_is_being_mended_is_not_overwritten(service: Service, place: Path) -> None:
    (place / "day.jsonl").write_bytes(b"{nothing\n")
    (place / "day.refused.jsonl").write_bytes(b"half mended")

    done = imported(service, place / "day.jsonl", "--json")

    assert done.lines[-1]["refusals"] == "day.refused-2.jsonl"
    assert (place / "day.refused.jsonl").read_bytes() == b"half mended"


def test_programs_are_told_why_before_the_summary(service: Service, place: Path) -> None:
    (place / "day.jsonl").write_bytes(b"{nothing\n" * 101)

    done = imported(service, place / "day.jsonl", "--json", "--refusals", "bad.jsonl")

    assert len(done.lines) == 101
    assert done.lines[99]["line"] == 100
    assert (done.lines[-1]["refusals"], done.lines[-1]["reasons"]) == ("bad.jsonl", "bad.reasons.jsonl")
    assert len(read(place / "bad.reasons.jsonl")) == 101


def test_what_comes_too_early_is_refused_unless_it_is_to_be_sent_again(service: Service, place: Path) -> None:
    backwards = list(reversed(events(4)))
    file = written(place / "day.jsonl", [*backwards, *events(1, "b")[:0]])

    assert counts(imported(service, file, "--json")) == {"recorded": 1, "repeated": 0, "refused": 3}
    assert counts(imported(service, file, "--json", "--retry-refused")) == {"recorded": 3, "repeated": 1, "refused": 0}


def test_rounds_end_when_nothing_more_goes_in(service: Service, place: Path) -> None:
    orphan = events(2, "orphan")[1]
    correction = correction_of("killed.0", "killed.0/1")
    file = written(place / "day.jsonl", [orphan, correction, *reversed(events(2))])

    done = imported(service, file, "--json", "--retry-refused")

    assert done.code == 1
    assert counts(done) == {"recorded": 3, "repeated": 0, "refused": 1}
    assert read(place / "day.refused.jsonl") == [orphan]
    assert [one["line"] for one in read(place / "day.refused.reasons.jsonl")] == [1]


def test_ctrl_c_stops_once_what_was_sent_is_answered_and_the_same_command_goes_on(
    held: Relay, service: Service, place: Path
) -> None:
    file = written(place / "events.jsonl", events(2 * IN_FLIGHT))
    with importing(held, file) as importer:
        has_begun(held)
        importer.send_signal(signal.SIGINT)
        held.open()
        out, _ = importer.said()
    assert importer.returncode == 130
    assert "run the same command again" in out

    again = imported(held, file)

    assert "Going on after the" in again.err
    assert again.code == 0
    assert again.out.startswith(f"{2 * IN_FLIGHT:,} events: {2 * IN_FLIGHT:,} recorded, 0 repeated, 0 refused")
    assert service.position() == 2 * IN_FLIGHT


def test_ctrl_c_again_stops_at_once(held: Relay, service: Service, place: Path) -> None:
    file = written(place / "events.jsonl", events(MANY))
    with importing(held, file) as importer:
        stopped(held, importer)

    again = imported(held, file, "--json").lines[-1]

    assert importer.returncode == 130
    assert again["recorded"] + again["repeated"] == MANY
    assert service.position() == MANY


def test_what_was_refused_before_ctrl_c_is_not_lost(held: Relay, place: Path) -> None:
    file = place / "events.jsonl"
    file.write_bytes(b"{nothing\n" + lines(events(MANY)) + b"{nothing more\n")
    with importing(held, file, "--retry-refused") as importer:
        stopped(held, importer)

    assert imported(held, file, "--retry-refused", "--json").lines[-1]["refused"] == 2
    assert (place / "events.refused.jsonl").read_bytes() == b"{nothing\n{nothing more\n"


def test_an_importer_that_is_killed_records_each_line_once_in_the_end(
    held: Relay, service: Service, place: Path
) -> None:
    file = written(place / "events.jsonl", events(MANY))
    with importing(held, file) as importer:
        held.wait()
        importer.kill()
    held.open()

    again = imported(held, file, "--json").lines[-1]

    assert again["recorded"] + again["repeated"] == MANY
    assert again["repeated"] > 0
    assert service.position() == MANY


def test_a_connection_that_is_cut_is_made_anew(held: Relay, service: Service, place: Path) -> None:
    held.cuts = True

    done = imported(held, written(place / "events.jsonl", events(MANY)))

    assert done.code == 0
    assert "The service is away" in done.err
    assert done.out.startswith(f"{MANY:,} events:")
    assert service.position() == MANY


@pytest.mark.parametrize("part", ["service", "postmaster"])
def test_an_import_goes_on_when_what_was_killed_is_back(place: Path, part: str) -> None:
    file = written(place / "events.jsonl", events(MANY))
    with victim() as service, relay(service.url) as passing:
        passing.budget = SOME_ANSWERS_BYTES
        with importing(passing, file, "--json") as importer:
            passing.wait()
            service.kill(part)
            passing.open()
            out, err = importer.said()

        assert importer.returncode == 0, err
        summary = orjson.loads(out)
        assert summary["recorded"] + summary["repeated"] == MANY
        assert counts(ended("import", str(file), "--url", service.url, "--json"))["repeated"] == MANY


def test_lines_that_cannot_be_stored_now_are_sent_again(
    held: Relay, service: Service, database: Database, place: Path
) -> None:
    file = written(place / "events.jsonl", events(MANY))
    with importing(held, file) as importer:
        held.wait()
        with away(database):
            held.open()
            eventually(lambda: service.get("/readyz").status_code == httpx.codes.SERVICE_UNAVAILABLE)
        out, err = importer.said()

    assert importer.returncode == 0, err
    assert out.startswith(f"{MANY:,} events:")
    assert service.position() == MANY


def test_a_file_that_has_changed_is_read_from_its_beginning(held: Relay, service: Service, place: Path) -> None:
    file = written(place / "events.jsonl", events(MANY))
    with importing(held, file) as importer:
        stopped(held, importer)
    written(file, [*events(2, "new"), *events(MANY)])

    again = imported(held, file)

    assert "Going on" not in again.err
    assert service.position() == MANY + 2


def test_an_import_goes_on_in_no_other_record(held: Relay, place: Path, postgres: Server, service: Service) -> None:
    file = written(place / "events.jsonl", events(MANY))
    with importing(held, file) as importer:
        stopped(held, importer)
    with postgres.fresh() as another, answering(another.url) as elsewhere:
        held.target = elsewhere

        again = imported(held, file, "--json")

    assert counts(again) == {"recorded": MANY, "repeated": 0, "refused": 0}
    assert service.position() > 0


def test_restart_begins_anew(held: Relay, service: Service, place: Path) -> None:
    file = written(place / "events.jsonl", events(MANY))
    with importing(held, file) as importer:
        stopped(held, importer)

    again = imported(held, file, "--restart", "--json").lines[-1]

    assert again["recorded"] + again["repeated"] == MANY
    assert again["repeated"] > 0
    assert service.position() == MANY


@pytest.mark.parametrize("form", ["gzip", "zstd"])
def test_of_a_file_that_is_cut_off_the_whole_lines_are_recorded(service: Service, place: Path, form: str) -> None:
    packed = PACKED[form](lines(events(MANY)))
    (place / "events").write_bytes(packed[:-20])

    done = imported(service, place / "events")

    assert done.code == 2
    assert "events is cut off" in done.told
    assert "get the whole file" in done.told
    assert "the same command again" not in done.out


def test_a_file_that_is_not_there_is_a_fault_of_usage() -> None:
    assert ended("import", "no-such-file.jsonl").code == 2


def test_the_refusals_go_into_no_file_that_is_imported(service: Service, place: Path) -> None:
    file = written(place / "day.jsonl", events(1))

    refused = imported(service, file, "--refusals", "day.jsonl")

    assert refused.code == 2
    assert service.position() == 0


def test_a_service_that_is_not_there_is_told_at_once(place: Path) -> None:
    file = written(place / "day.jsonl", events(1))

    done = ended("import", str(file), "--url", "http://127.0.0.1:9")

    assert done.code == 3
    assert "Start one with claimtrail serve" in done.err


def address(service: Service) -> str:
    return str(service.http.base_url)


def imported(service: Service | Relay, *arguments: Path | str) -> Ended:
    """An import to its end."""
    url = service.url if isinstance(service, Relay) else address(service)
    return ended("import", *map(str, arguments), "--url", url)


def importing(passing: Relay, *arguments: Path | str) -> Process:
    """An import in a process of its own."""
    return started("import", *map(str, arguments), "--url", passing.url)


def has_begun(held: Relay) -> None:
    """Until some lines are answered and written down, and the other answers are held up."""
    held.wait()
    eventually(lambda: any(Path("state").rglob("progress.json")))


def stopped(held: Relay, importer: Process) -> None:
    """An import is stopped at once when answers are held up; they are no longer."""
    has_begun(held)
    importer.send_signal(signal.SIGINT)
    importer.send_signal(signal.SIGTERM)  # another one, for two equal signals may become one
    importer.said()
    held.open()


def counts(done: Ended) -> dict[str, int]:
    return {name: done.lines[-1][name] for name in ("recorded", "repeated", "refused")}


def correction_of(claim: str, event: str) -> dict[str, Any]:
    """A correction that names the event that it mends."""
    (one,) = events(1, claim.partition(".")[0])
    data = {
        "target": {"source": one["source"], "id": event},
        "kind": "wrong_figure",
        "was": {"figure": {"form": "exact", "value": "499"}, "wording": "499"},
        "is": {"figure": {"form": "exact", "value": "500"}, "wording": "500"},
        "approver": "the desk",
        "reason": "misread",
    }
    return {**one, "id": f"{event}/corrected", "type": "claim.corrected.v1", "data": data}
