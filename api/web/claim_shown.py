"""What the template of a claim's page is given: the parts of the page, made of what was read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from api.http.parameters import TOLERANCE
from api.http.timeline import Clock
from api.web import claim_chain
from api.web.claim_asked import Asking
from api.web.claim_backed import Backings, backings
from api.web.claim_chart import Chart, chart
from api.web.claim_disputes import Disputes, disputes_of, open_by_revision, window_of
from api.web.claim_erased import erased_words
from api.web.claim_facts import Facts
from api.web.claim_figure import Bounds, Large, State, bounds_of, days_words, large, states
from api.web.claim_printed import Printed
from api.web.claim_read import Read
from api.web.claim_rows import Rows, sharing_a_day
from api.web.claim_scope import counted, under_chart
from api.web.claim_strip import Strip, strip
from api.web.claim_trail import RELATIONS, Lines, lines_of
from api.web.claim_vintages import Clocks, Window, clocks_of
from api.web.reader import present_reader
from api.web.sentences import claim_name, count_words
from api.web.words_times import day_words_of
from api.words import ERASED, is_erased, text_words, who_words
from domain.view import View

MOST_FINDINGS = 10
AXES: Sequence[tuple[Clock, str]] = (("said", "by day said"), ("published", "published"), ("recorded", "recorded"))
BACK = {
    "contradicts": "contradicts this one",
    "same_as": "is the same as this one",
    "part_of": "is part of this one",
    "derived_from": "is derived from this one",
    "responds_to": "responds to this one",
    "continues": "continues this one",
}


@dataclass(frozen=True, slots=True)
class Link:
    """Another claim: how the two stand to one another, its name, where it is."""

    relation: str
    claim: str
    name: str


@dataclass(frozen=True, slots=True)
class Erasure:
    """That values of what is shown were erased, by whom and why; *position* is of the event that lost them."""

    fields: str
    ground: str
    authority: str
    reason: str
    position: int | None


@dataclass(frozen=True, slots=True)
class Shown:
    """The parts of the page, in the order of the page."""

    large: Large
    scope: str
    bounds: Bounds | None
    tolerance: View | None
    backed: Backings
    item: View | None
    words_note: str
    states: Sequence[State]
    chain_title: str
    chain_sentences: Sequence[str]
    successors: Sequence[Link]
    erasures: Sequence[Erasure]
    strip: Strip
    axes: Sequence[tuple[str, str | None]]
    chart: Chart
    under_chart: str
    rows: Rows
    timed: frozenset[int]
    is_of_one_year: bool
    vintages: Window | None
    clocks: Clocks | None
    figures: Mapping[int, Any]
    disputes: Disputes
    printed: Printed
    trail: Lines
    links: Sequence[Link]
    notes: Sequence[View]
    findings: Sequence[Any]
    question: str


def shown_of(read: Read, asking: Asking) -> Shown:
    """Everything in words; called for a reader (``reading``)."""
    view: Any = read.view
    standing = view["standing"]
    tolerance = read.question.tolerance(asking.asked[TOLERANCE])
    links = [*_links(view, read.claims), *_linked_from(read)]
    successors = [one for one in links if one.relation == BACK["continues"]]
    drawn = chart(_facts(read, asking, tolerance, successors))
    return Shown(
        large=large(view, standing, read.last, read.last_stated),
        scope=counted(view, read.question.view),
        bounds=None if standing is None else bounds_of(standing["figure"], tolerance),
        tolerance=tolerance,
        backed=backings(view, read.claims, read.question, tolerance),
        item=read.items.get(standing["revision"]) if standing else read.last,
        words_note=_words_note(standing),
        states=_states(read),
        chain_title=claim_chain.title(view["attribution"]),
        chain_sentences=claim_chain.sentences(view["attribution"], standing),
        successors=successors,
        erasures=list(_erasures(read)),
        strip=strip(view, read.recorded, read.shown, is_past=read.is_past),
        axes=_axes(asking) if drawn.title or asking.axis != "said" else [],
        chart=drawn,
        under_chart=under_chart(view),
        rows=read.rows,
        timed=sharing_a_day(read.rows, is_published=asking.axis == "published"),
        is_of_one_year=read.figures.is_of_one_year(read.shown, present_reader().zone),
        vintages=read.vintages,
        clocks=None if read.vintages is None else clocks_of(read.vintages),
        figures={number: one["figure"] for number, one in read.items.items()},
        disputes=disputes_of(
            view, window_of(view, asking), read.items, read.claims, read.changes, asking, read.question, tolerance
        ),
        printed=read.printed,
        trail=lines_of(read.trail, read.before, _late(read), view, asking),
        links=[one for one in links if one not in successors],
        notes=read.notes,
        findings=view["assessments"][: -MOST_FINDINGS - 1 : -1],
        question=text_words(read.question.view.get("text")) or view["question"],
    )


def _facts(read: Read, asking: Asking, tolerance: View | None, successors: Sequence[Link]) -> Facts:
    return Facts(
        axis=asking.axis,
        view=read.view,
        figures=read.figures,
        items=read.items,
        stood=read.stood,
        printed=read.printed,
        disputed=open_by_revision(read.view),
        tolerance=tolerance,
        until=read.shown,
        successor=successors[0].name if successors else "",
    )


def _axes(asking: Asking) -> list[tuple[str, str | None]]:
    """The clocks, each with where it leads; None for the one that is shown."""
    leads = {one: asking.address("how", axis=None if one == "said" else one, below=None) for one, _ in AXES}
    return [(words, None if one == asking.axis else leads[one]) for one, words in AXES]


def _states(read: Read) -> list[State]:
    view: Any = read.view
    point = read.figures.numbered(view["standing"]["revision"]) if view["standing"] else None
    shown = read.shown.astimezone(present_reader().zone)
    span = "" if point is None else days_words((point.said_first, point.said_last), shown)
    stood = f"{'Stood' if read.is_past else 'Stands'}, {{}}{f', for {span}' if span else ''}"
    corrected = next((one for one in reversed(read.figures.points) if one.replaces is not None), None)
    last = "" if corrected is None else _day(corrected.recorded_at, read)
    behind = [one.behind for one in read.printed.told if one.behind]
    if len(behind) > 1:
        behind = [f"{count_words(len(behind), 'story', 'stories')} still print older figures"]
    return states(view, stood=stood, last_correction=last, behind=behind)


def _day(moment: datetime, read: Read) -> str:
    """A day, its year only where the page has days of another one."""
    zone = present_reader().zone
    words = day_words_of(moment.astimezone(zone))
    return words.rpartition(" ")[0] if read.figures.is_of_one_year(read.shown, zone) else words


def _words_note(standing: Any) -> str:  # noqa: ANN401 (a standing revision, or none)
    """That the wording is no more than the digits."""
    wording = None if standing is None else standing["wording"]
    return "no more words on record" if isinstance(wording, str) and not any(map(str.isalpha, wording)) else ""


def _links(view: Any, claims: Mapping[str, View]) -> Iterator[Link]:  # noqa: ANN401 (a view)
    for one in view["links"]:
        relation = ERASED if is_erased(one["relation"]) else RELATIONS[one["relation"]]
        if is_erased(one["to"]):
            yield Link(relation, "", ERASED)
        else:
            yield Link(relation, one["to"], _name(one["to"], claims))


def _linked_from(read: Read) -> Iterator[Link]:
    for claim, relation in read.linked_from:
        yield Link(BACK.get(relation or "", ERASED), claim, _name(claim, read.claims))


def _late(read: Read) -> set[int]:
    numbers = {entry.revision for entry, _ in read.trail.items if entry.revision is not None}
    return {one for one in numbers if (point := read.figures.numbered(one)) is not None and point.late}


def _name(claim: str, claims: Mapping[str, View]) -> str:
    found = claims.get(claim)
    return claim if found is None else claim_name(found)


def _erasures(read: Read) -> Iterator[Erasure]:
    for one in read.erasures:
        data: Any = one["data"]
        yield Erasure(
            fields=_capital(erased_words(data["fields"][:MOST_FINDINGS])),
            ground=data.get("ground") or ERASED,
            authority=ERASED if data.get("authority") is None else who_words(data["authority"]),
            reason=_sentence(data.get("reason") or ERASED),
            position=read.erased_at.get(int(data["version"])),
        )


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _sentence(words: str) -> str:
    """*words* with a full stop where they end in none."""
    return words if words.rstrip().endswith((".", "!", "?", "…")) else f"{words.rstrip()}."
