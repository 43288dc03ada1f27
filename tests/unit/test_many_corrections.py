"""A claim that was corrected thousands of times, a sentence of it each time."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from domain.claim_record import ClaimRecord, CorrectionRecord, RevisionRecord
from domain.event_parts import Print
from domain.figure import Exact
from domain.print_states import states_of
from domain.shapes import ERASED
from domain.story import Edition

MANY = 5_000
RECORDED_AT = datetime(2022, 3, 2, tzinfo=UTC)
FIRST = RevisionRecord(
    number=1,
    version=1,
    position=1,
    recorded_at=RECORDED_AT,
    source="s",
    id="1",
    figure=Exact(form="exact", value="498"),
    figure_key="498",
    wording="498 soldiers",
    said_at="2022-03-02",
)
EDITION = Edition(
    number=1,
    version=1,
    position=0,
    recorded_at=RECORDED_AT,
    source="s",
    outlet="BBC",
    headline=ERASED,
    published_at="2022-03-02",
    url=None,
    update_note=None,
    text_sha256=None,
    text=None,
    prints=(Print(claim="a.b", placement="body", wording="498 soldiers"),),
    prints_version=1,
    prints_position=0,
    prints_source="s",
)


@pytest.mark.parametrize(("published_after", "told"), [(0, 2), (1, 2), (MANY // 2, MANY // 2 + 1), (MANY + 1, None)])
def test_a_print_is_told_of_the_first_correction_that_came_after_it(published_after: int, told: int | None) -> None:
    edition = replace(EDITION, position=published_after)
    (state,) = states_of(edition, {"a.b": often_corrected()})
    assert (state.corrected and state.corrected.correction.position) == told


def often_corrected() -> ClaimRecord:
    """Revision n is that of position n, and was replaced at n + 1; the last one stands."""
    revisions = {n: _revision(n) for n in range(1, MANY + 2)}
    return ClaimRecord(
        claim="a.b",
        is_known=True,
        status="standing",
        standing=revisions[MANY + 1],
        revisions=revisions,
        corrections=tuple(_correction(n) for n in range(1, MANY + 1)),
    )


def _revision(n: int) -> RevisionRecord:
    after = n + 1 if n <= MANY else None
    return replace(
        FIRST,
        number=n,
        version=n,
        position=n,
        statement=f"So {n}.",
        replaces=n - 1 or None,
        replaced=n <= MANY,
        replaced_by=after,
    )


def _correction(n: int) -> CorrectionRecord:
    return CorrectionRecord(
        position=n + 1,
        version=n + 1,
        recorded_at=RECORDED_AT,
        kind="other",
        replaces=n,
        revision=n + 1,
        changed=frozenset({"statement"}),
    )
