"""How a story, its editions and what they print are shown: the same shapes now, as of any moment, and on the pages."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from domain.claim_record import ClaimRecord, RevisionRecord
from domain.edition_changes import Change, changes, correction_view
from domain.mismatches import mismatches, mismatches_view
from domain.note_numbers import note_numerals
from domain.print_faults import Fault
from domain.print_states import PrintState, states_of
from domain.refusals import Json
from domain.shapes import Erased
from domain.story import Edition, Withdrawal
from domain.view import View
from domain.wire import REDACTED, instant_text, wire

KINDS = ("appeared", "dropped", "changed", "unchanged")


def story_view(
    item: View, editions: Mapping[int, Edition], withdrawal: Withdrawal | None, claims: Mapping[str, ClaimRecord]
) -> View:
    """A story with what its latest edition prints and what became of that.

    *item* is the story as lists show it; *claims* has those that the latest of its recorded *editions* names.
    """
    latest = editions[max(editions)]
    return {
        **item,
        "missing": [{"from": first, "to": last} for first, last in gaps([*editions])],
        "withdrawal": None if withdrawal is None else withdrawal_view(withdrawal),
        **_printed(latest, claims),
    }


def edition_view(edition: Edition, claims: Mapping[str, ClaimRecord]) -> View:
    """One edition with its text and what became of all that it prints."""
    return {**edition_item(edition), "text": wire(edition.text), **_printed(edition, claims)}


def item_places(numbers: Sequence[int]) -> list[int]:
    """The numbers at which ``edition_items`` has one, for a story with the recorded editions *numbers*."""
    return sorted([*numbers, *(first for first, _ in gaps(numbers))])


def edition_items(
    editions: Mapping[int, Edition],
    claims: Mapping[str, ClaimRecord],
    numbers: Sequence[int] | None = None,
    places: Sequence[int] | None = None,
) -> list[View]:
    """The recorded editions by number, with what each changed, and between them those that are not in the record.

    ``changes`` counts, against the recorded edition before, the entries of each kind and the silent ones. Of a story
    that has the editions *numbers*, all that there are unless given, those at some *places* alone: then *editions* has
    these and those right before them.
    """
    in_order = sorted(editions if numbers is None else numbers)
    before, missing = dict(zip(in_order[1:], in_order, strict=False)), dict(gaps(in_order))
    items: list[View] = []
    for place in item_places(in_order) if places is None else places:
        if place in missing:
            items.append({"edition": place, "to": missing[place], "recorded": False})
            continue
        first, edition = before.get(place), editions[place]
        counts = None if first is None else _counts(changes(editions[first], edition, claims))
        items.append({**edition_item(edition), "changes": counts})
    return items


def edition_item(edition: Edition) -> View:
    """An edition without what it prints."""
    note = edition.update_note
    return {
        "edition": edition.number,
        "recorded": True,
        "version": edition.version,
        "position": edition.position,
        "recorded_at": instant_text(edition.recorded_at),
        **_heading(edition),
        "update_note": wire(note),
        "note_gives_amounts": bool(note_numerals(note)) if isinstance(note, str) else None,
        "text_sha256": wire(edition.text_sha256),
        "prints_version": edition.prints_version,
        "corrections": edition.corrections,
        "figures": len(edition.prints),
        "claims": len({one.claim for one in edition.prints if not isinstance(one, Erased)}),
    }


def gaps(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """First and last number of each run of editions that came before the latest and are not in the record."""
    for before, number in pairwise([0, *sorted(numbers)]):
        if number > before + 1:
            yield before + 1, number - 1


def withdrawal_view(one: Withdrawal) -> View:
    """That the story was taken down, when the record learned of it, and why."""
    return {"version": one.version, "recorded_at": instant_text(one.recorded_at), "reason": wire(one.reason)}


def print_state_view(one: PrintState) -> Json:
    """A print and what became of it; others rely on this shape. An erased one shows that it is, and nothing else."""
    if isinstance(one.print, Erased):
        return REDACTED
    return {
        "n": one.n,
        "claim": one.print.claim,
        "placement": one.print.placement,
        "wording": one.print.wording,
        "figure": wire(one.figure),
        "target": wire(one.print.target),
        "attribution": wire(one.print.attribution),
        "selector": wire(one.print.selector),
        "standing": None if one.standing is None else revision_item(one.standing),
        "behind": None if one.behind is None else {**revision_item(one.behind), "since": one.behind.said_at},
        "corrected": one.corrected is not None,
        "correction": None if one.corrected is None else fault_view(one.corrected),
        "disputed": len(one.disputes) > 0,
        "disputes": [
            {"dispute": each.dispute, "revision": each.revision, "aspect": wire(each.aspect)} for each in one.disputes
        ],
        "retracted": one.retracted,
        "unmatched": one.unmatched,
        "continued_by": list(one.continued_by),
    }


def revision_item(one: RevisionRecord) -> View:
    """A revision in the few words that a list has room for."""
    return {
        "revision": one.number,
        "figure": wire(one.figure),
        "wording": wire(one.wording),
        "said_at": one.said_at,
        "refers_to": one.refers_to,
    }


def fault_view(one: Fault) -> View:
    """What was corrected, by which correction, and what holds now; ``is`` is null where nothing does."""
    return {
        **correction_view(one.correction),
        "members": list(one.members),
        "was": None if one.wrong is None else revision_item(one.wrong),
        "is": None if one.right is None else revision_item(one.right),
    }


def _printed(edition: Edition, claims: Mapping[str, ClaimRecord]) -> View:
    states = states_of(edition, claims)
    return {
        "prints": [print_state_view(one) for one in states],
        "unmatched": [print_state_view(one) for one in states if one.unmatched],
        **mismatches_view(mismatches(edition, claims)),
    }


def _heading(edition: Edition) -> View:
    return {
        "outlet": wire(edition.outlet),
        "headline": wire(edition.headline),
        "url": wire(edition.url),
        "published_at": wire(edition.published_at),
    }


def _counts(found: Sequence[Change]) -> View:
    counts: View = {kind: sum(one.kind == kind for one in found) for kind in KINDS}
    return {**counts, "silent": sum(one.silent for one in found)}
