"""Whether what is erased in the log is what its redactions say, no more and no less, as it is read through.

A header commits to an erased value and to a stored one alike, so it cannot tell that a value went without a redaction,
or came back after one.
"""

from collections.abc import Iterator
from typing import TypeAlias

import orjson

from domain.events import REDACTION_TYPES
from domain.ports import LogRow

Place: TypeAlias = tuple[str, int]


class Erasures:
    """What is erased, and what was to be, of every event that was noted; only redacted events take room."""

    def __init__(self) -> None:
        self._erased: dict[Place, tuple[int, set[str]]] = {}
        self._told: dict[Place, tuple[int, set[str]]] = {}

    def note(self, row: LogRow) -> None:
        """Takes in the next event of the log; what of it makes no sense is a fault of the row, not told here."""
        try:
            if row.erased is not None:
                self._erased[row.stream, row.version] = row.position, set(map(str, orjson.loads(row.erased)["erased"]))
            if row.type in REDACTION_TYPES:
                data = orjson.loads(row.payload)
                _, told = self._told.setdefault((row.stream, data["version"]), (row.position, set()))
                told.update(map(str, data["fields"]))
        except (ValueError, TypeError, KeyError):
            return

    def faults(self) -> Iterator[tuple[int, str]]:
        """The position and the words of each difference."""
        for place, (position, erased) in self._erased.items():
            _, told = self._told.get(place, (0, set()))
            if without := sorted(erased - told):
                yield position, f"erased without a redaction: {', '.join(without)}"
        for (stream, version), (position, told) in self._told.items():
            _, erased = self._erased.get((stream, version), (0, set()))
            if still := sorted(told - erased):
                yield position, f"erases {', '.join(still)} of version {version} of {stream}, where it still stands"
