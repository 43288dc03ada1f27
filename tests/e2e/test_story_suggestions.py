"""Suggestions for a text come of two read models: the figures, and what the search finds."""

from adapters.postgres.pool import pool
from adapters.projections import PROJECTIONS
from adapters.projections.read_model import ReadModel
from api.http.at_least import FIGURES
from tests.e2e.conftest import Service
from tests.events import STORY, published, reported
from tests.postgres import Database

PATH = f"/v1/stories/{STORY}"


def test_suggestions_are_tagged_by_how_far_both_of_their_read_models_have_come(
    service: Service, database: Database
) -> None:
    service.post_all([{"specversion": "1.0", **published(1, text="It said that 498 soldiers have died.")}])
    before = service.get(f"{PATH}/suggestions").headers["etag"]
    service.send({"specversion": "1.0", **reported("498 soldiers have died")})
    with pool(database.url) as connections:
        figures = [one for one in PROJECTIONS if one.name == FIGURES]
        for one in figures:
            one(ReadModel(connections, one.name)).process_batch()
        stale = service.get(f"{PATH}/suggestions")
        assert (stale.json()["found"], stale.headers["etag"]) == ([], before)
        assert service.get(f"{PATH}/suggestions", at_least=2).status_code == 503
    service.project()
    shown = service.get(f"{PATH}/suggestions", at_least=2)
    assert (len(shown.json()["found"]), shown.headers["etag"] == before) == (1, False)
