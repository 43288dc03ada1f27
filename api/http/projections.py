"""How far each read model has come."""

from typing import Any

from fastapi import APIRouter, Request
from psycopg.rows import TupleRow
from starlette.responses import Response

from adapters.postgres.fetch import Pool, rows
from adapters.postgres.queries import queries
from api.http.as_of import moment_of
from api.http.at_least import LOG
from api.http.examples import PROJECTION
from api.http.parameters import MOMENT
from api.http.reading import asked_of, documented, json_response, pool_of

SQL = queries("moments")

router = APIRouter(tags=["service"])


@router.get(
    "/v1/projections",
    **documented("How far each read model has come.", {"position": 1042, "items": [PROJECTION], "next": None}, MOMENT),
)
async def projections(request: Request) -> Response:
    """The log's last position, and each read model's; as of an earlier one, how much of the record until then."""
    pool = pool_of(request)
    moment = await moment_of(pool, asked_of(request, MOMENT), LOG)
    position, items = await progress(pool)
    if moment is not None:
        position, items = moment, [_as_of(one, moment) for one in items]
    return json_response({"position": position, "items": items, "next": None})


async def progress(pool: Pool) -> tuple[int, list[dict[str, Any]]]:
    """The log's last position, and the progress of each read model."""
    found = await rows(pool, SQL["projections"])
    return found[0][0], [_item(one) for one in found if one[1] is not None]


def _item(row: TupleRow) -> dict[str, Any]:
    end, name, position, digest, rebuilding, failed_at, failure = row
    item = {
        "name": name,
        "position": position,
        "lag": max(end - position, 0),
        "digest": f"{int(digest):064x}",
        "rebuilding": rebuilding,
    }
    return item if failed_at is None else {**item, "failed_at": failed_at, "failure": failure}


def _as_of(item: dict[str, Any], moment: int) -> dict[str, Any]:
    """The digest is of all that was taken in, and says nothing of less."""
    position = min(item["position"], moment)
    return {**item, "position": position, "lag": moment - position, "digest": None}
