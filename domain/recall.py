"""What settled claims have let go of, and have to be told again before an event can be judged, or taken in.

A claim is settled to save memory (``domain.revisions``). Whoever has a settled one asks here, for the events that come
next, what to look up in the log, and hands over what was found, until nothing more is asked.
"""

from dataclasses import dataclass, field
from typing import cast

from domain.claim import corrected_revision, said_revision
from domain.claim_state import ClaimState, made_by
from domain.clock import read_time
from domain.event_parts import Target
from domain.events import Assessed, ClaimRedacted, Corrected, Disputed, EventData, Recorded, Reported, Updated
from domain.revision import Identity, Revision
from domain.settled import Place


@dataclass(frozen=True, slots=True)
class Next:
    """An event that comes next in a stream: its data, and the source that its targets may leave out."""

    stream: str
    data: EventData
    source: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to look up: events by their identities, and events by (stream, version)."""

    identities: list[Identity]
    places: list[tuple[str, int]]

    def __bool__(self) -> bool:
        """Whether there is anything."""
        return bool(self.identities or self.places)


def wants_whole(state: ClaimState, data: EventData, *, to_decide: bool) -> bool:
    """Whether the settled *state* has to be folded anew, whole, before *data* comes next: seldom.

    So it is for a withdrawal and for a change of times, after which anything may stand; for a redaction, which erases
    wherever a value came to rest; and, where it is *to_decide*, for an utterance that may have been heard before.
    """
    match data:
        case Updated() if to_decide:
            period = None if data.refers_to is None else read_time(data.refers_to)
            return state.revisions.may_repeat(read_time(data.said_at), data.occasion, period)
        case Corrected():
            named = data.is_.named()
            return not named or "said_at" in named or "refers_to" in named
        case _:
            return isinstance(data, ClaimRedacted)


@dataclass(frozen=True, slots=True)
class _Need:
    """A target of an event to come, in a settled claim."""

    stream: str
    state: ClaimState
    target: Target
    source: str
    with_contents: bool

    @property
    def identity(self) -> Identity | None:
        """The identity that has to be known, where the target names one that is not."""
        if isinstance(self.target, int):
            return None
        identity = made_by(self.target, self.source)
        return None if identity in self.state.events else identity

    @property
    def lineage(self) -> list[Place]:
        """The revisions whose contents are lacking, from the earliest on; none for a target that is no revision."""
        number = self.target if isinstance(self.target, int) else self.state.events[made_by(self.target, self.source)]
        return (
            self.state.revisions.lineage(number) if self.with_contents and number <= len(self.state.revisions) else []
        )

    @property
    def places(self) -> list[tuple[str, int]]:
        """(stream, version) of the events that made these revisions."""
        return [(self.stream, one.version) for one in self.lineage]


@dataclass(slots=True, eq=False)
class Recollection:
    """What has to be known of settled claims for the events that come next in them."""

    _needs: list[_Need] = field(default_factory=list)
    _asked: dict[Identity, list[_Need]] = field(default_factory=dict)
    _found: dict[tuple[str, int], Recorded] = field(default_factory=dict)

    def expect(self, state: ClaimState, event: Next) -> None:
        """Notes that *event* comes next in *state*, which is settled."""
        match event.data:
            case Corrected() | Disputed() | Assessed() as about:
                with_contents = isinstance(about, Corrected)
                self._needs.append(_Need(event.stream, state, about.target, event.source, with_contents))
            case _:
                pass

    def wanted(self) -> Wanted:
        """What has to be looked up next. What was found is given to the claims before."""
        asking: dict[Identity, list[_Need]] = {}
        places: dict[tuple[str, int], None] = {}
        open_needs: list[_Need] = []
        for need in self._needs:
            identity = need.identity
            if identity is None:
                missing = [place for place in need.places if place not in self._found]
                if missing:
                    places.update(dict.fromkeys(missing))
                    open_needs.append(need)
                else:
                    self._recall(need)
            elif identity not in self._asked:
                asking.setdefault(identity, []).append(need)
                open_needs.append(need)
        self._needs = open_needs
        self._asked |= asking
        return Wanted(list(asking), list(places))

    def take(self, event: Recorded) -> None:
        """Takes in an event of the log that was looked up."""
        self._found[event.stream, event.version] = event
        for need in self._asked.get((event.source, event.id), ()):
            if need.stream == event.stream:
                _learn(need.state, event)

    def _recall(self, need: _Need) -> None:
        revisions = need.state.revisions
        for one in need.lineage:
            event = self._found[need.stream, one.version]
            revisions.hold(one, _made(event, revisions[one.replaces] if one.replaces else None))


def _learn(state: ClaimState, event: Recorded) -> None:
    """Which revision an event of the claim made; of one that is yet to be taken in, nothing."""
    if event.version <= state.version:
        state.events[event.source, event.id] = state.revisions.number_at(event.version)


def _made(event: Recorded, replaced: Revision | None) -> Revision:
    if replaced is None:
        return said_revision(event, cast("Reported | Updated", event.data))
    made = corrected_revision(replaced, cast("Corrected", event.data))
    made.position, made.recorded_at = event.position, event.recorded_at
    return made
