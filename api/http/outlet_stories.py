"""What an outlet changed silently in its stories, as far as a search by its name finds them."""

from itertools import islice
from urllib.parse import urlencode

from adapters.postgres.fetch import Pool
from api.http import paging
from api.http.parameters import asked
from api.http.search import found
from api.http.search_parameters import KIND, SEARCHED
from api.http.search_queries import search_of
from api.http.story_reading import findings_of
from domain.view import View

MOST_STORIES = 50
MOST_CHANGES = 100


async def silent_changes_of(pool: Pool, outlet: str, name: str | None) -> list[View]:
    """Silent changes in stories of *outlet* now, the latest first, each with its ``story`` and ``headline``.

    At most 100, out of the 50 stories that a search for its name ranks first.
    """
    words = " ".join((name or outlet).replace('"', " ").split())
    query = urlencode({SEARCHED.name: f'"{words}"', KIND.name: "story"}).encode("ascii")
    sent = asked(query, (SEARCHED, KIND))
    of_list = paging.page("/v1/search", sent)
    answer = await found(pool, of_list, await search_of(pool, sent, None), 0)
    headlines = {one["id"]: one["title"] for one in answer["items"][:MOST_STORIES] if one["outlet"] in (outlet, name)}
    findings = await findings_of(pool, list(headlines)) if headlines else {}
    changes = [
        {**one, "story": story, "headline": headlines[story]}
        for story, finding in findings.items()
        for one in finding["silent"]
    ]
    changes.sort(key=lambda one: (str(one["recorded_at"]), one["story"]), reverse=True)
    return list(islice(changes, MOST_CHANGES))
