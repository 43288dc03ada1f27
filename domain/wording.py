"""Numbers as people write them ("1.5 million", "1,597", "nearly 500"), and whether a wording bears its figure out.

A guard against typing errors, not a reader of prose. What is surely no amount (a date, a code, an ordinal) is set
aside; what is left is read in every way it can be; what may be no amount bears a figure out but contradicts none. No
pattern here backtracks over more than a few characters: the text is a stranger's, and 4,000 code points of anything
take a few milliseconds.
"""

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple, cast

from domain.digit_groups import WRITTEN_DIGITS, digit_values
from domain.exact import EXACT
from domain.number_words import SCALES, hinted_values, spelled_numbers
from domain.set_aside import set_aside
from domain.shapes import MOST_DIGITS


class Numeral(NamedTuple):
    """A number as written at code points *start* to *end* of a wording, and every value that it can have.

    A doubtful one may be no amount at all (a year, a part of a date, "no one"). *shared* is what its last words
    multiply by, which a number before it may share: "10 to 12 million".
    """

    text: str
    start: int
    end: int
    values: frozenset[Decimal]
    doubtful: bool = False
    shared: tuple[Decimal, ...] = ()


def contradiction(
    wording: str, amounts: Sequence[str], *, every: bool, whole: str | None = None
) -> tuple[str, ...] | None:
    """None if *wording* bears *amounts* out, else the numerals, as written, that give none of them (for the refusal).

    Amounts are decimal strings; signs are not compared, because none is read. A figure is contradicted if none of its
    amounts is read while a numeral is left. With *every* (tally, range) it is so too if an amount other than 0 is not
    read while a numeral is left that gives neither an amount nor *whole*. Without amounts nothing is contradicted.
    """
    if not every and len(amounts) == 1 and _opens_with(wording, amounts[0]):
        return None
    wanted = frozenset(map(_unsigned, amounts))
    found = numerals(wording)
    certain = [numeral for numeral in found if not numeral.doubtful]
    unread = wanted.difference(*(numeral.values for numeral in found))
    if not unread or not certain:
        return None
    unread -= hinted_values(wording)
    if unread == wanted:
        return tuple(numeral.text for numeral in certain)
    if not every or not unread - {Decimal(0)}:
        return None
    explained = wanted if whole is None else wanted | {_unsigned(whole)}
    return tuple(numeral.text for numeral in certain if numeral.values.isdisjoint(explained)) or None


def numerals(wording: str) -> list[Numeral]:
    """The numbers written in *wording*, in order, without what is set aside: dates, times of day, codes, ordinals."""
    return list(_numerals(wording))


@lru_cache(maxsize=64)  # several ask for the numbers of a print, one after the other
def _numerals(wording: str) -> tuple[Numeral, ...]:
    found: list[Numeral] = []
    at = 0
    for start, end, numeral in _from_digits(wording):
        found += _from_words(wording, at, start)
        if numeral is not None:
            found.append(numeral)
        at = end
    found += _from_words(wording, at, len(wording))
    return tuple(_with_shared_scales(wording, found) if len(found) > 1 else found)


_OPENING = re.compile(r"([1-9][0-9]{0,2}(?:,[0-9]{3}){1,12}|[0-9]{1,40}) ([a-z]++)(?![^ ])")


def _opens_with(wording: str, amount: str) -> bool:
    """Whether *wording* begins with *amount* and a word that changes nothing about it: "1,597 deaths in …".

    Nearly all wordings of statistics do. Never true where the full reading would not find the amount as well.
    """
    opening = _OPENING.match(wording)
    return opening is not None and opening[1].replace(",", "") == amount and opening[2] not in _CHANGES_A_NUMBER


def _unsigned(amount: str) -> Decimal:
    return Decimal(amount.removeprefix("-"))


_WORD = re.compile(r"\w++")
_BARE_POINT = re.compile(r"(?<=[\s(]\.)|(?<=\A\.)")
_PARTS = {"½": Decimal("0.5"), "¼": Decimal("0.25"), "¾": Decimal("0.75")}
_PARTS |= {"half": _PARTS["½"], "quarter": _PARTS["¼"]}
_DIGIT = re.compile(r"[\d½¼¾]")
_YEAR_OR_DAY = re.compile(
    r"(?:19|20)\d\d(?:[-–/]\d\d)?|(?:0?[1-9]|[12]\d|3[01])/(?:0?[1-9]|1[0-2])|(?:0?[1-9]|1[0-2])/(?:0?[1-9]|[12]\d|3[01])"
)

_AS_IS, _THOUSAND = Decimal(1), Decimal(10**3)
_ALONE = frozenset({_AS_IS})
_MILLION, _BILLION, _TRILLION = Decimal(10**6), Decimal(10**9), Decimal(10**12)
_MULTIPLIERS: dict[str, tuple[Decimal, ...]] = {
    **{word: (Decimal(scale),) for word, scale in SCALES.items()},
    **dict.fromkeys("k tsd mila mille тыс".split(), (_THOUSAND,)),
    **dict.fromkeys("mn mln mio millionen milione milioni millón millones млн".split(), (_MILLION,)),
    **dict.fromkeys("bn bln mrd milliard milliards milliarden miliardi млрд".split(), (_BILLION,)),
    **dict.fromkeys("tn trn".split(), (_TRILLION,)),
    "mil": (_THOUSAND, _MILLION),
    "m": (_AS_IS, _MILLION),  # or metres
    "b": (_AS_IS, _BILLION),  # or bytes
    "t": (_AS_IS, _TRILLION),  # or tonnes
    "M": (_MILLION,),
    "B": (_BILLION,),
    "T": (_TRILLION,),
}
_UNITS = frozenset(
    "mm cm dm km nm mi ft in yd m² km² cm² m2 km2 cm2 m³ m3 cm3 cc ha ac g kg mg µg μg oz lb lbs kt Mt Gt "
    "l L ml mL cl dl hl gal bbl W kW MW GW TW Wh kWh MWh GWh TWh V kV mV A mA Hz kHz MHz GHz J kJ MJ GJ cal kcal "
    "Pa hPa kPa bar psi kB KB MB GB TB PB Mbps Gbps h hr hrs min mins sec secs ms d wk wks mo yr yrs "
    "mph kph kmh kn C F K °C °F c p pp pps bp bps pc pct USD EUR GBP CHF JPY CNY RUB UAH INR x X".split()
)
_SHORTEST_WORD = len("one")
_HUNDREDTH, _THOUSANDTH = Decimal("0.01"), Decimal("0.001")

_NUMBER = re.compile(
    rf"""
    (?P<digits>{WRITTEN_DIGITS})? (?P<part>[ ]?[½¼¾])?
    (?P<stuck>[^\W\d_]\w*+)?
    (?P<half>\sand\sa\s(?:half|quarter)\b)?
    (?P<multipliers>(?:[\s\u2010\u2011-](?ai:{"|".join(sorted(_MULTIPLIERS, key=len, reverse=True))})\b){{0,4}})
    """,
    re.VERBOSE,
)
_PER_HUNDRED = re.compile(r"[\s\u2010\u2011-]?(?:%|(?P<thousand>‰)|(?:per\s?cent|pct|pc)\b)", re.IGNORECASE)
_RANGE_SIGN = re.compile(r"\s?(?:[-–—/~]|to|and|or|till|until)\s?[$€£¥]?\s?", re.IGNORECASE)
_CHANGES_A_NUMBER = frozenset(_MULTIPLIERS) | {"am", "pm", "of", "to", "and", "or"}


def _from_digits(text: str) -> Iterator[tuple[int, int, Numeral | None]]:
    """Where digits begin and where what belongs to them ends, with the numeral unless it is set aside."""
    at = 0
    while first := _DIGIT.search(text, at):
        start = first.start()
        aside = set_aside(text, start)
        if aside is not None:
            yield start, aside, None
            at = aside
        else:
            number = cast("re.Match[str]", _NUMBER.match(text, start))  # every part of it is optional
            at = number.end()
            yield start, at, _numeral(text, number)


def _numeral(text: str, number: re.Match[str]) -> Numeral | None:
    digits, start = number["digits"] or "", number.start()
    factors = _factors(number) if len(number[0]) > len(digits) else _ALONE
    if factors is None or (len(digits) > MOST_DIGITS and sum(map(str.isdecimal, digits)) > MOST_DIGITS):
        return None
    values = digit_values(digits) if digits else {Decimal(0)}
    if digits.isdecimal() and _BARE_POINT.match(text, start):
        values.add(Decimal(f"0.{digits}"))
    if part := (number["part"] or number["half"]):
        values = {EXACT.add(value, _PARTS[part.split()[-1]]) for value in values}
    numeral = _scaled(text, start, number.end(), values, factors)
    return numeral._replace(doubtful=True) if _YEAR_OR_DAY.fullmatch(numeral.text) else numeral


def _factors(number: re.Match[str]) -> AbstractSet[Decimal] | None:
    """What the letters and words after the digits multiply by; None for letters that make it no number (737s, 5th)."""
    factors = _ALONE
    if stuck := number["stuck"]:
        multipliers = _MULTIPLIERS.get(stuck) or _MULTIPLIERS.get(stuck.lower())
        if multipliers is None and stuck not in _UNITS:
            return None
        factors = frozenset(multipliers or factors)
    for word in _WORD.findall(number["multipliers"]):
        multipliers = _MULTIPLIERS[word.lower()]
        if len(word) == 1:
            # "5 K" may be kelvins, "5 T-72s" tanks
            multipliers += (_AS_IS,)
        factors = frozenset(EXACT.multiply(factor, other) for factor in factors for other in multipliers)
    return factors


def _scaled(text: str, start: int, end: int, values: AbstractSet[Decimal], factors: AbstractSet[Decimal]) -> Numeral:
    """The numeral of *values* times *factors*; with a percent sign after it, also as a part of one."""
    if sign := _PER_HUNDRED.match(text, end):
        end = sign.end()
        part = _THOUSANDTH if sign["thousand"] else _HUNDREDTH
        factors |= {EXACT.multiply(factor, part) for factor in factors}
    shared = () if factors is _ALONE else tuple(factors - _ALONE)
    if shared:
        values = {EXACT.multiply(value, factor) for value in values for factor in factors}
    return Numeral(text[start:end], start, end, frozenset(values), shared=shared)


def _from_words(text: str, start: int, end: int) -> Iterator[Numeral]:
    if end - start < _SHORTEST_WORD:
        return
    for spelled in spelled_numbers(text, start, end):
        numeral = _scaled(text, spelled.start, spelled.end, spelled.values, _ALONE)
        yield numeral._replace(doubtful=spelled.doubtful, shared=numeral.shared + spelled.scales)


def _with_shared_scales(text: str, found: list[Numeral]) -> list[Numeral]:
    """The same, where "10 to 12 million" and "5-10 %" give the first number the scale of the second as well."""
    for at in range(len(found) - 2, -1, -1):
        left, right = found[at], found[at + 1]
        if right.shared and not left.shared and _RANGE_SIGN.fullmatch(text, left.end, right.start):
            scaled = {EXACT.multiply(value, factor) for value in left.values for factor in right.shared}
            found[at] = left._replace(values=left.values | scaled, shared=right.shared)
    return found
