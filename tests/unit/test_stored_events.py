"""What was stored yesterday is read, folded and proven today: one event of each stored type and version, to the byte.

A line of the file never changes. A new type or version gets a line of its own; where one is missing, the first test
says which. ``header``, ``payload``, ``secret``, ``erased`` and ``leaf`` are what the log holds; ``state`` is what the
stream amounted to after it.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from adapters.codec import stored
from domain.canonical import canonical
from domain.events import EVENT_TYPES
from domain.ledger import State, empty_state, evolve
from domain.ports import LogRow
from domain.question import QuestionState
from domain.stored_form import NESTED, commitment, header, header_pieces, leaf_hash, stored_commitments
from domain.story import StoryState
from domain.view import current_view, question_view
from domain.wire import instant_text, wire

EDITION_MEMBERS = ("outlet", "headline", "published_at", "url", "update_note", "text_sha256", "text", "version")
ASSET = Path(__file__).parents[1] / "assets" / "stored_events.jsonl"


def golden() -> list[dict[str, Any]]:
    return [json.loads(line) for line in ASSET.read_text(encoding="utf-8").splitlines()]


def row_of(line: dict[str, Any]) -> LogRow:
    told = json.loads(line["header"])
    return LogRow(
        position=told["position"],
        stream=told["stream"],
        version=told["version"],
        type=told["type"],
        source=told["source"],
        id=told["id"],
        recorded_at=datetime.fromisoformat(told["recorded_at"]),
        header=line["header"].encode(),
        payload=line["payload"].encode(),
        secret=None if line["secret"] is None else bytes.fromhex(line["secret"]),
        erased=None if line["erased"] is None else line["erased"].encode(),
    )


def told(state: State) -> dict[str, Any]:
    """What a stream amounts to, in the members that are never going to be called otherwise."""
    if isinstance(state, QuestionState):
        shown: Any = question_view("", state)
        return {name: shown[name] for name in ("version", "text", "scope", "tolerance", "topics")}
    if isinstance(state, StoryState):
        return {
            "version": state.version,
            "withdrawn": state.withdrawal is not None and wire(state.withdrawal.reason),
            "editions": [
                [
                    number,
                    *(wire(getattr(one, name)) for name in EDITION_MEMBERS),
                    [wire(each) for each in one.prints],
                    one.prints_version,
                ]
                for number, one in state.editions.items()
            ],
        }
    view: Any = current_view("", state)
    members = ("version", "status", "late", "question", "scope", "attribution", "links", "notes", "corrections")
    return {
        **{name: view[name] for name in members},
        "retracted": [one["by"] for one in view["retracted"]],
        "disputes": [[one["dispute"], one["revision"], one["aspect"], one["open"]] for one in view["disputes"]],
        "assessments": [[one["revision"], one["finding"]] for one in view["assessments"]],
        "revisions": [
            [
                one.number,
                wire(one.figure),
                wire(one.wording),
                one.said_at,
                one.refers_to,
                wire(one.occasion),
                one.replaced,
            ]
            for one in state.revisions
        ],
        "stands": state.revisions.standing and state.revisions.standing.number,
    }


def folded() -> Iterator[dict[str, Any]]:
    """What each line's stream amounted to after it."""
    states: dict[str, State] = {}
    for line in golden():
        row = row_of(line)
        state = states.setdefault(row.stream, empty_state(row.stream))
        evolve(state, row.holding(stored(row.type, row.payload, row.erased)))
        yield told(state)


def test_every_stored_type_and_version_has_a_line() -> None:
    assert {row_of(line).type for line in golden()} == set(EVENT_TYPES)


def test_some_lines_are_redacted_and_some_are_whole() -> None:
    assert {line["secret"] is None for line in golden()} == {True, False}


@pytest.mark.parametrize("line", golden(), ids=lambda line: f"{json.loads(line['header'])['position']}")
def test_a_stored_event_is_still_proven(line: dict[str, Any]) -> None:
    row = row_of(line)
    remade = commitment(stored_commitments(row.payload, row.type in NESTED, row.secret, row.erased))
    told = json.loads(row.header)
    pieces = header_pieces(remade, row.id, told["recorder"], row.source, row.stream, row.time, row.type)
    assert header(pieces, row.position, instant_text(row.recorded_at), row.version) == row.header
    assert leaf_hash(row.header).hex() == line["leaf"]
    assert remade == line["commitment"]


@pytest.mark.parametrize("line", golden(), ids=lambda line: f"{json.loads(line['header'])['position']}")
def test_a_stored_event_is_still_read_and_written_as_it_was(line: dict[str, Any]) -> None:
    row = row_of(line)
    data: Any = wire(stored(row.type, row.payload, row.erased))
    assert canonical(data) == canonical(
        as_shown(json.loads(row.payload), gone=json.loads(line["erased"] or '{"erased": {}}'))
    )


def as_shown(payload: dict[str, Any], gone: dict[str, Any]) -> dict[str, Any]:
    """The payload as an answer shows it: erased units say so, absent members are left out."""
    return {name: value for name, value in _members(payload, "", set(gone["erased"])).items() if value is not None}


def _members(members: dict[str, Any], at: str, gone: set[str]) -> dict[str, Any]:
    return {name: _shown(name, value, f"{at}/{name}", gone) for name, value in members.items()}


def _shown(name: str, value: Any, pointer: str, gone: set[str]) -> Any:
    if pointer in gone:
        return {"redacted": True}
    if name == "is":
        return {member: one for member, one in _members(value, pointer, gone).items() if one is not None}
    if name == "was":
        return _members(value, pointer, gone)
    if isinstance(value, list):
        return [_shown("", one, f"{pointer}/{n}", gone) for n, one in enumerate(value)]
    return value


def test_the_stored_streams_still_amount_to_the_same() -> None:
    assert list(folded()) == [line["state"] for line in golden()]
