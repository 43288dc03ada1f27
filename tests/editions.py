"""Two editions of a story, and what changed from the one to the other."""

from domain.edition_changes import Change, changes
from tests.claim_records import claims_of
from tests.events import (
    CLAIM,
    Wire,
    printed,
    published,
)
from tests.ledger import Ledger

INJURED = "ru-mod.ru-soldiers-injured"


def between(ledger: Ledger, position: int | None = None) -> list[Change]:
    recorded = ledger.story().editions
    return changes(recorded[1], recorded[2], claims_of(ledger, position=position))


def kinds(ledger: Ledger) -> list[tuple[str, bool]]:
    return [(one.kind, one.silent) for one in between(ledger)]


def editions(ledger: Ledger, old: list[Wire], new: list[Wire], note: str | None = None) -> None:
    told = {} if note is None else {"update_note": note}
    ledger.post_all(published(1, *old), published(2, *new, **told))


def stated(figure: Wire, placement: str = "body", claim: str = CLAIM) -> Wire:
    """A print whose words give no numeral, so that any figure may stand beside them."""
    return printed("so many", placement, claim=claim, figure=figure)
