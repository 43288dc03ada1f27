"""A claim that several look at: to ask changes nothing, and a fork shares nothing that either changes."""

import pickle
from collections.abc import Iterator

from domain.claim import evolve, fold
from domain.claim_state import ClaimState
from domain.clock import read_time
from domain.events import Recorded
from domain.revision import Revision
from domain.revisions import Revisions
from tests.events import (
    CLAIM,
    assessed,
    corrected_figure,
    disputed,
    exact,
    linked,
    never_said,
    redacted,
    reported,
    retracted,
    updated,
)
from tests.ledger import Ledger, picture

STREAM = f"claim/{CLAIM}"
DAY, OCCASION = "2022-03-02", "briefing"


class Forking(list[Revision]):
    """Revisions that somebody else forks while they are gone through for the first time."""

    def __init__(self, of: Revisions) -> None:
        super().__init__(of.recent)
        self.fork: Revisions | None = None
        self._of = of

    def __iter__(self) -> Iterator[Revision]:
        for n in range(len(self)):
            if n == len(self) // 2 and self.fork is None:
                self.fork = self._of  # for a fork goes through them, too
                self.fork = self._of.fork()
            yield self[n]


def withdrawn_from_the_end() -> ClaimState:
    """Three days, of which the last two were said by nobody."""
    ledger = Ledger()
    ledger.post(reported(said_at="2022-03-01"))
    ledger.post(updated("20 dead", exact("20"), said_at="2022-03-02"))
    ledger.post(updated("30 dead", exact("30"), said_at="2022-03-03"))
    ledger.post_all(never_said(target=3), never_said(target=2))
    return fold(ledger.recorded(STREAM))


def before_and_after_erasures() -> tuple[list[Recorded], list[Recorded]]:
    """The events of a claim with a part of each kind as they were recorded; and the redactions of all of them."""
    ledger = Ledger()
    ledger.post(reported(occasion=OCCASION, said_at=DAY))
    ledger.post_all(corrected_figure("498", "499"), assessed(), linked(), disputed("d"), retracted())
    told = list(ledger.recorded(STREAM))
    ledger.post(redacted(1, "/occasion", "/wording", "/scope", "/attribution/0"))
    ledger.post_all(redacted(2, "/reason"), redacted(3, "/finding"), redacted(5, "/statement"), redacted(6, "/reason"))
    return told, list(ledger.recorded(STREAM))[len(told) :]


def test_a_fork_that_is_made_while_utterances_are_gathered_knows_them_all() -> None:
    ledger = Ledger()
    ledger.post(reported(said_at="2022-03-01"))
    for day in range(2, 9):
        ledger.post(updated(f"{day} dead", exact(str(day)), said_at=f"2022-03-{day:02}"))
    revisions = fold(ledger.recorded(STREAM)).revisions
    revisions.recent = forking = Forking(revisions)
    assert revisions.is_new_utterance(read_time("2022-03-09"), None, None)
    fork = forking.fork
    assert fork is not None
    assert [fork.is_new_utterance(one.said, one.occasion, None) for one in fork] == [False] * 8
    fork.replace(fork[8], None)
    assert fork.is_new_utterance(read_time("2022-03-08"), None, None)


def test_to_ask_what_stands_and_what_is_late_changes_nothing() -> None:
    state = withdrawn_from_the_end()
    before = pickle.dumps(state)
    assert state.standing is not None
    assert state.standing.number == 1
    assert not state.revisions.is_late(read_time("2022-03-02"))
    assert pickle.dumps(state) == before


def test_what_is_erased_in_a_fork_stays_in_the_other() -> None:
    told, redactions = before_and_after_erasures()
    state = fold(told)
    before, fork = picture(state), state.fork()
    for one in redactions:
        evolve(fork, one)
    assert picture(state) == before
    assert picture(fork) == picture(fold([*told, *redactions]))
    assert picture(fork)["revisions"] != before["revisions"]


def test_an_utterance_whose_occasion_was_erased_may_be_said_again_in_every_fork() -> None:
    told, redactions = before_and_after_erasures()
    state = fold([told[0]])
    said = read_time(DAY)
    assert not state.revisions.is_new_utterance(said, OCCASION, None)
    for fork in (state.fork(), state.fork()):
        evolve(fork, redactions[0])
        assert fork.revisions.is_new_utterance(said, OCCASION, None)
    assert not state.revisions.is_new_utterance(said, OCCASION, None)
