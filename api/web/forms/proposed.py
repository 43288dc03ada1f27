"""Ids that a form proposes for what has none yet, made of what was typed beside them. Nobody is held to them."""

import re
import unicodedata

from api.web.forms.fields import Entries, Field

LONGEST = 60
_NO_WORD = re.compile(r"[^a-z0-9]+")
_ASKING = frozenset("how many much have has had been were was is are the of in a an to by and or what for".split())


def proposed(field: Field, entries: Entries, got: str = "") -> str:
    """An id for *field*, where *got* is what was typed there; "" where nothing makes one."""
    if got:
        return ".".join(slug for one in got.split(".") if (slug := _slug(one)))
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
    words = _NO_WORD.sub(" ", _plain(text)).split()
    return " ".join([one for one in words if one not in _ASKING][:6])


def _slug(text: str) -> str:
    """*text* in the letters that an id may have; "" for one in another script, which nobody here can spell."""
    words = [one for one in _NO_WORD.split(_plain(text)) if one]
    while len("-".join(words)) > LONGEST:
        words.pop()
    return "-".join(words)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower().replace("'", "")
