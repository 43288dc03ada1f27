"""What a projection is: rows that it makes of each event, as the streams are folded, and a place of its own."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import ClassVar, LiteralString

from eventsourcing.persistence import Tracking
from eventsourcing.projection import Projection

from adapters.projections.company import AT_ONCE, Applied, Company
from adapters.projections.folds import MOST_BYTES, Fold
from adapters.projections.read_model import ReadModel
from adapters.projections.table import Change, Step, Table
from domain.changes import Effect
from domain.events import Recorded
from domain.ports import LARGEST_POSITION


class Rows(ABC):
    """What a projection makes of one batch of events."""

    @abstractmethod
    def note(self, fold: Fold, event: Recorded, header: bytes, effect: Effect) -> None:
        """Notes *event*, which *fold* has just taken in, and its *effect*, if any projection asks for effects."""

    @abstractmethod
    def changes(self) -> Sequence[Step]:
        """What the batch does to the tables."""


class BatchProjection(Projection[ReadModel]):
    """A projection that applies many events at once; under the library's stock runner, one at a time."""

    tables: ClassVar[Sequence[Table]]
    empty: ClassVar[LiteralString]
    with_headers: ClassVar[bool] = False
    with_effects: ClassVar[bool] = False

    def __init__(self, view: ReadModel, most_bytes: int = MOST_BYTES) -> None:
        super().__init__(view)
        self._alone = Company([self], most_bytes)

    @abstractmethod
    def rows(self) -> Rows:
        """Where the rows of a batch are gathered."""

    @abstractmethod
    def take_out(self, streams: Sequence[str]) -> list[Change]:
        """That every row of *streams* goes."""

    def process_event(self, domain_event: object, tracking: Tracking) -> None:
        """A batch of one, read from the log once more under the lock of its place; one that was applied is passed."""
        del domain_event
        while self._alone.process_batch(tracking.notification_id).read:
            pass

    def process_batch(self, until: int = LARGEST_POSITION, most: int = AT_ONCE) -> Applied:
        """Applies what comes next, on its own; see ``Company``."""
        return self._alone.process_batch(until, most)
