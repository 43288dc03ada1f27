"""Pages as a person sees them: Debian's Chromium, driven by Playwright, on the service of a test.

``visit`` opens a page and watches it: when the test ends, nothing may have been asked for elsewhere, and nothing may
have gone wrong in the page itself. A test file needs no import but of the looks it wants.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Literal, TypeAlias
from urllib.parse import urlsplit

import pytest

from tests.service import Service

if TYPE_CHECKING:  # a run without browser tests, or without Playwright, does not wait for it
    from playwright.sync_api import Browser, ConsoleMessage, Page, Request

NAMES = ("chromium", "chromium-browser", "google-chrome")
PATIENCE_MS = 20_000
NOT_SENT = ("data:", "blob:", "about:")


@dataclass(frozen=True, slots=True)
class Look:
    """How a page is looked at: the width of the window in CSS pixels, the colours, with or without script."""

    width: int = 1280
    colours: Literal["light", "dark"] = "light"
    script: bool = True

    def __str__(self) -> str:
        """The name of the look in a test's id."""
        return f"{self.colours}-{self.width}{'' if self.script else '-without-script'}"


DESKTOP = Look()
DARK = Look(colours="dark")
PHONE = Look(width=390)
DARK_PHONE = Look(width=390, colours="dark")
WITHOUT_SCRIPT = Look(script=False)
LOOKS = (DESKTOP, DARK, PHONE, DARK_PHONE)
"""What every page is held to."""

Visit: TypeAlias = "Callable[..., Page]"


@dataclass
class Watch:
    """What went wrong in the pages of one test."""

    origin: str
    faults: list[str] = field(default_factory=list)

    def over(self, page: "Page") -> None:
        """Notes from now on what *page* asks for elsewhere and what its console says."""
        page.on("request", self._asked)
        page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        page.on("console", self._said)

    def _asked(self, request: "Request") -> None:
        if not request.url.startswith((*NOT_SENT, f"{self.origin}/")):
            self.faults.append(f"asked elsewhere: {request.url}")

    def _said(self, message: "ConsoleMessage") -> None:
        is_the_page = message.page is not None and message.location.get("url") == message.page.url
        is_status = message.text.startswith("Failed to load resource: the server responded with a status of")
        if message.type in ("error", "warning") and not (is_the_page and is_status):  # a 404 is often what is looked at
            self.faults.append(f"{message.type}: {message.text}")


@pytest.fixture(scope="module")
def chromium() -> Iterator["Browser"]:
    """Chromium for the tests of one file; no longer, for while it runs no other test of the process may have a loop."""
    path = _path_of_chromium()
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 (see TYPE_CHECKING above)

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        try:
            yield browser
        finally:
            browser.close()


@pytest.fixture
def visit(service: Service, chromium: "Browser") -> Iterator[Visit]:
    """Opens a page: ``visit("/claims/x")``, ``visit("/claims/x", PHONE, cookies={"zone": "America/New_York"})``."""
    origin = str(service.http.base_url).rstrip("/")
    watch = Watch(origin)
    with ExitStack() as opened:

        def visit(path: str, look: Look = DESKTOP, cookies: dict[str, str] | None = None) -> "Page":
            context = chromium.new_context(
                base_url=origin,
                viewport={"width": look.width, "height": 900},
                color_scheme=look.colours,
                java_script_enabled=look.script,
                timezone_id="America/New_York",
                locale="en-GB",
            )
            opened.callback(context.close)
            context.set_default_timeout(PATIENCE_MS)
            context.add_cookies(
                [{"name": name, "value": value, "url": origin} for name, value in (cookies or {}).items()]
            )
            page = context.new_page()
            watch.over(page)
            page.goto(path)
            return page

        yield visit
    assert watch.faults == []


def violations(page: "Page") -> list[str]:
    """What axe-core finds wrong with *page* for people who cannot see, hear or point well; each with where it is."""
    page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8"))
    found: dict[str, Any] = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{one['id']}: {one['help']}: {', '.join(str(node['target']) for node in one['nodes'])}"
        for one in found["violations"]
    ]


def too_wide(page: "Page") -> list[str]:
    """The elements that stick out of the window at its right, unless a region of their own scrolls."""
    found: list[str] = page.evaluate(
        """() => {
            const edge = document.documentElement.clientWidth + 1;
            if (document.documentElement.scrollWidth <= edge) { return []; }
            const scrolls = one => one.closest('.scrolls, .nav, .visually-hidden') !== null;
            return [...document.querySelectorAll('body *')]
                .filter(one => one.getBoundingClientRect().right > edge && !scrolls(one))
                .map(one => `${one.tagName.toLowerCase()}.${one.className.baseVal ?? one.className}`);
        }"""
    )
    return found


def wider(look: Look, width: int) -> Look:
    """*look* in a window of another width."""
    return replace(look, width=width)


def path_of(page: "Page") -> str:
    """The path and query that *page* is at."""
    parts = urlsplit(page.url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _path_of_chromium() -> str:
    """The system's Chromium; without one, which CI installs if it may, the tests of pages are skipped."""
    path = os.environ.get("CLAIMTRAIL_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.skip("no Chromium: apt install chromium, or set CLAIMTRAIL_CHROMIUM")
    return path
