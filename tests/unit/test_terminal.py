"""What the command line shows: every digit, word for word, whatever is in it and however narrow the terminal."""

from io import StringIO
from typing import Any

import pytest
from rich.console import Console, RenderableType

from api.cli import views
from api.cli.printing import Rows, print_problem, printable

LONG_NUMBER = "1" * 40
WITH_COMMAS = "1,111,111,111,111,111,111,111,111,111,111,111,111,111"


def shown(made: RenderableType, width: int) -> str:
    written = StringIO()
    Console(file=written, width=width, highlight=False).print(made)
    return written.getvalue()


def revision(**changed: Any) -> dict[str, Any]:
    return {
        "revision": 1,
        "figure": {"form": "exact", "value": "498"},
        "wording": "498 soldiers have died",
        "said_at": "2022-03-02",
        "refers_to": "2022-02-24/2022-03-02",
        "recorded_at": "2022-03-02T20:41:07.123456Z",
        "reason": None,
        "replaces": None,
        "replaced": False,
        "replaced_by": None,
        "standing": True,
        "late": False,
        **changed,
    }


def claim(name: str, value: str, **changed: Any) -> dict[str, Any]:
    return {
        "claim": name,
        "status": "standing",
        "disputed": False,
        "disputes": [],
        "standing": revision(figure={"form": "exact", "value": value}),
        "attribution": [{"who": {"name": "Ministry"}}],
        **changed,
    }


def board(*claims: dict[str, Any], pairs: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    return {
        "question": "q",
        "text": None,
        "contested": False,
        "tolerance": None,
        "claims": claims,
        "pairs": pairs or [],
    }


@pytest.mark.parametrize("width", [40, 80, 160])
def test_no_digit_of_a_figure_is_cut_off_however_narrow_the_terminal(width: int) -> None:
    told = shown(views.claims([claim("n" * 128, LONG_NUMBER)]), width)

    assert WITH_COMMAS in told.replace("\n", "").replace(" ", "")


def test_every_column_is_told_where_a_long_name_leaves_no_room_for_a_table() -> None:
    told = shown(views.claims([claim("n" * 128, LONG_NUMBER), claim("short", "12")]), 80)

    assert told.count("Ministry") == 2
    assert told.count("24 Feb – 2 Mar 2022") == 2


def test_rows_that_fit_stand_in_a_table() -> None:
    rows = Rows("Claim", "Figure", right=("Figure",))
    rows.add("ru-mod", "498")
    rows.add("ua", "more than 7,000")

    assert [line.rstrip() for line in shown(rows, 80).splitlines()] == [
        "Claim            Figure",
        "ru-mod              498",
        "ua      more than 7,000",
    ]


@pytest.mark.parametrize("wording", ["12 [bold red]dead[/] here", "[link=x]12[/link]", "12 [/red]"])
def test_brackets_in_a_wording_are_words_and_no_markup(wording: str) -> None:
    assert wording in shown(views.revisions("c", [revision(wording=wording)]), 200)


def test_what_would_move_the_cursor_or_turn_the_line_round_is_shown_as_a_mark() -> None:
    told = shown(views.revisions("c", [revision(wording="12\x1b[2J\r\n\x9b\u202e21")]), 200)

    assert "12␛[2J␍⏎\ufffd\ufffd21" in told


def test_names_inside_an_answer_are_made_printable_too() -> None:
    assert printable({"parts": {"y\x07": ["\x1b", 1, None]}}) == {"parts": {"y␇": ["␛", 1, None]}}


def test_a_refusal_shows_what_was_sent_without_obeying_it() -> None:
    written = StringIO()
    problem = {"title": "No.", "errors": [{"pointer": "/data", "got": "\x1b[2J[red]"}]}

    print_problem(Console(file=written, width=80), problem, "id\x1b]0;x\x07")

    assert "␛[2J[red]" in written.getvalue()
    assert "\x1b" not in written.getvalue()


@pytest.mark.parametrize(
    "told", [views.revisions("c", [], "78"), views.trail("c", [], "78"), views.board(board(), "78")]
)
def test_the_past_says_that_it_is_the_past(told: RenderableType) -> None:
    assert "As this record knew it at position 78." in shown(told, 80)


def test_contradictions_come_first_on_a_board() -> None:
    pairs = [
        {"left": "a", "right": "b", "verdict": "incomparable", "reasons": ["unit"]},
        {"left": "a", "right": "c", "verdict": "disjoint", "reasons": []},
    ]

    told = shown(views.board(board(claim("a", "1"), claim("b", "2"), claim("c", "3"), pairs=pairs)), 160)

    assert told.index("Contradict each other") < told.index("Not comparable")


def test_a_question_that_nobody_asked_is_called_by_its_id_and_one_claim_has_no_pairs() -> None:
    told = shown(views.board(board(claim("a", "1"))), 160)

    assert told.startswith("q  ")
    assert "Verdict" not in told


def test_a_question_without_claims_says_so() -> None:
    assert "No claim is about this question yet." in shown(views.board(board()), 80)


def wide(rows: int = 2) -> Rows:
    made = Rows("Claim", "Wording", "Recorded", "Empty", prose=("Wording",), spare=(["Recorded"],))
    for number in range(rows):
        made.add(f"claim-{number}-{'n' * 60}", "498 soldiers have died in it", "2 Mar 2022, 20:41:07", "")
    return made


def test_a_table_that_nearly_fits_does_without_its_least_column_and_says_so() -> None:
    told = shown(wide(), 100)

    assert told.splitlines()[0].split() == ["Claim", "Wording"]
    assert "Left out for want of room: Recorded." in told


def test_on_a_narrow_terminal_no_column_is_left_out() -> None:
    told = shown(wide(), 80)

    assert told.count("20:41:07") == 2
    assert "Left out" not in told


def test_a_column_in_which_nothing_stands_is_not_shown() -> None:
    assert shown(wide(), 160).splitlines()[0].split() == ["Claim", "Wording", "Recorded"]


def test_a_history_fits_into_a_hundred_columns() -> None:
    told = shown(views.revisions("c", [revision(), revision(revision=2, reason="counted again")]), 100)

    assert told.splitlines()[1].split()[:3] == ["#", "Figure", "State"]


def current(**changed: Any) -> dict[str, Any]:
    known = {"scope": {}, "assessments": [], "corrections": 0, "notes": 0, "version": 3, "position": 3}
    standing = {**revision(revision=2), "kind": "updated"}
    clock = "2022-03-02T20:41:07Z"
    return claim("c", "498", **{**known, "standing": standing, "recorded_at": clock, "late": True, **changed})


def test_what_stands_is_not_called_late_where_another_one_came_late() -> None:
    assert shown(views.current(current(revisions=3)), 200).startswith("c  standing, the last recorded one came late\n")
    assert shown(views.current(current(revisions=2)), 200).startswith("c  standing, late\n")
