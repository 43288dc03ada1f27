"""CloudEvents in binary mode: attributes in headers, decoded once, and the data as the body."""

from collections.abc import Sequence
from urllib.parse import quote

import pytest
from hypothesis import given

from api.http.cloudevents import binary, from_object
from domain.refusals import Refused
from tests.cloudevents import EVENT, event, faults, texts

JSON_BODY = (b"content-type", b"application/json")
WITHOUT_SPACE = (b"ce-specversion", b"1.0"), (b"ce-type", b"claim.reported.v1"), (b"ce-subject", b"ru-mod.killed")
HEADERS = [*WITHOUT_SPACE, (b"ce-source", b"https://newsroom.example/cms"), (b"ce-id", b"e-1"), JSON_BODY]
DATA = b'{"wording": "498 soldiers"}'


def with_header(name: bytes, value: bytes) -> list[tuple[bytes, bytes]]:
    return [*(one for one in HEADERS if one[0] != name), (name, value)]


def faults_of_headers(headers: Sequence[tuple[bytes, bytes]], body: bytes = DATA) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as refused:
        binary(headers, body)
    return [(name, pointer) for name, pointer in faults(refused.value) if not pointer.startswith("/data/")]


def test_binary_and_structured_mode_say_the_same() -> None:
    assert binary(HEADERS, DATA) == from_object(EVENT)


def test_header_names_are_taken_in_any_case() -> None:
    assert binary([(name.upper(), value) for name, value in HEADERS], DATA) == from_object(EVENT)


@given(texts)
def test_an_attribute_survives_percent_encoding(text: str) -> None:
    assert binary(with_header(b"ce-id", quote(text, safe="").encode()), DATA) == from_object(event(id=text))


@given(texts)
def test_an_attribute_survives_quoting(text: str) -> None:
    quoted = quote(text, safe=' "\\+').replace("\\", "\\\\").replace('"', '\\"')
    assert binary(with_header(b"ce-id", f'"{quoted}"'.encode()), DATA) == from_object(event(id=text))


def test_percent_signs_are_decoded_once_and_a_plus_stays() -> None:
    assert binary(with_header(b"ce-id", b"a+b%2541"), DATA).id == "a+b%41"


@pytest.mark.parametrize(
    "value", [b"%", b"a%zz", b"%4", b"%C0%A0", b"%E2%82", b"%ED%A0%80", b"\xc3\xa9", b'"a', b'"a"b']
)
def test_a_header_that_cannot_be_decoded_is_malformed(value: bytes) -> None:
    assert faults_of_headers(with_header(b"ce-id", value)) == [("malformed", "/id")]


def test_a_decoded_control_character_is_refused_like_a_written_one() -> None:
    assert faults_of_headers(with_header(b"ce-id", b"a%0Ab")) == [("invalid-field", "/id")]


@pytest.mark.parametrize("again", [b"e-1", b"e-2", b""])
def test_a_header_sent_twice_is_malformed_even_if_both_agree(again: bytes) -> None:
    assert faults_of_headers([*HEADERS, (b"CE-ID", again)]) == [("malformed", "/id")]


def test_unreadable_headers_come_before_misplaced_ones() -> None:
    headers = [*with_header(b"ce-id", b"%"), (b"ce-data", b"x"), (b"ce-type", b"again")]
    assert faults_of_headers(headers) == [("malformed", "/id"), ("malformed", "/type"), ("unknown-field", "/data")]


@pytest.mark.parametrize("name", ["data", "data_base64", "datacontenttype", "trace-parent", "colour"])
def test_a_header_without_a_place_in_binary_mode_is_refused(name: str) -> None:
    assert faults_of_headers([*HEADERS, (f"ce-{name}".encode(), b"e30=")]) == [("unknown-field", f"/{name}")]


def test_an_expected_version_comes_as_digits_in_a_header() -> None:
    assert binary([*HEADERS, (b"ce-expectedversion", b"4")], DATA).expected_version == 4


@pytest.mark.parametrize(
    ("body", "fault"),
    [(b"", "missing-field"), (b"null", "missing-field"), (b"[]", "invalid-field"), (b"{", "malformed")],
)
def test_the_body_of_binary_mode_is_the_data(body: bytes, fault: str) -> None:
    assert faults_of_headers(HEADERS, body) == [(fault, "/data")]
