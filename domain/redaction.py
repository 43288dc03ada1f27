"""What a redaction erases in the log: units of one event's payload, and its secret; header and leaf stay."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import orjson

from domain.canonical import canonical
from domain.events import NEVER_REDACTED, NEVER_REDACTED_OF, RedactedData
from domain.pointer import steps
from domain.ports import LogRow
from domain.receipt import AlsoIn
from domain.refusals import Json, NotRedactable, Refusal, Refused
from domain.stored_form import NESTED, erase, units


@dataclass(slots=True, eq=False)
class Redaction:
    """The new bytes of one row, and the other events of its stream that still hold one of the erased values."""

    row: LogRow
    payload: bytes
    erased: bytes
    also_in: Sequence[AlsoIn]

    def apply(self) -> None:
        """Erases in the row at hand, so that what is decided next sees it erased."""
        self.row.payload, self.row.erased, self.row.secret = self.payload, self.erased, None


def redaction(data: RedactedData, rows: Sequence[LogRow]) -> Redaction:
    """What *data* erases among *rows*, the whole stream in order; raises Refused (``not-redactable``)."""
    row = next((one for one in rows if one.version == data.version), None)
    if row is None:
        expected = f"the version of an event of this stream, from 1 to {rows[-1].version}"
        raise Refused(NotRedactable(pointer="/data/version", expected=expected, got=data.version))
    if faults := _faults(row, data.fields):
        raise Refused(*faults)
    payload, erased = erase(row.payload, row.type in NESTED, row.secret, row.erased, data.fields)
    return Redaction(row, payload, erased, _also_in(row, data.fields, rows))


def _faults(row: LogRow, pointers: Sequence[str]) -> list[Refusal]:
    there = _units(row)
    never = NEVER_REDACTED_OF.get(row.type, NEVER_REDACTED)
    return [
        NotRedactable(pointer=f"/data/fields/{n}", expected=f"one of {_redactable(there, never)}", got=pointer)
        for n, pointer in enumerate(pointers)
        if pointer not in there or steps(pointer)[0] in never
    ]


def _redactable(there: Mapping[str, object], never: frozenset[str]) -> str:
    return ", ".join(pointer for pointer in there if steps(pointer)[0] not in never)


def _also_in(row: LogRow, pointers: Sequence[str], rows: Sequence[LogRow]) -> list[AlsoIn]:
    values = _units(row)
    gone = {canonical(values[pointer]) for pointer in pointers} - {b"null"}
    return [
        AlsoIn(one.version, pointer)
        for one in rows
        for pointer, value in _units(one).items()
        if canonical(value) in gone and not (one is row and pointer in pointers)
    ]


def _units(row: LogRow) -> dict[str, Json]:
    return dict(units(orjson.loads(row.payload), row.type in NESTED))
