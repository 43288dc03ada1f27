"""Strict reading and canonical writing of JSON."""

import base64
import json
import struct
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from domain.canonical import NotIJson, canonical, parse_strict, reread
from domain.refusals import Json

SAFE = 2**53 - 1
TEXTS = st.text() | st.text(alphabet='"\\\b\t\n\x1f\x7f\u2028e+19ü€\ufb33😀')
SCALARS = st.none() | st.booleans() | st.integers(-SAFE, SAFE) | TEXTS
FLOATS = st.floats(allow_nan=False, allow_infinity=False)


def values_of(scalars: st.SearchStrategy[Json]) -> st.SearchStrategy[Json]:
    def around(inner: st.SearchStrategy[Json]) -> st.SearchStrategy[Json]:
        return st.lists(inner, max_size=5) | st.dictionaries(TEXTS, inner, max_size=5)

    return st.recursive(scalars, around, max_leaves=20)


def vectors(folder: Path, name: str) -> list[Any]:
    cases: list[Any] = json.loads((folder / "vectors/jcs" / name).read_text(encoding="utf-8"))["cases"]
    return cases


def refusal_of(raw: bytes) -> str:
    with pytest.raises(NotIJson) as refused:
        parse_strict(raw)
    return refused.value.reason


def nested(levels: int) -> bytes:
    return b"[" * levels + b"]" * levels


def test_every_accepted_vector_has_its_canonical_bytes(shared: Path) -> None:
    for case in vectors(shared, "accept.json"):
        assert canonical(parse_strict(case["input"].encode())) == base64.b64decode(case["canonical_b64"]), case["name"]


def test_every_document_of_the_rfc_authors_has_its_canonical_bytes(shared: Path) -> None:
    for case in vectors(shared, "cyberphone.json"):
        value = parse_strict(base64.b64decode(case["input_b64"]))
        assert canonical(value) == base64.b64decode(case["canonical_b64"]), case["name"]


def test_every_double_is_written_as_a_browser_writes_it(shared: Path) -> None:
    for bits, text in vectors(shared, "numbers.json"):
        (double,) = struct.unpack(">d", bytes.fromhex(bits))
        assert canonical(double) == text.encode(), bits
        assert canonical({"in": [double]}) == b'{"in":[%b]}' % text.encode(), bits


def test_every_refused_vector_is_refused(shared: Path) -> None:
    for case in vectors(shared, "refuse.json"):
        raw = nested(case["repeat"][1]) if case["repeat"] else base64.b64decode(case["input_b64"])
        assert refusal_of(raw), case["name"]


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b'{"a":{"b":1,"b":1}}', "the member 'b' stands twice in one object"),
        (b'{"a":1,"\\u0061":2}', "the member 'a' stands twice in one object"),
        (b'[{"a":"x","a":"y"},"\\u0022\\u0022\\u0022\\u0022"]', "the member 'a' stands twice in one object"),
        (b'{"":[],"":"\\u0022"}', "the member '' stands twice in one object"),
        (b"9007199254740992", "Integer exceeds 53-bit range"),
        (b"-9007199254740992", "Integer exceeds 53-bit range"),
        (b"-9223372036854775809", "an integer beyond 2^53-1"),
        (b"18446744073709551616", "an integer beyond 2^53-1"),
        (b'{"a":[1' + b"0" * 300 + b"]}", "an integer beyond 2^53-1"),
        (b'["\\u0022",12345678901234567890123]', "an integer beyond 2^53-1"),
        (nested(255), "Recursion limit reached"),
    ],
)
def test_what_a_parser_would_drop_in_silence_is_refused(raw: bytes, reason: str) -> None:
    assert refusal_of(raw) == reason


def test_a_text_of_five_thousand_digits_is_refused_and_no_crash() -> None:
    assert refusal_of(b"1" * 5000)


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (b'{"a":"\\u0022","b":"\\""}', {"a": '"', "b": '"'}),
        (b'["a":"]', None),
        (b'"\\\\u0022"', "\\u0022"),
        (b'"https://x.example/?q=the+war"', "https://x.example/?q=the+war"),
        (b'["2e+5",9007199254740991,-9007199254740991]', ["2e+5", SAFE, -SAFE]),
        (b"[1e300,-0,1.5E2]", [1e300, 0, 150.0]),
        (b'{"a":{"a":{"a":1}},"b":[{"a":1},{"a":1}]}', {"a": {"a": {"a": 1}}, "b": [{"a": 1}, {"a": 1}]}),
        (b'\t{ "\xc3\xbc" : "\xf0\x9f\x98\x80" }\r\n', {"ü": "😀"}),
    ],
)
def test_what_only_looks_like_a_fault_is_read(raw: bytes, value: object) -> None:
    if value is None:
        assert refusal_of(raw)
    else:
        assert parse_strict(raw) == value


def test_254_levels_of_nesting_are_read_and_written() -> None:
    assert canonical(parse_strict(nested(254))) == nested(254)
    assert canonical(parse_strict(nested(253).replace(b"[]", b"[1.5]"))) == nested(253).replace(b"[]", b"[1.5]")


@given(values_of(SCALARS | st.floats(-SAFE, SAFE)))
def test_whatever_is_written_is_read_back(value: Json) -> None:
    assert parse_strict(canonical(value)) == value
    assert parse_strict(json.dumps(value, ensure_ascii=True).encode()) == value
    assert parse_strict(json.dumps(value, ensure_ascii=False, indent=1).encode()) == value


@given(values_of(SCALARS | FLOATS))
def test_the_fast_path_writes_what_the_referee_writes(value: Json) -> None:
    assert canonical(value) == rfc8785.dumps(value)


@given(values_of(SCALARS | st.floats(-SAFE, SAFE)))
def test_a_canonical_text_is_its_own_canonical_form(value: Json) -> None:
    assert canonical(parse_strict(canonical(value))) == canonical(value)


@given(st.dictionaries(TEXTS, SCALARS, min_size=1, max_size=5), st.data())
def test_a_doubled_member_is_always_found(members: dict[str, Any], data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(members)))
    escaped = data.draw(st.booleans())
    again = "".join(f"\\u{unit:04x}" for unit in _utf_16_units(name)) if escaped else json.dumps(name)[1:-1]
    raw = f'{json.dumps(members, ensure_ascii=False)[:-1]}, "{again}": 0}}'
    assert "stands twice" in refusal_of(raw.encode())


@given(st.integers(SAFE + 1, 10**400), st.sampled_from(["{}", "-{}", '{{"a":[0,{}]}}', '["x",-{}]']))
def test_an_integer_beyond_what_a_double_holds_is_always_found(number: int, around: str) -> None:
    assert refusal_of(around.format(number).encode())


@given(st.binary(max_size=30) | st.text(alphabet='{}[]":,0123456789.eE+-\\u ', max_size=30).map(str.encode))
def test_any_bytes_are_read_as_python_reads_them_or_refused(raw: bytes) -> None:
    with suppress(NotIJson):
        assert parse_strict(raw) == json.loads(raw)


@given(values_of(SCALARS | FLOATS))
def test_what_is_read_again_has_the_same_canonical_form(value: Json) -> None:
    assert canonical(reread(canonical(value))) == canonical(value)


@pytest.mark.parametrize(
    "value",
    [float("nan"), {"a": [float("inf")]}, 2**53, [-(2**53)], "\ud800", {"\udc00": 1}, ["é", {"\ud800": 1.5}], {1: "a"}],
)
def test_what_has_no_canonical_form_is_refused(value: Json) -> None:
    with pytest.raises(NotIJson):
        canonical(value)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ({"b": "ü", "a": ["😀", None, True]}, '{"a":["😀",null,true],"b":"ü"}'),
        ({"\ufb33": 1, "😀": 2, "€": 3}, '{"€":3,"😀":2,"\ufb33":1}'),
        ([{"x": {"😀": 1, "\ufb33": 2}}], '[{"x":{"😀":1,"\ufb33":2}}]'),
        ({"ä": 1, "z": 2, "Z": 3}, '{"Z":3,"z":2,"ä":1}'),
        (({"a": (1.0, "e")},), '[{"a":[1,"e"]}]'),
        ("3.10", '"3.10"'),
        (-0.0, "0"),
    ],
)
def test_members_sort_by_utf_16_units_and_nothing_else_changes(value: Json, written: str) -> None:
    assert canonical(value) == written.encode()


def _utf_16_units(text: str) -> list[int]:
    return [unit for (unit,) in struct.iter_unpack(">H", text.encode("utf-16-be"))]
