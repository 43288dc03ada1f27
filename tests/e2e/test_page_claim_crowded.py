"""A claim that was disputed, assessed and linked very often: its page, its view, its course in a terminal."""

from io import StringIO

import pytest
from rich.console import Console

from api.cli.views import current
from domain import view_lists
from tests.e2e.conftest import Service
from tests.e2e.test_page_board import put
from tests.e2e.test_page_claim import OTHER, PATH, told
from tests.events import assessed, disputed, linked, reported, resolved


@pytest.fixture(autouse=True)
def few_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """As many as a page's window has: a list of hundreds is as good a test, and slower."""
    monkeypatch.setattr(view_lists, "MOST", 6)


def test_disputes_that_the_view_leaves_out_are_counted(service: Service) -> None:
    put(service, reported(), *(disputed(f"d-{n}") for n in range(8)))
    words = told(service)
    assert "at least 6 open none of these resolved" in words
    assert "2 more disputes are not shown; the audit trail has them all." in words
    assert service.read(f"/v1{PATH}")["left_out"] == {"disputes": 2, "assessments": 0, "links": 0}


def test_where_a_resolved_dispute_is_shown_all_open_ones_are(service: Service) -> None:
    put(service, reported(), *(disputed(f"d-{n}") for n in range(8)), *(resolved(f"d-{n}") for n in range(1, 8)))
    words = told(service)
    assert "1 open at least 5 resolved" in words
    assert "2 more disputes are not shown" in words


def test_findings_and_links_that_are_left_out_are_counted(service: Service) -> None:
    put(service, reported(), reported(claim=OTHER), *(assessed() for _ in range(9)), *(linked(OTHER) for _ in range(7)))
    assert "of 9 findings, 7 links and 0 notes; the audit trail has them all." in told(service)


def test_a_terminal_says_what_the_view_leaves_out(service: Service) -> None:
    put(service, reported(), *(disputed(f"d-{n}") for n in range(8)))
    console = Console(width=120, record=True, file=StringIO())
    console.print(current(service.read(f"/v1{PATH}")))
    assert "Not listed here, but in the audit: 2 disputes" in console.export_text()
