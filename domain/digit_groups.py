"""What digits as written can mean: 1,597 · 1.597 · 1 597 · 1'597 · 12,34,567 · 3/4 · 2 1/2.

A point or a comma before three digits groups them or begins the decimals, so both are read. What no rule groups is a
list of numbers, as a score or a table prints it (145,5,35).
"""

import re
from decimal import Decimal

from domain.exact import EXACT, exact_quotient

NO_BREAK = r"\u00a0\u2009\u202f"  # no-break space, thin space, narrow no-break space

WRITTEN_DIGITS = rf"""
    (?:19|20)\d\d[-–]\d\d(?!\d|[.,]\d)                              # 2021-22: a season, or 2,021 and 22
  | (?:\d{{1,3}}[ {NO_BREAK}])?\d{{1,40}}[/\u2044]\d{{1,40}}(?!\d)       # 3/4, 2 1/2
  | \d{{1,3}}(?:[ {NO_BREAK}]\d{{3}}(?!\d))+(?:[.,]\d++)?           # 1 597
  | \d++(?:[.,'’\u066b\u066c]\d++)*                                           # 498, 1,597, 1.597,5
"""

_GROUPED = re.compile(
    rf"""(?P<whole> (?!0)\d{{1,3}} (?P<mark>[.,'’\u066c {NO_BREAK}]) \d{{3}} (?:(?P=mark)\d{{3}})* )
         (?: (?!(?P=mark)) [.,\u066b] (?P<decimals>\d+) )?""",
    re.VERBOSE,
)
_GROUPED_BY_LAKH = re.compile(r"(?P<whole>(?!0)\d{1,2}(?:,\d\d)+,\d{3})(?:\.(?P<decimals>\d+))?")
_DECIMAL = re.compile(r"(?P<whole>\d+)[.,\u066b](?P<decimals>\d+)")
_RATIO = re.compile(rf"(?:(?P<whole>\d+)[ {NO_BREAK}])?(?P<above>\d+)[/\u2044](?P<below>\d+)")
_NO_DIGITS = re.compile(r"\D+")


def digit_values(written: str) -> set[Decimal]:
    """Every value of *written*, digits as ``WRITTEN_DIGITS`` finds them, at most 40 of them."""
    if written.isdecimal():
        return {Decimal(written)}
    if ratio := _RATIO.fullmatch(written):
        return _ratio_values(ratio)
    readings = filter(None, (rule.fullmatch(written) for rule in (_GROUPED, _GROUPED_BY_LAKH, _DECIMAL)))
    values = {_joined(reading) for reading in readings}
    first, space, rest = written.partition(" ")
    if space and not rest.startswith("0"):
        # "On day 5 498 soldiers": a space may as well stand between two numbers
        values |= {Decimal(first), *digit_values(rest)}
    return values or set(map(Decimal, _NO_DIGITS.split(written)))


def _joined(reading: re.Match[str]) -> Decimal:
    whole = _NO_DIGITS.sub("", reading["whole"])
    return Decimal(f"{whole}.{reading['decimals'] or 0}")


def _ratio_values(ratio: re.Match[str]) -> set[Decimal]:
    """Three of four is 3, 4 and, where its decimals end, 0.75; two and three of four is 2 and 2.75 as well."""
    above, below = Decimal(ratio["above"]), Decimal(ratio["below"])
    quotient = exact_quotient(above, below)
    whole = Decimal(ratio["whole"] or 0)
    values = {above, below} if quotient is None else {above, below, EXACT.add(whole, quotient)}
    return values | {whole} if ratio["whole"] else values
