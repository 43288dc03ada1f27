"""An event as it is posted, and the faults that the strict reader finds in one."""

import pytest
from hypothesis import strategies as st

from api.http.cloudevents import from_object
from domain.refusals import Json, Refused

EVENT: dict[str, Json] = {
    "specversion": "1.0",
    "id": "e-1",
    "source": "https://newsroom.example/cms",
    "type": "claim.reported.v1",
    "subject": "ru-mod.killed",
    "data": {"wording": "498 soldiers"},
}
texts = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn"]), min_size=1, max_size=100)


def event(**changes: Json) -> dict[str, Json]:
    return {**EVENT, **changes}


def without(*names: str) -> dict[str, Json]:
    return {name: value for name, value in EVENT.items() if name not in names}


def faults(refused: Refused) -> list[tuple[str, str]]:
    return [(one.name, one.pointer) for one in refused.refusals]


def faults_of(posted: Json) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as refused:
        from_object(posted)
    return faults(refused.value)
