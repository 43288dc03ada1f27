"""What is to be said of a print whichever edition it stands in, and of a story of which only some prints have moved."""

from dataclasses import replace
from random import Random
from typing import Any

import pytest

from domain.event_parts import Print
from domain.findings import MOST_SHOWN, Found, Kind, changes_as_before, found, mended, of_prints
from domain.plain_prints import asked_plainly, plain_state
from domain.print_states import PrintState, states_of
from domain.shapes import Erased
from domain.story import VEILED, Edition
from tests.claim_records import claims_of, record_of
from tests.events import (
    CLAIM,
    STORY,
    Wire,
    approximate,
    corrected,
    disputed,
    exact,
    printed,
    published,
    reported,
    retracted,
    updated,
)
from tests.ledger import Ledger
from tests.newsroom import newsroom

OTHER = "un.derna-killed"


def plainly(ledger: Ledger, **how: Any) -> PrintState | None:
    """The state of the one print of the latest edition, by itself."""
    one = only_print(ledger)
    return plain_state(one, record_of(ledger, one.claim, **how))


def only_print(ledger: Ledger) -> Print:
    latest = ledger.story().latest
    assert latest is not None
    (one,) = latest.prints
    assert isinstance(one, Print)
    return one


@pytest.mark.parametrize(
    "one",
    [
        printed("498 soldiers"),
        printed("450 soldiers"),
        printed("almost 500 soldiers"),
        printed("so many", figure=exact("498")),
        printed("600 soldiers", figure=approximate("600")),
    ],
)
@pytest.mark.parametrize("moves", [(), (updated(),), (retracted(),), (disputed(),)])
def test_what_is_told_plainly_is_what_is_told_in_an_edition(ledger: Ledger, one: Wire, moves: Any) -> None:
    ledger.post_all(reported(), published(1, one), *moves)
    latest = ledger.story().latest
    assert latest is not None
    told = plainly(ledger)
    assert told is None or [told] == states_of(latest, claims_of(ledger))


def test_a_figure_that_the_record_has_is_told_of_plainly(ledger: Ledger) -> None:
    ledger.post_all(reported(), published(1, printed("498 soldiers")), updated())
    told = plainly(ledger)
    assert told is not None
    assert told.behind is not None


def test_a_figure_that_nothing_in_the_record_bears_out_depends_on_when_it_came_out(ledger: Ledger) -> None:
    ledger.post_all(reported(), published(1, printed("40,000 soldiers")))
    assert plainly(ledger) is None


def test_a_print_of_what_was_corrected_depends_on_when_it_came_out(ledger: Ledger) -> None:
    mended_scope = corrected({"scope": {"unit": "soldiers"}}, {"scope": {"unit": "people"}})
    ledger.post_all(reported(scope={"unit": "soldiers"}), published(1, printed("498 soldiers")), mended_scope)
    assert plainly(ledger) is None


@pytest.mark.parametrize(
    ("one", "is_plain"),
    [
        (printed("498 soldiers"), True),
        (printed("so many", figure=exact("498")), True),
        (printed("498 soldiers", target=1), False),
        (printed("498 soldiers", target={"id": "first"}), False),
        (printed("12 people, 3 of them children"), False),
        (printed("nobody knows"), False),
    ],
)
def test_a_print_of_a_revision_or_of_words_without_figure_is_not_plain(
    ledger: Ledger, one: Wire, *, is_plain: bool
) -> None:
    ledger.post(published(1, one))
    assert (asked_plainly(only_print(ledger)) is not None) is is_plain


def told(ledger: Ledger, position: int | None = None) -> Found:
    return found(list(ledger.story(STORY).editions.values()), claims_of(ledger, position=position))


def test_a_story_is_mended_print_by_print(ledger: Ledger) -> None:
    prints = [printed("7 dead", claim=OTHER), printed("498 soldiers"), printed("9 dead", claim="nobody.knows")]
    ledger.post_all(reported(), reported("7 dead", exact("7"), claim=OTHER), published(1, *prints))
    before = told(ledger)
    ledger.post_all(updated(), retracted(claim=OTHER))
    latest = ledger.story().latest
    assert latest is not None
    now = of_prints([one for one in states_of(latest, claims_of(ledger)) if one.n < 2])
    assert mended(before, now, {0, 1}) == told(ledger) != before


def test_what_is_not_listed_cannot_be_mended(ledger: Ledger) -> None:
    ledger.post(published(1, *(printed("498 soldiers") for _ in range(MOST_SHOWN + 1))))
    before = told(ledger)
    assert mended(before, of_prints([]), {0}) is None


def test_what_comes_to_more_than_is_listed_is_counted(ledger: Ledger) -> None:
    prints = [printed("498 soldiers") for _ in range(MOST_SHOWN)]
    ledger.post_all(reported("9 dead", exact("9"), claim=OTHER), published(1, *prints, printed("9 dead", claim=OTHER)))
    more = PrintState(MOST_SHOWN, ledger.story().editions[1].prints[-1], unmatched=True)
    after = mended(told(ledger), of_prints([more]), {MOST_SHOWN})
    assert after is not None
    assert (after.unmatched.count, len(after.unmatched.entries)) == (MOST_SHOWN + 1, MOST_SHOWN)


def test_changes_are_held_against_those_of_the_same_claims(ledger: Ledger) -> None:
    first, second = ([printed(f"{n} soldiers"), printed(f"{n} dead", claim=OTHER)] for n in (498, 499))
    ledger.post_all(reported(), published(1, *first), published(2, *second))
    before = told(ledger)
    (of_claim, of_other) = before.silent.entries
    assert changes_as_before(before, replace(before, silent=Kind([of_other], 1)), {OTHER})
    assert not changes_as_before(before, replace(before, silent=Kind([], 0)), {CLAIM})
    assert of_claim["claim"] == CLAIM


def test_changes_that_are_not_listed_may_be_others(ledger: Ledger) -> None:
    claims = [f"claim-{n}" for n in range(MOST_SHOWN + 1)]
    for edition, amount in ((1, "7"), (2, "8")):
        ledger.post(published(edition, *(printed(f"{amount} dead", claim=claim) for claim in claims)))
    before = told(ledger)
    assert not changes_as_before(before, before, set(claims))


@pytest.mark.parametrize("seed", range(6))
def test_what_is_told_of_a_claim_hangs_on_no_print_of_another(seed: int) -> None:
    ledger, _ = newsroom(Random(seed), moves=120)  # noqa: S311 (the same day each time)
    for story in ("first-story", "second-story"):
        editions = [one for _, one in sorted(ledger.story(story).editions.items())]
        claims = claims_of(ledger, story)
        for claim in claims:
            whole, alone = (
                found(shown, claims).by_kind for shown in (editions, [_of_one(one, claim) for one in editions])
            )
            for name, kind in alone.items():
                assert kind.entries == [one for one in whole[name].entries if one["claim"] == claim]


def _of_one(edition: Edition, claim: str) -> Edition:
    prints = (one if isinstance(one, Erased) or one.claim == claim else VEILED for one in edition.prints)
    return replace(edition, prints=tuple(prints))
