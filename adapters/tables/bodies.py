"""The events that figures of a table become, as CloudEvents on the wire, and whether each makes sense by itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import orjson

from adapters.codec import validated
from adapters.tables.figures import Passed, Printed
from adapters.tables.fills import Members, members
from adapters.tables.rows import Fault, shown
from domain.clock import NotATime, read_instant
from domain.events import Assessed, Corrected, QuestionAsked, Reported, Updated
from domain.refusals import Refusal
from domain.sense import faults_of


@dataclass(frozen=True, slots=True)
class TableEvent:
    """An event made of the table's row *row*."""

    row: int
    body: Members

    @property
    def type(self) -> str:
        """The event's stored name."""
        return str(self.body["type"])

    @property
    def line(self) -> bytes:
        """The event as one line of NDJSON, without the end of the line."""
        return bytes(memoryview(orjson.dumps(self.body)))  # a copy: what orjson makes holds 4 KiB, and lines are queued


class Body(NamedTuple):
    """What an event consists of, beside the source that all have in common."""

    id: str
    type: str
    subject: str
    data: Members


Made: TypeAlias = TableEvent | Fault | Passed


def event_id(printed: Printed, number: int) -> str:
    """The id of the *number*-th event that made a revision of this claim for this day."""
    first = f"{printed.claim}/{printed.day}" if printed.day else printed.claim
    return first if number == 1 else f"{first}/{number}"


def asked(printed: Printed) -> Body:
    """The question of a figure is asked."""
    question = str(printed.fills.question_id(printed.cells) or "")
    data = members(printed.fills.question, printed.cells)
    return Body(f"question/{question}", QuestionAsked.stored_as, question, data)


def reported(printed: Printed, revision: Members) -> Body:
    """The claim is reported, with *revision* as what was said first."""
    fills, cells = printed.fills, printed.cells
    data = {"question": fills.question_id(cells) or "", "scope": {}, **members(fills.opening, cells), **revision}
    return _of_claim(printed, event_id(printed, 1), Reported.stored_as, data)


def updated(printed: Printed, revision: Members) -> Body:
    """The claim has *revision* for a further day."""
    data = {**revision, **members(printed.fills.update, printed.cells)}
    return _of_claim(printed, event_id(printed, 1), Updated.stored_as, data)


def corrected(printed: Printed, number: int, was: Members, revision: Members, reason: str | None) -> Body:
    """The *number*-th event of this claim and day: *was* is replaced by *revision*."""
    changed = [name for name in {**was, **revision} if was.get(name) != revision.get(name)]
    data: Members = {
        "target": {"id": event_id(printed, number - 1)},
        "kind": "wrong_figure" if "figure" in changed else "wrong_wording",
        "was": {name: was.get(name) for name in changed},
        "is": {name: revision.get(name) for name in changed},
        **members(printed.fills.correction, printed.cells),
    }
    if reason is not None:
        data["reason"] = reason
    return _of_claim(printed, event_id(printed, number), Corrected.stored_as, data)


def assessed(printed: Printed, target: int, number: int, finding: Members) -> Body:
    """The *number*-th finding about this claim and day, of the *target*-th revision."""
    data = {"target": {"id": event_id(printed, target)}, **finding}
    return _of_claim(printed, f"{event_id(printed, 1)}/assessed/{number}", Assessed.stored_as, data)


def _of_claim(printed: Printed, id_: str, type_: str, data: Members) -> Body:
    return Body(id_, type_, printed.claim, data)


@dataclass(frozen=True, slots=True)
class Door:
    """Where bodies become events, if they make sense: what *source* they are from, and now (in ns since 1970)."""

    source: str
    arrived_ns: int

    def event(self, row: int, body: Body, vintage: str, revision: Members | None = None) -> TableEvent | Fault:
        """The event of *body*, or its first fault; of a correction, *revision* is checked as what will stand."""
        faults = self._faults(body, body.type, body.data)
        if not faults and revision is not None:
            faults = self._faults(body, Updated.stored_as, {**revision, "reason": "checked only"})
        if faults:
            return _told(row, faults[0])
        time: Members = {"time": vintage} if _is_instant(vintage) else {}
        return TableEvent(row, {"specversion": "1.0", "source": self.source, **time, **body._asdict()})

    def _faults(self, body: Body, type_: str, data: Members) -> Sequence[Refusal]:
        typed = validated(type_, data, b"")  # no null is ever made, but where null means absent
        return typed if isinstance(typed, list) else faults_of(typed, body.subject, self.arrived_ns)


def _told(row: int, refusal: Refusal) -> Fault:
    got = refusal.got if isinstance(refusal.got, str) else orjson.dumps(refusal.got).decode()
    return Fault(row, refusal.pointer.removeprefix("/data/"), refusal.expected or refusal.next_step, shown(got))


def _is_instant(vintage: str) -> bool:
    try:
        read_instant(vintage)
    except NotATime:
        return False
    return True
