"""The figure that a wording gives: one numeral with its qualifier ("almost 500"), a range, or a vague word ("dozens").

A reader of short printed wordings, not of prose: where a wording gives several numerals, none of them is chosen here.
Every reading of a numeral is given, that of English print first: 1,597 is 1597; 1.597 is 1.597 before it is 1597.
"""

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple, cast

from domain.exact import EXACT
from domain.figure import (
    Approximate,
    AtLeast,
    AtMost,
    Exact,
    Figure,
    LessThan,
    MoreThan,
    OneAmount,
    Range,
    Vague,
)
from domain.figure import plain as plain_number
from domain.set_aside import set_aside
from domain.shapes import MOST_DIGITS
from domain.vague_counts import vague_counts
from domain.wording import Numeral, numerals

MOST_READINGS = 8
ENDS = 2


def figure_of_wording(wording: str) -> Figure | None:
    """The figure that *wording* gives by itself; None where it gives none, or several numerals."""
    return next(iter(figures_of_wording(wording)), None)


@lru_cache(maxsize=4_096)  # what a story prints is read again whenever one of its claims moves
def figures_of_wording(wording: str) -> tuple[Figure, ...]:
    """Every figure that *wording* can give by itself, the likeliest first."""
    found = amounts_written(wording)
    if not found:
        return _vague(wording)
    if len(found) == 1:
        return figures_of_numeral(wording, found[0])
    return _range(wording, *found) if len(found) == ENDS else ()


def amounts_written(wording: str) -> list[Numeral]:
    """The numerals of *wording* that give amounts; one that may be a year does where it is the only one."""
    found = numerals(wording)
    certain = [one for one in found if not one.doubtful]
    return certain or [one for one in found if is_no_year(wording, one)]


@lru_cache(maxsize=4_096)  # as above
def gives_no_number(wording: str) -> bool:
    """Whether nothing in *wording* could be read as a number: "Many dead on 2 March", "No one died".

    Not so where a number cannot be told, as in "one of them", "both" or "dozens or hundreds".
    """
    if _LIKE_A_NUMBER.search(wording) or any(vague_counts(wording)):
        return False
    return all(_NO_ONE.match(wording, max(0, one.start - 3)) for one in numerals(wording)) and not _has_digits(wording)


def _has_digits(wording: str) -> bool:
    """Whether there are digits that are no date, time, code or ordinal."""
    end = 0
    for digits in _DIGITS.finditer(wording):
        start = digits.start()
        if start < end:
            continue
        aside = _ORDINAL.match(wording, start)
        end = set_aside(wording, start) or (aside.end() if aside else 0)
        if not end or len(digits.group()) > MOST_DIGITS:
            return True
    return False


def is_no_year(wording: str, numeral: Numeral) -> bool:
    """Whether four digits that could be a year stand where no year would: "2000 dead", but not "in 2000"."""
    return _FOUR_DIGITS.fullmatch(numeral.text) is not None and not _BEFORE_A_YEAR.search(
        wording[max(0, numeral.start - _LONGEST_QUALIFIER) : numeral.start]
    )


def readings(numeral: Numeral) -> tuple[Decimal, ...]:
    """The values of *numeral*, what English print means first; 7,000 is never 7."""
    values = numeral.values
    if _ONE_COMMA.match(numeral.text):
        values = frozenset(one for one in values if EXACT.multiply(one, _THOUSAND) not in values)
    written = _in_english(numeral.text)
    likely: list[Decimal] = []
    if written is not None:
        likely = [EXACT.multiply(written, scale) for scale in sorted(numeral.shared, reverse=True) if scale > 1]
        likely.append(written)
    rest = sorted(values, reverse=True)
    in_order = dict.fromkeys([one for one in likely if one in values] + rest)
    return tuple(_short(one) for one in in_order)[:MOST_READINGS]


_LIKE_A_NUMBER = re.compile(
    r"\b(?:couple|pairs?|trio|both|twice|doubl(?:e[ds]?|ing)|tripl(?:e[ds]?|ing|ets)|twins?|thrice|single|sole|hal(?:f|ves)"
    r"|quarters?|dozen|score|hundred|thousand|lakh|million|crore|billion|trillion"
    r"|an?\s(?:third|fifth|sixth|seventh|eighth|ninth|tenth))\b",
    re.IGNORECASE,
)
_NO_ONE = re.compile(r"\bno[\s-]one\b", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)\b", re.IGNORECASE)
_FOUR_DIGITS = re.compile(r"\d{4}")
_BEFORE_A_YEAR = re.compile(
    r"\b(?:in|since|during|until|till|by|before|after|early|mid|late|year"
    r"|(?:end|start|spring|summer|autumn|fall|winter) of"
    r"|in (?:January|February|March|April|May|June|July|August|September|October|November|December))[\s-]+\Z",
    re.IGNORECASE,
)
_THOUSAND = Decimal(1000)
_ONE_COMMA = re.compile(r"\d{1,3},\d{3}(?![,.]?\d)")
_GAP = " \u00a0\u2009\u202f"
_ENGLISH = re.compile(
    rf"(?P<whole>\d{{1,3}}(?:,\d{{2,3}})+(?!\d)|\d{{1,3}}(?:[{_GAP}]\d{{3}}(?!\d))+|\d+)(?:\.(?P<decimals>\d+))?"
)
_NO_DIGITS = re.compile(r"\D")


def _in_english(text: str) -> Decimal | None:
    written = _ENGLISH.match(text)
    if written is None:
        return None
    return Decimal(f"{_NO_DIGITS.sub('', written['whole'])}.{written['decimals'] or 0}")


def _short(number: Decimal) -> Decimal:
    """Without decimals where they say nothing."""
    whole = number.to_integral_value()
    return whole if whole == number else number


def _amount(number: Decimal) -> str | None:
    """As the wire writes it; None for one that is too long for an amount."""
    text = plain_number(number) or ""
    return text if len(text) <= MOST_DIGITS else None


_LINK = (
    r"[\s\u2010\u2011-]+(?:(?:a|the|its|their)\s+)?(?:another\s+|(?:record|total|combined|further|additional)\s+(?:of\s+)?)?"
    r"(?:US|[$€£¥]|[A-Z]{3}\s)*\s?\Z"
)
_ABOUT = (
    r"about|around|some|roughly|approximately|approx\.?|circa|(?:an?\s+)?estimated(?:\s+at)?|close\s+to"
    r"|in\s+the\s+(?:region|order|neighbou?rhood)\s+of|more\s+or\s+less|something\s+like"
)
_QUALIFIERS: tuple[tuple[str, str], ...] = (
    # the first that fits, so that longer ones stand before those that end like them
    (
        "at_least",
        r"no\s+(?:fewer|less)\s+than|not\s+(?:fewer|less)\s+than|at\s+(?:the\s+very\s+)?least|(?:a\s+)?minimum\s+of",
    ),
    ("at_most", r"no\s+(?:more|greater)\s+than|not\s+more\s+than|at\s+(?:the\s+very\s+)?most|(?:a\s+)?maximum\s+of"),
    ("at_most", r"up\s+to|as\s+many\s+as|as\s+much\s+as"),
    ("below", r"(?:just|slightly|a\s+little|a\s+bit)\s+(?:under|below|shy\s+of|short\s+of|less\s+than|fewer\s+than)"),
    ("below", r"almost|nearly|approaching|nearing|not\s+quite|close\s+on"),
    ("above", r"(?:just|slightly|a\s+little|a\s+bit)\s+(?:over|above|more\s+than)"),
    (
        "more_than",
        r"more\s+than|greater\s+than|higher\s+than|in\s+excess\s+of|upwards?\s+of|exceed(?:s|ed|ing)|surpass(?:es|ed|ing)|topp(?:ed|ing)|over|above",
    ),
    ("less_than", r"fewer\s+than|less\s+than|lower\s+than|short\s+of|shy\s+of|under|below"),
    ("about", _ABOUT),
)
_BEFORE = tuple((form, re.compile(rf"(?<!\w)(?:{words}){_LINK}", re.IGNORECASE)) for form, words in _QUALIFIERS)
_SIGNS = {"~": "about", "≈": "about", "≥": "at_least", ">": "more_than", "≤": "at_most", "<": "less_than"}
_SIGNS |= {"c.": "about", "ca.": "about"}
_SIGN_BEFORE = re.compile(r"([~≈≥>≤<]|(?<![\w.])ca?\.)\s?(?:US)?[$€£¥]?\s?\Z")
# "70 boats or more have sunk", but not "70 boats or more ships"
_COUNTED = r"\s+(?!(?:or|and|to)\b)[^\W\d][\w'’-]*+(?:\s+(?!(?:or|and|to)\b)[^\W\d][\w'’-]*+)?"
_ENDS = (
    r"\b(?=\s*(?:[^\w\s]|\Z)|\s+(?:is|are|was|were|has|have|had|may|might|could|will|would|in|on|at|from|across|since|by"
    r"|a|an|the|per)\b)"
)
_AFTER = (
    (
        "at_least",
        re.compile(
            rf"\+|[-\u2010\u2011]plus\b|\s+plus(?=\s*(?:[^\w\s]|\Z))|\s+(?:or|and)\s+(?:more|above|over|upwards?)\b(?!\s+than\b)|,?\s+at\s+(?:the\s+)?least\b|{_COUNTED}\s+or\s+more{_ENDS}",
            re.IGNORECASE,
        ),
    ),
    (
        "at_most",
        re.compile(
            rf"\s+or\s+(?:fewer|less|under|below)\b|,?\s+at\s+(?:the\s+)?most\b|{_COUNTED}\s+or\s+(?:fewer|less){_ENDS}",
            re.IGNORECASE,
        ),
    ),
    (
        "about",
        re.compile(
            r"-odd\b|\s+or\s+so\b|\s+or\s+thereabouts\b|,?\s+(?:approximately|roughly|more or less)\b", re.IGNORECASE
        ),
    ),
)
_LONGEST_QUALIFIER = 60
_MINUS = re.compile(r"(?:(?:\A|(?<=[\s(]))[-−]|\b(?:minus|negative)\s)(?:US)?[$€£¥]?\Z", re.IGNORECASE)
_BELOW_ZERO = re.compile(
    r"\s?(?:(?:degrees?|°)\s?)?(?:(?:C|F|Celsius|Fahrenheit)\s)?below\s(?:zero|freezing)\b", re.IGNORECASE
)


class Qualified(NamedTuple):
    """What the words around a numeral make of it, and the code points that it then takes up."""

    form: str
    start: int
    end: int


def qualified(wording: str, numeral: Numeral) -> Qualified:
    """The form that the words around *numeral* give it: exact where they say nothing."""
    start, end = _signed_start(wording, numeral), numeral.end
    first = max(0, start - _LONGEST_QUALIFIER)
    before = wording[first:start]
    if sign := _SIGN_BEFORE.search(before):
        return Qualified(_SIGNS[sign[1]], first + sign.start(), end)
    for form, words in _BEFORE:
        if found := words.search(before):
            return Qualified(form, first + found.start(), end)
    for form, words in _AFTER:
        if found := words.match(wording, end):
            return Qualified(form, start, found.end())
    return Qualified("exact", start, end)


def _signed_start(wording: str, numeral: Numeral) -> int:
    """Where *numeral* begins, or the minus before it."""
    first = max(0, numeral.start - _LONGEST_QUALIFIER)
    minus = _MINUS.search(wording[first : numeral.start])
    return numeral.start if minus is None else first + minus.start()


def _is_negative(wording: str, numeral: Numeral) -> bool:
    return _signed_start(wording, numeral) < numeral.start or _BELOW_ZERO.match(wording, numeral.end) is not None


def figures_of_numeral(wording: str, numeral: Numeral) -> tuple[Figure, ...]:
    """Every figure that *numeral* can be with the words around it, the likeliest first."""
    form = qualified(wording, numeral).form
    values = readings(numeral)
    if _is_negative(wording, numeral):
        values = (*(EXACT.minus(one) for one in values), *values)
    return tuple(_of_form(form, amount) for one in values if (amount := _amount(one)) is not None)


def _of_form(form: str, value: str) -> OneAmount:
    match form:
        case "below" | "above":
            return Approximate(form="approximate", value=value, leaning=form)
        case "about":
            return Approximate(form="approximate", value=value)
        case "at_least":
            return AtLeast(form="at_least", value=value)
        case "more_than":
            return MoreThan(form="more_than", value=value)
        case "at_most":
            return AtMost(form="at_most", value=value)
        case "less_than":
            return LessThan(form="less_than", value=value)
        case _:
            return Exact(form="exact", value=value)


_BETWEEN = re.compile(r"\bbetween\s+(?:US)?[$€£¥]?\Z", re.IGNORECASE)
_AND = re.compile(r"\s+and\s+(?:US)?[$€£¥]?", re.IGNORECASE)
_TO = re.compile(r"\s?[-–—]\s?(?:US)?[$€£¥]?|\s+(?:to|till|until)\s+(?:US)?[$€£¥]?", re.IGNORECASE)
_OR = re.compile(r"\s+or\s+", re.IGNORECASE)
_MOVED = re.compile(
    r"\b(?:rose|risen|rise|rising|grew|grown|jumped|climbed|went|gone|up|down|fell|fallen|dropped|declined|increased?"
    r"|decreased?|raised|lowered|revised|corrected|changed|updated)\b",
    re.IGNORECASE,
)


def _range(wording: str, low: Numeral, high: Numeral) -> tuple[Figure, ...]:
    """Between 10 and 12, 10-12, from 10 to 12, two or three; but not what rose from 489 to 498, nor a vote of 145-5.

    The low end is read as English print means it if that is below the high one: in "between 37 and four hundred" it has
    no scale of the other's.
    """
    to = readings(high)[0]
    from_ = next((one for one in readings(low) if one < to), None)
    ends = [text for one in (from_, to) if one is not None and (text := _amount(one)) is not None]
    if from_ is None or len(ends) < ENDS or not _joins(wording, low, high, are_next=_are_next(from_, to)):
        return ()
    return (Range(form="range", low=ends[0], high=ends[1]),)


def _are_next(low: Decimal, high: Decimal) -> bool:
    """Whether they differ by one of their last significant digits: 2 and 3, 30 and 40, 500 and 600; not 10 and 12."""
    last = min(cast("int", EXACT.normalize(one).as_tuple().exponent) for one in (low, high))
    return EXACT.subtract(high, low) == Decimal(1).scaleb(last)


def _joins(wording: str, low: Numeral, high: Numeral, *, are_next: bool) -> bool:
    """Whether two numerals are the ends of a range; "or" joins only two that are next to one another."""
    between, before = wording[low.end : high.start], wording[: low.start]
    if qualified(wording, low).form != "exact" or _is_negative(wording, low):
        return False
    if _BETWEEN.search(before):
        return _AND.fullmatch(between) is not None
    if _OR.fullmatch(between):
        return are_next
    return _TO.fullmatch(between) is not None and not _MOVED.search(before)


def _vague(wording: str) -> tuple[Figure, ...]:
    terms = {" ".join(found.lower().split()) for found in vague_counts(wording)}
    return tuple(Vague(form="vague", term=term) for term in terms) if len(terms) == 1 else ()
