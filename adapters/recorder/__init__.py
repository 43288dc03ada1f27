"""Where the ``eventsourcing`` library finds the log: ``PERSISTENCE_MODULE=adapters.recorder``.

``DATABASE_URL`` in the environment is the conninfo. ``MAPPER_TOPIC`` is not looked at: a mapper that imports what a
row names has no business here. Claims and questions are written by posting them, never through a recorder; it reads
them, follows them, and writes what other applications keep in the same log.
"""

from adapters.recorder.factory import DATABASE_URL, LogFactory

__all__ = ["DATABASE_URL", "LogFactory"]
