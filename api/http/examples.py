"""What answers look like, for OpenAPI: the seed story's first claim, and the others on its board."""

from typing import Annotated, Any

from fastapi import Path

CLAIM, RIVAL, QUESTION = "ru-mod.ru-soldiers-killed", "arestovych.ru-soldiers-killed", "ru-soldiers-killed"

ClaimId = Annotated[str, Path(description="The claim's id.", examples=[CLAIM])]
QuestionId = Annotated[str, Path(description="The question's id.", examples=[QUESTION])]
PlaceInLog = Annotated[str, Path(description="The event's position.", examples=["1"])]

EVENT: dict[str, Any] = {
    "specversion": "1.0",
    "id": "desk-0001",
    "source": "https://newsroom.example/cms",
    "type": "claim.reported.v1",
    "subject": "ru-mod.ru-soldiers-killed",
    "data": {
        "question": "ru-soldiers-killed",
        "scope": {"population": "Russian soldiers", "place": "Ukraine", "unit": "person", "definition": "killed"},
        "refers_to": "2022-02-24/2022-03-02",
        "figure": {"form": "exact", "value": "498"},
        "wording": "498 soldiers have died",
        "said_at": "2022-03-02",
        "attribution": [
            {
                "who": {"id": "ru-mod", "name": "Russian Ministry of Defence", "kind": "office"},
                "role": "originator",
                "medium": "statement",
                "stance": "asserts",
            },
        ],
    },
}
PLACE: dict[str, Any] = {
    "stream": f"claim/{CLAIM}",
    "version": 1,
    "position": 1042,
    "recorded_at": "2022-03-02T20:41:07.123456Z",
    "digest": "sha256:9d1dba3444ae8f47f1f1d5a98e8eaa3a6f88bc34a3ffca5a6038afcbbee0e227",
}
RECEIPT: dict[str, Any] = {"source": EVENT["source"], "id": EVENT["id"], **PLACE, "status": "recorded"}
RECORDED: dict[str, Any] = {**EVENT, **PLACE}
BOUNDS: dict[str, Any] = {"low": "498", "high": "498", "low_closed": True, "high_closed": True}
STANDING: dict[str, Any] = {
    "revision": 1,
    "kind": "reported",
    "figure": EVENT["data"]["figure"],
    "bounds": BOUNDS,
    "wording": EVENT["data"]["wording"],
    "language": None,
    "said_at": "2022-03-02",
    "occasion": None,
    "refers_to": "2022-02-24/2022-03-02",
    "published_at": None,
}
VIEW: dict[str, Any] = {
    "claim": CLAIM,
    "question": QUESTION,
    "version": 1,
    "position": 1042,
    "recorded_at": "2022-03-02T20:41:07.123456Z",
    "status": "standing",
    "disputed": False,
    "late": False,
    "retracted": [],
    "standing": STANDING,
    "scope": EVENT["data"]["scope"],
    "attribution": EVENT["data"]["attribution"],
    "disputes": [],
    "assessments": [],
    "links": [],
    "notes": 0,
    "revisions": 1,
    "corrections": 0,
}
REVISION: dict[str, Any] = {
    **STANDING,
    "version": 1,
    "position": 1042,
    "recorded_at": "2022-03-02T20:41:07.123456Z",
    "wording_note": None,
    "statement": None,
    "reason": None,
    "replaces": None,
    "replaced": False,
    "replaced_by": None,
    "standing": True,
    "late": False,
}
AUDIT_ITEM: dict[str, Any] = {
    "position": 1042,
    "version": 1,
    "recorded_at": "2022-03-02T20:41:07.123456Z",
    "recorder": "open",
    "type": "claim.reported.v1",
    "source": EVENT["source"],
    "id": EVENT["id"],
    "time": None,
    "changed": ["question", "scope", "refers_to", "figure", "wording", "said_at", "attribution"],
    "revision": 1,
}
DIFF: dict[str, Any] = {
    "from": 1,
    "to": 2,
    "figure": {
        "from": {"form": "exact", "value": "498"},
        "to": {"form": "exact", "value": "1351"},
        "verdict": "disjoint",
        "container": None,
        "reasons": [],
        "bounds": {"from": BOUNDS, "to": {**BOUNDS, "low": "1351", "high": "1351"}},
        "change": {"amount": "853", "low": "853", "high": "853"},
    },
    "refers_to": {"from": "2022-02-24/2022-03-02", "to": "2022-02-24/2022-03-25"},
    "said_at": {"from": "2022-03-02", "to": "2022-03-25"},
    "wording": [
        {"op": "removed", "text": "498"},
        {"op": "added", "text": "1,351"},
        {"op": "same", "text": " soldiers have died"},
    ],
    "attribution": [{"op": "same", "hop": hop} for hop in EVENT["data"]["attribution"]],
}
PAIR: dict[str, Any] = {
    "left": CLAIM,
    "right": RIVAL,
    "verdict": "disjoint",
    "container": None,
    "reasons": [],
    "corroborates": None,
    "shared_originator": None,
}
TOLERANCE: dict[str, Any] = {"value": "0.05", "by": "reader"}
COMPARISON: dict[str, Any] = {**PAIR, "tolerance": TOLERANCE}
BOARD: dict[str, Any] = {
    "question": QUESTION,
    "text": "How many Russian soldiers have been killed in the invasion?",
    "claims": [VIEW],
    "pairs": [PAIR],
    "counts": {
        **dict.fromkeys(("disjoint", "overlaps", "contains", "same", "undecidable", "incomparable"), 0),
        "disjoint": 1,
        "left_out": 0,
    },
    "groups": [[CLAIM, RIVAL]],
    "contested": True,
    "tolerance": TOLERANCE,
}
QUESTION_ITEM: dict[str, Any] = {"question": QUESTION, "text": BOARD["text"], "claims": 3}
CORRECTION: dict[str, Any] = {
    "position": 1100,
    "recorded_at": "2022-03-03T09:12:44.000001Z",
    "claim": "un-ga.vote",
    "was": {"figure": {"form": "tally", "parts": {"for": "145", "against": "5", "abstaining": "35"}, "of": "193"}},
    "is": {"figure": {"form": "tally", "parts": {"for": "141", "against": "5", "abstaining": "35"}, "of": "193"}},
    "kind": "wrong_figure",
    "note": None,
    "reason": "The roll call says 141.",
    "approver": {"id": "desk", "name": "The desk", "kind": "organisation"},
    "revision": 2,
    "replaces": 1,
    "stories": ["newsweek-1684106"],
}
PROJECTION: dict[str, Any] = {
    "name": "current_view",
    "position": 1042,
    "lag": 0,
    "digest": "4f2c9d1dba3444ae8f47f1f1d5a98e8eaa3a6f88bc34a3ffca5a6038afcbbee0",
    "rebuilding": False,
}
SEARCHED_FOR: dict[str, Any] = {
    "items": [
        {
            "kind": "claim",
            "id": CLAIM,
            "title": "Russian soldiers killed",
            "wording": EVENT["data"]["wording"],
            "figure": EVENT["data"]["figure"],
            "bounds": BOUNDS,
            "originator": EVENT["data"]["attribution"][0]["who"],
            "status": "standing",
            "disputed": False,
            "recorded_at": "2022-03-02T20:41:07.123456Z",
            "match": "standing",
            "revision": None,
            "question": {"question": QUESTION, "text": BOARD["text"]},
            "excerpt": {
                "of": "wording",
                "segments": [
                    {"text": "498", "marked": True},
                    {"text": " ", "marked": False},
                    {"text": "soldiers", "marked": True},
                    {"text": " have died", "marked": False},
                ],
            },
            "rank": 2607927,
        }
    ],
    "next": None,
    "hits": {"count": 1, "complete": True},
    "closest": None,
    "position": 1042,
}
SOURCE_ITEM: dict[str, Any] = {
    "source": "ru-mod",
    "name": "Russian Ministry of Defence",
    "kind": "office",
    "claims": 3,
    "originated": 2,
    "complete": True,
}
SOURCE_RECORD: dict[str, Any] = {
    "source": "ru-mod",
    "name": "Russian Ministry of Defence",
    "kind": "office",
    "claims": {"roles": {"originator": 2, "relay": 1}, "statuses": {"standing": 2}, "disputed": 0, "complete": True},
    "earlier": {"count": 0, "items": [], "complete": True},
    "corrections": {"ours": 1, "by_kind": {"wrong_figure": 1}, "misattributed": 0, "items": []},
    "disputes": {
        "against": {"open": 0, "upheld": 0, "rejected": 1, "withdrawn": 0, "moot": 0},
        "by": {"open": 0, "upheld": 0, "rejected": 0, "withdrawn": 0, "moot": 0},
        "items_against": [],
        "items_by": [],
    },
    "retractions": {"withdrawn": 0, "reinstated": 0, "items": []},
    "late": {"count": 0, "items": []},
    "assessments": {"unverifiable": 1},
    "complete": True,
    "silent": {"count": 0, "items": [], "complete": True},
    "items": [{"role": "originator", **VIEW}],
    "next": None,
}
DESK: dict[str, Any] = {
    "position": 1042,
    "looked_at": None,
    "counts": {"silent": 0, "disputed": 1, "contested": 1, "corrected": 0, "behind": 1},
    "silent": [],
    "disputed": [
        {
            "claim": CLAIM,
            "dispute": "too-low",
            "revision": 1,
            "aspect": "figure",
            "open": True,
            "figure": EVENT["data"]["figure"],
            "stands": True,
            "standing": EVENT["data"]["figure"],
            "opened_at": PLACE["recorded_at"],
            "position": 1042,
        }
    ],
    "contested": [
        {"question": QUESTION, "text": "How many Russian soldiers have been killed?", "claims": 2, "disjoint": 1}
    ],
    "corrected": [],
    "behind": [],
    "behind_stories": 0,
    "moved": [],
    "fell": [],
}
