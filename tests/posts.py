"""Posts of events as proposals, built with the trade's words."""

import os
import time
from collections.abc import Container, Mapping
from itertools import count
from typing import Any

from adapters.codec import validated
from domain.canonical import canonical
from domain.proposal import SECRET_BYTES, Proposal, prepared

CMS = "https://newsroom.example/cms"
NUMBERS = count(1)

MINISTRY = {"who": {"id": "ru-mod", "kind": "office"}, "role": "originator", "medium": "statement", "stance": "asserts"}
NEWSWEEK = {
    "who": {"id": "newsweek", "name": "Newsweek", "kind": "outlet"},
    "role": "outlet",
    "medium": "article",
    "stance": "reports",
}


def proposed(  # noqa: PLR0913 (what a post consists of)
    type_name: str,
    subject: str,
    data: Mapping[str, Any],
    *,
    id: str | None = None,  # noqa: A002 (the attribute's name)
    source: str = CMS,
    time_: str | None = None,
    expected: Container[int] | None = None,
    secret: bytes | None = None,
    recorder: str = "open",
) -> Proposal:
    """The event as the writing door would propose it."""
    payload = canonical(dict(data))
    return prepared(
        source=source,
        id=id or f"post-{next(NUMBERS)}",
        type=type_name,
        subject=subject,
        time=time_,
        wire_data=data,
        payload=payload,
        data=validated(type_name, data, payload),
        secret=secret or os.urandom(SECRET_BYTES),
        recorder=recorder,
        expected=expected,
        arrived_ns=time.time_ns(),
    )


def reported(claim: str, value: str = "498", **post: Any) -> Proposal:
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


def updated(claim: str, value: str, said_at: str, **post: Any) -> Proposal:
    """The source has moved on."""
    data = {
        "figure": {"form": "exact", "value": value},
        "wording": f"{value} soldiers",
        "said_at": said_at,
        "reason": "a new statement",
    }
    return proposed("claim.updated.v1", claim, data, **post)


def annotated(claim: str, text: str = "looked into", **post: Any) -> Proposal:
    """A note of our own."""
    return proposed("claim.annotated.v1", claim, {"text": text}, **post)


def retracted(claim: str, **post: Any) -> Proposal:
    """The source takes it back."""
    return proposed("claim.retracted.v1", claim, {"by": "source", "reason": "withdrawn"}, **post)


def corrected(claim: str, was: Mapping[str, Any], is_: Mapping[str, Any], **post: Any) -> Proposal:
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


def redacted(claim: str, version: int, *fields: str, **post: Any) -> Proposal:
    """Values of one of its events have to go."""
    data = {
        "version": version,
        "fields": list(fields),
        "ground": "privacy",
        "authority": "the editor",
        "reason": "names a private person",
    }
    return proposed("claim.redacted.v1", claim, data, **post)
