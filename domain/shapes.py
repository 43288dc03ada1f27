"""The words that every wire shape is spelled in: amounts, texts, times, ids, and what was erased.

A shape is a frozen pydantic dataclass with slots. pydantic reads it from the wire; once it exists it is right in
shape, and whether it makes sense is for the claim to say.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Annotated, Literal, Union, get_args

from pydantic import ConfigDict, GetCoreSchemaHandler, StringConstraints
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from domain.clock import NotATime, read_time

STRICT_SHAPE = ConfigDict(extra="forbid")

MOST_DIGITS = 40
_AMOUNT = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?", re.ASCII)

ID = r"^[a-z0-9][a-z0-9._~-]{0,127}$"
_ID = re.compile(ID, re.ASCII)


class Absent(Enum):
    """Tells a member that was left out from one that is null (null means absent in ``was`` and ``is``)."""

    ABSENT = "absent"


ABSENT: Literal[Absent.ABSENT] = Absent.ABSENT


@dataclass(frozen=True, slots=True)
class Erased:
    """Stands where a redaction erased a unit's value; only stored events hold it, never the wire."""


ERASED = Erased()


def holds_erased(value: object) -> bool:
    """Whether *value*, or an element of it where it is an array, is erased."""
    return isinstance(value, Erased) or (isinstance(value, tuple) and ERASED in value)


class _NeverFromTheWire:
    """Keeps ``Erased`` and ``ABSENT`` in the type that code reads, and out of what pydantic accepts."""

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """The schema of *source* without the alternatives that only stored events have."""
        kept = tuple(one for one in get_args(source) if one is not Erased and ABSENT not in get_args(one))
        return handler.generate_schema(Union[kept])  # noqa: UP007 (built at run time)


STORED_ONLY = _NeverFromTheWire()


def is_id(text: str) -> bool:
    """Whether *text* can be the id of a claim, a question, a party or a dispute."""
    return _ID.fullmatch(text) is not None


def amount_value(text: str) -> Decimal:
    """The exact number that an amount's text says."""
    return Decimal(text)


def _checked_amount(text: str) -> str:
    too_long = len(text) > MOST_DIGITS and sum(map(str.isdigit, text)) > MOST_DIGITS
    if too_long or not _AMOUNT.fullmatch(text):
        raise PydanticCustomError("not_an_amount", 'a decimal string of at most 40 digits, such as "3.10"')
    return text


class _Amount:
    def __get_pydantic_core_schema__(self, _source: object, _handler: GetCoreSchemaHandler) -> CoreSchema:
        text = core_schema.custom_error_schema(
            core_schema.str_schema(strict=True),
            custom_error_type="not_an_amount",
            custom_error_message='a decimal string of at most 40 digits, such as "3.10"',
        )
        return core_schema.no_info_after_validator_function(_checked_amount, text)


def _checked_time(text: str) -> str:
    try:
        read_time(text)
    except NotATime as error:
        raise PydanticCustomError("not_a_time", "{reason}", {"reason": str(error)}) from None
    return text


class _Time:
    def __get_pydantic_core_schema__(self, _source: object, _handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(_checked_time, core_schema.str_schema(strict=True))


Amount = Annotated[str, _Amount()]
Time = Annotated[str, _Time()]
Id = Annotated[str, StringConstraints(strict=True, pattern=ID)]
Text = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=4000, pattern=r"\S")]
Name = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=1000)]
Url = Annotated[str, StringConstraints(strict=True, max_length=4000, pattern=r"^https?://[!-~]+$")]
Digest = Annotated[str, StringConstraints(strict=True, pattern=r"^[0-9a-f]{64}$")]
