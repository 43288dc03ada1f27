"""Figures as a table prints them, turned into events: reported, updated, corrected, as one follows from the other.

The first figure of a claim reports it, one for another day updates it, and another figure for the same day in a later
vintage (a later file, or a later ``vintage``) corrects the one before. Ids are made of claim and day, and of a number
from the second event on: a table that is imported twice repeats what it sent, and one with a day more adds that day.

What was made is remembered, about 400 bytes for each claim and day.
"""

from collections.abc import Iterator
from typing import NamedTuple

import orjson

from adapters.tables import bodies
from adapters.tables.bodies import Door, Made, TableEvent
from adapters.tables.figures import Passed, Printed
from adapters.tables.fills import Members, members
from adapters.tables.mapping import TableMap
from adapters.tables.recorded import Known, Last, as_text
from adapters.tables.rows import Fault, TableError, shown
from domain.clock import certainly_earlier, read_time

MISSING_STEP = "a step that the table leaves out: its next change is from this value"


class _Reached(NamedTuple):
    """How far a table without vintages has come with a claim."""

    row: int
    file: int
    day: str


class Bookkeeping:
    """Makes the events of one import, figure by figure; *arrived_ns* is now, in ns since 1970.

    *known* is what the record has, as the vintage before all that is imported.
    """

    def __init__(self, mapped: TableMap, arrived_ns: int, known: Known) -> None:
        self._map, self._door = mapped, Door(mapped.source, arrived_ns)
        self._last = {claim: dict(days) for claim, days in known.items()}
        self._spelled: dict[str, str] = {}
        self._asked: set[str] = set()
        self._reached: dict[str, _Reached] = {}

    def events(self, printed: Printed, file: int) -> Iterator[Made]:
        """What *printed* becomes, in the *file*-th table of the import.

        Raises TableError where the rows of a claim are not in the order of their days.
        """
        spelled_as = self._spelled.setdefault(printed.claim, printed.spelled_as)
        last = self._last.get(printed.claim, {}).get(printed.day)
        if spelled_as != printed.spelled_as:
            yield _two_names(printed, spelled_as)
        elif last is None:
            yield from self._first(printed, file)
        else:
            yield from self._again(printed, file, last)

    def _first(self, printed: Printed, file: int) -> Iterator[Made]:
        revision, vintage = printed.revision, printed.vintage
        if printed.was is not None:
            revision, vintage = printed.was, ""
        elif not vintage:
            self._refuse_going_back(printed, file)
        is_open = printed.claim in self._last
        if not is_open:
            yield from self._question(printed)
        body = bodies.updated(printed, revision) if is_open else bodies.reported(printed, revision)
        made = self._door.event(printed.row, body, vintage)
        yield made
        if isinstance(made, TableEvent):
            self._reach(printed, file)
            self._last.setdefault(printed.claim, {})[printed.day] = Last(printed.row, file, vintage, as_text(revision))
            yield from self._changed(printed, file) if printed.was is not None else ()
            yield from self._assessed(printed)

    def _again(self, printed: Printed, file: int, last: Last) -> Iterator[Made]:
        if fault := _not_later(printed, file, last):
            yield fault
            return
        is_repeat = _is_same(last, printed.revision)
        if printed.was is not None and not is_repeat and not _is_same(last, printed.was):
            if self._map.table.missing_step == "refuse":
                yield _missing_step(printed, last, self._map.table.was)
                return
            yield from self._corrected(printed, file, printed.was, MISSING_STEP)
        yield from self._changed(printed, file)
        yield from self._assessed(printed)

    def _changed(self, printed: Printed, file: int) -> Iterator[Made]:
        last = self._last[printed.claim][printed.day]
        if _is_same(last, printed.revision):
            self._remember(printed, last._replace(row=printed.row, file=file, vintage=printed.vintage))
            yield Passed(printed.row, printed.where, "unchanged")
        else:
            yield from self._corrected(printed, file, printed.revision)

    def _corrected(self, printed: Printed, file: int, revision: Members, reason: str | None = None) -> Iterator[Made]:
        last = self._last[printed.claim][printed.day]
        if self._map.correction is None:
            yield _nobody_approves(printed, last)
            return
        was, number = orjson.loads(last.revision), last.revisions + 1
        body = bodies.corrected(printed, number, was, revision, reason)
        made = self._door.event(printed.row, body, printed.vintage, revision)
        yield made
        if isinstance(made, TableEvent):
            stored = as_text(revision)
            self._remember(
                printed, Last(printed.row, file, printed.vintage, stored, number, last.finding, last.findings)
            )

    def _question(self, printed: Printed) -> Iterator[Made]:
        if printed.fills.question:
            body = bodies.asked(printed)
            if body.id not in self._asked:
                self._asked.add(body.id)
                yield self._door.event(printed.row, body, "")

    def _assessed(self, printed: Printed) -> Iterator[Made]:
        texts, last = self._map.assessment, self._last[printed.claim][printed.day]
        if texts is None:
            return
        label = printed.cells[texts.label]
        if label not in texts.findings:
            expected = f"a label that assessment.findings knows ({', '.join(texts.findings)})"
            yield Fault(printed.row, texts.label, expected, shown(label))
            return
        found = {"finding": texts.findings[label], **members(printed.fills.assessment, printed.cells)}
        finding = as_text(found)
        if finding != last.finding:
            number = last.findings + 1
            body = bodies.assessed(printed, last.revisions, number, found)
            yield self._door.event(printed.row, body, printed.vintage)
            self._remember(printed, last._replace(finding=finding, findings=number))

    def _remember(self, printed: Printed, last: Last) -> None:
        self._last[printed.claim][printed.day] = last

    def _refuse_going_back(self, printed: Printed, file: int) -> None:
        """Which event opens a claim depends on the order; a table upside down would open it with its newest day."""
        reached = self._reached.get(printed.claim)
        if reached and reached.file == file and certainly_earlier(read_time(printed.day), read_time(reached.day)):
            raise TableError(
                f"row {printed.row} is of {printed.day}, but row {reached.row} of {reached.day}; tables are read "
                "oldest day first: mend the day, or set sort = true under [table] to have the rows sorted"
            )

    def _reach(self, printed: Printed, file: int) -> None:
        if printed.day and not printed.vintage and printed.was is None:
            self._reached[printed.claim] = _Reached(printed.row, file, printed.day)


def _is_same(last: Last, revision: Members) -> bool:
    """Whether the table says the same; that it says so at another time is no news."""
    was = orjson.loads(last.revision)
    return bool(was["figure"] == revision["figure"] and was["wording"] == revision["wording"])


def _not_later(printed: Printed, file: int, last: Last) -> Fault | None:
    """What is wrong with another figure for a known day: it has to come from later, or to say what it replaces."""
    is_same_vintage = printed.vintage == last.vintage and (bool(printed.vintage) or file == last.file)
    if is_same_vintage and printed.was is None and not _is_same(last, printed.revision):
        expected = f"one figure of {printed.claim} for {printed.day or 'all time'}, and {last.place} has it already"
        return Fault(printed.row, printed.where, expected, shown(str(printed.revision["wording"])))
    if printed.vintage and last.vintage and certainly_earlier(read_time(printed.vintage), read_time(last.vintage)):
        expected = f"a vintage no earlier than that of {last.place}, {last.vintage}"
        return Fault(printed.row, printed.where, expected, printed.vintage)
    return None


def _two_names(printed: Printed, spelled_as: str) -> Fault:
    expected = f'one name for {printed.claim}, which is "{spelled_as}" above; say under [table.names] what is what'
    return Fault(printed.row, "claim.id", expected, shown(printed.spelled_as))


def _missing_step(printed: Printed, last: Last, column: str | None) -> Fault:
    was, known = printed.was or {}, orjson.loads(last.revision)
    expected = f'what {last.place} left, "{known["wording"]}" (missing_step = "record" records the step between)'
    return Fault(printed.row, column or "", expected, shown(str(was["wording"])))


def _nobody_approves(printed: Printed, last: Last) -> Fault:
    known = orjson.loads(last.revision)["wording"]
    expected = f'what {last.place} had for that day, "{known}", or who approves corrections, under [correction]'
    return Fault(printed.row, printed.where, expected, shown(str(printed.revision["wording"])))
