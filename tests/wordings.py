"""What is read in a wording, and whether it bears its figure out."""

from decimal import Decimal

from domain.wording import contradiction, numerals


def bears_out(wording: str, *amounts: str) -> bool:
    return contradiction(wording, amounts, every=False) is None


def bears_out_all(wording: str, *amounts: str, whole: str | None = None) -> bool:
    return contradiction(wording, amounts, every=True, whole=whole) is None


def values(wording: str) -> list[set[Decimal]]:
    return [set(numeral.values) for numeral in numerals(wording)]


def texts(wording: str) -> list[str]:
    return [numeral.text for numeral in numerals(wording)]
