"""How a claim reached us, in one or two sentences under the picture of its chain."""

from collections.abc import Iterator, Sequence

from api.web.filters import when_words
from api.web.sentences import count_words, each_party_once
from api.web.words_times import day_words_of, moment_of, period_words
from api.words import Shown, is_erased, with_article
from domain.clock import NotATime, Span, certainly_earlier, read_time

HEARD = {
    "social_post": "read it in a post of {}",
    "article": "read it in an article of {}",
    "document": "read it in a document of {}",
    "statement": "had it from a statement of {}",
    "briefing": "had it from a briefing of {}",
    "interview": "had it from an interview with {}",
    "broadcast": "heard it in a broadcast of {}",
    "call": "was told on a call by {}",
    "dataset": "took it from the dataset of {}",
    "record": "took it from a record of {}",
    "image": "saw it in an image of {}",
    "video": "saw it in a video of {}",
}
DIRECTLY = {
    "briefing": ", at a briefing",
    "call": ", on a call",
    "interview": ", in an interview",
    "statement": ", in a statement",
    "social_post": ", in a post",
    "dataset": ", in its dataset",
    "document": ", in a document",
    "broadcast": ", in a broadcast",
}
LONGEST_NAME = 120
SPOKEN_FOR = ("originator", "spokesperson")


def title(chain: Sequence[Shown]) -> str:
    """Where the chain begins and ends, and how long it is."""
    is_printed = bool(chain) and not is_erased(chain[-1]) and chain[-1]["who"]["kind"] == "outlet"
    end = "reader" if is_printed else "record"
    return f"From the source to our {end}, {count_words(len(chain), 'hop')}"


def sentences(chain: Sequence[Shown], standing: Shown | None) -> list[str]:
    """How the last one of the chain heard it; and that the chain is older than what stands, if it is."""
    return [_heard(chain), *_older(chain, standing)]


def _heard(chain: Sequence[Shown]) -> str:
    if any(is_erased(hop) for hop in chain):
        return "Part of the chain is erased, so it cannot be told here how it was heard."
    origin, last = chain[0], chain[-1]
    first = _name(origin)
    if len(chain) == 1:
        return f"The record names {first} alone; how it reached us is not recorded."
    hops = each_party_once(chain)
    if len(hops) == 1:
        return f"{_capital(first)} says so in its own voice."
    origin, near = hops[0], hops[-2]
    if near["role"] in SPOKEN_FOR:
        through = f", through {_name(near)}" if near is not origin else ""
        where = DIRECTLY.get(str(near.get("medium")), "")
        return f"{_capital(_name(last))} heard it from {first}{through}{where}."
    heard = HEARD.get(str(near.get("medium")), "had it from {}").format(_name(near))
    return f"{_capital(_name(last))} did not hear it from {first}: it {heard}."


def _name(hop: Shown) -> str:
    name = with_article([hop])
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"


def _older(chain: Sequence[Shown], standing: Shown | None) -> Iterator[str]:
    """Only where every date of the chain is certainly before what stands was said."""
    dates = [hop["said_at"] for hop in chain if not is_erased(hop) and hop.get("said_at")]
    said = None if standing is None else _span(standing["said_at"])
    if standing is None or not dates or said is None or standing["kind"] != "updated":
        return
    spans = [_span(one) for one in dates]
    if all(one is not None and certainly_earlier(one, said) for one in spans):
        yield f"The chain is of {_day(dates[-1])}; the update of {_day(standing['said_at'])} did not renew it."


def _day(text: str) -> str:
    moment = moment_of(text)
    if moment is not None:
        return when_words(text).partition(",")[0]
    return period_words(text) if "/" in text or len(text) > len("2022-03-02") else _plain(text)


def _plain(text: str) -> str:
    moment = moment_of(f"{text}T00:00:00Z")
    return period_words(text) if moment is None else day_words_of(moment)


def _span(text: str) -> Span | None:
    try:
        return read_time(text)
    except NotATime:
        return None


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:] if words.startswith(("the ", "a ", "an ", "some")) else words
