"""What keeps the log as it is: settings that make a commit durable, triggers and rights that keep rows unchanged."""

from dataclasses import dataclass
from typing import Any

from psycopg import Connection

from adapters.check import Fault
from adapters.postgres.queries import queries

SQL = queries("check")

SERVICE_ROLE = "claimtrail_service"
TRIGGER_FUNCTION = "event_is_append_only"
TRIGGER_KINDS = {19: "UPDATE", 11: "DELETE", 34: "TRUNCATE"}  # pg_trigger.tgtype: before each row, row, statement
NOT_DURABLE = "off"


@dataclass(frozen=True, slots=True)
class Guards:
    """The settings by name, the statements that triggers refuse, the role, its rights beyond reading and appending."""

    settings: dict[str, str]
    refused_by_trigger: tuple[str, ...]
    role: str
    rights: tuple[str, ...]

    @property
    def role_guards(self) -> bool:
        """Whether the role, too, keeps the service from changing events; if not, only triggers guard."""
        return not self.rights

    @property
    def faults(self) -> list[Fault]:
        """What has to be mended. A database that may not create roles is no fault; a role that may too much is."""
        return [Fault(None, what) for what in (*self.not_durable, *self.unguarded, *self.too_much)]

    @property
    def warnings(self) -> list[str]:
        """What is no fault of the log, but weakens what guards it, and what to do."""
        if self.role_guards or self.role == SERVICE_ROLE:
            return []
        rights = ", ".join(self.rights)
        only_triggers = (
            f"only triggers guard the log, for the role {self.role} may more than read and append ({rights}): have "
            f"{SERVICE_ROLE} made by a role with CREATEROLE, as docs/stored-form.md says under Who may write"
        )
        return [only_triggers]

    @property
    def not_durable(self) -> list[str]:
        """Settings under which a commit may be lost."""
        return [
            f"{name} is off: what was answered may be lost when the machine stops"
            for name, value in self.settings.items()
            if value == NOT_DURABLE
        ]

    @property
    def unguarded(self) -> list[str]:
        """Statements that no trigger refuses."""
        missing = [one for one in TRIGGER_KINDS.values() if one not in self.refused_by_trigger]
        return [f"no trigger refuses {one} on the table event" for one in missing]

    @property
    def too_much(self) -> list[str]:
        """Rights that our own role should not have."""
        if self.role != SERVICE_ROLE or not self.rights:
            return []
        return [f"the role {self.role} has more rights on the table event than it needs: {', '.join(self.rights)}"]


def guards(connection: Connection[Any]) -> Guards:
    """What guards the log, for *connection*, one of the service's (``pool.connect``)."""
    role, rights = connection.execute(SQL["rights"]).fetchone() or ("", [])
    return Guards(
        settings=dict(connection.execute(SQL["settings"]).fetchall()),
        refused_by_trigger=tuple(
            TRIGGER_KINDS[kind]
            for kind, function in connection.execute(SQL["triggers"])
            if function == TRIGGER_FUNCTION and kind in TRIGGER_KINDS
        ),
        role=role,
        rights=tuple(rights),
    )
