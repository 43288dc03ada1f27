"""What ``benchmarks.pages`` asks for: every page, and the JSON routes that it reads through."""

from collections.abc import Mapping
from typing import TypeAlias

from benchmarks.made_claims import source_of
from benchmarks.made_news import BOARD, LONG, RARE, STORY

Form: TypeAlias = Mapping[str, str]
"""The entries of a form, by their names."""

HTML, JSON = "text/html", "application/json"
COMMON = "people"


def pages(end: int) -> list[str]:
    """The addresses of the pages; *end* is the last position of the log."""
    middle = end // 2
    claim, board, story, search = f"/claims/{LONG}", f"/questions/{BOARD}", f"/stories/{STORY}", "/search?q="
    return [
        "/",
        f"/?as_of={middle}",
        board,
        f"{board}?tolerance=0.1",
        f"{board}?pairs=disjoint",
        f"{board}?as_of={middle + end // 40}",
        claim,
        f"{claim}?show=all",
        f"{claim}?show=corrections",
        f"{claim}?axis=recorded",
        f"{claim}?axis=published",
        f"{claim}?show=all&below=6000",
        f"{claim}?as_of={middle}",
        f"{claim}?axis=recorded&as_of={middle}",
        "/claims/claim-5",
        f"{claim}/diff?from=1&to=9000",
        f"{claim}/correct",
        f"{claim}/update",
        f"{search}{COMMON}",
        f"{search}{COMMON}&kind=claim",
        f"{search}{COMMON}+killed+in+Arden",
        f"{search}{RARE}",
        f"{search}498",
        f"{search}&from=400&to=500",
        f"{search}{COMMON}&from=400&to=500&kind=claim",
        f"{search}Ministry&kind=source",
        f"{search}{COMMON}&as_of={middle}",
        f"{search}&from=400&to=500&as_of={middle}",
        "/stories",
        "/stories?q=Arden",
        story,
        f"{story}?edition=4&compare=1",
        f"{story}?edition=2&compare=1",
        "/sources",
        f"/sources?as_of={middle}",
        f"/sources/{source_of(0)}",
        f"/sources/{source_of(0)}?as_of={middle}",
        f"/sources/{source_of(1900)}",
        "/claims",
        f"/claims?q={COMMON}",
        "/claims?disputed=true",
        f"/claims?as_of={middle}",
        f"/claims?originator={source_of(0)}",
        "/questions",
        "/questions?q=Arden",
        f"/questions?as_of={middle}",
        "/log",
        f"/log?before={middle}",
        "/live",
    ]


def previews() -> list[tuple[str, Form]]:
    """The addresses of forms, each with what somebody has filled in and asks to see before it is recorded."""
    claim = f"/claims/{LONG}"
    reason = {"reason": "the daily figure", "do": "preview"}
    figure = {"figure.form": "exact", "figure.value": "90001"}
    told = {**figure, "wording": "90,001 people killed in Arden", "said_at": "2030-01-01"}
    target = {"target": "9000", "aspect": "figure", "dispute": "new", "do": "preview"}
    who = {"by.0.who.id": "critic-1", "by.0.who.kind": "office", "by.0.role": "originator", "by.0.stance": "denies"}
    right = {"target": "9000", "kind": "wrong_figure", "approver": "the night desk", **reason}
    corrected = {f"is.{name}": text for name, text in figure.items()}
    return [
        (f"{claim}/update", {**told, **reason}),
        (f"{claim}/correct", {**right, **corrected, "is.wording": told["wording"]}),
        (f"{claim}/dispute", {**target, **who, "statement": "This is not so"}),
    ]


def routes(end: int) -> list[str]:
    """The addresses of the JSON routes behind them."""
    claim, board, story = f"/v1/claims/{LONG}", f"/v1/questions/{BOARD}", f"/v1/stories/{STORY}"
    return [
        "/v1/desk",
        f"/v1/desk?as_of={end // 2}",
        f"/v1/search?q={COMMON}",
        f"/v1/search?q={RARE}",
        "/v1/search?q=498",
        "/v1/search?from=400&to=500",
        board,
        f"{board}/timeline",
        f"{board}/timeline?axis=recorded",
        claim,
        f"{claim}/revisions",
        f"{claim}/revisions?as_of={end // 2}",
        f"{claim}/audit",
        f"{claim}/events",
        f"{claim}/diff?from=1&to=9000",
        story,
        f"{story}/changes?from=1&to=4",
        f"{story}/notes",
        "/v1/stories",
        "/v1/sources",
        f"/v1/sources/{source_of(0)}",
        "/v1/claims",
        "/v1/claims?facets=true",
        f"/v1/claims?q={COMMON}&facets=true",
        "/v1/questions",
        "/v1/corrections",
        "/v1/events?order=desc",
    ]
