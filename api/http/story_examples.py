"""What answers about stories look like, for OpenAPI: the seed story in two editions, a figure changed silently."""

from typing import Annotated, Any

from fastapi import Path

from api.http.examples import CLAIM, DIFF

STORY_ID = "newsweek-2022-03-02"

StoryId = Annotated[str, Path(description="The story's id.", examples=[STORY_ID])]
EditionNumber = Annotated[str, Path(description="The edition's number.", examples=["1"])]

HEADING: dict[str, Any] = {
    "outlet": {"id": "newsweek", "name": "Newsweek", "kind": "outlet"},
    "headline": "Almost 500 Soldiers Dead",
    "url": None,
    "published_at": "2022-03-02T15:30:00-05:00",
}
STORY_ITEM: dict[str, Any] = {
    "story": STORY_ID,
    "version": 2,
    "position": 1090,
    "recorded_at": "2022-03-02T20:41:07.123456Z",
    **HEADING,
    "edition": 2,
    "editions": 2,
    "withdrawn": False,
    "findings": {
        "silent": 1,
        "mismatches": 0,
        "behind": 1,
        "corrected": 0,
        "disputed": 0,
        "retracted": 0,
        "unmatched": 0,
    },
}
_SAID: dict[str, Any] = {
    "revision": 2,
    "figure": {"form": "exact", "value": "1351"},
    "wording": "1,351 soldiers have died",
    "said_at": "2022-03-25",
    "refers_to": "2022-02-24/2022-03-25",
}
PRINTED: dict[str, Any] = {
    "n": 0,
    "claim": CLAIM,
    "placement": "body",
    "wording": "498 soldiers have died",
    "figure": {"form": "exact", "value": "498"},
    "target": None,
    "attribution": None,
    "selector": None,
    "standing": _SAID,
    "behind": {**_SAID, "since": "2022-03-25"},
    "corrected": False,
    "correction": None,
    "disputed": False,
    "disputes": [],
    "retracted": False,
    "unmatched": False,
    "continued_by": [],
}
_WHAT_IS_PRINTED: dict[str, Any] = {"prints": [PRINTED], "unmatched": [], "mismatches": [], "mismatch_count": 0}
STORY: dict[str, Any] = {
    **{name: value for name, value in STORY_ITEM.items() if name != "findings"},
    "missing": [],
    "withdrawal": None,
    **_WHAT_IS_PRINTED,
    "reflected": 1100,
}
_EDITION: dict[str, Any] = {
    "edition": 2,
    "recorded": True,
    "version": 2,
    "position": 1090,
    "recorded_at": "2022-03-02T20:41:07.123456Z",
    **HEADING,
    "update_note": "This story was updated to add more information.",
    "note_gives_amounts": False,
    "text_sha256": None,
    "prints_version": 2,
    "corrections": 0,
    "figures": 1,
    "claims": 1,
}
EDITION_ITEM: dict[str, Any] = {
    **_EDITION,
    "changes": {"appeared": 0, "dropped": 0, "changed": 1, "unchanged": 0, "silent": 1},
}
EDITION: dict[str, Any] = {"story": STORY_ID, **_EDITION, "text": None, **_WHAT_IS_PRINTED, "reflected": 1100}
_WAS: dict[str, Any] = {
    "n": 0,
    "placement": "body",
    "wording": "489 soldiers have died",
    "figure": {"form": "exact", "value": "489"},
}
_IS: dict[str, Any] = {name: PRINTED[name] for name in _WAS}
STORY_CHANGES: dict[str, Any] = {
    "story": STORY_ID,
    "from": {**_EDITION, "edition": 1},
    "to": _EDITION,
    "changes": [
        {
            "claim": CLAIM,
            "kind": "changed",
            "silent": True,
            "from": {**_WAS, "prints": [_WAS], "print_count": 1},
            "to": {**_IS, "prints": [_IS], "print_count": 1},
            "excuse": None,
            "words": [
                {"op": "removed", "text": "489"},
                {"op": "added", "text": "498"},
                {"op": "same", "text": " soldiers have died"},
            ],
            "figure": {**DIFF["figure"], "from": _WAS["figure"], "to": _IS["figure"]},
        }
    ],
    "mismatches": [],
    "mismatch_count": 0,
    "reflected": 1100,
}
_CORRECTED_BY: dict[str, Any] = {
    "position": 1100,
    "version": 2,
    "revision": 2,
    "recorded_at": "2022-03-03T09:12:44.000001Z",
    "kind": "wrong_figure",
}
DRAFT_NOTE: dict[str, Any] = {
    "claim": CLAIM,
    "text": "Correction: An earlier version of this story gave the number of Russian soldiers killed in Ukraine "
    "as 489. The number was 498.",
    "retracted": [],
    "members": ["figure"],
    "is": {**_SAID, "figure": _IS["figure"], "wording": _IS["wording"]},
    "correction": _CORRECTED_BY,
    "printed": [{"edition": 1, "published_at": "2022-03-02", "url": None, **_WAS}],
}
_FOUND: dict[str, Any] = {
    "claim": CLAIM,
    "placement": "lede",
    "wording": "498 soldiers have died",
    "target": 1,
    "selector": {"exact": "498 soldiers have died", "start": 12, "end": 34},
}
SUGGESTIONS: dict[str, Any] = {
    "story": STORY_ID,
    "edition": 1,
    "text": "recorded",
    "missing": [
        {
            "text": "30 aircraft",
            "figure": {"form": "exact", "value": "30"},
            "selector": {"exact": "30 aircraft", "start": 40, "end": 51},
            "claims": [],
        }
    ],
    "found": [{"by": "wording", "claim": CLAIM, "revision": 1, "print": _FOUND}],
    "found_count": 1,
    "set_aside": [{"text": "March 2", "start": 60, "end": 67}],
    "prints": [_FOUND],
    "reflected": 1100,
}
