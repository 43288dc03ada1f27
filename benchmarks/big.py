"""Steps that take minutes, run when they are named: a million events twice, and what is asked of a long log."""

import gzip
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from typing import Any

import httpx
import orjson

from benchmarks.ground import Ground, Row, Run
from benchmarks.load import CONTENT, Load
from benchmarks.load_set import events_of, expanded, lines_of, subject
from benchmarks.measure import Measured, Meter, NotAvailable, cpu_of, memory_mib
from benchmarks.reading import MOST_READS, Filled, fill, filled, name_of
from benchmarks.services import CLAIMTRAIL, Serving, followed, loaded, our_whole_service, serving
from benchmarks.writing import AGAIN, imported_twice

STREAMS_WITHIN_S = 3_600.0
SAMPLE_S = 1.0
STARTS = 5
APPENDS = 200
PAGES = 20
HOT = "hot-stream.jsonl.gz"


def million(ground: Ground) -> Iterator[Row]:
    """A stream of copies of the load set, with the read models following; and the same stream again."""
    load = replace(ground.load("stream", 1), most=ground.many, copies=True, seconds=STREAMS_WITHIN_S)
    with ground.stand.database() as conninfo, serving(CLAIMTRAIL, ground.stand, conninfo, following=True) as answering:
        for name in (CLAIMTRAIL.name, f"{CLAIMTRAIL.name}{AGAIN}"):
            watch = Watch(answering, ground)
            with watch:
                done = loaded(ground.stand, answering, load, watch.progress)
            lag = max(ground.many - followed(CLAIMTRAIL, conninfo), 0)
            yield name, replace(done, memory=watch.samples, lag_events=lag)


def million_imported(ground: Ground) -> Iterator[Row]:
    """The same with ``claimtrail import``, out of a packed file; and again."""
    file = ground.stand.folder / f"{ground.many}.jsonl.gz"
    if not file.exists():
        ground.say(f"packing {ground.many:,} events …")
        with gzip.open(file, "wb", compresslevel=1) as out:
            out.writelines(line + b"\n" for line in expanded(ground.file, ground.many))
    with ground.stand.database() as conninfo, serving(CLAIMTRAIL, ground.stand, conninfo, following=True) as answering:
        yield from imported_twice(ground, answering, file)


class Watch:
    """Looks at a service's memory every second, while it is told how much is done."""

    def __init__(self, answering: Serving, ground: Ground) -> None:
        self.samples: list[tuple[int, float, float]] = []
        self._answering = answering
        self._done = 0
        self._tell = ground.tells(ground.many)
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._look)

    def progress(self, done: int) -> None:
        """So many are answered."""
        self._done = done
        self._tell(done)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._ending.set()
        self._thread.join()

    def _look(self) -> None:
        while True:
            held = memory_mib(self._answering.pids, "VmRSS")
            self.samples.append((self._done, sum(held), max(held, default=0.0)))
            if self._ending.wait(SAMPLE_S):
                return


def as_of_in_millions(times: int) -> Run:
    """The past of the longest claims in a log of *times* as many events as the option says, or of the load set (0)."""

    def run(ground: Ground) -> Iterator[Row]:
        log = long_log(ground, times * ground.many) if times else filled(ground, CLAIMTRAIL)
        load = replace(ground.load("as-of", 4), most=MOST_READS, longest=ground.claims)
        with serving(CLAIMTRAIL, ground.stand, log.views) as answering:
            name = IN_A_LONG_LOG if times else IN_A_SHORT_LOG
            yield name, loaded(ground.stand, answering, load)

    return run


IN_A_SHORT_LOG = f"{CLAIMTRAIL.name}, the load set"
IN_A_LONG_LOG = f"{CLAIMTRAIL.name}, millions"


def starts_on_a_million(ground: Ground) -> Iterator[Row]:
    """``./run serve`` until /readyz answers 200, a few times; a latency is one start."""
    log = long_log(ground, ground.many)
    latencies, cpu_s = [], 0.0
    began = time.perf_counter()
    for _ in range(STARTS):
        starting = time.perf_counter()
        with our_whole_service(ground.stand, log.views) as answering:
            latencies.append(time.perf_counter() - starting)
            cpu_s += cpu_of(answering.pids)()
    done = Meter(lambda: 0.0, lambda: 0.0).measured(STARTS, latencies)
    yield CLAIMTRAIL.name, replace(done, wall_s=time.perf_counter() - began, service_us=cpu_s / STARTS * 1e6)


def long_log(ground: Ground, events: int) -> Filled:
    """A log of copies of the load set, with its read models, filled once a run."""
    load = Load("", "stream", str(ground.file), most=events, copies=True, seconds=STREAMS_WITHIN_S)
    return fill(ground, CLAIMTRAIL, load)


def hot_stream(ground: Ground) -> Iterator[Row]:
    """One stream of 18,851 events: the first append to it after a start, more appends, its page; and a short stream."""
    file = ground.file.with_name(HOT)
    if not file.exists():
        raise NotAvailable(f"no {HOT} beside the events")
    log = fill(ground, CLAIMTRAIL, Load("", "batch", str(file), connections=1, size=1000, seconds=STREAMS_WITHIN_S))
    claim = subject(next(lines_of(file)))
    with (
        ground.stand.database(template=name_of(log.views)) as conninfo,
        serving(CLAIMTRAIL, ground.stand, conninfo) as answering,
        httpx.Client(base_url=answering.url, trust_env=False, timeout=STREAMS_WITHIN_S) as client,
    ):
        asking = Asking(ground, answering, client)
        short = list(islice(events_of("bench-short"), 1 + APPENDS))
        hot = [{**event, "id": f"hot/{number}", "subject": claim} for number, event in enumerate(short[1:])]
        asking.post(short[0])
        yield FOLDED, asking.measured([partial(asking.post, hot[0])])
        yield TO_A_SHORT_STREAM, asking.measured([partial(asking.post, event) for event in short[1:]])
        yield CLAIMTRAIL.name, asking.measured([partial(asking.post, event) for event in hot[1:]])
        yield PAGE, asking.measured([partial(asking.get, f"/claims/{claim}")] * PAGES)


FOLDED = f"{CLAIMTRAIL.name}, first append after a start"
TO_A_SHORT_STREAM = f"{CLAIMTRAIL.name}, a short stream"
PAGE = f"{CLAIMTRAIL.name}, its page"


@dataclass(frozen=True, slots=True)
class Asking:
    """One client that asks one thing after the other."""

    ground: Ground
    answering: Serving
    client: httpx.Client

    def post(self, event: Mapping[str, Any]) -> httpx.Response:
        """One event."""
        return self.client.post("/v1/events", content=orjson.dumps(event), headers={"Content-Type": CONTENT["single"]})

    def get(self, path: str) -> httpx.Response:
        """What a browser gets."""
        return self.client.get(path, headers={"Accept": "text/html"})

    def measured(self, requests: Sequence[Callable[[], httpx.Response]]) -> Measured:
        """All of them. Raises NotAvailable at the first that is refused."""
        meter = Meter(cpu_of(self.answering.pids), cpu_of([self.ground.stand.pid]))
        latencies = []
        for request in requests:
            began = time.perf_counter()
            answer = request()
            latencies.append(time.perf_counter() - began)
            if answer.is_error:
                raise NotAvailable(f"{answer.request.url.path}: {answer.status_code} {answer.text[:300]}")
        return meter.measured(len(requests), latencies)
