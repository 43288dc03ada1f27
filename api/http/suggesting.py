"""Which claims the text of an edition may word: those of the story, of its numbers, of words of its own."""

import asyncio
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import islice

import orjson

from adapters.postgres.fetch import Pool, rows
from adapters.postgres.queries import queries
from domain.board import figure_of, scope_of
from domain.event_parts import Print
from domain.scope import SCOPE_FIELDS, Scope
from domain.shapes import Erased
from domain.story import Edition
from domain.suggestions import Candidate, suggestions, suggestions_view
from domain.view import View
from domain.worded_figure import amounts_written, readings

SQL = queries("stories")

MOST_NUMBERS, OF_EACH_NUMBER, MOST_OF_NUMBERS = 100, 100, 200
MOST_LEXEMES, MOST_PAIRS, MOST_OF_WORDS, LOOKED_THROUGH = 400, 400, 100, 2_000
MOST_OF_STORY, MOST_REVISIONS = 1_000, 20


async def suggested(pool: Pool, story: str, edition: Edition, until: int) -> View:
    """What is suggested for *edition* of *story*; nothing where its text is not recorded, or erased."""
    if not isinstance(edition.text, str):
        told = "erased" if isinstance(edition.text, Erased) else "absent"
        return {"text": told, **await asyncio.to_thread(_shown, edition, "", ())}
    text = edition.text
    numbers = await asyncio.to_thread(_numbers, text)
    claims = dict.fromkeys(islice(_printed(edition), MOST_OF_STORY))
    claims |= dict.fromkeys(await _by_story(pool, story, until))
    claims |= dict.fromkeys(await _by_figure(pool, text, numbers))
    claims |= dict.fromkeys(await _by_pairs(pool, text))
    if isinstance(edition.headline, str):
        claims |= dict.fromkeys(await _by_words(pool, edition.headline))
    candidates = await _candidates(pool, list(claims), numbers, until)
    return {"text": "recorded", **await asyncio.to_thread(_shown, edition, text, candidates)}


def _shown(edition: Edition, text: str, candidates: Sequence[Candidate]) -> View:
    return suggestions_view(edition, suggestions(text, edition.prints, candidates))


def _numbers(text: str) -> list[Decimal]:
    """The amounts that a text most likely gives, each once."""
    likely = (value for one in amounts_written(text) for value in readings(one)[:1])
    return list(islice(dict.fromkeys(likely), MOST_NUMBERS))


def _printed(edition: Edition) -> Iterable[str]:
    return (one.claim for one in edition.prints if isinstance(one, Print))


async def _by_story(pool: Pool, story: str, until: int) -> list[str]:
    """What its other editions print: of many prints those recorded last."""
    named = {"story": story, "until": until, "looked_through": MOST_OF_STORY}
    return [str(claim) for (claim,) in await rows(pool, SQL["claims_of_story"], named)]


async def _by_figure(pool: Pool, text: str, numbers: Sequence[Decimal]) -> list[str]:
    named = {
        "numbers": list(numbers),
        "each": OF_EACH_NUMBER,
        "text": text.replace("\0", " "),
        "lexemes": MOST_LEXEMES,
        "limit": MOST_OF_NUMBERS,
    }
    return [str(claim) for (claim,) in await rows(pool, SQL["claims_by_figure"], named)]


async def _by_words(pool: Pool, headline: str) -> list[str]:
    named = {"text": headline.replace("\0", " "), "looked_through": LOOKED_THROUGH, "limit": MOST_OF_WORDS}
    return [str(claim) for (claim,) in await rows(pool, SQL["claims_by_words"], named)]


async def _by_pairs(pool: Pool, text: str) -> list[str]:
    """Whatever figure they have, or none: their wordings may stand in the text."""
    named = {
        "text": text.replace("\0", " "),
        "pairs": MOST_PAIRS,
        "looked_through": LOOKED_THROUGH,
        "limit": MOST_OF_WORDS,
    }
    return [str(claim) for (claim,) in await rows(pool, SQL["claims_by_pairs"], named)]


async def _candidates(pool: Pool, claims: Sequence[str], numbers: Sequence[Decimal], until: int) -> list[Candidate]:
    named = {"claims": list(claims), "numbers": list(numbers), "latest": MOST_REVISIONS, "until": until}
    found = await rows(pool, SQL["wordings"], named)
    return await asyncio.to_thread(lambda: [one for row in found if (one := _candidate(*row)) is not None])


def _candidate(claim: str, number: int, view: bytes, scope: bytes) -> Candidate | None:
    """The revision as a candidate; None where its wording is erased, for then there is nothing to look for."""
    said = orjson.loads(view)
    if not isinstance(said["wording"], str):
        return None
    return Candidate(claim, number, said["wording"], figure_of(said["figure"]), _about(scope_of(orjson.loads(scope))))


def _about(scope: Scope | Erased | None) -> str:
    return " ".join(filter(None, (getattr(scope, field, None) for field in SCOPE_FIELDS)))
