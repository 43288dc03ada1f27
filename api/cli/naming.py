"""What this program is called, and which one it is."""

import sys
import tomllib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]


def program() -> str:
    """How a person has called it: ``./run`` from a checkout."""
    return "./run" if is_from_checkout() else "claimtrail"


def is_from_checkout() -> bool:
    """Whether it was not installed, but is run from where its source lies."""
    return Path(sys.argv[0]).name == "__main__.py"


def own_version() -> str:
    """As the package says it; in a checkout, which is no package, as its pyproject.toml does."""
    project = CHECKOUT / "pyproject.toml"
    if project.is_file():
        return str(tomllib.loads(project.read_text(encoding="utf-8"))["project"]["version"])
    try:
        return version("claimtrail")
    except PackageNotFoundError:
        return "of no known version"
