"""A reader's own projection of a claimtrail log, under the ``eventsourcing`` library's stock runner.

    PYTHONPATH=. .venv/bin/python examples/customers_projection.py

follows the embedded database of a service that runs on this machine (``CLAIMTRAIL_DATA`` names its folder, as
``serve --data`` does), or the one that ``DATABASE_URL`` names, as all of claimtrail does.

It prints every correction that was ever recorded, then each new one as it is recorded, until Ctrl-C. The view is kept
in memory, by the library's own recorder, so that each start reads the log from its beginning; a view that shall stay
may be kept wherever the library has a tracking recorder: ``CORRECTIONS_PERSISTENCE_MODULE`` says where.
"""

import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from eventsourcing.persistence import Tracking
from eventsourcing.popo import POPOTrackingRecorder
from eventsourcing.projection import Projection, ProjectionRunner

from adapters.claim_log import ClaimLog
from adapters.postgres.embedded import join
from api.settings import settings_from
from domain.events import Corrected, Recorded
from domain.wire import instant_text, wire

NOT_REACHABLE = 3  # as claimtrail's own commands say it


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


def main() -> int:
    """Follows the log until Ctrl-C; the exit code."""
    settings = settings_from()
    conninfo = settings.database_url or join(settings.data_dir)
    if conninfo is None:
        print(
            f"No service runs on {settings.data_dir}. Start one (claimtrail serve), or name its folder: "
            "CLAIMTRAIL_DATA=…, or a database of your own: DATABASE_URL=…",
            file=sys.stderr,
        )
        return NOT_REACHABLE
    with suppress(KeyboardInterrupt), corrections_of({"DATABASE_URL": conninfo}) as running:
        running.run_forever()
    return 0


if __name__ == "__main__":
    sys.exit(main())
