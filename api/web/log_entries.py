"""One event as people are told of it: whose words it has, which figure it gives, what it is about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

PAGES = {"claim": "/claims/", "question": "/questions/", "story": "/stories/"}
SAID = ("wording", "statement", "headline", "text")
WHY = ("reason", "basis", "method", "update_note")

Data: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """One event as a page tells it. Values may be erased ones, as answers show them; what there is not, is None."""

    item: Data
    was: Any
    figure: Any
    """The figure that it gives, in place of *was* where it corrects one."""

    said: Any
    """Somebody's own words."""

    note: Any
    """The editors' words."""

    @property
    def kind(self) -> str:
        """What its stream is: claim, question or story."""
        return str(self.item["stream"]).partition("/")[0]

    @property
    def address(self) -> str:
        """The page of what it is about."""
        return PAGES[self.kind] + str(self.item["subject"])


def entry(item: Data) -> Entry:
    """What a page tells of an event, from an item of ``newest_entries``."""
    data: Data = item.get("data") or {}  # an event of another application has none
    was, now = _object(data, "was"), _object(data, "is")
    is_note = item["type"] == "claim.annotated.v1"
    return Entry(
        item=item,
        was=was.get("figure"),
        figure=now.get("figure") if "figure" in was else data.get("figure"),
        said=None if is_note else _first(data, SAID) or now.get("wording"),
        note=data.get("text") if is_note else _first(data, WHY),
    )


def _object(data: Data, name: str) -> Data:
    found = data.get(name)
    return found if isinstance(found, Mapping) else {}


def _first(data: Data, names: Sequence[str]) -> Any:  # noqa: ANN401 (a text, or an erased one)
    return next((data[one] for one in names if data.get(one) is not None), None)
