"""The image is built of what its recipe names; nothing here builds it, for no Docker engine is at hand everywhere."""

import re
from fnmatch import fnmatch
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
COPIED = re.findall(r"^COPY (\S+) \S+$", (CHECKOUT / "Dockerfile").read_text(), re.MULTILINE)
PATTERNS = (CHECKOUT / ".dockerignore").read_text().split()


def is_sent(name: str) -> bool:
    """Whether *name*, of the top of the checkout, reaches the builder: the last pattern that matches says so."""
    fitting = [pattern for pattern in PATTERNS if fnmatch(name, pattern.removeprefix("!"))]
    return not fitting or fitting[-1].startswith("!")


@pytest.mark.parametrize("name", COPIED)
def test_what_the_image_copies_is_there_and_reaches_the_builder(name: str) -> None:
    assert (CHECKOUT / name).exists()
    assert is_sent(name)


def test_the_image_has_every_package_and_the_examples() -> None:
    assert {"domain", "adapters", "api", "examples", "requirements.txt"} == set(COPIED)


@pytest.mark.parametrize("name", [".git", "tests", ".venv", "README.md"])
def test_nothing_else_reaches_the_builder(name: str) -> None:
    assert not is_sent(name)
