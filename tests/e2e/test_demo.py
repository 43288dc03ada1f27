"""The demonstration, as a person starts it."""

import re
import signal
from pathlib import Path

from tests.running import ended, served, started

OF_THE_SEED = 96
OF_THE_FLOOD = 46
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

    assert (process.returncode, err) == (0, "")
    assert out.count("✓") == TICKS
    assert f"Size {OF_THE_SEED + OF_THE_FLOOD}" in out


def test_the_demo_says_first_where_to_look_and_stays_up_until_it_is_ended(tmp_path: Path) -> None:
    with started("demo", "--port", "0", "--losses", str(tmp_path)) as process:
        told: list[str] = []
        while not told or "Ctrl-C" not in told[-1]:
            told.append(process.line())
            assert told[-1], process.said()

        assert process.poll() is None
        process.send_signal(signal.SIGINT)
        process.said()
    text = "".join(told)

    assert process.returncode == 0
    assert re.fullmatch(r"The desk: +http://127\.0\.0\.1:\d+/\n", told[0])
    assert "/stories/newsweek-2022-03-02-ru-mod-498?edition=2\n" in text
    assert "498 against more than 7,000: Contradict each other: no number is both." in text
    assert "before 145–5–35" in text
    assert "now    141–5–35" in text
    assert "4,480 → 5,126" in text


def test_the_demo_fails_where_the_record_holds_something_else_too(tmp_path: Path) -> None:
    more = (
        '{"specversion":"1.0","source":"https://newsroom.example/cms","id":"one-more","type":"question.asked.v1",'
        '"subject":"one-more","data":{"text":"How many more?"}}'
    )
    with served() as service:
        ended("post", "-", "--url", service.url, stdin=more)
        service.end()

        failed = service.look("demo", "--check", "--port", "0", "--losses", str(tmp_path))

    assert failed.code == 1
    assert f"✗ {OF_THE_SEED} events are in the log" in failed.out
