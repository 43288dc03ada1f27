"""Files that are no files of events, one a line: what they are is said once, with what to do instead."""

import gzip
import subprocess
import sys
from pathlib import Path

import orjson
import pytest

from tests.bounded import Process, eventually
from tests.facts import REDACTED
from tests.newsroom_files import events, lines, read, written
from tests.running import Ended, ended
from tests.service import Service

pytestmark = pytest.mark.usefixtures("place")

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
PRETTY = orjson.OPT_INDENT_2


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (orjson.dumps(events(3), option=PRETTY), "is a JSON array"),
        (orjson.dumps(events(3)), "is a JSON array"),
        (BYTE_ORDER_MARK + orjson.dumps(events(3)), "is a JSON array"),
        (b"\n\n" + orjson.dumps(events(1)[0], option=PRETTY), "has an event over several lines"),
    ],
)
def test_what_is_not_one_event_a_line_is_told_once_and_nothing_of_it_is_sent(
    service: Service, place: Path, content: bytes, told: str
) -> None:
    (place / "arr.json").write_bytes(content)

    refused = asked(service, "import", "arr.json")

    assert refused.code == 2
    assert told in refused.told
    assert "claimtrail post arr.json" in refused.told
    assert refused.out == ""
    assert list(place.glob("*refused*")) == []
    assert service.position() == 0


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (
            gzip.compress(lines(events(3))),
            "is compressed with gzip. Unpack it, or send its lines with claimtrail import",
        ),
        (BYTE_ORDER_MARK + lines(events(3)), "there is a byte order mark (EF BB BF) before the first character"),
        (lines(events(2)) + b'{"id":"caf\xe9"}', "there is 0xe9 at byte 11 of line 3"),
    ],
)
def test_post_says_what_is_wrong_with_a_file_and_sends_nothing(
    service: Service, place: Path, content: bytes, told: str
) -> None:
    (place / "day.jsonl").write_bytes(content)

    refused = asked(service, "post", "day.jsonl")

    assert refused.code == 2
    assert told in refused.told
    assert service.position() == 0


def test_a_line_of_another_encoding_is_told_with_the_byte(service: Service, place: Path) -> None:
    (place / "day.jsonl").write_bytes(lines(events(2)) + b'{"id":"caf\xe9"}\n')

    refused = asked(service, "import", "day.jsonl")

    assert "day.jsonl, line 3: The event could not be read." in refused.err
    assert "0xe9 at byte 11" in refused.err
    assert "headers" not in refused.err
    (reason,) = read(place / "day.refused.reasons.jsonl")
    assert "0xe9 at byte 11" in reason["problem"]["errors"][0]["got"]


def test_an_event_that_lost_something_cannot_be_recorded_again(service: Service, place: Path) -> None:
    service.post_all(events(3))
    service.post("claim.redacted.v1", "killed.0", {**REDACTED, "version": 2, "fields": ["/wording"]})
    asked(service, "export", "-o", "log.jsonl")
    erased = [one for one in read(place / "log.jsonl") if "erased" in one]
    written(place / "erased.jsonl", erased)

    refused = asked(service, "import", "erased.jsonl")

    assert "What was erased cannot be recorded again." in refused.err
    assert "Leave the whole event out." in refused.err


@pytest.mark.parametrize(
    ("name", "refused"),
    [
        ("day.jsonl", "day.refused.jsonl"),
        ("num.json", "num.refused.jsonl"),
        ("log.jsonl.gz", "log.refused.jsonl"),
        ("table.csv.refused.jsonl", "table.refused.jsonl"),
        ("events", "events.refused.jsonl"),
    ],
)
def test_what_was_refused_of_a_file_has_its_name_without_endings(
    service: Service, place: Path, name: str, refused: str
) -> None:
    (place / name).write_bytes(b"{nothing\n")

    assert asked(service, "import", name, "--json").lines[-1]["refusals"] == refused


def test_what_is_refused_again_as_before_makes_no_further_file(service: Service, place: Path) -> None:
    (place / "day.jsonl").write_bytes(b"{nothing\n")

    for _ in range(2):
        assert asked(service, "import", "day.jsonl", "--json").lines[-1]["refusals"] == "day.refused.jsonl"

    assert sorted(one.name for one in place.glob("*refused*")) == [
        "day.refused.jsonl",
        "day.refused.reasons.jsonl",
    ]


def test_programs_find_in_the_summary_what_ended_an_import(service: Service, place: Path) -> None:
    (place / "log.jsonl.gz").write_bytes(gzip.compress(lines(events(300)))[:-20])

    done = asked(service, "import", "log.jsonl.gz", "--json")

    assert done.code == 2
    assert "is cut off" in done.lines[-1]["error"]
    assert asked(service, "import", str(written(place / "day.jsonl", events(1))), "--json").lines[-1]["error"] is None


def test_an_import_that_waits_for_somebody_to_type_is_stopped_with_right_counts(service: Service) -> None:
    command = [sys.executable, "-P", "-m", "api.cli", "import", "-", "--url", str(service.http.base_url)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with Process(command, {"NO_COLOR": "1"}, **pipes) as importer:
        assert importer.stdin is not None
        importer.stdin.write(lines(events(3)).decode())
        importer.stdin.flush()
        eventually(lambda: service.position() == 3)

        importer.terminate()
        told = importer.line()
        importer.said()

    assert importer.returncode == 130
    assert told.startswith("3 events: 3 recorded")


def asked(service: Service, *arguments: str) -> Ended:
    return ended(*arguments, "--url", str(service.http.base_url))
