"""What will change of a story: what the edition prints, what differs from the one before, what nobody would be told."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, cast

from api.web.forms.preview import EARLIER, Line, Preview
from api.words import figure_words
from domain.claim_record import ClaimRecord
from domain.edition_changes import Change, ShownPrint, changes
from domain.events import StoryCorrected, StoryData, StoryPublished, StoryWithdrawn
from domain.figure import Figure
from domain.mismatches import mismatches
from domain.print_states import PrintState, states_of
from domain.shapes import Erased
from domain.story import Edition, StoryState
from domain.wire import wire

MOST_LINES = 12
EXCUSES = {
    "update_note": ", which the update note says",
    "correction": ", which a correction says",
    "erased": "; the update note is erased",
}


def editions_touched(before: StoryState, after: StoryState, data: StoryData) -> list[Edition]:
    """The editions that a preview compares: what the event gives, after what it is held against, if there is any."""
    match data:
        case StoryPublished(edition=number):
            earlier = [one for one in sorted(before.editions) if one < number]
            return [*(before.editions[one] for one in earlier[-1:]), after.editions[number]]
        case StoryCorrected(edition=number) if number in before.editions:
            return [before.editions[number], after.editions[number], *_beside(before, number)]
        case _:
            return []


def _beside(state: StoryState, number: int) -> list[Edition]:
    """The editions right before and right after one."""
    numbers = sorted(state.editions)
    at = numbers.index(number)
    return [state.editions[one] for one in (*numbers[max(0, at - 1) : at], *numbers[at + 1 : at + 2])]


def of_story(before: StoryState, after: StoryState, data: StoryData, claims: Mapping[str, ClaimRecord]) -> Preview:
    """What *data* changes of a story; *claims* has all that the editions touched print."""
    touched = editions_touched(before, after, data)
    match data:
        case StoryPublished() if touched:
            ends = [Line("Withdrawal", "ends with this edition")] if before.withdrawal is not None else []
            return Preview(lines=(*_edition(touched, claims), *ends))
        case StoryCorrected() if touched:
            earlier = Line(EARLIER, "a reader of any moment before this still sees the list as it was recorded")
            was, edition, *beside = touched
            corrected = _corrected(was, edition, beside, claims)
            return Preview(lines=(*_counted_line(edition), *corrected, *_looked_at(edition, claims), earlier))
        case StoryWithdrawn():
            return Preview(lines=(Line("Story", "is shown as withdrawn, until a new edition comes"),))
        case _:
            return Preview()


def _edition(touched: list[Edition], claims: Mapping[str, ClaimRecord]) -> Iterator[Line]:
    *held_against, edition = touched
    yield from _counted_line(edition)
    if held_against:
        found = changes(held_against[0], edition, claims)
        yield from _few(line for one in found for line in _change(one, held_against[0].number))
    yield from _looked_at(edition, claims)


def _corrected(
    was: Edition, edition: Edition, beside: Sequence[Edition], claims: Mapping[str, ClaimRecord]
) -> Iterator[Line]:
    """What becomes of our record of an edition, and of what counts as silent between it and those *beside* it."""
    yield Line("Recorded until now", _counted(len(was.prints)))
    yield from _few(line for one in changes(was, edition, claims) for line in _recorded_otherwise(one))
    for other in beside:
        yield from _few(_silences(was, edition, other, claims))


def _recorded_otherwise(one: Change) -> Iterator[Line]:
    was, becomes = _all_words(one.before), _all_words(one.after)
    said, says = _all_wordings(one.before), _all_wordings(one.after)
    if one.kind == "appeared":
        yield Line(one.claim, f" is added: {becomes}")
    elif one.kind == "dropped":
        yield Line(one.claim, f" is taken out: {was}")
    elif one.kind == "changed":
        yield Line(one.claim, "", was, becomes)
    elif said != says and said and says:
        yield Line(one.claim, ", the same figure", said, says)
    elif one.before and one.after and _places(one.before) != _places(one.after):
        yield Line(one.claim, ", the same words", _places(one.before), _places(one.after))


def _silences(was: Edition, edition: Edition, other: Edition, claims: Mapping[str, ClaimRecord]) -> Iterator[Line]:
    """What then no longer counts as changed silently between the edition and an *other* one, and what newly does."""
    until_now, then = _silent(was, other, claims), _silent(edition, other, claims)
    first, last = sorted((edition.number, other.number))
    step = f"from edition {first} to {last}"
    for claim in (one for one in until_now if one not in then):
        yield Line(claim, f" no longer counts as changed silently {step}")
    for claim in (one for one in then if one not in until_now):
        told = f": then counts as changed silently {step}"
        yield Line(claim, told, _all_words(then[claim].before), _all_words(then[claim].after), how="", state="silent")


def _silent(one: Edition, other: Edition, claims: Mapping[str, ClaimRecord]) -> dict[str, Change]:
    first, last = (one, other) if one.number < other.number else (other, one)
    return {change.claim: change for change in changes(first, last, claims) if change.silent}


def _counted_line(edition: Edition) -> Iterator[Line]:
    yield Line(f"Edition {edition.number}", _counted(len(edition.prints)))


def _looked_at(edition: Edition, claims: Mapping[str, ClaimRecord]) -> Iterator[Line]:
    """What is to be said of the edition by itself, and of each of its prints."""
    odds = mismatches(edition, claims, MOST_LINES)
    for odd in odds.listed:
        sides = ", ".join(f"{_words(one)} in the {one.print.placement}" for one in (odd.left, odd.right))
        yield Line("Against itself", sides)
    if odds.count > MOST_LINES:
        yield Line("Against itself", f"in {odds.count - MOST_LINES} more ways")
    yield from _few(line for one in states_of(edition, claims) for line in _state(one))


def _counted(prints: int) -> str:
    return "prints no figure" if not prints else f"prints {prints} {'figure' if prints == 1 else 'figures'}"


def _few(lines: Iterable[Line]) -> Iterator[Line]:
    """The first of many; the rest is on the story's page once it is recorded."""
    every = list(lines)
    yield from every[:MOST_LINES]
    if len(every) > MOST_LINES:
        yield Line("And", f"{len(every) - MOST_LINES} more")


def _change(one: Change, number: int) -> Iterator[Line]:
    match one.kind:
        case "changed":
            told = ": neither the update note nor a correction says so" if one.silent else EXCUSES[one.excuse or ""]
            was, becomes = _all_words(one.before), _all_words(one.after)
            yield Line(one.claim, told, was, becomes, how="", state="silent" if one.silent else "")
        case "appeared":
            yield Line(one.claim, f" appears: {_all_words(one.after)}")
        case "dropped":
            yield Line(one.claim, f" is dropped: edition {number} printed {_all_words(one.before)}")
        case _:
            return


def _state(one: PrintState) -> Iterator[Line]:
    """What is to be said of a print at once: that its claim is not there, has moved on, or is retracted."""
    claim, figure = one.claim or "", _figure_words(one.figure)
    if one.unmatched:
        yield Line(claim, " no claim yet: the print is listed as unmatched until it is reported")
    if one.behind is not None:
        stands = _figure_words(one.behind.figure)
        yield Line(claim, f" prints {figure}; it stands at {stands}", state="behind")
    if one.retracted:
        yield Line(claim, f" prints {figure}, which is retracted", state="retracted")


def _all_words(prints: Iterable[ShownPrint]) -> str:
    return " and ".join(dict.fromkeys(_words(one) for one in prints))


def _all_wordings(prints: Iterable[ShownPrint]) -> str:
    return " and ".join(dict.fromkeys(f"“{one.print.wording}”" for one in prints))


def _places(prints: Iterable[ShownPrint]) -> str:
    return ", ".join(dict.fromkeys(one.print.placement for one in prints))


def _words(one: ShownPrint) -> str:
    return f"“{one.print.wording}”" if one.figure is None else _figure_words(one.figure)


def _figure_words(figure: Figure | Erased | None) -> str:
    return "a figure" if figure is None else figure_words(cast("Mapping[str, Any]", wire(figure)))
