"""A projection of somebody else's, under the library's stock runner, over our log."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

import pytest
from eventsourcing.projection import ProjectionRunner

from adapters.claim_log import ClaimLog
from domain.proposal import Proposal
from examples.customers_projection import CorrectionsView, corrections_of
from tests.bounded import CHECKOUT, PATIENCE_S, Process
from tests.log import Log, cut_connections
from tests.postgres import Database
from tests.posts import annotated, corrected, redacted, reported

Running: TypeAlias = ProjectionRunner[ClaimLog, CorrectionsView]


@pytest.fixture
def running(database: Database) -> Iterator[Running]:
    with corrections_of({"DATABASE_URL": database.url}) as runner:
        yield runner


def correction(claim: str) -> Proposal:
    was = {"figure": {"form": "exact", "value": "498"}, "wording": "498 soldiers"}
    is_ = {"figure": {"form": "exact", "value": "489"}, "wording": "489 soldiers"}
    return corrected(claim, was, is_)


def test_it_sees_the_corrections_that_were_and_those_that_come(log: Log, running: Running) -> None:
    log.append(reported("killed"), annotated("killed"), correction("killed"))
    running.wait(3, timeout=PATIENCE_S)
    log.append(reported("wounded"), correction("wounded"))
    running.wait(5, timeout=PATIENCE_S)

    seen = [(one.claim, one.kind, one.reason) for one in running.view.corrections]
    assert seen == [("killed", "wrong_figure", "misread"), ("wounded", "wrong_figure", "misread")]


def test_it_goes_on_after_the_database_has_cut_its_connections(database: Database, log: Log, running: Running) -> None:
    log.append(reported("killed"), correction("killed"))
    running.wait(2, timeout=PATIENCE_S)
    cut_connections(database)
    log.append(reported("wounded"), correction("wounded"))
    running.wait(4, timeout=PATIENCE_S)

    assert [one.claim for one in running.view.corrections] == ["killed", "wounded"]


def test_what_was_redacted_reads_so(log: Log, running: Running) -> None:
    log.append(reported("killed"), correction("killed"), redacted("killed", 2, "/reason"))
    running.wait(2, timeout=PATIENCE_S)

    assert [one.reason for one in running.view.corrections] == [{"redacted": True}]


def test_the_example_runs_as_its_head_says(database: Database, log: Log) -> None:
    log.append(reported("killed"), correction("killed"))
    command = [sys.executable, str(CHECKOUT / "examples" / "customers_projection.py")]
    with Process(command, {"DATABASE_URL": database.url}, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as example:
        told = example.line()
        example.send_signal(signal.SIGINT)
        example.said()

    assert "killed  wrong_figure: misread" in told
    assert example.returncode == 0


def test_where_no_database_is_it_says_how_to_name_one(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "examples.customers_projection"]
    own = {"CLAIMTRAIL_DATA": str(tmp_path), "DATABASE_URL": ""}
    with Process(command, own, cwd=CHECKOUT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        _, said = process.said()

    assert process.returncode == 3
    assert "Start one (claimtrail serve)" in said
    assert "DATABASE_URL=" in said
