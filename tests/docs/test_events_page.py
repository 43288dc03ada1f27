"""docs/events.md names every kind of event and every member, and its examples are recorded as they stand."""

import re
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any, get_args

import orjson
import pytest

from domain import attribution, event_parts, figure
from domain.attribution import Hop
from domain.event_parts import Print, Selector
from domain.events import EVENT_TYPES
from domain.receipt import Receipt
from domain.scope import Scope
from tests.ledger import Ledger

PAGE = (Path(__file__).parents[2] / "docs" / "events.md").read_text()
SECTIONS = dict(re.findall(r"^### (\S+)\n(.*?)(?=^##|\Z)", PAGE, re.MULTILINE | re.DOTALL))
KINDS = {name: words for name, words in SECTIONS.items() if "." in name}
SUBJECTS = {"question": "ru-soldiers-killed", "claim": "ru-mod.ru-soldiers-killed", "story": "almost-500-dead"}
SHAPES = {"scope": Scope, "hop": Hop, "selector": Selector, "print": Print}
WORDS = {
    "Aspect": "claim.disputed.v1",
    "Outcome": "claim.dispute_resolved.v1",
    "Finding": "claim.assessed.v1",
    "Relation": "claim.linked.v1",
    "Retractor": "claim.retracted.v1",
    "CorrectionKind": "claim.corrected.v1",
    "MemberName": "claim.corrected.v1",
    "Ground": "claim.redacted.v1",
    "Placement": "print",
    "Kind": "hop",
    "Role": "hop",
    "Stance": "hop",
    "Medium": "hop",
    "Anonymity": "hop",
}
"""The closed lists of words, each with where the page has them."""


def members_told(section: str) -> set[str]:
    (told,) = re.findall(r"Members: (.*?)\.(?:\s|$)", re.sub(r"\([^)]*\)", "", section), re.DOTALL)
    return set(re.findall(r"`([a-z_0-9]+\??)`", told))


def members_of(shape: Any) -> set[str]:
    """As the wire names them, ``?`` after those that may be left out."""
    optional = {one.name for one in fields(shape) if one.default is not MISSING or one.default_factory is not MISSING}
    return {one.name.rstrip("_") + ("?" if one.name in optional else "") for one in fields(shape)}


def test_every_kind_of_event_has_its_section_and_nothing_else_has() -> None:
    assert KINDS.keys() == EVENT_TYPES.keys()


@pytest.mark.parametrize("name", EVENT_TYPES)
def test_the_members_of_a_kind_are_those_of_the_code(name: str) -> None:
    assert members_told(KINDS[name]) == members_of(EVENT_TYPES[name])


@pytest.mark.parametrize("name", SHAPES)
def test_the_members_of_a_shape_are_those_of_the_code(name: str) -> None:
    assert members_told(SECTIONS[name]) == members_of(SHAPES[name])


@pytest.mark.parametrize(("words", "section"), WORDS.items())
def test_every_word_of_a_closed_list_is_told(words: str, section: str) -> None:
    listed = get_args(getattr(event_parts, words, None) or getattr(attribution, words))
    assert listed
    assert set(listed) <= set(re.findall(r"`(\w+)`", SECTIONS[section]))


def test_every_form_of_a_figure_is_told() -> None:
    shapes = (getattr(shape, "__annotations__", {}) for shape in vars(figure).values())
    forms = {get_args(named["form"])[0] for named in shapes if "form" in named}
    assert {"exact", "none"} < forms <= set(re.findall(r"`(\w+)`", SECTIONS["figure"]))


def test_the_examples_are_recorded_one_after_another() -> None:
    ledger = Ledger()
    for n, (name, section) in enumerate(KINDS.items()):
        (example,) = re.findall(r"```json\n(.*?)```", section, re.DOTALL)
        subject = SUBJECTS[name.partition(".")[0]]
        event = {"source": "https://newsroom.example/cms", "id": f"page-{n}", "type": name, "subject": subject}
        answer = ledger.post(event | {"data": orjson.loads(example)})
        assert isinstance(answer, Receipt), (name, answer)
        assert answer.status == "recorded"
