"""One entry of the log, looked up by whatever a reader has of it: its position, its id, or its receipt."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from adapters.postgres.fetch import Pool
from api.http.log_trust import Entry, entry_at, entry_called
from api.http.parameters import NotReadable, Parameter, is_identity
from domain.canonical import NotIJson, parse_strict
from domain.ports import LARGEST_POSITION

LONGEST = 4_000
RECEIPT = ("source", "id", "stream", "version", "position", "recorded_at", "digest")

_PLACE = re.compile(r"(?:\S*/v1/events/)?([1-9][0-9,]{0,24})", re.ASCII)

Receipt: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for: a *position*, an event's *id*, or a *receipt* with both."""

    position: int | None = None
    id: str | None = None
    receipt: Receipt = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LookedUp:
    """The entry, None where there is none; in what the *receipt* differs: (member, what it says, what the log says)."""

    wanted: Wanted
    entry: Entry | None
    differences: Sequence[tuple[str, str, str]]

    @property
    def holds(self) -> bool:
        """Whether it is there, agrees with itself, and with its receipt."""
        return self.entry is not None and not self.entry.faults and not self.differences


def _wanted(text: str) -> Wanted:
    text = text.strip()
    if len(text) > LONGEST:
        raise NotReadable(f"a position, an event's id, or a receipt, {LONGEST:,} characters at most")
    if text.startswith("{"):
        return _of_receipt(text)
    if place := _PLACE.fullmatch(text):
        return Wanted(position=min(int(place[1].replace(",", "")), LARGEST_POSITION))
    if not is_identity(text):
        raise NotReadable("a position such as 76, an event's id, or a receipt as it was answered")
    return Wanted(id=text)


def _of_receipt(text: str) -> Wanted:
    try:
        sent: Any = parse_strict(text.encode())
    except NotIJson as error:
        raise NotReadable(f"a receipt as it was answered, whole: {error.reason}") from None
    match sent:
        case {"receipt": {"position": int() | str() as position} as receipt}:  # as a batch is answered
            pass
        case {"position": int() | str() as position}:
            receipt = sent
        case _:
            raise NotReadable("a receipt with its position")
    digits = str(position)
    if not (digits.isascii() and digits.isdecimal()) or not 0 < (number := int(digits[:20])) <= LARGEST_POSITION:
        raise NotReadable("a receipt with its position")
    return Wanted(position=number, receipt=receipt)


ENTRY = Parameter("entry", "A position, an event's id, or a receipt.", _wanted, {"type": "string"})


async def looked_up(pool: Pool, wanted: Wanted | None, until: int) -> LookedUp | None:
    """What the log holds of what is *wanted*, up to *until*; None where nothing is."""
    if wanted is None:
        return None
    if wanted.position is not None:
        found = await entry_at(pool, wanted.position, until)
    else:
        found = await entry_called(pool, wanted.id or "", until)
    return LookedUp(wanted, found, [] if found is None else _differences(wanted.receipt, found))


def _differences(receipt: Receipt, found: Entry) -> list[tuple[str, str, str]]:
    held = found.row.receipt("recorded").wire()
    return [
        (name, str(receipt[name]), str(held[name]))
        for name in RECEIPT
        if receipt.get(name) is not None and str(receipt[name]) != str(held[name])
    ]
