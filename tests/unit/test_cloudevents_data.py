"""The data of a CloudEvent: an object, or the base64 of one."""

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.http.cloudevents import from_object
from domain.refusals import Json
from tests.cloudevents import event, faults_of, texts, without


def encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


@pytest.mark.parametrize("data", ['{"wording": "498"}', [], 7, True])
def test_data_is_an_object_and_never_parsed_again(data: Json) -> None:
    assert faults_of(event(data=data)) == [("invalid-field", "/data")]


@given(st.dictionaries(texts, texts, max_size=3))
def test_data_may_come_as_the_base64_of_its_json(data: dict[str, Json]) -> None:
    as_bytes = without("data") | {"datacontenttype": "application/json", "data_base64": encoded(json.dumps(data))}
    assert from_object(as_bytes) == from_object(event(data=data))


@pytest.mark.parametrize(("data", "encoded_data"), [({}, "e30="), (None, "e30="), ({}, None)])
def test_data_comes_only_once(data: Json, encoded_data: Json) -> None:
    both = event(datacontenttype="application/json", data=data, data_base64=encoded_data)
    assert faults_of(both) == [("invalid-field", "/data_base64")]


def test_base64_says_nothing_of_what_it_holds() -> None:
    assert faults_of(without("data") | {"data_base64": "e30="}) == [("missing-field", "/datacontenttype")]


@pytest.mark.parametrize("text", ["{}", "e30", "e30==", "e31=", "e3 0=", "e30=\n", "eyJ4Ijoi-_8ifQ==", "", "é", 7])
def test_base64_of_another_alphabet_or_padding_is_refused(text: Json) -> None:
    posted = without("data") | {"datacontenttype": "application/json", "data_base64": text}
    assert faults_of(posted) == [("invalid-field", "/data_base64")]


@pytest.mark.parametrize(
    ("text", "fault"), [("[]", "invalid-field"), ("{", "malformed"), ('{"a":1,"a":1}', "malformed")]
)
def test_base64_holds_a_json_object(text: str, fault: str) -> None:
    posted = without("data") | {"datacontenttype": "application/json", "data_base64": encoded(text)}
    assert faults_of(posted) == [(fault, "/data_base64")]
