"""Query parameters, read strictly: a name that is unknown or given twice, or a value that cannot be read, is refused.

A route states what it takes as a tuple of ``Parameter``; the reading and the OpenAPI page both come of it.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, Generic, Literal, TypeAlias, TypeVar, cast
from urllib.parse import parse_qsl

from api.http.examples import CLAIM, EVENT
from domain.clock import EPOCH, NotATime, Span, read_instant, read_time
from domain.events import EVENT_TYPES
from domain.ports import LARGEST_POSITION
from domain.refusals import BadParameter, Refusal, Refused, shown
from domain.shapes import ID, is_id

T = TypeVar("T")
Order: TypeAlias = Literal["asc", "desc"]
Status: TypeAlias = Literal["standing", "retracted", "empty"]
Axis: TypeAlias = Literal["revision", "recorded"]

MOST_ITEMS = 1_000
USUAL_ITEMS = 50
LONGEST_IDENTITY = 1_024
LONGEST_WORDS = 1_000

_WHOLE = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)
_TOLERANCE = re.compile(r"0\.[0-9]{0,40}[1-9][0-9]{0,40}", re.ASCII)
_PLAIN = re.compile(rb"[a-z_]+=[0-9A-Za-z._:/-]+")
_PLUS_LOST = re.compile(r"\S+ \d\d:\d\d", re.ASCII)


class NotReadable(ValueError):  # noqa: N818 (says what the value is not)
    """Raised by a reader; ``str()`` of it says what was expected."""


@dataclass(frozen=True, slots=True)
class AsOf:
    """What the record knew then: at a *position*, or at a *moment* to the microsecond. Exactly one of them is given."""

    position: int | None = None
    moment: datetime | None = None
    beyond: str | None = field(default=None, compare=False)
    """The position as it was sent, where no position can be so large; *position* is the largest then."""


@dataclass(frozen=True, slots=True, eq=False)
class Parameter(Generic[T]):
    """A query parameter: what it means, how its text is read, and how OpenAPI describes it."""

    name: str
    meaning: str
    read: Callable[[str], T]
    schema: Mapping[str, object]
    is_required: bool = False

    def described(self) -> dict[str, Any]:
        """The parameter as an OpenAPI object."""
        return {
            "name": self.name,
            "in": "query",
            "required": self.is_required,
            "description": self.meaning,
            "schema": dict(self.schema),
        }


class Asked:
    """What a request asks for, by parameter; ``text`` is what was sent, for the links of a page."""

    __slots__ = ("_values", "text")

    def __init__(self, text: Mapping[str, str], values: Mapping[str, object]) -> None:
        self.text = text
        self._values = values

    def __getitem__(self, parameter: Parameter[T]) -> T | None:
        """The value of *parameter*, None where it was not sent."""
        return cast("T | None", self._values.get(parameter.name))

    def required(self, parameter: Parameter[T]) -> T:
        """The value of a parameter that the route cannot do without."""
        return cast("T", self._values[parameter.name])


NOTHING_ASKED = Asked({}, {})


def asked(query: bytes, known: Sequence[Parameter[Any]]) -> Asked:
    """What the *query* string asks for; raises Refused (``bad-parameter``) with every fault."""
    if not query and not any(one.is_required for one in known):
        return NOTHING_ASKED
    by_name = {one.name: one for one in known}
    pairs = _pairs(query)
    text = dict(pairs)
    faults: list[Refusal] = [*_unknown(text, by_name), *_repeated(pairs, text), *_missing(text, known)]
    values: dict[str, object] = {}
    for name, parameter in by_name.items():
        if name in text:
            try:
                values[name] = parameter.read(text[name])
            except NotReadable as reason:
                faults.append(bad(name, str(reason), text[name]))
    if faults:
        raise Refused(*faults)
    return Asked(text, values)


def flags(query: bytes, names: Sequence[str]) -> tuple[bool, ...]:
    """The values of the boolean parameters *names*, the only ones there are; false where they are not sent."""
    if not query:
        return (False,) * len(names)
    known = [Parameter(name, "", _flag, {}) for name in names]
    sent = asked(query, known)
    return tuple(sent[one] or False for one in known)


def described(known: Sequence[Parameter[Any]]) -> dict[str, Any]:
    """What a route's ``openapi_extra`` has to say of its query parameters."""
    return {"parameters": [one.described() for one in known]}


def bad(name: str, expected: str, got: str | None) -> BadParameter:
    """The refusal of the parameter *name*."""
    return BadParameter(
        expected=f"{name}: {expected}",
        got=None if got is None else shown(got),
        extensions={"parameter": name},
    )


def _pairs(query: bytes) -> list[tuple[str, str]]:
    if _PLAIN.fullmatch(query):  # nearly all are, and parse_qsl takes half of a look-up's time
        name, _, text = query.decode("ascii").partition("=")
        return [(name, text)]
    try:
        return parse_qsl(query.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=100)
    except ValueError as error:
        expected = "a query of at most 100 parameters, in UTF-8 and percent-encoded"
        raise Refused(BadParameter(expected=expected)) from error


def _unknown(text: Mapping[str, str], known: Mapping[str, Parameter[Any]]) -> list[Refusal]:
    return [
        BadParameter(
            expected=f"one of: {', '.join(known) or 'no parameter at all'}",
            got=shown(name),
            extensions={"parameter": shown(name)},
        )
        for name in text
        if name not in known
    ]


def _repeated(pairs: Sequence[tuple[str, str]], text: Mapping[str, str]) -> list[Refusal]:
    if len(pairs) == len(text):
        return []
    names = [name for name, _ in pairs]
    return [bad(name, "at most once", f"{names.count(name)} times") for name in set(names) if names.count(name) > 1]


def _missing(text: Mapping[str, str], known: Sequence[Parameter[Any]]) -> list[Refusal]:
    return [
        bad(one.name, "a value, which is required here", None)
        for one in known
        if one.is_required and one.name not in text
    ]


def _flag(text: str) -> bool:
    if text not in ("true", "false"):
        raise NotReadable("true or false")
    return text == "true"


def _whole(text: str) -> int:
    if not _WHOLE.fullmatch(text) or int(text) > LARGEST_POSITION:
        raise NotReadable("a whole number in digits, such as 1042")
    return int(text)


def _limit(text: str) -> int:
    if not _WHOLE.fullmatch(text) or not 1 <= int(text) <= MOST_ITEMS:
        raise NotReadable(f"a whole number from 1 to {MOST_ITEMS}")
    return int(text)


def _as_of(text: str) -> AsOf:
    if text.isascii() and text.isdecimal():
        if text.startswith("0") and text != "0":
            raise NotReadable("a position, without leading zeros")
        position = int(text[:20])
        if position > LARGEST_POSITION:
            return AsOf(position=LARGEST_POSITION, beyond=shown(text))
        return AsOf(position=position)
    return AsOf(moment=_moment(text, or_else="a position, such as 1042, or "))


def _moment(text: str, or_else: str = "") -> datetime:
    """The last microsecond that is not after the instant; the earliest one there is for years before 1."""
    if _PLUS_LOST.fullmatch(text):
        raise NotReadable("an offset with its sign: a + in a query is a space, write %2B")
    try:
        return EPOCH + timedelta(microseconds=read_instant(text) // 1_000)
    except NotATime as error:
        raise NotReadable(or_else + error.reason) from None
    except OverflowError:
        return datetime.min.replace(tzinfo=UTC)


def _tolerance(text: str) -> Decimal:
    if not _TOLERANCE.fullmatch(text):
        raise NotReadable("a decimal above 0 and below 1, such as 0.05")
    return Decimal(text)


def _period(text: str) -> Span:
    try:
        return read_time(text)
    except NotATime as error:
        raise NotReadable(error.reason) from None


def _identifier(text: str) -> str:
    if not is_id(text):
        raise NotReadable("an id of lower-case letters, digits and . _ ~ -, at most 128")
    return text


def _stream(text: str) -> str:
    kind, _, identifier = text.partition("/")
    if kind not in STREAM_KINDS or not is_id(identifier):
        raise NotReadable("a stream, such as claim/ru-mod.ru-soldiers-killed")
    return text


def _words(text: str) -> tuple[str, ...]:
    words = tuple(text.split())
    if not words or len(text) > LONGEST_WORDS or "\0" in text:
        raise NotReadable(f"words, {LONGEST_WORDS} characters at most")
    return words


def is_identity(text: str) -> bool:
    """Whether *text* can be an event's source or id."""
    return 0 < len(text.encode()) <= LONGEST_IDENTITY and "\0" not in text


def _identity(text: str) -> str:
    if not is_identity(text):
        raise NotReadable(f"a text of 1 to {LONGEST_IDENTITY} bytes")
    return text


def _any_text(text: str) -> str:
    return text


def one_of(*choices: T) -> Callable[[str], T]:
    """A reader of one of these words."""

    def read(text: str) -> T:
        if text not in choices:
            raise NotReadable(f"one of: {', '.join(map(str, choices))}")
        return cast("T", text)

    return read


def identifier(name: str, meaning: str) -> Parameter[str]:
    """A parameter that is the id of a claim, question or source."""
    return Parameter(name, meaning, _identifier, {"type": "string", "pattern": ID})


def whole(name: str, meaning: str, most: int) -> Parameter[int]:
    """A parameter that is a whole number from 0 to *most*, which is also what holds where it is not sent."""

    def read(text: str) -> int:
        if not _WHOLE.fullmatch(text) or int(text) > most:
            raise NotReadable(f"a whole number from 0 to {most}")
        return int(text)

    return Parameter(name, meaning, read, {"type": "integer", "minimum": 0, "maximum": most, "default": most})


def required(parameter: Parameter[T], example: object) -> Parameter[T]:
    """*parameter* for the routes that cannot do without, with an *example* to try."""
    return replace(parameter, schema={**parameter.schema, "example": example}, is_required=True)


STREAM_KINDS = frozenset(one.partition(".")[0] for one in EVENT_TYPES)
_POSITION: Mapping[str, object] = {"type": "integer", "minimum": 0, "maximum": LARGEST_POSITION}
_MOMENT: Mapping[str, object] = {"type": "string", "format": "date-time"}
_AS_OF: Mapping[str, object] = {"oneOf": [{"type": "integer", "minimum": 1}, _MOMENT]}

AS_OF = Parameter("as_of", "What the record knew then: a position, or RFC 3339 with an offset.", _as_of, _AS_OF)
AT_LEAST = Parameter(
    "at_least", "Wait, up to 2 s, until the answer reflects this position (from a receipt).", _whole, _POSITION
)
LIMIT = Parameter(
    "limit",
    "How many items a page has.",
    _limit,
    {"type": "integer", "minimum": 1, "maximum": MOST_ITEMS, "default": USUAL_ITEMS},
)
CURSOR = Parameter("cursor", "Where the page begins, as the last page's next says.", _any_text, {"type": "string"})
ORDER: Parameter[Order] = Parameter(
    "order", "Which end comes first.", one_of("asc", "desc"), {"type": "string", "enum": ["asc", "desc"]}
)
TOLERANCE = Parameter(
    "tolerance", 'How far an "about" may be off, such as 0.05.', _tolerance, {"type": "string", "example": "0.05"}
)
PERIOD = Parameter(
    "period",
    "Each claim's current figure for this period (EDTF).",
    _period,
    {"type": "string", "example": "2022-02-24/2022-03-02"},
)
QUESTION = identifier("question", "Only claims about this question.")
ORIGINATOR = identifier("originator", "Only claims that this source made.")
WHO = identifier("who", "Only claims with this party anywhere in the chain.")
STATUS: Parameter[Status] = Parameter(
    "status",
    "Only claims that stand, are retracted, or have no revision left.",
    one_of("standing", "retracted", "empty"),
    {"type": "string", "enum": ["standing", "retracted", "empty"]},
)
DISPUTED = Parameter("disputed", "Only claims with an open dispute, or without one.", _flag, {"type": "boolean"})
Q = Parameter("q", "Only those that hold all of these words.", _words, {"type": "string"})
STORY = identifier("story", "Only claims that this story prints.")
FACETS = Parameter("facets", "Count the values of what is found, too.", _flag, {"type": "boolean"})
RECORDED_AFTER = Parameter("recorded_after", "Only those of which something was recorded later.", _moment, _MOMENT)
AFTER = Parameter("after", "Only events after this position.", _whole, _POSITION)
TYPE = Parameter(
    "type", "Only events of this type.", one_of(*EVENT_TYPES), {"type": "string", "enum": list(EVENT_TYPES)}
)
STREAM = Parameter("stream", "Only events of this stream, as in the receipt.", _stream, {"type": "string"})
SOURCE = required(Parameter("source", "The event's source.", _identity, {"type": "string"}), EVENT["source"])
EVENT_ID = required(Parameter("id", "The event's id.", _identity, {"type": "string"}), EVENT["id"])
LEFT = required(identifier("left", "The claim on the left."), CLAIM)
RIGHT = required(identifier("right", "The claim on the right."), CLAIM)
AXIS: Parameter[Axis] = Parameter(
    "axis",
    "What from and to are: revisions (unless it says otherwise), or as_of values (recorded).",
    one_of("revision", "recorded"),
    {"type": "string", "enum": ["revision", "recorded"]},
)
FROM = required(Parameter("from", "The earlier revision; with axis=recorded an as_of.", _as_of, _AS_OF), 1)
TO = required(Parameter("to", "The later revision; with axis=recorded an as_of.", _as_of, _AS_OF), 1)

MOMENT = (AS_OF, AT_LEAST)
PAGE = (LIMIT, CURSOR, ORDER)
