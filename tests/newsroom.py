"""A newsroom's day by lot: claims that are told, disputed, corrected and erased, and stories that print them."""

from collections.abc import Iterator, Sequence
from random import Random

from domain.refusals import Refused
from tests.events import (
    Event,
    Wire,
    approximate,
    attributed,
    chain,
    corrected,
    disputed,
    exact,
    linked,
    never_said,
    printed,
    published,
    redacted,
    reinstated,
    reported,
    resolved,
    retracted,
    story_corrected,
    story_redacted,
    updated,
    withdrawn,
)
from tests.ledger import Ledger, proposal
from tests.planted import DECOYS, PLANTED, Deal

AMOUNTS = ("10", "12", "12.0", "15", "498", "500")
WORDINGS = (
    "{} dead",
    "almost {} dead",
    "at least {} dead",
    "{} dead of 900",
    "dozens dead",
    "nobody knows",
    "so many, e\u0301t al.",
)
DAYS = ("2022-03-01", "2022-03-02", "2022-03-03", "2022-03")
PLACES = ("headline", "body")


def newsroom(chance: Random, *, claims: int = 3, moves: int = 60) -> tuple[Ledger, list[Event]]:
    """A ledger after a day by lot, and the events that it took, in order."""
    ledger, taken = Ledger(), list[Event]()
    names = [f"claim-{number}" for number in range(claims)]
    for event in _events(chance, names, moves):
        (outcome,) = ledger.decide(proposal(event)).outcomes
        if not isinstance(outcome, Refused):
            taken.append(event)
    return ledger, taken


def planted_day(chance: Random) -> tuple[Ledger, list[Event]]:
    """The same of two stories that print the same claims, with everything that can be planted in them."""
    deal, ledger = Deal(chance), Ledger()
    cases = [maker(f"planted-{number}", deal) for number, maker in enumerate((*PLANTED, *DECOYS))]
    editions = [
        published(number + 1, *(one for case in cases for one in case.prints[number]), story=story)
        for number in range(2)
        for story in ("first-story", "second-story")
    ]
    streams = [[*case.before, *case.after] for case in cases] + [editions]
    taken = list(_shuffled(chance, streams))
    ledger.post_all(*taken)
    return ledger, taken


def _shuffled(chance: Random, streams: Sequence[Sequence[Event]]) -> Iterator[Event]:
    """The events of all *streams*, each stream in its order."""
    left = [list(stream) for stream in streams if stream]
    while left:
        stream = chance.choice(left)
        yield stream.pop(0)
        left = [each for each in left if each]


def _events(chance: Random, names: Sequence[str], moves: int) -> Iterator[Event]:
    for name in names:
        yield reported(_wording(chance), _figure(chance), claim=name, said_at=chance.choice(DAYS), wording_note="odd")
    for _ in range(moves):
        yield _move(chance, chance.choice(names))


def _move(chance: Random, name: str) -> Event:
    number = chance.randint(1, 4)
    story = chance.choice(("first-story", "second-story"))
    erased = chance.choice(("/wording", "/figure", "/is/figure", "/is/wording"))
    erased_print = f"/prints/{chance.randint(0, 2)}"
    makers = (
        lambda: _updated(chance, name),
        lambda: _corrected(chance, name, number),
        lambda: published(chance.randint(1, 3), *_prints(chance), story=story),
        lambda: story_corrected(chance.randint(1, 3), *_prints(chance), story=story),
        lambda: _once_in_a_while(chance, name, number, story, (erased, erased_print)),
    )
    return chance.choices(makers, (4, 4, 3, 1, 4))[0]()


def _once_in_a_while(chance: Random, name: str, number: int, story: str, erased: tuple[str, str]) -> Event:
    dispute = f"d-{chance.randint(1, 3)}"
    return chance.choice(
        (
            lambda: disputed(dispute, target=number, claim=name),
            lambda: resolved(dispute, claim=name),
            lambda: retracted(chance.choice(("source", "outlet")), claim=name),
            lambda: reinstated(chance.choice(("source", "outlet")), claim=name),
            lambda: never_said(number, claim=name),
            lambda: linked(f"claim-{chance.randint(0, 2)}", "continues", claim=name),
            lambda: attributed(chain("ru-mod", "tass"), claim=name),
            lambda: corrected({"attribution": chain()}, {"attribution": chain("tass")}, target=number, claim=name),
            lambda: corrected({"refers_to": None}, {"refers_to": "2022-02"}, target=number, claim=name),
            lambda: corrected({"statement": None}, {"statement": "So many."}, target=number, claim=name),
            lambda: redacted(chance.randint(1, 6), erased[0], claim=name),
            lambda: story_redacted(chance.randint(1, 3), erased[1], story=story),
            lambda: withdrawn(story=story),
        )
    )()


def _updated(chance: Random, name: str) -> Event:
    occasion = f"briefing {chance.randint(1, 1_000_000)}"
    more = {"said_at": chance.choice(DAYS), "occasion": occasion, "wording_note": "odd"}
    return updated(_wording(chance), _figure(chance), claim=name, **more)


def _corrected(chance: Random, name: str, number: int) -> Event:
    """Mostly refused as stale, until the figure that was there is guessed."""
    was, is_ = _figure(chance), _figure(chance)
    return corrected({"figure": was}, {"figure": is_}, target=number, claim=name)


def _prints(chance: Random) -> list[Wire]:
    return [_print(chance, f"claim-{chance.randint(0, 3)}") for _ in range(chance.randint(1, 4))]


def _print(chance: Random, name: str) -> Wire:
    more: Wire = {}
    if chance.random() < 0.2:
        more["target"] = chance.randint(1, 4)
    if chance.random() < 0.2:
        more["figure"] = _figure(chance)
    wording = _wording(chance)
    return printed(chance.choice((wording, wording.upper())), chance.choice(PLACES), claim=name, **more)


def _wording(chance: Random) -> str:
    return chance.choice(WORDINGS).format(chance.choice(AMOUNTS))


def _figure(chance: Random) -> Wire:
    amount = chance.choice(AMOUNTS)
    return chance.choice(
        (exact(amount), exact(amount), approximate(amount), {"form": "range", "low": "9", "high": amount})
    )
