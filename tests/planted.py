"""Stories with faults that were planted in them, among many things that only look like faults.

A case is one claim and what a story prints of it. Each knows what is to be found of it by how it was made, not by
working the rules out again. Amounts are never used twice in a story, so that no note speaks of a claim by accident.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import TypeAlias

from tests.events import (
    Event,
    Wire,
    at_least,
    attributed,
    chain,
    corrected,
    disputed,
    exact,
    from_to,
    no_figure,
    printed,
    reported,
    resolved,
    retracted,
    tally,
    updated,
    vague,
)

EDITIONS = 2
UNITS = ("people", "soldiers", "homes", "tanks", "schools", "patients", "ships")
PLACES = ("headline", "lede", "body", "caption", "quote")


@dataclass
class Case:
    """A claim with its events before and after the story's editions, its prints in each edition, and what is planted.

    ``silent`` and ``changed`` are placements; ``mismatched`` pairs of them, of the latest edition; ``behind``,
    ``corrected``, ``disputed`` and ``retracted`` placements of the latest edition.
    """

    claim: str
    before: list[Event] = field(default_factory=list)
    after: list[Event] = field(default_factory=list)
    prints: tuple[list[Wire], list[Wire]] = field(default_factory=lambda: ([], []))
    note: str = ""
    changed: set[str] = field(default_factory=set)
    silent: set[str] = field(default_factory=set)
    mismatched: set[tuple[str, str]] = field(default_factory=set)
    behind: set[str] = field(default_factory=set)
    corrected: set[str] = field(default_factory=set)
    disputed: set[str] = field(default_factory=set)
    retracted: set[str] = field(default_factory=set)
    unmatched: bool = False


class Deal:
    """Hands out amounts that nothing else in the story has, and whatever else is drawn by lot."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self._amounts = chance.sample(range(1_000, 9_000_000), 4_000)

    def amount(self) -> int:
        """An amount that was not given before, and is not read as a year."""
        given = self._amounts.pop()
        return given if not 1_900 <= given <= 2_099 else self.amount()

    def unit(self) -> str:
        return self.chance.choice(UNITS)

    def place(self) -> str:
        return self.chance.choice(PLACES)

    def places(self, count: int) -> list[str]:
        return self.chance.sample(PLACES, count)


Maker: TypeAlias = Callable[[str, Deal], Case]


def words(amount: int, unit: str, deal: Deal) -> str:
    """An amount in one of the ways in which print writes it."""
    return deal.chance.choice((f"{amount:,} {unit}", f"{amount} {unit}", f"the {amount:,} {unit} named", f"{amount:,}"))


def opened(claim: str, amount: int, unit: str = "people", **more: object) -> Event:
    return reported(f"{amount:,} {unit}", exact(str(amount)), claim=claim, said_at="2022-03-01", **more)


def moved_on(claim: str, amount: int, said_at: str = "2022-03-20") -> Event:
    return updated(f"{amount:,} people", exact(str(amount)), claim=claim, said_at=said_at)


def mended(claim: str, was: int, is_: int, target: object = 1) -> Event:
    """A correction of *was* to *is_*, both as ``opened`` and ``moved_on`` word them."""
    return corrected(
        {"figure": exact(str(was)), "wording": f"{was:,} people"},
        {"figure": exact(str(is_)), "wording": f"{is_:,} people"},
        target=target,
        claim=claim,
    )


def silent_change(claim: str, deal: Deal) -> Case:
    was, now, place, unit = deal.amount(), deal.amount(), deal.place(), deal.unit()
    prints = (
        [printed(words(was, unit, deal), place, claim=claim)],
        [printed(words(now, unit, deal), place, claim=claim)],
    )
    return Case(claim, [opened(claim, now)], prints=prints, changed={place}, silent={place})


def silent_change_of_the_qualifier_alone(claim: str, deal: Deal) -> Case:
    amount, place = deal.amount(), deal.place()
    was, now = deal.chance.sample(("more than", "almost", "about", "at least", "up to"), 2)
    prints = (
        [printed(f"{was} {amount:,} dead", place, claim=claim)],
        [printed(f"{now} {amount:,} dead", place, claim=claim)],
    )
    return Case(claim, [opened(claim, amount)], prints=prints, changed={place}, silent={place})


def silent_change_of_a_vague_word(claim: str, deal: Deal) -> Case:
    was, now = deal.chance.sample(("dozens", "hundreds", "thousands"), 2)
    place = deal.place()
    prints = ([printed(f"{was} fled", place, claim=claim)], [printed(f"{now} fled", place, claim=claim)])
    return Case(
        claim, [reported(f"{now} fled", vague(now), claim=claim)], prints=prints, changed={place}, silent={place}
    )


def silent_change_of_a_vote(claim: str, deal: Deal) -> Case:
    """The note gives only what did not change."""
    was, now, against = (str(deal.amount()) for _ in range(3))
    place = deal.place()
    before, after = (tally(**{"for": one, "against": against}) for one in (was, now))
    prints = (
        [printed(f"{was} to {against}", place, claim=claim, figure=before)],
        [printed(f"{now} to {against}", place, claim=claim, figure=after)],
    )
    opening = reported(f"{now} to {against}", after, claim=claim)
    note = f"{int(against):,} voted against."
    return Case(claim, [opening], prints=prints, note=note, changed={place}, silent={place})


def silent_change_that_is_told_the_other_way_round(claim: str, deal: Deal) -> Case:
    """The correction leads from the new figure to the old: it speaks of no such change."""
    was, now, place = deal.amount(), deal.amount(), deal.place()
    prints = ([printed(f"{was:,}", place, claim=claim)], [printed(f"{now:,}", place, claim=claim)])
    events = [opened(claim, now), mended(claim, now, was)]
    return Case(claim, events, prints=prints, changed={place}, silent={place}, corrected={place})


def change_that_the_note_tells(claim: str, deal: Deal) -> Case:
    was, now, place = deal.amount(), deal.amount(), deal.place()
    prints = ([printed(f"{was:,} ships", place, claim=claim)], [printed(f"{now:,} ships", place, claim=claim)])
    note = deal.chance.choice(
        (f"An earlier version said {was:,}.", f"The count is now {now:,}.", f"It is {now}, not {was}.")
    )
    return Case(claim, [opened(claim, now)], prints=prints, note=note, changed={place})


def change_that_a_correction_tells(claim: str, deal: Deal) -> Case:
    was, now, place = deal.amount(), deal.amount(), deal.place()
    prints = ([printed(f"{was:,} people", place, claim=claim)], [printed(f"{now:,} people", place, claim=claim)])
    case = Case(claim, [opened(claim, was)], prints=prints, changed={place})
    deal.chance.choice((case.before, case.after)).append(mended(claim, was, now))
    return case


def the_same_figure_in_other_words(claim: str, deal: Deal) -> Case:
    amount, place = deal.amount(), deal.place()
    one, other = deal.chance.sample(
        (f"{amount} men", f"{amount:,} soldiers", f"exactly {amount:,}", f"the {amount:,}"), 2
    )
    return Case(
        claim,
        [opened(claim, amount)],
        prints=([printed(one, place, claim=claim)], [printed(other, place, claim=claim)]),
    )


def the_same_figure_in_another_form(claim: str, deal: Deal) -> Case:
    amount, place = str(deal.amount()), deal.place()
    figures = deal.chance.sample((exact(amount), from_to(amount, amount), exact(f"{amount}.0")), 2)
    first, second = (printed(f"{amount} in all", place, claim=claim, figure=one) for one in figures)
    return Case(claim, [opened(claim, int(amount))], prints=([first], [second]))


def a_figure_that_only_appears(claim: str, deal: Deal) -> Case:
    amount = deal.amount()
    return Case(claim, [opened(claim, amount)], prints=([], [printed(f"{amount:,} people", deal.place(), claim=claim)]))


def a_figure_that_is_dropped(claim: str, deal: Deal) -> Case:
    """What only an older edition prints is not behind, whatever the claim has come to."""
    amount = deal.amount()
    events = [opened(claim, amount), moved_on(claim, deal.amount())]
    return Case(claim, events, prints=([printed(f"{amount:,} people", deal.place(), claim=claim)], []))


def a_figure_that_moves_to_another_place(claim: str, deal: Deal) -> Case:
    amount, (there, here) = deal.amount(), deal.places(2)
    prints = ([printed(f"{amount:,} dead", there, claim=claim)], [printed(f"{amount} died", here, claim=claim)])
    return Case(claim, [opened(claim, amount)], prints=prints)


def two_figures_at_one_place(claim: str, deal: Deal) -> Case:
    """In whatever order: they are a set, and two at one place are no mismatch. The older of them is behind."""
    first, second, place = deal.amount(), deal.amount(), deal.place()
    both = [printed(f"{one:,} people", place, claim=claim) for one in (first, second)]
    events = [opened(claim, first), moved_on(claim, second, said_at="2022-02-20")]
    return Case(claim, events, prints=(both, both[::-1]), behind={place})


def words_without_a_figure(claim: str, deal: Deal) -> Case:
    place = deal.place()
    prints = ([printed("the city is cut off", place, claim=claim)], [printed("no road leads out", place, claim=claim)])
    return Case(claim, [reported("the city is cut off", no_figure(), claim=claim)], prints=prints)


def a_headline_that_contradicts_the_body(claim: str, deal: Deal) -> Case:
    """In both editions, so nothing changes."""
    right, wrong, (here, there) = deal.amount(), deal.amount(), deal.places(2)
    prints = [printed(f"{right:,} dead", here, claim=claim), printed(f"{wrong:,} dead", there, claim=claim)]
    wrongly = moved_on(claim, wrong, said_at="2022-02-01")
    events = [opened(claim, right), wrongly]
    return Case(claim, events, prints=(prints, prints), mismatched={(here, there)}, behind={there})


def a_headline_that_rounds(claim: str, deal: Deal) -> Case:
    amount, (here, there) = deal.amount(), deal.places(2)
    rounded = amount + 7
    prints = [printed(f"almost {rounded:,}", here, claim=claim), printed(f"{amount:,} dead", there, claim=claim)]
    return Case(claim, [opened(claim, amount)], prints=(prints, prints), mismatched={(here, there)})


def a_headline_with_an_open_end(claim: str, deal: Deal) -> Case:
    amount, (here, there) = deal.amount(), deal.places(2)
    over = [printed("a lot", here, claim=claim, figure=at_least(str(amount - 3)))]
    exactly = [printed(f"{amount:,} dead", there, claim=claim)]
    both = [*over, *exactly]
    return Case(claim, [opened(claim, amount)], prints=(both, both), mismatched={(here, there)})


def headline_and_body_alike(claim: str, deal: Deal) -> Case:
    amount = deal.amount()
    prints = [printed(words(amount, deal.unit(), deal), place, claim=claim) for place in deal.places(3)]
    return Case(claim, [opened(claim, amount)], prints=(prints, prints))


def headline_without_a_figure(claim: str, deal: Deal) -> Case:
    amount, (here, there) = deal.amount(), deal.places(2)
    prints = [printed("so many lost", here, claim=claim), printed(f"{amount:,} lost", there, claim=claim)]
    return Case(claim, [opened(claim, amount)], prints=(prints, prints))


def a_figure_that_is_behind(claim: str, deal: Deal) -> Case:
    was, now, place = deal.amount(), deal.amount(), deal.place()
    prints = [printed(words(was, deal.unit(), deal), place, claim=claim)]
    return Case(claim, [opened(claim, was)], [moved_on(claim, now)], (prints, prints), behind={place})


def a_figure_that_is_behind_by_its_target(claim: str, deal: Deal) -> Case:
    was, now, place = deal.amount(), deal.amount(), deal.place()
    prints = [printed("as many as were named", place, claim=claim, target=1)]
    return Case(claim, [opened(claim, was)], [moved_on(claim, now)], (prints, prints), behind={place})


def an_older_figure_that_came_late(claim: str, deal: Deal) -> Case:
    amount, place = deal.amount(), deal.place()
    prints = [printed(f"{amount:,} people", place, claim=claim)]
    return Case(claim, [opened(claim, amount)], [moved_on(claim, deal.amount(), "2022-02-01")], (prints, prints))


def a_figure_that_was_said_again(claim: str, deal: Deal) -> Case:
    amount, place = deal.amount(), deal.place()
    prints = [printed(f"{amount:,} people", place, claim=claim)]
    return Case(claim, [opened(claim, amount)], [moved_on(claim, amount)], (prints, prints))


def a_figure_that_was_brought_up_to_date(claim: str, deal: Deal) -> Case:
    """The older edition is behind, the latest is not; its note says what it was."""
    was, now, place = deal.amount(), deal.amount(), deal.place()
    prints = ([printed(f"{was:,} people", place, claim=claim)], [printed(f"{now:,} people", place, claim=claim)])
    events = [opened(claim, was), moved_on(claim, now)]
    return Case(claim, events, prints=prints, note=f"We gave {was:,} before.", changed={place})


def a_figure_that_was_corrected(claim: str, deal: Deal) -> Case:
    was, now, place = deal.amount(), deal.amount(), deal.place()
    prints = [printed(f"{was:,} people", place, claim=claim)]
    return Case(claim, [opened(claim, was)], [mended(claim, was, now)], (prints, prints), corrected={place})


def a_correction_that_was_put_back(claim: str, deal: Deal) -> Case:
    was, now, place = deal.amount(), deal.amount(), deal.place()
    prints = [printed(f"{was:,} people", place, claim=claim)]
    back = [mended(claim, was, now), mended(claim, now, was, target=2)]
    return Case(claim, [opened(claim, was)], back, (prints, prints))


def a_correction_that_both_editions_print(claim: str, deal: Deal) -> Case:
    was, now, place = deal.amount(), deal.amount(), deal.place()
    prints = [printed(f"{now:,} people", place, claim=claim)]
    return Case(claim, [opened(claim, was), mended(claim, was, now)], prints=(prints, prints))


def a_chain_that_was_corrected(claim: str, deal: Deal) -> Case:
    amount, place = deal.amount(), deal.place()
    prints = [printed(f"{amount:,} people", place, claim=claim)]
    was, is_ = chain("ru-mod"), chain("ua-mod")
    mistaken = corrected({"attribution": was}, {"attribution": is_}, kind="misattribution", claim=claim)
    return Case(claim, [opened(claim, amount)], [mistaken], (prints, prints), corrected={place})


def a_chain_that_became_longer(claim: str, deal: Deal) -> Case:
    amount, place = deal.amount(), deal.place()
    prints = [printed(f"{amount:,} people", place, claim=claim)]
    learned = attributed(chain("ru-mod", "tass"), claim=claim)
    return Case(claim, [opened(claim, amount)], [learned], (prints, prints))


def a_figure_that_is_disputed(claim: str, deal: Deal) -> Case:
    amount, place = deal.amount(), deal.place()
    prints = [printed(f"{amount:,} people", place, claim=claim)]
    objection = disputed(f"d-{claim}", claim=claim)
    return Case(claim, [opened(claim, amount)], [objection], (prints, prints), disputed={place})


def a_dispute_that_was_resolved(claim: str, deal: Deal) -> Case:
    amount, place = deal.amount(), deal.place()
    prints = [printed(f"{amount:,} people", place, claim=claim)]
    settled = [disputed(f"d-{claim}", claim=claim), resolved(f"d-{claim}", claim=claim)]
    return Case(claim, [opened(claim, amount)], settled, (prints, prints))


def a_dispute_of_another_figure(claim: str, deal: Deal) -> Case:
    was, now, place = deal.amount(), deal.amount(), deal.place()
    prints = [printed(f"{now:,} people", place, claim=claim)]
    events = [opened(claim, was), moved_on(claim, now)]
    return Case(claim, events, [disputed(f"d-{claim}", claim=claim)], (prints, prints))


def a_claim_that_was_retracted(claim: str, deal: Deal) -> Case:
    amount, place = deal.amount(), deal.place()
    prints = [printed(f"{amount:,} people", place, claim=claim)]
    return Case(claim, [opened(claim, amount)], [retracted(claim=claim)], (prints, prints), retracted={place})


def a_claim_that_nobody_opened(claim: str, deal: Deal) -> Case:
    prints = [printed(f"{deal.amount():,} people", deal.place(), claim=claim)]
    return Case(claim, prints=(prints, prints), unmatched=True)


PLANTED: Sequence[Maker] = (
    silent_change,
    silent_change_of_the_qualifier_alone,
    silent_change_of_a_vague_word,
    silent_change_of_a_vote,
    silent_change_that_is_told_the_other_way_round,
    a_headline_that_contradicts_the_body,
    a_headline_that_rounds,
    a_headline_with_an_open_end,
    a_figure_that_is_behind,
    a_figure_that_is_behind_by_its_target,
    a_figure_that_was_corrected,
    a_chain_that_was_corrected,
    a_figure_that_is_disputed,
    a_claim_that_was_retracted,
    a_claim_that_nobody_opened,
)
DECOYS: Sequence[Maker] = (
    change_that_the_note_tells,
    change_that_a_correction_tells,
    the_same_figure_in_other_words,
    the_same_figure_in_another_form,
    a_figure_that_only_appears,
    a_figure_that_is_dropped,
    a_figure_that_moves_to_another_place,
    two_figures_at_one_place,
    words_without_a_figure,
    headline_and_body_alike,
    headline_without_a_figure,
    an_older_figure_that_came_late,
    a_figure_that_was_said_again,
    a_figure_that_was_brought_up_to_date,
    a_correction_that_was_put_back,
    a_correction_that_both_editions_print,
    a_chain_that_became_longer,
    a_dispute_that_was_resolved,
    a_dispute_of_another_figure,
)
