"""Answers of the service as a terminal shows them."""

from collections.abc import Sequence
from itertools import chain

from rich.console import Group, RenderableType
from rich.text import Text

from api.cli.printing import Rows, counted, marked, printable
from api.words import (
    Shown,
    claim_words,
    clock_words,
    contradictions_first,
    dispute_words,
    event_words,
    figure_words,
    hop_words,
    is_erased,
    moment_words,
    originator_words,
    standing_words,
    text_words,
    time_words,
    verdict_words,
)


def current(view: Shown, as_of: str | None = None) -> RenderableType:
    """A claim's current view."""
    view = printable(view)
    return Group(
        *past(as_of),
        Text.assemble((view["claim"], "bold"), "  ", _state(view)),
        Text(claim_words(view)),
        *_standing_lines(view),
        *_chain_lines(view),
        *_dispute_lines(view),
        *_assessment_lines(view),
        *_left_out_lines(view),
        Text(_counts(view), style="dim"),
    )


def past(as_of: str | None) -> list[RenderableType]:
    """What has to stand above what is not of now."""
    if as_of is None:
        return []
    moment = f"position {as_of}" if as_of.isdecimal() else as_of
    return [Text(f"As this record knew it at {moment}.", style="reverse")]


def revisions(claim: str, items: Sequence[Shown], as_of: str | None = None) -> RenderableType:
    """A claim's history: a row for each figure that it has had."""
    shown = Rows(
        *("#", "Figure", "State", "Wording", "Said (UTC)", "About", "Recorded (UTC)", "Why"),
        right=("#", "Figure"),
        prose=("Wording", "Why"),
        spare=(["Recorded (UTC)"], ["Why"]),
        title=claim,
    )
    for one in printable(items):
        shown.add(
            str(one["revision"]),
            marked(figure_words(one["figure"]), *_revision_styles(one)),
            _revision_state(one),
            text_words(one["wording"]),
            time_words(one["said_at"]),
            time_words(one["refers_to"]),
            moment_words(one["recorded_at"]),
            text_words(one["reason"]),
        )
    return Group(*past(as_of), shown)


def trail(claim: str, items: Sequence[Shown], as_of: str | None = None) -> RenderableType:
    """A claim's audit trail."""
    shown = Rows(
        *("Position", "Version", "Recorded (UTC)", "By", "What", "Changed", "Source", "Id"),
        right=("Position", "Version"),
        prose=("Changed", "Source", "Id"),
        spare=(["Source"],),
        title=claim,
    )
    for one in printable(items):
        shown.add(
            str(one["position"]),
            str(one["version"]),
            moment_words(one["recorded_at"]),
            one["recorder"],
            event_words(one["type"]),
            ", ".join(one["changed"]),
            one["source"],
            one["id"],
        )
    return Group(*past(as_of), shown)


def board(shown: Shown, as_of: str | None = None) -> RenderableType:
    """A question's board: its claims, then each two of them, those that contradict each other first."""
    shown = printable(shown)
    standing = {view["claim"]: view["standing"] for view in shown["claims"]}
    state = ("contested", "dark_orange") if shown["contested"] else ("not contested", "dim")
    return Group(
        *past(as_of),
        Text.assemble((text_words(shown["text"]) or shown["question"], "bold"), "  ", state),
        Text(_tolerance_words(shown), style="dim"),
        claims(shown["claims"]) if shown["claims"] else Text("No claim is about this question yet."),
        *([Text(), pairs(shown["pairs"], standing)] if shown["pairs"] else []),
    )


def claims(views: Sequence[Shown]) -> RenderableType:
    """A row for each claim: its standing figure, and where that is from."""
    shown = Rows(
        *("Claim", "Figure", "Wording", "Says", "Said (UTC)", "About", "State"),
        right=("Figure",),
        prose=("Wording", "Says", "State"),
        spare=(["Said (UTC)"], ["Wording"]),
    )
    for view in printable(views):
        standing = view["standing"] or {}
        shown.add(
            view["claim"],
            marked(standing_words(view), view["status"], dispute_words(view)),
            text_words(standing.get("wording")),
            originator_words(view["attribution"]),
            time_words(standing.get("said_at")),
            time_words(standing.get("refers_to")),
            dispute_words(view),
        )
    return shown


def pairs(items: Sequence[Shown], standing: Shown) -> RenderableType:
    """A row for each pair, with its verdict as a sentence."""
    shown = Rows(
        *("Left", "Right", "Verdict", "Left claim", "Right claim"),
        right=("Left", "Right"),
        prose=("Verdict",),
        spare=(["Left", "Right"],),  # these stand beside the claims
    )
    for pair in contradictions_first(items):
        left, right = standing.get(pair["left"]), standing.get(pair["right"])
        shown.add(
            figure_words(left["figure"]) if left else "",
            figure_words(right["figure"]) if right else "",
            Text(verdict_words(pair, left, right), style=_VERDICT_STYLES.get(pair["verdict"], "")),
            pair["left"],
            pair["right"],
        )
    return shown


_VERDICT_STYLES = {"disjoint": "dark_orange", "incomparable": "dim", "undecidable": "dim", "same": "green"}


def _state(view: Shown) -> Text:
    words = [marked(one, one) for one in (view["status"], dispute_words(view)) if one]
    return Text(", ").join([*words, *([_late(view)] if view["late"] else [])])


def _late(view: Shown) -> Text:
    """A view is late if the last recorded revision is, which need not be the one that stands."""
    is_standing = view["standing"] is not None and view["standing"]["revision"] == view["revisions"]
    return marked("late" if is_standing else "the last recorded one came late", "late")


def _standing_lines(view: Shown) -> list[Text]:
    standing = view["standing"]
    if standing is None:
        taken_back = [f"Retracted by the {one['by']}: {text_words(one['reason'])}" for one in view["retracted"]]
        return [Text(one, style="red") for one in taken_back] or [Text("No revision is left.", style="dim")]
    quote = Text(f"“{text_words(standing['wording'])}”", style="italic")
    when = [f"said {clock_words(standing['said_at'])}"]
    if standing["refers_to"]:
        when.append(f"about {clock_words(standing['refers_to'])}")
    return [
        Text.assemble("  ", (figure_words(standing["figure"]), "bold"), "   ", quote),
        Text(f"  Revision {standing['revision']}, {standing['kind']}; {'; '.join(when)}"),
    ]


def _chain_lines(view: Shown) -> list[Text]:
    hops = [Text.assemble(hop_words(hop), (_hop_facts(hop), "dim")) for hop in view["attribution"]]
    return [Text("  ") + Text(" → ").join(hops)]


def _hop_facts(hop: Shown) -> str:
    if is_erased(hop):
        return ""
    facts = [hop[one].replace("_", " ") for one in ("role", "stance", "medium") if hop.get(one)]
    return f" ({', '.join(facts)})"


def _dispute_lines(view: Shown) -> list[Text]:
    return [
        Text(
            f"  {'Disputed' if one['open'] else 'Dispute ' + text_words(one['outcome'])}: "
            f"{text_words(one['aspect'])} of revision {one['revision']} ({one['dispute']})",
            style="dark_orange" if one["open"] else "dim",
        )
        for one in view["disputes"]
    ]


def _assessment_lines(view: Shown) -> list[Text]:
    return [
        Text(f"  Assessed: {text_words(one['finding'])}, {text_words(one['method'])}") for one in view["assessments"]
    ]


def _left_out_lines(view: Shown) -> list[Text]:
    left_out = [f"{n:,} {name}" for name, n in view.get("left_out", {}).items() if n]
    return [Text(f"  Not listed here, but in the audit: {', '.join(left_out)}")] if left_out else []


def _counts(view: Shown) -> str:
    counts = ((view["revisions"], "revision"), (view["corrections"], "correction"), (view["notes"], "note"))
    told = ", ".join(counted(n, what) for n, what in counts)
    recorded = moment_words(view["recorded_at"]) if view["recorded_at"] else ""
    return f"{told}; version {view['version']}, position {view['position']}, recorded {recorded} UTC"


def _tolerance_words(shown: Shown) -> str:
    if shown["tolerance"] is None:
        return 'No tolerance, so "about" has no bounds.'
    return f'"About" is taken as within {shown["tolerance"]["value"]} ({shown["tolerance"]["by"]}’s tolerance).'


def _revision_styles(one: Shown) -> list[str]:
    named = (("standing", one["standing"]), ("replaced", one["replaced"]), ("late", one["late"]))
    return [name for name, holds in named if holds]


def _revision_state(one: Shown) -> Text:
    words = chain(
        ["stands"] if one["standing"] else [],
        [f"replaced by {one['replaced_by']}"] if one["replaced_by"] else ["replaced"] if one["replaced"] else [],
        [f"corrects {one['replaces']}"] if one["replaces"] else [],
        ["late"] if one["late"] else [],
    )
    return Text(", ".join(words), style="magenta" if one["replaces"] or one["replaced"] else "")
