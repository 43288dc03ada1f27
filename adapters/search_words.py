"""What a search compares: words without accents, compounds taken apart, digits without their commas.

What is written and what is asked are made alike. Where a wording states its claim's own figure, a word stands for the
amount: then ten thousand updates of one series ("1,597 deaths in China") read the same, so that what is found by words
is written once, and the amount is found by its value.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice

from domain.figure import Figure, Relative, Tally, amounts
from domain.shapes import is_id
from domain.wording import Numeral, numerals

FIGURE_WORD = "xfigurex"
MOST_INDEXED = 10_000
"""Characters of a text that can be found; statements may have many more."""

MOST_NUMBERS = 8
SHORTEST_PREFIX = 3

_UNSEPARATED = str.maketrans(
    {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ß": "ss", "æ": "ae", "Æ": "AE"}
)
_ACCENT = re.compile(r"[\u0300-\u036f]+")
_COMMA = re.compile(r"(?<=\d)[,'\u2019\u00a0\u202f](?=\d{3}(?!\d))")
_JOINT = re.compile(r"(?<=\w)[-_~/@:\u2010\u2011](?=\w)|(?<=[^\W\d])\.(?=\w)|(?<=\d)\.(?=[^\W\d])")
_JOINED = re.compile(r"^[-\u2010-\u2013/:](?=\w)")  # in 145-5 the 5 is asked for, not refused
_TERM = re.compile(r'(?P<not>-?)(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
_WORD = re.compile(r"\w+")
_OPENING = re.compile(r"(?:[1-9][0-9]{0,2}(?:,[0-9]{3}){1,12}|[0-9]{1,40})(?= )")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3}){1,12}", re.ASCII)
_SIGNED = re.compile(
    r"[-\u2212] ?(?P<amount>(?:0|[1-9][0-9]{0,39}|[1-9][0-9]{0,2}(?:,[0-9]{3}){1,12})(?:\.[0-9]{1,40})?)", re.ASCII
)


def searchable(text: str) -> str:
    """*text* as a search compares it, but for its case, which PostgreSQL folds."""
    text = _COMMA.sub("", text[:MOST_INDEXED])
    if not text.isascii():
        text = _ACCENT.sub("", unicodedata.normalize("NFKD", text)).translate(_UNSEPARATED)
    return _JOINT.sub(" ", text)


def searchable_wording(wording: str, figure: object) -> str:
    """The same for a wording, with FIGURE_WORD for what it states of its own *figure*."""
    text = searchable(wording)
    for amount in _own_amounts(figure):
        at = text.find(amount)
        if at >= 0 and _stands_alone(text, at, at + len(amount)):
            text = f"{text[:at]}{FIGURE_WORD}{text[at + len(amount) :]}"
    return text


def opened_with(wording: str, amount: str) -> str | None:
    """What follows where *wording* opens with *amount*, as nearly all of statistics do; None where it does not."""
    opening = _OPENING.match(wording)
    if opening is None or opening[0].replace(",", "") != amount:
        return None
    return wording[opening.end() :]


def _own_amounts(figure: object) -> tuple[str, ...]:
    """Those that are found by value; parts of a tally and factors are found as words."""
    if not isinstance(figure, Figure) or isinstance(figure, Tally | Relative):
        return ()
    return amounts(figure)


def _stands_alone(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 2]
    if before.isalnum() or before == "." or after[:1].isalnum():
        return False
    return not (after[:1] == "." and after[1:].isdigit())


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a query: a claim whose figure has this value is found if it has the other *words* ("": any)."""

    value: Decimal
    words: str


@dataclass(frozen=True, slots=True)
class Sought:
    """What a query asks for, in any of four ways: words, the beginning of the last one, a figure, an id."""

    words: str
    """Folded, in PostgreSQL's websearch syntax: quotes, minus, or. Empty where the query is an amount with its sign."""

    before_last: str
    """The words before the last one."""

    prefix: str | None
    """The last word, which may be the beginning of one; None where it cannot be."""

    numbers: tuple[Number, ...]
    name: str | None
    """The query as an id; None where it cannot be one."""


def sought(query: str) -> Sought:
    """What *query* asks for; an amount with its sign is a figure, and in words would be one that is refused."""
    if (amount := _signed_amount(query)) is not None:
        return Sought(words="", before_last="", prefix=None, numbers=(Number(amount, ""),), name=None)
    words = searchable(query)
    before_last, prefix = _prefix(words)
    name = query.strip().lower()
    return Sought(
        words=words,
        before_last=before_last,
        prefix=prefix,
        numbers=tuple(islice(_numbers(query), MOST_NUMBERS)),
        name=name if is_id(name) else None,
    )


def _prefix(words: str) -> tuple[str, str | None]:
    """The last word and what comes before it, unless quotes, a minus or an "or" give them another meaning."""
    *before, last = words.split() or [""]
    plain = '"' not in words and "or" not in map(str.lower, before)
    if plain and len(last) >= SHORTEST_PREFIX and _WORD.fullmatch(last) and not last.isdigit():
        return " ".join(before), last.lower()
    return "", None


def _numbers(query: str) -> Iterator[Number]:
    """Each value of each number that is asked for, with the rest of the query."""
    refused = [found.span() for found in _TERM.finditer(query) if found["not"]]
    for one in numerals(query):
        if not any(start <= one.start < end for start, end in refused):
            quoted = query.count('"', 0, one.start) % 2 == 1
            after = _JOINED.sub("", query[one.end :])
            rest = f"{query[: one.start]} {FIGURE_WORD if quoted else ''} {after}"
            words = searchable(rest) if _WORD.search(rest) else ""
            yield from (Number(value, words) for value in _values(one))


def _signed_amount(query: str) -> Decimal | None:
    """The amount below zero that is all of *query*, with a hyphen or a minus sign; None for other queries."""
    found = _SIGNED.fullmatch(query.strip())
    return None if found is None else Decimal(f"-{found['amount'].replace(',', '')}")


def _values(one: Numeral) -> list[Decimal]:
    """What a number of a query may mean; a comma between thousands is one, whatever a wording may mean by it."""
    return [Decimal(one.text.replace(",", ""))] if _GROUPED.fullmatch(one.text) else sorted(one.values)


def marked(query: str) -> Sequence[str]:
    """The words of *query* that an excerpt marks, searchable and in lower case; none that are asked not to be there."""
    if _signed_amount(query) is not None:
        return []
    terms = (found["phrase"] or found["word"] or "" for found in _TERM.finditer(searchable(query)) if not found["not"])
    words = [word.lower() for term in terms for word in _WORD.findall(term)]
    return [word for word in dict.fromkeys(words) if word != "or"]
