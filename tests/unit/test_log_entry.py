"""What a reader may write to look up one entry of the log."""

import pytest

from api.http.parameters import NotReadable
from api.web.log_entry import ENTRY, Wanted
from domain.ports import LARGEST_POSITION


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("76", Wanted(position=76)),
        (" 2,311 ", Wanted(position=2311)),
        ("/v1/events/76", Wanted(position=76)),
        ("https://claimtrail.example/v1/events/76", Wanted(position=76)),
        ("9" * 25, Wanted(position=LARGEST_POSITION)),
        ("0", Wanted(id="0")),
        ("seed/2022-03-02/76", Wanted(id="seed/2022-03-02/76")),
        ('{"position": 76}', Wanted(position=76, receipt={"position": 76})),
        ('{"receipt": {"position": "76"}}', Wanted(position=76, receipt={"position": "76"})),
    ],
)
def test_a_position_an_id_and_a_receipt_are_told_apart(text: str, wanted: Wanted) -> None:
    assert ENTRY.read(text) == wanted


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x" * 4_001, "4,000 characters at most"),
        ("x" * 2_000, "a position such as 76, an event's id"),
        ("a\0b", "a position such as 76, an event's id"),
        ('{"position": 76', "a receipt as it was answered, whole"),
        ("{}", "a receipt with its position"),
        ('{"position": 0}', "a receipt with its position"),
        ('{"position": "seven"}', "a receipt with its position"),
        ('{"position": true}', "a receipt with its position"),
        ('{"receipt": null}', "a receipt with its position"),
    ],
)
def test_what_is_neither_is_refused_with_what_was_expected(text: str, expected: str) -> None:
    with pytest.raises(NotReadable, match=expected.replace("(", r"\(")):
        ENTRY.read(text)
