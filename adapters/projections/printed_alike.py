"""What became of claims that many stories print, told once for all stories that print the same.

It is held against what was to be said before, so that a story is looked at only if its own prints are none of which
that can be told, and its row is only written if another thing is to be said of it.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Any

import orjson
from psycopg import Connection
from pydantic import TypeAdapter

from adapters.claim_records import known_to
from adapters.postgres.queries import queries
from domain.event_parts import Print
from domain.findings import of_prints
from domain.plain_prints import asked_plainly, plain_state
from domain.ports import LARGEST_POSITION
from domain.print_states import PrintState

SQL = queries("printed")

_PRINT = TypeAdapter(Print)


@dataclass(frozen=True, slots=True)
class Alike:
    """By story, the prints of its latest edition of which another thing is to be said now; stories to look at.

    Of all other stories that print the claims, the same is to be said as before.
    """

    moved: Mapping[str, Sequence[PrintState]]
    apart: AbstractSet[str]


def told_at_once(connection: Connection[Any], claims: Collection[str], before: int) -> Alike:
    """What *claims* have come to since position *before*, of all that stories print of them.

    Nothing of *claims* was erased since, for then nobody knows what was said before.
    """
    apart: set[str] = set()
    moved: dict[str, list[PrintState]] = defaultdict(list)
    told: list[tuple[Print, Sequence[str], Sequence[int | None]]] = []
    asks = []
    for view, stories, places in connection.execute(SQL["printed_alike"], {"claims": list(claims)}, binary=True):
        one = _PRINT.validate_python(orjson.loads(view))
        asked = asked_plainly(one)
        if asked is None:
            apart.update(stories)
        else:
            told.append((one, stories, places))
            asks.append((one.claim, asked))
    records = zip(*(known_to(connection, asks, until) for until in (before, LARGEST_POSITION)), strict=True)
    for (one, stories, places), (was, is_) in zip(told, records, strict=True):
        then, now = plain_state(one, was), plain_state(one, is_)
        if then is None or now is None or then.figure != now.figure:
            apart.update(stories)
        elif of_prints([then]) != of_prints([now]):
            for story, n in zip(stories, places, strict=True):
                if n is not None:
                    moved[story].append(replace(now, n=n))
    return Alike({story: states for story, states in moved.items() if story not in apart}, apart)
