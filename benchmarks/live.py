"""Many open pages while much is recorded: whether each learns of every event once, how late, and what it costs.

``python -m benchmarks.live`` from the checkout; ``--help`` tells of the options. It starts a service on a new database
of its own, which writes to the disk as any other, and ends both.
"""

import argparse
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Timer
from typing import Any
from urllib.parse import urlsplit

import orjson

from benchmarks.live_readers import Plan
from benchmarks.measure import KIB_PER_MIB, PROC, family, percentile_ms

CHECKOUT = Path(__file__).parents[1]
ON_DISK = "/var/tmp"  # noqa: S108 (a new folder is made inside; a database in memory would sync nothing)
BATCH = 20
CLAIMS = 50
STARTS_WITHIN_S = 60.0
ENDS_WITHIN_S = 30.0
COMES_WITHIN_S = 30.0
SOURCE = "https://newsroom.example/bench"
POSTED = {"Content-Type": "application/cloudevents-batch+json"}
NOTE = "The ministry's press office was asked again and gave the same figure as on the day before. " * 3


def main() -> None:
    """Measures once, prints; ends with 1 where a reader missed an event or was told of one twice."""
    asked = options().parse_args()
    with TemporaryDirectory(prefix="claimtrail-live-", dir=ON_DISK) as folder:
        Path(folder).chmod(0o755)  # root's server runs as another user
        with serving(Path(folder)) as (url, pid):
            is_fine = measure(asked, url, pid)
    sys.exit(0 if is_fine else 1)


def options() -> argparse.ArgumentParser:
    """What can be asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--log", type=int, default=250, help="streams of the whole log (default 250)")
    parser.add_argument("--news", type=int, default=250, help="streams of news, as open pages have (default 250)")
    parser.add_argument("--rate", type=int, default=1_000, help="events a second (default 1,000)")
    parser.add_argument("--seconds", type=int, default=20, help="for so long (default 20)")
    return parser


@dataclass(slots=True)
class Posts:
    """When each position was acknowledged, and how long all took."""

    durable: dict[int, float] = field(default_factory=dict)
    took_s: float = 0.0


def measure(asked: argparse.Namespace, url: str, pid: int) -> bool:
    """One run; whether every reader was told all, once."""
    host, port = urlsplit(url).hostname, urlsplit(url).port
    events = asked.rate * asked.seconds // BATCH * BATCH
    streams = [f"claim/bench.{n}" for n in range(CLAIMS)]
    plan = Plan(str(host), port or 80, asked.log, asked.news, streams, events, asked.seconds + COMES_WITHIN_S)
    with reading(plan) as readers:
        used = Cpu(pid, readers.pid)
        posts = post(HTTPConnection(plan.host, plan.port, timeout=STARTS_WITHIN_S), events, asked.rate)
        told = orjson.loads(first_line(readers, plan.within_s + ENDS_WITHIN_S))
        cpu = used.since()
    print(f"{asked.log} streams of the log, {asked.news} of news; {events:,} events in {posts.took_s:.1f} s")
    print(f"cores used meanwhile: {', '.join(f'{name} {cores:.2f}' for name, cores in cpu.items())}")
    held = list(memory(parts_of(pid)))
    for name, peak, now in held:
        print(f"memory: {name}: {now:.0f} MiB, what is shared divided; peaks of its processes, added up, {peak:.0f}")
    print(f"memory in all: {sum(now for _, _, now in held):.0f} MiB")
    return report(told, posts, events)


def report(told: Sequence[dict[str, Any]], posts: Posts, events: int) -> bool:
    """Prints what the readers saw; whether it was all, once."""
    log = [one for one in told if one["path"].startswith("/v1")]
    pages = [one for one in told if one not in log and "stream" not in one["path"]]
    some = [one for one in told if "stream" in one["path"]]
    for name, readers in (("log", log), ("news", pages)):
        lags = [at - posts.durable[position] for one in readers for position, at in one["lags"] if position]
        print(f"{name}: {sum(one['messages'] for one in readers):,} events or counts told", end="; ")
        print(f"lag p50 {percentile_ms(lags, 50) or 0:.0f} ms, p99 {percentile_ms(lags, 99) or 0:.0f} ms", end="; ")
        print(f"largest {max(lags, default=0) * 1000:.0f} ms")
    faults = {
        "readers of the log that missed an event or were told of one twice": [
            one for one in log if one["gaps"] or one["at"] != events or one["messages"] != events
        ],
        "pages whose last count is wrong": [one for one in pages if one["gaps"] or one["news"]["new"] != events],
        "pages of one stream whose last count is wrong": [
            one for one in some if one["gaps"] or one["news"]["new"] != events // CLAIMS
        ],
    }
    for name, wrong in faults.items():
        print(f"{name}: {len(wrong)}")
    return not any(faults.values())


def post(http: HTTPConnection, events: int, rate: int) -> Posts:
    """Posts them in batches at an even pace."""
    posts = Posts()
    began = time.monotonic()
    for at in range(0, events, BATCH):
        time.sleep(max(0.0, began + at / rate - time.monotonic()))
        http.request("POST", "/v1/events", orjson.dumps([event(n) for n in range(at, at + BATCH)]), POSTED)
        answers = orjson.loads(http.getresponse().read())
        durable = time.monotonic()
        posts.durable |= dict.fromkeys((one["receipt"]["position"] for one in answers), durable)
    posts.took_s = time.monotonic() - began
    http.close()
    return posts


def event(number: int) -> dict[str, Any]:
    """One of CLAIMS claims, whose first event reports it and whose others are notes."""
    own = {"specversion": "1.0", "id": f"{number}", "source": SOURCE, "subject": f"bench.{number % CLAIMS}"}
    if number >= CLAIMS:
        return own | {"type": "claim.annotated.v1", "data": {"text": NOTE}}
    data = {
        "question": "bench",
        "scope": {"population": "soldiers", "unit": "person"},
        "figure": {"form": "exact", "value": "498"},
        "wording": "498 soldiers",
        "said_at": "2022-03-02",
        "attribution": [{"who": {"id": "ru-mod", "kind": "office"}, "role": "originator", "stance": "asserts"}],
    }
    return own | {"type": "claim.reported.v1", "data": data}


@contextmanager
def serving(folder: Path) -> Iterator[tuple[str, int]]:
    """A service as a person starts it: its address and its first process."""
    command = [str(CHECKOUT / "run"), "serve", "--port", "0", "--data", str(folder / "data")]
    own = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    with subprocess.Popen(command, env=own, stdout=subprocess.PIPE, start_new_session=True) as service:
        try:
            line = first_line(service, STARTS_WITHIN_S)
            found = re.search(rb"Ready at (\S+)", line)
            if found is None:
                sys.exit(f"the service did not start: {line.decode()}")
            yield found[1].decode(), service.pid
        finally:
            service.terminate()
            service.wait(ENDS_WITHIN_S)


@contextmanager
def reading(plan: Plan) -> Iterator[subprocess.Popen[bytes]]:
    """The readers, each of which has opened its stream; what they were told comes as a second line."""
    command = [sys.executable, "-P", "-m", "benchmarks.live_readers", orjson.dumps(asdict(plan)).decode()]
    own = {**os.environ, "PYTHONPATH": str(CHECKOUT)}
    with subprocess.Popen(command, env=own, stdout=subprocess.PIPE, start_new_session=True) as readers:
        try:
            if first_line(readers, plan.within_s) != b"open\n":
                sys.exit("the readers could not open their streams")
            yield readers
        finally:
            readers.kill()


def first_line(process: subprocess.Popen[bytes], within_s: float) -> bytes:
    """The first line that it says; what takes too long is ended."""
    late = Timer(within_s, process.send_signal, [signal.SIGTERM])
    late.start()
    try:
        return process.stdout.readline() if process.stdout else b""
    finally:
        late.cancel()


class Cpu:
    """The cores that each part of the service, and the readers, have used since this was made."""

    def __init__(self, service: int, readers: int) -> None:
        groups: dict[str, list[int]] = {"readers": [readers]}
        for pid, name in parts_of(service):
            groups.setdefault(name, []).append(pid)
        self._clocks = {name: [cpu_alone(pid) for pid in pids] for name, pids in groups.items()}
        self._pids = groups
        self._began = time.monotonic()

    def since(self) -> dict[str, float]:
        """By name."""
        took = time.monotonic() - self._began
        return {
            name: sum(cpu_alone(pid) - before for pid, before in zip(pids, self._clocks[name], strict=True)) / took
            for name, pids in self._pids.items()
        }


def cpu_alone(pid: int) -> float:
    """Seconds of CPU that one process has had, without its children."""
    try:
        fields = (PROC / str(pid) / "stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return 0.0
    return sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK")


def parts_of(pid: int) -> list[tuple[int, str]]:
    """Every process of the service, and which part of it that is."""
    return [(one, part_of(one)) for one in family([pid])]


def part_of(pid: int) -> str:
    """What a process does, by its command line."""
    try:
        command = (PROC / str(pid) / "cmdline").read_text()
    except OSError:
        return "gone"
    for words, name in (("api.http.server", "answers"), ("api.worker", "worker"), ("api.supervising", "supervisor")):
        if words in command:
            return name
    return "PostgreSQL"


def memory(parts: Sequence[tuple[int, str]]) -> Iterator[tuple[str, float, float]]:
    """Of each part: the most that its processes held, and what they hold now, what they share counted once, in MiB."""
    for name in dict.fromkeys(name for _, name in parts):
        pids = [pid for pid, other in parts if other == name]
        yield (
            name,
            sum(mib(pid, "status", "VmHWM") for pid in pids),
            sum(mib(pid, "smaps_rollup", "Pss") for pid in pids),
        )


def mib(pid: int, file: str, entry: str) -> float:
    """An entry of one of the process's files in /proc, in MiB; 0 where it has ended."""
    try:
        found = re.search(rf"^{entry}:\s+(\d+)", (PROC / str(pid) / file).read_text(), re.MULTILINE)
    except OSError:
        return 0.0
    return int(found[1]) / KIB_PER_MIB if found else 0.0


if __name__ == "__main__":
    main()
