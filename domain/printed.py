"""The figure that a print shows, and the key by which two figures are known to be the same."""

from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from hashlib import blake2b, sha256

from domain.canonical import canonical
from domain.event_parts import Print
from domain.exact import EXACT
from domain.figure import Approximate, Bounds, Figure, Range, Relative, Tally, Vague, amounts, bounds
from domain.scope import comparable
from domain.shapes import Erased, amount_value
from domain.wire import wire
from domain.worded_figure import figures_of_wording
from domain.wording import contradiction, numerals

LONGEST_KEY = 200
_OF_AN_AMOUNT = ("{}", "~{}", "~{}<", "~{}>", "[{},)", "({},)", "(,{}]", "(,{})")
_LEANING = {"below": "<", "above": ">", None: ""}


def figure_of_print(
    one: Print,
    target: Figure | Erased | None,
    candidates: Sequence[Figure | Erased],
    worded: Figure | Erased | None = None,
    keys: Collection[str] | None = None,
) -> Figure | Erased | None:
    """The figure that *one* shows: its own, else that of its *target*'s revision, else what its wording gives.

    *candidates* are the figures of the claim's revisions, the latest first. They choose between the readings of one
    numeral (1.597), and where the wording gives several, the first of them that it bears out is meant; else *worded*,
    that of the latest revision in these very words ("no deaths"). *keys* are those of the candidates, for whoever has
    them. None where nobody can tell, and an erased one if the
    target's is: nothing is derived from either.
    """
    if one.figure is not None or target is not None:
        return one.figure or target
    readings = figures_of_wording(one.wording)
    if len(readings) == 1 and not isinstance(readings[0], Range):
        return readings[0]
    known = {figure_key(candidate) for candidate in candidates} if keys is None else keys
    chosen = next((reading for reading in readings if figure_key(reading) in known), None)
    if chosen is not None:
        return chosen
    if not readings:
        return next((one_of for one_of in candidates if bears_out(one.wording, one_of)), worded)
    if isinstance(readings[0], Range):
        # 10-12 may as well be how a vote is written
        votes = (one_of for one_of in candidates if isinstance(one_of, Tally) and bears_out(one.wording, one_of))
        return next(votes, readings[0])
    return readings[0]


def bears_out(wording: str, figure: Figure | Erased) -> bool:
    """Whether *wording* gives an amount of *figure*, and no numeral that contradicts it."""
    stated = () if isinstance(figure, Erased) else amounts(figure)
    whole = figure.of if isinstance(figure, Tally) else None
    every = isinstance(figure, Tally | Range)
    if _amounts_read(wording).isdisjoint(abs(amount_value(amount)) for amount in stated):
        return False
    return contradiction(wording, stated, every=every, whole=whole) is None


@lru_cache(maxsize=4_096)  # every figure that a claim has had is held against the words of every print
def _amounts_read(wording: str) -> frozenset[Decimal]:
    return frozenset[Decimal]().union(*(numeral.values for numeral in numerals(wording)))


def figure_key(figure: Figure | Erased) -> str | None:
    """A text of at most 200 characters, equal for two figures exactly if they are the same or identical.

    The same is what ``compare_figures`` calls so. Two vague figures are identical if their words are, after folding
    of case and white space. None for an erased figure, which equals no other.
    """
    if isinstance(figure, Erased):
        return None
    key = _key(figure)
    if len(key) <= LONGEST_KEY:
        return key
    return f"{key[:2]}sha256:{sha256(key.encode()).hexdigest()}"


def keys_of_amount(amount: Decimal) -> Iterator[str]:
    """The keys of all figures whose one amount is *amount*, of any form."""
    written = _amount(amount)
    return (template.format(written) for template in _OF_AN_AMOUNT)


def wording_key(wording: str) -> int:
    """Of 64 bits with a sign, equal for two wordings that are the same after folding."""
    return int.from_bytes(wording_digest(wording), "big", signed=True)


def wording_digest(wording: str) -> bytes:
    """The same as 8 bytes."""
    plain = " ".join(wording.lower().split()) if wording.isascii() else comparable(wording)
    return blake2b(plain.encode(), digest_size=8).digest()


def _key(figure: Figure) -> str:
    match figure:
        case Tally(parts=parts):
            amounts = {name: _amount(amount_value(amount)) for name, amount in parts.items()}
            return f"t:{canonical(amounts).decode()}"
        case Approximate(value=value, leaning=leaning):
            return f"~{_amount(amount_value(value))}{_LEANING[leaning]}"
        case Vague(term=term, lexicon=lexicon):
            return (
                f"v:{comparable(term)}" if lexicon is None else f"v:{canonical([comparable(term), lexicon]).decode()}"
            )
        case Relative():
            return f"r:{canonical(wire(figure)).decode()}"
        case _:
            found = bounds(figure)
            return "none" if found is None else _of_bounds(found)


def _of_bounds(found: Bounds) -> str:
    if found.low == found.high and found.low is not None:
        return _amount(found.low)
    low = "" if found.low is None else _amount(found.low)
    high = "" if found.high is None else _amount(found.high)
    return f"{'[' if found.low_closed else '('}{low},{high}{']' if found.high_closed else ')'}"


def _amount(number: Decimal) -> str:
    """The one way to write *number*: 3.10 and 3.1 are 3.1, -0 is 0."""
    return format(EXACT.normalize(EXACT.abs(number) if number == 0 else number), "f")
