"""Alive, ready, measured."""

from fastapi import APIRouter, Request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from psycopg import OperationalError, errors
from starlette.responses import Response

from adapters.postgres.fetch import Pool, rows
from adapters.postgres.migrate import FOLDER, migrations
from adapters.postgres.queries import queries
from api.http.problems import RETRY_AFTER_S
from api.http.projections import progress
from api.http.reading import json_response, pool_of

SQL = queries("migrate")
MOST_LAG = 100_000

router = APIRouter(tags=["service"])


@router.get("/healthz", summary="The process is alive.", response_class=Response)
async def healthz() -> Response:
    """Answers without looking at anything."""
    return json_response({"status": "alive"})


@router.get("/readyz", summary="The service can do its work.", response_class=Response, responses={503: {}})
async def readyz(request: Request) -> Response:
    """200 if the database answers, has every migration, and no read model is far behind; else 503 that says why.

    A read model that has ``stopped`` at an event that it cannot take in makes nothing unready: to start again mends
    nothing, and the log goes on.
    """
    try:
        pool = pool_of(request)
        waiting = await _waiting_migrations(pool)
        position, items = (0, []) if waiting else await progress(pool)
    except OperationalError:
        return _readiness(database="away", migrations=None, position=None, lag=None, stopped=None)
    lag = max((one["lag"] for one in items), default=0)
    stopped = [one["name"] for one in items if "failed_at" in one]
    return _readiness(database="answers", migrations=waiting, position=position, lag=lag, stopped=stopped)


@router.get("/metrics", summary="Measurements for Prometheus.", response_class=Response)
async def metrics(request: Request) -> Response:
    """The log's last position and each read model's place and lag, in Prometheus' text format."""
    registry = CollectorRegistry()
    end, items = await progress(pool_of(request))
    Gauge("claimtrail_log_position", "The log's last position.", registry=registry).set(end)
    place = Gauge("claimtrail_projection_position", "The last position taken in.", ["name"], registry=registry)
    lag = Gauge("claimtrail_projection_lag", "Events not taken in yet.", ["name"], registry=registry)
    stopped = Gauge("claimtrail_projection_stopped", "1 where it stopped at an event.", ["name"], registry=registry)
    for one in items:
        place.labels(one["name"]).set(one["position"])
        lag.labels(one["name"]).set(one["lag"])
        stopped.labels(one["name"]).set("failed_at" in one)
    return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)


def _readiness(
    *, database: str, migrations: list[str] | None, position: int | None, lag: int | None, stopped: list[str] | None
) -> Response:
    is_ready = migrations == [] and lag is not None and lag <= MOST_LAG
    response = json_response(
        {
            "status": "ready" if is_ready else "not ready",
            "database": database,
            "migrations_waiting": migrations,
            "position": position,
            "lag": lag,
            "stopped": stopped,
        }
    )
    if not is_ready:
        response.status_code = 503
        response.headers["Retry-After"] = str(RETRY_AFTER_S)
    return response


async def _waiting_migrations(pool: Pool) -> list[str]:
    """The files that this program has and the database lacks."""
    try:
        applied = set(await rows(pool, SQL["applied"]))
    except errors.UndefinedTable:
        applied = set()
    return [
        f"{one.number:04}_{one.name}" for one in migrations(FOLDER) if (one.number, one.name, one.sha256) not in applied
    ]
