"""A map made ready: what turns the cells of one figure into the members of its events."""

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from adapters.tables.amounts import Marks, NotANumber, Qualified
from adapters.tables.mapping import FigureTexts, Layout, TableMap, Texts
from adapters.tables.templates import BadCell, Fill, columns_in, filled, id_filled, text_filled
from domain.figure import is_below_zero
from domain.refusals import Json

OF_A_REVISION = ("wording", "said_at", "refers_to", "occasion", "published_at", "wording_note", "statement")
OF_AN_OPENING = ("scope", "attribution", "language", "note")

Members: TypeAlias = dict[str, Json]
FillFigure: TypeAlias = "Callable[[Cells], Members]"


class NoFigure(ValueError):  # noqa: N818 (the word of the trade)
    """The cells hold no figure: each of them is empty."""


class Cells(Mapping[str, str]):
    """The cells of a row, and beside them what texts may name of one figure in it: column, day, time, value.

    A column that the row does not have is empty: an object of a JSON table leaves out what it has not.
    """

    __slots__ = ("_own", "_row")

    def __init__(self, row: Mapping[str, str], own: Mapping[str, str]) -> None:
        self._row, self._own = row, own

    def __getitem__(self, name: str) -> str:
        """The cell called *name*."""
        own = self._own.get(name)
        return self._row.get(name, "") if own is None else own

    def __iter__(self) -> Iterator[str]:
        """Every name."""
        return iter({**self._row, **self._own})

    def __len__(self) -> int:
        """How many names there are."""
        return len({**self._row, **self._own})


class Fills:
    """What is said of the figures in one column, ready to be filled. Raises BadTemplate."""

    def __init__(self, mapped: TableMap, texts: Texts) -> None:
        self._mapped, self._marks = mapped, mapped.table.marks
        claim = texts.claim
        self.claim = id_filled(claim.id, "claim.id")
        self.spelled_as = text_filled(claim.id, self._marks, "claim.id")
        self.question_id = id_filled(claim.question or claim.id, "claim.question")
        self.figure = _figure_filled(texts.figure, mapped.table, is_signed=claim.scope.get("signed") is True)
        self.revision = self._members("claim", claim, OF_A_REVISION)
        self.opening = self._members("claim", claim, OF_AN_OPENING)
        self.update = self._members("update", mapped.update, ("reason",))
        self.question = self._members("question", mapped.question, ("text", "scope", "tolerance", "topics"))
        self.correction = self._members("correction", mapped.correction, ("approver", "reason", "kind", "note"))
        self.assessment = self._members("assessment", mapped.assessment, ("method", "by", "url", "note"))

    def _members(self, section: str, texts: object, names: tuple[str, ...]) -> Mapping[str, Fill]:
        if texts is None:
            return {}
        said = {name: getattr(texts, name) for name in names}
        return {name: filled(one, self._marks, f"{section}.{name}") for name, one in said.items() if one is not None}


def members(fills: Mapping[str, Fill], cells: Cells) -> Members:
    """The members that *fills* make of *cells*, without those that are left out."""
    return {name: made for name, fill in fills.items() if (made := fill(cells)) is not None}


def _figure_filled(texts: FigureTexts, layout: Layout, *, is_signed: bool) -> FillFigure:
    def amount(member: str, template: str | None) -> _Amount:
        return _Amount(template or "", layout, f"figure.{member}", is_signed=is_signed)

    match texts.form:
        case "none":
            return lambda _cells: {"form": "none"}
        case "vague":
            return _vague(texts, layout.marks)
        case "range":
            low, high = amount("low", texts.low), amount("high", texts.high)
            return lambda cells: {"form": "range", **_some({"low": low, "high": high}, cells)}
        case "tally":
            parts = {name: amount(f"parts.{name}", one) for name, one in texts.parts.items()}
            return _tally(parts, None if texts.of is None else amount("of", texts.of))
        case _:
            return _one_amount(texts, amount("value", texts.value))


def _vague(texts: FigureTexts, marks: Marks) -> FillFigure:
    term = text_filled(texts.term or texts.value, marks, "figure.term")
    lexicon: Members = {} if texts.lexicon is None else {"lexicon": texts.lexicon}

    def vague(cells: Cells) -> Members:
        said = term(cells)
        if said is None:
            raise NoFigure
        return {"form": "vague", "term": said, **lexicon}

    return vague


def _tally(parts: Mapping[str, "_Amount"], whole: "_Amount | None") -> FillFigure:
    def tally(cells: Cells) -> Members:
        of = None if whole is None else whole.value(cells)
        return {"form": "tally", "parts": _some(parts, cells), **({} if of is None else {"of": of})}

    return tally


def _one_amount(texts: FigureTexts, amount: "_Amount") -> FillFigure:
    plain: Members = {"form": texts.form} | ({} if texts.leaning is None else {"leaning": texts.leaning})
    known = texts.known_qualifiers

    def one_amount(cells: Cells) -> Members:
        value, sign = amount.qualified(cells, known)
        return {**(sign or _said_beside(texts.qualifier, cells, known) or plain), "value": value}

    return one_amount


def _said_beside(column: str | None, cells: Cells, known: Mapping[str, Qualified]) -> Qualified | None:
    word = "" if column is None else cells[column]
    if word and word not in known:
        raise BadCell(column or "", f"a qualifier that is known here ({', '.join(known)})", word)
    return known.get(word)


def _some(amounts: Mapping[str, "_Amount"], cells: Cells) -> Members:
    """The value of each of *amounts* that is not empty. Raises NoFigure if all are."""
    found: Members = {name: value for name, one in amounts.items() if (value := one.value(cells)) is not None}
    if not found:
        raise NoFigure
    return found


class _Amount:
    """An amount that a figure names, read out of the cells of its template."""

    def __init__(self, template: str, layout: Layout, at: str, *, is_signed: bool) -> None:
        self._fill, self._columns = text_filled(template, layout.marks, at), tuple(columns_in(template))
        self._layout, self._marks, self._is_signed = layout, layout.marks, is_signed
        self._empty = frozenset({"", *layout.empty})

    def value(self, cells: Cells) -> str | None:
        """The amount; None where its cells are empty. Raises BadCell."""
        text = str(self._fill(cells) or "")
        if text in self._empty:
            return None
        try:
            return self._in_bounds(cells, text, self._marks.amount(text))
        except NotANumber as error:
            raise BadCell(self._column(cells), str(error), text) from None

    def qualified(self, cells: Cells, known: Mapping[str, Qualified]) -> tuple[str, Qualified | None]:
        """The amount, and what a qualifier in its cell says. Raises NoFigure, BadCell."""
        text = str(self._fill(cells) or "")
        if text in self._empty:
            raise NoFigure
        try:
            amount, said = self._marks.qualified_amount(text, known)
        except NotANumber as error:
            raise BadCell(self._column(cells), str(error), text) from None
        return self._in_bounds(cells, text, amount), said

    def _in_bounds(self, cells: Cells, text: str, amount: str) -> str:
        if not self._is_signed and is_below_zero(amount):
            expected = "zero or more; a claim that counts a change says signed = true in its scope"
            raise BadCell(self._column(cells), expected, text)
        return amount

    def _column(self, cells: Cells) -> str:
        column = self._columns[0] if self._columns else "figure"
        return (cells["column"] or self._layout.value or column) if column == "value" else column
