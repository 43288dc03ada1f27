"""Read your own writes: an answer waits until it can reflect a position, or says that it cannot yet."""

import asyncio

from adapters.postgres.fetch import Pool, row
from adapters.postgres.queries import queries
from domain.refusals import Lagging, Refused

SQL = queries("moments")

PATIENCE_S = 2.0
LOOK_AGAIN_S = 0.01
VIEWS = "current_view"
AUDIT = "audit_trail"
FIGURES = "figures"
SEARCH = "search"
CONTESTS = "contests"
LOG = None


async def reach(pool: Pool, read_model: str | None, position: int) -> None:
    """Waits, up to 2 s, until *read_model* (None: the log) has come to *position*; raises Refused (``lagging``)."""
    loop = asyncio.get_running_loop()
    give_up_at = loop.time() + PATIENCE_S
    while (reached := await tracked(pool, read_model)) < position:
        if loop.time() >= give_up_at:
            raise lagging(f"at position {position}", reached)
        await asyncio.sleep(LOOK_AGAIN_S)


async def whole(pool: Pool, read_model: str) -> None:
    """Waits, up to 2 s, while *read_model* is being made anew and much is missing; raises Refused (``lagging``)."""
    give_up_at = asyncio.get_running_loop().time() + PATIENCE_S
    while (found := await row(pool, SQL["tracked"], {"name": read_model})) is not None and found[1]:
        if asyncio.get_running_loop().time() >= give_up_at:
            raise lagging("that is whole; it is being made anew", found[0])
        await asyncio.sleep(LOOK_AGAIN_S)


async def tracked(pool: Pool, read_model: str | None) -> int:
    """The last position that *read_model* reflects; 0 before its first."""
    if read_model is None:
        found = await row(pool, SQL["end_of_log"])
    else:
        found = await row(pool, SQL["tracked"], {"name": read_model})
    return 0 if found is None else found[0]


def lagging(needed: str, reached: int) -> Refused:
    """Refuses to answer from a read model that is not what is *needed*, with only *reached* taken in."""
    extensions = {"position": reached, "retry_after_s": 1}
    return Refused(Lagging(expected=f"a read model {needed}", got=reached, extensions=extensions))
