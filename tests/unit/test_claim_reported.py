"""A claim is opened by its first report: what is taken, and every way in which a first report may be wrong."""

from typing import Any

import pytest

from domain.refusals import Refusal
from tests.events import (
    CLAIM,
    LEFT_OUT,
    approximate,
    asked,
    at_least,
    chain,
    exact,
    from_to,
    hop,
    no_figure,
    relative,
    reported,
    tally,
    updated,
    vague,
)
from tests.ledger import Ledger

VOTE = "145-5, with 35 abstentions"


def vote(of: str | None = "193", **parts: str) -> dict[str, Any]:
    return tally(of, **parts)


def test_a_report_opens_the_claim_with_its_first_revision(ledger: Ledger) -> None:
    receipt = ledger.post(reported(refers_to="2022-02-24/2022-03-02", note="seen on the wire"))
    view = ledger.view()
    assert (receipt.stream, receipt.version, receipt.position) == (f"claim/{CLAIM}", 1, 1)
    assert (view["status"], view["revisions"], view["late"]) == ("standing", 1, False)
    assert ledger.figure() == exact("498")


def test_a_second_report_of_a_claim_is_refused(ledger: Ledger) -> None:
    ledger.post(reported())
    refusal = ledger.refusal_of(reported())
    assert (refusal.name, refusal.pointer) == ("already-opened", "/subject")
    assert refusal.expected == "a claim that is not reported yet"


@pytest.mark.parametrize(
    ("wording", "figure"),
    [
        ("498 soldiers", exact("498")),
        ("about 1,500 in five days", approximate("1500")),
        ("nearly half a million", approximate("500000", leaning="below")),
        ("at least 11,300 people", at_least("11300")),
        ("10 to 12 tanks", from_to("10", "12")),
        ("hundreds, or 3 thousand", vague("hundreds")),
        ("no word of the 12 boats", no_figure()),
        ("three times as many", relative(factor="3")),
        ("many times higher than 10", relative()),
        (VOTE, vote(yes="145", no="5", abstaining="35")),
        ("145-5", vote(None, yes="145", no="5")),
        ("no number here", exact("498")),
    ],
)
def test_a_wording_that_bears_the_figure_out_is_taken(ledger: Ledger, wording: str, figure: dict[str, Any]) -> None:
    ledger.post(reported(wording, figure))
    assert ledger.figure() == figure


def test_a_number_in_the_wording_that_contradicts_the_figure_is_refused(ledger: Ledger) -> None:
    refusal = ledger.refusal_of(reported("489 soldiers have died", exact("498")))
    assert (refusal.name, refusal.pointer) == ("wording-contradicts-figure", "/data/wording")
    assert (refusal.expected, refusal.got) == ("498", "489")


def test_every_amount_of_a_tally_is_looked_for_in_the_wording(ledger: Ledger) -> None:
    refusal = ledger.refusal_of(reported(VOTE, vote(yes="141", no="5", abstaining="35")))
    assert (refusal.name, refusal.pointer, refusal.got) == ("wording-contradicts-figure", "/data/wording", "145")


def test_a_wording_note_says_why_they_differ_and_lifts_the_check(ledger: Ledger) -> None:
    ledger.post(reported("489 soldiers", exact("498"), wording_note="the caption says 489"))
    assert ledger.figure() == exact("498")


@pytest.mark.parametrize(
    ("figure", "pointer"),
    [
        (exact("-3"), "/data/figure/value"),
        (from_to("-3", "3"), "/data/figure/low"),
        (relative(factor="-3"), "/data/figure/factor"),
    ],
)
def test_an_amount_below_zero_is_refused_unless_the_scope_is_signed(
    ledger: Ledger, figure: dict[str, Any], pointer: str
) -> None:
    refusal = ledger.refusal_of(reported("down by 3", figure))
    assert (refusal.name, refusal.pointer, refusal.got) == ("below-zero", pointer, "-3")
    assert refusal.expected == "an amount of zero or more"
    ledger.post(reported("down by 3", figure, scope={"signed": True}))


def test_a_question_that_is_signed_lends_that_to_no_claim(ledger: Ledger) -> None:
    ledger.post(asked(scope={"signed": True}))
    assert ledger.refusal_of(reported("down by 3", exact("-3"), scope={})).name == "below-zero"


def test_minus_nothing_needs_no_signed_scope(ledger: Ledger) -> None:
    ledger.post(reported("0 soldiers", exact("-0")))


def test_a_range_whose_low_end_lies_above_its_high_end_is_refused(ledger: Ledger) -> None:
    refusal = ledger.refusal_of(reported("12 to 10", from_to("12", "10")))
    assert (refusal.name, refusal.pointer) == ("low-above-high", "/data/figure/low")
    assert (refusal.expected, refusal.got) == ("at most 10", "12")


def test_a_negative_part_of_a_tally_is_refused_even_where_the_scope_is_signed(ledger: Ledger) -> None:
    refusal = ledger.refusal_of(reported("5", tally("9", **{"a/b~": "-5"}), scope={"signed": True}))
    assert (refusal.name, refusal.pointer, refusal.got) == ("below-zero", "/data/figure/parts/a~1b~0", "-5")


def test_parts_above_the_whole_are_refused_with_their_sum_and_the_whole(ledger: Ledger) -> None:
    refusal = ledger.refusal_of(reported("145, 5 and 44", vote(yes="145", no="5", abstaining="44")))
    assert (refusal.name, refusal.pointer, refusal.got) == ("parts-above-whole", "/data/figure/parts", "194")
    assert refusal.expected == "parts that add up to at most 193"
    assert refusal.extensions == {"sum": "194", "whole": "193"}


@pytest.mark.parametrize("amount", [141.0, 141, "141.", "0141", "1e2", "+141", "1,411", "", "1" * 41, "½", "٣"])
def test_an_amount_that_is_no_decimal_string_of_at_most_40_digits_is_refused(ledger: Ledger, amount: object) -> None:
    refusal = ledger.refusal_of(reported("141 votes", {"form": "exact", "value": amount}))
    assert (refusal.name, refusal.pointer, refusal.got) == ("not-an-amount", "/data/figure/value", amount)
    assert refusal.expected == 'a decimal string of at most 40 digits, such as "3.10"'


def test_an_amount_of_40_digits_is_kept_to_the_last(ledger: Ledger) -> None:
    amount = "12345678901234567890123456789012345678.10"
    ledger.post(reported("very many", exact(amount)))
    assert ledger.figure() == exact(amount)


@pytest.mark.parametrize(
    ("said_at", "is_taken"),
    [
        ("2022-05-01T12:05:00Z", True),
        ("2022-05-01T12:05:00.000000001Z", False),
        ("2022-05-01T14:05:00+02:00", True),
        ("2022-05-02", True),
        ("2022-05-03", False),
        ("2022-05", True),
        ("2022-06", False),
        ("2022-05-03/2022-05-04", False),
        ("2022-05-01/..", True),
        ("../2099-01-01", True),
    ],
)
def test_nobody_has_said_anything_later_than_five_minutes_after_it_arrived(
    ledger: Ledger,
    said_at: str,
    is_taken: bool,  # noqa: FBT001 (a column of the table)
) -> None:
    sent = reported(said_at=said_at)
    if is_taken:
        ledger.post(sent)
        return
    refusal = ledger.refusal_of(sent)
    assert (refusal.name, refusal.pointer, refusal.got) == ("said-in-the-future", "/data/said_at", said_at)
    assert refusal.expected == "no later than 5 minutes after it arrives here"


def test_a_day_begins_where_it_begins_first(ledger: Ledger) -> None:
    ledger.post(reported(said_at="2022-05-02"), arrival="2022-05-01T09:55:00Z")
    too_early = ledger.refusal_of(reported(said_at="2022-05-02", claim="b"), arrival="2022-05-01T09:54:59Z")
    assert too_early.name == "said-in-the-future"


def test_the_future_is_fine_as_a_period_and_for_publication(ledger: Ledger) -> None:
    ledger.post(reported(refers_to="2030", published_at="2023-01-01"))


def test_the_chain_of_a_report_must_hold_together(ledger: Ledger) -> None:
    refusal = ledger.refusal_of(reported(attribution=chain()[1:]))
    assert (refusal.name, refusal.pointer) == ("bad-chain", "/data/attribution/0/role")
    assert refusal.expected == "originator, for it stands first"


def test_a_confidential_source_needs_sealing(ledger: Ledger) -> None:
    source = hop("deep-throat", "originator", "asserts", anonymity="confidential")
    refusal = ledger.refusal_of(reported(attribution=[source]))
    assert (refusal.name, refusal.pointer) == ("not-sealed", "/data/attribution/0/who/id")
    assert (refusal.expected, refusal.got) == ("no id and no name of a confidential source", None)


@pytest.mark.parametrize(
    ("selector", "pointer"),
    [
        ({"exact": "498", "start": 4}, "/data/selector/end"),
        ({"exact": "498", "end": 4}, "/data/selector/start"),
        ({"exact": "498", "start": 4, "end": 6}, "/data/selector/end"),
    ],
)
def test_start_and_end_of_a_selector_go_together_and_span_the_quote(
    ledger: Ledger, selector: dict[str, Any], pointer: str
) -> None:
    refusal = ledger.refusal_of(reported(selector=selector))
    assert (refusal.name, refusal.pointer) == ("invalid-field", pointer)


@pytest.mark.parametrize("selector", [{"exact": "🙂98", "start": 4, "end": 7}, {"exact": "498", "prefix": "says "}])
def test_a_selector_counts_code_points(ledger: Ledger, selector: dict[str, Any]) -> None:
    ledger.post(reported(selector=selector))


def test_every_fault_of_a_report_is_found(ledger: Ledger) -> None:
    sent = reported("489", exact("498"), said_at="2023", attribution=chain()[1:], selector={"exact": "x", "start": 1})
    assert [one.name for one in ledger.refusals_of(sent)] == [
        "wording-contradicts-figure",
        "said-in-the-future",
        "bad-chain",
        "invalid-field",
    ]


def names_and_pointers(refusals: tuple[Refusal, ...]) -> list[tuple[str, str]]:
    return [(one.name, one.pointer) for one in refusals]


def test_a_missing_member_is_named_by_the_place_where_it_would_stand(ledger: Ledger) -> None:
    refusals = ledger.refusals_of(reported(wording=LEFT_OUT, attribution=[{"who": {}}]))
    assert names_and_pointers(refusals) == [
        ("missing-field", "/data/wording"),
        ("missing-field", "/data/attribution/0/who/kind"),
        ("missing-field", "/data/attribution/0/role"),
        ("missing-field", "/data/attribution/0/stance"),
    ]


def test_an_unopened_claim_takes_nothing_but_a_report(ledger: Ledger) -> None:
    refusal = ledger.refusal_of(updated())
    assert (refusal.name, refusal.pointer) == ("not-opened", "/subject")
    assert refusal.expected == "a claim that has been reported"
