"""A flood that never was, as events: one CloudEvent a line on standard output.

    python examples/flood/make_events.py

Place, people and figures are made up, and each event says so. The demonstration takes them where the files of
examples/losses are not at hand. The same bytes each time.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

SOURCE = "https://newsroom.example/flood"
MADE_UP = "Made up for the demonstration."
FLOOD = datetime(2025, 10, 6, 6, tzinfo=UTC)
EVERY = timedelta(hours=6)

GRID = {"id": "nordvik-grid", "name": "Nordvik Grid", "kind": "organisation"}
RESCUE = {"id": "nordvik-civil-protection", "name": "Nordvik Civil Protection", "kind": "office"}
MAYOR = {"id": "mayor-of-nordvik", "name": "The Mayor of Nordvik", "kind": "office"}
COURIER = {"id": "nordvik-courier", "name": "Nordvik Courier", "kind": "outlet"}

POWER, EVACUATED, MAYORS = "nordvik-grid-homes", "nordvik-rescue-evacuated", "nordvik-mayor-evacuated"
HOMES = (
    *(310, 1_240, 2_905, 4_480, 5_126, 6_842, 8_310, 8_955, 9_214, 9_377, 9_377, 9_102, 8_640, 7_981, 7_230, 6_407),
    *(5_512, 4_890, 4_133, 3_620, 3_004, 2_477, 1_930, 1_402, 988, 640, 415, 260),
)
TYPING_ERROR_AT, TYPED = 5, 8_642
PEOPLE = (140, 390, 520, 780, 1_150, 1_400, 1_620, 1_790, 1_850, 1_900)

SCOPES = {
    "nordvik-homes": {
        "population": "homes in Nordvik",
        "place": "Nordvik",
        "unit": "homes",
        "definition": "without power",
    },
    "nordvik-evacuated": {
        "population": "people in Nordvik",
        "place": "Nordvik",
        "unit": "persons",
        "definition": "evacuated",
    },
}
QUESTIONS = {
    "nordvik-homes": "How many homes in Nordvik have no power?",
    "nordvik-evacuated": "How many people in Nordvik have been evacuated?",
}

Data = Mapping[str, object]


def events() -> Iterator[Data]:
    """Every event, in an order in which a service takes them all."""
    for question, text in QUESTIONS.items():
        data = {"text": text, "scope": SCOPES[question], "note": MADE_UP}
        yield _event(f"q/{question}", "question.asked.v1", question, data)
    yield from _homes()
    yield from _people()
    yield from _story()


def _homes() -> Iterator[Data]:
    for number, homes in enumerate(HOMES):
        shown = TYPED if number == TYPING_ERROR_AT else homes
        at = FLOOD + number * EVERY
        said = _said(_exact(shown), f"{shown:,} homes without power", at, GRID, refers_to=_text(at))
        yield _stated(POWER, "nordvik-homes", number, said, "The operator's next count.")
    typed, right = TYPED, HOMES[TYPING_ERROR_AT]
    correction = {
        "target": {"id": f"flood/{POWER}/{TYPING_ERROR_AT}"},
        "kind": "wrong_figure",
        "was": {"figure": _exact(typed), "wording": f"{typed:,} homes without power"},
        "is": {"figure": _exact(right), "wording": f"{right:,} homes without power"},
        "approver": {"id": "standards-desk", "name": "Standards desk", "kind": "office"},
        "reason": "We mistyped the operator's figure.",
        "note": MADE_UP,
    }
    yield _event("homes-corrected", "claim.corrected.v1", POWER, correction)


def _people() -> Iterator[Data]:
    for number, people in enumerate(PEOPLE):
        at = FLOOD + number * 2 * EVERY
        figure = {"form": "more_than", "value": str(people)}
        said = _said(figure, f"more than {people:,} people brought to safety", at, RESCUE, refers_to="2025-10")
        yield _stated(EVACUATED, "nordvik-evacuated", number, said, "Its next bulletin.")
    at = FLOOD + len(PEOPLE) * 2 * EVERY
    figure = {"form": "approximate", "value": "1500", "leaning": "below"}
    said = _said(figure, "nearly 1,500 left their homes", at, MAYOR, refers_to="2025-10")
    yield _stated(MAYORS, "nordvik-evacuated", 0, said, "")
    dispute = {
        "dispute": "mayor-counts-fewer",
        "target": {"id": f"flood/{EVACUATED}/{len(PEOPLE) - 1}"},
        "aspect": "figure",
        "by": [{"who": MAYOR, "role": "originator", "medium": "briefing", "stance": "doubts"}],
        "statement": "Some were counted twice.",
        "counter_claim": MAYORS,
        "note": MADE_UP,
    }
    yield _event("people-disputed", "claim.disputed.v1", EVACUATED, dispute)


def _story() -> Iterator[Data]:
    almost = {"form": "approximate", "value": "4500", "leaning": "below"}
    headline = _print(POWER, "headline", "Almost 4,500 Homes Dark", almost)
    body = _print(POWER, "body", "4,480 homes without power", _exact(4_480))
    rescued = _print(EVACUATED, "lede", "more than 780 people", {"form": "more_than", "value": "780"})
    yield _edition(1, 4, "Almost 4,500 Homes Dark in Nordvik Flood", [headline, rescued, body])
    body = _print(POWER, "body", "5,126 homes without power", _exact(5_126))
    yield _edition(2, 5, "Almost 4,500 Homes Dark in Nordvik Flood", [headline, rescued, body])
    headline = _print(POWER, "headline", "8,642 Homes Dark", _exact(TYPED))
    body = _print(POWER, "body", "8,642 homes without power", _exact(TYPED))
    note = "Updated with the operator's count of 8,642 homes; an earlier version said 5,126."
    yield _edition(3, 6, "8,642 Homes Dark in Nordvik Flood", [headline, rescued, body], note)


def _edition(number: int, after: int, headline: str, prints: list[Data], note: str | None = None) -> Data:
    data = {
        "edition": number,
        "outlet": COURIER,
        "headline": headline,
        "published_at": _text(FLOOD + after * EVERY),
        "prints": prints,
        **({} if note is None else {"update_note": note}),
        "note": MADE_UP,
    }
    return _event(f"courier/{number}", "story.published.v1", "nordvik-courier.flood", data)


def _print(claim: str, placement: str, wording: str, figure: Data) -> Data:
    return {"claim": claim, "placement": placement, "wording": wording, "figure": figure}


def _stated(claim: str, question: str, number: int, said: Data, reason: str) -> Data:
    if number:
        return _event(f"{claim}/{number}", "claim.updated.v1", claim, {**said, "reason": reason})
    opening = {"question": question, "scope": SCOPES[question]}
    return _event(f"{claim}/0", "claim.reported.v1", claim, {**opening, **said})


def _said(figure: Data, wording: str, at: datetime, who: Data, *, refers_to: str) -> Data:
    return {
        "refers_to": refers_to,
        "figure": figure,
        "wording": wording,
        "said_at": _text(at),
        "attribution": [
            {"who": who, "role": "originator", "medium": "statement", "stance": "asserts"},
            {"who": COURIER, "role": "outlet", "medium": "article", "stance": "reports"},
        ],
        "note": MADE_UP,
    }


def _exact(value: int) -> Data:
    return {"form": "exact", "value": str(value)}


def _text(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _event(name: str, stored_as: str, subject: str, data: Data) -> Data:
    return {
        "specversion": "1.0",
        "id": f"flood/{name}",
        "source": SOURCE,
        "type": stored_as,
        "subject": subject,
        "data": data,
    }


if __name__ == "__main__":
    for made_event in events():
        print(json.dumps(made_event))
