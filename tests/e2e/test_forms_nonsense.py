"""Forms filled with nonsense: refused in words, whatever was sent, and never a fault of ours."""

from urllib.parse import quote_plus

import pytest

from tests.e2e.conftest import Service
from tests.facts import QUESTION, A, exact, reported
from tests.forms import PAGE, Form, press, shown

DIGITS = "9" * 5_000
LONGEST = 40_000
FORMS = (
    "/claims/new",
    *(
        f"/claims/{A}/{verb}"
        for verb in "update correct dispute resolve attribute assess retract reinstate link annotate".split()
    ),
    "/stories/new",
    "/stories/nw-1/correct",
    "/stories/nw-1/withdraw",
    "/questions/new",
    f"/questions/{QUESTION}/reword",
)
NONSENSE = {
    "digits": DIGITS,
    "minus": f"-{DIGITS}",
    "nul": "\0",
    "nul inside": "a\0b",
    "spaces": " " * 16_000 + "x",
    "name": "n" * 20_000,
    "accents": "\u0301" * 5_000,
    "astral": "\U0001f600" * 500,
    "control": "\x01\x1b\x7f\ufffe\u202e",
    "markup": "<script>&quot;'\"",
    "index": "99999999999999999999",
    "far year": f"Y{DIGITS}",
}


def encoded(text: str, most: int) -> str:
    """*text* for an address, cut where it would take more than *most* characters of it."""
    return quote_plus(text[: most // len(quote_plus(text[:1]))])


@pytest.fixture
def newsroom(service: Service) -> Service:
    """A claim, a question, a story with a text; nothing of it is missing from the read models."""
    service.post("claim.reported.v1", A, reported("498 soldiers have died", exact("498")))
    service.post("question.asked.v1", QUESTION, {"text": "How many were killed?"})
    data = {"edition": 1, "outlet": "Newsweek", "headline": "Dead", "published_at": "2022-03-02",
            "text": "The ministry says 498 soldiers have died.",
            "prints": [{"claim": A, "placement": "headline", "wording": "498 dead"}]}  # fmt: skip
    service.post("story.published.v1", "nw-1", data)
    return service


@pytest.mark.parametrize("path", FORMS)
def test_no_field_that_an_address_fills_in_is_a_fault_of_ours(newsroom: Service, path: str) -> None:
    names = [one for one in shown(newsroom, path).entries if one not in ("id", "expectedversion", "clocks", "do")]
    for said, text in NONSENSE.items():
        together = "&".join(f"{one}={encoded(text, LONGEST // len(names))}" for one in names)
        assert newsroom.http.get(f"{path}?{together}", headers=PAGE).status_code < 500, said


@pytest.mark.parametrize("path", FORMS)
def test_no_form_full_of_it_is_a_fault_of_ours(newsroom: Service, path: str) -> None:
    filled = shown(newsroom, path).entries
    for said, text in NONSENSE.items():
        for button in ("record", "preview"):
            answer = press(newsroom, path, filled | dict.fromkeys(filled, text), button)
            assert answer.status_code < 500, (said, button)


@pytest.mark.parametrize("path", FORMS)
def test_no_field_of_it_is_a_fault_of_ours(newsroom: Service, path: str) -> None:
    filled = shown(newsroom, path).entries
    for one in filled:
        assert press(newsroom, path, filled | {one: "a\0b"}, "preview").status_code < 500, one


@pytest.mark.parametrize(
    "path",
    [
        f"/stories/nw-1/correct?edition={DIGITS}",
        f"/stories/nw-1/correct?accept=all&edition={DIGITS}",
        "/stories/nw-1/correct?accept=all&edition=99999999999999999999",
        "/stories/nw-1/correct?accept=all&edition=999999999",
        "/stories/nw-1/correct?accept=%00&edition=1",
        f"/stories/nw-1/correct?accept={A}:{DIGITS}:1&edition=1",
        f"/stories/nw-1/correct?accept={DIGITS}&edition=1",
        "/stories/new?story=%00",
        f"/stories/new?story={DIGITS}",
        "/claims/new?%ed%a0%80=1",
        "/claims/new?question=%ed%a0%80",
        f"/claims/{A}/dispute?target={DIGITS}",
        f"/claims/{A}/resolve?dispute=%00",
        f"/claims/new?attribution.{DIGITS}.role=relay",
        "/claims/new?expectedversion=%00&filled=%00&clocks=%00&id=%00",
        "/claims/%00/update",
        "/questions/%00/reword",
    ],
)  # fmt: skip
def test_an_address_of_nonsense_is_answered(newsroom: Service, path: str) -> None:
    assert newsroom.http.get(path, headers=PAGE).status_code < 500


@pytest.mark.parametrize(
    "button",
    [
        f"before:attribution.{DIGITS}",
        f"remove:attribution.{DIGITS}",
        f"add:{'a.' * 2_000}a",
        "before:attribution.999",
        "add:attribution",
        "remove:x.0",
        "\0",
        f"before:{DIGITS}",
    ],
)
def test_a_button_of_nonsense_is_answered(newsroom: Service, button: str) -> None:
    entries = shown(newsroom, f"/claims/{A}/attribute").entries
    assert press(newsroom, f"/claims/{A}/attribute", entries, button).status_code < 500


@pytest.mark.parametrize("of", [f"1-{DIGITS}", f"{DIGITS}-0", "1-99999999999", "1-1", "-", "\0", "²-²"])
def test_a_print_of_nowhere_is_a_print_like_any_other(newsroom: Service, of: str) -> None:
    entries = shown(newsroom, "/stories/nw-1/correct").entries
    sent = entries | {"prints.0.of": of, "reason": "x", "approver.name": "Desk"}
    assert press(newsroom, "/stories/nw-1/correct", sent, "preview").status_code == 200


@pytest.mark.parametrize("was", ["{", "[]", "null", '{"wording": []}', "[" * 20_000, f"{DIGITS * 100}", '"\\ud800"'])
def test_a_print_that_was_filled_in_with_nonsense_is_a_print_like_any_other(newsroom: Service, was: str) -> None:
    entries = shown(newsroom, "/stories/nw-1/correct").entries
    sent = entries | {"prints.0.was": was, "reason": "x", "approver.name": "Desk"}
    assert press(newsroom, "/stories/nw-1/correct", sent, "preview").status_code == 200


@pytest.mark.parametrize(
    ("path", "field", "more"),
    [
        ("/claims/new", "question", {}),
        ("/claims/new", "attribution.0.who.id", {}),
        ("/stories/nw-1/correct", "prints.0.claim", {}),
        (f"/claims/{A}/link", "to", {}),
        (f"/claims/{A}/dispute", "counter_claim", {"statement": "No."}),
        (f"/claims/{A}/dispute", "dispute", {"statement": "No."}),
    ],
)
def test_an_id_of_nonsense_is_refused_beside_its_field(
    newsroom: Service, path: str, field: str, more: dict[str, str]
) -> None:
    entries = shown(newsroom, path).entries | {field: "a\0b"} | more
    answer = press(newsroom, path, entries)
    assert answer.status_code == 422
    assert field in Form(answer.text).invalid


def test_a_time_of_any_length_is_refused_in_words(newsroom: Service) -> None:
    path = f"/claims/{A}/update"
    entries = shown(newsroom, path).entries | {
        "figure.value": "9",
        "wording": "9",
        "said_at": "2 – " * 4_000,
        "reason": "x",
    }
    form = Form(press(newsroom, path, entries).text)
    assert form.invalid == ["said_at"]
    assert "cannot be read as one time" in form.words


@pytest.mark.parametrize(("path", "field"), [(f"/claims/{A}/annotate", "text"), ("/questions/new", "text")])
def test_a_text_with_a_character_that_no_text_has_is_refused_beside_its_field(
    newsroom: Service, path: str, field: str
) -> None:
    entries = (
        shown(newsroom, path).entries | {"subject": "q"} if path == "/questions/new" else shown(newsroom, path).entries
    )
    answer = press(newsroom, path, entries | {field: "How\0many?"})
    assert answer.status_code == 422, answer.status_code
    assert field in Form(answer.text).invalid
