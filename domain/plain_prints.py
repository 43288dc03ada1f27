"""What is to be said of a print in whichever edition it stands, and whatever else that prints.

So it can be told once for every story that prints the same. Where it cannot, the story has to be looked at.
"""

from dataclasses import replace

from domain.claim_record import ClaimRecord, Wanted
from domain.clock import EPOCH
from domain.event_parts import Print
from domain.print_states import PrintState, states_of, wanted
from domain.shapes import ERASED
from domain.story import Edition

_NOWHERE = Edition(
    number=1,
    version=1,
    position=0,
    recorded_at=EPOCH,
    source="",
    outlet=ERASED,
    headline=ERASED,
    published_at=ERASED,
    url=None,
    update_note=None,
    text_sha256=None,
    text=None,
    prints=(),
    prints_version=1,
    prints_position=0,
    prints_source="",
)


def asked_plainly(one: Print) -> Wanted | None:
    """What has to be known of its claim for ``plain_state``; None where the print can have none.

    That is where it names a revision, which is its edition's; and where its figure is one of the record's.
    """
    asked = wanted([replace(_NOWHERE, prints=(one,))])[one.claim]
    is_plain = not (asked.numbers or asked.identities or asked.amounts or asked.wordings)
    return asked if is_plain else None


def plain_state(one: Print, claim: ClaimRecord) -> PrintState | None:
    """What became of *one*, whose ``n`` is 0; None where its edition decides.

    That is where something was corrected, for it matters when; and where it matters what stood when the edition came
    out: if that is what stands now, it is not behind, as if nobody knew when that was, and else it is.
    """
    if claim.corrections:
        return None
    (same,) = states_of(replace(_NOWHERE, prints=(one,)), {one.claim: claim})
    (other,) = states_of(replace(_NOWHERE, prints=(one,), published_at=""), {one.claim: claim})
    return same if same.behind is other.behind else None
