"""A claim's past: its fold up to a moment, the figure of a period, what changed between two states."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
from hypothesis import given
from hypothesis import strategies as st

from adapters.codec import stored
from domain.attribution import Chain
from domain.canonical import canonical
from domain.claim import fold
from domain.events import Recorded
from domain.history import Shown, diff, up_to
from domain.stored_form import erase
from tests.past import shown_at, shown_revision

MINISTRY = {"who": {"id": "ru-mod", "kind": "office"}, "role": "originator", "stance": "asserts"}
OUTLET = {"who": {"id": "newsweek", "kind": "outlet"}, "role": "outlet", "stance": "reports"}
RELAY = {"who": {"id": "tass", "kind": "outlet"}, "role": "wire", "stance": "reports"}
FIRST_WEEK, FIRST_MONTH = "2022-02-24/2022-03-02", "2022-02-24/2022-03-25"


def history(*events: tuple[str, Mapping[str, Any]]) -> list[Recorded]:
    """A claim's stream at every second position, from 2 on."""
    return [recorded(version, type_, data) for version, (type_, data) in enumerate(events, start=1)]


def recorded(version: int, type_: str, data: Mapping[str, Any], *erased: str) -> Recorded:
    payload, gone = canonical(dict(data)), None
    if erased:
        payload, gone = erase(payload, type_ == "claim.corrected.v1", b"s" * 32, None, erased)
    return Recorded(
        stream="claim/c",
        version=version,
        position=2 * version,
        recorded_at=datetime(2022, 3, 2, tzinfo=UTC) + timedelta(days=version),
        type=type_,
        source="cms",
        id=f"e{version}",
        data=stored(type_, payload, gone),
    )


def reported(value: str = "498", **members: Any) -> tuple[str, dict[str, Any]]:
    data = {
        "question": "q",
        "scope": {},
        "figure": {"form": "exact", "value": value},
        "wording": f"{value} soldiers have died",
        "said_at": "2022-03-02",
        "refers_to": FIRST_WEEK,
        "attribution": [MINISTRY, OUTLET],
    }
    return "claim.reported.v1", data | members


def updated(value: str, said_at: str, **members: Any) -> tuple[str, dict[str, Any]]:
    data = {
        "figure": {"form": "exact", "value": value},
        "wording": f"{value} soldiers have died",
        "said_at": said_at,
        "refers_to": FIRST_MONTH,
        "reason": "said again",
    }
    return "claim.updated.v1", data | members


RETRACTED = ("claim.retracted.v1", {"by": "source", "reason": "withdrawn"})


def test_what_stood_at_a_position_is_what_was_recorded_up_to_it() -> None:
    events = history(reported(), updated("1351", "2022-03-25"))
    assert [len(list(up_to(position, events))) for position in (1, 2, 3, 4, 9)] == [0, 1, 1, 2, 2]


def test_a_change_of_an_exact_figure_is_told_to_the_last_digit() -> None:
    changed = difference(reported("0.10"), updated("3.10", "2022-03-25"))
    assert changed["figure"]["verdict"] == "disjoint"
    assert changed["figure"]["change"] == {"amount": "3.00", "low": "3.00", "high": "3.00"}


def test_only_the_bounds_that_both_figures_have_are_subtracted() -> None:
    changed = difference(
        reported("498"),
        updated("7000", "2022-03-25", figure={"form": "at_least", "value": "7000"}),
    )
    assert changed["figure"]["change"] == {"amount": "6502", "low": "6502", "high": None}
    assert changed["figure"]["bounds"]["to"]["high"] is None


def test_a_figure_without_amounts_has_changed_by_nothing_that_can_be_told() -> None:
    changed = difference(reported("498"), updated("many", "2022-03-25", figure={"form": "vague", "term": "hundreds"}))
    assert (changed["figure"]["verdict"], changed["figure"]["reasons"]) == ("undecidable", ["vague"])
    assert changed["figure"]["change"] is None


def test_a_tally_is_compared_part_by_part() -> None:
    parts = {"for": "145", "against": "5", "abstaining": "35"}
    wording = "145-5, with 35 abstentions"
    changed = difference(
        reported(figure={"form": "tally", "parts": parts, "of": "193"}, wording=wording),
        updated("141", "2022-03-25", figure={"form": "tally", "parts": parts | {"for": "141"}, "of": "193"}),
    )
    assert [(one["part"], one["verdict"], one["change"]) for one in changed["parts"]] == [
        ("abstaining", "same", "0"),
        ("against", "same", "0"),
        ("for", "disjoint", "-4"),
    ]


def test_a_part_that_only_one_tally_states_has_no_change() -> None:
    changed = difference(
        reported(figure={"form": "tally", "parts": {"for": "1"}}),
        updated("1", "2022-03-25", figure={"form": "tally", "parts": {"for": "1", "against": "2"}}),
    )
    assert changed["parts"][1] == {"part": "against", "from": None, "to": "2", "verdict": "contains", "change": None}


def test_the_wording_changes_word_by_word() -> None:
    changed = difference(reported("498"), updated("1351", "2022-03-25", wording="Over 1351 soldiers have died"))
    assert changed["wording"] == [
        {"op": "removed", "text": "498"},
        {"op": "added", "text": "Over 1351"},
        {"op": "same", "text": " soldiers have died"},
    ]


def test_the_chain_changes_hop_by_hop() -> None:
    changed = difference(reported(), updated("1351", "2022-03-25", attribution=[MINISTRY, RELAY, OUTLET]))
    assert changed["attribution"] == [
        {"op": "same", "hop": MINISTRY},
        {"op": "added", "hop": RELAY},
        {"op": "same", "hop": OUTLET},
    ]


def test_an_erased_wording_and_figure_say_only_that_they_are_erased() -> None:
    events = [recorded(1, *reported(), "/figure", "/wording"), recorded(2, *updated("1351", "2022-03-25"))]
    changed: Any = diff(revision(events, 1), revision(events, 2))
    assert changed["figure"]["from"] == {"redacted": True}
    assert (changed["figure"]["verdict"], changed["figure"]["change"]) == ("undecidable", None)
    assert changed["wording"] == [
        {"op": "removed", "text": {"redacted": True}},
        {"op": "added", "text": "1351 soldiers have died"},
    ]


def test_an_erased_hop_is_not_the_same_as_the_hop_that_it_was() -> None:
    events = [recorded(1, *reported(), "/attribution/1"), recorded(2, *updated("1", "2022-03-25"))]
    changed: Any = diff(revision(events, 1), Shown(None, chain_of(reported())))
    assert changed["attribution"][1:] == [{"op": "removed", "hop": {"redacted": True}}, {"op": "added", "hop": OUTLET}]


def test_what_does_not_stand_has_no_figure_to_compare() -> None:
    events = history(reported(), RETRACTED)
    before, after = (shown_at(position, events) for position in (2, 4))
    changed: Any = diff(before, after)
    assert changed["figure"] == {
        "from": {"form": "exact", "value": "498"},
        "to": None,
        "verdict": None,
        "change": None,
    }
    assert changed["wording"] == [{"op": "removed", "text": "498 soldiers have died"}]
    assert changed["said_at"] == {"from": "2022-03-02", "to": None}


def test_an_erased_wording_beside_none_is_shown_once() -> None:
    events = [recorded(1, *reported(), "/wording"), recorded(2, *RETRACTED)]
    changed: Any = diff(revision(events, 1), shown_at(4, events))
    assert changed["wording"] == [{"op": "removed", "text": {"redacted": True}}]


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_word_diff_spells_out_both_wordings(old: str, new: str) -> None:
    changed: Any = diff(worded(old), worded(new))
    assert spelled(changed["wording"], "removed") == old
    assert spelled(changed["wording"], "added") == new


def spelled(operations: list[dict[str, str]], own: str) -> str:
    return "".join(one["text"] for one in operations if one["op"] in ("same", own))


def worded(wording: str) -> Shown:
    revision = fold(history(reported())).revisions[1]
    revision.wording = wording
    return Shown(revision, ())


def chain_of(event: tuple[str, Mapping[str, Any]]) -> Chain:
    return fold(history(event)).chain


def revision(events: list[Recorded], number: int) -> Shown:
    return shown_revision(number, events)


def difference(*events: tuple[str, Mapping[str, Any]]) -> Any:
    """From the first revision to the second."""
    recorded_events = history(*events)
    return orjson.loads(orjson.dumps(diff(revision(recorded_events, 1), revision(recorded_events, 2))))
