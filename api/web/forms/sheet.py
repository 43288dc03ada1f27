"""What a form's page shows beside the fields: what it is about, which of its parts stand open."""

from collections.abc import Collection, Iterator, Sequence

from adapters.postgres.fetch import Pool
from api.http.first_wordings import name_by_first_wordings
from api.web.forms.fields import Block, Field, Node, fields_of
from api.web.forms.filling import Filling
from api.web.sentences import claim_name
from api.words import text_words
from domain.claim_state import ClaimState
from domain.ledger import State
from domain.story import StoryState
from domain.view import current_view
from domain.wire import wire


async def named(pool: Pool, kind: str, subject: str | None, state: State) -> str:
    """What the thing is called that a form is about, as on its page; "" where there is none yet."""
    if subject is None:
        return ""
    match state:
        case ClaimState():
            view = current_view(subject, state)
            await name_by_first_wordings(pool, [view])
            return claim_name(view)
        case StoryState() if state.latest is not None:
            return text_words(wire(state.latest.headline))
        case _:
            return f"{kind} {subject}"


def opened(form: Filling, at_fault: Collection[str]) -> set[str]:
    """The names of the folded parts in which something was changed, or is at fault."""
    return {
        one.name
        for one in _folded(form.nodes)
        if any(field.name in at_fault or _is_changed(form, field) for field in fields_of(one.inside))
    }


def _is_changed(form: Filling, field: Field) -> bool:
    return form.entries.get(field.name, "").strip() != form.recorded.get(field.name, "").strip()


def _folded(nodes: Sequence[Node]) -> Iterator[Block]:
    for one in nodes:
        if isinstance(one, Block):
            if one.kind == "folded":
                yield one
            yield from _folded(one.inside)
