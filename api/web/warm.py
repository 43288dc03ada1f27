"""What the first reader after a start would have to wait for, done before somebody comes."""

import asyncio
from contextlib import suppress

from fastapi import FastAPI, Request

from api.http.desk import desk_of
from api.web.site import ENVIRONMENT


async def warm(app: FastAPI) -> None:
    """Makes every template ready, and the desk. If something goes wrong here, the first reader is told, as always."""
    with suppress(Exception):
        await asyncio.to_thread(_templates)
        await desk_of(Request({"type": "http", "app": app, "headers": [], "query_string": b""}), None)


def _templates() -> None:
    for name in ENVIRONMENT.list_templates():
        ENVIRONMENT.get_template(name)
