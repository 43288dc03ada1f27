"""Posts of events as proposals, built with the trade's words."""

import os
from collections.abc import Container, Mapping
from itertools import count
from time import time_ns as now_ns
from typing import Any, TypedDict, Unpack

from adapters.codec import validated
from domain.proposal import OPEN, SECRET_BYTES, Proposal, stream_of

CMS = "https://newsroom.example/cms"
NUMBERS = count(1)

MINISTRY = {"who": {"id": "ru-mod", "kind": "office"}, "role": "originator", "medium": "statement", "stance": "asserts"}
NEWSWEEK = {
    "who": {"id": "newsweek", "name": "Newsweek", "kind": "outlet"},
    "role": "outlet",
    "medium": "article",
    "stance": "reports",
}


class Post(TypedDict, total=False):
    """What a post has beside its type, subject and data."""

    id: str
    source: str
    time: str
    expected: Container[int] | None
    secret: bytes
    recorder: str


def proposed(type_name: str, subject: str, data: Mapping[str, Any], **post: Unpack[Post]) -> Proposal:
    """The event as the writing door would propose it."""
    made = Proposal(
        source=post.get("source", CMS),
        id=post.get("id") or f"post-{next(NUMBERS)}",
        type=type_name,
        stream=stream_of(type_name, subject),
        time=post.get("time"),
        wire_data=data,
        shape=validated,
        secret=post.get("secret") or os.urandom(SECRET_BYTES),
        recorder=post.get("recorder", OPEN),
        expected=post.get("expected"),
        arrived_ns=now_ns(),
    )
    made.prepare()
    return made


def reported(claim: str, value: str = "498", **post: Unpack[Post]) -> Proposal:
    """*claim* is reported: so many soldiers."""
    data = {
        "question": "ru-soldiers-killed",
        "scope": {"population": "Russian soldiers", "unit": "person"},
        "figure": {"form": "exact", "value": value},
        "wording": f"{value} soldiers",
        "said_at": "2022-03-02",
        "attribution": [MINISTRY, NEWSWEEK],
    }
    return proposed("claim.reported.v1", claim, data, **post)


def updated(claim: str, value: str, said_at: str, **post: Unpack[Post]) -> Proposal:
    """The source has moved on."""
    data = {
        "figure": {"form": "exact", "value": value},
        "wording": f"{value} soldiers",
        "said_at": said_at,
        "reason": "a new statement",
    }
    return proposed("claim.updated.v1", claim, data, **post)


def annotated(claim: str, text: str = "looked into", **post: Unpack[Post]) -> Proposal:
    """A note of our own."""
    return proposed("claim.annotated.v1", claim, {"text": text}, **post)


def retracted(claim: str, **post: Unpack[Post]) -> Proposal:
    """The source takes it back."""
    return proposed("claim.retracted.v1", claim, {"by": "source", "reason": "withdrawn"}, **post)


def corrected(claim: str, was: Mapping[str, Any], is_: Mapping[str, Any], **post: Unpack[Post]) -> Proposal:
    """We were wrong about its first revision."""
    data = {
        "target": 1,
        "kind": "wrong_figure",
        "was": was,
        "is": is_,
        "approver": "the desk",
        "reason": "misread",
    }
    return proposed("claim.corrected.v1", claim, data, **post)


def redacted(claim: str, version: int, *fields: str, **post: Unpack[Post]) -> Proposal:
    """Values of one of its events have to go."""
    data = {
        "version": version,
        "fields": list(fields),
        "ground": "privacy",
        "authority": "the editor",
        "reason": "names a private person",
    }
    return proposed("claim.redacted.v1", claim, data, **post)
