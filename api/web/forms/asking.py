"""The verbs of a question: ask it, word it better."""

from api.web.forms import shared_fields as ask
from api.web.forms.entries import as_entries
from api.web.forms.fields import Entries, Field, Item
from api.web.forms.verb import Data, Verb
from domain.events import QuestionAsked, QuestionReworded
from domain.question import QuestionState
from domain.wire import wire


def _text(hint: str) -> Field:
    return Field("text", "Question", "prose", hint, missing="Write the question")


def _ask_items(_state: QuestionState, _entries: Entries) -> list[Item]:
    return [
        Field(
            "subject", "Id of the question", "id", "Such as ru-soldiers-killed; never changes", missing="Give it an id"
        ),
        _text("In general: it brings rival claims together"),
        ask.scope(),
        Field("tolerance", "Tolerance for “about”", "percent", "In percent, such as 10 or 2.5", is_optional=True),
        Field("topics", "Topics", hint="Separated by commas", is_optional=True),
        ask.NOTE,
    ]


def _asked(_state: QuestionState, data: Data, _entries: Entries) -> Data:
    if "topics" in data:
        data["topics"] = [one.strip() for one in str(data["topics"]).split(",") if one.strip()]
    return data


def _reword_items(_state: QuestionState, _entries: Entries) -> list[Item]:
    return [_text("The same question in better words"), ask.reason(), ask.NOTE]


def _reword_filled(state: QuestionState, _asked: Entries) -> Entries:
    return as_entries(wire(state.text), "text")


ASK: Verb[QuestionState] = Verb(
    "new",
    QuestionAsked.stored_as,
    "Ask a question",
    "What is being asked, in general. Claims may name it before it is asked.",
    "Record the question",
    _ask_items,
    finished=_asked,
)
REWORD: Verb[QuestionState] = Verb(
    "reword",
    QuestionReworded.stored_as,
    "Reword the question",
    "The same question in better words. If something else is asked, ask another question.",
    "Record the new words",
    _reword_items,
    _reword_filled,
)
