"""The demonstration run unattended: what the service answers, held against what the seed story's readers expect."""

import random
import re
import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from rich.markup import escape

from adapters.projections import PROJECTIONS
from adapters.projections.rebuild import rebuild
from api.cli import series, story
from api.cli.checking import checked, is_sound, print_size_and_root
from api.cli.client import Client
from api.cli.printing import out
from api.cli.series import Series

SHUFFLES = ((1, 7), (2, 1_000))  # a seed for the order, and how many events a batch has
SHOWN, LONGEST = 20, 400  # differences, and characters of each
PRINT_STATES = ("behind", "corrected", "disputed", "retracted")
PAGES = {
    "/": ("498", "1,351", "145–5–35", "141–5–35", "Changed silently", "Open dispute", "Contested question"),
    "/stories/newsweek-2022-03-02-ru-mod-498?edition=2": ("Headline against body", "Behind", "Corrected since"),
    "/questions/ru-soldiers-killed?period=2022-02-24/2022-03-02": ("more than 6,502 apart", "Contradict each other"),
    "/questions/ru-soldiers-killed": ("about 1,500", "Not comparable", "Do not read across"),
    "/claims/un-vote-condemn": ("141–5–35", "Corrected once", "Audit trail"),
}
"""What a page shows once everything is posted."""
INLINE_SCRIPT = re.compile(r"<script(?![^>]* src=\"/)")

Receipts = Mapping[str, Mapping[str, Any]]


def hold(service: Client, receipts: Receipts, conninfo: str, lively: Series) -> bool:
    """Compares everything, and says with ticks what was compared; whether nothing differs."""
    expected = story.expected()
    outcomes = [
        _ticked(
            f"{expected['events']} events are in the log, each once, of the expected types", _log(service, expected)
        ),
        _ticked(
            f"{len(expected['claims'])} claims have the expected status, figure and counts", _claims(service, expected)
        ),
        _ticked(
            "the vote is 145–5–35 as of before its correction, 141–5–35 after it", _vote(service, receipts, expected)
        ),
        _ticked(
            f"{len(expected['verdicts'])} verdicts hold as of what was printed, and as many after the days",
            _verdicts(service, receipts, expected),
        ),
        _ticked("the boards give the same verdicts", _boards(service, receipts, expected)),
        _ticked(
            "everything posted again, shuffled, twice: the same receipts, nothing added", _repeats(service, receipts)
        ),
        _ticked("what became of the figures that the story prints is found", _stories(service, expected)),
        _ticked(*_lively(service, lively)),
        _ticked("every read model, made anew from the log, comes to the same digest", _rebuilt(service, conninfo)),
        _ticked("the pages show the figures, with no script but the service's own files", _pages(service)),
        _ticked("the log, recomputed from what is stored, has no fault", _sound(conninfo)),
    ]
    log, _ = checked(conninfo)
    print_size_and_root(log)
    return all(outcomes)


def _ticked(what: str, differences: Iterable[str]) -> bool:
    found = list(differences)
    out.print(f"{'[bold red]✗[/]' if found else '[green]✓[/]'} {escape(what)}", soft_wrap=True)
    for one in found[:SHOWN]:
        out.print(f"    {escape(textwrap.shorten(one, LONGEST, placeholder=' …'))}", soft_wrap=True)
    if len(found) > SHOWN:
        out.print(f"    and {len(found) - SHOWN:,} more")
    return not found


def _log(service: Client, expected: Mapping[str, Any]) -> Iterator[str]:
    events = list(service.items("/v1/events"))
    yield from _differs("positions", [one["position"] for one in events], list(range(1, expected["events"] + 1)))
    yield from _differs("types", Counter(one["type"] for one in events), Counter(expected["events_by_type"]))


def _claims(service: Client, expected: Mapping[str, Any]) -> Iterator[str]:
    listed = {one["claim"]: one for one in service.items("/v1/claims")}
    yield from _differs("claims", sorted(listed), sorted(expected["claims"]))
    for claim, wanted in expected["claims"].items():
        view = service.get(f"/v1/claims/{claim}")
        got = {name: _member(view, name) for name in wanted}
        yield from _differs(claim, got, wanted)
        yield from _differs(f"{claim}, listed", listed.get(claim), view)


def _vote(service: Client, receipts: Receipts, expected: Mapping[str, Any]) -> Iterator[str]:
    vote = expected["vote"]
    for moment in ("before", "after"):
        wanted = {name: value for name, value in vote[moment].items() if name != "as_of"}
        position = receipts[vote[moment]["as_of"]]["position"]
        view = service.get(f"/v1/claims/{vote['claim']}", as_of=position)
        yield from _differs(f"the vote {moment}", {name: _member(view, name) for name in wanted}, wanted)


def _verdicts(service: Client, receipts: Receipts, expected: Mapping[str, Any]) -> Iterator[str]:
    for wanted, position in _pairs(receipts, expected):
        pair = service.get("/v1/compare", left=wanted["left"], right=wanted["right"], as_of=position)
        yield from _differs(f"{wanted['left']} and {wanted['right']}", _verdict(pair), _verdict(wanted))


def _boards(service: Client, receipts: Receipts, expected: Mapping[str, Any]) -> Iterator[str]:
    question_of = {one["claim"]: one["question"] for one in service.items("/v1/claims")}
    for wanted, position in _pairs(receipts, expected):
        question = question_of[wanted["left"]]
        if question_of[wanted["right"]] != question:
            continue
        board = service.get(f"/v1/questions/{question}", as_of=position)
        both = {wanted["left"], wanted["right"]}
        got = [_verdict(one) for one in board["pairs"] if {one["left"], one["right"]} == both]
        yield from _differs(f"{wanted['left']} and {wanted['right']} on the board", got, [_verdict(wanted)])


def _repeats(service: Client, receipts: Receipts) -> Iterator[str]:
    events = [*story.printed(), *story.days_after()]
    size = service.get("/v1/projections")["position"]
    for seed, at_once in SHUFFLES:
        shuffled = random.Random(seed).sample(events, len(events))  # noqa: S311 (an order, not a secret)
        for batch in story.batches(shuffled, at_once):
            for receipt in story.receipts_of(service, batch):
                yield from _differs(receipt["id"], receipt, {**receipts[receipt["id"]], "status": "repeated"})
    yield from _differs("the log's end", service.get("/v1/projections")["position"], size)


def _lively(service: Client, lively: Series) -> tuple[str, Iterable[str]]:
    """Posts the series, and what there is to tick of it."""
    posted = series.post(service, lively)
    what = f"{posted:,} events more, {lively.title}: what its stories changed silently is found, and nothing else"
    return what, _stories(service, lively.expected())


def _stories(service: Client, expected: Mapping[str, Any]) -> Iterator[str]:
    end = service.get("/v1/projections")["position"]
    for name, wanted in expected["stories"].items():
        shown = service.get(f"/v1/stories/{name}", at_least=end)
        got = {state: _printed(shown, state) for state in PRINT_STATES}
        yield from _differs(name, got, {state: wanted.get(state, []) for state in PRINT_STATES})
        yield from _differs(f"{name}, editions", shown["editions"], wanted["editions"])
        mismatches = sorted(_mismatch(one) for one in shown["mismatches"])
        yield from _differs(f"{name}, mismatches", mismatches, wanted.get("mismatches", []))
        for pair, changes in wanted["changes"].items():
            yield from _changed(service, name, pair, changes)


def _printed(shown: Mapping[str, Any], state: str) -> Sequence[str]:
    return sorted(f"{one['claim']} {one['placement']}" for one in shown["prints"] if one[state])


def _mismatch(one: Mapping[str, Any]) -> str:
    return f"{one['claim']} {one['left']['placement']} {one['right']['placement']}"


def _changed(service: Client, name: str, pair: str, wanted: Mapping[str, Any]) -> Iterator[str]:
    first, _, last = pair.partition(" to ")
    told = service.get(f"/v1/stories/{name}/changes", **{"from": first, "to": last})
    got = {
        "silent": sorted(one["claim"] for one in told["changes"] if one["silent"]),
        "changed": sorted(one["claim"] for one in told["changes"] if one["kind"] == "changed"),
    }
    yield from _differs(f"{name}, {pair}", got, {what: wanted.get(what, []) for what in got})


def _rebuilt(service: Client, conninfo: str) -> Iterator[str]:
    before = _digests(service)
    yield from _differs("read models", sorted(before), sorted(one.name for one in PROJECTIONS))
    for one in PROJECTIONS:
        rebuild(one.name, conninfo)
    yield from _differs("digests", _digests(service), before)


def _pages(service: Client) -> Iterator[str]:
    for path, shown in PAGES.items():
        page = service.text(path)
        yield from (f"{path}: {words} is missing" for words in shown if words not in page)
        if INLINE_SCRIPT.search(page):
            yield f"{path}: there is a script in it"


def _sound(conninfo: str) -> Iterator[str]:
    log, guarded = checked(conninfo)
    if not is_sound(log, guarded):
        yield from (f"{one.position}: {one.what}" for one in (*guarded.faults, *log.faults))


def _pairs(receipts: Receipts, expected: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], int | None]]:
    """Each expected verdict, with the position as of which it is one; None is now."""
    printed = receipts[expected["verdicts_as_of"]]["position"]
    yield from ((one, printed) for one in expected["verdicts"])
    yield from ((one, None) for one in expected["verdicts_after_the_days"])


def _verdict(pair: Mapping[str, Any]) -> tuple[str, Sequence[str]]:
    return pair["verdict"], pair["reasons"]


def _digests(service: Client) -> dict[str, str]:
    end = service.get("/v1/projections")["position"]
    service.get("/v1/claims", at_least=end, limit=1)
    service.get("/v1/corrections", at_least=end, limit=1)
    return {one["name"]: one["digest"] for one in service.get("/v1/projections")["items"]}


def _member(view: Mapping[str, Any], name: str) -> Any:  # noqa: ANN401 (JSON)
    """A member of a current view; figure and wording are those of the standing revision."""
    if name in ("figure", "wording"):
        return (view["standing"] or {}).get(name)
    return view[name]


def _differs(what: str, got: object, wanted: object) -> Iterator[str]:
    if got != wanted:
        yield f"{what}: expected {wanted}, got {got}"
