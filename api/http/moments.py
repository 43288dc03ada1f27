"""Which moment a reading route answers for: now or as of a position, and only once the answer can reflect it."""

from adapters.postgres.fetch import Pool
from api.http.as_of import position_of
from api.http.at_least import reach, whole
from api.http.paging import Page
from api.http.parameters import AS_OF, AT_LEAST, Asked


async def moment_of(pool: Pool, asked: Asked, read_model: str | None, stream: str | None = None) -> int | None:
    """The position to answer as of, None for now; *read_model* (None: the log itself) has come that far.

    Raises Refused: ``not-yet``, ``before-first`` (of *stream*, or of the log), ``not-found``, ``lagging``.
    """
    if (at_least := asked[AT_LEAST]) is not None:
        await reach(pool, read_model, at_least)
    if (as_of := asked[AS_OF]) is None:
        if read_model is not None:
            await whole(pool, read_model)
        return None
    position = await position_of(pool, as_of, stream)
    await reach(pool, read_model, position)
    return position


async def moment_of_page(pool: Pool, page: Page, read_model: str | None, stream: str | None = None) -> int | None:
    """The same for a page of a list: the pages that follow the first are of the same moment."""
    if page.position is not None:
        return page.position
    return await moment_of(pool, page.asked, read_model, stream)
