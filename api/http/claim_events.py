"""A claim's events, a page at a time, from the log."""

from psycopg.rows import TupleRow

from adapters.postgres.fetch import rows
from adapters.postgres.shared_reads import STREAM_PAGES
from api.compose import Service
from api.http.answers import Answer
from api.http.as_of import begin_of, moment_of_page
from api.http.at_least import LOG
from api.http.claim_past import claim_stream
from api.http.etags import tagged_answer
from api.http.event_items import event_item, subject_of
from api.http.log_pages import key_of, selection
from api.http.paging import Page, page, page_answer
from api.http.parameters import MOMENT, PAGE, asked
from domain.ports import LARGEST_VERSION

STREAMED = (*MOMENT, *PAGE)

MOST_SHARED = 100
"""The longest page that shares a round trip: who waits behind it is to wait for milliseconds."""


async def claim_events(service: Service, claim: str, query: bytes, if_none_match: str | None) -> Answer:
    """A page of the claim's stream; raises Refused."""
    asked_for = page(f"/v1/claims/{claim}/events", asked(query, STREAMED))
    stream = claim_stream(claim)
    moment = await moment_of_page(service.pool, asked_for, LOG, stream)
    found = await _found(service, asked_for, moment, stream)
    if not found:
        await begin_of(service.pool, stream, moment)
    subject = subject_of(stream)
    answer = page_answer(asked_for, found, key_of, lambda row: event_item(row, subject), moment)
    return tagged_answer(answer, found[0][-1] if found and moment is None else None, if_none_match)


async def _found(service: Service, page: Page, moment: int | None, stream: str) -> list[TupleRow]:
    """The page's events and one more, from (…, version, type, header, payload, erased, where the log ends)."""
    key, most = page.whole_key(), page.limit + 1
    if moment is None and page.limit <= MOST_SHARED and not page.is_descending:
        after = max(0, min(key or 0, LARGEST_VERSION - most))
        found = await service.shared.rows(STREAM_PAGES, (stream, after, after + most))
        return sorted(found, key=key_of)
    return await rows(service.pool, *selection(page, moment, stream).query(key, most))
