"""The revision that stands: the quick one is always the one that the product page describes, word by word."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given, settings

from domain.clock import Span, certainly_earlier, read_time
from domain.events import Corrected, Recorded, Reported, Updated
from domain.refusals import Refusal
from domain.shapes import ABSENT
from tests.events import CLAIM, LEFT_OUT, corrected, corrected_figure, exact, never_said, reported, retracted, updated
from tests.histories import FIGURES, Move, Picks, first_report, moves, next_event
from tests.ledger import Ledger

FIRST_DAY, LAST_DAY = -(10**9), 10**9


@dataclass
class Said:
    """A revision as the product page speaks of it."""

    number: int
    said_at: str
    refers_to: str | None
    occasion: object
    finally_replaces: int
    late: bool
    is_replaced: bool = False

    @property
    def said(self) -> Span:
        return read_time(self.said_at)

    @property
    def period_day(self) -> int:
        """The last day of refers_to, at most the last that said_at allows; else the first that said_at allows."""
        first_said = FIRST_DAY if self.said.first_day is None else self.said.first_day
        last_said = LAST_DAY if self.said.last_day is None else self.said.last_day
        if self.refers_to is None:
            return first_said
        if self.refers_to.endswith("/.."):
            return last_said
        last = read_time(self.refers_to).last_day
        return first_said if last is None else min(last, last_said)

    def same_utterance(self, said_at: str, occasion: object) -> bool:
        return self.said == read_time(said_at) and self.occasion == occasion


def by_the_book(revisions: Sequence[Said]) -> int | None:
    """The number of the standing revision: rules 1 to 3 of the product page, each in a line."""
    left = [one for one in revisions if not one.is_replaced]
    left = [one for one in left if one.period_day == max(other.period_day for other in left)]
    left = [one for one in left if not any(certainly_earlier(one.said, other.said) for other in left)]
    return max(left, key=lambda one: one.finally_replaces).number if left else None


def retold(events: Sequence[Recorded]) -> list[Said]:
    """The revisions that *events* make, told anew without the code under test."""
    told: list[Said] = []
    for event in events:
        match event.data:
            case Reported() | Updated() as data:
                late = any(
                    certainly_earlier(read_time(data.said_at), other.said) for other in told if not other.is_replaced
                )
                number = len(told) + 1
                told.append(Said(number, data.said_at, data.refers_to, data.occasion, number, late))
            case Corrected(target=int(target)) as data:
                mended = told[target - 1]
                mended.is_replaced = True
                if data.is_.named():
                    told.append(_corrected(mended, len(told) + 1, data))
            case _:
                pass
    return told


def _corrected(mended: Said, number: int, data: Corrected) -> Said:
    set_anew = {
        name: getattr(data.is_, name)
        for name in ("said_at", "refers_to", "occasion")
        if getattr(data.is_, name) is not ABSENT
    }
    kept: dict[str, Any] = {name: getattr(mended, name) for name in ("said_at", "refers_to", "occasion")}
    return Said(number=number, finally_replaces=mended.finally_replaces, late=mended.late, **(kept | set_anew))


def is_new_utterance(told: Sequence[Said], sent: dict[str, Any]) -> bool:
    same = [one for one in told if not one.is_replaced and one.same_utterance(sent["said_at"], sent.get("occasion"))]
    if not same:
        return True
    periods = [one.refers_to and read_time(one.refers_to) for one in same]
    return "refers_to" in sent and read_time(sent["refers_to"]) not in periods


@given(history=moves(list(FIGURES), most=14))
@settings(max_examples=300)
def test_the_quick_standing_is_the_one_by_the_book(history: list[Move]) -> None:
    ledger = Ledger()
    ledger.post(first_report(Picks(history[0][1])))
    for move in history[1:]:
        told = retold(list(ledger.recorded(f"claim/{CLAIM}")))
        sent = next_event(ledger, move)
        (answer,) = ledger.together(sent)
        refused = isinstance(answer, Refusal) and answer.name == "no-new-utterance"
        assert refused == (sent["type"] == "claim.updated.v1" and not is_new_utterance(told, sent["data"]))
        told = retold(list(ledger.recorded(f"claim/{CLAIM}")))
        revisions = ledger.claim().revisions
        assert (revisions.standing and revisions.standing.number) == by_the_book(told)
        assert [(one.late, one.replaced, one.rank) for one in revisions] == [
            (one.late, one.is_replaced, one.finally_replaces) for one in told
        ]


@pytest.fixture
def day(ledger: Ledger) -> Ledger:
    """Revision 1: 10, said at 08:00. Revision 2: 20, said at 20:00 of the same day."""
    ledger.post(reported("10 dead", exact("10"), said_at="2022-03-02T08:00:00Z"))
    ledger.post(updated("20 dead", exact("20"), said_at="2022-03-02T20:00:00Z"))
    return ledger


def standing(ledger: Ledger) -> int | None:
    one = ledger.standing()
    return None if one is None else one.number


def test_the_evening_stands_when_the_morning_is_corrected(day: Ledger) -> None:
    day.post(corrected_figure("10", "11", unit="dead", target=1))
    assert (standing(day), day.figure()) == (2, exact("20"))


def test_what_is_not_certainly_later_but_recorded_last_stands(day: Ledger) -> None:
    day.post_all(corrected_figure("10", "11", unit="dead"), updated("30 dead", exact("30"), said_at="2022-03-02"))
    assert (standing(day), day.view()["late"]) == (4, False)


def test_what_was_said_earlier_comes_late_and_does_not_stand(day: Ledger) -> None:
    day.post_all(
        corrected_figure("10", "11", unit="dead"),
        updated("30 dead", exact("30"), said_at="2022-03-02"),
        updated("5 dead", exact("5"), said_at="2022-03-02T06:00:00Z"),
    )
    assert (standing(day), day.view()["late"]) == (4, True)


def test_a_source_that_restates_an_earlier_period_displaces_nothing(day: Ledger) -> None:
    day.post(updated("31 dead", exact("31"), said_at="2022-03-03", refers_to="2022-03-01"))
    assert (standing(day), day.view()["late"]) == (2, False)


def test_what_nothing_replaces_leaves_the_rule_to_the_others(day: Ledger) -> None:
    day.post_all(
        corrected_figure("10", "11", unit="dead"),
        updated("30 dead", exact("30"), said_at="2022-03-02"),
        updated("5 dead", exact("5"), said_at="2022-03-02T06:00:00Z"),
        updated("31 dead", exact("31"), said_at="2022-03-03", refers_to="2022-03-01"),
        never_said(target=2),
    )
    assert standing(day) == 4


def test_a_late_arrival_with_a_later_period_may_stand(day: Ledger) -> None:
    day.post(updated("40 dead", exact("40"), said_at="2022-03-04", refers_to="2022-03-01"))
    day.post(updated("50 dead", exact("50"), said_at="2022-03-03", refers_to="2022-03-03"))
    assert (standing(day), day.view()["late"]) == (4, True)


def test_a_period_reaches_no_further_than_the_source_can_have_known(ledger: Ledger) -> None:
    ledger.post(reported("10 dead", exact("10"), said_at="2022-03-02", refers_to="2022"))
    ledger.post(updated("20 dead", exact("20"), said_at="2022-03-03", refers_to=LEFT_OUT))
    assert standing(ledger) == 2


def test_a_correction_of_the_time_moves_a_revision_on_the_said_axis(day: Ledger) -> None:
    moved = {"said_at": "2022-03-02T08:00:00Z"}, {"said_at": "2022-03-02T21:00:00Z"}
    day.post(corrected(*moved, kind="other"))
    assert standing(day) == 3


def test_a_revision_is_late_only_against_what_was_not_replaced_then(ledger: Ledger) -> None:
    ledger.post_all(reported(said_at="2022-03-02"), updated(said_at="2022-03-25"), never_said(target=2))
    ledger.post(updated(said_at="2022-03-20"))
    assert ledger.view()["late"] is False


def test_a_correction_inherits_whether_its_target_came_late(day: Ledger) -> None:
    day.post(updated("5 dead", exact("5"), said_at="2022-03-02T06:00:00Z"))
    day.post(corrected_figure("5", "6", unit="dead", target=3))
    assert day.view()["late"] is True


def test_what_was_too_early_only_beside_a_revision_that_nothing_replaced_stands_after_all(ledger: Ledger) -> None:
    ledger.post_all(
        reported(said_at="2022-03-02T20:00:00Z"),
        updated(said_at="2022-03-02"),
        updated(said_at="2022-03-02T08:00:00Z"),
    )
    assert standing(ledger) == 2
    ledger.post(never_said(target=1))
    assert standing(ledger) == 3


def test_what_was_said_nobody_knows_since_when_is_corrected_like_anything_else(ledger: Ledger) -> None:
    ledger.post_all(reported(said_at="../2022-03-02"), corrected_figure("498", "497"), never_said(target=2))
    assert standing(ledger) is None


def test_nothing_stands_while_it_is_retracted(day: Ledger) -> None:
    day.post(retracted())
    assert standing(day) is None
