"""Who prints a claim, and what pages read of figures, out of the read model."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from typing import Any, TypeVar

import pytest
from psycopg_pool import AsyncConnectionPool

from adapters.postgres.fetch import Pool
from api.http.claim_figures import points_of, revisions_of
from api.http.story_reading import findings_of, printed_in, reflected, stories_of, story_of
from tests.events import (
    CLAIM,
    STORY,
    Event,
    corrected_figure,
    exact,
    printed,
    published,
    redacted,
    reported,
    story_corrected,
    story_redacted,
    updated,
)
from tests.postgres import Database, Server
from tests.service import Service, answering_with_its_worker

T = TypeVar("T")


@pytest.fixture
def database(postgres: Server) -> Iterator[Database]:
    with postgres.fresh() as fresh:
        yield fresh


@pytest.fixture
def service(database: Database) -> Iterator[Service]:
    with answering_with_its_worker(database) as answering:
        yield answering


@pytest.fixture
def read(database: Database) -> Callable[[Callable[[Pool], Awaitable[T]]], T]:
    """What a reading function comes to on connections of its own."""

    async def on_a_pool(reading: Callable[[Pool], Awaitable[T]]) -> T:
        async with AsyncConnectionPool(database.url, min_size=1, max_size=1, kwargs={"autocommit": True}) as pool:
            return await reading(pool)

    return lambda reading: asyncio.run(on_a_pool(reading))


def post(service: Service, *events: Event) -> list[int]:
    return [one["position"] for one in service.post_all([{"specversion": "1.0", **event} for event in events])]


def told(day: int, value: str) -> Event:
    return updated(f"{value} soldiers", exact(value), said_at=f"2022-03-{day:02}")


def test_a_correction_names_the_stories_that_print_the_claim(service: Service) -> None:
    _, _, correction, story = post(
        service,
        reported(),
        published(1, printed(), story="another"),
        corrected_figure("498", "489"),
        published(1, printed()),
    )
    assert service.read("/v1/corrections")["items"][0]["stories"] == sorted([STORY, "another"])
    assert service.read("/v1/corrections", as_of=correction)["items"][0]["stories"] == ["another"]
    assert service.read("/v1/corrections", as_of=story)["items"][0]["stories"] == sorted([STORY, "another"])


def test_a_story_whose_list_was_corrected_prints_only_what_is_left(service: Service) -> None:
    post(service, reported(), corrected_figure("498", "489"), published(1, printed()))
    post(service, story_corrected(1, printed(claim="another-claim")))
    assert service.read("/v1/corrections")["items"][0]["stories"] == []


def test_a_print_that_was_erased_is_printed_by_nobody(service: Service) -> None:
    post(service, reported(), corrected_figure("498", "489"), published(1, printed()))
    post(service, story_redacted(1, "/prints/0"))
    assert service.read("/v1/corrections")["items"][0]["stories"] == []


def test_where_a_claim_is_printed_is_told_edition_by_edition(service: Service, read: Any) -> None:
    first, *_ = post(service, published(1, printed(), printed("498", "headline")), published(2, printed("500 dead")))
    found = read(lambda pool: printed_in(pool, [CLAIM], 99))[CLAIM]
    assert [(one.story, one.edition, one.n, one.placement) for one in found] == [
        (STORY, 2, 0, "body"),
        (STORY, 1, 0, "body"),
        (STORY, 1, 1, "headline"),
    ]
    assert (found[0].headline, found[0].published_at) == ("Almost 500 Soldiers Dead", "2022-03-03T15:30:00Z")
    assert [one.edition for one in read(lambda pool: printed_in(pool, [CLAIM], first))[CLAIM]] == [1, 1]


def test_a_story_is_read_as_it_was_at_a_position(service: Service, read: Any) -> None:
    first, second = post(service, published(1, printed(), text="498 soldiers have died."), published(2, printed("500")))
    now = read(lambda pool: story_of(pool, STORY, second))
    assert (list(now.editions), now.view["editions"], now.latest.number) == ([1, 2], 2, 2)
    assert now.editions[1].text == "498 soldiers have died."
    assert list(read(lambda pool: story_of(pool, STORY, first)).editions) == [1]
    assert read(lambda pool: story_of(pool, "another", second)) is None
    assert read(lambda pool: reflected(pool, None)) == second


def test_stories_are_told_apart_by_claim(service: Service, read: Any) -> None:
    post(
        service, published(1, printed(), printed(claim="tanks")), published(1, printed(claim="tanks"), story="another")
    )
    assert read(lambda pool: stories_of(pool, [CLAIM, "tanks", "nobody"], 99)) == {
        CLAIM: [STORY],
        "tanks": sorted([STORY, "another"]),
    }


def test_a_finding_is_made_when_the_claim_moves_on(service: Service, read: Any) -> None:
    post(service, reported(), published(1, printed()))
    assert read(lambda pool: findings_of(pool, [STORY]))[STORY]["behind"] == []
    post(service, updated())
    (behind,) = read(lambda pool: findings_of(pool, [STORY]))[STORY]["behind"]
    assert (behind["claim"], behind["figure"], behind["stands"], behind["since"]) == (
        CLAIM,
        exact("498"),
        {"revision": 2, "figure": exact("1351"), "said_at": "2022-03-25"},
        "2022-03-25",
    )


def test_a_finding_forgets_what_is_erased(service: Service, read: Any) -> None:
    post(service, reported(), published(1, printed()), updated())
    post(service, redacted(2, "/figure", "/wording"))
    assert read(lambda pool: findings_of(pool, [STORY]))[STORY]["behind"] == []


def test_a_story_that_comes_before_its_claim_is_no_longer_unmatched_then(service: Service, read: Any) -> None:
    post(service, published(1, printed()))
    assert [one["claim"] for one in read(lambda pool: findings_of(pool, [STORY]))[STORY]["unmatched"]] == [CLAIM]
    post(service, reported())
    assert read(lambda pool: findings_of(pool, [STORY]))[STORY]["unmatched"] == []


def test_points_are_those_of_the_moment(service: Service, read: Any) -> None:
    positions = post(service, reported(), *(told(day, str(500 + day)) for day in range(3, 16)), told(16, "400"))
    post(service, corrected_figure("400", "600", target=15))
    points = read(lambda pool: points_of(pool, [CLAIM], None))[CLAIM]
    assert [(one.number, one.amount, one.low, one.replaced_by, one.stands) for one in points[-2:]] == [
        (15, "400", "400", 16, False),
        (16, "600", "600", None, True),
    ]
    then = read(lambda pool: points_of(pool, [CLAIM], positions[-1]))[CLAIM]
    assert [(one.number, one.replaced, one.stands) for one in then[-2:]] == [(14, False, False), (15, False, True)]


def test_chosen_revisions_are_what_the_list_has(service: Service, read: Any) -> None:
    post(service, reported(), told(3, "500"), corrected_figure("500", "489", target=2))
    items = service.read(f"/v1/claims/{CLAIM}/revisions")["items"]
    assert read(lambda pool: revisions_of(pool, CLAIM, [1, 3], None)) == [items[2], items[0]]
    assert read(lambda pool: points_of(pool, ["nobody"], None)) == {}
