"""The application: the hot paths as raw ASGI endpoints, every other route as plain FastAPI."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import structlog
from fastapi import Depends, FastAPI

from api.collector import calm_the_collector
from api.compose import Service
from api.http import problems
from api.http.asgi import ENDING, ClientGone, Receive, Scope, Send, answer
from api.http.hot_reads import hot_read, is_hot
from api.http.live import is_live, live
from api.http.openapi import describe_events
from api.http.routes import ROUTERS
from api.http.writing import router as writing
from api.web import assets, refused
from api.web.routes import ROUTERS as PAGES
from api.web.site import note_record
from api.web.warm import warm
from domain.refusals import Refused

log = structlog.get_logger()

DOOR = "/v1/events"


class Application:
    """FastAPI with the hot paths in front of it, for a stack of middleware costs as much as a post or a read itself."""

    def __init__(self, serving: Callable[[], AbstractAsyncContextManager[Service]], *, warmed_up: bool = False) -> None:
        """*serving* gives the service that the routes work with, for as long as the application runs.

        One that is *warmed_up* does beforehand what its first reader would wait for.
        """
        self.fastapi = fastapi_of(serving, warmed_up=warmed_up)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI entry."""
        if scope["type"] == "http" and scope["method"] == "POST" and scope["path"] == DOOR:
            try:
                await self.fastapi.state.service.door(scope, receive, send)
            except ClientGone:
                pass
            except asyncio.CancelledError:  # the service ends, and this has taken longer than it waits
                await answer(send, *problems.problem_bytes(Refused(ENDING)))
            except Exception:
                log.exception("a post failed")
                await problems.send_internal(send)
        elif is_live(scope):
            await live(self.fastapi, scope, receive, send)
        elif is_hot(scope):
            await hot_read(self.fastapi, scope, receive, send)
        else:
            await self.fastapi(scope, receive, send)


def fastapi_of(serving: Callable[[], AbstractAsyncContextManager[Service]], *, warmed_up: bool = False) -> FastAPI:
    """Every route, OpenAPI included; state holds the service while it runs."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with serving() as service:
            app.state.service = service
            calm_the_collector()
            warming = asyncio.create_task(warm(app)) if warmed_up else None
            yield
            if warming is not None:
                warming.cancel()

    app = FastAPI(title="claimtrail", version="1", lifespan=lifespan, docs_url=None, redoc_url=None)
    problems.install(app)
    refused.install(app)
    for router in (writing, *ROUTERS, assets.router):
        app.include_router(router)
    for router in PAGES:
        app.include_router(router, dependencies=[Depends(note_record)])
    describe_events(app)
    return app
