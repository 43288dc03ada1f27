"""A form while it is filled in: a verb, the stream's past, the entries; and the event that they make."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from api.web.forms.assembled import Assembled, assembled
from api.web.forms.entries import with_parts_named
from api.web.forms.fields import Entries, Known, Node, fields_of, known_names, laid_out
from api.web.forms.judging import Draft
from api.web.forms.verb import PARTIES, Verb
from api.web.reader import UTC_ZONE, Reader, zone_named
from domain.ledger import State
from domain.question import QuestionState

ENVELOPE = ("id", "expectedversion", "do", "filled", "clocks")
"""Entries that are none of the event's data: its identity, what version and clocks were seen, the button pressed."""

LONGEST_VERSION = 9


@dataclass(frozen=True, slots=True)
class Past:
    """What the stream that a form is about amounts to now, and amounted to when the form was shown: to be looked at.

    Of what will be new, nothing (version 0).
    """

    stream: str
    now: State
    then: State

    @property
    def version(self) -> int:
        """The stream's version; 0 where nothing is recorded."""
        return self.now.version

    @property
    def position(self) -> int:
        """Where its last event stands in the log; 0 for none, and for a question, which does not tell."""
        return 0 if isinstance(self.now, QuestionState) else self.now.position


class Filling:
    """A form of *verb* with *given* entries: those of an address, or those that were posted.

    ``state`` is what the form has seen: what is recorded by now may be more. The event's data follow from it and the
    entries alone, so that a form that is sent twice makes the same event twice.
    """

    def __init__(
        self, verb: Verb[Any], past: Past, given: Entries, *, subject: str | None, zone: ZoneInfo = UTC_ZONE
    ) -> None:
        self.verb = verb
        self.past = past
        self.given = given
        self.seen = version_seen(given, past.version)
        self.state = past.now if self.seen == past.version else past.then
        self.id = given.get("id") or f"form-{uuid4().hex}"
        self.subject = subject
        self.zone = zone_named(given.get("clocks", "")) or zone  # those that the form has named, whatever came since

    @property
    def clocks(self) -> str:
        """How times of day are read, in words that follow one: "by the clocks of New York"."""
        return "UTC" if self.zone == UTC_ZONE else f"by the clocks of {Reader(self.zone).place}"

    @cached_property
    def recorded(self) -> Entries:
        """What is recorded, as entries, to be shown beside what was changed."""
        return self.verb.filled(self.state, self.given)

    @cached_property
    def entries(self) -> dict[str, str]:
        """What was given; of a form that was not sent whole, over what is recorded."""
        is_whole = "expectedversion" in self.given and "do" in self.given
        entries = self.given if is_whole else {**_kept(self.recorded, self.given), **self.given}
        return with_parts_named({self._named(name): text for name, text in entries.items()})

    def _named(self, name: str) -> str:
        """The name of the field that takes an entry: a text alone names a party."""
        named = f"{name}.name"
        return named if name in PARTIES and named in self._known and name not in self._known else name

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """What is shown."""
        return laid_out(self.verb.items(self.state, self.entries), self.entries)

    @cached_property
    def assembled(self) -> Assembled:
        """What the entries amount to, before the verb has its say."""
        return assembled(self.nodes, self.entries, self.zone)

    @cached_property
    def draft(self) -> Draft:
        """The event."""
        data = dict(self.assembled.data)
        subject = data.pop("subject", "") if self.subject is None else self.subject
        finished = self.verb.finished(self.state, data, self.entries)
        expected = None if self.seen == 0 else self.seen
        return Draft(self.verb.type, subject, self.id, finished, expected)

    @property
    def strangers(self) -> list[str]:
        """Names of entries that no field of this form can have."""
        return [one for one in self.given if one not in ENVELOPE and self._named(one) not in self._known]

    @cached_property
    def _known(self) -> Known:
        """The names that entries may have, whatever the entries make of the form."""
        items = (*self.verb.items(self.state, {}), *self.verb.items(self.state, self.given))
        return known_names(laid_out(items, {**self.recorded, **self.given}))

    def with_entries(self, entries: Entries) -> "Filling":
        """The same form with other entries."""
        return self._again(entries, self.seen)

    def up_to_date(self) -> "Filling":
        """The same form and entries, as of what is recorded by now; what was proposed and not touched is so anew."""
        free = self.verb.filled(self.past.now, self.given)
        untouched = [one for one in self.verb.proposed if self.entries.get(one) == self.recorded[one]]
        return self._again({**self.entries, **{one: free[one] for one in untouched}}, self.past.version)

    def _again(self, entries: Entries, seen: int) -> "Filling":
        whole = {"do": "", **entries, "id": self.id, "expectedversion": str(seen)}
        return Filling(self.verb, self.past, whole, subject=self.subject, zone=self.zone)

    @property
    def hidden(self) -> Mapping[str, str]:
        """Entries that no field shows, to be kept: of another form of figure, of a part that is folded away."""
        from_nodes = {one.name for one in fields_of(self.nodes)}
        return {
            name: text for name, text in self.entries.items() if text and name not in from_nodes and name in self._known
        }


_FIRST_ROW = re.compile(r"(.+?)\.0(?:\.|$)", re.ASCII)


def _kept(filled: Entries, given: Entries) -> dict[str, str]:
    """What is *filled* in, but for arrays that were given from their first row on: those are given whole."""
    arrays = {f"{found[1]}." for name in given if (found := _FIRST_ROW.match(name))}
    return {name: text for name, text in filled.items() if not any(name.startswith(one) for one in arrays)}


def version_seen(given: Entries, last: int) -> int:
    """The version that the form has seen, of a stream that is at version *last*."""
    text = given.get("expectedversion", "")
    if not (text.isascii() and text.isdecimal()) or len(text) > LONGEST_VERSION:
        return last
    return min(int(text), last)
