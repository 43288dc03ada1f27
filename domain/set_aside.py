"""Digits in a wording that are surely no amount: dates, times of day, codes such as COVID-19, and endless runs.

Ordinals and words such as 737s are known by the letters after the digits; whoever reads the number sees to them.
"""

import re

_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_MONTH = r"(?:0?[1-9]|1[0-2])"
_CENTURIES = r"(?:19|20)\d\d"
_MONTH_NAME = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|June?|July?|Aug(?:ust)?|Sep(?:t(?:ember)?)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?|May(?!\s(?:[Hh]ave|[Bb]e|[Nn]ot|[Dd]ie|[Nn]eed)\b))"
)
_LONGEST_MONTH_NAME = len("September. ")
_DAY_OF_MONTH = rf"{_DAY}(?!\d)(?:st|nd|rd|th)?"
_NUMBER_GOES_ON = r"(?:\w|[.,:'’]\d|\s?%)"

_SET_ASIDE = re.compile(
    rf"""
    # COVID-19, MH17, A330-200, mid-1990s; but EUR500 is money
    (?: (?<=[^\W\d])(?<!\b(?:USD|EUR|GBP|CHF|JPY|CNY|RUB|UAH|INR))(?<!\bRs) | (?<=[^\W\d_][\u2010\u2011-]) )
        \d\w*+ (?:[\u2010\u2011.-]\d\w*+)*

    # 2022-03-02, 2022/03/02, 2022-03-02T20:41:07.5+02:00
  | \d{{4}}(?P<iso>[-/.])(?:0[1-9]|1[0-2])(?P=iso)(?:0[1-9]|[12]\d|3[01])(?!\d)
        (?:T\d\d[\d:.,]*+(?:Z|[+-]\d\d(?::?\d\d)?)?)?

    # 03/02/22, 2.3.2022; with hyphens only before a whole year, for 12-5-22 is the tally of a vote
  | (?:{_DAY}(?P<dm>[/.]){_MONTH}(?P=dm)|{_MONTH}(?P<md>[/.]){_DAY}(?P=md)) (?:{_CENTURIES}|\d\d) (?!\d|[.,/]\d)
  | (?:{_DAY}-{_MONTH}|{_MONTH}-{_DAY})-{_CENTURIES}(?!\d|[.,/-]\d)

    # 3:30 p.m., 3pm, 5 o'clock, 15:30, 20:41:07.5, 15h30, 0900 GMT
  | (?:[01]?\d|2[0-4])(?:[:.][0-5]\d){{0,2}}\s?(?:[aApP]\.?[mM]\b\.?|o['’]clock\b)
  | (?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d(?:[.,]\d++)?)?(?![:\d]|,\d)
  | (?:[01]?\d|2[0-4])h[0-5]\d\b
  | [0-2]\d[0-5]\d\s?(?:GMT|UTC)\b

    # 2 March, the 2nd of March 2022, 24-28 Feb., 5 and 6 March
  | {_DAY_OF_MONTH}(?:\s?(?:[-–—/,&]|to|and|or)\s?{_DAY_OF_MONTH})?(?:\sof)?\s{_MONTH_NAME}\b\.?
        (?:,?\s{_CENTURIES}(?!{_NUMBER_GOES_ON}))?

    # no amount has more than 40 digits
  | \d{{41}}\d*+
    """,
    re.VERBOSE,
)
# "In March 12 people died" gives no day.
_AFTER_MONTH = re.compile(rf"(?<!\w)(?<![Ii]n[ ]){_MONTH_NAME}\.?\s\Z")
_DAY_AFTER_MONTH = re.compile(
    rf"(?:{_DAY_OF_MONTH}(?:\s?[-–—/]\s?{_DAY_OF_MONTH}|\sto\s{_DAY_OF_MONTH})?(?:,?\s{_CENTURIES})?|{_CENTURIES})"
    rf"(?!{_NUMBER_GOES_ON})"
)


def set_aside(text: str, start: int) -> int | None:
    """The code point after the date, time, code or endless run whose digits begin at *start*; None if there is none."""
    aside = _SET_ASIDE.match(text, start)
    if (
        aside is None
        and text[start - 1 : start].isspace()
        and _AFTER_MONTH.search(text, max(0, start - _LONGEST_MONTH_NAME), start)
    ):
        aside = _DAY_AFTER_MONTH.match(text, start)
    return None if aside is None else aside.end()
