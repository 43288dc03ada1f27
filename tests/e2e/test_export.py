"""What is exported comes back into a fresh record as it was: the same events at the same positions, the same views."""

import gzip
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import orjson
import pytest
import zstandard

from tests.facts import REDACTED
from tests.newsroom_files import events, read
from tests.postgres import Server
from tests.relay import relay
from tests.running import SEED, Ended, ended, started
from tests.service import Service, answering_with_its_worker

MANY = 2_000
SOME_ANSWERS_BYTES = 200_000
CLOCKS = {"recorded_at"}


pytestmark = pytest.mark.usefixtures("place")


@pytest.fixture
def fresh(postgres: Server) -> Iterator[Service]:
    """Another service, in whose record nothing is."""
    with postgres.fresh() as database, answering_with_its_worker(database) as another:
        yield another


def test_the_seed_story_comes_back_as_it_was(service: Service, fresh: Service, place: Path) -> None:
    files = [str(SEED / name) for name in ("events.jsonl", "days_after.jsonl")]
    assert asked(service, "import", *files).code == 0

    assert exported(service, place / "log.jsonl") == 96
    assert asked(fresh, "import", "log.jsonl").code == 0

    assert_same_record(service, fresh)
    assert exported(fresh, place / "again.jsonl") == 96
    assert (place / "again.jsonl").read_bytes() == (place / "log.jsonl").read_bytes()


def test_so_do_figures_that_were_published_day_by_day_and_mended(
    service: Service, fresh: Service, place: Path, shared: Path
) -> None:
    with gzip.open(shared / "data" / "load" / "hot-stream.jsonl.gz") as file:
        (place / "part.jsonl").write_bytes(b"".join(next(file) for _ in range(MANY)))
    assert asked(service, "import", "part.jsonl").code == 0

    assert exported(service, place / "log.jsonl") == MANY
    assert asked(fresh, "import", "log.jsonl").code == 0

    assert_same_record(service, fresh)
    assert [identity(one) for one in read(place / "log.jsonl")] == [identity(one) for one in read(place / "part.jsonl")]


def test_an_event_is_exported_as_it_was_posted(service: Service) -> None:
    sent = {**events(1)[0], "time": "2022-03-02T20:41:07+02:00"}
    service.post_all([sent])

    assert asked(service, "export").lines == [sent]


def test_an_export_is_no_news_to_the_record_that_it_is_from(service: Service, place: Path) -> None:
    service.post_all(events(5))
    exported(service, place / "log.jsonl")

    assert asked(service, "import", "log.jsonl", "--json").lines[-1]["repeated"] == 5


@pytest.mark.parametrize(
    ("name", "unpacked"),
    [("log.jsonl.gz", gzip.decompress), ("log.zst", zstandard.ZstdDecompressor().decompressobj().decompress)],
)
def test_a_file_is_compressed_if_its_name_says_so(
    service: Service, place: Path, name: str, unpacked: Callable[[bytes], bytes]
) -> None:
    service.post_all(events(5))

    exported(service, place / name)

    assert unpacked((place / name).read_bytes()) == asked(service, "export").out.encode()
    assert asked(service, "import", name, "--json").lines[-1]["repeated"] == 5


@pytest.mark.parametrize(
    ("options", "chosen"),
    [
        (["--after", "3"], [4, 5, 6]),
        (["--until", "2"], [1, 2]),
        (["--after", "1", "--until", "3"], [2, 3]),
        (["--after", "6"], []),
        (["--type", "claim.reported.v1"], [1, 4]),
        (["--stream", "claim/b.0"], [4, 5, 6]),
        (["--stream", "claim/b.0", "--after", "4", "--type", "claim.updated.v1"], [5, 6]),
    ],
)
def test_a_part_can_be_exported(service: Service, options: Sequence[str], chosen: Sequence[int]) -> None:
    posted = [*events(3, "a"), *events(3, "b")]
    service.post_all(posted)

    assert asked(service, "export", *options).lines == [posted[position - 1] for position in chosen]


def test_an_empty_log_is_an_empty_file(service: Service, place: Path) -> None:
    done = asked(service, "export", "-o", "log.jsonl")

    assert (done.code, done.err) == (0, "0 events: nothing is recorded yet.\n")
    assert (place / "log.jsonl").read_bytes() == b""


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--after", "99"], "0 events: the log ends at position 2."),
        (["--stream", "claim/none"], "0 events: none there is of this type or stream."),
        (["--type", "claim.retracted.v1"], "0 events: none there is of this type or stream."),
    ],
)
def test_where_nothing_is_exported_that_is_told(service: Service, options: Sequence[str], told: str) -> None:
    service.post_all(events(2))

    done = asked(service, "export", *options)

    assert (done.code, done.out, done.err) == (0, "", f"{told}\n")


@pytest.mark.parametrize("until", ["5", "10"])
def test_a_part_that_ends_before_it_begins_is_a_fault_of_usage(service: Service, until: str) -> None:
    refused = asked(service, "export", "--after", "10", "--until", until)

    assert refused.code == 2
    assert "larger --until" in refused.err


def test_beyond_the_end_nothing_is_exported_as_if_it_were_all(service: Service, place: Path) -> None:
    service.post_all(events(2))

    refused = asked(service, "export", "--until", "3", "-o", "log.jsonl")

    assert refused.code == 1
    assert "--until: a position up to 2, the last one" in refused.err
    assert list(place.glob("log*")) == []


def test_a_stream_that_breaks_off_is_taken_up_where_it_did(service: Service, place: Path) -> None:
    post_many(service)
    with relay(str(service.http.base_url)) as passing:
        passing.budget, passing.cuts = SOME_ANSWERS_BYTES, True
        done = ended("export", "-o", "log.jsonl", "--url", passing.url)

    assert done.code == 0
    assert "The service is away" in done.err
    assert (place / "log.jsonl").read_bytes() == asked(service, "export").out.encode()


def test_an_export_that_is_stopped_leaves_what_was_there(service: Service, place: Path) -> None:
    post_many(service)
    (place / "log.jsonl").write_bytes(b"before")
    with relay(str(service.http.base_url)) as passing:
        passing.budget = SOME_ANSWERS_BYTES
        with started("export", "-o", "log.jsonl", "--url", passing.url) as exporter:
            passing.wait()
            exporter.send_signal(signal.SIGINT)
            exporter.said()

    assert exporter.returncode == 130
    assert (place / "log.jsonl").read_bytes() == b"before"
    assert list(place.glob("log*")) == [place / "log.jsonl"]


def test_a_file_that_cannot_be_written_is_a_fault_of_usage(service: Service) -> None:
    assert asked(service, "export", "-o", "no/such/folder").code == 2


def test_an_erased_value_comes_back_as_no_other_and_takes_what_follows_it_with_it(
    service: Service, fresh: Service
) -> None:
    service.post_all([*events(3, "a"), *events(3, "b")])
    service.post("claim.redacted.v1", "a.0", {**REDACTED, "version": 2, "fields": ["/wording"]})

    told = asked(service, "export", "-o", "log.jsonl")
    done = asked(fresh, "import", "log.jsonl", "--json")

    assert "1 of these events" in told.err
    assert done.code == 1
    assert [(one["line"], one["problem"]["type"].rpartition("/")[2]) for one in done.lines[:-1]] == [
        (2, "unknown-field"),
        (3, "version-conflict"),
        (7, "version-conflict"),
    ]
    assert done.lines[-1]["recorded"] == 4


def asked(service: Service, *arguments: str) -> Ended:
    return ended(*arguments, "--url", str(service.http.base_url))


def exported(service: Service, file: Path) -> int:
    """How many events an export to a file tells of."""
    done = asked(service, "export", "--output", str(file))
    assert (done.code, done.err) == (0, "")
    return int(done.out.split()[0].replace(",", ""))


def post_many(service: Service) -> None:
    posted = events(MANY)
    for begin in range(0, MANY, 1_000):
        service.post_all(posted[begin : begin + 1_000])


def assert_same_record(service: Service, fresh: Service) -> None:
    """Each event has the same place, and each claim and question the same view, but for the clocks of the recording."""
    assert log(service) == log(fresh)
    for one in (service, fresh):
        one.project()
    for path in ("/v1/claims", "/v1/questions"):
        assert views(service, path) == views(fresh, path)


def log(service: Service) -> list[tuple[Any, ...]]:
    with service.http.stream("GET", "/v1/events", headers={"Accept": "application/x-ndjson"}) as answer:
        return [
            tuple(one[name] for name in ("position", "stream", "version", "source", "id", "data"))
            for one in map(orjson.loads, answer.iter_lines())
        ]


def views(service: Service, path: str) -> list[Any]:
    found: list[Any] = []
    address: str | None = f"{path}?limit=1000"
    while address is not None:
        page = service.read(address)
        found += without_clocks(page["items"])
        address = page["next"]
    return found


def without_clocks(value: Any) -> Any:
    match value:
        case Mapping():
            return {name: without_clocks(one) for name, one in value.items() if name not in CLOCKS}
        case list():
            return [without_clocks(one) for one in value]
        case _:
            return value


def identity(event: Mapping[str, Any]) -> tuple[str, str]:
    return event["source"], event["id"]
