"""What a form does not send, whether the record would take it or not: a link to itself, a chain that stays the same."""

from collections.abc import Iterator

from api.web.forms.fields import fields_of
from api.web.forms.filling import Filling
from api.web.forms.proposed import proposed
from api.web.forms.told import Told
from domain.canonical import canonical
from domain.claim_state import ClaimState
from domain.events import Attributed, Disputed, Linked
from domain.wire import wire

UNCHANGED = Told(
    "attribution.0.who.name", "The chain is recorded like this already", "Change what was learned of it, or add a note."
)


def own_faults(form: Filling) -> list[Told]:
    """What is wrong with the entries by the form's own lights."""
    return [*_without_id(form), *_without_sense(form), *_unwritable(form)]


def _unwritable(form: Filling) -> Iterator[Told]:
    """What holds a character that nobody writes; the record would refuse it in ids alone."""
    for one in fields_of(form.nodes):
        if "\0" in form.entries.get(one.name, "") and one.kind in ("line", "words", "prose"):
            yield Told(one.name, f"“{one.label}” holds a character that no text has", "Type it again.")


def _without_id(form: Filling) -> Iterator[Told]:
    """Who has no id yet, where no kind is chosen: the record would ask for that first, and for the id thereafter."""
    for one in fields_of(form.nodes):
        before, who_id, _ = one.name.partition("who.id")
        entered = {member: form.entries.get(f"{before}who.{member}", "").strip() for member in ("id", "kind", "name")}
        if who_id and entered["name"] and not (entered["id"] or entered["kind"]):
            yield Told(one.name, one.missing, proposal=proposed(one, form.entries))


def _without_sense(form: Filling) -> list[Told]:
    data = form.assembled.data
    match form.verb.type:
        case Linked.stored_as if data.get("to") == form.subject:
            return [Told("to", "A claim is not linked to itself", "Name the other claim.")]
        case Disputed.stored_as if data.get("counter_claim") == form.subject:
            return [Told("counter_claim", "The claim cannot be set against itself", "Name their own claim, or none.")]
        case Attributed.stored_as if isinstance(form.state, ClaimState) and "attribution" in data:
            is_same = canonical(data["attribution"]) == canonical(wire(form.state.chain))
            return [UNCHANGED] if is_same else []
        case _:
            return []
