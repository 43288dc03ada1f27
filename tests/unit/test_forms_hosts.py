"""Under which names browsers may post is a setting."""

from api.settings import Settings, settings_from


def test_hosts_are_read_with_commas_between_and_in_any_case() -> None:
    assert settings_from({"CLAIMTRAIL_HOSTS": "Desk.example, cms.example,"}).hosts == ("desk.example", "cms.example")


def test_no_other_host_is_ours_unless_it_is_said() -> None:
    assert Settings().hosts == ()
