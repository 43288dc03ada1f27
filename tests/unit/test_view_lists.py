"""Which disputes, findings and links a view lists of very many."""

from collections.abc import Sequence
from typing import Any

import pytest

from domain.view import current_view
from domain.view_lists import FEW, MOST, MOST_BYTES
from tests.events import CLAIM, Event, assessed, disputed, linked, reported, resolved, updated
from tests.ledger import Ledger


def view(ledger: Ledger, **how: Any) -> Any:
    return current_view(CLAIM, ledger.claim(), **how)


def ids(shown: Any) -> list[str]:
    return [one["dispute"] for one in shown["disputes"]]


def many(count: int) -> Sequence[Event]:
    return [disputed(dispute=f"d-{n}") for n in range(count)]


def test_what_is_not_much_is_listed_whole(ledger: Ledger) -> None:
    ledger.post_all(reported(), *many(MOST), assessed(), linked())
    shown = view(ledger)
    assert ids(shown) == [f"d-{n}" for n in range(MOST)]
    assert "left_out" not in shown


def test_of_very_many_disputes_the_latest_are_listed_and_the_others_counted(ledger: Ledger) -> None:
    ledger.post_all(reported(), *many(MOST + 3))
    shown = view(ledger)
    assert ids(shown) == [f"d-{n}" for n in range(3, MOST + 3)]
    assert shown["left_out"] == {"disputes": 3, "assessments": 0, "links": 0}


def test_open_disputes_of_what_stands_come_before_later_ones(ledger: Ledger) -> None:
    ledger.post_all(reported(), updated(), disputed(dispute="old", target=1), disputed(dispute="contests", target=2))
    ledger.post(disputed(dispute="of-the-words", target=2, aspect="attribution"))
    ledger.post_all(*[each for n in range(MOST) for each in (disputed(dispute=f"d-{n}"), resolved(dispute=f"d-{n}"))])
    assert ids(view(ledger))[:3] == ["old", "contests", "of-the-words"]
    ledger.post_all(*[disputed(dispute=f"e-{n}", target=2) for n in range(MOST)])
    shown = view(ledger)
    assert "contests" not in ids(shown)
    assert shown["disputed"] is True


def test_long_findings_are_listed_as_far_as_there_is_room(ledger: Ledger) -> None:
    ledger.post(reported())
    ledger.post_all(*[assessed(method=f"{n} {'x' * (MOST_BYTES // 10)}") for n in range(20)])
    shown = view(ledger)
    assert [one["method"].partition(" ")[0] for one in shown["assessments"]] == [str(n) for n in range(11, 20)]
    assert shown["left_out"]["assessments"] == 11


def test_a_few_are_listed_however_long_they_are(ledger: Ledger) -> None:
    ledger.post_all(reported(), *[assessed(method="x" * MOST_BYTES) for _ in range(FEW + 2)])
    assert len(view(ledger)["assessments"]) == FEW


@pytest.mark.parametrize("name", ["disputes", "links"])
def test_a_whole_view_lists_everything(ledger: Ledger, name: str) -> None:
    ledger.post_all(reported(), *many(MOST + 1), *[linked(to=f"claim-{n}") for n in range(MOST + 1)])
    shown = view(ledger, is_whole=True)
    assert len(shown[name]) == MOST + 1
    assert "left_out" not in shown
