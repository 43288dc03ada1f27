"""That what is printed was corrected since: its figure, its words, or what it is about and on whose word."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from domain.claim_record import OF_THE_CLAIM, OF_THE_REVISION, ClaimRecord, CorrectionRecord, RevisionRecord
from domain.event_parts import Print
from domain.refusals import Json
from domain.scope import comparable
from domain.shapes import Erased
from domain.story import Edition
from domain.wire import wire


@dataclass(frozen=True, slots=True)
class Fault:
    """A correction by which what was printed has turned out wrong: ``members`` says in what.

    ``right`` is the revision that holds in place of the wrong one; None where none does (wrong_claim). What is right of
    it may be erased. ``of_claim`` has, as JSON, what attribution, scope and question were and what they are, for those
    that are among the members.
    """

    members: tuple[str, ...]
    correction: CorrectionRecord
    wrong: RevisionRecord | None
    right: RevisionRecord | None
    of_claim: Mapping[str, tuple[Json, Json]] = field(default_factory=dict)


def fault_of(
    one: Print, edition: Edition, key: str | None, target: RevisionRecord | None, claim: ClaimRecord
) -> Fault | None:
    """By which correction a print of *edition* that shows the figure of *key* has turned out wrong, if by any."""
    return (
        _figure_fault(key, target, claim)
        or _claim_fault(one, edition, claim)
        or _wording_fault(one, key, target, claim)
        or _revision_fault(edition, key, target, claim)
    )


def of_key(key: str | None, claim: ClaimRecord) -> list[RevisionRecord]:
    """The revisions that have the printed figure, the latest first."""
    return [] if key is None else claim.by_key.get(key, [])


def lineage_of(one: RevisionRecord, claim: ClaimRecord) -> list[RevisionRecord]:
    """*one*, what replaced it, and so on; the last is replaced itself if nothing took its place."""
    lineage = [one]
    while (after := lineage[-1].replaced_by) is not None:
        lineage.append(claim.revisions[after])
    return lineage


def _figure_fault(key: str | None, target: RevisionRecord | None, claim: ClaimRecord) -> Fault | None:
    """That the printed figure was corrected: as that of the target, else as that of the latest revision that had it.

    Where nothing took its place (wrong_claim), it is wrong only if no other revision has it.
    """
    alike = of_key(key, claim)
    wrong = target or next(iter(alike), None)
    if wrong is None or wrong.figure_key is None or not wrong.replaced or _stands(key, claim):
        return None
    lineage = lineage_of(wrong, claim)
    right = None if lineage[-1].replaced else lineage[-1]
    if right is None and not all(one.replaced for one in alike):
        return None
    if right is not None and right.figure_key in (key, wrong.figure_key):
        return None
    if right is not None and right.figure_key is None and not _set_another("figure", ("wrong_figure",), lineage, claim):
        return None
    last_wrong = next(
        (one for one, after in pairwise(lineage) if after.figure_key != wrong.figure_key),
        lineage[-1],
    )
    return Fault(("figure",), _correction_of(last_wrong, claim), wrong, right)


def _set_another(
    member: Literal["figure", "wording"], kinds: tuple[str, ...], lineage: list[RevisionRecord], claim: ClaimRecord
) -> bool:
    """Whether the last of *lineage*, of which *member* is erased, surely has another than the first.

    That is so where the correction of a revision that still had the first one's set nothing else, or is of one of these
    *kinds*.
    """
    first, last_wrong = lineage[0], lineage[-2]
    has_it = last_wrong.figure_key == first.figure_key if member == "figure" else last_wrong.wording == first.wording
    correction = _correction_of(last_wrong, claim)
    return has_it and member in correction.changed and (correction.kind in kinds or len(correction.changed) == 1)


def _stands(key: str | None, claim: ClaimRecord) -> bool:
    return key is None or (claim.standing is not None and claim.standing.figure_key == key)


def _wording_fault(one: Print, key: str | None, target: RevisionRecord | None, claim: ClaimRecord) -> Fault | None:
    """That the very words which are printed were corrected, with the figure left as it was."""
    worded = [held for held in ([target] if target else of_key(key, claim)) if has_words(held, one.wording)]
    if not worded or not all(held.replaced for held in worded):
        return None
    lineage = lineage_of(worded[0], claim)
    right = lineage[-1]
    if right.replaced or has_words(right, one.wording):
        return None
    if isinstance(right.wording, Erased) and not _set_another("wording", ("wrong_wording", "misquote"), lineage, claim):
        return None
    last_wrong = next(held for held, after in pairwise(lineage) if not has_words(after, one.wording))
    return Fault(("wording",), _correction_of(last_wrong, claim), worded[0], right)


def has_words(one: RevisionRecord, wording: str) -> bool:
    """Whether a revision is worded so, after folding."""
    return isinstance(one.wording, str) and comparable(one.wording) == comparable(wording)


def _correction_of(one: RevisionRecord, claim: ClaimRecord) -> CorrectionRecord:
    return claim.corrected_by[one.number]


def _claim_fault(one: Print, edition: Edition, claim: ClaimRecord) -> Fault | None:
    """That attribution, scope or question of the claim were corrected after the edition, and not put back."""
    found: dict[str, tuple[CorrectionRecord, Json, Json]] = {}
    for member in OF_THE_CLAIM:
        later = [each for each in claim.corrections if each.position > edition.position and member in each.changed]
        if later and (wrong := later[0].was.get(member)) != (right := later[-1].is_.get(member)):
            if member == "attribution" and one.attribution is not None and wire(one.attribution) == right:
                continue
            found[member] = later[0], wrong, right
    if not found:
        return None
    correction, *_ = next(iter(found.values()))
    of_claim = {member: (wrong, right) for member, (_, wrong, right) in found.items()}
    return Fault(tuple(found), correction, None, claim.standing, of_claim)


def _revision_fault(
    edition: Edition, key: str | None, target: RevisionRecord | None, claim: ClaimRecord
) -> Fault | None:
    """That period or statement of what is printed were corrected after the edition, and not put back."""
    if claim.set_last <= edition.position:
        return None
    found = list(_set_since(edition, lineage_of(target, claim) if target else of_key(key, claim), claim))
    if not found:
        return None
    _, correction, wrong, right = found[0]
    return Fault(tuple(dict.fromkeys(member for member, *_ in found)), correction, wrong, right)


def _set_since(
    edition: Edition, printed: list[RevisionRecord], claim: ClaimRecord
) -> Iterator[tuple[str, CorrectionRecord, RevisionRecord, RevisionRecord]]:
    numbers = {one.number for one in printed}
    setting = {member: _first_setting(member, edition, claim) for member in OF_THE_REVISION}
    for one in printed:
        right = claim.ends[one.number]
        is_first = one.replaces not in numbers or one.position < edition.position
        if not is_first or not one.replaced or right.replaced:
            continue
        for member in OF_THE_REVISION:
            first = setting[member].get(one.number)
            if first is not None and getattr(one, member) != getattr(right, member):
                yield member, first, one, right


def _first_setting(member: str, edition: Edition, claim: ClaimRecord) -> dict[int, CorrectionRecord]:
    """By revision, the first correction after *edition* that set *member* of it, or of what took its place."""
    found: dict[int, CorrectionRecord] = {}
    for one in claim.latest_first:
        by = claim.corrected_by.get(one.number)
        if by is None or by.position <= edition.position or member not in by.changed:
            by = None if one.replaced_by is None else found.get(one.replaced_by)
        if by is not None:
            found[one.number] = by
    return found
