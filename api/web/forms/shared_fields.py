"""Fields that several verbs ask for: who, the chain, what was said and when, the scope."""

from collections.abc import Sequence
from typing import get_args

from api.web.forms.fields import Choice, Field, FigureAsked, Group, Rows
from api.web.forms.typed import time_typed
from api.words import time_words
from domain.attribution import Anonymity, Kind, Medium, Role, Stance

NOT_SAID = Choice("", "not said")
YES_OR_NO = (NOT_SAID, Choice("true", "yes"), Choice("false", "no"))

WHEN = "Such as 2 Mar 2022, or 2 Mar 2022, 15:30"


def choices(values: Sequence[str], *, first: str = "") -> tuple[Choice, ...]:
    """*values* with their words, after an empty one where *first* words it."""
    rest = tuple(Choice(one, one.replace("_", " ")) for one in values)
    return (Choice("", first), *rest) if first else rest


def party(name: str, legend: str, missing: str, hint: str = "") -> Group:
    """A single party: its name, and what kind it is."""
    named = Field(f"{name}.name", "Name", missing=missing)
    kind = Field(f"{name}.kind", "Kind", "choice", choices=choices(get_args(Kind), first="not said"), is_optional=True)
    return Group(name, legend, (named, kind), hint)


HOP = (
    Field("who.name", "Name", hint="Leave it out for somebody unnamed"),
    Field(
        "who.id",
        "Id",
        "id",
        hint="As on the source's page, such as ru-mod; none for somebody unnamed",
        missing="Give the source an id, or say that it is unnamed",
        offers="sources",
    ),
    Field(
        "who.kind",
        "Kind",
        "choice",
        choices=choices(get_args(Kind), first="choose"),
        missing="Say what kind of party this is",
    ),
    Field("role", "Role", "choice", choices=choices(get_args(Role), first="choose"), missing="Say which role it had"),
    Field("stance", "Stance", "choice", choices=choices(get_args(Stance), first="choose"), missing="Say its stance"),
    Field("medium", "Medium", "choice", choices=choices(get_args(Medium), first="not said"), is_optional=True),
    Group(
        "more",
        "More about this hop",
        (
            Field("said_at", "When", "time", is_optional=True, hint=WHEN),
            Field("url", "Address", is_optional=True),
            Field("archived_url", "Archived at", is_optional=True),
            Field("sha256", "SHA-256 of the copy", is_optional=True),
            Field("party", "Has a stake in it", "truth", choices=YES_OR_NO, is_optional=True),
            Field(
                "anonymity",
                "Anonymity",
                "choice",
                choices=choices(get_args(Anonymity), first="not said"),
                is_optional=True,
            ),
        ),
        is_folded=True,
    ),
)


def chain(name: str, legend: str, hint: str) -> Rows:
    """A chain of hops."""
    return Rows(name, legend, HOP, "hop", hint)


CHAIN_HINT = "From the source to our reader: the originator first, our outlet last"


def figure(name: str, legend: str = "Figure", hint: str = "") -> FigureAsked:
    """A figure."""
    return FigureAsked(name, legend, hint)


def wording(prefix: str = "") -> tuple[Field, Field]:
    """The wording, and why it differs from the figure."""
    return (
        Field(
            f"{prefix}wording", "Wording", "words", "Word for word, as the source has it", missing="Give the wording"
        ),
        Field(
            f"{prefix}wording_note",
            "Why they differ",
            hint="Only where the wording and the figure do not give the same number",
            is_optional=True,
        ),
    )


def dates(prefix: str = "", before: str | None = None) -> tuple[Field, ...]:
    """When it was said, and the period that it is about, where what stands is about *before*."""
    period = None if before is None else _to_be_typed(before)
    hint = "Such as 24 Feb – 2 Mar 2022" if period is None else f"What stands is about {period}: give it again, or none"
    return (
        Field(f"{prefix}said_at", "Said", "time", f"When the source said it. {WHEN}", missing="Say when it was said"),
        Field(
            f"{prefix}refers_to",
            "About",
            "time",
            f"The period that the figure is about. {hint}",
            is_optional=True,
            suggests=() if period is None else (period,),
        ),
    )


def _to_be_typed(period: str) -> str:
    """*period* in words, where these give it again when they are typed."""
    words = time_words(period)
    return words if "T" not in period and time_typed(words) == period else period


def more_of_the_utterance(prefix: str = "", *, language: bool = True) -> Group:
    """What is seldom given of what was said."""
    told = (
        Field(f"{prefix}occasion", "Occasion", is_optional=True, hint="If the source spoke more than once that day"),
        Field(
            f"{prefix}published_at",
            "Published",
            "time",
            is_optional=True,
            hint=f"When the outlet told its readers. {WHEN}",
        ),
        Field(f"{prefix}statement", "The statement around it", "prose", is_optional=True),
    )
    spoken = Field(f"{prefix}language", "Language", is_optional=True, hint="Such as uk or en-GB")
    return Group(
        f"{prefix}more", "Occasion, publication, statement", (*told, spoken) if language else told, is_folded=True
    )


def scope(prefix: str = "", *, is_folded: bool = False) -> Group:
    """What exactly a claim counts."""
    begin = f"{prefix}scope"
    return Group(
        begin,
        "What exactly is counted?",
        (
            Field(f"{begin}.population", "Population", is_optional=True, hint="Such as Russian soldiers"),
            Field(f"{begin}.place", "Place", is_optional=True),
            Field(f"{begin}.unit", "Unit", is_optional=True, hint="Such as person"),
            Field(f"{begin}.definition", "Definition", is_optional=True, hint="Such as killed"),
            Field(
                f"{begin}.signed",
                "Amounts below zero",
                "truth",
                "For a change, a balance, a temperature",
                (Choice("", "not taken"), Choice("true", "taken")),
                is_optional=True,
            ),
        ),
        "Figures are compared only where all of this is the same; what is left out is taken from the question",
        is_folded=is_folded,
    )


def reason(hint: str = "", missing: str = "Say why") -> Field:
    """Why: kept for ever."""
    return Field("reason", "Reason", "prose", hint or "Kept for ever and shown in the record", missing=missing)


NOTE = Field("note", "Note", "prose", "Kept with the event", is_optional=True)
