"""Named queries out of .sql files: `-- name: head`, a line `-- purpose`, then the statement."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import LiteralString

FOLDER = Path(__file__).parent / "sql" / "queries"
HEADING = re.compile(r"^-- name: *(\w+) *$", re.MULTILINE)


@cache
def queries(subject: str, folder: Path = FOLDER) -> Mapping[str, LiteralString]:
    """The queries of *subject*'s file by name, as psycopg takes them: each file is read once.

    What stands before the first name is the file's own head. Raises ValueError for a query that has no purpose, no
    statement, or the name of another.
    """
    file = folder / f"{subject}.sql"
    _, *parts = HEADING.split(file.read_text(encoding="utf-8"))
    names, bodies = parts[::2], parts[1::2]
    if len(set(names)) < len(names):
        raise ValueError(f"{file.name}: two queries have one name")
    return MappingProxyType({name: statement(file.name, name, body) for name, body in zip(names, bodies, strict=True)})


def statement(file: str, name: str, body: str) -> LiteralString:
    """The query without its head of comment lines."""
    lines = body.strip().splitlines()
    head = next((index for index, line in enumerate(lines) if not line.startswith("--")), len(lines))
    text = "\n".join(lines[head:]).strip().removesuffix(";")
    if head == 0 or not text:
        raise ValueError(f"{file}: {name} needs a line of purpose and a statement")
    return text
