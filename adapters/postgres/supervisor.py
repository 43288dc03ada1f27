"""Keeps one PostgreSQL alive for the service that started it, and takes it down with the service.

A process of its own (`python -m adapters.postgres.supervisor PLAN`), for two things that only a process can do:

- PostgreSQL gets a signal when the *thread* that forked it ends. This process has one thread, the service has many.
- It outlives a service that was killed, for as long as PostgreSQL needs to shut down in order.

The service holds the other end of this process's standard input: end of file means that the service is gone, however it
went. Standard output says "ready" once. Only the standard library is imported: it starts in 20 ms.
"""

import contextlib
import ctypes
import json
import os
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from adapters.plain_log import warn
from adapters.postgres.postmaster import postmaster

PR_SET_PDEATHSIG = 1

STARTING_POLL_S = 0.01
RUNNING_POLL_S = 0.1
PAUSE_S = 0.1  # before a server that did not come up is started again, doubled each time
LONGEST_PAUSE_S = 5.0
LEFTOVER_PATIENCE_S = 60.0  # for a predecessor that is still shutting down, and for whatever kills a server that starts
ORDERLY_STOP_S = 10.0  # PostgreSQL 18 never ends if told so just after a backend crashed; at once, it loses nothing
ORPHAN_PATIENCE_S = 5.0
LOCK_FILE_EXISTS = b" F0001 "  # SQLSTATE in the log: another server, or what is left of one, has the directory
CHILD_KILLED = b"was terminated by signal 9"

libc = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True, slots=True)
class Plan:
    """What to keep running, as JSON on the command line."""

    command: list[str]
    data: str
    log: str
    socket_dir: str
    service: int
    environment: dict[str, str]
    uid: int | None = None
    gid: int | None = None


def main(argument: str) -> int:
    """Run the server of the plan until the service is gone. 1 if it never came up: its log says why."""
    plan = Plan(**json.loads(argument))
    for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        # Whoever signals the whole group means the service, which still needs its database to end in order.
        signal.signal(signum, lambda *_: None)
    if not supervise(plan):
        return 1
    shutil.rmtree(plan.socket_dir, ignore_errors=True)
    return 0


def supervise(plan: Plan) -> bool:
    """Start the server, and again whenever it ends by itself; False if it never came up.

    Raises OSError where the system does not let it start the first time.
    """
    announced, failures, began = False, 0, time.monotonic()
    while not service_gone(plan, 0):
        try:
            log_start, server = log_size(plan), start(plan)
        except OSError as error:  # no room for one more process, which passes
            if not announced:
                raise
            warn("the database could not be started; it is tried again", error=error)
            failures += 1
            service_gone(plan, pause_s(failures))
            continue
        if came_up(server, plan):
            failures = 0
            announced = announced or announce()
            watch(server, plan)
        if service_gone(plan, 0):
            stop(server)
            break
        if not announced and not (
            is_excused(server, plan, log_start) and time.monotonic() - began < LEFTOVER_PATIENCE_S
        ):
            return False
        failures += 1
        service_gone(plan, pause_s(failures) if announced else PAUSE_S)
    return True


def pause_s(failures: int) -> float:
    """How long to wait after so many failures in a row."""
    doublings = min(failures - 1, 10)  # a number that fits, however often it fails
    return float(min(PAUSE_S * 2**doublings, LONGEST_PAUSE_S))


def service_gone(plan: Plan, wait_s: float) -> bool:
    """Whether the service has ended; waits up to *wait_s* for it to."""
    ended, _, _ = select.select([sys.stdin], [], [], wait_s)
    return bool(ended) or os.getppid() != plan.service  # a fork of the service may still hold the pipe


def log_size(plan: Plan) -> int:
    """Where in the log the next server begins to write."""
    return Path(plan.log).stat().st_size


def start(plan: Plan) -> subprocess.Popen[bytes]:
    """Start the server as the plan's user."""
    clear_the_way(Path(plan.data))
    supervisor = os.getpid()
    with Path(plan.log).open("ab") as log:
        return subprocess.Popen(  # noqa: S603 the plan is the service's own
            plan.command,
            user=plan.uid,
            group=plan.gid,
            extra_groups=None if plan.uid is None else [],
            preexec_fn=lambda: die_with(supervisor),  # noqa: PLW1509 this process has no other thread
            cwd="/",
            env=plan.environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )


def die_with(supervisor: int) -> None:
    """Ask the kernel to shut this child down in order when *supervisor* ends.

    Popen calls this after setgroups, setgid and setuid: a change of user before exec would silently undo it.
    """
    if sys.platform == "linux":
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGINT, 0, 0, 0)
    if os.getppid() != supervisor:
        os._exit(1)


def clear_the_way(data: Path) -> None:
    """End what a killed server has left running in *data*, and remove its two lock files; leave a living server alone.

    PostgreSQL takes any process of its user that has the number in a lock file for a server: a dead one that nobody has
    waited for, another one after a restart of the container. And a backend in the midst of a computation does not
    notice that its postmaster is gone, while nothing can start beside it.
    """
    if sys.platform != "linux":
        return  # no /proc: PostgreSQL's own checks have to do
    state = postmaster(data)
    if state is not None and works_in(state.pid, data):
        return
    end_servers(data)
    if state is not None:
        (state.socket_dir / f".s.PGSQL.{state.port}.lock").unlink(missing_ok=True)
        (data / "postmaster.pid").unlink(missing_ok=True)


def works_in(pid: int, folder: Path) -> bool:
    """Whether *pid* is alive and works in *folder*, as every PostgreSQL process does; True if we may not know."""
    try:
        return Path(f"/proc/{pid}/cwd").samefile(folder)
    except (FileNotFoundError, ProcessLookupError):
        return False
    except PermissionError:
        return True


def end_servers(data: Path) -> None:
    """End every process of PostgreSQL in *data*: at once, then by force."""
    force_at = time.monotonic() + ORPHAN_PATIENCE_S
    while left := list(servers(data)):
        for pid in left:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGQUIT if time.monotonic() < force_at else signal.SIGKILL)
        time.sleep(STARTING_POLL_S)


def servers(data: Path) -> Iterator[int]:
    """The processes of PostgreSQL that are known to work in *data*."""
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):  # it has ended, or is another user's
            if (process / "comm").read_text() == "postgres\n" and (process / "cwd").samefile(data):
                yield int(process.name)


def came_up(server: subprocess.Popen[bytes], plan: Plan) -> bool:
    """Wait, as long as recovery takes, until the server takes connections; False if it or the service ends before."""
    while server.poll() is None:
        state = postmaster(Path(plan.data))
        if state is not None and state.pid == server.pid and state.ready:
            return True
        if service_gone(plan, STARTING_POLL_S):
            return False
    return False


def announce() -> bool:
    """Tell the service that the server takes connections."""
    with contextlib.suppress(BrokenPipeError):  # the service has gone meanwhile
        os.write(sys.stdout.fileno(), b"ready\n")
    return True


def watch(server: subprocess.Popen[bytes], plan: Plan) -> None:
    """Wait until the server or the service ends."""
    while server.poll() is None and not service_gone(plan, RUNNING_POLL_S):
        pass


def stop(server: subprocess.Popen[bytes]) -> None:
    """Shut the server down: in order, then at once, then by force."""
    for signum, patience_s in ((signal.SIGINT, ORDERLY_STOP_S), (signal.SIGQUIT, ORPHAN_PATIENCE_S)):
        server.send_signal(signum)
        try:
            server.wait(patience_s)
        except subprocess.TimeoutExpired:
            continue
        return
    server.kill()
    server.wait()


def is_excused(server: subprocess.Popen[bytes], plan: Plan, log_start: int) -> bool:
    """Whether the server that has just failed may do better next time: it or a child was killed, or another was there.

    The log is in English (``binaries.environment``).
    """
    with Path(plan.log).open("rb") as log:
        log.seek(log_start)
        said = log.read()
    return server.returncode == -signal.SIGKILL or LOCK_FILE_EXISTS in said or CHILD_KILLED in said


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
