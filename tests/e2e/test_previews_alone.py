"""A preview judges what is recorded now on a state of its own, for others look at the same one meanwhile."""

import asyncio
import pickle
from collections.abc import Mapping

import pytest

from api.compose import running
from api.settings import Settings
from api.web.forms.filling import Filling, Past
from api.web.forms.previewing import Folded, folded
from api.web.forms.verbs import VERBS
from domain.claim import fold
from domain.claim_state import ClaimState
from tests.events import CLAIM, exact, never_said, reported, updated
from tests.ledger import Ledger
from tests.postgres import Database

STREAM = f"claim/{CLAIM}"
FIGURE = {"figure.form": "exact", "figure.value": "1351", "wording": "1,351 soldiers"}
UPDATE = {**FIGURE, "said_at": "2022-03-25", "reason": "the next briefing"}


def looked_at() -> ClaimState:
    """A claim whose last revision was said by nobody."""
    ledger = Ledger()
    ledger.post_all(reported(), updated("20 soldiers", exact("20"), said_at="2022-03-24"), never_said(target=2))
    return fold(ledger.recorded(STREAM))


def previewed(database: Database, verb: str, now: ClaimState, entries: Mapping[str, str]) -> Folded:
    """What a form with *entries* would make of *now*."""

    async def made() -> Folded | None:
        async with running(database.url, Settings()) as service:
            return folded(service, Filling(VERBS[verb], Past(STREAM, now, now), entries, subject=CLAIM), None)

    found = asyncio.run(made())
    assert found is not None
    return found


@pytest.mark.parametrize(("verb", "entries"), [("update", UPDATE), ("annotate", {"text": "looked into"})])
def test_a_preview_leaves_what_it_is_made_from_as_it_is(
    database: Database, verb: str, entries: Mapping[str, str]
) -> None:
    now = looked_at()
    before = pickle.dumps(now)
    made = previewed(database, verb, now, entries)
    assert pickle.dumps(now) == before
    assert made.before is now
    assert made.after.version == now.version + 1
