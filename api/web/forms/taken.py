"""Where somebody is led whose id or number is taken: to the question that is there, to the next edition's number."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from api.web.forms.filling import Filling
from api.web.forms.told import Told
from domain.events import QuestionAsked
from domain.refusals import AlreadyOpened, EditionExists, Refusal
from domain.story import StoryState


def leading_on(form: Filling, refusals: Iterable[Refusal], found: Sequence[Told]) -> list[Told]:
    """*found*, which the form's *refusals* came to, with what to do instead."""
    kinds = {type(one) for one in refusals}
    return [_leading_on(form, kinds, one) for one in found]


def _leading_on(form: Filling, kinds: set[type[Refusal]], one: Told) -> Told:
    match one.field:
        case "edition" if EditionExists in kinds and isinstance(form.past.now, StoryState):
            return replace(one, proposal=str(max(form.past.now.editions) + 1))
        case "subject" if AlreadyOpened in kinds and form.verb.type == QuestionAsked.stored_as:
            page = f"/questions/{form.draft.subject}/reword"
            return replace(one, sentence="This question has been asked already", page=page, linked="Reword it")
        case _:
            return one
