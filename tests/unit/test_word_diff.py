"""Wordings side by side: word by word, in scripts that put nothing between words character by character."""

from typing import Any

from domain.word_diff import wording_diff


def changed(old: str, new: str) -> list[tuple[str, str]]:
    runs: list[Any] = wording_diff(old, new)
    return [(one["op"], one["text"]) for one in runs]


def test_chinese_is_compared_character_by_character_and_its_numbers_as_a_whole() -> None:
    assert changed("已有498名士兵死亡", "已有1351名士兵阵亡") == [
        ("same", "已有"),
        ("removed", "498"),
        ("added", "1351"),
        ("same", "名士兵"),
        ("removed", "死"),
        ("added", "阵"),
        ("same", "亡"),
    ]


def test_arabic_is_compared_word_by_word() -> None:
    assert changed("قُتل 489 جنديًا", "قُتل 498 جنديًا") == [
        ("same", "قُتل "),
        ("removed", "489"),
        ("added", "498"),
        ("same", " جنديًا"),
    ]


def test_both_in_one_wording_are_told_apart() -> None:
    assert changed("Xinhua: 死亡498人", "Xinhua says: 死亡498人") == [
        ("removed", "Xinhua:"),
        ("added", "Xinhua says:"),
        ("same", " 死亡498人"),
    ]


WORDS = [f"word-{n}" for n in range(20_000)]
SHUFFLED = [WORDS[n * 7_919 % len(WORDS)] for n in range(1, len(WORDS))]


def test_two_long_wordings_that_take_too_long_to_compare_share_what_they_begin_and_end_with() -> None:
    old, new = " ".join(WORDS), " ".join(SHUFFLED)
    assert changed(f"At first {old} and so on", f"At first {new} and so on") == [
        ("same", "At first "),
        ("removed", old),
        ("added", new),
        ("same", " and so on"),
    ]


def test_what_is_between_their_ends_is_compared_where_that_takes_few_steps() -> None:
    old, new = (" ".join([*WORDS, f"eleven {who} died", *SHUFFLED, *WORDS]) for who in ("men", "people"))
    found = changed(old, new)
    assert [op for op, _ in found] == ["same", "removed", "added", "same"]
    assert found[1:3] == [("removed", "men"), ("added", "people")]


def test_two_long_wordings_that_share_no_end_were_replaced() -> None:
    old, new = " ".join(WORDS), " ".join(SHUFFLED)
    assert changed(old, new) == [("removed", old), ("added", new)]
