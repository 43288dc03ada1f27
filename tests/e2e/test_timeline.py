"""Figures over time: a claim's revisions and a question's timeline, by each clock, page by page and as of the past."""

from collections.abc import Iterator
from random import Random
from typing import Any

import orjson
import pytest

from adapters.claim_log import ClaimLog
from domain.claim import fold
from domain.clock import read_time
from domain.history import up_to
from domain.view import revision_view
from tests.events import (
    CLAIM,
    Event,
    asked,
    corrected,
    corrected_figure,
    exact,
    never_said,
    redacted,
    reported,
    retracted,
    updated,
)
from tests.newsroom import newsroom
from tests.past import stood_in
from tests.postgres import Database, Server
from tests.service import POSTED, Service, answering_with_its_worker

RIVAL = "kyiv.ru-soldiers-killed"
QUESTION = "ru-soldiers-killed"
MARCH = "2022-03-01/2022-03-02"


@pytest.fixture
def database(postgres: Server) -> Iterator[Database]:
    with postgres.fresh() as fresh:
        yield fresh


@pytest.fixture
def service(database: Database) -> Iterator[Service]:
    with answering_with_its_worker(database) as answering:
        yield answering


@pytest.fixture
def log(database: Database) -> Iterator[ClaimLog]:
    with ClaimLog(env={"DATABASE_URL": database.url}) as opened:
        yield opened


def post(service: Service, *events: Event) -> list[dict[str, Any]]:
    return service.post_all([{"specversion": "1.0", **event} for event in events])


def told(day: int, value: str, *, claim: str = CLAIM, **more: Any) -> Event:
    members = {"said_at": f"2022-03-{day:02}", "occasion": f"{day} {value}", **more}
    return updated(f"{value} soldiers", exact(value), claim=claim, **members)


def timeline(service: Service, **asked_for: Any) -> dict[str, list[Any]]:
    """The points of each series, by claim."""
    shown = service.read(f"/v1/questions/{QUESTION}/timeline", **asked_for)
    return {one["claim"]: one["points"] for one in shown["series"]}


def values(points: list[Any]) -> list[str]:
    return [one["figure"]["value"] for one in points]


def every_page(service: Service, path: str, **asked_for: Any) -> list[Any]:
    """The points of the one series that is asked for, over all its pages."""
    (series,) = service.read(path, **asked_for)["series"]
    points = list(series["points"])
    while series["next"] is not None:
        (series,) = service.read(series["next"])["series"]
        points += series["points"]
    return points


@pytest.mark.parametrize("seed", range(3))
def test_revisions_are_told_from_the_read_model_as_a_fold_tells_them(
    service: Service, log: ClaimLog, seed: int
) -> None:
    _, events = newsroom(Random(seed), moves=60)  # noqa: S311 (the same day each time)
    for receipt in post(service, *events):
        claim = receipt["stream"].removeprefix("claim/")
        if claim != receipt["stream"]:
            state = fold(up_to(receipt["position"], log.history(receipt["stream"])))
            expected = [revision_view(one, state.standing) for one in state.revisions]
            shown = service.read(f"/v1/claims/{claim}/revisions", as_of=receipt["position"], limit=1000)
            assert shown["items"] == orjson.loads(orjson.dumps(expected))


@pytest.mark.parametrize("order", ["asc", "desc"])
def test_revisions_come_whole_in_pages_of_any_size(service: Service, order: str) -> None:
    post(service, reported(), *(told(day, str(day)) for day in range(3, 12)))
    items, page = [], service.read(f"/v1/claims/{CLAIM}/revisions", limit=4, order=order)
    while page["next"] is not None:
        items += page["items"]
        page = service.read(page["next"])
    numbers = [one["revision"] for one in (*items, *page["items"])]
    assert numbers == sorted(range(1, 11), reverse=order == "desc")


def test_a_page_of_revisions_after_the_first_is_of_the_same_moment(service: Service) -> None:
    receipts = post(service, reported(), told(3, "500"), told(4, "600"))
    first = service.read(f"/v1/claims/{CLAIM}/revisions", limit=1, as_of=receipts[1]["position"])
    (second,) = service.read(first["next"])["items"]
    assert (second["revision"], second["standing"]) == (2, True)
    assert service.read(first["next"])["next"] is None


def test_a_redaction_changes_the_tag_of_the_revisions(service: Service) -> None:
    post(service, reported())
    before = service.get(f"/v1/claims/{CLAIM}/revisions").headers["etag"]
    post(service, redacted(1, "/wording"))
    assert service.get(f"/v1/claims/{CLAIM}/revisions").headers["etag"] != before


def test_revisions_before_the_first_are_refused(service: Service) -> None:
    post(service, asked(), reported())
    refused = service.get(f"/v1/claims/{CLAIM}/revisions", as_of=1)
    assert (refused.status_code, refused.json()["type"].rpartition("/")[2]) == (404, "before-first")
    assert service.get("/v1/claims/nobody/revisions").status_code == 404


def test_a_timeline_has_a_series_for_each_claim_about_the_question(service: Service) -> None:
    post(service, reported(), told(3, "500"), reported("7,000 soldiers", exact("7000"), claim=RIVAL))
    assert {claim: values(points) for claim, points in timeline(service).items()} == {
        CLAIM: ["498", "500"],
        RIVAL: ["7000"],
    }


def test_points_are_what_the_list_of_revisions_has(service: Service) -> None:
    post(service, reported(), told(3, "500"), corrected_figure("500", "489", target=2))
    assert timeline(service)[CLAIM] == service.read(f"/v1/claims/{CLAIM}/revisions")["items"]


def test_along_the_said_axis_a_late_figure_stands_where_it_was_said(service: Service) -> None:
    post(service, reported(), told(5, "600"), told(3, "500"))
    assert values(timeline(service)[CLAIM]) == ["498", "500", "600"]
    assert values(timeline(service, order="desc")[CLAIM]) == ["600", "500", "498"]


def test_what_was_said_at_a_moment_that_nobody_knows_comes_first(service: Service) -> None:
    post(service, reported(), told(5, "600", said_at="2022-21"))
    assert values(timeline(service)[CLAIM]) == ["600", "498"]


def test_along_the_published_axis_only_what_was_published_stands(service: Service) -> None:
    post(
        service,
        reported(published_at="2022-03-09"),
        told(3, "500"),
        told(5, "600", published_at="2022-03-05T10:00:00Z"),
    )
    assert values(timeline(service, axis="published")[CLAIM]) == ["600", "498"]


def test_only_the_figures_of_a_period_are_told_however_it_is_written(service: Service) -> None:
    post(service, reported(refers_to="2022-03"), told(3, "500", refers_to="2022-03-01/2022-03-31"), told(4, "600"))
    assert values(timeline(service, period="2022-03")[CLAIM]) == ["498", "500"]


def test_a_timeline_of_the_past_knows_nothing_that_came_later(service: Service) -> None:
    receipts = post(service, reported(), told(3, "500"), corrected_figure("500", "489", target=2))
    first, second = timeline(service, as_of=receipts[1]["position"])[CLAIM]
    assert (first["standing"], second["standing"], second["replaced"]) == (False, True, False)


def test_the_vintages_are_what_stood_from_one_recorded_moment_to_the_next(service: Service) -> None:
    receipts = post(service, reported(), told(1, "100"), told(5, "600"), retracted())
    first, second = timeline(service, axis="recorded")[CLAIM]
    assert values([first, second]) == ["498", "600"]
    at = [{"position": one["position"], "recorded_at": one["recorded_at"]} for one in receipts]
    assert (first["stood_from"], first["stood_until"]) == (at[0], at[2])
    assert (second["stood_from"], second["stood_until"]) == (at[2], at[3])


def test_the_vintages_of_a_period_are_what_was_current_for_it(service: Service) -> None:
    post(
        service,
        reported("10 dead", exact("10"), refers_to=MARCH),
        told(5, "20", refers_to="2022-03-05"),
        told(6, "12", refers_to=MARCH),
        corrected(
            {"figure": exact("12"), "wording": "12 soldiers"}, {"figure": exact("13"), "wording": "13"}, target=3
        ),
    )
    points = timeline(service, axis="recorded", period=MARCH)[CLAIM]
    assert values(points) == ["10", "12", "13"]
    assert [one["stood_until"] is None for one in points] == [False, False, True]


def post_what_is_taken(service: Service, events: list[Event]) -> None:
    """Posts *events*, of which those are refused that rely on a period that was changed here."""
    sent = orjson.dumps([{"specversion": "1.0", **event} for event in events])
    answers = service.http.post("/v1/events", content=sent, headers={"Content-Type": POSTED}).json()
    assert sum("receipt" in one for one in answers) > len(events) / 2
    service.project()


@pytest.mark.parametrize("seed", range(4))
def test_what_was_current_for_a_period_is_what_a_fold_says(service: Service, log: ClaimLog, seed: int) -> None:
    chance = Random(seed)  # noqa: S311 (the same day each time)
    _, events = newsroom(chance, moves=70)
    periods = ("2022-03", "2022-02-28", None)
    for event in events:
        if event["type"] in ("claim.reported.v1", "claim.updated.v1") and (period := chance.choice(periods)):
            event["data"]["refers_to"] = period
    claims = {f"claim/{event['subject']}" for event in events if event["type"] == "claim.reported.v1"}
    post_what_is_taken(service, events)
    for stream in sorted(claims):
        claim = stream.removeprefix("claim/")
        for period in ("2022-03", "2022-02-28"):
            points = timeline(service, axis="recorded", period=period, limit=1000, claim=claim)[claim]
            told_by_fold: list[tuple[int, int | None]] = []
            for recorded in log.history(stream):
                one = stood_in(fold(up_to(recorded.position, log.history(stream))), read_time(period))
                number = None if one is None else one.number
                if number != (told_by_fold[-1][1] if told_by_fold else None):
                    told_by_fold.append((recorded.position, number))
            assert [(one["stood_from"]["position"], one["revision"]) for one in points] == [
                pair for pair in told_by_fold if pair[1] is not None
            ]


@pytest.mark.parametrize("axis", ["said", "published", "recorded"])
@pytest.mark.parametrize("order", ["asc", "desc"])
def test_a_long_series_goes_on_where_its_own_next_leads(service: Service, axis: str, order: str) -> None:
    figures = [told(day, str(day), published_at="2022-04-01") for day in range(3, 14)]
    post(service, reported(published_at="2022-03-30"), *figures, reported(claim=RIVAL, published_at="2022-03-02"))
    path = f"/v1/questions/{QUESTION}/timeline"
    whole = timeline(service, axis=axis, order=order)[CLAIM]
    assert every_page(service, path, axis=axis, order=order, limit=3, claim=CLAIM) == whole
    series = service.read(path, axis=axis, order=order, limit=3)["series"]
    assert [len(one["points"]) for one in series] == [1, 3]
    (following,) = service.read(series[1]["next"])["series"]
    assert following["points"] == whole[3:6]


def test_many_claims_come_page_by_page(service: Service) -> None:
    post(service, *(reported(claim=f"claim-{number}") for number in range(12)))
    page = service.read(f"/v1/questions/{QUESTION}/timeline", limit=1000)
    assert [len(one["points"]) for one in page["series"]] == [1] * 5
    claims = [one["claim"] for one in page["series"]]
    while page["next"] is not None:
        page = service.read(page["next"])
        claims += [one["claim"] for one in page["series"]]
    assert claims == sorted(f"claim-{number}" for number in range(12))


def test_a_question_without_a_claim_has_an_empty_timeline(service: Service) -> None:
    post(service, asked(question="nobody-knows"))
    shown = service.read("/v1/questions/nobody-knows/timeline")
    assert shown == {"question": "nobody-knows", "axis": "said", "series": [], "next": None}


def test_a_question_of_which_nobody_has_heard_has_no_timeline(service: Service) -> None:
    receipts = post(service, asked(question="another"), reported())
    assert service.get("/v1/questions/nobody-asked/timeline").status_code == 404
    early = service.get(f"/v1/questions/{QUESTION}/timeline", as_of=receipts[0]["position"])
    assert (early.status_code, early.json()["type"].rpartition("/")[2]) == (404, "before-first")


def test_a_claim_that_went_to_another_question_is_on_the_timeline_of_that_one(service: Service) -> None:
    moved = corrected({"question": QUESTION}, {"question": "others-killed"}, kind="wrong_scope")
    receipts = post(service, reported(), moved)
    assert list(timeline(service, as_of=receipts[0]["position"])) == [CLAIM]
    assert service.get(f"/v1/questions/{QUESTION}/timeline").status_code == 404
    (series,) = service.read("/v1/questions/others-killed/timeline")["series"]
    assert series["claim"] == CLAIM


@pytest.mark.parametrize(
    "query", ["axis=heard", "period=soon", "claim=No", "cursor=x", "limit=0", "tolerance=0.1", "as_of=01"]
)
def test_what_cannot_be_read_is_refused_by_name(service: Service, query: str) -> None:
    post(service, reported())
    refused = service.get(f"/v1/questions/{QUESTION}/timeline?{query}")
    assert (refused.status_code, refused.json()["type"].rpartition("/")[2]) == (400, "bad-parameter")
    assert query.partition("=")[0] in refused.text


def test_what_was_never_said_ends_its_vintage(service: Service) -> None:
    post(service, reported(), told(5, "600"), never_said(2))
    points = timeline(service, axis="recorded")[CLAIM]
    assert values(points) == ["498", "600", "498"]
