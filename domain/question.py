"""A question: what is being asked, the scope that its claims inherit, and the tolerance for an "about"."""

from dataclasses import dataclass, replace
from typing import assert_never

from domain.events import QuestionAsked, QuestionData, QuestionRedacted, QuestionReworded, Recorded
from domain.refusals import AlreadyOpened, NotOpened, Refused
from domain.scope import Scope
from domain.shapes import ERASED, Erased


@dataclass(slots=True, eq=False)
class QuestionState:
    """What is known of a question; of one that was never asked, nothing (``version`` 0)."""

    version: int = 0
    text: str | Erased = ""
    text_version: int = 0
    scope: Scope | Erased | None = None
    tolerance: str | Erased | None = None
    topics: tuple[str | Erased, ...] = ()

    def fork(self) -> "QuestionState":
        """A state that starts as this one; what either takes in leaves the other alone."""
        return replace(self)


def decide(state: QuestionState, data: QuestionData) -> None:
    """Raises ``Refused`` unless *data* may be the next event of the question in *state*."""
    if isinstance(data, QuestionAsked) and state.version:
        raise Refused(AlreadyOpened(pointer="/subject", expected="a question that is not asked yet"))
    if not isinstance(data, QuestionAsked) and not state.version:
        raise Refused(NotOpened(pointer="/subject", expected="a question that has been asked"))


def evolve(state: QuestionState, event: Recorded) -> QuestionState:
    """Takes *event* into *state*, which is changed and given back. Never refuses."""
    state.version = event.version
    _take_in(state, event, event.data)  # type: ignore[arg-type]  # a question's stream holds only a question's events
    return state


def _take_in(state: QuestionState, event: Recorded, data: QuestionData) -> None:
    match data:
        case QuestionAsked():
            state.text, state.text_version = data.text, event.version
            state.scope, state.tolerance, state.topics = data.scope, data.tolerance, data.topics or ()
        case QuestionReworded():
            state.text, state.text_version = data.text, event.version
        case QuestionRedacted():
            for pointer in data.fields:
                _erase(state, data.version, pointer)
        case _:
            assert_never(data)


def _erase(state: QuestionState, version: int, pointer: str) -> None:
    _, member, *index = pointer.split("/")
    if member == "text" and state.text_version == version:
        state.text = ERASED
    if version != 1:
        return
    if member in ("scope", "tolerance"):
        setattr(state, member, ERASED)
    if member == "topics" and index:
        n = int(index[0])
        state.topics = (*state.topics[:n], ERASED, *state.topics[n + 1 :])
