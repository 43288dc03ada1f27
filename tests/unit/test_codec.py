"""From the wire to types and back: every type round-trips, every wrong shape is named, what is erased reads so."""

from typing import Any, get_type_hints

import orjson
import pytest

from adapters.codec import erased_pointers, stored, validated
from adapters.faults import MOST_FAULTS
from domain.canonical import canonical
from domain.event_parts import MEMBERS
from domain.events import EVENT_TYPES, Corrected, Disputed, EventData, Recorded, Reported
from domain.refusals import Refusal
from domain.shapes import ERASED, Erased
from domain.stored_form import NESTED, erase, units
from domain.wire import wire
from tests.events import (
    CMS,
    QUESTION,
    Event,
    approximate,
    asked,
    chain,
    corrected,
    disputed,
    exact,
    question_redacted,
    redacted,
    relative,
    reported,
    retracted,
    tally,
    updated,
)
from tests.every_type import A_CLAIM_OF_EVERY_TYPE, A_QUESTION_OF_EVERY_TYPE, A_STORY_OF_EVERY_TYPE

SECRET = bytes(range(32))
ALL = [*A_CLAIM_OF_EVERY_TYPE, *A_QUESTION_OF_EVERY_TYPE, *A_STORY_OF_EVERY_TYPE]


def read(event: Event) -> EventData | list[Refusal]:
    return validated(event["type"], event["data"], canonical(event["data"]))


def typed(event: Event) -> EventData:
    data = read(event)
    assert not isinstance(data, list), data
    return data


def faults(event: Event) -> list[tuple[str, str]]:
    data = read(event)
    assert isinstance(data, list), data
    return [(one.name, one.pointer) for one in data]


def fault(event: Event) -> Refusal:
    data = read(event)
    assert isinstance(data, list), data
    (only,) = data
    return only


def with_figure(figure: object) -> Event:
    return updated_with({"figure": figure})


def updated_with(members: dict[str, Any]) -> Event:
    return updated() | {"data": updated()["data"] | members}


@pytest.mark.parametrize("event", ALL)
def test_a_stored_event_reads_as_it_was_posted(event: Event) -> None:
    data = typed(event)
    assert stored(event["type"], canonical(event["data"]), None) == data
    assert type(data) is EVENT_TYPES[event["type"]]


@pytest.mark.parametrize("event", ALL)
def test_an_event_goes_back_to_the_wire_as_it_came(event: Event) -> None:
    shown: Any = wire(typed(event))
    without_nulls = orjson.loads(canonical(event["data"]))
    if "is" in without_nulls:
        without_nulls["is"] = {name: one for name, one in without_nulls["is"].items() if one is not None}
    assert shown == without_nulls


def test_the_examples_have_every_type_there_is() -> None:
    assert {event["type"] for event in ALL} == set(EVENT_TYPES)


def test_the_table_is_closed() -> None:
    refusal = fault(reported() | {"type": "os.system"})
    assert (refusal.name, refusal.pointer, refusal.got) == ("unknown-event-type", "/type", "os.system")
    assert refusal.expected == ", ".join(EVENT_TYPES)
    with pytest.raises(KeyError):
        stored("builtins.dict", b"{}", None)


@pytest.mark.parametrize("event", ALL)
def test_whatever_unit_is_erased_the_rest_reads_as_it_was(event: Event) -> None:
    whole = typed(event)
    payload = canonical(event["data"])
    nested = event["type"] in NESTED
    for pointer, _ in units(event["data"], nested):
        blanked, column = erase(payload, nested, SECRET, None, [pointer])
        data = stored(event["type"], blanked, column)
        assert at(data, pointer) in (ERASED, {"redacted": True})
        assert {one for one, value in parts(data) if value != dict(parts(whole))[one]} == {pointer}


def parts(data: EventData) -> list[tuple[str, Any]]:
    """Every unit of typed data, by pointer, with what stands there."""
    sent = {name: at(data, f"/{name}") for name in wire_names(data)}
    found: list[tuple[str, Any]] = []
    for name, value in sent.items():
        if name in ("was", "is"):
            members = value if isinstance(value, dict) else {one: getattr(value, one) for one in value.named()}
            found += [one for member, inside in members.items() for one in elements(f"/{name}/{member}", inside)]
        else:
            found += elements(f"/{name}", value)
    return found


def elements(pointer: str, value: Any) -> list[tuple[str, Any]]:
    if isinstance(value, tuple | list):
        return [(f"{pointer}/{n}", one) for n, one in enumerate(value)]
    return [(pointer, value)]


def wire_names(data: EventData) -> list[str]:
    return [name.removesuffix("_") for name in get_type_hints(type(data)) if name != "stored_as"]


def at(data: Any, pointer: str) -> Any:
    for step in pointer.split("/")[1:]:
        if isinstance(data, tuple | list):
            data = data[int(step)]
        elif isinstance(data, dict):
            data = data[step]
        else:
            data = getattr(data, "is_" if step == "is" else step)
    return data


def test_what_is_erased_in_was_shows_as_every_answer_shows_it() -> None:
    sent = corrected({"figure": exact("1"), "attribution": chain()}, {"figure": exact("2"), "attribution": chain("un")})
    blanked, column = erase(
        canonical(sent["data"]), Corrected.stored_as in NESTED, SECRET, None, ["/was/figure", "/was/attribution/0"]
    )
    data = stored(sent["type"], blanked, column)
    assert isinstance(data, Corrected)
    assert data.was == {"figure": {"redacted": True}, "attribution": [{"redacted": True}, chain()[1]]}


def test_null_in_is_means_absent_beside_what_is_erased() -> None:
    sent = corrected({"occasion": "a", "statement": None}, {"occasion": None, "statement": "He said"})
    blanked, column = erase(canonical(sent["data"]), Corrected.stored_as in NESTED, SECRET, None, ["/is/statement"])
    data = stored(sent["type"], blanked, column)
    assert isinstance(data, Corrected)
    assert (data.is_.occasion, data.is_.statement, data.is_.named()) == (None, ERASED, ("statement", "occasion"))


def test_the_erased_pointers_of_a_row_stand_in_its_column() -> None:
    _, column = erase(
        canonical(reported()["data"]), Reported.stored_as in NESTED, SECRET, None, ["/wording", "/attribution/1"]
    )
    assert set(erased_pointers(column)) == {"/wording", "/attribution/1"}
    assert erased_pointers(None) == {}


def test_nobody_can_post_what_reads_as_erased() -> None:
    assert faults(updated({"redacted": True})) == [("invalid-field", "/data/wording")]


@pytest.mark.parametrize("member", ["target", "said_at", "refers_to", "dispute", "question", "version", "fields"])
def test_what_may_never_be_redacted_has_no_type_that_can_be_erased(member: str) -> None:
    hints = [get_type_hints(kind)[member] for kind in EVENT_TYPES.values() if member in get_type_hints(kind)]
    assert hints
    assert all(Erased not in getattr(hint, "__args__", ()) for hint in hints)


def test_the_members_of_was_and_is_are_those_of_the_events_page() -> None:
    assert set(MEMBERS) == {
        *("figure", "wording", "wording_note", "statement", "language", "refers_to", "said_at", "occasion"),
        *("published_at", "selector", "scope", "attribution", "question"),
    }


@pytest.mark.parametrize(
    ("figure", "name", "pointer"),
    [
        ({"value": "1"}, "missing-field", "/data/figure/form"),
        ({"form": "exact"}, "missing-field", "/data/figure/value"),
        ({"form": "exakt", "value": "1"}, "invalid-field", "/data/figure/form"),
        ({"form": ["exact"]}, "invalid-field", "/data/figure/form"),
        ({"form": "exact", "value": "1", "exact": 1}, "unknown-field", "/data/figure/exact"),
        ({"form": "none", "value": "1"}, "unknown-field", "/data/figure/value"),
        ("498", "invalid-field", "/data/figure"),
        (7, "invalid-field", "/data/figure"),
        ([], "invalid-field", "/data/figure"),
        (exact("1e3"), "not-an-amount", "/data/figure/value"),
        ({"form": "exact", "value": 1.5}, "not-an-amount", "/data/figure/value"),
        ({"form": "exact", "value": ["1"]}, "not-an-amount", "/data/figure/value"),
        (approximate("1", leaning="left"), "invalid-field", "/data/figure/leaning"),
        ({"form": "range", "low": "1"}, "missing-field", "/data/figure/high"),
        ({"form": "vague", "term": ""}, "invalid-field", "/data/figure/term"),
        ({"form": "tally", "parts": {}}, "invalid-field", "/data/figure/parts"),
        ({"form": "tally", "parts": {"": "1"}}, "invalid-field", "/data/figure/parts/"),
        (tally("x", a="1"), "not-an-amount", "/data/figure/of"),
        ({"form": "tally", "parts": {"a/b~c": 1}}, "not-an-amount", "/data/figure/parts/a~1b~0c"),
        (relative() | {"to": {}}, "missing-field", "/data/figure/to/claim"),
        (relative() | {"to": "yesterday"}, "invalid-field", "/data/figure/to"),
        (relative() | {"to": {"claim": "A"}}, "invalid-field", "/data/figure/to/claim"),
        (relative() | {"to": {"claim": "a", "words": "b"}}, "unknown-field", "/data/figure/to/claim"),
        (relative() | {"to": {"words": "b", "x": 1}}, "unknown-field", "/data/figure/to/x"),
    ],
)
def test_a_figure_of_a_wrong_shape_is_refused_at_the_member_that_is_wrong(
    figure: object, name: str, pointer: str
) -> None:
    assert faults(with_figure(figure)) == [(name, pointer)]


@pytest.mark.parametrize(
    ("event", "name", "pointer"),
    [
        (updated(colour="red"), "unknown-field", "/data/colour"),
        (updated(position=3), "server-field", "/data/position"),
        (updated(recorded_at="2022-03-02"), "server-field", "/data/recorded_at"),
        (updated(version=3), "server-field", "/data/version"),
        (updated(occasion=None), "null-not-allowed", "/data/occasion"),
        (updated(reason=None), "null-not-allowed", "/data/reason"),
        (updated(selector={"exact": "x", "start": None}), "null-not-allowed", "/data/selector/start"),
        (updated(attribution=[*chain(), None]), "null-not-allowed", "/data/attribution/2"),
        (updated_with({"a~b/c": None}), "null-not-allowed", "/data/a~0b~1c"),
        (updated(""), "invalid-field", "/data/wording"),
        (updated("x" * 4001), "invalid-field", "/data/wording"),
        (updated(7), "invalid-field", "/data/wording"),
        (updated(said_at="yesterday"), "invalid-field", "/data/said_at"),
        (updated(said_at=["2022"]), "invalid-field", "/data/said_at"),
        (updated(refers_to="2023-02-29"), "invalid-field", "/data/refers_to"),
        (updated(published_at="2022-03-02T10:00:00"), "invalid-field", "/data/published_at"),
        (updated(attribution=[]), "invalid-field", "/data/attribution"),
        (updated(attribution="ru-mod"), "invalid-field", "/data/attribution"),
        (updated(attribution=["ru-mod"]), "invalid-field", "/data/attribution/0"),
        (updated(attribution=[chain()[0] | {"party": "yes"}]), "invalid-field", "/data/attribution/0/party"),
        (updated(attribution=[chain()[0] | {"sha256": "A"}]), "invalid-field", "/data/attribution/0/sha256"),
        (updated(attribution=[chain()[0] | {"rank": 1}]), "unknown-field", "/data/attribution/0/rank"),
        (updated(attribution=[chain()[0] | {"stance": "shouts"}]), "invalid-field", "/data/attribution/0/stance"),
        (updated(attribution=chain("Ru-Mod")), "invalid-field", "/data/attribution/0/who/id"),
        (updated(attribution=chain("a" * 129)), "invalid-field", "/data/attribution/0/who/id"),
        (reported(scope={"signed": False}), "invalid-field", "/data/scope/signed"),
        (reported(scope={"colour": "red"}), "unknown-field", "/data/scope/colour"),
        (reported(scope=None), "null-not-allowed", "/data/scope"),
        (reported(language="x"), "invalid-field", "/data/language"),
        (reported(question="Q\n"), "invalid-field", "/data/question"),
        (corrected({"figur": 1}, {}), "unknown-field", "/data/was/figur"),
        (corrected({}, {"figur": 1}), "unknown-field", "/data/is/figur"),
        (corrected({}, {}, is_={}), "unknown-field", "/data/is_"),
        (corrected({}, {"figure": None}), "null-not-allowed", "/data/is/figure"),
        (corrected({}, {"scope": None}), "null-not-allowed", "/data/is/scope"),
        (corrected({}, {"said_at": None}), "null-not-allowed", "/data/is/said_at"),
        (corrected({}, {"selector": {"exact": None}}), "null-not-allowed", "/data/is/selector/exact"),
        (corrected({"selector": {"exact": None}}, {}), "null-not-allowed", "/data/was/selector/exact"),
        (corrected({}, {}, was=[]), "invalid-field", "/data/was"),
        (corrected({}, {}, kind="typo"), "invalid-field", "/data/kind"),
        (corrected({}, {}, approver=7), "invalid-field", "/data/approver"),
        (corrected({}, {}, approver=""), "invalid-field", "/data/approver"),
        (corrected({}, {}, approver={"party": 1}), "unknown-field", "/data/approver/party"),
        (corrected({}, {}, target=0), "invalid-field", "/data/target"),
        (corrected({}, {}, target=True), "invalid-field", "/data/target"),
        (corrected({}, {}, target="one"), "invalid-field", "/data/target"),
        (corrected({}, {}, target={}), "missing-field", "/data/target/id"),
        (corrected({}, {}, target={"id": ""}), "invalid-field", "/data/target/id"),
        (corrected({}, {}, target={"id": "a", "event": 1}), "unknown-field", "/data/target/event"),
        (disputed("D 1"), "invalid-field", "/data/dispute"),
        (retracted("us"), "invalid-field", "/data/by"),
        (redacted(0, "/wording"), "invalid-field", "/data/version"),
        (redacted(1), "invalid-field", "/data/fields"),
        (redacted(1, "wording"), "invalid-field", "/data/fields/0"),
        (redacted(1, "/a~2"), "invalid-field", "/data/fields/0"),
        (asked(tolerance="0"), "invalid-field", "/data/tolerance"),
        (asked(tolerance="1"), "invalid-field", "/data/tolerance"),
        (asked(tolerance="0.00"), "invalid-field", "/data/tolerance"),
        (asked(topics=[]), "invalid-field", "/data/topics"),
    ],
)
def test_data_of_a_wrong_shape_is_refused_at_the_member_that_is_wrong(event: Event, name: str, pointer: str) -> None:
    assert faults(event) == [(name, pointer)]


def test_every_fault_is_found_once_also_beside_a_null() -> None:
    sent = updated(reason=None, occasion=None, position=3, colour="red", said_at="yesterday")
    assert faults(sent) == [
        ("null-not-allowed", "/data/reason"),
        ("null-not-allowed", "/data/occasion"),
        ("invalid-field", "/data/said_at"),
        ("server-field", "/data/position"),
        ("unknown-field", "/data/colour"),
    ]


@pytest.mark.parametrize(
    ("event", "expected", "got"),
    [
        (updated(occasion=None), "a value, or no such member at all", None),
        (corrected({}, {"figure": None}), "a value", None),
        (updated(colour="red"), "no such member", "red"),
        (updated(position={}), "no such member: the service sets it", "an object"),
        (with_figure({"value": "1"}), "form, which says what kind of figure this is", None),
        (with_figure("498"), "an object", "498"),
        (with_figure(exact("1 000")), 'a decimal string of at most 40 digits, such as "3.10"', "1 000"),
        (updated(attribution=["ru-mod"]), "an object", "ru-mod"),
        (
            updated(attribution=chain() * 51),
            "at most 100 items",
            "an array",
        ),
        (updated(attribution=[]), "at least 1 item", "an array"),
        (updated(attribution={}), "an array", "an object"),
        (with_figure({"form": "tally", "parts": []}), "an object", "an array"),
        (updated(""), "at least 1 character", ""),
        (updated("x" * 4001), "at most 4000 characters", "x" * 200 + "…"),
        (reported(question="Ru"), "a string of the form ^[a-z0-9][a-z0-9._~-]{0,127}$", "Ru"),
        (reported(scope={"signed": False}), "true", False),
        (updated(refers_to="2022-13"), "a month and a day that the calendar has", "2022-13"),
        (retracted("us"), "'source' or 'outlet'", "us"),
        (corrected({}, {}, target="one"), "a revision's number, or the identity of the event that made it", "one"),
        (corrected({}, {}, approver=[]), "a name, or an object", "an array"),
        (updated(said_at="x" * 300), "at most 100 characters", "x" * 200 + "…"),
        (updated(7.5), "a string", 7.5),
    ],
)
def test_a_refusal_of_a_shape_says_what_was_expected_and_what_came(event: Event, expected: str, got: object) -> None:
    refusal = fault(event)
    assert (refusal.expected, refusal.got) == (expected, got)


@pytest.mark.parametrize(
    "event",
    [
        redacted(1, *["wording"] * 5_000),
        question_redacted(1, "/note") | {"data": dict.fromkeys(map(str, range(5_000)))},
    ],
    ids=["wrong elements", "nulls"],
)
def test_of_thousands_of_faults_the_first_are_told(event: Event) -> None:
    assert MOST_FAULTS <= len(faults(event)) < 2 * MOST_FAULTS


def test_of_an_array_of_thousands_each_wrong_element_is_told_as_of_a_short_one() -> None:
    assert faults(redacted(1, *["wording"] * 5_000))[:2] == [
        ("invalid-field", "/data/fields/0"),
        ("invalid-field", "/data/fields/1"),
    ]


def test_the_word_null_in_a_text_is_no_null() -> None:
    assert (
        wire(typed(updated("null and void", wording_note="null")))
        == updated("null and void", wording_note="null")["data"]
    )


def test_was_takes_any_value_for_it_is_compared_and_never_read() -> None:
    data = typed(corrected({"figure": {"redacted": True}, "occasion": None, "selector": 7}, {}))
    assert isinstance(data, Corrected)
    assert data.was == {"figure": {"redacted": True}, "occasion": None, "selector": 7}


def test_a_party_is_told_in_full_or_by_name() -> None:
    named, told = (typed(corrected({}, {}, approver=one)) for one in ("the desk", {"id": "desk", "kind": "office"}))
    assert isinstance(named, Corrected)
    assert isinstance(told, Corrected)
    assert (wire(named.approver), wire(told.approver)) == ("the desk", {"id": "desk", "kind": "office"})


def test_amounts_and_times_stay_as_they_were_written() -> None:
    data = typed(reported("3.10", exact("3.10"), said_at="2022-03-02t20:41:07z"))
    assert isinstance(data, Reported)
    assert (wire(data.figure), data.said_at) == (exact("3.10"), "2022-03-02t20:41:07z")


def test_a_chain_keeps_its_order() -> None:
    data = typed(disputed())
    assert isinstance(data, Disputed)
    assert wire(data.by) == disputed()["data"]["by"]


def test_an_event_of_the_log_has_the_librarys_names_too() -> None:
    recorded = Recorded(f"question/{QUESTION}", 3, 9, None, "t", CMS, "i", typed(asked()))  # type: ignore[arg-type]  # no time needed
    assert (recorded.originator_id, recorded.originator_version) == (recorded.stream, 3)
