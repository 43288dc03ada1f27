"""Forms as a browser without script sends them: read off a page, filled in, pressed."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from typing import Any

import httpx

from tests.bounded import joined
from tests.service import Service

PAGE = {"Accept": "text/html"}
SOLDIERS = "498 soldiers have died"


class Form(HTMLParser):
    """A form as a browser would send it: every control's name and value, and the words of the page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.entries: dict[str, str] = {}
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.described: dict[str, str] = {}
        self.invalid: list[str] = []
        self._area = self._select = ""
        self._words: list[str] = []
        self._in_form = False
        self.feed(page)
        self.words = " ".join(" ".join(self._words).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        self.ids.add(told.get("id", ""))
        self._in_form = self._in_form or (tag == "form" and told.get("id") == "form")
        if tag == "a":
            self.links.append(told.get("href", ""))
        if "aria-invalid" in told:
            self.invalid.append(told.get("name") or told["id"])
        name = told.get("name", "")
        if not self._in_form:
            return
        if tag == "input" and (told.get("type") != "radio" or "checked" in told):
            self.entries[name] = told.get("value", "")
        elif tag == "textarea":
            self._area = name
            self.entries[name] = ""
        elif tag == "select":
            self._select = name
            self.entries[name] = ""
        elif tag == "option" and "selected" in told:
            self.entries[self._select] = told["value"]

    def handle_endtag(self, tag: str) -> None:
        self._area = "" if tag == "textarea" else self._area
        self._in_form = self._in_form and tag != "form"

    def handle_data(self, data: str) -> None:
        if self._area:
            self.entries[self._area] += data.removeprefix("\n")
        else:
            self._words.append(data)


@contextmanager
def working(service: Service) -> Iterator[None]:
    """The worker at its work, until the block ends: a form leads on to a page that shows what was recorded."""
    ended = threading.Event()

    def work() -> None:
        while not ended.wait(0.02):
            service.project()

    worker = threading.Thread(target=work, daemon=True)
    worker.start()
    try:
        yield
    finally:
        ended.set()
        joined(worker)


def erase(service: Service, claim: str, *fields: str) -> None:
    """Erases *fields* of the claim's first event."""
    erased = {"version": 1, "fields": list(fields), "ground": "legal", "authority": "x", "reason": "x"}
    service.post("claim.redacted.v1", claim, erased)


def shown(service: Service, path: str) -> Form:
    answer = service.http.get(path, headers=PAGE)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8"), answer.text
    return Form(answer.text)


def press(
    service: Service, path: str, entries: dict[str, str], button: str = "record", **headers: str
) -> httpx.Response:
    return service.http.post(path, data={**entries, "do": button}, headers=PAGE | headers)


def recorded(service: Service, path: str, **entries: str) -> dict[str, Any]:
    """The event that the form at *path* records with these *entries* over what it has filled in."""
    form = shown(service, path)
    before = service.position()
    answer = press(service, path, form.entries | {name.replace("__", "."): text for name, text in entries.items()})
    assert answer.status_code == 303, Form(answer.text).words
    assert service.position() == before + 1
    event: dict[str, Any] = service.read(f"/v1/events/{before + 1}")
    assert event["source"] == "claimtrail:desk"
    return event


def refused(service: Service, path: str, **entries: str) -> Form:
    """The form at *path* as it comes back refused, with nothing recorded."""
    form = shown(service, path)
    before = service.position()
    sent = form.entries | {name.replace("__", "."): text for name, text in entries.items()}
    answer = press(service, path, sent)
    assert answer.status_code in (409, 412, 422), answer.text
    assert service.position() == before
    again = Form(answer.text)
    assert {name: again.entries.get(name) for name, text in sent.items() if text} == {
        n: t for n, t in sent.items() if t
    }
    return again
