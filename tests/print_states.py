"""What became of what the latest edition of a story prints."""

from typing import Any

from domain.print_states import PrintState, states_of
from domain.wire import wire
from tests.claim_records import claims_of
from tests.ledger import Ledger


def states(ledger: Ledger, position: int | None = None) -> list[PrintState]:
    latest = ledger.story().latest
    assert latest is not None
    return states_of(latest, claims_of(ledger, position=position))


def only(ledger: Ledger) -> PrintState:
    (one,) = states(ledger)
    return one


def behind(one: PrintState) -> Any:
    return None if one.behind is None else (wire(one.behind.figure), one.behind.said_at)


MISQUOTED = ({"wording": "498 soldiers were killed"}, {"wording": "498 soldiers have died"})
