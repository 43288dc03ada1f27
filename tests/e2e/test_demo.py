"""The demonstration, as a person starts it."""

import signal

from tests.running import ended, served, started


def test_the_demo_run_unattended_finds_all_that_is_expected_and_leaves_nothing_behind() -> None:
    with started("demo", "--check", "--port", "0") as process:
        out, err = process.said()

    assert (process.returncode, err) == (0, "")
    assert out.count("✓") == 9
    assert "Size 93" in out


def test_the_demo_shows_its_tour_and_stays_up_until_it_is_ended() -> None:
    with started("demo", "--port", "0") as process:
        told: list[str] = []
        while not told or "Ctrl-C" not in told[-1]:
            told.append(process.line())
            assert told[-1], process.said()

        assert process.poll() is None
        process.send_signal(signal.SIGINT)
        process.said()
    text = "".join(told)

    assert process.returncode == 0
    assert "498 against more than 7,000: Contradict each other: no number is both." in text
    assert "before 145–5–35" in text
    assert "now    141–5–35" in text


def test_the_demo_fails_where_the_record_holds_something_else_too() -> None:
    more = (
        '{"specversion":"1.0","source":"https://newsroom.example/cms","id":"one-more","type":"question.asked.v1",'
        '"subject":"one-more","data":{"text":"How many more?"}}'
    )
    with served() as service:
        ended("post", "-", "--url", service.url, stdin=more)
        service.end()

        failed = service.look("demo", "--check", "--port", "0")

    assert failed.code == 1
    assert "✗ 93 events are in the log" in failed.out
