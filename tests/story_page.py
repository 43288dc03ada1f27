"""The page of a story as tests read it: its sections, rows and editions in words."""

import re
from typing import Any

from tests.events import STORY, Event
from tests.service import Service

HTML = {"Accept": "text/html"}


def put(service: Service, *events: Event) -> list[dict[str, Any]]:
    return service.post_all([{"specversion": "1.0", **event} for event in events])


def html(service: Service, status: int = 200, story: str = STORY, **parameters: Any) -> str:
    named = {name.rstrip("_"): value for name, value in parameters.items() if value is not None}
    answer = service.http.get(f"/stories/{story}", headers=HTML, params=named)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"].startswith("text/html")
    return answer.text


def words(markup: str) -> str:
    """The text of a piece of a page, for people: without drawings, white space as one."""
    without = re.sub(r"<(svg|style|script)\b.*?</\1>", " ", markup, flags=re.DOTALL)
    without = re.sub(r"</?(data|time|wbr|mark)\b[^>]*>", "", without)
    return " ".join(re.sub(r"<[^>]+>", " ", without).replace("&#39;", "'").replace("&amp;", "&").split())


def part(markup: str, heading: str) -> str:
    """The section of that heading, by its id."""
    found = re.search(rf'<section class="section" aria-labelledby="{heading}">.*?</section>', markup, re.DOTALL)
    assert found is not None, heading
    return found.group()


def rows(markup: str) -> list[str]:
    return [words(row) for row in re.findall(r"<tr\b.*?</tr>", markup, re.DOTALL)][1:]


def editions(markup: str) -> list[str]:
    (strip,) = re.findall(r'<ol class="editions".*?</ol>', markup, re.DOTALL)
    return [words(one) for one in re.findall(r"<li\b.*?</li>", strip, re.DOTALL)]
