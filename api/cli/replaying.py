"""The command that replays a claim from the log itself: what each event changed, as a story."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import typer
from rich.markup import escape
from rich.padding import Padding
from rich.text import Text

from adapters.check import Fault, stream_faults
from adapters.claim_log import ClaimLog
from adapters.postgres.pool import connect
from adapters.recorder import DATABASE_URL
from api.cli.configuration import settings_with
from api.cli.endings import REFUSED
from api.cli.options import AsOf, Claim, Data, Json
from api.cli.printing import err, out, print_json, printable
from api.cli.views import past
from api.database import any_database, refuse_unless_migrated
from api.http.parameters import AS_OF, NotReadable, bad
from api.words import (
    Shown,
    clock_words,
    event_words,
    figure_words,
    hop_words,
    moment_words,
    standing_words,
    text_words,
    who_words,
)
from domain import claim as claims
from domain.claim_state import ClaimState
from domain.events import ClaimRedacted, Recorded
from domain.refusals import BeforeFirst, NotFound, NotYet, Refused
from domain.refusals import Json as JsonValue
from domain.view import View, current_view, revision_view
from domain.wire import instant_text, wire

UNREADABLE = (AttributeError, IndexError, KeyError, TypeError, ValueError)
"""What reading or replaying events raises that are not as they were written."""
PLACE = ("version", "position", "recorded_at")


@dataclass(frozen=True, slots=True)
class Step:
    """One event of a claim, the claim's view before and after it, and the revision that it made, if it made one."""

    event: Recorded
    before: View
    after: View
    made: View | None

    @property
    def changed(self) -> dict[str, JsonValue]:
        """Each member of the view that the event changed, but for its place."""
        return {
            name: {"from": self.before[name], "to": value}
            for name, value in self.after.items()
            if name not in PLACE and self.before[name] != value
        }


def replay(claim: Claim, as_of: AsOf = None, data: Data = None, as_json: Json = False) -> None:
    """Replay a claim from the log itself, step by step: what each event changed."""
    with any_database(settings_with(data)) as conninfo:
        refuse_unless_migrated(conninfo)
        with connect(conninfo) as connection:
            faults = stream_faults(connection, f"claim/{claim}")
        log = ClaimLog(env={DATABASE_URL: conninfo})
        try:
            walked = list(steps(claim, recorded_by(log, claim, as_of)))
        except UNREADABLE:
            if not faults:
                raise
            walked = []
        finally:
            log.close()
    if not as_json:
        tell(claim, walked, as_of)
    elif walked:
        print_json(as_line(one, _of(faults, one.event.position)) for one in walked)
    else:
        print_json({"position": one.position, "faults": [one.what]} for one in faults)
    if _told_faults(claim, faults, {one.event.position for one in walked}):
        raise typer.Exit(REFUSED)


def _of(faults: Sequence[Fault], position: int) -> list[str]:
    return [one.what for one in faults if one.position == position]


def _told_faults(claim: str, faults: Sequence[Fault], replayed: Collection[int]) -> bool:
    """Whether what was *replayed* has faults, or nothing could be; they are told on standard error."""
    told = [one for one in faults if not replayed or one.position in replayed]
    for one in told:
        err.print(f"[bold red]✗[/] position {one.position}: {escape(printable(one.what))}", soft_wrap=True)
    if told:
        rest = "" if replayed else ", and cannot be replayed"
        err.print(
            f"What is stored of {escape(printable(claim))} is not what was recorded{rest}. "
            "Run claimtrail check for the whole log.",
            soft_wrap=True,
        )
    return bool(told)


def recorded_by(log: ClaimLog, claim: str, as_of: str | None) -> list[Recorded]:
    """The claim's events up to *as_of*, at least one. Raises Refused, as the routes that take ``as_of`` do."""
    events = list(log.history(f"claim/{claim}"))
    if not events:
        raise Refused(NotFound(expected="a claim of this record", got=claim))
    if as_of is None:
        return events
    try:
        moment = AS_OF.read(as_of)
    except NotReadable as error:
        raise Refused(bad("as_of", str(error), as_of)) from None
    if moment.position is not None:
        _refuse_beyond_the_end(moment.beyond or as_of, moment.position, log.recorder.max_notification_id() or 0)
        known = [one for one in events if one.position <= moment.position]
    else:
        when = moment.moment or datetime.max.replace(tzinfo=UTC)
        if when > datetime.now(UTC):
            raise Refused(NotYet(expected="as_of: a moment that has come", got=as_of))
        known = [one for one in events if one.recorded_at <= when]
    if not known:
        raise _before_first(events[0], as_of)
    return known


def _refuse_beyond_the_end(as_of: str, position: int, end: int) -> None:
    if position > end:
        expected = f"as_of: a position up to {end}, the last one"
        raise Refused(NotYet(expected=expected, got=as_of, extensions={"last_position": end}))


def _before_first(first: Recorded, as_of: str) -> Refused:
    moment = instant_text(first.recorded_at)
    expected = f"as_of: position {first.position} or later; it was recorded at {moment}"
    return Refused(BeforeFirst(expected=expected, got=as_of, extensions={"first_recorded_at": moment}))


def steps(claim: str, events: Sequence[Recorded]) -> Iterator[Step]:
    """The claim's walk through *events*, from its first one on."""
    state = ClaimState()
    view = current_view(claim, state, is_whole=True)
    for event in events:
        revisions = len(state.revisions)
        claims.evolve(state, event)
        before, view = view, current_view(claim, state, is_whole=True)
        yield Step(event, before, view, _made(state) if len(state.revisions) > revisions else None)


def as_line(step: Step, faults: Sequence[str] = ()) -> View:
    """A step for programs, with what is wrong with the event as it is stored."""
    event = step.event
    return {
        "position": event.position,
        "version": event.version,
        "recorded_at": instant_text(event.recorded_at),
        "type": event.type,
        "source": event.source,
        "id": event.id,
        "changed": step.changed,
        "faults": list(faults),
    }


def tell(claim: str, walked: Sequence[Step], as_of: str | None = None) -> None:
    """The steps for people."""
    for line in past(as_of):
        out.print(line)
    out.print(Text(claim, style="bold"))
    for step in walked:
        event = step.event
        place = f"position {event.position}, {moment_words(instant_text(event.recorded_at))} UTC, {printable(event.id)}"
        out.print(Text.assemble(f"{event.version:>4}  ", (event_words(event.type), "bold"), "  ", (place, "dim")))
        for line in sentences(step):
            out.print(Padding(Text(printable(line)), (0, 0, 0, 6), expand=False))


def sentences(step: Step) -> list[str]:
    """What one event changed, and why."""
    data = wire(step.event.data)
    why = data.get("reason") if isinstance(data, dict) else None
    return [
        *_erasure_sentences(step),
        *_revision_sentences(step),
        *_status_sentences(step),
        *_chain_sentences(step),
        *_dispute_sentences(step),
        *_count_sentences(step),
        *([f"Why: {text_words(why)}"] if why else []),
    ]


def _erasure_sentences(step: Step) -> list[str]:
    match step.event.data:
        case ClaimRedacted(version=version, fields=fields, ground=ground, authority=authority):
            why = f"{text_words(wire(ground))}, by {who_words(wire(authority))}"
            return [f"Version {version} lost {', '.join(fields)}: {why}"]
        case _:
            return []


def _made(state: ClaimState) -> View:
    return revision_view(state.revisions[len(state.revisions)], state.standing)


def _revision_sentences(step: Step) -> list[str]:
    made, was, now = step.made, standing_words(step.before), standing_words(step.after)
    told = [] if made is None else [_revision_sentence(made)]
    if step.before["standing"] is None or step.after["standing"] is None:
        return told
    if made is not None and not made["standing"]:
        return [*told, f"{now} still stands."]
    return told if was == now else [*told, f"What stands: {was} → {now}"]


def _revision_sentence(made: Shown) -> str:
    said = f"said {clock_words(made['said_at'])}"
    about = f", about {clock_words(made['refers_to'])}" if made["refers_to"] else ""
    corrects = f", in place of revision {made['replaces']}" if made["replaces"] else ""
    late = ", late" if made["late"] else ""
    figure, wording = figure_words(made["figure"]), text_words(made["wording"])
    return f"Revision {made['revision']}{corrects}: {figure}, “{wording}”, {said}{about}{late}"


def _status_sentences(step: Step) -> list[str]:
    before, after = step.before["status"], step.after["status"]
    if before == after or step.before["version"] == 0:
        return []
    return [f"{before} → {after}{f': {standing_words(step.after)}' if step.after['standing'] else ''}"]


def _chain_sentences(step: Step) -> list[str]:
    if "attribution" not in step.changed:
        return []
    return [f"Through: {_chain_words(_listed(step.after, 'attribution'))}"]


def _dispute_sentences(step: Step) -> list[str]:
    known = {one["dispute"]: one for one in _listed(step.before, "disputes")}
    told = []
    for one in _listed(step.after, "disputes"):
        if one["dispute"] not in known:
            what = f"the {text_words(one['aspect'])} of revision {one['revision']}"
            told.append(f"{_chain_words(one['by'])} disputes {what}: {text_words(one['statement'])}")
        elif known[one["dispute"]]["open"] and not one["open"]:
            told.append(f"The dispute {one['dispute']} ended: {text_words(one['outcome'])}")
    return told


def _count_sentences(step: Step) -> list[str]:
    told = [
        f"Assessed: {text_words(one['finding'])}, {text_words(one['method'])}" for one in _added(step, "assessments")
    ]
    told += [
        f"{text_words(one['relation']).replace('_', ' ').capitalize()}: {text_words(one['to'])}"
        for one in _added(step, "links")
    ]
    note = wire(getattr(step.event.data, "text", None))
    return [*told, f"Note: {text_words(note)}"] if note else told


def _chain_words(chain: Sequence[Shown]) -> str:
    return " → ".join(hop_words(one) for one in chain)


def _added(step: Step, name: str) -> list[Shown]:
    return _listed(step.after, name)[len(_listed(step.before, name)) :]


def _listed(view: View, name: str) -> list[Shown]:
    listed: list[Shown] = view[name]  # type: ignore[assignment]  # a view's own list of objects
    return listed
