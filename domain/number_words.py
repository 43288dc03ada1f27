"""English number words: "four hundred", "twenty-one", "half a million", "two and a half", "three quarters".

Read from a table, word after word, so that no text makes it slow. What may be no number of things at all ("no one",
"two thirds", "the twenty-first") is read as doubtful; words that are hardly ever meant as numbers ("a", "second",
"couple") are no numbers here, only hints.
"""

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from decimal import Decimal

from domain.exact import EXACT, exact_quotient

BEYOND_AMOUNTS = 10**40
MOST_SCALES = 4
HUNDRED = 100

_UNITS = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
}
_TENS = dict(
    zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True),
)
_BELOW_HUNDRED = _UNITS | _TENS
_DIGITS = frozenset(list(_UNITS)[:10])
_SCALES = {
    "dozen": 12,
    "score": 20,
    "hundred": 100,
    "thousand": 10**3,
    "lakh": 10**5,
    "million": 10**6,
    "crore": 10**7,
    "billion": 10**9,
    "trillion": 10**12,
    "quadrillion": 10**15,
}
SCALES = _SCALES | {f"{word}s": value for word, value in _SCALES.items()}
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "tenth": 10}
_SHARES = _PARTS | {f"{word}s": value for word, value in _PARTS.items()} | {"halves": 2}
_HALF_OR_QUARTER = {"half": Decimal("0.5"), "quarter": Decimal("0.25")}
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()

_HINTS = {
    **{word: Decimal(value) for word, value in _SCALES.items()},
    **{word: Decimal(value) for value, word in enumerate(_ORDINALS, 1)},
    **dict.fromkeys("no none nobody nothing nil".split(), Decimal(0)),
    **dict.fromkeys("a an single sole once".split(), Decimal(1)),
    **dict.fromkeys("couple pair both twice double doubled twin twins".split(), Decimal(2)),
    **dict.fromkeys("triple tripled thrice triplets".split(), Decimal(3)),
    **_HALF_OR_QUARTER,
}


@dataclass(frozen=True, slots=True)
class SpelledNumber:
    """A number in words at code points *start* to *end*, and everything that it can mean.

    *scales* are what its last words multiply by ("six hundred thousand": 1000 and 100000), for a number before it that
    may share them ("five to six hundred thousand").
    """

    start: int
    end: int
    values: frozenset[Decimal]
    scales: tuple[Decimal, ...]
    doubtful: bool


_ARTICLE_OF_A_NUMBER = rf"an?[\s\u2010\u2011-](?={'|'.join([*_SCALES, *_HALF_OR_QUARTER])})"
_OPENING = "|".join(sorted([*_BELOW_HUNDRED, *_HALF_OR_QUARTER], key=len, reverse=True))
_FOLLOWING = "|".join(
    sorted({*_BELOW_HUNDRED, *SCALES, *_SHARES, "and", "a", "an", "of", "point"}, key=len, reverse=True)
)
_RUN = re.compile(
    rf"\b(?:{_ARTICLE_OF_A_NUMBER}\w++|(?:{_OPENING})\b)(?:[\s\u2010\u2011-](?:{_FOLLOWING})\b)*",
    re.IGNORECASE,
)
_WORD = re.compile(r"[a-z]++", re.IGNORECASE)
_ORDINAL_END = re.compile(
    rf"[\s\u2010\u2011-](?:{'|'.join(_ORDINALS[:9])}|(?:hundred|thousand|million|billion)th)\b",
    re.IGNORECASE,
)
_NO_COUNT = re.compile(
    r"(?:(?<=\bno[ -])|(?<=\bany[ -])|(?<=\bthe )|(?<=\bthis )|(?<=\bthat )|(?<=\beach )|(?<=\bevery )"
    r"|(?<=\bwhich ))one\b"
    r"|(?:(?<=\bground )|(?<=\bnet[ -])|(?<=\bbelow )|(?<=\babove )|(?<=\babsolute ))zero\b"
    r"|one (?:of|another|day|can|cannot|could|may|might|must|should|would|who|by)\b|zero[ -](?:tolerance|hour|day)",
    re.IGNORECASE,
)


def spelled_numbers(text: str, start: int, end: int) -> Iterator[SpelledNumber]:
    """The numbers in English words between code points *start* and *end* of *text*, in order; linear in its length.

    Vague counts ("dozens", "several hundred"), lone ordinals and lone articles are none; nor is 10^40 or more.
    """
    for run in _RUN.finditer(text, start, end):
        tokens = list(_WORD.finditer(text, *run.span()))
        for first, after, reading in _readings([token.group().lower() for token in tokens]):
            begins, ends = tokens[first].start(), tokens[after - 1].end()
            unsure = reading.share or _NO_COUNT.match(text, begins) or _ORDINAL_END.match(text, ends)
            yield SpelledNumber(begins, ends, frozenset(reading.values), reading.scales, bool(unsure))


def hinted_values(text: str) -> frozenset[Decimal]:
    """What words that are hardly ever meant as numbers would say: "a" 1, "second" 2, "couple" 2, "none" 0."""
    return frozenset(_HINTS[word] for word in map(str.lower, _WORD.findall(text)) if word in _HINTS)


@dataclass(frozen=True, slots=True)
class _Reading:
    values: AbstractSet[Decimal]
    scales: tuple[Decimal, ...] = ()
    share: bool = False


class _Words:
    """The words of a run, and how far they have been read."""

    def __init__(self, words: list[str]) -> None:
        self.words = words
        self.at = 0

    def next(self) -> str:
        return self.words[self.at] if self.at < len(self.words) else ""

    def skip(self, *wanted: str) -> bool:
        """Goes past *wanted* if these are the next words."""
        found = self.words[self.at : self.at + len(wanted)] == [*wanted]
        self.at += len(wanted) * found
        return found

    def skip_article(self) -> bool:
        return self.skip("a") or self.skip("an")

    def scale(self) -> Decimal:
        """Goes past the scale words that come next; their product, 1 if there is none."""
        first = self.at
        while self.next() in SCALES:
            self.at += 1
        return _product(self.words[first : self.at])

    def last_scales(self) -> tuple[Decimal, ...]:
        """The products of the last scale word read, of the last two, and so on."""
        first = self.at
        while first and self.words[first - 1] in SCALES:
            first -= 1
        nearest = max(first, self.at - MOST_SCALES)
        return tuple(_product(self.words[start : self.at]) for start in range(self.at - 1, nearest - 1, -1))


def _product(scale_words: list[str]) -> Decimal:
    product = Decimal(1)
    for word in scale_words[:MOST_SCALES]:
        product = EXACT.multiply(product, SCALES[word])
    return product


def _readings(run: list[str]) -> Iterator[tuple[int, int, _Reading]]:
    """The first word, the word after the last, and the reading, of each number of a run."""
    words = _Words(run)
    while words.at < len(run):
        first = words.at
        reading = _reading(words)
        if reading is None:
            words.at = first + 1
        elif max(reading.values) < BEYOND_AMOUNTS:
            yield first, words.at, reading


def _reading(words: _Words) -> _Reading | None:
    """The number that begins at the next word, if one does; *words* are past it then."""
    first = words.at
    words.skip_article()
    if words.next() in _HALF_OR_QUARTER:
        return _of_a_scale(words, {_HALF_OR_QUARTER[words.next()]})
    words.at = first
    values = _whole_numbers(words)
    if not values:
        return None
    return (
        _share(words, values)
        or _with_decimals(words, values)
        or _with_a_half(words, values)
        or _Reading(values, words.last_scales())
    )


def _of_a_scale(words: _Words, parts: set[Decimal]) -> _Reading | None:
    """Parts, whose name is the next word, of a scale: half a million, three quarters of a million."""
    words.at += 1
    words.skip("of")
    words.skip_article()
    scale = words.scale()
    return None if scale == 1 else _Reading({EXACT.multiply(part, scale) for part in parts}, (scale,))


def _share(words: _Words, values: set[Decimal]) -> _Reading | None:
    """Two thirds, three quarters: the count, the share, and the share of a scale that may follow."""
    if words.next() not in _SHARES:
        return None
    quotients = {exact_quotient(value, Decimal(_SHARES[words.next()])) for value in values}
    shares = {quotient for quotient in quotients if quotient is not None}
    after = words.at + 1
    scaled = _of_a_scale(words, shares)
    if scaled is None:
        words.at = after
        return _Reading(values | shares, share=True)
    return _Reading(values | scaled.values, scaled.scales, share=True)


def _with_decimals(words: _Words, values: set[Decimal]) -> _Reading | None:
    """One point six (million); "one point" with nothing after it is one."""
    if not words.skip("point"):
        return None
    first = words.at
    while words.next() in _DIGITS:
        words.at += 1
    digits = "".join(str(_UNITS[word]) for word in words.words[first : words.at])
    return _sum(words, values, {Decimal(f"0.{digits}")})


def _with_a_half(words: _Words, values: set[Decimal]) -> _Reading | None:
    """Two and a half (million); a million and a half, which is a half of a million more, or of one."""
    units = {Decimal(1), *words.last_scales()[:1]}
    for name, part in _HALF_OR_QUARTER.items():
        if words.skip("and", "a", name):
            return _sum(words, values, {EXACT.multiply(part, unit) for unit in units})
    return None


def _sum(words: _Words, values: set[Decimal], parts: set[Decimal]) -> _Reading:
    """Each value and each part together, times the scale that follows."""
    scale = words.scale()
    return _Reading({EXACT.multiply(EXACT.add(value, part), scale) for value in values for part in parts}, (scale,))


def _whole_numbers(words: _Words) -> set[Decimal]:
    """A whole number; where an "and" joins two ("two hundred and three thousand"), the whole and each of the two."""
    first = words.at
    value = _whole_number(words)
    if value is None:
        return set()
    values = {value}
    joined = words.words[first : words.at]
    while words.skip("and"):
        second = words.at
        value = _whole_number(words)
        longer = joined + words.words[second : words.at]
        total = _whole_number(whole := _Words(longer))
        if value is None or total is None or whole.at < len(longer):
            words.at = second - 1
            break
        values |= {value, total}
        joined = longer
    return values


def _whole_number(words: _Words) -> Decimal | None:
    """The longest whole number without an "and" that begins at the next word, or None."""
    group_from = words.at
    article = words.skip_article()
    if words.next() not in (SCALES if article else _BELOW_HUNDRED):
        words.at = group_from
        return None
    if words.skip("zero"):
        return Decimal(0)
    total, group, ceiling = 0, int(article), BEYOND_AMOUNTS
    while word := words.next():
        scale = SCALES.get(word, 0)
        if _fits(group, _BELOW_HUNDRED.get(word, 0)):
            group += _BELOW_HUNDRED[word]
        elif not scale or (scale == HUNDRED and group >= HUNDRED):
            break
        elif not group:
            total = min(total * scale, BEYOND_AMOUNTS)
        elif scale == HUNDRED:
            group *= scale
        elif scale < ceiling:
            total, group, ceiling, group_from = total + group * scale, 0, scale, words.at + 1
        else:
            # "five thousand, two million" without its comma: a greater scale belongs to a number of its own
            words.at = group_from
            return Decimal(total)
        words.at += 1
    return Decimal(total + group)


def _fits(group: int, small: int) -> bool:
    """Whether *small*, 1 to 99, can follow what is counted below a thousand: after a hundred, or units after tens."""
    after_tens = small < 10 and group % 10 == 0 and group % HUNDRED != 10  # noqa: PLR2004 (counting in tens)
    return small > 0 and (group % HUNDRED == 0 or after_tens)
