"""The demonstration, as a person starts it."""

import fcntl
import re
import shlex
import signal
from collections.abc import Sequence
from pathlib import Path

from api.cli.demo_place import MARK, clear_left_over, place_of
from tests.bounded import Process
from tests.postgres import open_folder
from tests.running import ended, served, started

OF_THE_SEED = 96
OF_THE_FLOOD = 46
DAYS_AFTER = 17
TICKS = 11


def test_the_demo_run_unattended_finds_all_that_is_expected_and_leaves_nothing_behind(shared: Path) -> None:
    with started("demo", "--check", "--port", "0", "--losses", str(shared / "data" / "losses")) as process:
        out, err = process.said()

    assert (process.returncode, err) == (0, "")
    assert (out.count("✓"), out.count("✗")) == (TICKS, 0)
    assert "the ministry's daily list of losses" in out


def test_where_nothing_is_shared_it_posts_what_is_made_up(tmp_path: Path) -> None:
    with started("demo", "--check", "--port", "0", "--losses", str(tmp_path)) as process:
        out, err = process.said()

    assert process.returncode == 0
    assert "so a made-up flood is posted instead" in err
    assert out.count("✓") == TICKS
    assert f"Size {OF_THE_SEED + OF_THE_FLOOD}" in out


def test_the_demo_says_first_where_to_look_and_stays_up_until_it_is_ended(tmp_path: Path) -> None:
    with started("demo", "--port", "0", "--losses", str(tmp_path), DATABASE_URL="postgresql://no/where") as process:
        told = until_it_is_told(process)
        looked = [ended(*shlex.split(one)[1:]) for one in commands_in(told)]
        assert process.poll() is None
        process.send_signal(signal.SIGINT)
        _, err = process.said()
    text = "".join(told)

    assert process.returncode == 0
    assert "DATABASE_URL is set, but the demonstration has a database of its own" in err
    assert "Stopping …" in err
    assert re.fullmatch(r"The desk: +http://127\.0\.0\.1:\d+/\n", told[0])
    assert "/stories/newsweek-2022-03-02-ru-mod-498?edition=2\n" in text
    assert "498 against more than 7,000: Contradict each other: no number is both." in text
    assert "before 145–5–35" in text
    assert "now    141–5–35" in text
    assert "4  The same claim’s audit trail" in text
    assert "4,480 → 5,126" in text
    assert "Its record goes then." in text
    assert [one.code for one in looked] == [0, 0, 0]


def test_a_demonstration_on_a_record_that_it_knows_tells_each_day_as_it_was(tmp_path: Path) -> None:
    with open_folder() as place:
        first, again = (told_by(place / "data", tmp_path) for _ in range(2))

    assert days_in(first) == days_in(again)
    assert len(days_in(first)) == DAYS_AFTER
    assert f"Its record stays in {place / 'data'}." in first
    assert f"has {OF_THE_SEED + OF_THE_FLOOD} events already" in " ".join(again.split())


def test_the_demo_compares_no_record_that_holds_something_already(tmp_path: Path) -> None:
    more = (
        '{"specversion":"1.0","source":"https://newsroom.example/cms","id":"one-more","type":"question.asked.v1",'
        '"subject":"one-more","data":{"text":"How many more?"}}'
    )
    with served() as service:
        ended("post", "-", "--url", service.url, stdin=more)
        service.end()

        refused = service.look("demo", "--check", "--port", "0", "--losses", str(tmp_path))

    assert (refused.code, refused.out) == (2, "")
    assert "Name a new or empty folder." in refused.told


def test_what_a_killed_demonstration_left_is_cleared_and_nothing_else(tmp_path: Path) -> None:
    left, held, foreign, link = (tmp_path / f"claimtrail-demo-{name}" for name in ("left", "held", "foreign", "link"))
    for one in (left, held, foreign):
        one.mkdir()
    for one in (left, held):
        (one / MARK).touch()
    link.symlink_to(left)

    with (held / MARK).open("r+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        clear_left_over(tmp_path)

    assert [one.exists() for one in (left, held, foreign)] == [False, True, True]


def test_the_folder_of_a_demonstration_is_its_own_while_it_is_up_and_goes_then() -> None:
    with place_of(None) as data:
        clear_left_over(data.parent.parent)
        assert data.parent.is_dir()

    assert not data.parent.exists()


def told_by(data: Path, losses: Path) -> str:
    """What a demonstration on the folder *data* says until all is told."""
    with started("demo", "--port", "0", "--losses", str(losses), "--data", str(data)) as process:
        told = until_it_is_told(process)
        process.send_signal(signal.SIGINT)
        process.said()
    return "".join(told)


def until_it_is_told(process: Process) -> list[str]:
    """The lines of a demonstration, to the last one of the tour."""
    told: list[str] = []
    while not told or " check --data " not in told[-1]:
        told.append(process.line())
        assert told[-1], process.said()
    return told


def commands_in(told: Sequence[str]) -> list[str]:
    """What the demonstration offers to type."""
    return [one.strip() for one in told if one.startswith("  ./run ")]


def days_in(told: str) -> list[str]:
    """The lines about the days after."""
    return re.findall(r"^  2022-03-\d\d  .+$", told, re.MULTILINE)
