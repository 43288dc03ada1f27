"""The service over real HTTP, on a fresh database, its read models brought up to date by hand."""

import socket
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from typing import Any

import httpx
import orjson
import uvicorn
from psycopg_pool import ConnectionPool
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from adapters.postgres.pool import pool
from adapters.projections import PROJECTIONS
from adapters.projections.read_model import ReadModel
from api.compose import running
from api.http.app import Application
from api.http.server import GRACE_S
from api.settings import Settings
from tests.bounded import PATIENCE_S, joined
from tests.postgres import Database

CMS = "https://newsroom.example/cms"
POSTED = "application/cloudevents-batch+json"
STRUCTURED = "application/cloudevents+json"


@dataclass(frozen=True, slots=True)
class Refusal:
    """The problem that an event was refused with."""

    status: int
    name: str
    body: dict[str, Any]

    @property
    def fault(self) -> dict[str, Any]:
        """The fault that the problem is named after."""
        first: dict[str, Any] = self.body["errors"][0]
        return first


@dataclass(frozen=True, slots=True)
class Service:
    """What a client of the service does, and the worker that keeps the read models."""

    http: httpx.Client
    project: Callable[[], None]
    set_rebuilding: Callable[[bool], None]
    numbers: Iterator[int]

    def post(self, type_: str, subject: str, data: Mapping[str, Any], **attributes: Any) -> dict[str, Any]:
        """The receipt of an event; the read models have it when this returns."""
        (receipt,) = self.post_all([self.event(type_, subject, data, **attributes)])
        return receipt

    def event(self, type_: str, subject: str, data: Mapping[str, Any], **attributes: Any) -> dict[str, Any]:
        """A CloudEvent as a newsroom's system sends it."""
        own = {"specversion": "1.0", "id": f"post-{next(self.numbers)}", "source": CMS, "type": type_}
        return {**own, "subject": subject, "data": data, **attributes}

    def post_all(self, events: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """The receipts of a batch; the read models have it when this returns."""
        answer = self.http.post("/v1/events", content=orjson.dumps(events), headers={"Content-Type": POSTED})
        assert answer.status_code == 200, answer.text
        assert all("receipt" in one for one in answer.json()), answer.text
        self.project()
        return [one["receipt"] for one in answer.json()]

    def send(
        self, event: Mapping[str, Any], headers: Mapping[str, str] | None = None, **parameters: Any
    ) -> httpx.Response:
        """The answer to one event, whatever its status; the read models know nothing of it yet."""
        sent_as = {"Content-Type": STRUCTURED, **(headers or {})}
        return self.http.post("/v1/events", content=orjson.dumps(event), headers=sent_as, params=parameters)

    def refused(self, type_: str, subject: str, data: Mapping[str, Any], **parameters: Any) -> Refusal:
        """The refusal of an event, which has left nothing in the log."""
        before = self.position()
        answer = self.send(self.event(type_, subject, data), **parameters)
        assert answer.status_code >= 400, answer.text
        assert answer.headers["content-type"] == "application/problem+json"
        assert self.position() == before
        body: dict[str, Any] = answer.json()
        assert body["status"] == answer.status_code
        return Refusal(answer.status_code, body["type"].rpartition("/")[2], body)

    def position(self) -> int:
        """Where the log ends."""
        position: int = self.read("/v1/projections")["position"]
        return position

    def digests(self) -> dict[str, str]:
        """The digest of each read model, all of which are up to date."""
        shown = self.read("/v1/projections")
        assert {one["lag"] for one in shown["items"]} == {0}
        return {one["name"]: one["digest"] for one in shown["items"]}

    def get(self, path: str, **parameters: Any) -> httpx.Response:
        """The answer to a question, whatever its status."""
        named = {name.rstrip("_"): value for name, value in parameters.items()}
        return self.http.get(path, params=named or None)  # an empty one would cut the path's own off

    def read(self, path: str, **parameters: Any) -> Any:
        """What stands there, which has to be there."""
        answer = self.get(path, **parameters)
        assert answer.status_code == 200, answer.text
        return answer.json()


@contextmanager
def answering_with_its_worker(database: Database) -> Iterator[Service]:
    """The service over *database*, answering until the block ends."""
    with (
        answering(database.url) as address,
        httpx.Client(base_url=address, timeout=PATIENCE_S) as http,
        pool(database.url) as connections,
    ):
        yield Service(http, projecting(connections), rebuilding(connections), count(1))


@contextmanager
def answering(conninfo: str, http: type[HttpToolsProtocol] = HttpToolsProtocol) -> Iterator[str]:
    """The address of a service over *conninfo*, in a thread; *http* is what a connection is served by."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        config = uvicorn.Config(
            Application(lambda: running(conninfo, Settings())),
            http=http,
            lifespan="on",
            log_config=None,
            log_level="critical",
            timeout_graceful_shutdown=GRACE_S,
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            joined(thread)


def projecting(connections: ConnectionPool[Any]) -> Callable[[], None]:
    """What brings the read models to the log's end."""
    projections = [one(ReadModel(connections, one.name)) for one in PROJECTIONS]

    def project() -> None:
        for projection in projections:
            while projection.process_batch().read:
                pass

    return project


def rebuilding(connections: ConnectionPool[Any]) -> Callable[[bool], None]:
    """What makes the current view look as it does while it is made anew, or no longer."""

    def set_rebuilding(is_so: bool) -> None:  # noqa: FBT001 (the only thing that it is told)
        with connections.connection() as connection:
            connection.execute("UPDATE tracking SET rebuilding = %s WHERE name = 'current_view'", [is_so])

    return set_rebuilding
