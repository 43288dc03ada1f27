"""How long each page takes when much is recorded: the first time and again, with the CPU that it costs.

``python -m benchmarks.pages`` from the checkout. It starts a service on a new database of its own, sends it a made log
(100,000 claims and a million events take some minutes), waits until every read model has taken it in, and asks for one
page after the other on one connection. Service and database end with it, and the data go unless --keep names their
folder, which a later run uses again.
"""

import argparse
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode, urlsplit

import orjson
import psycopg

from adapters.postgres.embedded import join
from adapters.postgres.queries import queries
from benchmarks.live import CHECKOUT, ON_DISK, STARTS_WITHIN_S, parts_of, serving
from benchmarks.made_news import Size, made_log
from benchmarks.measure import cpu_of, percentile_ms
from benchmarks.pages_asked import HTML, JSON, Form, pages, previews, routes

GOAL_MS = 100
TIMES = 15
TAKEN_IN_WITHIN_S = 3_600.0
ANSWERS_WITHIN_S = 120.0
POLL_S = 1.0
KIB = 1024
SAYS_EVERY = 50_000
FILLED = "filled.json"
POSTED = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True, slots=True)
class Took:
    """What one address took: ms, KiB, and ms of CPU for one answer."""

    path: str
    status: int
    kib: float
    first_ms: float
    median_ms: float
    p95_ms: float
    service_ms: float
    database_ms: float

    @property
    def verdict(self) -> str:
        """Whether the goal is met."""
        if self.status == HTTPStatus.NOT_FOUND:
            return "missing"
        if self.status >= HTTPStatus.BAD_REQUEST:
            return "**refused**"
        if self.median_ms > GOAL_MS:
            return "**not met**"
        return "met" if max(self.first_ms, self.p95_ms) <= GOAL_MS else "met, but not always"


@dataclass(frozen=True, slots=True)
class Asking:
    """One connection to a service, and clocks of the CPU that service and database use."""

    http: HTTPConnection
    service: Callable[[], float]
    database: Callable[[], float]

    def ask(self, path: str, accept: str, form: Form | None) -> tuple[int, int]:
        """Status and bytes of an answer; 500 and none where the connection ends instead."""
        try:
            if form is None:
                self.http.request("GET", path, headers={"Accept": accept})
            else:
                self.http.request("POST", path, urlencode(form), {"Accept": accept, **POSTED})
            answer = self.http.getresponse()
            return answer.status, len(answer.read())
        except HTTPException:
            self.http.close()
            return HTTPStatus.INTERNAL_SERVER_ERROR, 0

    def took(self, path: str, accept: str, form: Form | None = None) -> Took:
        """Once, and again as often as is measured; a *form* is posted."""
        began = time.perf_counter()
        status, size = self.ask(path, accept, form)
        first = time.perf_counter() - began
        latencies = []
        service, database = self.service(), self.database()
        for _ in range(TIMES):
            began = time.perf_counter()
            self.ask(path, accept, form)
            latencies.append(time.perf_counter() - began)
        service, database = self.service() - service, self.database() - database
        return Took(
            path if form is None else f"{path} (preview)",
            status,
            size / KIB,
            first * 1000,
            percentile_ms(latencies, 50) or 0.0,
            percentile_ms(latencies, 95) or 0.0,
            service / TIMES * 1000,
            database / TIMES * 1000,
        )


def main() -> None:
    """Fills, measures, prints."""
    asked = options().parse_args()
    size = Size(asked.events, asked.claims)
    with folder_for(asked.keep) as folder, serving(folder) as (url, pid):
        fill(folder, url, size)
        print(HEADING)
        with asking(folder, url, pid) as one:
            for took in measured(one, size.events, asked.only):
                print(row(took), flush=True)


def options() -> argparse.ArgumentParser:
    """What can be asked for."""
    size = Size()
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=size.events, help=f"in all (default {size.events:,})")
    parser.add_argument("--claims", type=int, default=size.claims, help=f"that they are about ({size.claims:,})")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep the data here, and use them if they are there")
    parser.add_argument("--only", nargs="+", default=[""], metavar="START", help="addresses that begin so")
    return parser


@contextmanager
def folder_for(kept: Path | None) -> Iterator[Path]:
    """Where the data are: gone afterwards unless they are to be kept."""
    if kept is not None:
        kept.mkdir(parents=True, exist_ok=True)
    place = TemporaryDirectory(prefix="claimtrail-pages-", dir=ON_DISK) if kept is None else nullcontext(str(kept))
    with place as folder:
        Path(folder).chmod(0o755)  # root's server runs as another user
        yield Path(folder)


def fill(folder: Path, url: str, size: Size) -> None:
    """Sends the log unless the folder holds it, waits until it is taken in, and has the planner's statistics made.

    Ends the program where the folder holds another log, or an event is refused.
    """
    mark = folder / FILLED
    holds = orjson.loads(mark.read_bytes()) if mark.exists() else None
    wanted = {"events": size.events, "claims": size.claims}
    if holds not in (None, wanted):
        sys.exit(f"{folder} holds another log, of {holds}. Name another folder, or ask for those sizes.")
    if holds is None:
        send(folder, url, size)
    wait_until_taken_in(url, size.events)
    if holds is None:
        with psycopg.connect(str(join(folder / "data")), autocommit=True) as connection:
            connection.execute(queries("bench", Path(__file__).parent)["analyze"])
        mark.write_bytes(orjson.dumps(wanted))


def send(folder: Path, url: str, size: Size) -> None:
    """Through ``claimtrail import``; ends the program where anything is refused."""
    command = [str(CHECKOUT / "run"), "import", "-", "--json", "--url", url]
    began = time.monotonic()
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=folder) as importer:
        if importer.stdin is None or importer.stdout is None:
            raise RuntimeError("the importer was started without its pipes")
        for number, made in enumerate(made_log(size), 1):
            importer.stdin.write(orjson.dumps(made) + b"\n")
            if number % SAYS_EVERY == 0:
                say(f"{number:,} events sent in {time.monotonic() - began:.0f} s")
        importer.stdin.close()
        summary = importer.stdout.read()
    if importer.returncode:
        sys.exit(f"The log could not be sent: {summary.decode()}")


def wait_until_taken_in(url: str, events: int) -> None:
    """Until every read model has reached the end of the log. Ends the program where that takes too long."""
    ends_at = time.monotonic() + TAKEN_IN_WITHIN_S
    said_at = 0.0
    with closing_connection(url) as http:
        while time.monotonic() < ends_at:
            http.request("GET", "/v1/projections")
            told = orjson.loads(http.getresponse().read())
            lags = {one["name"]: one["lag"] for one in told["items"]}
            if told["position"] >= events and not any(lags.values()):
                return
            if time.monotonic() > said_at + 10:
                said_at = time.monotonic()
                say(f"behind: {lags}")
            time.sleep(POLL_S)
    sys.exit("The read models did not reach the end of the log in time.")


@contextmanager
def asking(folder: Path, url: str, pid: int) -> Iterator[Asking]:
    """A connection to the service whose first process is *pid*."""
    answering = [one for one, part in parts_of(pid) if part == "answers"]
    server = int((folder / "data" / "postmaster.pid").read_text().split()[0])
    with closing_connection(url) as http:
        yield Asking(http, cpu_of(answering), cpu_of([server]))


@contextmanager
def closing_connection(url: str) -> Iterator[HTTPConnection]:
    """A connection that ends with the block."""
    at = urlsplit(url)
    http = HTTPConnection(str(at.hostname), at.port, timeout=max(STARTS_WITHIN_S, ANSWERS_WITHIN_S))
    try:
        yield http
    finally:
        http.close()


def measured(one: Asking, end: int, only: Sequence[str]) -> Iterator[Took]:
    """All that is asked for, page after page."""
    for path in pages(end):
        if path.startswith(tuple(only)):
            yield one.took(path, HTML)
    for path, form in previews():
        if path.startswith(tuple(only)):
            yield one.took(path, HTML, form)
    for path in routes(end):
        if path.startswith(tuple(only)):
            yield one.took(path, JSON)


HEADING = """\
| address | KiB | first ms | median ms | p95 ms | CPU ms: service + database | goal: 100 ms |
| --- | --- | --- | --- | --- | --- | --- |"""


def row(took: Took) -> str:
    """A line of the table."""
    times = f"{took.first_ms:.0f} | {took.median_ms:.1f} | {took.p95_ms:.1f}"
    cpu = f"{took.service_ms:.1f} + {took.database_ms:.1f}"
    return f"| `{took.path.replace('|', '%7C')}` | {took.kib:,.0f} | {times} | {cpu} | {took.verdict} |"


def say(words: str) -> None:
    """What is going on, to standard error."""
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
