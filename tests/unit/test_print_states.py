"""What became of what a story prints: behind, disputed, retracted, unmatched; and what is none of it."""

import pytest

from domain.claim_record import Said, Wanted
from domain.print_states import stood_at, wanted
from domain.wire import wire
from tests.events import (
    CLAIM,
    CMS,
    approximate,
    corrected,
    disputed,
    exact,
    linked,
    printed,
    published,
    redacted,
    reinstated,
    reported,
    resolved,
    retracted,
    story_corrected,
    story_redacted,
    updated,
)
from tests.ledger import Ledger
from tests.print_states import MISQUOTED, behind, only, states


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
