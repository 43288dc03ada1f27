"""The numbers of an update note that may be amounts: what only names the update, a time, or what was added is none.

For notes alone: in a wording the same numbers may well be what is counted.
"""

import re

from domain.wording import Numeral, numerals

_BEFORE, _AFTER = 40, 60
_NAMED_ANYWHERE = re.compile(
    r"\b(?:edition|version|part|day|page|paragraph|photo|picture|chapter|section|step|slide|volume|episode)\s#?\Z",
    re.IGNORECASE,
)
_NAMED_ALONE = re.compile(r"\b(?:update|updated|correction|clarification|revision|note|live)\s#?\Z", re.IGNORECASE)
_ALONE = re.compile(r"\s*(?:[:.;,)\]–—-](?!\d)|\(|\Z)")
_LABEL = re.compile(r"\d{1,4}(?:\.\d{1,3})?|[A-Za-z]+(?:-[A-Za-z]+)?")

_ZONE = re.compile(
    r"\s?(?:hours?\s|hrs\s|[aApP]\.?[mM]\.?\s)?(?:GMT|UTC|BST|WE[SE]?T|CES?T|EES?T|MSK|[ECMP][SD]?T|AK[SD]T|HST|IST|PKT"
    r"|SGT|HKT|JST|KST|A[CEW][SD]T|NZ[SD]T|SAST|[WCE]AT|BR[ST]?T|ART|local\stime)\b"
)
_UNIT_OF_TIME = r"(?:second|sec|minute|min|hour|hr|day|night|week|month|year)s?"
_AGO = re.compile(
    rf"[\s-]{_UNIT_OF_TIME}\b(?:\s(?:ago|later|earlier|beforehand|afterwards?)\b|[\s-](?:clock|cycle)\b)", re.IGNORECASE
)
_EVERY = re.compile(r"\b(?:every|last|past|next|previous)\s\Z", re.IGNORECASE)
_TIME = re.compile(rf"[\s-]{_UNIT_OF_TIME}\b", re.IGNORECASE)

_PIECE = (
    r"(?:paragraph|para|graf|photo|photograph|picture|image|quote|quotation|line|link|hyperlink|graphic|video|map|chart"
    r"|table|sentence|caption|comment|reference|typo|headline|section|tweet|embed)s?\b"
)
_MORE = re.compile(rf"\s(?:more|new|further|additional|extra|other)\s(?:\w+\s)?{_PIECE}", re.IGNORECASE)
_PIECES = re.compile(rf"\s(?:\w+\s)?{_PIECE}", re.IGNORECASE)
_EDITED = re.compile(
    r"\b(?:add|insert|remov|delet|replac|includ|append|updat|fix|swap|mov|cut|drop|with\b)", re.IGNORECASE
)

_WHOLLY = re.compile(r"100\s?(?:%|per\s?cent|pct)", re.IGNORECASE)
_SURE = re.compile(
    r"\s(?:accurate|correct|right|true|sure|certain|clear|confident|committed|reliable)\b", re.IGNORECASE
)


def note_numerals(note: str) -> list[Numeral]:
    """The numerals of an update note without its labels, times of day, spans of time, and counts of what was added."""
    return [one for one in numerals(note) if not _is_no_amount(note, one)]


def _is_no_amount(note: str, one: Numeral) -> bool:
    before = note[max(0, one.start - _BEFORE) : one.start]
    after = note[one.end : one.end + _AFTER]
    return (
        _is_label(before, one.text, after)
        or (one.text.isdecimal() and _ZONE.match(after) is not None)
        or _AGO.match(after) is not None
        or (_EVERY.search(before) is not None and _TIME.match(after) is not None)
        or _is_of_pieces(before, after)
        or (_WHOLLY.fullmatch(one.text) is not None and _SURE.match(after) is not None)
    )


def _is_label(before: str, text: str, after: str) -> bool:
    """Part 2, Day 14; Update 2 only where nothing is counted: "Update 12 dead" gives an amount."""
    if _LABEL.fullmatch(text) is None:
        return False
    if _NAMED_ALONE.search(before):
        return _ALONE.match(after) is not None
    return _NAMED_ANYWHERE.search(before) is not None


def _is_of_pieces(before: str, after: str) -> bool:
    """Three paragraphs were added, one more photo; not three photos that something is said of."""
    if _MORE.match(after):
        return True
    pieces = _PIECES.match(after)
    return pieces is not None and (_EDITED.search(before) or _EDITED.search(after, pieces.end())) is not None
