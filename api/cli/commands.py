"""Every command."""

from api.cli import checking, demo, exporting, posting, reading, replaying, running, upkeep
from api.cli.application import application
from api.cli.importing.command import import_

app = application(
    (
        *(*running.LASTING, demo.demo),
        *(posting.post, import_, exporting.export, reading.show, reading.history, reading.audit, reading.board),
        *(replaying.replay, upkeep.rebuild, upkeep.migrate, checking.check),
    )
)
