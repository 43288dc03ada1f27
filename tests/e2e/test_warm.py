"""What is made ready before the first reader comes."""

import asyncio

from api.compose import running
from api.http.app import Application
from api.settings import Settings
from api.web.site import ENVIRONMENT
from api.web.warm import warm
from tests.postgres import Database


def test_the_desk_and_every_template_are_ready_before_the_first_reader(database: Database) -> None:
    app = Application(lambda: running(database.url, Settings())).fastapi

    async def started() -> None:
        async with app.router.lifespan_context(app):
            await asyncio.wait_for(warm(app), 30)
            assert app.state.service.desks.desk.view["counts"]["silent"] == 0

    asyncio.run(started())
    assert ENVIRONMENT.cache is not None
    assert len(ENVIRONMENT.cache) == len(ENVIRONMENT.list_templates())


def test_a_start_without_a_database_is_not_harmed_by_it(database: Database) -> None:
    app = Application(lambda: running(database.url, Settings())).fastapi

    async def started() -> None:
        async with app.router.lifespan_context(app):
            await app.state.service.pool.close()
            await asyncio.wait_for(warm(app), 30)
            assert app.state.service.desks.desk is None

    asyncio.run(started())
