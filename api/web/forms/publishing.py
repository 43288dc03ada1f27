"""The verbs of a story: publish an edition, correct what we recorded of one, withdraw."""

from typing import get_args

from api.web.forms import shared_fields as ask
from api.web.forms.entries import as_entries
from api.web.forms.fields import Choice, Entries, Field, FigureAsked, Group, Item, Rows
from api.web.forms.prints import MOST_PRINTS, print_entries, with_carried
from api.web.forms.typed import whole_typed
from api.web.forms.verb import Data, Verb, parties_named
from domain.event_parts import Placement
from domain.events import StoryCorrected, StoryPublished, StoryWithdrawn
from domain.shapes import Erased
from domain.story import Edition, StoryState
from domain.wire import wire

PRINT: tuple[Item, ...] = (
    Field(
        "claim",
        "Claim",
        "id",
        "The id of the claim that it prints",
        missing="Name the claim that it prints",
        offers="claims",
    ),
    Field(
        "placement",
        "Where",
        "choice",
        choices=ask.choices(get_args(Placement), first="choose"),
        missing="Say where it stands",
    ),
    Field("wording", "Words", "words", "Word for word, as printed", missing="Give the words as printed"),
    FigureAsked("figure", "Figure", "Only where the words do not give it", is_optional=True),
    Field(
        "target",
        "Revision",
        "whole",
        "The number of the revision that it prints, if known; not kept where the words change",
        is_optional=True,
    ),
    *(Field(f"selector.{one}", "", "hidden") for one in ("exact", "prefix", "suffix")),
    *(Field(f"selector.{one}", "", "hidden_whole") for one in ("start", "end")),
    Field("of", "", "hidden"),
    Field("was", "", "hidden"),
)


def _prints(hint: str) -> Rows:
    return Rows("prints", "What it prints", PRINT, "print", hint, MOST_PRINTS)


def _publish_items(_state: StoryState, _entries: Entries) -> list[Item]:
    return [
        Field("subject", "Id of the story", "id", "Such as newsweek.1684023; never changes", missing="Give it an id"),
        Field(
            "edition", "Edition", "whole", "1, 2, 3: each published state of the story", missing="Number the edition"
        ),
        ask.party("outlet", "Outlet", "Say who published it"),
        Field("headline", "Headline", "words", "Word for word", missing="Give the headline"),
        Field("published_at", "Published", "time", ask.WHEN, missing="Say when it was published"),
        Field("url", "Address", is_optional=True),
        _prints("Every figure that this edition prints, at every place where it prints it"),
        Field(
            "update_note",
            "Update note",
            "prose",
            "As printed. A change is silent unless this note gives the old or the new amount",
            is_optional=True,
        ),
        Group(
            "more",
            "Text of the story",
            (
                Field(
                    "text", "Text", "prose", "From it, prints are suggested that are missing above", is_optional=True
                ),
                Field("text_sha256", "SHA-256 of the text", is_optional=True),
            ),
            is_folded=True,
        ),
        ask.NOTE,
    ]


def _publish_filled(state: StoryState, asked: Entries) -> dict[str, str]:
    """The next edition: what the latest one printed, for most of it is printed again."""
    latest = state.latest
    if latest is None:
        return {"edition": "1", "outlet.kind": "outlet", **_subject(asked)}
    return {
        **_subject(asked),
        "edition": str(latest.number + 1),
        **_party_entries(latest.outlet),
        **as_entries(wire(latest.headline), "headline"),
        **as_entries(wire(latest.url), "url"),
        **print_entries(latest),
    }


def _subject(asked: Entries) -> dict[str, str]:
    return {"subject": asked["story"]} if "story" in asked else {}


def _party_entries(party: object) -> dict[str, str]:
    return {"outlet.name": party} if isinstance(party, str) else as_entries(wire(party), "outlet")


def _published(state: StoryState, data: Data, _entries: Entries) -> Data:
    """What was carried from the edition before, where its words are printed again."""
    data = parties_named(data)
    if "prints" in data:
        data["prints"] = [with_carried(state, one) for one in data["prints"]]
    return data


def _correct_items(state: StoryState, _entries: Entries) -> list[Item]:
    choices = tuple(Choice(str(number), _edition_words(one)) for number, one in sorted(state.editions.items()))
    return [
        Field("edition", "Which edition?", "revision", choices=choices, missing="Choose an edition"),
        _prints("The whole new list: it takes the place of the one that is recorded"),
        ask.reason("Kept for ever"),
        ask.party("approver", "Approved by", "Say who approved it"),
        ask.NOTE,
    ]


def _edition_words(one: Edition) -> str:
    headline = "erased" if isinstance(one.headline, Erased) else one.headline
    return f"Edition {one.number}: {headline}"


def _correct_filled(state: StoryState, asked: Entries) -> dict[str, str]:
    number = asked.get("edition") or ("" if state.latest is None else str(state.latest.number))
    edition = None if (n := whole_typed(number)) is None else state.editions.get(n)
    return {"edition": number, "filled": number, **({} if edition is None else print_entries(edition))}


def _correct_refilled(state: StoryState, posted: Entries) -> Entries | None:
    """The prints of the edition chosen meanwhile; those that were shown are another one's."""
    if "filled" not in posted or posted.get("edition", "") == posted["filled"]:
        return None
    rest = {name: text for name, text in posted.items() if not name.startswith("prints.")}
    return {**rest, **_correct_filled(state, posted)}


def _corrected(state: StoryState, data: Data, entries: Entries) -> Data:
    return {"prints": [], **_published(state, data, entries)}


def _withdraw_items(_state: StoryState, _entries: Entries) -> list[Item]:
    return [ask.reason(), ask.NOTE]


PUBLISH: Verb[StoryState] = Verb(
    "new",
    StoryPublished.stored_as,
    "Publish an edition",
    "One published state of a story, with every figure that it prints.",
    "Record the edition",
    _publish_items,
    _publish_filled,
    _published,
)
CORRECT_STORY: Verb[StoryState] = Verb(
    "correct",
    StoryCorrected.stored_as,
    "Correct what we recorded of an edition",
    "Our record of what it printed was incomplete or wrong. If the story itself has changed, publish its next edition.",
    "Record the correction",
    _correct_items,
    _correct_filled,
    _corrected,
    _correct_refilled,
)
WITHDRAW: Verb[StoryState] = Verb(
    "withdraw",
    StoryWithdrawn.stored_as,
    "Withdraw the story",
    "The outlet took the story down. A new edition ends that; the history stays.",
    "Record the withdrawal",
    _withdraw_items,
)
STORY_VERBS = {one.name: one for one in (CORRECT_STORY, WITHDRAW)}
