"""What something cost: events, wall time, CPU and memory of process families, out of /proc."""

import os
import re
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

PROC = Path("/proc")
TICKS_PER_S = os.sysconf("SC_CLK_TCK")
KIB_PER_MIB = 1024


class NotAvailable(Exception):  # noqa: N818 (says what is so)
    """Somebody cannot do this step here; the message says why."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What one contender did in one round of one step."""

    done: int
    """Events that were taken in, or answers to reads."""

    wall_s: float
    service_us: float = 0.0
    """CPU of the service for each; where there is no service, of the client that writes to the database itself."""

    database_us: float = 0.0
    p50_ms: float | None = None
    p99_ms: float | None = None
    generator_share: float | None = None
    """Of the machine's CPU, what the load generator took."""

    refused: int = 0
    lag_events: int | None = None
    """What the slowest read model still had to take in when the last answer had come."""

    peak_mib: float | None = None
    """The most memory that the service's processes held, added up."""

    largest_mib: float | None = None
    """The most that any one of them held."""

    client_us: float | None = None
    """CPU of a client that is a part of claimtrail, such as the importer."""

    client_mib: float | None = None
    """The most memory that it held."""

    memory: Sequence[tuple[int, float, float]] = field(default=())
    """While a long stream runs: events done, MiB of the service's processes added up, MiB of the largest of them."""

    @property
    def per_s(self) -> float:
        """Done in a second."""
        return self.done / self.wall_s

    @property
    def cpu_us(self) -> float:
        """All CPU for one, but that of the load generator."""
        return self.service_us + self.database_us

    @property
    def milestones(self) -> list[tuple[int, float, float]]:
        """Samples of the memory at a tenth, at three tenths and at the end of a long stream; none of a short one."""
        if not self.memory:
            return []
        wanted = [self.done * tenths // 10 for tenths in (1, 3)]
        early = [next((one for one in self.memory if one[0] >= done), self.memory[-1]) for done in wanted]
        return [*early, self.memory[-1]]

    @property
    def memory_growth(self) -> float | None:
        """How many times the memory at a tenth of a long stream the memory at its end is; None of a short one."""
        return self.milestones[-1][1] / self.milestones[0][1] if self.memory else None


class Meter:
    """Starts when it is made, and says what has been done since."""

    def __init__(self, service: Callable[[], float], database: Callable[[], float]) -> None:
        self._service, self._database = service, database
        self._before = service(), database()
        self._began = time.perf_counter()

    def measured(self, done: int, latencies_s: Sequence[float] = ()) -> Measured:
        """*done* since then, with these latencies. Raises NotAvailable where nothing was done."""
        wall_s = time.perf_counter() - self._began
        if not done:
            raise NotAvailable("nothing was done in time")
        service, database = self._service() - self._before[0], self._database() - self._before[1]
        return Measured(
            done=done,
            wall_s=wall_s,
            service_us=service / done * 1e6,
            database_us=database / done * 1e6,
            p50_ms=percentile_ms(latencies_s, 50),
            p99_ms=percentile_ms(latencies_s, 99),
        )


def percentile_ms(latencies_s: Sequence[float], percent: int) -> float | None:
    """The latency that *percent* of them do not exceed, in ms; None where there are none."""
    ordered = sorted(latencies_s)
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)] * 1000 if ordered else None


def cpu_of(pids: Sequence[int]) -> Callable[[], float]:
    """A reader of the seconds of CPU that these processes and all that descend from them have had."""
    return lambda: sum(map(_cpu_s, family(pids)))


def family(pids: Sequence[int]) -> list[int]:
    """These processes and all that descend from them."""
    children = defaultdict(list)
    for entry in PROC.iterdir():
        if entry.name.isdigit() and (fields := _stat(int(entry.name))):
            children[int(fields[1])].append(int(entry.name))
    waiting, found = list(pids), list[int]()
    while waiting:
        found.append(pid := waiting.pop())
        waiting += children[pid]
    return found


def memory_mib(pids: Sequence[int], entry: str) -> list[float]:
    """VmRSS (now) or VmHWM (the most so far) of each process of the family, in MiB."""
    found = [_status(pid, entry) for pid in family(pids)]
    return [kib / KIB_PER_MIB for kib in found if kib is not None]


def _cpu_s(pid: int) -> float:
    """User and system time, with that of children who have ended."""
    return sum(map(int, _stat(pid)[11:15])) / TICKS_PER_S


def _stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat from the state on (the name before may hold anything); none where it has ended."""
    try:
        return (PROC / str(pid) / "stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return []


def _status(pid: int, entry: str) -> int | None:
    try:
        found = re.search(rf"^{entry}:\s+(\d+)", (PROC / str(pid) / "status").read_text(), re.MULTILINE)
    except OSError:
        return None
    return int(found[1]) if found else None
