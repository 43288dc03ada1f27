"""Planted silent changes, mismatches and stale figures are found through the door, all of them, and nothing else is."""

from collections.abc import Iterator
from random import Random
from typing import Any

import pytest

from tests.events import CMS, Event, published
from tests.planted import DECOYS, PLANTED, Case, Deal, Maker
from tests.planted_words import DECOYS_IN_WORDS, PLANTED_IN_WORDS
from tests.postgres import Server
from tests.service import Service, answering_with_its_worker

STORIES = 6
OF_EACH_KIND = 2
LOOK_LIKE_FAULTS = (*DECOYS, *DECOYS_IN_WORDS)
KINDS = (*PLANTED, *PLANTED_IN_WORDS, *LOOK_LIKE_FAULTS)
STATES = ("behind", "corrected", "disputed", "retracted", "unmatched")


@pytest.fixture(scope="module")
def service(postgres: Server) -> Iterator[Service]:
    with postgres.fresh() as database, answering_with_its_worker(database) as answering:
        yield answering


def planted(service: Service, story: str, makers: list[Maker], chance: Random) -> list[Case]:
    """Posts a story of a case of each of *makers*, its editions before or after the claims that they print."""
    deal = Deal(chance)
    cases = [maker(f"{story}.{number}", deal) for number, maker in enumerate(makers)]
    editions = [edition(story, number, cases, chance) for number in (1, 2)]
    claims = [event for case in cases for event in case.before]
    first, second = (editions, claims) if chance.random() < 0.3 else (claims, editions)
    service.post_all([sent(one) for one in (*first, *second, *(event for case in cases for event in case.after))])
    return cases


def edition(story: str, number: int, cases: list[Case], chance: Random) -> Event:
    prints = [one for case in cases for one in case.prints[number - 1]]
    note = " ".join(["Updated to add more information.", *(case.note for case in cases if case.note)])
    more = {"update_note": note} if number == 2 else {}
    return published(number, *chance.sample(prints, len(prints)), story=story, **more)


def sent(event: Event) -> Event:
    return {"specversion": "1.0", **event, "source": CMS, "id": f"planted-{event['id']}"}


def found(service: Service, story: str) -> dict[str, Any]:
    """Everything that is told of the claims of a story, as sets."""
    shown = service.read(f"/v1/stories/{story}")
    told = service.read(f"/v1/stories/{story}/changes", **{"from": 1, "to": 2})
    changes = [(one["claim"], one["to"]["placement"]) for one in told["changes"] if one["kind"] == "changed"]
    silent = [(one["claim"], one["to"]["placement"]) for one in told["changes"] if one["silent"]]
    mismatches = [(one["claim"], pair(one)) for one in told["mismatches"]]
    states = {state: {(one["claim"], one["placement"]) for one in shown["prints"] if one[state]} for state in STATES}
    assert len(changes) == len(set(changes))
    assert len(mismatches) == len(set(mismatches))
    return {"changed": set(changes), "silent": set(silent), "mismatches": set(mismatches), **states}


def pair(mismatch: Any) -> frozenset[str]:
    return frozenset((mismatch["left"]["placement"], mismatch["right"]["placement"]))


def expected(cases: list[Case]) -> dict[str, Any]:
    return {
        "changed": {(case.claim, place) for case in cases for place in case.changed},
        "silent": {(case.claim, place) for case in cases for place in case.silent},
        "mismatches": {(case.claim, frozenset(places)) for case in cases for places in case.mismatched},
        "behind": {(case.claim, place) for case in cases for place in case.behind},
        "corrected": {(case.claim, place) for case in cases for place in case.corrected},
        "disputed": {(case.claim, place) for case in cases for place in case.disputed},
        "retracted": {(case.claim, place) for case in cases for place in case.retracted},
        "unmatched": {(case.claim, one["placement"]) for case in cases if case.unmatched for one in case.prints[1]},
    }


@pytest.mark.parametrize("maker", KINDS, ids=lambda maker: maker.__name__)
def test_of_one_thing_alone_exactly_what_was_planted_is_found(service: Service, maker: Maker) -> None:
    story = maker.__name__
    cases = planted(service, story, [maker] * 3, Random(story))  # noqa: S311 (a lot that can be drawn again)
    assert found(service, story) == expected(cases)


@pytest.mark.parametrize("seed", range(STORIES))
def test_among_many_decoys_exactly_what_was_planted_is_found(service: Service, seed: int) -> None:
    chance = Random(seed)  # noqa: S311 (a lot that can be drawn again)
    makers = chance.sample(KINDS * OF_EACH_KIND, len(KINDS) * OF_EACH_KIND - seed)
    cases = planted(service, f"planted-{seed}", makers, chance)
    assert found(service, f"planted-{seed}") == expected(cases)


def test_a_story_of_decoys_needs_no_look(service: Service) -> None:
    chance = Random("decoys")  # noqa: S311 (a lot that can be drawn again)
    kinds = [maker for maker in LOOK_LIKE_FAULTS if maker.__name__ != "two_figures_at_one_place"]
    cases = planted(service, "decoys", kinds * 3, chance)
    told = found(service, "decoys")
    assert told == expected(cases)
    assert {what for what, entries in told.items() if entries} == {"changed"}
