"""Which of some questions are contested, for the marks of a list; the board is what decides it."""

from collections.abc import Sequence

from adapters.postgres.fetch import Pool, rows
from adapters.postgres.queries import queries

SQL = queries("question_marks")


async def contested_among(pool: Pool, questions: Sequence[str]) -> frozenset[str]:
    """Those of *questions* that are contested now without a doubt: two bounds lie apart, or what stands is disputed.

    A question on which only tallies differ, bounds touch, or scopes are inherited is left to its board.
    """
    if not questions:
        return frozenset()
    return frozenset(
        question for (question,) in await rows(pool, SQL["contested_among"], {"questions": list(questions)})
    )
