import errno
import io
import logging
from collections.abc import Iterator

import pytest
import structlog

from api.logs import log_to_stderr


@pytest.fixture(autouse=True)
def own_configuration() -> Iterator[None]:
    yield
    structlog.reset_defaults()


def test_what_happens_is_told_on_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    log_to_stderr()

    structlog.get_logger().warning("connection lost", error="nobody answers")

    out, err = capsys.readouterr()
    assert (out, "connection lost" in err, "nobody answers" in err) == ("", True, True)


def test_what_a_pool_does_about_lost_connections_is_not_told_beside_it(capsys: pytest.CaptureFixture[str]) -> None:
    log_to_stderr()

    logging.getLogger("psycopg.pool").warning("discarding closed connection")

    assert capsys.readouterr().err == ""


def test_a_log_that_cannot_be_written_stops_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr", FullDisk())
    log_to_stderr()

    log = structlog.get_logger()
    for tell in (log.debug, log.info, log.warning, log.error, log.exception, log.critical):
        tell("group given up")


class FullDisk(io.StringIO):
    """A file to which nothing can be added."""

    def write(self, text: str, /) -> int:
        raise OSError(errno.ENOSPC, f"no space left for {text}")
