"""What a redaction erases in the log: units of one event's payload, and its secret; header and leaf stay."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import orjson

from domain.canonical import canonical
from domain.events import NEVER_REDACTED, NEVER_REDACTED_OF, REDACTION_TYPES, RedactedData
from domain.pointer import steps
from domain.ports import LogRow
from domain.receipt import AlsoIn
from domain.refusals import Json, NotRedactable, Refusal, Refused
from domain.stored_form import NESTED, erase, units

NULL = canonical(None)


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


@dataclass(slots=True, eq=False)
class Holdings:
    """Of a stream in which something is to be redacted: the rows that may be named, and where the values stand.

    *values* are those (canonical) that may go. The stream, which may be long, is looked through event by event, in
    order; those that hold none of the values, and are no redactions, may be passed over.
    """

    values: frozenset[bytes] = frozenset()
    rows: dict[int, LogRow] = field(default_factory=dict)
    _places: list[tuple[bytes, AlsoIn]] = field(default_factory=list)
    _kept: dict[bytes, bytes] = field(init=False)
    """Each value once, for what orjson writes takes a kilobyte and more where it is kept."""

    def __post_init__(self) -> None:
        """Makes what is derived."""
        self._kept = {value: value for value in self.values}

    def look_through(self, version: int, type_name: str, payload: bytes) -> None:
        """Notes which of the values the event at *version* holds; what it erases is there no more."""
        data = orjson.loads(payload)
        if type_name in REDACTION_TYPES:
            self._forget(data["version"], data["fields"])
        for pointer, value in _canonical_units(data, type_name) if self._kept else ():
            if (kept := self._kept.get(value)) is not None:
                self._places.append((kept, AlsoIn(version, pointer)))

    def add(self, row: LogRow) -> None:
        """Takes in an event that was decided just now."""
        self.rows[row.version] = row
        self.look_through(row.version, row.type, row.payload)

    def where(self, gone: Collection[bytes]) -> Iterator[AlsoIn]:
        """Where one of the values that are *gone* was found, in order."""
        return (place for value, place in self._places if value in gone)

    def _forget(self, version: int, pointers: Collection[str]) -> None:
        self._places = [
            (value, place) for value, place in self._places if place.version != version or place.pointer not in pointers
        ]


def values_to_go(
    redactions: Iterable[RedactedData], rows: Mapping[int, LogRow], coming: Iterable[tuple[str, bytes]]
) -> frozenset[bytes]:
    """The values (canonical) that *redactions* may erase in the *rows* of their stream, by version.

    Where the event is yet to come, in those that are *coming* with them (type and payload).
    """
    events = {version: [(row.type, row.payload)] for version, row in rows.items()}
    coming = list(coming)
    return frozenset(
        value
        for data in redactions
        for type_name, payload in events.get(data.version, coming)
        for value in _values(type_name, payload, data.fields)
    )


def redaction(data: RedactedData, holdings: Holdings, last: int) -> Redaction:
    """What *data* erases in its stream, of which *last* is the last version; raises Refused (``not-redactable``)."""
    row = holdings.rows.get(data.version)
    if row is None:
        expected = f"the version of an event of this stream, from 1 to {last}"
        raise Refused(NotRedactable(pointer="/data/version", expected=expected, got=data.version))
    if faults := _faults(row, data.fields):
        raise Refused(*faults)
    payload, erased = erase(row.payload, row.type in NESTED, row.secret, row.erased, data.fields)
    gone = _values(row.type, row.payload, data.fields)
    also_in = [one for one in holdings.where(gone) if one.version != row.version or one.pointer not in data.fields]
    return Redaction(row, payload, erased, also_in)


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


def _units(row: LogRow) -> dict[str, Json]:
    return dict(units(orjson.loads(row.payload), row.type in NESTED))


def _values(type_name: str, payload: bytes, pointers: Collection[str]) -> set[bytes]:
    """The values (canonical) at *pointers*, but for what is null."""
    there = _canonical_units(orjson.loads(payload), type_name)
    return {value for pointer, value in there if pointer in pointers} - {NULL}


def _canonical_units(data: Mapping[str, Json], type_name: str) -> Iterator[tuple[str, bytes]]:
    return ((pointer, canonical(value)) for pointer, value in units(data, type_name in NESTED))
