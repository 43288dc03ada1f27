"""A ledger, and a follower of it, that settle every claim after every event, and recall what the next one needs."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from domain import claim as claims
from domain.changes import Effect, effect_on_claim
from domain.claim_state import ClaimState
from domain.events import EventData, Recorded
from domain.ledger import Decided
from domain.proposal import Proposal
from domain.recall import Next, Recollection, Wanted, wants_whole
from domain.view import View, current_view
from tests.ledger import Ledger


def found(ledger: Ledger, wanted: Wanted) -> Iterable[Recorded]:
    """The events of *ledger* that are *wanted*, as a log finds them."""
    for stream in dict.fromkeys(row.stream for row in ledger.rows):
        for event in ledger.recorded(stream):
            if (event.source, event.id) in wanted.identities or (stream, event.version) in wanted.places:
                yield event


def recall(ledger: Ledger, expected: Iterable[tuple[ClaimState, Next]]) -> None:
    """Tells the settled claims that are *expected* to go on what they have to know."""
    recollection = Recollection()
    for state, coming in expected:
        recollection.expect(state, coming)
    while wanted := recollection.wanted():
        for event in found(ledger, wanted):
            recollection.take(event)


@dataclass
class Settling(Ledger):
    """Decides like any other, on claims that hold as little as they can."""

    days: int = 1
    whole: int = 0

    def decide(self, *proposals: Proposal) -> Decided:
        events = [(one.stream, Next(one.stream, one.data, one.source)) for one in proposals if one.data is not None]
        for stream, event in events:
            if self._is_settled(stream) and wants_whole(self._state(stream), event.data, to_decide=True):
                self.states[stream] = self.replayed(stream)
                self.whole += 1
        recall(self, [(self._state(stream), event) for stream, event in events if self._is_settled(stream)])
        decided = super().decide(*proposals)
        for state in self.states.values():
            if isinstance(state, ClaimState):
                state.settle(to_decide=True, days=self.days)
        return decided

    def _is_settled(self, stream: str) -> bool:
        state = self.states.get(stream)
        return isinstance(state, ClaimState) and state.revisions.is_settled

    def _state(self, stream: str) -> ClaimState:
        state = self.states[stream]
        assert isinstance(state, ClaimState)
        return state


@dataclass
class Follower:
    """Shows a claim and what each event changed, as a read model does, from a state that holds as little as it can."""

    ledger: Ledger
    state: ClaimState = field(default_factory=ClaimState)

    def take_in(self, event: Recorded) -> tuple[Effect, View]:
        """What *event*, the next of its stream, changed, and what is shown then."""
        self._prepare(event.stream, event.data, event)
        effect = effect_on_claim(self.state, event)
        view = current_view("it", self.state)
        self.state.settle(to_decide=False, days=1)
        return effect, view

    def _prepare(self, stream: str, data: EventData, event: Recorded) -> None:
        if not self.state.revisions.is_settled:
            return
        if wants_whole(self.state, data, to_decide=False):
            before = (one for one in self.ledger.recorded(stream) if one.version < event.version)
            self.state = claims.fold(before)
        else:
            recall(self.ledger, [(self.state, Next(stream, data, event.source))])
