"""One made claim: it is reported, and then updated, corrected, disputed, retracted and talked about by chance."""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

Made: TypeAlias = dict[str, Any]

SENDER: Final = "https://newsroom.example/made"
GROUPS: Final = "people people people soldiers civilians residents patients miners passengers demonstrators".split()
FATES: Final = "killed injured missing evacuated infected arrested detained displaced".split()
PLACES: Final = (
    "Arden Belmont Carrow Dunmore Eastvale Farley Glenrock Harwick Islay Jarrow Kelso Lanark Marlow Norden Oakham "
    "Penrith Quarley Redcar Selby Tarland Upwell Verwood Wexcombe Yarm"
).split()
OFFICES: Final = "Ministry Police Hospital Governor Mayor Agency Army Institute Union Observatory".split()
FORMS: Final = {
    "exact": 60, "approximate": 14, "at_least": 8, "more_than": 7, "range": 5, "vague": 3, "tally": 2, "below": 1,
}  # fmt: skip
DEEDS: Final = {
    "updated": 800, "annotated": 60, "disputed": 22, "corrected": 14, "attributed": 20, "assessed": 20, "linked": 15,
    "retracted": 3, "resolved": 46,
}  # fmt: skip


def event(type_name: str, subject: str, number: int, data: Made) -> Made:
    """As a program sends it: *number* counts the events of its stream."""
    return {
        "specversion": "1.0",
        "id": f"{subject}/{number}",
        "source": SENDER,
        "type": type_name,
        "subject": subject,
        "data": data,
    }


def source_of(number: int) -> str:
    """The id of an originator."""
    return f"source-{number}"


def _name(source: str) -> str:
    number = int(source.rpartition("-")[2])
    return f"{OFFICES[number % len(OFFICES)]} of {PLACES[number // 10 % len(PLACES)]}, department {number}"


@dataclass(slots=True)
class Topic:
    """A question with what its claims have in common."""

    id: str
    chance: random.Random
    begins: datetime
    by_day: bool
    """Whether each figure is about one day."""

    place: str = field(init=False)
    scope: Made = field(init=False)
    tolerance: str = field(init=False)
    text: str = field(init=False)

    def __post_init__(self) -> None:
        self.place = self.chance.choice(PLACES)
        group, fate = self.chance.choice(GROUPS), self.chance.choice(FATES)
        self.scope = {"population": group, "place": self.place, "unit": "person", "definition": fate}
        self.tolerance = self.chance.choice(["", "", "0.05", "0.10"])
        self.text = f"How many {group} were {fate} in {self.place} ({self.id})?"


@dataclass(slots=True)
class MadeClaim:
    """A claim on its way."""

    id: str
    topic: Topic
    source: str | None
    chance: random.Random
    length: int
    corrects_any: bool = False
    """Whether a correction may be of any revision, not only of the last."""

    step: timedelta = timedelta(days=1)
    scope: Made = field(init=False)
    amount: int = field(init=False)
    form: str = field(init=False)
    sent: int = 0
    figures: dict[int, tuple[Made, str]] = field(default_factory=dict)
    """Of each revision that no correction has replaced."""

    revisions: int = 0
    said: datetime = field(init=False)
    disputes: list[str] = field(default_factory=list)
    is_retracted: bool = False

    def __post_init__(self) -> None:
        chance = self.chance
        self.scope = dict(self.topic.scope)
        if chance.random() < 0.3:  # noqa: PLR2004 (three of ten count something a little different)
            self.scope["definition"] = chance.choice(FATES)
        self.amount = int(10 ** chance.uniform(1.3, 4.5))
        self.form = chance.choices(list(FORMS), list(FORMS.values()))[0]
        self.said = self.topic.begins + timedelta(days=chance.randrange(10))

    @property
    def latest(self) -> tuple[Made, str]:
        """Figure and wording of the last revision."""
        return self.figures[self.revisions]

    def next(self, chance: random.Random) -> Made:
        """Its next event."""
        if not self.sent:
            return self._sends("reported", {**self._revision(chance), **self._opening(chance)})
        if self.is_retracted:
            self.is_retracted = False
            return self._sends("reinstated", {"by": "outlet", "reason": "it was asked again, and holds"})
        deed = chance.choices(list(DEEDS), list(DEEDS.values()))[0]
        does: Callable[[random.Random], Made] = getattr(self, deed)
        return does(chance)

    def updated(self, chance: random.Random) -> Made:
        """The source goes on."""
        self.amount += max(1, int(min(self.amount, 2_000) * chance.uniform(0, 0.2)))
        return self._sends("updated", {**self._revision(chance), "reason": "the daily figure"})

    def annotated(self, chance: random.Random) -> Made:
        """Somebody noted something."""
        return self._sends("annotated", {"text": f"asked {chance.choice(OFFICES).lower()} again, no answer yet"})

    def corrected(self, chance: random.Random) -> Made:
        """We were wrong, the last time or once."""
        target = chance.choice(list(self.figures)) if self.corrects_any else self.revisions
        figure, wording = self.figures[target]
        self.amount += 9 if chance.random() < 0.5 else 90  # noqa: PLR2004 (a digit, or another)
        is_, worded = self._figure(chance)
        if is_ == figure:
            return self.annotated(chance)
        del self.figures[target]
        self._stands(is_, worded)
        data = {
            "target": target,
            "kind": "wrong_figure",
            "was": {"figure": figure, "wording": wording},
            "is": {"figure": is_, "wording": worded},
            "approver": "the night desk",
            "reason": "misread",
        }
        return self._sends("corrected", data)

    def disputed(self, chance: random.Random) -> Made:
        """Somebody else denies the last figure."""
        dispute = f"d-{self.sent}"
        self.disputes.append(dispute)
        data = {
            "dispute": dispute,
            "target": self.revisions,
            "aspect": chance.choice(["figure", "figure", "period", "definition"]),
            "by": [self._hop(f"critic-{chance.randrange(400)}", "originator", "denies")],
            "statement": f"This is not so: it was {chance.randrange(2, 900)}",
        }
        return self._sends("disputed", data)

    def resolved(self, chance: random.Random) -> Made:
        """An open dispute ends; where there is none the source goes on."""
        if not self.disputes:
            return self.updated(chance)
        dispute = self.disputes.pop(0)
        outcome = chance.choice(["upheld", "rejected", "withdrawn"])
        data = {"dispute": dispute, "outcome": outcome, "by": "the standards desk", "reason": "the papers were seen"}
        return self._sends("dispute_resolved", data)

    def attributed(self, chance: random.Random) -> Made:
        """Another relay is known."""
        return self._sends("attributed", {"attribution": self._chain(chance), "basis": "the source's own page"})

    def assessed(self, chance: random.Random) -> Made:
        """Somebody looked into it."""
        finding = chance.choice(["unverifiable", "corroborated", "verified"])
        by = {"id": f"outlet-{chance.randrange(40)}", "kind": "outlet"}
        return self._sends(
            "assessed", {"target": self.revisions, "finding": finding, "method": "asked around", "by": by}
        )

    def linked(self, chance: random.Random) -> Made:
        """It has to do with another."""
        other = f"{self.id}.other-{chance.randrange(9)}"
        return self._sends("linked", {"to": other, "relation": chance.choice(["contradicts", "part_of"])})

    def retracted(self, _: random.Random) -> Made:
        """The outlet takes it back, for a while if more is to come."""
        self.is_retracted = True
        return self._sends("retracted", {"by": "outlet", "reason": "it could not be confirmed"})

    def _sends(self, what: str, data: Made) -> Made:
        self.sent += 1
        subject = self.id
        return event(f"claim.{what}.v1", subject, self.sent, data)

    def _opening(self, chance: random.Random) -> Made:
        return {"question": self.topic.id, "scope": self.scope, "attribution": self._chain(chance)}

    def _chain(self, chance: random.Random) -> list[Made]:
        chain = [self._hop(self.source, "originator", "asserts")]
        if chance.random() < 0.4:  # noqa: PLR2004 (four of ten came through somebody)
            chain.append(self._hop(f"relay-{chance.randrange(300)}", "relay", "reports"))
        return [*chain, self._hop(f"outlet-{chance.randrange(40)}", "outlet", "reports")]

    def _hop(self, who: str | None, role: str, stance: str) -> Made:
        if who is None:
            return {"who": {"kind": "unnamed"}, "role": role, "stance": stance}
        kind = "outlet" if role == "outlet" else "office"
        return {"who": {"id": who, "name": _name(who), "kind": kind}, "role": role, "stance": stance}

    def _revision(self, chance: random.Random) -> Made:
        self.said += self.step
        figure, wording = self._figure(chance)
        self._stands(figure, wording)
        whole_days = self.step >= timedelta(days=1)
        said_at = self.said.strftime("%Y-%m-%d" if whole_days else "%Y-%m-%dT%H:%M:%SZ")
        data = {"figure": figure, "wording": wording, "said_at": said_at}
        if self.topic.by_day:
            data["refers_to"] = said_at[:10]
        return data

    def _stands(self, figure: Made, wording: str) -> None:
        if not self.corrects_any:
            self.figures.clear()
        self.revisions += 1
        self.figures[self.revisions] = figure, wording

    def _figure(self, chance: random.Random) -> tuple[Made, str]:
        """With its wording."""
        amount = self.amount
        told = f"{self.scope['population']} {self.scope['definition']} in {self.scope['place']}"
        if self.id.endswith("777"):
            told += ", seen from a zeppelin"
        one = {"value": str(amount)}
        match self.form:
            case "approximate":
                return {"form": "approximate", **one}, f"about {amount:,} {told}"
            case "at_least" | "more_than":
                return {"form": self.form, **one}, f"{self.form.replace('_', ' ')} {amount:,} {told}"
            case "below":
                return {"form": "approximate", **one, "leaning": "below"}, f"almost {amount:,} {told}"
            case "range":
                high = amount + chance.randrange(5, 500)
                figure = {"form": "range", "low": str(amount), "high": str(high)}
                return figure, f"between {amount:,} and {high:,} {told}"
            case "vague":
                term = chance.choice(["dozens", "hundreds", "thousands"])
                return {"form": "vague", "term": term}, f"{term} of {told}"
            case "tally":
                against = chance.randrange(1, 90)
                parts = {"for": str(amount), "against": str(against)}
                return {"form": "tally", "parts": parts}, f"{amount:,} for, {against} against; {told}"
            case _:
                return {"form": "exact", **one}, f"{amount:,} {told}"
