"""The steps, in the order in which they run: who takes part in each, and what is wanted of us."""

from collections.abc import Iterator, Sequence

from benchmarks import big, door, raw
from benchmarks.ground import Ground, Row, Run
from benchmarks.reading import REBUILT, catches_up, reads, rebuilds, textbook_catches_up, textbook_reads
from benchmarks.rebuilding import FOLD
from benchmarks.stands import DISKS, SLOW
from benchmarks.step import (
    BOTH,
    CLIENT,
    CPU,
    CPU_COST,
    CPU_US,
    GROWTH,
    LAG,
    LARGEST,
    OURS,
    P50,
    P50_TIMES,
    P99_TIMES,
    RATE,
    Goal,
    Step,
)
from benchmarks.writing import AGAIN, FIRST_TIME, imports, posts, raw_rows, repeats, textbook_posts, umadb
from benchmarks.written import Writer, measured

STOCK = "stock recorder, 16 threads"
INSERT_EVENTS = "claimtrail's insert_events, 16 threads"
CURRENT_VIEW = f"{REBUILT}current_view"
LIMIT = f"{REBUILT}{FOLD}"


def appends(connections: int, *goals: Goal, quick: bool = False) -> Step:
    """Single events over HTTP."""
    runs = (
        textbook_posts("single", connections),
        posts("single", connections),
        umadb(connections),
        raw_rows(raw.insert_one, connections),
    )
    words = f"single events over HTTP, {connections} connection{'s' if connections > 1 else ''}"
    return Step(f"append-{connections}", words, runs, DISKS, goals=goals, quick=quick)


def batches(size: int, *goals: Goal, peers: Sequence[Run] = (), quick: bool = False) -> Step:
    """A JSON array a request."""
    runs = (
        textbook_posts("batch", 4, size),
        posts("batch", 4, size),
        *peers,
        raw_rows(raw.insert_many, 4, size),
        raw_rows(raw.copy, 4, size),
    )
    return Step(f"batch-{size}", f"batches of {size:,} over HTTP, 4 connections", runs, DISKS, goals=goals, quick=quick)


def reading(name: str, words: str, connections: int, *goals: Goal, longest: int | None = None, quick: bool) -> Step:
    """One kind of GET."""
    runs = (textbook_reads(name, connections, longest), reads(name, connections, longest))
    return Step(f"read-{name}", f"{words}, GET, {connections} connections", runs, goals=goals, quick=quick)


def in_process(name: str, writer: Writer) -> Run:
    """Who writes without HTTP."""

    def run(ground: Ground) -> Iterator[Row]:
        yield name, measured(ground.stand, writer, ground.seconds)

    return run


def ours_in_process(writers: int) -> str:
    """The name of our own door."""
    return f"claimtrail, {writers} writer{'s' if writers > 1 else ''}"


IN_BATCHES = textbook_posts("batch", 4, 1_000)
"""What the textbook does at its best stands for what it cannot do."""

REPEATED = (
    Goal(BOTH, at_least=5.5),
    Goal([CPU], at_least=1.5, against=FIRST_TIME),
)
LONG_MEMORY = (Goal([GROWTH], at_most=1.2), Goal([LARGEST], at_most=200))

STEPS: Sequence[Step] = (
    appends(1),
    appends(8),
    appends(16, Goal(BOTH, at_least=8), Goal([RATE], at_least=1, against="umadb"), quick=True),
    appends(64, Goal(BOTH, at_least=10), Goal([RATE], at_least=1, against="umadb")),
    batches(
        100,
        Goal(BOTH, at_least=5),
        Goal([RATE], at_least=0.7, against="umadb"),
        peers=[umadb(8, 100)],
        quick=True,
    ),
    batches(1_000, Goal(BOTH, at_least=4)),
    Step(
        "ndjson",
        "one NDJSON stream (textbook: batches of 1,000)",
        (IN_BATCHES, posts("stream", 1), raw_rows(raw.copy, 1, 1_000)),
        DISKS,
        goals=[Goal(BOTH, at_least=4)],
        quick=True,
    ),
    Step(
        "import",
        "claimtrail import, and again (textbook: batches of 1,000)",
        (IN_BATCHES, imports),
        goals=[Goal([CLIENT], at_most=200)],
    ),
    Step(
        "repeats-batch",
        "the file in batches of 1,000, again (textbook: for the first time)",
        (IN_BATCHES, repeats("batch", 4, 1_000)),
        goals=REPEATED,
    ),
    Step(
        "repeats-ndjson",
        "the file as an NDJSON stream, again (textbook: batches of 1,000, for the first time)",
        (IN_BATCHES, repeats("stream", 1)),
        goals=REPEATED,
        quick=True,
    ),
    Step(
        "followed",
        "single events, 16 connections, read models following",
        (textbook_posts("single", 16, following=True), posts("single", 16, following=True)),
        goals=[Goal(BOTH, at_least=7), Goal([LAG], at_most=0)],
    ),
    reading("view", "current view", 16, Goal(BOTH, at_least=3.5), quick=True),
    reading("list", "list of 50 events", 16, Goal(BOTH, at_least=5), quick=False),
    reading(
        "as-of",
        "as of a random moment, the longest stream",
        4,
        Goal(BOTH, at_least=40),
        Goal([CPU_COST], at_most=3, against=OURS, against_step="read-view"),
        longest=1,
        quick=True,
    ),
    Step("catch-up", "read models from the log's beginning", (textbook_catches_up, catches_up), quick=True),
    Step(
        "rebuild",
        "a read model anew (textbook: its runner)",
        (textbook_catches_up, rebuilds),
        goals=[
            Goal(BOTH, at_least=28, of=CURRENT_VIEW),
            Goal([RATE], at_least=0.3, of=CURRENT_VIEW, against=LIMIT),
        ],
        quick=True,
    ),
    Step(
        "door",
        "the log's own door, without HTTP",
        (
            in_process(STOCK, door.recorder(door.STOCK_RECORDERS, 16)),
            *(in_process(ours_in_process(writers), door.ours(writers)) for writers in (1, 16, 64)),
            in_process(INSERT_EVENTS, door.recorder(door.OUR_RECORDERS, 16)),
        ),
        DISKS,
        base=STOCK,
        goals=[
            Goal(BOTH, at_least=5, of=ours_in_process(16)),
            Goal(BOTH, at_least=10, of=ours_in_process(64)),
            Goal([RATE], at_least=3, of=INSERT_EVENTS),
            Goal([RATE], at_least=10, of=ours_in_process(16), disk=SLOW),
            Goal([RATE], at_least=20, of=ours_in_process(64), disk=SLOW),
        ],
    ),
    Step(
        "million-stream",
        "a long NDJSON stream, read models following; and again",
        (big.million,),
        base=OURS,
        goals=[
            *LONG_MEMORY,
            Goal([CPU], at_least=1.5, of=f"{OURS}{AGAIN}"),
            Goal([GROWTH], at_most=1.2, of=f"{OURS}{AGAIN}"),
        ],
        long=True,
    ),
    Step(
        "million-import",
        "claimtrail import of as many; and again",
        (big.million_imported,),
        base=OURS,
        goals=[Goal([CLIENT], at_most=200), Goal([CPU], at_least=1.5, of=f"{OURS}{AGAIN}")],
        long=True,
    ),
    Step(
        "big-as-of",
        "as of a random moment, 40 claims, GET",
        (big.as_of_in_millions(0), big.as_of_in_millions(3)),
        base=big.IN_A_SHORT_LOG,
        goals=[Goal([P99_TIMES], at_most=2, of=big.IN_A_LONG_LOG)],
        long=True,
    ),
    Step(
        "big-start",
        "start on a long log, until ready",
        (big.starts_on_a_million,),
        base="",
        goals=[Goal([P50], at_most=1_000)],
        long=True,
    ),
    Step(
        "big-stream",
        "a stream of 18,851 events: appends, one at a time",
        (big.hot_stream,),
        base=big.TO_A_SHORT_STREAM,
        goals=[
            Goal([P50_TIMES], at_most=1.5),
            Goal([P50], at_most=300, of=big.FOLDED),
            Goal([CPU_US], at_most=100_000, of=big.PAGE),
        ],
        long=True,
    ),
)
