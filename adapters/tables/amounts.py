"""Numbers as the cells of a table print them, by the marks that its map names: "1,597", "1 597,5", "> 7000".

Nothing is guessed. Where the map names no mark for thousands, a comma makes a cell no number, for 1,597 is 1597 to one
reader and 1.597 to another.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from domain.refusals import Json
from domain.shapes import MOST_DIGITS

BLANKS = " \u00a0\u2009\u202f"
LONGEST = 200  # code points; in a long run of points the search for a number would take its square
MINUS = "−"  # what typesetters print

Qualified: TypeAlias = Mapping[str, Json]
"""The part of a figure that a qualifier decides: its form, and its leaning."""

SIGNS: Mapping[str, Qualified] = {
    ">": {"form": "more_than"},
    "≥": {"form": "at_least"},
    ">=": {"form": "at_least"},
    "+": {"form": "at_least"},
    "<": {"form": "less_than"},
    "≤": {"form": "at_most"},
    "<=": {"form": "at_most"},
    "~": {"form": "approximate"},
    "≈": {"form": "approximate"},
}


class NotANumber(ValueError):  # noqa: N818 (the word of the trade; an Error would say that something broke)
    """A cell that is no number by the marks of its table; the message says what was expected."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What a table writes between the digits of its numbers; *thousands* is empty where it writes nothing there."""

    decimal: Literal[".", ","] = "."
    thousands: str = ""

    def amount(self, cell: str) -> str:
        """The decimal string that *cell* stands for, every digit kept. Raises NotANumber."""
        if cell.isdigit() and cell.isascii() and (cell[0] != "0" or cell == "0") and len(cell) <= MOST_DIGITS:
            return cell
        return self._amount(cell.replace(MINUS, "-", 1))

    def qualified_amount(self, cell: str, qualifiers: Mapping[str, Qualified]) -> tuple[str, Qualified | None]:
        """The number in *cell*, and what the words or the sign around it say; None where nothing stands there."""
        number = self._number_in(cell)
        around = " ".join(f"{cell[: number.start()]} {cell[number.end() :]}".split())
        if around and around not in qualifiers:
            known = ", ".join(qualifiers)
            raise NotANumber(f"{self.expected()}, with no words around it but a qualifier that is known here ({known})")
        return self.amount(number[0]), qualifiers[around] if around else None

    def with_commas(self, cell: str) -> str:
        """*cell* with the number in it as English prints it, and what stands around it as it is. Raises NotANumber."""
        number = self._number_in(cell)
        return f"{cell[: number.start()]}{_grouped(self.amount(number[0]))}{cell[number.end() :]}"

    def expected(self) -> str:
        """A number such as this table writes."""
        thousand = f"1{self.thousands}597"
        hint = (
            "" if self.thousands or self.decimal == "," else "; name the mark for thousands or decimals under [table]"
        )
        return f"a number such as {thousand} or 3{self.decimal}10{hint}"

    def _number_in(self, cell: str) -> re.Match[str]:
        number = _NUMBER.search(cell) if len(cell) <= LONGEST else None
        if number is None:
            raise NotANumber(self.expected())
        return number

    def _amount(self, cell: str) -> str:
        written = self._written(cell)
        if written is None:
            raise NotANumber(self.expected())
        sign, whole, decimals = written
        if len(whole) + len(decimals) > MOST_DIGITS:
            raise NotANumber(f"a number of at most {MOST_DIGITS} digits")
        return f"{sign}{whole or '0'}.{decimals}" if decimals else f"{sign}{whole}"

    def _written(self, cell: str) -> tuple[str, str, str] | None:
        whole, _, decimals = cell.partition(self.decimal)
        sign = "-" if whole.startswith("-") else ""
        whole = whole.removeprefix("-")
        if self.thousands:
            whole = _without_thousands(whole, self.thousands)
        is_plain = _PLAIN.fullmatch(whole) or (not whole and decimals)
        if not is_plain or (self.decimal in cell and not _DIGITS.fullmatch(decimals)):
            return None
        return sign, whole, decimals


_NUMBER = re.compile(rf"[-{MINUS}]?[0-9.](?:[0-9.,'’{BLANKS}]*[0-9])?", re.ASCII)
_PLAIN = re.compile(r"0|[1-9][0-9]*", re.ASCII)
_DIGITS = re.compile(r"[0-9]+", re.ASCII)


def _without_thousands(whole: str, mark: str) -> str:
    """*whole* without its marks, where they stand before groups of three; else as it is, which makes it no number."""
    if mark in BLANKS:
        whole, mark = whole.translate(dict.fromkeys(map(ord, BLANKS), " ")), " "
    first, *groups = whole.split(mark)
    well_grouped = all(len(one) == len("000") for one in groups) and 0 < len(first) <= len("000")
    return first + "".join(groups) if groups and well_grouped else whole


def _grouped(amount: str) -> str:
    whole, point, decimals = amount.partition(".")
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    return f"{sign}{int(digits):,}{point}{decimals}"
