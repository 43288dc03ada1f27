from pathlib import Path

import pytest

from adapters.postgres.queries import FOLDER, queries

TWO = """-- What the file is about.

-- name: first
-- Why there is a first,
-- and what it gives.
SELECT 1;

-- name: second
-- Why there is a second.
SELECT 2 -- a remark
  FROM claim;
"""


def test_queries_are_found_by_name_without_their_head(tmp_path: Path) -> None:
    (tmp_path / "claims.sql").write_text(TWO)

    assert dict(queries("claims", tmp_path)) == {"first": "SELECT 1", "second": "SELECT 2 -- a remark\n  FROM claim"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("-- name: first\nSELECT 1;", "needs a line of purpose"),
        ("-- name: first\n-- Why.\n", "needs a line of purpose and a statement"),
        ("-- name: first\n-- Why.\nSELECT 1;\n-- name: first\n-- Why.\nSELECT 2;", "two queries have one name"),
    ],
)
def test_a_file_that_would_mislead_its_reader_is_refused(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "claims.sql").write_text(text)

    with pytest.raises(ValueError, match=said):
        queries("claims", tmp_path)


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.sql")), ids=lambda file: file.stem)
def test_every_file_of_the_program_can_be_read(file: Path) -> None:
    assert queries(file.stem)
