"""What is kept of an event for ever: units, commitments, header, leaf, and what a redaction leaves."""

import base64
import hmac
import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.canonical import NotIJson, canonical
from domain.refusals import Json
from domain.stored_form import (
    LONGEST_KEPT,
    NESTED,
    Nested,
    NoSuchUnit,
    commitment,
    commitment_to,
    commitments,
    erase,
    header,
    header_pieces,
    leaf_hash,
    salt,
    stored_commitments,
    unit_commitment,
    units,
    written,
)

FLAT: Nested = False
OPENED: Nested = True
SECRET = bytes(range(32))
CORRECTED: dict[str, Json] = {
    "target": 2,
    "kind": "wrong_figure",
    "was": {
        "figure": {"form": "exact", "value": "489"},
        "wording_note": None,
        "attribution": [{"who": {"kind": "unnamed"}}, {"who": {"id": "radio", "kind": "outlet"}}],
    },
    "is": {
        "figure": {"form": "exact", "value": "498"},
        "wording_note": "Übertragungsfehler 🙂",
        "attribution": [],
    },
    "approver": "night desk",
    "reason": "a/b ~ typed twice",
}
# made with hmac, hashlib and rfc8785 alone
GOLDEN_COMMITMENTS = {
    "/target": "0c5d27d31511fe7dc72f4a566ae5fd7a40d0c0d3d52f365b22d4f838a779850f",
    "/kind": "cc620d4e52e51fd4d8c6566d07f4791d7f232fb6a950e83651aa3da98a1de95b",
    "/was/figure": "0f715a43c22cb5732d82dc726e7463506138cf6b63ae3c0aea4a3633859ec496",
    "/was/wording_note": "ca28cc31f9bf9b7ed4f7837837200508d25a71ab23282a75a5a4ddf1a9130ce9",
    "/was/attribution/0": "bac7746cb65c8ad11c6f8d2578be7f557041f9b4db5a58d7e7d75c115141bd05",
    "/was/attribution/1": "f673f285ff1af032bf4b839e3921bc8bc588a11344711ebddd8ac85ee48c78f0",
    "/is/figure": "50fbc609468ed18fda3884059f3d661edada7f146fc3ce1401e34498d0161305",
    "/is/wording_note": "84b2d2f674a85de84e7a0d7bd46725d1005d14cf71392975483cc4f5eb54b0c7",
    "/is/attribution": "0cea9fe16ff5aca95623dc8e275c2ba4a64692bfa31e36fd9e55dd693b0c560f",
    "/approver": "fc2d2ee969c180184400e12483310dfc4898ba16351ead32a5462375cd0b5e06",
    "/reason": "87b6de0c42e489b64d124b4b9e3ba2289dba24603239c54820e96fd091b8c943",
}
GOLDEN_COMMITMENT = "sha256:41bb3ce0d09bfbae038c540207814d701fd0709e598201c39f4f86f9bf4a1ebd"
GOLDEN_HEADER = (
    '{"commitment":"sha256:41bb3ce0d09bfbae038c540207814d701fd0709e598201c39f4f86f9bf4a1ebd","id":"Korrektur ü-7",'
    '"position":12,"recorded_at":"2024-05-06T07:08:09.000010Z","recorder":"open",'
    '"source":"https://radio.example/log","stream":"claim/flood.dead","type":"claim.corrected.v1","version":3}'
)
GOLDEN_LEAF = "4c5ed5262d8b52acfeb168646cb39362900546f225f619e974e3bcc1cc91fce4"

NAMES = st.sampled_from(["figure", "wording", "attribution", "was", "is", "a/b", "~", "ü", "😀"])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=8,
)
DATA = st.dictionaries(NAMES, VALUES, min_size=1, max_size=5)
TEXTS = st.text(max_size=20) | st.text(alphabet='"\\\nü😀', max_size=9)


@pytest.fixture(scope="module")
def example(shared: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((shared / "vectors/leaf/example.json").read_text())
    return found


def example_header(example: dict[str, Any], by_pointer: dict[str, str]) -> bytes:
    told = example["header"]
    pieces = header_pieces(
        commitment(by_pointer), told["id"], told["recorder"], told["source"], told["stream"], told["time"], told["type"]
    )
    return header(pieces, told["position"], told["recorded_at"], told["version"])


def test_the_example_has_the_units_salts_and_commitments_of_the_vectors(example: dict[str, Any]) -> None:
    secret = bytes.fromhex(example["event_secret_hex"])
    assert units(example["data"], FLAT) == [(unit["pointer"], unit["value"]) for unit in example["units"]]
    assert {it["pointer"]: salt(secret, it["pointer"]).hex() for it in example["units"]} == {
        it["pointer"]: it["salt_hex"] for it in example["units"]
    }
    assert commitments(example["data"], FLAT, secret) == {
        it["pointer"]: it["commitment_hex"] for it in example["units"]
    }


def test_the_example_has_the_header_and_leaf_of_the_vectors(example: dict[str, Any]) -> None:
    made = example_header(example, commitments(example["data"], FLAT, bytes.fromhex(example["event_secret_hex"])))
    assert made == base64.b64decode(example["leaf_data_b64"])
    assert len(made) == 344
    assert leaf_hash(made).hex() == example["leaf_hash_hex"]


def test_the_example_keeps_its_leaf_when_a_hop_is_erased(example: dict[str, Any]) -> None:
    redacted = example["redacted"]
    secret = bytes.fromhex(example["event_secret_hex"])
    payload, column = erase(canonical(example["data"]), FLAT, secret, None, [redacted["erased"]])
    again = stored_commitments(payload, FLAT, None, column)
    assert again == {unit["pointer"]: unit["commitment_hex"] for unit in redacted["units"]}
    assert leaf_hash(example_header(example, again)).hex() == redacted["leaf_hash_hex"]
    assert json.loads(column)["salts"] == {it["pointer"]: it["salt_hex"] for it in redacted["units"] if "value" in it}


def test_a_correction_has_its_golden_commitments_header_and_leaf() -> None:
    by_pointer = commitments(CORRECTED, OPENED, SECRET)
    assert by_pointer == GOLDEN_COMMITMENTS
    assert list(by_pointer) == list(GOLDEN_COMMITMENTS)
    assert commitment(by_pointer) == GOLDEN_COMMITMENT
    pieces = header_pieces(
        GOLDEN_COMMITMENT, "Korrektur ü-7", "open", "https://radio.example/log", "claim/flood.dead", None,
        "claim.corrected.v1",
    )  # fmt: skip
    made = header(pieces, 12, "2024-05-06T07:08:09.000010Z", 3)
    assert made == GOLDEN_HEADER.encode()
    assert leaf_hash(made).hex() == GOLDEN_LEAF


def test_a_correction_alone_has_units_within_was_and_is() -> None:
    assert frozenset({"claim.corrected.v1"}) == NESTED
    assert [pointer for pointer, _ in units({"was": {"figure": 1}, "is": {"hops": [2]}}, OPENED)] == [
        "/was/figure",
        "/is/hops/0",
    ]
    assert units({"was": {"figure": 1}, "is": {"hops": [2]}}, FLAT) == [
        ("/was", {"figure": 1}),
        ("/is", {"hops": [2]}),
    ]


def test_an_empty_array_is_a_unit_and_an_empty_was_has_none() -> None:
    assert units({"prints": [], "was": {}, "is": {"prints": []}}, OPENED) == [("/prints", []), ("/is/prints", [])]


def test_only_the_outermost_was_and_is_are_opened() -> None:
    assert units({"is": {"was": {"a": 1}, "b": [{"is": {}}]}, "was": "x"}, OPENED) == [
        ("/is/was", {"a": 1}),
        ("/is/b/0", {"is": {}}),
        ("/was", "x"),
    ]


def test_a_pointer_escapes_what_rfc_6901_escapes() -> None:
    assert [pointer for pointer, _ in units({"a/b": 1, "~1": [2]}, FLAT)] == ["/a~1b", "/~01/0"]


@given(st.binary(min_size=1, max_size=64), TEXTS)
def test_a_salt_is_hmac_sha_256_of_the_pointer_under_the_secret(secret: bytes, pointer: str) -> None:
    assert salt(secret, pointer) == hmac.digest(secret, pointer.encode(), "sha256")


@given(st.binary(min_size=32, max_size=32), VALUES)
def test_a_unit_is_committed_to_by_its_salt_and_its_canonical_value(salted_with: bytes, value: Json) -> None:
    assert unit_commitment(salted_with, value) == sha256(salted_with + canonical(value)).hexdigest()


@given(DATA, st.booleans())
def test_each_unit_stands_once_and_where_its_pointer_leads(data: dict[str, Json], nested: Nested) -> None:
    found = units(data, nested)
    assert len(dict(found)) == len(found)
    assert all(at(data, pointer) == value for pointer, value in found)


def at(value: Json, pointer: str) -> Json:
    for step in pointer.split("/")[1:]:
        if isinstance(value, dict):
            value = value[step.replace("~1", "/").replace("~0", "~")]
        else:
            assert isinstance(value, list)
            value = value[int(step)]
    return value


@given(st.lists(TEXTS, min_size=4, max_size=4), st.none() | TEXTS, st.integers(1, 2**53 - 1), st.integers(1, 2**53 - 1))
def test_the_header_joined_from_pieces_is_its_canonical_form(
    texts: list[str], time: str | None, position: int, version: int
) -> None:
    id_, recorder, source, stream = texts
    pieces = header_pieces("sha256:00", id_, recorder, source, stream, time, "claim.reported.v1")
    timed = {} if time is None else {"time": time}
    whole: dict[str, Json] = {
        "commitment": "sha256:00", "id": id_, "position": position, "recorded_at": "2022-03-02T20:41:07.123456Z",
        "recorder": recorder, "source": source, "stream": stream, "type": "claim.reported.v1", "version": version,
    }  # fmt: skip
    assert header(pieces, position, "2022-03-02T20:41:07.123456Z", version) == canonical(whole | timed)


@given(DATA, st.booleans(), st.binary(min_size=32, max_size=32))
def test_what_is_written_in_one_pass_is_the_payload_and_its_units(
    data: dict[str, Json], nested: Nested, secret: bytes
) -> None:
    payload, parts = written(data, nested)
    assert payload == canonical(data)
    assert dict(parts) == {pointer: canonical(value) for pointer, value in units(data, nested)}
    assert commitment_to(parts, secret) == commitment(commitments(data, nested, secret))


def test_more_names_than_are_remembered_are_written_all_the_same() -> None:
    data: dict[str, Json] = {name: ["x", 1.0] for name in ("ü" * LONGEST_KEPT, "\ufb33", "😀", "a")}
    payload, parts = written(data, FLAT)
    assert payload == canonical(data)
    assert commitment_to(parts, SECRET) == commitment(commitments(data, FLAT, SECRET))


def test_a_name_that_is_no_text_is_never_written() -> None:
    with pytest.raises(NotIJson):
        written({"\ud800": 1}, FLAT)


def test_an_erased_unit_is_null_in_its_place_and_its_value_salt_and_secret_are_gone() -> None:
    gone = ["/was/attribution/0", "/is/wording_note"]
    payload, column = erase(canonical(CORRECTED), OPENED, SECRET, None, gone)
    left = json.loads(payload)
    assert left["was"]["attribution"] == [None, {"who": {"id": "radio", "kind": "outlet"}}]
    assert left["is"] == {"figure": {"form": "exact", "value": "498"}, "wording_note": None, "attribution": []}
    assert json.loads(column)["erased"] == {pointer: GOLDEN_COMMITMENTS[pointer] for pointer in gone}
    assert set(json.loads(column)["salts"]) == set(GOLDEN_COMMITMENTS) - set(gone)
    stored = payload + column
    assert not any(salt(SECRET, pointer).hex().encode() in stored for pointer in gone)
    assert SECRET.hex().encode() not in stored
    assert "Übertragungsfehler".encode() not in stored


def test_what_is_stored_is_canonical() -> None:
    payload, column = erase(canonical(CORRECTED), OPENED, SECRET, None, ["/reason"])
    assert payload == canonical(json.loads(payload))
    assert column == canonical(json.loads(column))


@given(DATA, st.booleans(), st.data())
def test_a_redaction_keeps_every_commitment(data: dict[str, Json], nested: Nested, draw: st.DataObject) -> None:
    before = commitments(data, nested, SECRET)
    gone = draw.draw(some_of(before))
    payload, column = erase(canonical(data), nested, SECRET, None, gone)
    assert stored_commitments(payload, nested, None, column) == before
    assert commitment(stored_commitments(payload, nested, None, column)) == commitment(before)
    assert all(at(json.loads(payload), pointer) is None for pointer in gone)


@given(DATA, st.booleans(), st.data())
def test_two_redactions_leave_what_one_of_both_leaves(
    data: dict[str, Json], nested: Nested, draw: st.DataObject
) -> None:
    before = commitments(data, nested, SECRET)
    first, second = draw.draw(some_of(before)), draw.draw(some_of(before))
    once = erase(canonical(data), nested, SECRET, None, first + second)
    payload, column = erase(canonical(data), nested, SECRET, None, first)
    assert erase(payload, nested, None, column, second) == once
    assert erase(*once[:1], nested, None, once[1], first) == once


def some_of(by_pointer: dict[str, str]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(sorted(by_pointer)), max_size=4) if by_pointer else st.just([])


@pytest.mark.parametrize(
    "pointer", ["/was", "/was/attribution", "/was/attribution/9", "/is/figure/value", "reason", ""]
)
def test_only_a_unit_can_be_erased(pointer: str) -> None:
    with pytest.raises(NoSuchUnit):
        erase(canonical(CORRECTED), OPENED, SECRET, None, ["/reason", pointer])


def test_a_whole_event_is_checked_by_its_secret() -> None:
    assert stored_commitments(canonical(CORRECTED), OPENED, SECRET, None) == commitments(CORRECTED, OPENED, SECRET)


def test_an_event_has_its_secret_or_what_a_redaction_left() -> None:
    with pytest.raises(ValueError, match="either its secret or what a redaction left"):
        stored_commitments(b"{}", FLAT, None, None)


@pytest.mark.parametrize("payload", [b"[1]", b'"498"', b'{"reason":1,"reason":2}', b"{", b""])
def test_a_payload_that_is_no_json_object_is_refused(payload: bytes) -> None:
    with pytest.raises(NotIJson):
        stored_commitments(payload, FLAT, SECRET, None)


def test_an_erased_value_that_came_back_no_longer_fits_the_header() -> None:
    payload, column = erase(canonical(CORRECTED), OPENED, SECRET, None, ["/reason"])
    forged = payload.replace(b'"reason":null', b'"reason":"another"')
    assert forged != payload
    again = stored_commitments(forged, OPENED, None, column)
    assert again == GOLDEN_COMMITMENTS | {"/reason": ""}
    assert commitment(again) != GOLDEN_COMMITMENT


@pytest.mark.parametrize(
    ("stored", "forged"), [(b'"498"', b'"489"'), (b'"target":2', b'"target":2,"extra":1'), (b',"target":2', b"")]
)
def test_a_payload_changed_after_its_redaction_no_longer_fits_the_header(stored: bytes, forged: bytes) -> None:
    payload, column = erase(canonical(CORRECTED), OPENED, SECRET, None, ["/reason"])
    assert stored in payload
    again = stored_commitments(payload.replace(stored, forged), OPENED, None, column)
    assert commitment(again) != GOLDEN_COMMITMENT == commitment(stored_commitments(payload, OPENED, None, column))
