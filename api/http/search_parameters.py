"""Query parameters of the search and of sources, beside those that lists share."""

import re
from decimal import Decimal
from typing import Literal, TypeAlias, get_args

from api.http.parameters import LONGEST_WORDS, NotReadable, Parameter, one_of
from domain.attribution import Role
from domain.shapes import MOST_DIGITS

Kind: TypeAlias = Literal["claim", "question", "story", "source"]

KINDS: tuple[Kind, ...] = get_args(Kind)
ROLES: tuple[Role, ...] = get_args(Role)

_AMOUNT = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?", re.ASCII)


def _query(text: str) -> str:
    if not text.strip() or len(text) > LONGEST_WORDS or "\0" in text:
        raise NotReadable(f"words or a number, {LONGEST_WORDS} characters at most")
    return text


def _amount(text: str) -> Decimal:
    if len(text) > MOST_DIGITS + 2 or not _AMOUNT.fullmatch(text):
        raise NotReadable("an amount in digits, such as 1500 or 3.10")
    return Decimal(text)


SEARCHED = Parameter(
    "q",
    'Words or a number: "words in quotes" stand together, or, and -words that are not to be there.',
    _query,
    {"type": "string", "example": "498 soldiers"},
)
KIND: Parameter[Kind] = Parameter(
    "kind", "Only what is of this kind.", one_of(*KINDS), {"type": "string", "enum": [*KINDS]}
)
FROM_AMOUNT = Parameter(
    "from", "Only claims whose figure may be this amount or more.", _amount, {"type": "string", "example": "400"}
)
TO_AMOUNT = Parameter("to", "Only claims whose figure may be this amount or less.", _amount, {"type": "string"})
EARLIER: Parameter[Literal["true", "false"]] = Parameter(
    "earlier",
    "Also claims by figures and words that they no longer have; when it is left out, unless from or to is given.",
    one_of("true", "false"),
    {"type": "boolean"},
)
ROLE: Parameter[Role] = Parameter(
    "role", "Only claims in whose chain the source has this role.", one_of(*ROLES), {"type": "string", "enum": [*ROLES]}
)
