"""From the entries of a form to an event's data, and from a refusal's pointer back to the field."""

from typing import Any

import pytest

from api.web.forms.assembled import assembled
from api.web.forms.entries import as_entries, change_of, with_parts_named, with_rows_changed
from api.web.forms.fields import Field, fields_of, laid_out
from api.web.forms.pointers import field_at
from api.web.forms.publishing import PUBLISH
from api.web.forms.verbs import REPORT, VERBS
from domain.claim_state import ClaimState
from domain.story import StoryState

HOP = {"attribution.0.who.id": "ru-mod", "attribution.0.role": "originator"}
REPORTED = {"figure.form": "exact", "figure.value": "1,351", "wording": "1,351 soldiers", **HOP}


def report(entries: dict[str, str]) -> Any:
    nodes = laid_out(REPORT.items(ClaimState(), entries), entries)
    return nodes, assembled(nodes, entries)


def data_of(entries: dict[str, str]) -> dict[str, Any]:
    return dict(report(entries)[1].data)


def field_of(pointer: str, entries: dict[str, str]) -> str | None:
    nodes, made = report(entries)
    found = field_at(pointer, nodes, made.rows)
    return None if found is None else found.name


def test_names_with_dots_are_members_within_members() -> None:
    data = data_of(REPORTED)
    assert data["figure"] == {"form": "exact", "value": "1351"}
    assert data["attribution"] == [{"who": {"id": "ru-mod"}, "role": "originator"}]


def test_what_is_empty_or_blank_is_left_out() -> None:
    data = data_of({**REPORTED, "refers_to": "", "note": " \n ", "scope.place": ""})
    assert not data.keys() & {"refers_to", "note", "scope"}


def test_only_the_members_of_the_chosen_form_are_sent() -> None:
    entries = {"figure.form": "range", "figure.low": "10", "figure.high": "12", "figure.value": "11"}
    assert data_of(entries)["figure"] == {"form": "range", "low": "10", "high": "12"}


def test_a_part_of_a_tally_may_be_called_anything() -> None:
    entries = {"figure.form": "tally", "figure.parts.did not vote. at all": "3", "figure.parts.for": "141"}
    assert data_of(entries)["figure"]["parts"] == {"did not vote. at all": "3", "for": "141"}


def test_another_part_of_a_tally_keeps_its_name() -> None:
    entries = {
        "figure.form": "tally",
        "figure.parts.for": "141",
        "figure.part.name": "against",
        "figure.part.amount": "5",
    }
    assert data_of(with_parts_named(entries))["figure"]["parts"] == {"for": "141", "against": "5"}


def test_an_amount_that_was_spelled_anew_is_told() -> None:
    (turned,) = report(REPORTED)[1].turned
    assert (turned.field.name, turned.typed, turned.recorded) == ("figure.value", "1,351", "1351")


def test_a_row_without_entries_is_not_sent_and_refusals_still_find_their_row() -> None:
    entries = {**HOP, "attribution.1.who.id": "", "attribution.2.who.id": "newsweek", "attribution.2.role": "outlet"}
    assert [one["role"] for one in data_of(entries)["attribution"]] == ["originator", "outlet"]
    assert field_of("/data/attribution/1/stance", entries) == "attribution.2.stance"


@pytest.mark.parametrize(
    ("pointer", "field"),
    [
        ("/data/figure/value", "figure.value"),
        ("/data/figure", "figure.form"),
        ("/data/wording", "wording"),
        ("/data/attribution", "attribution.0.who.name"),
        ("/data/attribution/0/who/kind", "attribution.0.who.kind"),
        ("/data/scope/signed", "scope.signed"),
        ("/subject", "subject"),
        ("/expectedversion", None),
        ("", None),
    ],
)
def test_a_refusal_stands_beside_its_field(pointer: str, field: str | None) -> None:
    assert field_of(pointer, REPORTED) == field


def test_what_was_recorded_is_told_beside_what_is_right() -> None:
    nodes = laid_out([Field("is.wording", "Wording")], {})
    found = field_at("/data/was/wording", nodes, {})
    assert found is not None
    assert found.name == "is.wording"


def test_recorded_json_and_its_entries_say_the_same() -> None:
    hops = [{"who": {"id": "ru-mod", "kind": "office"}, "role": "originator", "stance": "asserts", "party": True}]
    assert data_of(as_entries(hops, "attribution"))["attribution"] == hops


def test_erased_values_have_no_entries() -> None:
    assert as_entries({"value": {"redacted": True}, "form": "exact"}, "figure") == {"figure.form": "exact"}


def test_a_row_is_added_and_every_entry_is_kept() -> None:
    added = with_rows_changed(HOP, ("add", "attribution"))
    assert added.items() >= HOP.items()
    assert "attribution.1.role" in {one.name for one in fields_of(report(added)[0])}


def test_a_row_put_before_another_moves_it_down() -> None:
    moved = with_rows_changed(HOP, ("before", "attribution.0"))
    assert moved["attribution.1.who.id"] == "ru-mod"


def test_a_row_taken_out_closes_the_gap() -> None:
    entries = {**HOP, "attribution.1.who.id": "newsweek", "wording": "498"}
    assert with_rows_changed(entries, ("remove", "attribution.0")) == {
        "attribution.0.who.id": "newsweek",
        "wording": "498",
    }


@pytest.mark.parametrize("pressed", ["record", "preview", "add:", "remove:../x", "drop:attribution.0"])
def test_other_buttons_leave_rows_alone(pressed: str) -> None:
    assert change_of(pressed) is None


def test_a_print_that_is_only_remembered_is_no_print() -> None:
    entries = {"prints.0.of": "1-0", "prints.1.claim": "c", "prints.1.of": "1-1"}
    nodes = laid_out(PUBLISH.items(StoryState(), entries), entries)
    assert assembled(nodes, entries).data["prints"] == [{"claim": "c", "of": "1-1"}]


@pytest.mark.parametrize("verb", [REPORT, *VERBS.values()], ids=lambda verb: verb.type)
def test_no_verb_has_two_fields_of_one_name(verb: Any) -> None:
    entries = verb.filled(ClaimState(), {})
    names = [one.name for one in fields_of(laid_out(verb.items(ClaimState(), entries), entries))]
    assert len(names) == len(set(names))


def test_a_vote_asks_for_its_three_parts_and_one_more_at_once() -> None:
    names = [one.name for one in fields_of(report({"figure.form": "tally"})[0]) if one.name.startswith("figure.part")]
    assert names == ["figure.parts.for", "figure.parts.against", "figure.parts.abstaining", "figure.part.name",
                     "figure.part.amount"]  # fmt: skip


def test_a_tally_with_parts_of_its_own_asks_for_these() -> None:
    entries = {"figure.form": "tally", "figure.parts.killed": ""}
    names = [one.name for one in fields_of(report(entries)[0]) if one.name.startswith("figure.parts.")]
    assert names == ["figure.parts.killed"]


@pytest.mark.parametrize("name", ["attribution.0.who.name", "attribution.0.who.id"])
def test_nothing_is_called_optional_that_may_be_asked_for(name: str) -> None:
    (one,) = (one for one in fields_of(report({})[0]) if one.name == name)
    assert not one.is_optional
