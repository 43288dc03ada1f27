"""The chain of hops through which a claim reached us: originator first, our outlet last."""

from typing import Annotated, Literal, TypeAlias

from pydantic import Discriminator, StrictBool, Tag
from pydantic.dataclasses import dataclass as shape

from domain.refusals import BadChain, NotSealed, Refusal
from domain.shapes import STRICT_SHAPE, Digest, Erased, Id, Name, Time, Url

Kind = Literal["person", "office", "organisation", "document", "dataset", "outlet", "unnamed"]
Role = Literal["originator", "spokesperson", "relay", "wire", "outlet"]
Medium = Literal[
    "statement",
    "briefing",
    "interview",
    "social_post",
    "document",
    "broadcast",
    "article",
    "dataset",
    "call",
    "image",
    "video",
    "record",
    "other",
]
Stance = Literal["asserts", "estimates", "reports", "quotes", "denies", "doubts"]
Anonymity = Literal["none", "unnamed", "background", "confidential"]


@shape(frozen=True, slots=True, config=STRICT_SHAPE)
class Who:
    """A party in a chain: ids are required except for the unnamed."""

    kind: Kind
    id: Id | None = None
    name: Name | None = None


@shape(frozen=True, slots=True, config=STRICT_SHAPE)
class Party:
    """A single party where no chain is meant; a text stands for its name."""

    id: Id | None = None
    name: Name | None = None
    kind: Kind | None = None


def _kind_of_party(party: object) -> str:
    return "(name)" if isinstance(party, str) else "(party)"


PartyOrName: TypeAlias = Annotated[
    Annotated[Name, Tag("(name)")] | Annotated[Party, Tag("(party)")], Discriminator(_kind_of_party)
]


@shape(frozen=True, slots=True, config=STRICT_SHAPE)
class Hop:
    """One step of the way: who passed the claim on, how, and with what stance."""

    who: Who
    role: Role
    stance: Stance
    medium: Medium | None = None
    said_at: Time | None = None
    url: Url | None = None
    archived_url: Url | None = None
    sha256: Digest | None = None
    party: StrictBool | None = None
    anonymity: Anonymity | None = None


Chain: TypeAlias = tuple[Hop | Erased, ...]


def originator(chain: Chain) -> str | None:
    """The id of the originator; None where it is unnamed or erased, for then nobody can say who it is.

    An id of its own makes nobody named: two records may call two sources alike.
    """
    first = chain[0] if chain else None
    if first is None or isinstance(first, Erased) or first.who.kind == "unnamed":
        return None
    return first.who.id


def is_originator_erased(chain: Chain) -> bool:
    """Whether the one who said it first was named once and is erased now."""
    return bool(chain) and isinstance(chain[0], Erased)


def parties(chain: Chain) -> tuple[str, ...]:
    """Every id in the chain, in order, once each."""
    return tuple(dict.fromkeys(hop.who.id for hop in chain if isinstance(hop, Hop) and hop.who.id is not None))


def chain_faults(chain: tuple[Hop, ...], pointer: str) -> list[Refusal]:
    """What keeps *chain* from holding together; *pointer* leads to it in the posted event."""
    return [
        *_unsealed(chain, pointer),
        *_nameless(chain, pointer),
        *_not_one_originator(chain, pointer),
        *_misplaced_spokespersons(chain, pointer),
        *_cycles(chain, pointer),
    ]


def _unsealed(chain: tuple[Hop, ...], pointer: str) -> list[Refusal]:
    return [
        NotSealed(
            pointer=f"{pointer}/{n}/who/{member}", expected="no id and no name of a confidential source", got=None
        )
        for n, hop in enumerate(chain)
        if hop.anonymity == "confidential"
        for member in ("id", "name")
        if getattr(hop.who, member) is not None
    ]


def _nameless(chain: tuple[Hop, ...], pointer: str) -> list[Refusal]:
    return [
        BadChain(pointer=f"{pointer}/{n}/who/id", expected="an id, unless kind is unnamed", got=hop.who.kind)
        for n, hop in enumerate(chain)
        if hop.who.id is None and hop.who.kind != "unnamed" and hop.anonymity in (None, "none")
    ]


def _not_one_originator(chain: tuple[Hop, ...], pointer: str) -> list[Refusal]:
    faults: list[Refusal] = []
    if chain[0].role != "originator":
        faults.append(
            BadChain(pointer=f"{pointer}/0/role", expected="originator, for it stands first", got=chain[0].role)
        )
    faults += [
        BadChain(pointer=f"{pointer}/{n}/role", expected="exactly one originator, the first hop", got="originator")
        for n, hop in enumerate(chain[1:], start=1)
        if hop.role == "originator"
    ]
    return faults


def _misplaced_spokespersons(chain: tuple[Hop, ...], pointer: str) -> list[Refusal]:
    return [
        BadChain(
            pointer=f"{pointer}/{n}/role", expected="a spokesperson right after the originator", got="spokesperson"
        )
        for n, hop in enumerate(chain)
        if hop.role == "spokesperson" and n != 1
    ]


def _cycles(chain: tuple[Hop, ...], pointer: str) -> list[Refusal]:
    first_seen: dict[str, int] = {}
    faults: list[Refusal] = []
    for n, hop in enumerate(chain):
        who = hop.who.id
        if who is None:
            continue
        if n - first_seen.setdefault(who, n) > 1:
            faults.append(
                BadChain(pointer=f"{pointer}/{n}/who/id", expected="nobody twice, except in touching hops", got=who)
            )
    return faults
