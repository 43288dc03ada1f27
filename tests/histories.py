"""Histories of a claim as chance makes them: moves that mostly are legal, with times and members that collide."""

from collections.abc import Callable, Sequence
from typing import Any, Final, TypeVar

import orjson
from hypothesis import strategies as st

from domain.decide import recorded_member
from domain.revision import Revision
from domain.stored_form import NESTED, units
from domain.wire import REDACTED, wire
from tests.events import (
    CLAIM,
    LEFT_OUT,
    Event,
    annotated,
    assessed,
    attributed,
    chain,
    corrected,
    disputed,
    exact,
    linked,
    never_said,
    no_figure,
    redacted,
    reinstated,
    reported,
    resolved,
    retracted,
    updated,
)
from tests.ledger import Ledger

T = TypeVar("T")

SAID: Final = (
    "2022-03-01",
    "2022-03-02",
    "2022-03-02T08:00:00Z",
    "2022-03-02T20:00:00Z",
    "2022-03-02T21:00:00+01:00",
    "2022-03-03",
    "2022-03",
    "2022-03-02/..",
    "../2022-03-02",
    "2022-03-01/",
    "2022-21",
)
PERIODS: Final = (
    None,
    "2022-02-28",
    "2022-03-01",
    "2022-02-24/2022-03-02",
    "2022-03-02",
    "2022-03",
    "2022-03-01/..",
    "2022-03-01/",
    "2022-21/..",
    "2022-21",
)
OCCASIONS: Final = (None, "evening")
VALUES: Final = ("10", "20", "30")
DISPUTES: Final = ("d-1", "d-2")

Move = tuple[str, int]


class Picks:
    """Choices made by one number, so that a history shrinks to small ones."""

    def __init__(self, number: int) -> None:
        self._left = number

    def of(self, choices: Sequence[T]) -> T:
        self._left, chosen = divmod(self._left, len(choices))
        return choices[chosen]


def first_report(picks: Picks, claim: str = CLAIM, **more: Any) -> Event:
    value = picks.of(VALUES)
    return reported(f"{value} dead", exact(value), claim=claim, **_when(picks), **more)


def update(picks: Picks, _ledger: Ledger, claim: str) -> Event:
    value = picks.of(VALUES)
    members = _when(picks) | {"attribution": picks.of((LEFT_OUT, LEFT_OUT, chain("ru-mod", "tass")))}
    return updated(f"{value} dead", exact(value), claim=claim, **members)


def correction(picks: Picks, ledger: Ledger, claim: str) -> Event:
    target = _revision(picks, ledger, claim)
    value = picks.of(VALUES)
    is_: dict[str, Any] = picks.of(
        (
            {"figure": exact(value), "wording": f"{value} dead"},
            {"said_at": picks.of(SAID)},
            {"refers_to": picks.of(PERIODS)},
            {"occasion": picks.of(OCCASIONS), "statement": picks.of((None, "He said"))},
            {"figure": exact(value), "wording_note": "as printed"},
            {"figure": no_figure()},
            {"scope": picks.of(({}, {"unit": "person"}))},
            {"attribution": picks.of((chain(None), chain("ru-mod"), chain("un", "tass")))},
            {"question": picks.of(("one", "other")), "published_at": picks.of((None, "2022-03-04"))},
        )
    )
    was = {name: as_recorded(ledger, target, name, claim) for name in is_}
    return corrected(was, is_, target=target.number, claim=claim)


def denial(picks: Picks, ledger: Ledger, claim: str) -> Event:
    return never_said(target=_revision(picks, ledger, claim).number, claim=claim)


def redaction(picks: Picks, ledger: Ledger, claim: str) -> Event:
    row = picks.of(ledger.stream(f"claim/{claim}"))
    pointers = [pointer for pointer, _ in units(orjson.loads(row.payload), row.type in NESTED)]
    return redacted(row.version, *{picks.of(pointers), picks.of(pointers)}, claim=claim)


OTHERS: Final[dict[str, Callable[[Picks, Ledger, str], Event]]] = {
    "dispute": lambda picks, ledger, claim: disputed(
        picks.of(DISPUTES), claim=claim, target=_revision(picks, ledger, claim).number, counter_claim="other"
    ),
    "resolve": lambda picks, _, claim: resolved(picks.of(DISPUTES), claim=claim),
    "attribute": lambda picks, _, claim: attributed(picks.of((chain(), chain("ru-mod", "tass"))), claim=claim),
    "assess": lambda picks, ledger, claim: assessed(
        claim=claim, target=_revision(picks, ledger, claim).number, url="u"
    ),
    "retract": lambda picks, _, claim: retracted(picks.of(("source", "outlet")), claim=claim),
    "reinstate": lambda picks, _, claim: reinstated(picks.of(("source", "outlet")), claim=claim),
    "link": lambda _, __, claim: linked(claim=claim),
    "annotate": lambda _, __, claim: annotated(claim=claim),
}
FIGURES: Final[dict[str, Callable[[Picks, Ledger, str], Event]]] = {
    "update": update,
    "correct": correction,
    "deny": denial,
}
ANY: Final[dict[str, Callable[[Picks, Ledger, str], Event]]] = {**FIGURES, **OTHERS, "redact": redaction}

NUMBERS = st.integers(0, 2**48)


def moves(kinds: Sequence[str], most: int = 12) -> st.SearchStrategy[list[Move]]:
    """The report first (its choices are the first move's), then up to *most* moves of those *kinds*."""
    return st.lists(st.tuples(st.sampled_from(list(kinds)), NUMBERS), min_size=1, max_size=most + 1)


def next_event(ledger: Ledger, move: Move, claim: str = CLAIM) -> Event:
    kind, number = move
    return ANY[kind](Picks(number), ledger, claim)


def played(ledger: Ledger, history: Sequence[Move], claim: str = CLAIM, **report: Any) -> Ledger:
    """*ledger* after the moves of *history* on *claim*; those that the rules refuse are simply refused."""
    ledger.post(first_report(Picks(history[0][1]), claim, **report))
    for move in history[1:]:
        ledger.together(next_event(ledger, move, claim))
    return ledger


def as_recorded(ledger: Ledger, target: Revision, name: str, claim: str = CLAIM) -> Any:
    """What ``was`` has to say of that member."""
    shown = wire(recorded_member(ledger.claim(claim), target, name))
    return REDACTED if isinstance(shown, list) and REDACTED in shown else shown


def _when(picks: Picks) -> dict[str, Any]:
    times = {"said_at": picks.of(SAID), "refers_to": picks.of(PERIODS), "occasion": picks.of(OCCASIONS)}
    return {name: LEFT_OUT if value is None else value for name, value in times.items()}


def _revision(picks: Picks, ledger: Ledger, claim: str) -> Revision:
    return picks.of(ledger.claim(claim).revisions.numbered)
