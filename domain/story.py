"""A story: an outlet's item in its editions, each with every figure that it prints."""

from copy import copy
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeAlias, assert_never

from domain.attribution import Party
from domain.event_parts import Print
from domain.events import Recorded, StoryCorrected, StoryData, StoryPublished, StoryRedacted, StoryWithdrawn
from domain.pointer import steps
from domain.refusals import EditionExists, NotOpened, NotRecordedYet, Refused, Withdrawn
from domain.shapes import ERASED, Erased


@dataclass(frozen=True, slots=True)
class Veiled(Erased):
    """Stands where a reader left out a print that the record has: nothing is told of it, as of one that is erased."""


VEILED = Veiled()
Prints: TypeAlias = tuple[Print | Erased, ...]

PUBLISHED_MEMBERS = frozenset(
    {"outlet", "headline", "published_at", "url", "update_note", "text_sha256", "text", "prints"}
)


@dataclass(slots=True, eq=False)
class Edition:
    """One published state of a story.

    ``version``, ``position``, ``recorded_at`` and ``source`` are those of the event that published it;
    ``prints_version``, ``prints_position`` and ``prints_source`` of the one whose list of prints is in force, which is
    a correction's where our record of it was corrected. A target by identity is of ``prints_source`` unless it says so.
    """

    number: int
    version: int
    position: int
    recorded_at: datetime
    source: str
    outlet: Party | str | Erased
    headline: str | Erased
    published_at: str | Erased
    url: str | Erased | None
    update_note: str | Erased | None
    text_sha256: str | Erased | None
    text: str | Erased | None
    prints: Prints
    prints_version: int
    prints_position: int
    prints_source: str
    corrections: int = 0


@dataclass(slots=True, eq=False)
class Withdrawal:
    """That the outlet took the story down, and why."""

    version: int
    recorded_at: datetime
    reason: str | Erased


@dataclass(slots=True, eq=False)
class StoryState:
    """What is known of a story; of one that was never published, nothing (``version`` 0)."""

    version: int = 0
    position: int = 0
    recorded_at: datetime | None = None
    editions: dict[int, Edition] = field(default_factory=dict)
    withdrawal: Withdrawal | None = None

    @property
    def latest(self) -> Edition | None:
        """The edition with the highest number, whichever was recorded last."""
        return self.editions[max(self.editions)] if self.editions else None

    def fork(self) -> "StoryState":
        """A state that starts as this one; what either takes in leaves the other alone."""
        withdrawal = None if self.withdrawal is None else copy(self.withdrawal)
        return replace(self, editions={n: copy(one) for n, one in self.editions.items()}, withdrawal=withdrawal)


def decide(state: StoryState, data: StoryData) -> None:
    """Raises ``Refused`` unless *data* may be the next event of the story in *state*."""
    if isinstance(data, StoryPublished):
        if data.edition in state.editions:
            raise Refused(
                EditionExists(pointer="/data/edition", expected="an edition that is not recorded yet", got=data.edition)
            )
        return
    if not state.version:
        raise Refused(NotOpened(pointer="/subject", expected="a story of which an edition has been published"))
    if isinstance(data, StoryCorrected) and data.edition not in state.editions:
        known = ", ".join(map(str, sorted(state.editions)))
        raise Refused(
            NotRecordedYet(pointer="/data/edition", expected=f"an edition that is recorded: {known}", got=data.edition)
        )
    if isinstance(data, StoryWithdrawn) and state.withdrawal is not None:
        raise Refused(Withdrawn(pointer="/subject", expected="a story that is not withdrawn"))


def evolve(state: StoryState, event: Recorded) -> StoryState:
    """Takes *event* into *state*, which is changed and given back. Never refuses."""
    state.version, state.position, state.recorded_at = event.version, event.position, event.recorded_at
    _take_in(state, event, event.data)  # type: ignore[arg-type]  # a story's stream holds only a story's events
    return state


def _take_in(state: StoryState, event: Recorded, data: StoryData) -> None:
    match data:
        case StoryPublished():
            if all(data.edition > number for number in state.editions):
                state.withdrawal = None  # an older edition that comes late says nothing of the story now
            state.editions[data.edition] = _published(event, data)
        case StoryCorrected():
            edition = state.editions[data.edition]
            edition.prints = _prints(data)
            edition.prints_version, edition.prints_position = event.version, event.position
            edition.prints_source = event.source
            edition.corrections += 1
        case StoryWithdrawn():
            state.withdrawal = Withdrawal(event.version, event.recorded_at, data.reason)
        case StoryRedacted():
            for pointer in data.fields:
                _erase(state, data.version, pointer)
        case _:
            assert_never(data)


def _published(event: Recorded, data: StoryPublished) -> Edition:
    return Edition(
        number=data.edition,
        version=event.version,
        position=event.position,
        recorded_at=event.recorded_at,
        source=event.source,
        outlet=data.outlet,
        headline=data.headline,
        published_at=data.published_at,
        url=data.url,
        update_note=data.update_note,
        text_sha256=data.text_sha256,
        text=data.text,
        prints=_prints(data),
        prints_version=event.version,
        prints_position=event.position,
        prints_source=event.source,
    )


def _prints(data: StoryPublished | StoryCorrected) -> Prints:
    """The prints of an edition; a list that had none may have been erased as a whole, and still has none."""
    return () if data.prints is None or isinstance(data.prints, Erased) else data.prints


def _erase(state: StoryState, version: int, pointer: str) -> None:
    member, *index = steps(pointer)
    for edition in state.editions.values():
        if edition.version == version and member in PUBLISHED_MEMBERS - {"prints"}:
            setattr(edition, member, ERASED)
        if edition.prints_version == version and member == "prints" and index:
            n = int(index[0])
            edition.prints = (*edition.prints[:n], ERASED, *edition.prints[n + 1 :])
    if state.withdrawal is not None and state.withdrawal.version == version and member == "reason":
        state.withdrawal.reason = ERASED
