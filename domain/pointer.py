"""JSON pointers (RFC 6901) into an event: how a step is written, and which member of the data one leads into."""

SET_MEMBERS = ("was", "is")
"""The members of a correction whose own members are units, each by its own name."""


def step(name: str) -> str:
    """*name* as a step of a pointer, with its slash."""
    return "/" + (name.replace("~", "~0").replace("/", "~1") if "~" in name or "/" in name else name)


def steps(pointer: str) -> list[str]:
    """The steps of a unit's *pointer* from the member that it leads into on ("/is/figure" leads into figure)."""
    first, *rest = pointer.split("/")[1:]
    return rest if rest and first in SET_MEMBERS else [first, *rest]
