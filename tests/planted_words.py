"""More cases of ``tests.planted``: what print writes in words, in several ways, or beside other numbers.

Small and round numbers are used by one kind of case alone, so that no note speaks of another's.
"""

from collections.abc import Sequence

from tests.events import corrected, exact, from_to, never_said, no_figure, printed, reported, tally
from tests.planted import Case, Deal, Maker, moved_on, opened

SAME = (
    ("twelve killed", "12 killed", "a dozen killed"),
    ("1.6 million people", "1,600,000 people", "1600000 people"),
    ("5 % of homes", "five percent of homes", "5% of homes"),
    ("2,597 hurt", "2 597 hurt", "2597 hurt"),
    ("more than 8,000 fled", "over 8,000 fled", "more than 8000 fled"),
    ("almost 900 dead", "nearly 900 dead"),
    ("about 3,500 deaths", "around 3,500 deaths", "some 3,500 deaths", "roughly 3,500 deaths"),
    ("at least 70 boats", "no fewer than 70 boats", "70 or more boats"),
    ("up to 80 shops", "at most 80 shops", "no more than 80 shops"),
    ("hundreds arrested", "Hundreds of arrests"),
    ("500-plus held", "500+ held", "at least 500 held"),
    ("minus 5 degrees", "−5 degrees", "5 degrees below zero"),
    ("two or three dead", "2-3 dead", "2 to 3 dead"),
    ("between 37 and four hundred", "37 to 400"),
)


def one_figure_written_in_two_ways(claim: str, deal: Deal) -> Case:
    place = deal.place()
    first, second = deal.chance.sample(deal.chance.choice(SAME), 2)
    prints = ([printed(first, place, claim=claim)], [printed(second, place, claim=claim)])
    return Case(claim, [opened(claim, deal.amount())], prints=prints)


def silent_change_in_words(claim: str, deal: Deal) -> Case:
    place = deal.place()
    was, now = deal.chance.sample(("six hundred dead", "seven hundred dead", "a thousand dead", "1.2 million dead"), 2)
    prints = ([printed(was, place, claim=claim)], [printed(now, place, claim=claim)])
    return Case(claim, [opened(claim, deal.amount())], prints=prints, changed={place}, silent={place})


def silent_change_beside_a_clock(claim: str, deal: Deal) -> Case:
    """What the note gives are a day and a time, no amounts."""
    place = deal.place()
    prints = ([printed("3 dead", place, claim=claim)], [printed("30 dead", place, claim=claim)])
    note = "Update 03/02/22 3:30 p.m. ET: This story was updated."
    return Case(claim, [opened(claim, deal.amount())], prints=prints, note=note, changed={place}, silent={place})


def silent_change_of_one_end(claim: str, deal: Deal) -> Case:
    """The note gives only the end that stayed."""
    low, place = deal.amount(), deal.place()
    was, now = from_to(str(low), str(low + 11)), from_to(str(low), str(low + 13))
    first, second = (printed("a range", place, claim=claim, figure=one) for one in (was, now))
    note = f"It is {low:,} or more."
    return Case(claim, [opened(claim, low)], prints=([first], [second]), note=note, changed={place}, silent={place})


def change_that_the_note_tells_in_words(claim: str, deal: Deal) -> Case:
    place = deal.place()
    was, now, note = deal.chance.choice(
        (
            ("400 dead", "500 dead", "An earlier version said four hundred."),
            ("2,600,000 people", "2,700,000 people", "Now 2.7 million."),
            ("four hundred dead", "five hundred dead", "We said 400."),
            ("scores fell ill", "dozens fell ill", "We first spoke of scores."),
        )
    )
    prints = ([printed(was, place, claim=claim)], [printed(now, place, claim=claim)])
    return Case(claim, [opened(claim, deal.amount())], prints=prints, note=note, changed={place})


def a_figure_beside_another(claim: str, deal: Deal) -> Case:
    """The claim's own is the first; the other one changes, and is not its."""
    own, other, later, place = deal.amount(), deal.amount(), deal.amount(), deal.place()
    prints = (
        [printed(f"{own:,} dead and {other:,} hurt", place, claim=claim)],
        [printed(f"{own:,} dead and {later:,} hurt", place, claim=claim)],
    )
    return Case(claim, [opened(claim, own)], prints=prints)


def a_figure_beside_another_that_is_behind(claim: str, deal: Deal) -> Case:
    own, other, place = deal.amount(), deal.amount(), deal.place()
    prints = [printed(f"{other:,} hurt and {own:,} dead", place, claim=claim)]
    return Case(claim, [opened(claim, own)], [moved_on(claim, deal.amount())], (prints, prints), behind={place})


def several_figures_of_which_none_is_the_claims(claim: str, deal: Deal) -> Case:
    place = deal.place()
    first, second = (f"{deal.amount():,} hurt, {deal.amount():,} gone and {deal.amount():,} safe" for _ in range(2))
    prints = ([printed(first, place, claim=claim)], [printed(second, place, claim=claim)])
    return Case(claim, [opened(claim, deal.amount())], prints=prints, changed={place}, silent={place})


def several_figures_told_in_another_order(claim: str, deal: Deal) -> Case:
    place, hurt, gone = deal.place(), deal.amount(), deal.amount()
    first, second = f"{hurt:,} hurt and {gone:,} gone", f"{gone:,} gone and {hurt:,} hurt"
    prints = ([printed(first, place, claim=claim)], [printed(second, place, claim=claim)])
    return Case(claim, [opened(claim, deal.amount())], prints=prints)


def a_round_figure_of_what_stands(claim: str, deal: Deal) -> Case:
    place = deal.place()
    prints = [printed("1.2 million", place, claim=claim)]
    return Case(claim, [opened(claim, 1_234_567)], [moved_on(claim, 1_221_000)], (prints, prints))


def a_round_figure_kept_after_the_claim_moved(claim: str, deal: Deal) -> Case:
    place = deal.place()
    prints = [printed("about 1.2 million", place, claim=claim)]
    before = [opened(claim, 1_234_567), moved_on(claim, 1_521_000)]
    return Case(claim, before, prints=(prints, prints), behind={place})


def numbers_that_are_no_amounts(claim: str, deal: Deal) -> Case:
    place = deal.place()
    first, second = deal.chance.sample(
        ("shot down as MH17", "the 3rd convoy", "in March 2021", "at 4:15 p.m.", "COVID-19"), 2
    )
    prints = ([printed(first, place, claim=claim)], [printed(second, place, claim=claim)])
    return Case(claim, [reported("the convoy left", no_figure(), claim=claim)], prints=prints)


def a_vote_in_words_that_was_corrected(claim: str, deal: Deal) -> Case:
    was, now, against, place = deal.amount(), deal.amount(), deal.amount(), deal.place()
    before, after = (tally(**{"for": str(one), "against": str(against)}) for one in (was, now))
    worded = f"by {was} votes to {against}"
    opening = reported(worded, before, claim=claim)
    mistaken = corrected(
        {"figure": before, "wording": worded}, {"figure": after, "wording": f"by {now} votes to {against}"}, claim=claim
    )
    prints = [printed(worded, place, claim=claim)]
    return Case(claim, [opening], [mistaken], (prints, prints), corrected={place})


def a_figure_that_is_behind_by_the_event_that_it_names(claim: str, deal: Deal) -> Case:
    place, name = deal.place(), f"first-of-{claim}"
    prints = [printed("as many as were named", place, claim=claim, target={"id": f"planted-{name}"})]
    opening = opened(claim, deal.amount(), id=name)
    return Case(claim, [opening], [moved_on(claim, deal.amount())], (prints, prints), behind={place})


def a_figure_that_was_never_said(claim: str, deal: Deal) -> Case:
    amount, place = deal.amount(), deal.place()
    prints = [printed(f"{amount:,} people", place, claim=claim)]
    return Case(claim, [opened(claim, amount)], [never_said(claim=claim)], (prints, prints), corrected={place})


def a_figure_that_was_never_said_that_day(claim: str, deal: Deal) -> Case:
    """It was said on another."""
    amount, place = deal.amount(), deal.place()
    prints = [printed(f"{amount:,} people", place, claim=claim)]
    events = [opened(claim, amount), moved_on(claim, amount)]
    return Case(claim, events, [never_said(claim=claim)], (prints, prints))


def words_that_were_corrected(claim: str, deal: Deal) -> Case:
    amount, place = deal.amount(), deal.place()
    prints = [printed(f"{amount:,} people", place, claim=claim)]
    mistaken = corrected(
        {"wording": f"{amount:,} people"}, {"wording": f"{amount:,} adults"}, kind="wrong_wording", claim=claim
    )
    return Case(claim, [opened(claim, amount)], [mistaken], (prints, prints), corrected={place})


def other_words_than_those_that_were_corrected(claim: str, deal: Deal) -> Case:
    case = words_that_were_corrected(claim, deal)
    prints = [{**one, "wording": f"as many as {one['wording']}", "figure": figure_of(case)} for one in case.prints[0]]
    return Case(claim, case.before, case.after, (prints, prints))


def figure_of(case: Case) -> object:
    return case.before[0]["data"]["figure"]


def a_headline_that_only_says_about(claim: str, deal: Deal) -> Case:
    amount, (here, there) = deal.amount(), deal.places(2)
    prints = [printed(f"about {amount:,}", here, claim=claim), printed(f"{amount:,} in all", there, claim=claim)]
    return Case(claim, [opened(claim, amount)], prints=(prints, prints), mismatched={(here, there)})


def exactly_as_the_record_has_it(claim: str, deal: Deal) -> Case:
    amount, place = deal.amount(), deal.place()
    prints = [printed("what the record has", place, claim=claim, figure=exact(str(amount)))]
    return Case(claim, [opened(claim, amount)], prints=(prints, prints))


WITHOUT_A_NUMBER = ("Many are dead", "The toll is not known", "No one can say", "Casualties on 2 March")


def a_figure_that_is_taken_out_of_the_words(claim: str, deal: Deal) -> Case:
    """Or put into them."""
    amount, place = deal.amount(), deal.place()
    worded = deal.chance.choice((f"{amount:,} dead", f"almost {amount} dead", f"{amount:,} of {deal.amount():,} dead"))
    both = [worded, deal.chance.choice(WITHOUT_A_NUMBER)]
    old, new = deal.chance.sample(both, 2)
    prints = ([printed(old, place, claim=claim)], [printed(new, place, claim=claim)])
    return Case(claim, [reported("the toll", no_figure(), claim=claim)], prints=prints, changed={place}, silent={place})


def a_figure_that_is_taken_out_of_its_place_alone(claim: str, deal: Deal) -> Case:
    """It stays where else it stood."""
    amount, (here, there) = deal.amount(), deal.places(2)
    stays = printed(f"{amount:,} dead", there, claim=claim)
    prints = (
        [printed(f"{amount} dead", here, claim=claim), stays],
        [printed(deal.chance.choice(WITHOUT_A_NUMBER), here, claim=claim), stays],
    )
    return Case(claim, [opened(claim, amount)], prints=prints, changed={here}, silent={here})


def silent_change_of_a_sign(claim: str, deal: Deal) -> Case:
    place, amount = deal.place(), deal.amount()
    was, now = deal.chance.sample((f"minus {amount} units", f"{amount} units"), 2)
    prints = ([printed(was, place, claim=claim)], [printed(now, place, claim=claim)])
    return Case(claim, [opened(claim, deal.amount())], prints=prints, changed={place}, silent={place})


def a_figure_whose_taking_out_the_note_tells(claim: str, deal: Deal) -> Case:
    amount, place = deal.amount(), deal.place()
    new = deal.chance.choice(WITHOUT_A_NUMBER)
    prints = ([printed(f"{amount:,} dead", place, claim=claim)], [printed(new, place, claim=claim)])
    note = f"An earlier version gave {amount:,}."
    return Case(claim, [opened(claim, amount)], prints=prints, note=note, changed={place})


def words_in_which_a_number_cannot_be_told(claim: str, deal: Deal) -> Case:
    place = deal.place()
    worded = deal.chance.choice(("one of the many", "half the crew", "dozens or hundreds", "the crew of a 737s"))
    prints = [printed(f"{deal.amount():,} dead", place, claim=claim)], [printed(worded, place, claim=claim)]
    return Case(claim, [opened(claim, deal.amount())], prints=prints)


def one_that_is_told_without_a_number(claim: str, deal: Deal) -> Case:
    place = deal.place()
    first, second = deal.chance.choice((("1 dead", "a man died"), ("0 dead", "No one died"), ("two dead", "both died")))
    prints = ([printed(first, place, claim=claim)], [printed(second, place, claim=claim)])
    return Case(claim, [opened(claim, deal.amount())], prints=prints)


def words_for_a_figure_in_other_words(claim: str, deal: Deal) -> Case:
    """The claim's own words tell its figure: what other words without a number mean, nobody can tell."""
    place = deal.place()
    prints = ([printed("the whole crew", place, claim=claim)], [printed("everybody aboard", place, claim=claim)])
    return Case(claim, [reported("the whole crew", exact(str(deal.amount())), claim=claim)], prints=prints)


def a_figure_that_moves_and_leaves_words_beside_it(claim: str, deal: Deal) -> Case:
    amount, (there, here, beside) = deal.amount(), deal.places(3)
    words = printed(deal.chance.choice(WITHOUT_A_NUMBER), beside, claim=claim)
    prints = ([printed(f"{amount:,} dead", there, claim=claim)], [printed(f"{amount} died", here, claim=claim), words])
    return Case(claim, [opened(claim, amount)], prints=prints)


PLANTED_IN_WORDS: Sequence[Maker] = (
    a_figure_that_is_taken_out_of_the_words,
    a_figure_that_is_taken_out_of_its_place_alone,
    silent_change_of_a_sign,
    silent_change_in_words,
    silent_change_beside_a_clock,
    silent_change_of_one_end,
    a_figure_beside_another_that_is_behind,
    a_vote_in_words_that_was_corrected,
    a_figure_that_is_behind_by_the_event_that_it_names,
    a_figure_that_was_never_said,
    words_that_were_corrected,
    a_headline_that_only_says_about,
    several_figures_of_which_none_is_the_claims,
    a_round_figure_kept_after_the_claim_moved,
)
DECOYS_IN_WORDS: Sequence[Maker] = (
    a_figure_whose_taking_out_the_note_tells,
    words_in_which_a_number_cannot_be_told,
    one_that_is_told_without_a_number,
    words_for_a_figure_in_other_words,
    a_figure_that_moves_and_leaves_words_beside_it,
    one_figure_written_in_two_ways,
    change_that_the_note_tells_in_words,
    a_figure_beside_another,
    several_figures_told_in_another_order,
    a_round_figure_of_what_stands,
    numbers_that_are_no_amounts,
    a_figure_that_was_never_said_that_day,
    other_words_than_those_that_were_corrected,
    exactly_as_the_record_has_it,
)
