"""Mismatches are as many as the product of what two placements print: they are counted without being made."""

from itertools import combinations

from domain.edition_changes import MOST_PRINTS, PLACEMENTS, change_view, changes
from domain.findings import MOST_SHOWN, found
from domain.mismatches import MOST_LISTED, mismatches, mismatches_view
from tests.claim_records import claims_of
from tests.events import Wire, printed, published
from tests.ledger import Ledger

EACH = 200


def everywhere(first: int) -> list[Wire]:
    return [printed(f"{first + n} dead", placement) for placement in PLACEMENTS for n in range(EACH)]


def test_a_thousand_prints_of_a_claim_have_their_mismatches_counted_and_some_listed(ledger: Ledger) -> None:
    ledger.post(published(1, *everywhere(1000)))
    told = mismatches(ledger.story().editions[1], claims_of(ledger))
    assert (told.count, len(told.listed)) == (10 * EACH * (EACH - 1), MOST_LISTED)
    assert mismatches_view(told)["mismatch_count"] == told.count


def test_as_many_are_counted_as_are_listed_where_all_are(ledger: Ledger) -> None:
    amounts = ((1, 2, 3), (2, 3), (3, 3, 4))
    prints = [
        printed(f"{amount} dead", placement)
        for placement, of in zip(PLACEMENTS, amounts, strict=False)
        for amount in of
    ]
    ledger.post(published(1, *prints))
    told = mismatches(ledger.story().editions[1], claims_of(ledger))
    pairs = [(one, other) for left, right in combinations(map(set, amounts), 2) for one in left for other in right]
    assert told.count == len(told.listed) == sum(one != other for one, other in pairs)


def test_a_side_of_a_change_lists_some_of_its_prints_and_counts_them(ledger: Ledger) -> None:
    ledger.post_all(published(1, *everywhere(1000)), published(2, *everywhere(3000)))
    one, two = ledger.story().editions.values()
    for change in changes(one, two, claims_of(ledger)):
        for side in ("from", "to"):
            shown = change_view(change)[side]
            assert isinstance(shown, dict)
            assert (shown["print_count"], len(shown["prints"])) == (EACH, MOST_PRINTS)


def test_findings_list_some_of_each_kind_and_count_all(ledger: Ledger) -> None:
    ledger.post_all(published(1, *everywhere(1000)), published(2, *everywhere(3000)))
    told = found(list(ledger.story().editions.values()), claims_of(ledger)).by_kind
    assert {name: kind.count for name, kind in told.items() if kind.count} == {
        "silent": len(PLACEMENTS),
        "mismatches": 10 * EACH * (EACH - 1),
        "unmatched": len(PLACEMENTS) * EACH,
    }
    assert max(len(kind.entries) for kind in told.values()) == MOST_SHOWN
