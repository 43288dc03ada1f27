"""What was found, as it is shown: what it is called, whose it is, its figure, the words that were asked for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

import orjson

from adapters.postgres.fetch import Pool, rows
from adapters.search_words import searchable
from api.http.excerpts import marked_spans, segments, words_of
from api.http.first_wordings import name_by_first_wordings
from api.http.search_queries import SQL, Search, searching
from api.words import counted_words
from domain.wire import instant_text

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that was found; *rank* is None where there was too much to rank."""

    stream: str
    rank: int | None

    @property
    def kind(self) -> str:
        """Claim, question, story or source."""
        return self.stream.partition("/")[0]

    @property
    def key(self) -> str:
        """Its id."""
        return self.stream.partition("/")[2]

    @property
    def is_earlier(self) -> bool:
        """Whether a claim was found by what no longer stands."""
        return self.rank is not None and self.rank < 0


@dataclass(slots=True)
class Found:
    """What an item shows, and the texts in which what was asked for is looked for, the best first."""

    shown: Json
    texts: Mapping[str, str]
    question: str | None = None


async def items_of(pool: Pool, search: Search, hits: Sequence[Hit]) -> list[Json]:
    """An item for each of *hits* that the read models can show."""
    found = {
        **await _claims(pool, search, hits),
        **await _questions(pool, search, hits),
        **await _stories(pool, search, hits),
        **await _sources(pool, search, hits),
    }
    for stream, revision in (await _earlier(pool, search, hits)).items():
        if stream in found:
            found[stream] = _found_by(found[stream], revision)
    texts = await _texts_of_questions(pool, search, found.values())
    words = {word for one in found.values() for word in chain.from_iterable(map(words_of, one.texts.values()))}
    asked_for = await _asked_for(pool, search, words)
    return [_item(hit, found[hit.stream], texts, asked_for, search) for hit in hits if hit.stream in found]


def _item(hit: Hit, found: Found, texts: Mapping[str, Any], asked_for: frozenset[str], search: Search) -> Json:
    question = found.question
    return {
        "kind": hit.kind,
        "id": hit.key,
        **found.shown,
        "question": None if question is None else {"question": question, "text": texts.get(question)},
        "excerpt": _excerpt(found.texts, asked_for, search),
        "rank": hit.rank,
    }


def _excerpt(texts: Mapping[str, str], asked_for: frozenset[str], search: Search) -> Json | None:
    """From the first text in which anything is marked, else from the first."""
    prefix = None if search.sought is None else search.sought.prefix
    numbers = frozenset(search.numbers)

    def is_asked_for(word: str) -> bool:
        return word in asked_for or (prefix is not None and word.startswith(prefix))

    spans = {of: marked_spans(text, is_asked_for, numbers) for of, text in texts.items()}
    of = next((one for one in spans if spans[one]), next(iter(texts), None))
    return None if of is None else {"of": of, "segments": segments(texts[of], spans[of])}


async def _asked_for(pool: Pool, search: Search, words: Iterable[str]) -> frozenset[str]:
    if search.marks is None:
        return frozenset()
    found = await rows(pool, SQL["marks"], {"texts": list(words), "marks": search.marks})
    return frozenset(word for (word,) in found)


async def claims_shown(pool: Pool, search: Search, claims: Sequence[str]) -> dict[str, Json]:
    """The views of *claims*."""
    found = await _shown(pool, search, "claims_shown", claims)
    views = {claim: orjson.loads(view) for claim, view in found}
    await name_by_first_wordings(pool, views.values())
    return views


async def _claims(pool: Pool, search: Search, hits: Sequence[Hit]) -> dict[str, Found]:
    views = await claims_shown(pool, search, _keys(hits, "claim"))
    return {f"claim/{claim}": _claim(view) for claim, view in views.items()}


async def _earlier(pool: Pool, search: Search, hits: Sequence[Hit]) -> dict[str, Json]:
    """The revisions by which claims were found that do not say so any more, as items show them."""
    streams = [hit.stream for hit in hits if hit.is_earlier]
    if not streams:
        return {}
    claims = [stream.removeprefix("claim/") for stream in streams]
    parameters = search.parameters(claims=claims, streams=streams)
    found = await rows(pool, search.query_of_earlier(), parameters)
    return {
        stream: revision_shown(orjson.loads(view), None if later is None else orjson.loads(later))
        for stream, view, later in found
    }


def revision_shown(view: Json, corrected: Json | None) -> Json:
    """A revision by which a claim was found, and the one that corrected it."""

    def shown(one: Json, *members: str) -> Json:
        return {"number": one["revision"], **{member: one[member] for member in members}}

    to = None if corrected is None else shown(corrected, "figure", "wording")
    return {**shown(view, "figure", "wording", "said_at"), "corrected_to": to}


def _found_by(found: Found, revision: Json) -> Found:
    """The same claim as *found* by an earlier revision: its wording comes first among the texts."""
    match = "earlier" if revision["corrected_to"] is None else "corrected"
    wording = _text(revision["wording"])
    texts = {"revision": wording, **found.texts} if wording else found.texts
    return replace(found, shown={**found.shown, "match": match, "revision": revision}, texts=texts)


def _claim(view: Json) -> Found:
    standing = view["standing"] or {}
    wording, first = _text(standing.get("wording")), view["attribution"][0]
    names = [_text(hop.get("who", {}).get("name")) for hop in view["attribution"]]
    scope = view["scope"] if isinstance(view["scope"], dict) else {}
    texts = {
        "wording": wording,
        "scope": ", ".join(filter(None, (_text(scope.get(one)) for one in ("population", "place", "definition")))),
        "attribution": ", ".join(dict.fromkeys(filter(None, names))),
    }
    shown = {
        "title": title_of(view),
        "wording": standing.get("wording"),
        "figure": standing.get("figure"),
        "bounds": standing.get("bounds"),
        "originator": first.get("who", first),
        "status": view["status"],
        "disputed": view["disputed"],
        "recorded_at": view["recorded_at"],
        "match": "standing",
        "revision": None,
    }
    return Found(shown, {of: text for of, text in texts.items() if text}, view["question"])


def title_of(view: Json) -> str | None:
    """What a claim is called: population and definition, else its first wording."""
    scope = view["scope"] if isinstance(view["scope"], dict) else {}
    wording = view.get("first_wording", (view["standing"] or {}).get("wording"))
    return counted_words(scope) or _text(wording) or None


async def _questions(pool: Pool, search: Search, hits: Sequence[Hit]) -> dict[str, Found]:
    found = await _shown(pool, search, "questions_shown", _keys(hits, "question"))
    return {f"question/{key}": _question(key, orjson.loads(view), recorded_at) for key, view, recorded_at in found}


def _question(question: str, view: Json, recorded_at: Any) -> Found:  # noqa: ANN401 (a column of the database)
    text = _text(view["text"])
    topics = [one for one in view["topics"] if isinstance(one, str)]
    texts = {"text": text, "topics": ", ".join(topics)}
    return Found(_other(view["text"], recorded_at), {of: one for of, one in texts.items() if one}, question)


async def _stories(pool: Pool, search: Search, hits: Sequence[Hit]) -> dict[str, Found]:
    found = await _shown(pool, search, "stories_shown", _keys(hits, "story"))
    return {f"story/{story}": _story(story, orjson.loads(view), *rest) for story, view, *rest in found}


def _story(story: str, view: Json, recorded_at: Any, wording: str | None, more: str | None) -> Found:  # noqa: ANN401 (a column)
    """A story as found by its headline, by its outlet, or by what it prints, its latest edition before earlier ones."""
    outlet = view["outlet"]
    named = outlet if isinstance(outlet, dict) else {"name": outlet}
    names = [*filter(None, (_text(named.get("name")), _text(named.get("id"))))]
    earlier = (more or "").removeprefix(searchable(" ".join(dict.fromkeys((story, *names))))).strip()
    texts = {
        "headline": _text(view["headline"]),
        "outlet": " ".join(dict.fromkeys(names)),
        "printed": wording,
        "printed_earlier": earlier,
    }
    shown = {**_other(view["headline"], recorded_at), "outlet": outlet}
    return Found(shown, {of: one for of, one in texts.items() if one})


async def _sources(pool: Pool, search: Search, hits: Sequence[Hit]) -> dict[str, Found]:
    keys = _keys(hits, "source")
    if not keys:
        return {}
    query = searching("sources_shown", (), (), is_past=search.moment is not None)
    found = await rows(pool, query, {"keys": keys, "position": search.moment})
    return {
        f"source/{party}": Found(
            {**_other(name or party, None), "originator": {"id": party, "name": name, "kind": kind}},
            {"name": name or party},
        )
        for party, name, kind in found
    }


def _other(title: Any, recorded_at: Any) -> Json:  # noqa: ANN401 (a text, or what stands for an erased one; a moment)
    """What there is to show of anything but a claim."""
    return {
        "title": title,
        "wording": None,
        "figure": None,
        "bounds": None,
        "originator": None,
        "status": None,
        "disputed": None,
        "recorded_at": None if recorded_at is None else instant_text(recorded_at),
        "match": None,
        "revision": None,
    }


async def _texts_of_questions(pool: Pool, search: Search, found: Iterable[Found]) -> dict[str, Any]:
    questions = list(dict.fromkeys(one.question for one in found if one.question is not None))
    shown = await _shown(pool, search, "questions_shown", questions)
    return {question: orjson.loads(view)["text"] for question, view, _ in shown}


async def _shown(pool: Pool, search: Search, name: str, keys: Sequence[str]) -> list[Any]:
    if not keys:
        return []
    query = SQL[f"{name}_{'now' if search.moment is None else 'as_of'}"]
    return await rows(pool, query, {"keys": list(keys), "position": search.moment})


def _keys(hits: Iterable[Hit], kind: str) -> list[str]:
    return [hit.key for hit in hits if hit.kind == kind]


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
