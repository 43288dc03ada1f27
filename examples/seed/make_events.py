"""The seed story's careful reading, claims.json, as events: one CloudEvent a line on standard output.

    python examples/seed/make_events.py PATH/claims.json > examples/seed/events.jsonl

Questions first, then the claims, what the story itself says against a claim, and last the edition that prints them all.
Only wordings, headline, update note and offsets leave the reading, never the article. The same reading gives the same
bytes.
"""

import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NotRequired, TypedDict

SOURCE = "https://newsroom.example/cms"

# What the story leaves undated was at least not said after it.
BY_THE_DAY_OF_THE_STORY = "../2022-03-02"

KINDS = {
    "igor-konashenkov": "person",
    "mary-ilyushina": "person",
    "new-york-times": "outlet",
    "newsweek": "outlet",
    "newsweek-live-updates": "document",
    "reuters": "outlet",
    "roskomnadzor": "office",
    "russian-defense-ministry": "office",
    "sergey-bobok": "person",
    "team-of-alexei-navalny": "organisation",
    "ukraines-defense-ministry": "office",
    "united-nations": "organisation",
    "volodymyr-zelensky": "person",
}

MEDIUMS = {
    "photo": "image",
    "tweet": "social_post",
    "Twitter": "social_post",
    "vote": "record",
    "web article": "article",
}

# The one place that the wire calls otherwise.
PLACEMENTS = {"lead": "lede"}

# The text says that it was updated once, by an edition of which nobody has the text.
EDITION = 2

# What the text calls an estimate. The method of an estimate is stated, not estimated.
ESTIMATES = {
    "caption-ua-estimates-higher",
    "pentagon-ru-killed-5d",
    "pentagon-ua-killed-5d",
    "un-ua-civilians-killed",
}


class Words(TypedDict):
    """A passage of the story, in code points, end exclusive."""

    text: str
    start: int
    end: int


class Question(TypedDict):
    """A question with what it counts; ``attribute`` is the wire's ``definition``."""

    id: str
    text: str
    attribute: str
    population: str | None
    place: str | None
    unit: str | None


class Figure(TypedDict, total=False):
    """A figure in the reading's words; what else it says of its print (as_printed, hedge, …) stays behind."""

    form: str
    value: str | None
    direction: str
    term: str
    parts: dict[str, str]
    relation: str
    referent: str


class Hop(TypedDict):
    """One step of a claim's way to the outlet."""

    who: str
    role: str
    medium: str | None
    said_at: str | None
    named: bool


class Mention(TypedDict):
    """One of several places where the story prints a claim, with the figure and the chain that it gives there."""

    place: str
    figure: Figure
    wording: Words
    attribution: list[Hop]


class Claim(TypedDict):
    """One source's line on one question."""

    id: str
    question: Question
    figure: Figure
    wording: Words
    attribution: list[Hop]
    refers_to: str | None
    said_at: str | None
    mentions: NotRequired[list[Mention]]
    quote: NotRequired[bool]


class Dispute(TypedDict):
    """What the story itself says against a claim, by another of its claims."""

    disputed: str
    by: str
    kind: str
    wording: Words
    assessment: NotRequired[str]


class Story(TypedDict):
    """The story: what it is called, its clock and its language. ``sha256`` is that of its text."""

    id: str
    outlet: str
    title: Words
    caption: Words
    updated_at: str
    update_note: Words
    sha256: str
    language: str


class Reading(TypedDict):
    """The whole of claims.json, as far as it becomes events."""

    story: Story
    claims: list[Claim]
    disputes: list[Dispute]


Data = Mapping[str, object]


def events(reading: Reading) -> Iterator[Data]:
    """Every event of the story, in an order in which a service takes them all."""
    told_at = reading["story"]["updated_at"]
    claims = {claim["id"]: claim for claim in reading["claims"]}
    questions = {claim["question"]["id"]: claim["question"] for claim in reading["claims"]}
    for question in questions.values():
        yield event(f"q/{question['id']}", "question.asked.v1", question["id"], told_at, asked(question))
    for claim in claims.values():
        yield event(claim["id"], "claim.reported.v1", claim["id"], told_at, reported(claim, reading["story"]))
    for dispute in reading["disputes"]:
        yield objection(dispute, claims[dispute["by"]], told_at)
    story = reading["story"]
    yield event(f"edition-{EDITION}", "story.published.v1", story["id"], told_at, edition(story, claims.values()))


def event(name: str, stored_as: str, subject: str, time: str, data: Data) -> Data:
    """One CloudEvent; *name* makes its identity."""
    return {
        "specversion": "1.0",
        "id": f"seed/{name}",
        "source": SOURCE,
        "type": stored_as,
        "subject": subject,
        "time": time,
        "data": data,
    }


def asked(question: Question) -> Data:
    """The data of ``question.asked.v1``."""
    return {"text": question["text"], "scope": scope(question)}


def reported(claim: Claim, story: Story) -> Data:
    """The data of ``claim.reported.v1``."""
    return stated(
        question=claim["question"]["id"],
        scope=scope(claim["question"]),
        refers_to=claim["refers_to"],
        figure=figure(claim["figure"]),
        wording=claim["wording"]["text"],
        language=story["language"],
        selector=selector(claim["wording"]),
        said_at=claim["said_at"] or BY_THE_DAY_OF_THE_STORY,
        published_at=story["updated_at"],
        attribution=[hop(one, claim["id"]) for one in claim["attribution"]],
    )


def edition(story: Story, claims: Iterable[Claim]) -> Data:
    """The data of ``story.published.v1``: everything that the story prints, in the order of its text."""
    prints = [(place, one) for claim in claims for place, one in printed(claim, story)]
    outlet = party_id(story["outlet"])
    return stated(
        edition=EDITION,
        outlet={"id": outlet, "name": story["outlet"], "kind": KINDS[outlet]},
        headline=story["title"]["text"],
        published_at=story["updated_at"],
        update_note=story["update_note"]["text"],
        text_sha256=story["sha256"],
        prints=[one for _, one in sorted(prints, key=lambda print_: print_[0])],
        note="One earlier edition is known from the update note alone; its text is not known.",
    )


def printed(claim: Claim, story: Story) -> Iterator[tuple[int, Data]]:
    """Where the story prints *claim*, each with where its words begin."""
    if "mentions" not in claim:
        yield claim["wording"]["start"], as_reported(claim, placement(claim, story))
        return
    for mention in claim["mentions"]:
        as_claimed = mention["figure"] == claim["figure"]
        made = as_reported(claim, "body") if as_claimed else in_other_words(claim, mention)
        yield mention["wording"]["start"], made


def as_reported(claim: Claim, place: str) -> Data:
    """A print of what the claim's own event says: that event gives its figure and its chain."""
    return {
        "claim": claim["id"],
        "placement": place,
        "wording": claim["wording"]["text"],
        "selector": selector(claim["wording"]),
        "target": {"id": f"seed/{claim['id']}"},
    }


def in_other_words(claim: Claim, mention: Mention) -> Data:
    """A print with a figure of its own, and with a chain of its own if the story gives another there."""
    chain = mention["attribution"]
    return stated(
        claim=claim["id"],
        placement=PLACEMENTS.get(mention["place"], mention["place"]),
        wording=mention["wording"]["text"],
        selector=selector(mention["wording"]),
        figure=figure(mention["figure"]),
        attribution=None if chain == claim["attribution"] else [hop(one, claim["id"]) for one in chain],
    )


def placement(claim: Claim, story: Story) -> str:
    """Where the words of a claim stand that the story prints once."""
    if claim.get("quote"):
        return "quote"
    caption = story["caption"]
    return "caption" if caption["start"] <= claim["wording"]["start"] < caption["end"] else "body"


def selector(read: Words) -> Data:
    """Where a wording stands."""
    return {"exact": read["text"], "start": read["start"], "end": read["end"]}


def objection(dispute: Dispute, by: Claim, told_at: str) -> Data:
    """A rival figure links two claims; that a claim cannot be verified is a finding about it."""
    note = quoted(dispute["wording"])
    if dispute["kind"] == "rival_figure":
        link = {"to": dispute["disputed"], "relation": "contradicts", "note": note}
        return event(f"link/{by['id']}", "claim.linked.v1", by["id"], told_at, link)
    finding = {
        "target": {"id": f"seed/{dispute['disputed']}"},
        "finding": dispute["assessment"],
        "method": "The outlet says so in its story and gives no method.",
        "by": who(by["attribution"][0]),
        "note": note,
    }
    return event(f"finding/{by['id']}", "claim.assessed.v1", dispute["disputed"], told_at, finding)


def scope(question: Question) -> Data:
    """What the question, and so every claim to it, counts."""
    return stated(
        population=question["population"],
        place=question["place"],
        unit=question["unit"],
        definition=question["attribute"],
    )


def figure(read: Figure) -> Data:
    """The figure in the wire's words."""
    return stated(
        form=read["form"],
        value=read.get("value"),
        leaning=read.get("direction"),
        term=read.get("term"),
        parts=read.get("parts"),
        to={"claim": read["referent"]} if "referent" in read else None,
        comparison=read.get("relation"),
    )


def hop(read: Hop, claim: str) -> Data:
    """One hop of the chain: the originator asserts or estimates, whoever passes it on reports."""
    originator_stance = "estimates" if claim in ESTIMATES else "asserts"
    return stated(
        who=who(read),
        role=read["role"],
        medium=None if read["medium"] is None else MEDIUMS.get(read["medium"], "other"),
        stance=originator_stance if read["role"] == "originator" else "reports",
        said_at=read["said_at"],
    )


def who(read: Hop) -> Data:
    """The party of a hop; one that the story does not name has no id."""
    if not read["named"]:
        return {"name": read["who"], "kind": "unnamed"}
    party = party_id(read["who"])
    return {"id": party, "name": read["who"], "kind": KINDS[party]}


def party_id(name: str) -> str:
    """An id made from a name: without article, rank and employer, so that a party has one however it is printed."""
    bare = re.sub(r"\(.*\)|^(the|major general|president) |'", "", name.lower())
    return re.sub(r"[^a-z0-9]+", "-", bare).strip("-")


def quoted(words: Words) -> str:
    """A passage of the story with its place."""
    return f'The story: "{words["text"]}" (code points {words["start"]} to {words["end"]})'


def stated(**members: object) -> Data:
    """The members that have a value: on the wire what is unknown is left out, never null."""
    return {name: value for name, value in members.items() if value is not None}


if __name__ == "__main__":
    read_story: Reading = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    for made in events(read_story):
        print(json.dumps(made))
