"""What became of what a story prints: behind, corrected, disputed, retracted, unmatched; and what is none of it."""

from typing import Any

import pytest

from domain.claim_record import Said, Wanted
from domain.print_states import PrintState, states_of, stood_at, wanted
from domain.wire import wire
from tests.claim_records import claims_of
from tests.events import (
    CLAIM,
    CMS,
    Wire,
    approximate,
    chain,
    corrected,
    corrected_figure,
    disputed,
    exact,
    linked,
    never_said,
    printed,
    published,
    redacted,
    reinstated,
    reported,
    resolved,
    retracted,
    story_corrected,
    story_redacted,
    tally,
    updated,
)
from tests.ledger import Ledger

VOTE_145 = tally(**{"for": "145", "against": "5", "abstaining": "35"})
VOTE_141 = tally(**{"for": "141", "against": "5", "abstaining": "35"})


def states(ledger: Ledger, position: int | None = None) -> list[PrintState]:
    latest = ledger.story().latest
    assert latest is not None
    return states_of(latest, claims_of(ledger, position=position))


def only(ledger: Ledger) -> PrintState:
    (one,) = states(ledger)
    return one


def behind(one: PrintState) -> Any:
    return None if one.behind is None else (wire(one.behind.figure), one.behind.said_at)


def test_a_printed_figure_is_behind_once_the_record_has_moved_on(ledger: Ledger) -> None:
    ledger.post_all(reported(), published(1, printed()), updated())
    assert behind(only(ledger)) == (exact("1351"), "2022-03-25")


def test_a_figure_that_stands_is_as_printed(ledger: Ledger) -> None:
    ledger.post_all(reported(), published(1, printed("498 of them", figure=exact("498"))))
    one = only(ledger)
    assert (one.behind, one.corrected, one.disputes, one.retracted, one.unmatched) == (None, None, (), False, False)
    assert not one.needs_a_look


def test_the_same_figure_in_another_form_is_not_behind(ledger: Ledger) -> None:
    ledger.post_all(reported(), updated("498 to 498", {"form": "range", "low": "498", "high": "498.0"}))
    ledger.post(published(1, printed("498")))
    assert only(ledger).behind is None


def test_almost_500_over_498_is_unflagged_until_the_claim_moves(ledger: Ledger) -> None:
    ledger.post_all(reported(), published(1, printed("Almost 500 Soldiers Dead", "headline")))
    assert not only(ledger).needs_a_look
    ledger.post(updated())
    assert behind(only(ledger)) == (exact("1351"), "2022-03-25")


def test_almost_500_printed_of_what_already_stood_otherwise_is_not_behind(ledger: Ledger) -> None:
    """It is of the revision that stood when it came out, whatever number that had."""
    ledger.post_all(reported(), updated(), published(1, printed("Almost 1,500"), published_at="2022-03-26"))
    assert only(ledger).behind is None


def test_a_figure_that_nobody_had_said_when_it_was_printed_is_behind(ledger: Ledger) -> None:
    ledger.post_all(reported(said_at="2022-03-05"), published(1, printed("489 soldiers")))
    assert behind(only(ledger)) == (exact("498"), "2022-03-05")


def test_an_approximate_print_of_an_edition_whose_date_is_erased_is_of_no_revision(ledger: Ledger) -> None:
    ledger.post_all(reported(), published(1, printed("Almost 300")), story_redacted(1, "/published_at"), updated())
    assert only(ledger).behind is None


def test_a_target_says_which_revision_is_printed(ledger: Ledger) -> None:
    ledger.post_all(reported(id="first"), updated(), published(1, printed("the latest toll", target=2)))
    assert (wire(only(ledger).figure), only(ledger).behind) == (exact("1351"), None)


def test_a_target_by_identity_is_of_the_editions_source_unless_it_says_so(ledger: Ledger) -> None:
    ledger.post_all(
        reported(id="first"),
        updated(id="second", source="elsewhere"),
        published(
            1, printed("a", target={"id": "first"}), printed("b", target={"id": "second", "source": "elsewhere"})
        ),
    )
    assert [wire(one.figure) for one in states(ledger)] == [exact("498"), exact("1351")]
    assert [behind(one) for one in states(ledger)] == [(exact("1351"), "2022-03-25"), None]


def test_the_source_of_a_target_is_that_of_the_list_in_force(ledger: Ledger) -> None:
    ledger.post_all(
        reported(id="first", source="wire"),
        published(1, printed("a", target={"id": "first"})),
        story_corrected(1, printed("a", target={"id": "first"}), source="wire"),
    )
    assert wire(only(ledger).figure) == exact("498")


def test_a_target_that_is_not_in_the_record_leaves_the_words(ledger: Ledger) -> None:
    ledger.post_all(
        reported(), published(1, printed("498 dead", target=7), printed("489", target={"id": "unheard-of"}))
    )
    assert [wire(one.figure) for one in states(ledger)] == [exact("498"), exact("489")]


def test_an_approximate_print_of_a_target_that_stands_is_not_behind(ledger: Ledger) -> None:
    ledger.post_all(reported(), updated())
    ledger.post(published(1, printed("well over a thousand", figure=approximate("1000", "above"), target=2)))
    assert only(ledger).behind is None


def test_a_late_arrival_makes_nothing_behind(ledger: Ledger) -> None:
    ledger.post_all(reported(), updated(), published(1, printed("1,351 soldiers")))
    ledger.post(updated("600 soldiers", exact("600"), said_at="2022-03-10"))
    assert not only(ledger).needs_a_look


def test_a_restated_earlier_period_makes_nothing_behind(ledger: Ledger) -> None:
    ledger.post_all(reported(refers_to="2022-02-24/2022-03-02"), published(1, printed()))
    ledger.post(updated("510 soldiers", exact("510"), refers_to="2022-02-24/2022-03-01", said_at="2022-03-20"))
    assert only(ledger).behind is None


def test_a_corrected_figure_is_corrected_and_not_behind(ledger: Ledger) -> None:
    ledger.post_all(reported("489 soldiers", exact("489")), published(1, printed("489 dead")))
    ledger.post(corrected_figure("489", "498"))
    one = only(ledger)
    assert one.corrected is not None
    assert one.corrected.right is not None
    assert (one.corrected.members, wire(one.corrected.right.figure), one.behind) == (("figure",), exact("498"), None)
    assert (one.corrected.correction.position, one.corrected.correction.revision) == (3, 2)


def test_a_tally_that_was_corrected_is_known_by_the_figures_of_its_words(ledger: Ledger) -> None:
    ledger.post_all(
        reported("145-5, with 35 abstentions", VOTE_145),
        published(1, printed("145-5, with 35 abstentions")),
        corrected(
            {"figure": VOTE_145, "wording": "145-5, with 35 abstentions"},
            {"figure": VOTE_141, "wording": "141-5, with 35 abstentions"},
        ),
    )
    one = only(ledger)
    assert (wire(one.figure), one.corrected is not None, one.behind) == (VOTE_145, True, None)


def test_the_right_figure_is_no_fault_even_of_a_target_that_was_wrong(ledger: Ledger) -> None:
    ledger.post_all(reported("489 soldiers", exact("489")), corrected_figure("489", "498"))
    ledger.post(published(1, printed("498", figure=exact("498"), target=1), printed("498 dead")))
    assert [one.corrected for one in states(ledger)] == [None, None]


def test_what_was_corrected_and_put_back_is_as_printed(ledger: Ledger) -> None:
    ledger.post_all(reported(), published(1, printed(), printed("again", target=1)))
    ledger.post_all(corrected_figure("498", "489"), corrected_figure("489", "498", target=2))
    assert [one.needs_a_look for one in states(ledger)] == [False, False]


def test_what_was_printed_while_a_wrong_correction_held_is_corrected(ledger: Ledger) -> None:
    ledger.post_all(reported(), corrected_figure("498", "489"), published(1, printed("489 dead")))
    ledger.post(corrected_figure("489", "498", target=2))
    assert [one.corrected is not None for one in states(ledger)] == [True]


def test_a_correction_of_a_correction_gives_what_holds_in_the_end(ledger: Ledger) -> None:
    ledger.post_all(reported("145", exact("145")), published(1, printed("145 for"), printed("145", target=1)))
    ledger.post_all(
        corrected({"figure": exact("145"), "wording": "145"}, {"figure": exact("143"), "wording": "143"}),
        corrected({"figure": exact("143"), "wording": "143"}, {"figure": exact("141"), "wording": "141"}, target=2),
    )
    for one in states(ledger):
        assert one.corrected is not None
        assert one.corrected.right is not None
        assert (wire(one.corrected.right.figure), one.corrected.correction.revision) == (exact("141"), 2)


def test_the_correction_named_is_the_one_that_changed_the_figure(ledger: Ledger) -> None:
    ledger.post_all(reported("489 soldiers", exact("489")), published(1, printed("489 dead"), printed("a", target=1)))
    ledger.post_all(
        corrected({"wording": "489 soldiers"}, {"wording": "489 troops"}, kind="wrong_wording"),
        corrected(
            {"figure": exact("489"), "wording": "489 troops"},
            {"figure": exact("498"), "wording": "498 troops"},
            target=2,
        ),
    )
    assert [one.corrected and one.corrected.correction.revision for one in states(ledger)] == [3, 3]


def test_a_figure_that_another_revision_rightly_has_is_not_corrected(ledger: Ledger) -> None:
    ledger.post_all(reported("489 soldiers", exact("489")), corrected_figure("489", "498"))
    ledger.post_all(updated("489 soldiers", exact("489")), published(1, printed("489 dead")))
    ledger.post(updated("500 soldiers", exact("500"), said_at="2022-04-01"))
    assert (only(ledger).corrected, behind(only(ledger))) == (None, (exact("500"), "2022-04-01"))


def test_a_figure_is_that_of_the_latest_revision_which_had_it(ledger: Ledger) -> None:
    ledger.post_all(reported(), updated("498 soldiers", exact("498")), published(1, printed()))
    ledger.post(corrected_figure("498", "1351", target=2))
    assert (only(ledger).corrected is not None, behind(only(ledger))) == (True, None)


def test_a_figure_that_was_dropped_as_one_revision_and_left_as_another_is_behind_alone(ledger: Ledger) -> None:
    ledger.post_all(reported(), updated("498 soldiers", exact("498")), published(1, printed()), never_said(2))
    ledger.post(updated())
    assert (only(ledger).corrected, behind(only(ledger))) == (None, (exact("1351"), "2022-03-25"))


def test_a_printed_figure_may_be_corrected_and_behind(ledger: Ledger) -> None:
    ledger.post_all(reported("489 soldiers", exact("489")), published(1, printed("489 dead")))
    ledger.post_all(corrected_figure("489", "498"), updated())
    assert only(ledger).corrected is not None
    assert behind(only(ledger)) == (exact("1351"), "2022-03-25")


def test_a_figure_that_was_never_said_is_corrected_by_nothing(ledger: Ledger) -> None:
    ledger.post_all(reported(), updated("300 soldiers", exact("300"), said_at="2022-03-02T10:00:00Z"))
    ledger.post_all(published(1, printed("300 dead"), printed("three hundred", target=2)), never_said(2))
    for one in states(ledger):
        assert one.corrected is not None
        assert (one.corrected.right, one.corrected.correction.revision, one.behind) == (None, None, None)
    ledger.post(updated())
    assert [behind(one) for one in states(ledger)] == [(exact("1351"), "2022-03-25")] * 2


def test_a_figure_that_was_never_said_there_but_elsewhere_is_no_fault(ledger: Ledger) -> None:
    ledger.post_all(reported(), updated("498 soldiers", exact("498")))
    ledger.post_all(published(1, printed(), printed("the toll", target=2)), never_said(2))
    assert [one.needs_a_look for one in states(ledger)] == [False, False]


def test_an_approximate_print_of_a_figure_that_was_corrected_is_known_by_its_target_alone(ledger: Ledger) -> None:
    ledger.post(reported("4,980 soldiers", exact("4980")))
    about = approximate("5000", "below")
    ledger.post(published(1, printed("nearly 5,000", figure=about), printed("nearly 5,000", figure=about, target=1)))
    ledger.post(
        corrected(
            {"figure": exact("4980"), "wording": "4,980 soldiers"}, {"figure": exact("498"), "wording": "498 soldiers"}
        )
    )
    assert [one.corrected is not None for one in states(ledger)] == [False, True]


def test_an_attribution_that_was_corrected_after_the_edition_is_a_fault_of_it(ledger: Ledger) -> None:
    ledger.post_all(reported(), published(1, printed()))
    ledger.post(corrected({"attribution": chain()}, {"attribution": chain(None)}, kind="misattribution"))
    one = only(ledger)
    assert one.corrected is not None
    assert (one.corrected.members, one.corrected.correction.position) == (("attribution",), 3)


def test_an_attribution_that_was_corrected_before_the_edition_is_none(ledger: Ledger) -> None:
    ledger.post(reported())
    ledger.post(corrected({"attribution": chain()}, {"attribution": chain(None)}, kind="misattribution"))
    ledger.post(published(1, printed()))
    assert only(ledger).corrected is None


def test_an_attribution_that_was_corrected_and_put_back_is_none(ledger: Ledger) -> None:
    ledger.post_all(reported(), published(1, printed()))
    ledger.post(corrected({"attribution": chain()}, {"attribution": chain(None)}, kind="misattribution"))
    ledger.post(corrected({"attribution": chain(None)}, {"attribution": chain()}, target=2, kind="misattribution"))
    assert only(ledger).corrected is None


def test_a_print_that_names_the_right_source_is_no_fault(ledger: Ledger) -> None:
    ledger.post_all(reported(), published(1, printed(attribution=chain(None)), printed(attribution=chain())))
    ledger.post(corrected({"attribution": chain()}, {"attribution": chain(None)}, kind="misattribution"))
    assert [one.corrected is not None for one in states(ledger)] == [False, True]


def test_scope_and_question_that_were_corrected_are_named_together(ledger: Ledger) -> None:
    ledger.post_all(reported(scope={"definition": "killed"}), published(1, printed()))
    ledger.post(
        corrected(
            {"scope": {"definition": "killed"}, "question": "ru-soldiers-killed"},
            {"scope": {"definition": "killed or injured"}, "question": "ru-losses"},
            kind="wrong_scope",
        )
    )
    one = only(ledger)
    assert one.corrected is not None
    assert one.corrected.members == ("scope", "question")


MISQUOTED = ({"wording": "498 soldiers were killed"}, {"wording": "498 soldiers have died"})


def test_words_that_were_corrected_are_a_fault_of_what_prints_them(ledger: Ledger) -> None:
    ledger.post(reported("498 soldiers were killed"))
    ledger.post(published(1, printed("498  Soldiers were killed"), printed("498 dead"), printed("x 498", target=1)))
    ledger.post(corrected(*MISQUOTED, kind="misquote"))
    assert [one.corrected and one.corrected.members for one in states(ledger)] == [("wording",), None, None]


def test_words_that_were_corrected_and_put_back_are_none(ledger: Ledger) -> None:
    ledger.post_all(reported("498 soldiers were killed"), published(1, printed("498 soldiers were killed")))
    ledger.post(published(2, printed("498 soldiers were killed", target=1)))
    ledger.post_all(corrected(*MISQUOTED, kind="misquote"), corrected(*MISQUOTED[::-1], target=2, kind="misquote"))
    assert [one.corrected for one in states(ledger)] == [None]


def test_words_whose_right_form_is_erased_stay_corrected(ledger: Ledger) -> None:
    ledger.post_all(reported("498 soldiers were killed"), published(1, printed("498 soldiers were killed")))
    ledger.post_all(corrected(*MISQUOTED, kind="misquote"), redacted(2, "/is/wording"))
    assert faults(ledger) == [("wording",)]


def test_words_that_may_be_the_right_ones_again_are_no_fault(ledger: Ledger) -> None:
    ledger.post_all(reported("498 soldiers were killed"), published(1, printed("498 soldiers were killed")))
    back = corrected(*MISQUOTED[::-1], target=2, kind="misquote")
    ledger.post_all(corrected(*MISQUOTED, kind="misquote"), back, redacted(3, "/is/wording"))
    assert faults(ledger) == [None]


def faults(ledger: Ledger) -> list[tuple[str, ...] | None]:
    return [None if one.corrected is None else one.corrected.members for one in states(ledger)]


def test_a_figure_whose_right_value_is_erased_stays_corrected(ledger: Ledger) -> None:
    ledger.post_all(reported("20 dead", exact("20")), published(1, printed("20 dead"), printed("21 dead")))
    ledger.post_all(corrected_figure("20", "21", unit="dead"), redacted(2, "/is/figure", "/is/wording"))
    assert faults(ledger) == [("figure",), None]


@pytest.mark.parametrize(
    ("correction", "expected"),
    [
        ({"kind": "wrong_figure"}, [("figure",)]),
        ({"kind": "other"}, [None]),
        ({"kind": "wrong_scope"}, [None]),
    ],
)
def test_a_correction_that_may_have_left_the_figure_as_it_was_says_nothing_once_that_is_erased(
    ledger: Ledger, correction: Wire, expected: list[tuple[str, ...] | None]
) -> None:
    ledger.post_all(reported("20 dead", exact("20")), published(1, printed("20 killed")))
    ledger.post_all(corrected_figure("20", "21", unit="dead", **correction), redacted(2, "/is/figure", "/is/wording"))
    assert faults(ledger) == expected


def test_a_correction_of_the_figure_alone_is_one_of_the_figure_whatever_its_kind(ledger: Ledger) -> None:
    ledger.post_all(reported("dead: 20 or 21", exact("20")), published(1, printed("20 killed")))
    ledger.post_all(
        corrected({"figure": exact("20")}, {"figure": exact("21")}, kind="other"), redacted(2, "/is/figure")
    )
    assert faults(ledger) == [("figure",)]


def test_a_figure_that_an_erased_correction_may_have_put_back_is_no_fault(ledger: Ledger) -> None:
    ledger.post_all(reported("20 dead", exact("20")), published(1, printed("20 dead")))
    ledger.post(corrected_figure("20", "21", unit="dead"))
    ledger.post_all(corrected_figure("21", "20", unit="dead", target=2), redacted(3, "/is/figure", "/is/wording"))
    assert faults(ledger) == [None]


def test_where_the_wrong_figure_is_erased_as_well_nothing_can_be_told(ledger: Ledger) -> None:
    ledger.post_all(reported("20 dead", exact("20")), published(1, printed("20 dead"), printed("the toll", target=1)))
    ledger.post(corrected_figure("20", "21", unit="dead"))
    ledger.post_all(redacted(2, "/was/figure", "/is/figure", "/is/wording"), redacted(1, "/figure", "/wording"))
    assert faults(ledger) == [None, None]


def test_the_printed_figure_is_disputed_while_a_dispute_of_it_is_open(ledger: Ledger) -> None:
    ledger.post_all(
        reported(), updated(), published(1, printed(), printed("1,351"), printed("a", target=1)), disputed()
    )
    assert [len(one.disputes) for one in states(ledger)] == [1, 0, 1]
    ledger.post(resolved())
    assert [len(one.disputes) for one in states(ledger)] == [0, 0, 0]


def test_an_approximate_print_of_a_disputed_figure_is_not_disputed(ledger: Ledger) -> None:
    ledger.post_all(reported(), published(1, printed("Almost 500", "headline"), printed("498")), disputed())
    assert [len(one.disputes) for one in states(ledger)] == [0, 1]


def test_a_dispute_of_the_same_number_said_another_time_is_none_of_a_target(ledger: Ledger) -> None:
    ledger.post_all(reported(), updated("498 soldiers", exact("498")), published(1, printed("the toll", target=2)))
    ledger.post(disputed())
    assert only(ledger).disputes == ()


def test_a_dispute_stays_one_of_the_print_when_only_words_were_corrected(ledger: Ledger) -> None:
    ledger.post_all(reported("498 soldiers were killed"), disputed(), corrected(*MISQUOTED, kind="misquote"))
    ledger.post(published(1, printed("the toll", target=2)))
    assert [one.dispute for one in only(ledger).disputes] == ["d-1"]


def test_a_print_without_a_known_figure_is_disputed_by_its_target_alone(ledger: Ledger) -> None:
    ledger.post_all(reported("many died", {"form": "none"}), published(1, printed("many"), printed("many", target=1)))
    ledger.post(disputed())
    assert [len(one.disputes) for one in states(ledger)] == [0, 1]


def test_a_retracted_claim_is_retracted_wherever_it_is_printed_and_not_behind(ledger: Ledger) -> None:
    ledger.post_all(reported(), updated(), published(1, printed(), printed("1,351")), retracted())
    assert [(one.retracted, one.behind) for one in states(ledger)] == [(True, None)] * 2
    ledger.post(reinstated())
    assert [one.retracted for one in states(ledger)] == [False, False]


def test_a_claim_that_the_log_does_not_know_is_unmatched(ledger: Ledger) -> None:
    ledger.post(published(1, printed("30 aircraft", claim="nobody.knows")))
    one = only(ledger)
    assert (one.unmatched, wire(one.figure), one.behind, one.corrected) == (True, exact("30"), None, None)
    ledger.post(reported("30 aircraft", exact("30"), claim="nobody.knows"))
    assert not only(ledger).unmatched


def test_nothing_is_derived_from_an_erased_print(ledger: Ledger) -> None:
    ledger.post_all(reported(), published(1, printed(), printed("498 dead")), updated(), story_redacted(1, "/prints/0"))
    assert [one.needs_a_look for one in states(ledger)] == [False, True]
    assert [one.claim for one in states(ledger)] == [None, CLAIM]


def test_nothing_is_derived_from_an_erased_figure(ledger: Ledger) -> None:
    ledger.post_all(reported("20", exact("20")), published(1, printed("20"), printed("the toll", target=1)))
    ledger.post_all(
        corrected({"figure": exact("20"), "wording": "20"}, {"figure": exact("21"), "wording": "21"}),
        redacted(2, "/is/figure", "/is/wording"),
    )
    assert [one.behind for one in states(ledger)] == [None, None]
    ledger.post(redacted(1, "/figure"))
    assert [wire(one.figure) for one in states(ledger)] == [exact("20"), {"redacted": True}]
    assert [one.needs_a_look for one in states(ledger)] == [False, False]


def test_a_continued_claim_names_its_successor(ledger: Ledger) -> None:
    ledger.post_all(reported(), published(1, printed()))
    ledger.post_all(reported(claim="vehicles-and-tanks"), linked(CLAIM, "continues", claim="vehicles-and-tanks"))
    assert only(ledger).continued_by == ("vehicles-and-tanks",)


def test_what_was_known_at_a_position_says_nothing_of_later(ledger: Ledger) -> None:
    ledger.post_all(reported(), published(1, printed()), updated(), retracted())
    assert [one.needs_a_look for position in (2, 3, 4) for one in states(ledger, position)] == [False, True, True]


def test_what_is_wanted_of_a_claim_is_gathered_from_all_that_prints_it(ledger: Ledger) -> None:
    ledger.post_all(
        published(
            1,
            printed("Almost 500", "headline", target=3),
            printed("145-5, with 35 abstentions"),
            printed("1.597 wounded", target={"id": "first"}),
            printed("any", figure=exact("12")),
        ),
        published(3, printed("30 aircraft", claim="aircraft")),
        story_redacted(2, "/published_at"),
    )
    asked = wanted(ledger.story().editions.values())
    amounts = {str(one) for one in asked[CLAIM].amounts}
    assert asked[CLAIM] == Wanted(
        numbers=frozenset({3}),
        identities=frozenset({(CMS, "first")}),
        keys=frozenset({"~500<", "1.597", "1597", "12"}),
        amounts=asked[CLAIM].amounts,
        published=frozenset({"2022-03-02T15:30:00Z"}),
        wordings=frozenset({"145-5, with 35 abstentions"}),
        within=asked[CLAIM].within,
    )
    assert {(str(one.low), str(one.high)) for _, one in asked[CLAIM].within} == {
        ("12", "12"),
    }
    assert amounts == {"145", "5", "35"}
    assert asked["aircraft"].published == frozenset()


def said(number: int, said_at: str, refers_to: str | None = None, rank: int | None = None) -> Said:
    return Said(number, rank or number, said_at, refers_to)


@pytest.mark.parametrize(
    ("revisions", "stood"),
    [
        ([], None),
        ([said(1, "2022-03-01"), said(2, "2022-03-03")], 1),
        ([said(1, "2022-03-02T20:00:00Z"), said(2, "2022-03-02")], 2),
        (
            [said(1, "2022-03-02T08:00:00Z"), said(2, "2022-03-02T20:00:00Z"), said(3, "2022-03-02T08:00:00Z", rank=1)],
            2,
        ),
        ([said(1, "2022-03-01"), said(2, "2022-03-02", "2022-02-24/2022-02-28")], 1),
        ([said(1, "2022-03-03")], None),
    ],
)
def test_what_stood_when_an_edition_came_out_is_told_by_the_standing_rule(
    revisions: list[Said], stood: int | None
) -> None:
    assert stood_at("2022-03-02T21:00:00Z", revisions) == stood
