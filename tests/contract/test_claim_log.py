from collections.abc import Iterator

import pytest

from adapters.claim_log import ClaimLog
from domain.claim_state import ClaimState
from domain.shapes import ERASED
from tests.log import Log
from tests.postgres import Database
from tests.posts import redacted, reported, retracted, updated


@pytest.fixture
def claim_log(database: Database) -> Iterator[ClaimLog]:
    with ClaimLog({"DATABASE_URL": database.url}) as opened:
        yield opened


def claim_at(claim_log: ClaimLog, version: int | None = None) -> ClaimState:
    state = claim_log.state("claim/killed", version=version)
    assert isinstance(state, ClaimState)
    return state


def test_a_claim_is_read_as_it_was_at_a_version_and_as_it_is(log: Log, claim_log: ClaimLog) -> None:
    log.append(reported("killed"), updated("killed", "500", "2022-03-03"), retracted("killed"))

    assert [claim_at(claim_log, n).status for n in (1, 2, 3)] == ["standing", "standing", "retracted"]
    assert [len(claim_at(claim_log, n).revisions) for n in (1, 2)] == [1, 2]
    assert claim_at(claim_log).version == 3


def test_a_claim_that_nobody_reported_is_at_version_0(claim_log: ClaimLog) -> None:
    assert claim_at(claim_log).version == 0


def test_a_redacted_value_reads_as_erased_at_every_version(log: Log, claim_log: ClaimLog) -> None:
    log.append(reported("killed"), redacted("killed", 1, "/wording"))

    assert claim_at(claim_log, 1).revisions[1].wording is ERASED
