"""A reader's own projection of a claimtrail log, under the ``eventsourcing`` library's stock runner.

    DATABASE_URL=postgresql://… PYTHONPATH=. .venv/bin/python examples/customers_projection.py

It prints every correction that was ever recorded, then each new one as it is recorded, until Ctrl-C. The view is kept
in memory, by the library's own recorder, so that each start reads the log from its beginning; a view that shall stay
may be kept wherever the library has a tracking recorder: ``CORRECTIONS_PERSISTENCE_MODULE`` says where.
"""

import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from eventsourcing.persistence import Tracking
from eventsourcing.popo import POPOTrackingRecorder
from eventsourcing.projection import Projection, ProjectionRunner

from adapters.claim_log import ClaimLog
from domain.events import Corrected, Recorded
from domain.wire import instant_text, wire


@dataclass(frozen=True, slots=True)
class Correction:
    """What a reader wants to know of a correction; a value that was redacted reads ``{"redacted": true}``."""

    claim: str
    recorded_at: str
    kind: object
    reason: object


class CorrectionsView(POPOTrackingRecorder):
    """Corrections in the order of the log, and how far we have read."""

    def __init__(self) -> None:
        super().__init__()
        self.corrections: list[Correction] = []

    def add(self, correction: Correction, tracking: Tracking) -> None:
        """Takes in *correction* and its position, both or neither."""
        with self._database_lock:
            self._assert_tracking_uniqueness(tracking)
            self._insert_tracking(tracking)
            self.corrections.append(correction)


class Corrections(Projection[CorrectionsView]):
    """Follows one type of event."""

    name = "corrections"
    topics = (Corrected.stored_as,)

    def process_event(self, domain_event: Recorded, tracking: Tracking) -> None:
        """Shows one correction."""
        data = domain_event.data
        if not isinstance(data, Corrected):
            return
        claim = domain_event.stream.removeprefix("claim/")
        correction = Correction(claim, instant_text(domain_event.recorded_at), wire(data.kind), wire(data.reason))
        self.view.add(correction, tracking)
        print(f"{correction.recorded_at}  {correction.claim}  {correction.kind}: {correction.reason}", flush=True)


def corrections_of(environment: Mapping[str, str]) -> ProjectionRunner[ClaimLog, CorrectionsView]:
    """The projection, running, over the log at ``DATABASE_URL``; leave it by ``with``."""
    return ProjectionRunner(
        application_class=ClaimLog,
        projection_class=Corrections,
        view_class=CorrectionsView,
        env={
            "PERSISTENCE_MODULE": "adapters.recorder",
            "CORRECTIONS_PERSISTENCE_MODULE": "eventsourcing.popo",
            **environment,
        },
    )


if __name__ == "__main__":
    with suppress(KeyboardInterrupt), corrections_of({"DATABASE_URL": os.environ["DATABASE_URL"]}) as running:
        running.run_forever()
