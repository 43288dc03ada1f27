"""A made newsroom's log: questions, claims that move, rival claims, one very long claim, stories that print them.

The same sizes give the same events. Questions live in eras, whose claims grow side by side, as in a newsroom.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from benchmarks.made_claims import Made, MadeClaim, Topic, event, source_of
from benchmarks.made_stories import MadeStory, story_of

BOARD: Final = "rivals"
LONG: Final = "long-count"
LONG_QUESTION: Final = "long-question"
STORY: Final = "busy-story"
RARE: Final = "zeppelin"
BEGINS: Final = datetime(2022, 1, 1, tzinfo=UTC)
ERA_DAYS: Final = 60
CLAIMS_OF_A_QUESTION: Final = 100
QUESTIONS_OF_AN_ERA: Final = 50
FEWEST, MOST = 2, 20
"""Events of a claim."""


@dataclass(frozen=True, slots=True)
class Size:
    """How much is made; all else follows from events and claims."""

    events: int = 1_000_000
    claims: int = 100_000

    @property
    def questions(self) -> int:
        """Of about a hundred claims each."""
        return max(2, self.claims // CLAIMS_OF_A_QUESTION)

    @property
    def rivals(self) -> int:
        """Claims of one question and like scope."""
        return min(200, max(10, self.claims // 10))

    @property
    def long(self) -> int:
        """Events of the long claim."""
        return max(40, self.events * 12 // 1000)

    @property
    def stories(self) -> int:
        """Of one to four editions."""
        return max(2, self.events // 500)

    @property
    def sources(self) -> int:
        """Originators."""
        return max(20, self.claims // 50)


@dataclass(slots=True)
class Era:
    """What happens in some weeks: its questions, their claims, and the stories that print those."""

    topics: Sequence[Topic]
    claims: list[MadeClaim] = field(default_factory=list)
    stories: list[MadeStory] = field(default_factory=list)


def made_log(size: Size) -> Iterator[Made]:
    """Exactly *size*.events events, in the order in which they are sent."""
    chance = random.Random(size.events * 31 + size.claims)  # noqa: S311 (made data, the same each time)
    long = _long_claim(chance, size)
    sent = 0
    for made in _with_the_long_claim(_eras(chance, size), long, size):
        if sent == size.events:
            return
        sent += 1
        yield made
    while sent < size.events:
        sent += 1
        yield long.annotated(chance)


def _with_the_long_claim(others: Iterator[Made], long: MadeClaim, size: Size) -> Iterator[Made]:
    """Its events stand all over the log."""
    every = max(1, size.events // size.long)
    yield _asked(long.topic)
    for number, made in enumerate(others):
        if number % every == 0 and long.sent < size.long:
            yield long.next(long.chance)
        yield made
    while long.sent < size.long:
        yield long.next(long.chance)


def _long_claim(chance: random.Random, size: Size) -> MadeClaim:
    topic = Topic(LONG_QUESTION, chance, BEGINS, by_day=False)
    claim = MadeClaim(LONG, topic, source_of(0), chance, length=size.long)
    claim.corrects_any, claim.step = True, timedelta(hours=3)
    return claim


def _eras(chance: random.Random, size: Size) -> Iterator[Made]:
    """Every event but those of the long claim."""
    eras = max(1, size.questions // QUESTIONS_OF_AN_ERA)
    for number in range(eras):
        era = _era(chance, size, number, eras)
        for topic in era.topics:
            if chance.random() < 0.9 or topic.id == BOARD:  # noqa: PLR2004 (nine of ten are asked)
                yield _asked(topic)
        yield from _rounds(chance, era)


def _rounds(chance: random.Random, era: Era) -> Iterator[Made]:
    """Each claim of the era has its next event, then the stories whose turn it is their next edition."""
    for turn in range(MOST):
        for claim in era.claims:
            if claim.sent < claim.length:
                yield claim.next(chance)
        for story in era.stories:
            if turn in story.turns:
                yield story.next(chance)


def _era(chance: random.Random, size: Size, number: int, eras: int) -> Era:
    first, last = number * size.questions // eras, (number + 1) * size.questions // eras
    begins = BEGINS + timedelta(days=ERA_DAYS * number)
    topics = [Topic(f"question-{one}", chance, begins, by_day=one % 2 == 0) for one in range(first, last)]
    usual = size.claims - size.rivals - 1
    era = Era(topics)
    for one in range(number * usual // eras, (number + 1) * usual // eras):
        topic = topics[one % len(topics)]
        era.claims.append(MadeClaim(f"claim-{one}", topic, _source(chance, size), chance, length=_length(chance, size)))
    if number == eras // 2:
        era.topics = [*topics, rivals := Topic(BOARD, chance, begins, by_day=False)]
        era.claims += _rivals(chance, size, rivals)
    stories = range(number * size.stories // eras, (number + 1) * size.stories // eras)
    era.stories = [story_of(f"story-{one}", era.claims, chance) for one in stories]
    if number == eras // 2:
        era.stories[0] = story_of(STORY, era.claims, chance, prints=30, editions=4)
    return era


def _rivals(chance: random.Random, size: Size, topic: Topic) -> list[MadeClaim]:
    """Of one scope, each from another source, all with figures of their own."""
    made = []
    for one in range(size.rivals):
        claim = MadeClaim(f"rival-{one}", topic, source_of(one % size.sources), chance, length=_length(chance, size))
        claim.scope, claim.amount = topic.scope, 400 + 37 * one
        made.append(claim)
    return made


def _length(chance: random.Random, size: Size) -> int:
    """Two to twenty events, so many on the average as the size wants."""
    average = (size.events - size.long - size.questions - 5 * size.stories // 2) / size.claims
    peak = min(max(3 * average - FEWEST - MOST, FEWEST), MOST)
    return round(chance.triangular(FEWEST, MOST, peak))


def _source(chance: random.Random, size: Size) -> str | None:
    """Few sources speak often; now and then one is unnamed."""
    if chance.random() < 0.04:  # noqa: PLR2004 (one of 25)
        return None
    return source_of(int(size.sources * chance.random() ** 3))


def _asked(topic: Topic) -> Made:
    data: dict[str, Any] = {"text": topic.text, "scope": topic.scope, "topics": [topic.place.lower()]}
    if topic.tolerance:
        data["tolerance"] = topic.tolerance
    return event("question.asked.v1", topic.id, 0, data)
