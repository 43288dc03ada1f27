"""The map of a table: which column is what, and the words that its figures become. A small TOML file.

The sections are those of ``docs/importing.md``. What a map says of claims is spelled as on the wire, with cells in
braces.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, fields
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass as shape
from pydantic_core import ErrorDetails

from adapters.tables.amounts import SIGNS, Marks, Qualified
from adapters.tables.rows import TableError
from adapters.tables.templates import columns_in
from domain.shapes import STRICT_SHAPE

Wire = dict[str, Any]
Columns = Literal["*"] | tuple[str, ...]
Form = Literal[
    "exact", "approximate", "at_least", "more_than", "at_most", "less_than", "range", "tally", "vague", "none"
]
_WHEN_SAID = "{time}"
OF_OUR_OWN = frozenset({"column", "day", "time", "value"})
"""What a text may name beside the columns: the heading of a figure's column, its day, that with its time, its cell."""


@shape(frozen=True, slots=True, config=STRICT_SHAPE)
class Layout:
    """Where things stand in the table, and how it writes them: ``[table]``."""

    day: str | None = None
    days: Columns | None = None
    day_format: str | None = None
    value: str | None = None
    values: Columns | None = None
    ignore: tuple[str, ...] = ()
    was: str | None = None
    missing_step: Literal["refuse", "record"] = "refuse"
    vintage: str | None = None
    empty: tuple[str, ...] = ()
    decimal: Literal[".", ","] = "."
    thousands: Annotated[str, Field(max_length=1)] = ""
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] = ","
    encoding: str = "utf-8"
    sort: bool = False
    names: dict[str, dict[str, str]] = Field(default_factory=dict)

    @property
    def marks(self) -> Marks:
        """What stands between the digits."""
        return Marks(self.decimal, self.thousands)


@shape(frozen=True, slots=True, config=STRICT_SHAPE)
class ClaimTexts:
    """What a figure becomes: ``[claim]``, the members of ``claim.reported`` and ``claim.updated``."""

    id: str
    attribution: Annotated[tuple[Wire, ...], Field(min_length=1)]
    question: str | None = None
    scope: Wire = Field(default_factory=dict)
    refers_to: str | None = None
    said_at: str = _WHEN_SAID
    occasion: str | None = None
    published_at: str | None = None
    wording: str = "{value}"
    wording_note: str | None = None
    statement: str | None = None
    language: str | None = None
    note: str | None = None


@shape(frozen=True, slots=True, config=STRICT_SHAPE)
class FigureTexts:
    """What the number commits to: ``[figure]``, a figure as on the wire, and where its qualifier stands."""

    form: Form = "exact"
    value: str = "{value}"
    leaning: Literal["below", "above"] | None = None
    low: str | None = None
    high: str | None = None
    parts: dict[str, str] = Field(default_factory=dict)
    of: str | None = None
    term: str | None = None
    lexicon: str | None = None
    qualifier: str | None = None
    qualifiers: dict[str, Form | Wire] = Field(default_factory=dict)

    @property
    def known_qualifiers(self) -> dict[str, Qualified]:
        """The signs that everybody reads, and the words that the map names."""
        named = {word: {"form": one} if isinstance(one, str) else one for word, one in self.qualifiers.items()}
        return {**SIGNS, **named}


@shape(frozen=True, slots=True, config=STRICT_SHAPE)
class QuestionTexts:
    """The question is asked before its first claim: ``[question]``, the members of ``question.asked``."""

    text: str
    scope: Wire | None = None
    tolerance: str | None = None
    topics: tuple[str, ...] | None = None


@shape(frozen=True, slots=True, config=STRICT_SHAPE)
class UpdateTexts:
    """Why there is a further figure: ``[update]``."""

    reason: str = "the table has a figure for {day}"


@shape(frozen=True, slots=True, config=STRICT_SHAPE)
class CorrectionTexts:
    """Who answers for a changed cell, and why it changed: ``[correction]``."""

    approver: str | Wire
    reason: str = "the table changed what it had for {day}"
    kind: str | None = None
    note: str | None = None


@shape(frozen=True, slots=True, config=STRICT_SHAPE)
class AssessmentTexts:
    """A column of labels is somebody's finding about each figure: ``[assessment]``."""

    label: str
    findings: dict[str, str]
    method: str
    by: str | Wire
    url: str | None = None
    note: str | None = None


@shape(frozen=True, slots=True, config=STRICT_SHAPE)
class ChangeLog:
    """A second file that lists which cells were changed later: ``[changes]``. *prefix* stands before its columns."""

    file: str
    day: str
    column: str
    was: str
    is_: Annotated[str, Field(alias="is")]
    at: str
    prefix: str = ""


@shape(frozen=True, slots=True, config=STRICT_SHAPE)
class Texts:
    """What is said of the figures in one column, where it is not what is said of all: ``[columns.NAME]``."""

    claim: ClaimTexts
    figure: FigureTexts = Field(default_factory=FigureTexts)


@shape(frozen=True, slots=True, config=STRICT_SHAPE)
class TableMap:
    """A whole map."""

    source: Annotated[str, Field(min_length=1, max_length=1024)]
    table: Layout
    claim: ClaimTexts
    figure: FigureTexts = Field(default_factory=FigureTexts)
    question: QuestionTexts | None = None
    update: UpdateTexts = Field(default_factory=UpdateTexts)
    correction: CorrectionTexts | None = None
    assessment: AssessmentTexts | None = None
    changes: ChangeLog | None = None
    columns: dict[str, Texts] = Field(default_factory=dict)

    @property
    def has_only_last_figures(self) -> bool:
        """Whether the table tells one figure for each claim and day, and nothing of those that it had before."""
        return self.changes is None and self.table.was is None and self.table.vintage is None

    def texts(self, column: str) -> Texts:
        """What is said of the figures in *column*."""
        return self.columns.get(column) or Texts(self.claim, self.figure)

    def named_columns(self) -> set[str]:
        """Every column that the table has to have for this map to make sense."""
        layout = self.table
        listed = [name for one in (layout.values, layout.days) if isinstance(one, tuple) for name in one]
        label = None if self.assessment is None else self.assessment.label
        places = {label, layout.day, layout.value, layout.was, layout.vintage, *listed, *layout.names, *self.columns}
        texts = [Texts(self.claim, self.figure), *self.columns.values()]
        places |= {one.figure.qualifier for one in texts}
        said = asdict(self) | {"columns": [asdict(one) for one in texts], "table": None, "changes": None}
        return {name for name in places if name is not None} | {*columns_in(said)} - OF_OUR_OWN


def read_map(path: Path) -> Wire:
    """The TOML file at *path* as it is written. Raises TableError."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise TableError(f"{path} cannot be read: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise TableError(f"{path} is no TOML: {error}") from None


def table_map(written: Wire) -> TableMap:
    """The map that *written* says, checked. Raises TableError, which names every member that is wrong."""
    try:
        mapped = _MAP.validate_python(_with_whole_columns(written))
    except ValidationError as error:
        raise TableError("; ".join(map(_words, error.errors()))) from None
    if faults := list(_contradictions(mapped)):
        raise TableError("; ".join(faults))
    return mapped


_MAP = TypeAdapter(TableMap)
_SECTIONS: Mapping[str, type] = {
    "table": Layout,
    "claim": ClaimTexts,
    "figure": FigureTexts,
    "question": QuestionTexts,
    "update": UpdateTexts,
    "correction": CorrectionTexts,
    "assessment": AssessmentTexts,
    "changes": ChangeLog,
}


def _with_whole_columns(written: Wire) -> Wire:
    """*written*, where a column says all that it does not say otherwise as the sections say it."""
    columns = written.get("columns")
    if not isinstance(columns, dict):
        return written
    return {**written, "columns": {name: _overlaid(written, said) for name, said in columns.items()}}


def _overlaid(written: Wire, said: object) -> object:
    if not isinstance(said, dict):
        return said
    return {**said, **{name: _laid_over(written.get(name, {}), said.get(name, {})) for name in ("claim", "figure")}}


def _laid_over(section: object, said: object) -> object:
    return {**section, **said} if isinstance(section, dict) and isinstance(said, dict) else said


def _words(error: ErrorDetails) -> str:
    place = ".".join(map(str, error["loc"]))
    match error["type"]:
        case "missing":
            return f"{place} is missing"
        case "unexpected_keyword_argument":
            return f"{place} is not known here; known are {', '.join(_known(error['loc']))}"
        case _:
            return f"{place}: {error['msg']}, got {error['input']!r}"


def _known(loc: Sequence[int | str]) -> Iterator[str]:
    section: type = Texts if loc[0] == "columns" else TableMap
    for step in loc[:-1]:
        section = _SECTIONS.get(str(step), section)
    return (one.name.removesuffix("_") for one in fields(section))


def _contradictions(mapped: TableMap) -> Iterator[str]:
    layout = mapped.table
    if layout.value is not None and layout.values is not None:
        yield "table.value and table.values: name the one column of the figures, or a column for each claim"
    if layout.days is not None and (layout.day is not None or layout.value is not None or layout.values is not None):
        yield "table.days: its columns hold the figures, so that day, value and values are left out"
    if layout.was is not None and layout.value is None:
        yield "table.was: name table.value as well, the column with what it was changed to"
    if mapped.columns and layout.values is None:
        yield "columns: only where table.values says that a column is a claim; else [claim] and [figure] say it all"
    if isinstance(layout.values, tuple) and (unknown := set(mapped.columns).difference(layout.values)):
        yield f"columns.{min(unknown)}: table.values does not name this column"
    if layout.thousands == layout.decimal:
        yield "table.thousands and table.decimal are one mark; give each its own"
    if layout.day is None and layout.days is None and mapped.claim.said_at == _WHEN_SAID:
        yield "table.day: name the column of the day, or say in claim.said_at when all of it was said"
    if mapped.changes is not None and layout.day is None:
        yield "changes: a log of changes names rows by their day, so name table.day as well"
