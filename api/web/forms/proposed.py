"""Ids that a form proposes for what has none yet, made of what was typed beside them. Nobody is held to them."""

import re
import unicodedata
from collections.abc import Iterable

from api.web.forms.fields import Entries, Field

LONGEST, LONGEST_ID = 60, 128
MOST_READ = 1_000
"""Characters of a text that an id is made of."""

_NO_WORD = re.compile(r"[^a-z0-9]+")
_ASKING = frozenset("how many much have has had been were was is are the of in a an to by and or what for".split())


def proposed(field: Field, entries: Entries, got: str = "") -> str:
    """An id for *field*, where *got* is what was typed there; "" where nothing makes one."""
    if got:
        return _joined(".", (_slug(one) for one in got[:MOST_READ].split(".")), LONGEST_ID)
    if field.name == "subject":
        return _of_subject(entries)
    return _slug(entries.get(f"{field.name.removesuffix('id')}name", "")) if field.name.endswith("who.id") else ""


def _of_subject(entries: Entries) -> str:
    if "headline" in entries:
        parts = (entries.get("outlet.id") or entries.get("outlet.name", ""), entries["headline"])
    elif "text" in entries:
        return _slug(_counted(entries)) or _slug(_asked(entries["text"]))
    else:
        who = entries.get("attribution.0.who.id") or entries.get("attribution.0.who.name", "")
        parts = (who, entries.get("question") or _counted(entries))
    slugs = [_slug(one) for one in parts]
    return ".".join(slugs) if all(slugs) else ""


def _counted(entries: Entries) -> str:
    return f"{entries.get('scope.population', '')} {entries.get('scope.definition', '')}"


def _asked(text: str) -> str:
    words = _NO_WORD.sub(" ", _plain(text[:MOST_READ])).split()
    return " ".join([one for one in words if one not in _ASKING][:6])


def _slug(text: str) -> str:
    """*text* in the letters that an id may have; "" for one in another script, which nobody here can spell."""
    return _joined("-", _NO_WORD.split(_plain(text[:MOST_READ])), LONGEST)


def _joined(by: str, parts: Iterable[str], most: int) -> str:
    """As many of *parts* from the first on as make at most *most* characters; empty ones are none."""
    made = ""
    for one in filter(None, parts):
        more = f"{made}{by}{one}" if made else one
        if len(more) > most:
            break
        made = more
    return made


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower().replace("'", "")
