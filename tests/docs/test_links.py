"""Links between pages lead somewhere."""

import re
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
PAGES = [*CHECKOUT.glob("*.md"), *(CHECKOUT / "docs").rglob("*.md")]
LINK = re.compile(r"\]\((?!\w+:)([^)#\s]*)(?:#([^)\s]+))?\)")
FILE = re.compile(r"(?<![\w/.])((?:domain|adapters|api|tests|docs|examples|benchmarks)/[\w./-]*\w)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def named(page: Path) -> str:
    return str(page.relative_to(CHECKOUT))


def anchors(page: Path) -> set[str]:
    """The fragments that headings of *page* can be reached by."""
    headings = HEADING.findall(page.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def is_broken(page: Path, target: str, fragment: str) -> bool:
    place = page.parent / target if target else page
    return not place.exists() or (bool(fragment) and fragment not in anchors(place))


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_links_of_a_page_lead_to_what_is_there(page: Path) -> None:
    links = LINK.findall(page.read_text(encoding="utf-8"))
    assert [link for link in links if is_broken(page, *link)] == []


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_the_files_that_a_page_names_are_there(page: Path) -> None:
    names = FILE.findall(page.read_text(encoding="utf-8"))
    assert [name for name in names if not (CHECKOUT / name).exists()] == []


def test_every_page_can_be_reached_from_the_readme() -> None:
    reached: set[Path] = set()
    waiting = [CHECKOUT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in reached or page.suffix != ".md" or not page.exists():
            continue
        reached.add(page)
        waiting += [(page.parent / target).resolve() for target, _ in LINK.findall(page.read_text(encoding="utf-8"))]
    assert set((CHECKOUT / "docs").rglob("*.md")) <= reached
