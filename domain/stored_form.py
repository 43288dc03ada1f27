"""The form in which an event is kept for ever: header, payload, commitments, leaf, and what a redaction leaves.

The header commits to the payload unit by unit, under salts of its own for each unit, so that a unit's value can be
erased while header, leaf and every proof stay, and nobody can find the erased value by guessing.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple, TypeAlias

import orjson

from domain.canonical import NotIJson, canonical, parse_strict
from domain.pointer import SET_MEMBERS, step
from domain.refusals import Json

NESTED = frozenset({"claim.corrected.v1"})
Nested: TypeAlias = bool  # whether each member of was and is is a unit (the types in NESTED), not these two themselves

WrittenUnit: TypeAlias = tuple[str, bytes]
"""A unit's JSON pointer and its canonical bytes."""

LONGEST_KEPT = 500
"""How long the names of an object's members may be together for their order to be remembered: strangers choose them."""

_BLOCK = 64
_INNER_PAD = bytes(byte ^ 0x36 for byte in range(256))
_OUTER_PAD = bytes(byte ^ 0x5C for byte in range(256))


class NoSuchUnit(LookupError):  # noqa: N818 (the word of the trade; an Error would say that something broke)
    """Raised with the JSON pointer that names no unit of the payload."""


class HeaderPieces(NamedTuple):
    """The header's canonical bytes but for position, recorded_at and version, which are known only under the lock."""

    before_position: bytes
    before_version: bytes


@dataclass(slots=True)
class _Erasure:
    """What stands in the column ``erased``: pointer to commitment, and pointer to salt of what is left, as hex."""

    erased: dict[str, str]
    salts: dict[str, str]


def units(data: Mapping[str, Json], nested: Nested) -> list[tuple[str, Json]]:
    """The units of *data* as (JSON pointer, value), in its own order.

    A unit is a member, or each element of a member that is a non-empty array ("/figure", "/attribution/1"); where
    *nested*, so it is for the members of ``was`` and ``is`` ("/is/figure"), and an empty one has none.
    """
    return list(_units(data, "", nested))


def salt(secret: bytes, pointer: str) -> bytes:
    """The 32 bytes that salt the unit at *pointer*: HMAC-SHA-256 under the event's *secret* of at most 64 bytes."""
    return _salts_of(secret)(pointer)


def unit_commitment(salt: bytes, value: Json) -> str:
    """What commits to a unit's *value*: SHA-256(salt ‖ JCS(value)) as lower-case hex."""
    return sha256(salt + canonical(value)).hexdigest()


def commitments(data: Mapping[str, Json], nested: Nested, secret: bytes) -> dict[str, str]:
    """JSON pointer to commitment (hex) of each unit, in the order of *data*."""
    salt_of = _salts_of(secret)
    return {pointer: unit_commitment(salt_of(pointer), value) for pointer, value in _units(data, "", nested)}


def commitment(by_pointer: Mapping[str, str]) -> str:
    """The header's one commitment to all units: "sha256:" and SHA-256(JCS({pointer: hex})) as hex."""
    return "sha256:" + sha256(canonical(by_pointer)).hexdigest()


def written(data: Mapping[str, Json], nested: Nested) -> tuple[bytes, Sequence[WrittenUnit]]:
    """The payload, which is ``canonical(data)``, and its units: their bytes are parts of it, and are made once.

    Raises NotIJson.
    """
    units: list[WrittenUnit] = []
    return _written_members(data, "", nested, units), units


def commitment_to(units: Sequence[WrittenUnit], secret: bytes) -> str:
    """The header's one commitment to *units*: ``commitment(commitments(…))``, at two thirds of the time."""
    inner, outer = map(sha256, _pads(secret))
    by_pointer = {}
    for pointer, value in units:  # salt and unit_commitment, written out: a call costs as much as a hash
        inside, outside = inner.copy(), outer.copy()
        inside.update(pointer.encode())
        outside.update(inside.digest())
        by_pointer[pointer] = sha256(outside.digest() + value).hexdigest()
    return commitment(by_pointer)


def header_pieces(  # noqa: PLR0913, PLR0917 (the header's members)
    commitment: str,
    id: str,  # noqa: A002 (the header's member)
    recorder: str,
    source: str,
    stream: str,
    time: str | None,
    type: str,  # noqa: A002 (the header's member)
) -> HeaderPieces:
    """All of a header that is known before an event waits for its place; *time* is left out where it is None."""
    timed = b"" if time is None else b',"time":' + orjson.dumps(time)
    return HeaderPieces(
        b'{"commitment":%b,"id":%b,"position":' % (orjson.dumps(commitment), orjson.dumps(id)),
        b'","recorder":%b,"source":%b,"stream":%b%b,"type":%b,"version":'
        % (orjson.dumps(recorder), orjson.dumps(source), orjson.dumps(stream), timed, orjson.dumps(type)),
    )


def header(pieces: HeaderPieces, position: int, recorded_at: str, version: int) -> bytes:
    """The RFC 8785 bytes of the header, which are the leaf's data."""
    return b'%b%d,"recorded_at":"%b%b%d}' % (
        pieces.before_position,
        position,
        recorded_at.encode("ascii"),
        pieces.before_version,
        version,
    )


def leaf_hash(header: bytes) -> bytes:
    """SHA-256(0x00 ‖ header), the leaf hash of RFC 6962, 32 bytes."""
    return sha256(b"\x00" + header).digest()


def erase(
    payload: bytes, nested: Nested, secret: bytes | None, erased: bytes | None, pointers: Sequence[str]
) -> tuple[bytes, bytes]:
    """The payload without the units at *pointers*, and the column ``erased`` that stands in for them and the secret.

    An erased unit is null, in its place. Of *secret* and *erased* exactly one is given: the secret of an event that
    is still whole, or what an earlier redaction left. Units that are erased already stay so. Raises NoSuchUnit,
    NotIJson.
    """
    data = _members(payload)
    kept = _read_erasure(erased) if secret is None else _nothing_erased(data, nested, secret)
    values = dict(_units(data, "", nested))
    for pointer in pointers:
        if pointer not in values:
            raise NoSuchUnit(pointer)
        if pointer not in kept.erased:
            kept.erased[pointer] = unit_commitment(bytes.fromhex(kept.salts.pop(pointer)), values[pointer])
    blanked = _blanked(data, "", nested, kept.erased)
    return canonical(blanked), canonical({"erased": kept.erased, "salts": kept.salts})


def stored_commitments(payload: bytes, nested: Nested, secret: bytes | None, erased: bytes | None) -> dict[str, str]:
    """JSON pointer to commitment of each unit, made again from what is stored, whole or redacted.

    The commitment of a unit that nobody recorded (it has no salt), or that was erased and holds a value again, is the
    empty text: it was tampered with, and so the header's commitment does not come out. Raises NotIJson where the
    payload is no JSON object.
    """
    data = _members(payload)
    if secret is not None:
        return commitments(data, nested, secret)
    kept = _read_erasure(erased)
    return {pointer: _kept_commitment(kept, pointer, value) for pointer, value in _units(data, "", nested)}


def _members(payload: bytes) -> Mapping[str, Json]:
    data = parse_strict(payload)
    if not isinstance(data, dict):
        raise NotIJson("a payload is a JSON object")
    return data


def _units(members: Mapping[str, Json], at: str, nested: Nested) -> Iterator[tuple[str, Json]]:
    for name, value in members.items():
        pointer = at + step(name)
        if nested and name in SET_MEMBERS and isinstance(value, dict):
            yield from _units(value, pointer, nested=False)
        elif isinstance(value, list) and value:
            for n, element in enumerate(value):
                yield f"{pointer}/{n}", element
        else:
            yield pointer, value


def _written_members(members: Mapping[str, Json], at: str, nested: Nested, units: list[WrittenUnit]) -> bytes:
    names = tuple(members)
    order = _order if len("".join(names)) <= LONGEST_KEPT else _order.__wrapped__
    parts = []
    for name, key, pointer in order(names, at):
        value = members[name]
        if isinstance(value, list) and value:
            part = _written_elements(value, pointer, units)
        elif nested and name in SET_MEMBERS and isinstance(value, dict):
            part = _written_members(value, pointer, nested=False, units=units)
        else:
            part = canonical(value)
            units.append((pointer, part))
        parts.append(key + part)
    return b"{%b}" % b",".join(parts)


def _written_elements(elements: Sequence[Json], at: str, units: list[WrittenUnit]) -> bytes:
    parts = [canonical(element) for element in elements]
    units += [(f"{at}/{n}", part) for n, part in enumerate(parts)]
    return b"[%b]" % b",".join(parts)


@lru_cache(maxsize=1_024)  # the events of one type have few sets of members
def _order(names: tuple[str, ...], at: str) -> tuple[tuple[str, bytes, str], ...]:
    """*names* as RFC 8785 sorts them, by UTF-16 units, each with its canonical key and colon, and its pointer."""
    return tuple(
        (name, canonical(name) + b":", at + step(name))
        for name in sorted(names, key=lambda one: one.encode("utf-16-be", "surrogatepass"))
    )


def _blanked(members: Mapping[str, Json], at: str, nested: Nested, gone: Collection[str]) -> dict[str, Json]:
    """*members* with null for each unit that is *gone*; indexes of arrays never shift."""
    return {name: _blanked_member(name, value, at + step(name), nested, gone) for name, value in members.items()}


def _blanked_member(name: str, value: Json, pointer: str, nested: Nested, gone: Collection[str]) -> Json:
    if nested and name in SET_MEMBERS and isinstance(value, dict):
        return _blanked(value, pointer, nested=False, gone=gone)
    if isinstance(value, list):
        value = [None if f"{pointer}/{n}" in gone else element for n, element in enumerate(value)]
    return None if pointer in gone else value


def _pads(secret: bytes) -> tuple[bytes, bytes]:
    """The two pads of HMAC: hashed once an event, they make a salt three times cheaper."""
    block = secret.ljust(_BLOCK, b"\x00")
    return block.translate(_INNER_PAD), block.translate(_OUTER_PAD)


def _salts_of(secret: bytes) -> Callable[[str], bytes]:
    """Pointer to salt."""
    inner, outer = map(sha256, _pads(secret))

    def salt_of(pointer: str) -> bytes:
        inside, outside = inner.copy(), outer.copy()
        inside.update(pointer.encode())
        outside.update(inside.digest())
        return outside.digest()

    return salt_of


def _nothing_erased(data: Mapping[str, Json], nested: Nested, secret: bytes) -> _Erasure:
    salt_of = _salts_of(secret)
    return _Erasure(erased={}, salts={pointer: salt_of(pointer).hex() for pointer, _ in _units(data, "", nested)})


def _read_erasure(erased: bytes | None) -> _Erasure:
    if erased is None:
        raise ValueError("a stored event has either its secret or what a redaction left")
    return _Erasure(**orjson.loads(erased))


def _kept_commitment(kept: _Erasure, pointer: str, value: Json) -> str:
    if pointer in kept.erased:
        return kept.erased[pointer] if value is None else ""
    return unit_commitment(bytes.fromhex(kept.salts[pointer]), value) if pointer in kept.salts else ""
