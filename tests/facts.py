"""Data of events, built with the trade's words: what a newsroom's system posts in these tests."""

from typing import Any

MINISTRY = {"who": {"id": "ru-mod", "name": "Ministry of Defence", "kind": "office"}, "role": "originator"}
ADVISER = {"who": {"id": "arestovych", "kind": "person"}, "role": "originator"}
PENTAGON = {"who": {"id": "pentagon", "kind": "office"}, "role": "originator"}
OUTLET = {"who": {"id": "newsweek", "name": "Newsweek", "kind": "outlet"}, "role": "outlet", "stance": "reports"}
SCOPE = {"population": "Russian soldiers", "place": "Ukraine", "unit": "person", "definition": "killed"}
FIRST_WEEK, FIRST_DAYS = "2022-02-24/2022-03-02", "2022-02-24/2022-02-28"

CMS = "https://newsroom.example/cms"
A, B, C, D = "ru-mod.killed", "arestovych.killed", "pentagon.killed", "newsweek.killed"
QUESTION = "ru-soldiers-killed"


def exact(value: str) -> dict[str, Any]:
    return {"form": "exact", "value": value}


def reported(
    wording: str, figure: dict[str, Any], originator: dict[str, Any] = MINISTRY, **more: Any
) -> dict[str, Any]:
    data = {
        "question": QUESTION,
        "scope": SCOPE,
        "refers_to": FIRST_WEEK,
        "figure": figure,
        "wording": wording,
        "said_at": "2022-03-02",
        "attribution": [originator | {"stance": "asserts"}, OUTLET],
    }
    return data | more


def updated(wording: str, figure: dict[str, Any], said_at: str, **more: Any) -> dict[str, Any]:
    data = {"figure": figure, "wording": wording, "said_at": said_at, "reason": "The source gave a new figure."}
    return data | more


def corrected(was: dict[str, Any], is_: dict[str, Any], **more: Any) -> dict[str, Any]:
    data = {
        "target": 1,
        "kind": "wrong_figure",
        "was": was,
        "is": is_,
        "approver": "the desk",
        "reason": "The source said 498.",
    }
    return data | more


def disputed(dispute: str, aspect: str, by: dict[str, Any] = ADVISER, **more: Any) -> dict[str, Any]:
    data = {"dispute": dispute, "target": 1, "aspect": aspect, "by": [by | {"stance": "denies"}], "statement": "No."}
    return data | more


RESOLVED = {"outcome": "rejected", "by": "the desk", "reason": "The ministry's page still says so."}
REDACTED = {"ground": "privacy", "authority": "the desk", "reason": "names a private person"}
