"""Whether what a form holds may be recorded: the same door as any event, once for real or as a dry run.

Shape is judged before sense, so a field that is missing would hide what else is wrong. Where only words of our own are
missing, the rest is judged with a stand-in for them, and everything is told at once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.compose import Service
from api.http.cloudevents import from_object
from api.http.proposing import Proposer
from domain.proposal import Proposal
from domain.receipt import Receipt
from domain.refusals import MissingField, Refusal, Refused

SOURCE = "claimtrail:desk"
"""The source of what is recorded by forms, for ever: an identity is this and the id in the form."""

STAND_IN = "…"
_STANDS_IN_FOR = frozenset(
    f"/data/{one}" for one in ("approver", "basis", "by", "method", "outlet", "reason", "statement", "text", "headline")
)
LONGEST_SUBJECT = 128


@dataclass(frozen=True, slots=True)
class Draft:
    """An event as a form would have it recorded; ``expected`` is the version of its stream that the form has seen."""

    type: str
    subject: str
    id: str
    data: Mapping[str, Any]
    expected: int | None

    def event(self) -> dict[str, Any]:
        """The CloudEvent."""
        event = {
            "specversion": "1.0",
            "id": self.id,
            "source": SOURCE,
            "type": self.type,
            "subject": self.subject,
            "data": dict(self.data),
            "expectedversion": self.expected,
        }
        return {name: value for name, value in event.items() if value not in (None, "")}


async def recorded(service: Service, draft: Draft) -> Receipt | Refused:
    """The receipt, once it is durable, or every fault."""
    proposal = _proposal(service, draft)
    if isinstance(proposal, Refused):
        return await _with_what_is_hidden(service, draft, proposal)
    (outcome,) = await service.log.append([proposal])
    return outcome if isinstance(outcome, Receipt) else await _with_what_is_hidden(service, draft, outcome)


async def rehearsed(service: Service, draft: Draft) -> Receipt | Refused:
    """The same with nothing recorded."""
    proposal = _proposal(service, draft)
    if isinstance(proposal, Refused):
        return await _with_what_is_hidden(service, draft, proposal)
    (outcome,) = await service.log.rehearse([proposal])
    return outcome if isinstance(outcome, Receipt) else await _with_what_is_hidden(service, draft, outcome)


def with_stand_ins(draft: Draft, refusals: Sequence[Refusal]) -> Draft | None:
    """*draft* with a stand-in for each of our own words that is missing; None where none is."""
    missing = {one.pointer for one in refusals if isinstance(one, MissingField) and one.pointer in _STANDS_IN_FOR}
    if not missing:
        return None
    stand_ins = {pointer.rpartition("/")[2]: STAND_IN for pointer in missing}
    return Draft(draft.type, draft.subject, draft.id, {**draft.data, **stand_ins}, draft.expected)


def proposal_of(service: Service, draft: Draft) -> Proposal | None:
    """The proposal that *draft* makes, whose data may be of the wrong shape; None where its envelope is."""
    proposal = _proposal(service, draft)
    return None if isinstance(proposal, Refused) else proposal


def _proposal(service: Service, draft: Draft) -> Proposal | Refused:
    try:
        posted = from_object(draft.event())
    except Refused as refused:
        return refused.kept()
    (proposal,) = Proposer(service.settings.recorder).proposals([posted])
    return proposal


async def _with_what_is_hidden(service: Service, draft: Draft, refused: Refused) -> Refused:
    """*refused* and what else is wrong, which its faults have hidden."""
    whole = named(draft, refused.refusals)
    judged = with_stand_ins(whole, refused.refusals) or whole
    proposal = None if judged is draft else proposal_of(service, judged)
    if proposal is None:
        return refused
    (outcome,) = await service.log.rehearse([proposal])
    if isinstance(outcome, Receipt):
        return refused
    known = {one.pointer for one in refused.refusals}
    more = [one for one in outcome.refusals if one.pointer not in known and one.pointer.startswith("/data")]
    return Refused(*refused.refusals, *more)


def named(draft: Draft, refusals: Sequence[Refusal]) -> Draft:
    """*draft* with a subject that can be one, and is nobody's, where its own is refused."""
    if not any(one.pointer == "/subject" for one in refusals):
        return draft
    return Draft(draft.type, f"unnamed-{draft.id}"[:LONGEST_SUBJECT], draft.id, draft.data, None)
