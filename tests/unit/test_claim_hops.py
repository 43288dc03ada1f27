"""Two chains side by side: a hop of the same party in the same role is one hop, with what changed of it."""

from api.web.claim_hops import hops_of
from tests.events import Wire, hop


def moved(*hops: tuple[str, Wire]) -> list[Wire]:
    return [{"op": op, "hop": one} for op, one in hops]


def test_what_changed_of_a_hop_is_told_and_the_hop_is_neither_gone_nor_new() -> None:
    was, is_ = hop("ru-mod", medium="statement"), hop("ru-mod", medium="briefing", said_at="2022-03-25")
    (found,) = hops_of(moved(("removed", was), ("added", is_)))
    assert (found.op, found.hop) == ("changed", is_)
    assert list(found.moves) == [("statement", "briefing"), ("not stated", "25 Mar 2022")]


def test_the_same_party_in_another_role_is_another_hop() -> None:
    found = hops_of(moved(("removed", hop("ru-mod", "wire")), ("added", hop("ru-mod", "relay"))))
    assert [one.op for one in found] == ["removed", "added"]


def test_each_hop_is_paired_once_and_an_erased_one_never() -> None:
    erased = {"redacted": True}
    one, other, new = hop("a", medium="call"), hop("a", medium="post"), hop("a", medium="article")
    found = hops_of(moved(("removed", one), ("removed", other), ("removed", erased), ("added", new), ("added", erased)))
    assert [each.op for each in found] == ["removed", "removed", "changed", "added"]
    assert found[0].hop == other
