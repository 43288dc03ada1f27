"""What a story prints and has been corrected since: figure, words, chain, scope; and what is no fault."""

import pytest

from domain.wire import wire
from tests.events import (
    Wire,
    approximate,
    chain,
    corrected,
    corrected_figure,
    exact,
    never_said,
    printed,
    published,
    redacted,
    reported,
    tally,
    updated,
)
from tests.ledger import Ledger
from tests.print_states import MISQUOTED, behind, only, states

VOTE_145 = tally(**{"for": "145", "against": "5", "abstaining": "35"})
VOTE_141 = tally(**{"for": "141", "against": "5", "abstaining": "35"})


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
