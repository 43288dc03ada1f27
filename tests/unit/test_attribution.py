"""The chain of hops: one originator, first; nobody twice but in touching hops; nothing to protect in the clear."""

from typing import Any

import pytest
from pydantic import TypeAdapter

from domain.attribution import Chain, Hop, chain_faults, is_originator_erased, originator, parties
from domain.refusals import Refusal
from domain.shapes import ERASED
from tests.events import chain, hop

HOPS: TypeAdapter[tuple[Hop, ...]] = TypeAdapter(tuple[Hop, ...])
UNNAMED = {"kind": "unnamed"}


def hops(*sent: dict[str, Any]) -> tuple[Hop, ...]:
    return HOPS.validate_python(sent)


def faults(*sent: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one.name, one.pointer) for one in chain_faults(hops(*sent), "/data/attribution")]


def fault(*sent: dict[str, Any]) -> Refusal:
    (only,) = chain_faults(hops(*sent), "/data/attribution")
    return only


def first(who: str | None = "ru-mod", **more: Any) -> dict[str, Any]:
    return hop(who, "originator", "asserts", **more)


@pytest.mark.parametrize(
    "sent",
    [
        chain(),
        chain(None),
        chain("ru-mod", "tass"),
        [first()],
        [first("newsweek"), hop("newsweek", "outlet")],
        [first(), hop("igor-konashenkov", "spokesperson"), hop("newsweek", "outlet")],
        [first(None), hop(None), hop(None)],
        [first(None, anonymity="confidential"), hop("newsweek", "outlet")],
        [first() | {"who": {"kind": "person"}, "anonymity": "background"}],
    ],
)
def test_a_chain_that_holds_together_has_no_faults(sent: list[dict[str, Any]]) -> None:
    assert faults(*sent) == []


def test_an_id_does_not_make_the_unnamed_somebody() -> None:
    unnamed = hops(first() | {"who": {"id": "a-source", "kind": "unnamed"}})
    assert originator(unnamed) is None
    assert parties(unnamed) == ("a-source",)


def test_the_originator_stands_first() -> None:
    refusal = fault(hop("newsweek", "outlet"))
    assert (refusal.name, refusal.pointer, refusal.got) == ("bad-chain", "/data/attribution/0/role", "outlet")


def test_there_is_one_originator() -> None:
    refusal = fault(first(), first("un"))
    assert (refusal.name, refusal.pointer, refusal.got) == ("bad-chain", "/data/attribution/1/role", "originator")


def test_a_spokesperson_follows_the_originator() -> None:
    refusal = fault(first(), hop("tass"), hop("igor-konashenkov", "spokesperson"))
    assert (refusal.name, refusal.pointer, refusal.got) == ("bad-chain", "/data/attribution/2/role", "spokesperson")


def test_whoever_is_not_unnamed_has_an_id() -> None:
    refusal = fault(first() | {"who": {"name": "The ministry", "kind": "office"}})
    assert (refusal.name, refusal.pointer, refusal.got) == ("bad-chain", "/data/attribution/0/who/id", "office")


def test_nobody_stands_twice_but_in_touching_hops() -> None:
    refusal = fault(first("newsweek"), hop("tass"), hop("newsweek", "outlet"))
    assert (refusal.name, refusal.pointer, refusal.got) == ("bad-chain", "/data/attribution/2/who/id", "newsweek")


def test_three_hops_of_one_party_do_not_all_touch() -> None:
    assert faults(first("tass"), hop("tass"), hop("tass", "outlet")) == [("bad-chain", "/data/attribution/2/who/id")]


def test_a_confidential_source_is_never_taken_in_the_clear_and_never_shown_in_the_refusal() -> None:
    told = {"id": "deep-throat", "name": "Mark Felt", "kind": "person"}
    found = chain_faults(hops(first() | {"who": told, "anonymity": "confidential"}), "/data/attribution")
    assert [(one.name, one.pointer, one.got) for one in found] == [
        ("not-sealed", "/data/attribution/0/who/id", None),
        ("not-sealed", "/data/attribution/0/who/name", None),
    ]


def test_every_fault_of_a_chain_is_found() -> None:
    assert faults(hop("a"), first("b"), hop("a"), hop("c", "spokesperson")) == [
        ("bad-chain", "/data/attribution/0/role"),
        ("bad-chain", "/data/attribution/1/role"),
        ("bad-chain", "/data/attribution/3/role"),
        ("bad-chain", "/data/attribution/2/who/id"),
    ]


def test_the_originator_is_the_id_of_the_first_hop_if_it_has_one() -> None:
    erased: Chain = (ERASED, *hops(*chain())[1:])
    assert originator(hops(*chain("ru-mod"))) == "ru-mod"
    assert originator(hops(*chain(None))) is None
    assert originator(erased) is None
    assert originator(()) is None


def test_an_erased_originator_is_told_from_an_unnamed_one() -> None:
    assert is_originator_erased((ERASED,))
    assert not is_originator_erased(hops(*chain(None)))
    assert not is_originator_erased(())


def test_the_parties_of_a_chain_are_its_ids_once_each_in_order() -> None:
    named: Chain = (*hops(first("newsweek"), hop("newsweek", "outlet"), hop("tass"), hop(None)), ERASED)
    assert parties(named) == ("newsweek", "tass")
