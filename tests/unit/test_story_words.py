"""Names for a list: what they share is told once, above it."""

from api.web.story_words import names_in_common


def test_what_all_names_share_is_their_heading() -> None:
    names = names_in_common(["Russian tanks lost", "Russian drones lost", "Russian rocket launchers lost"])
    assert (names.heading, names.short) == ("Russian … lost", ["Tanks", "Drones", "Rocket launchers"])


def test_names_that_share_nothing_with_the_others_stay_whole() -> None:
    names = names_in_common(["Russian tanks lost", "Civilians killed", "Russian drones lost", "Russian ships lost"])
    assert names.heading == "Russian … lost, or in full"
    assert names.short == ["Tanks", "Civilians killed", "Drones", "Ships"]


def test_fewer_than_three_names_alike_are_told_whole() -> None:
    for names in ([], ["Russian tanks lost"], ["Russian tanks lost", "Russian drones lost", "Civilians killed"]):
        assert names_in_common(names) == ("", names)


def test_one_name_several_times_is_not_many_names() -> None:
    names = ["Russian soldiers killed"] * 4
    assert names_in_common(names) == ("", names)
