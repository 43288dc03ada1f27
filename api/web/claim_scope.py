"""What a claim's figure counts, in words, and in which unit where these words do not name it."""

import re
from collections.abc import Mapping
from typing import Any

from api.web.sentences import scope_words
from api.words import is_erased, with_article

UNSAID = frozenset("person people item thing unit count number total".split())
"""Units that are no more than the counting itself."""
SMALL_WORDS = frozenset({"and", "of", "or", "the"})
ORDINAL = "(ordinal)"

_WORD = re.compile(r"[^\W_]+")


def counted(view: Any, question: Mapping[str, Any]) -> str:  # noqa: ANN401 (a view)
    """What the claim counts: "Time since its start in Ukraine, in weeks"; else what its question says."""
    own = scope_words(view["scope"] or {})
    asked = question.get("scope") or {}
    inherited = "" if own else scope_words(asked)
    unit = _unit([view["scope"] or {}, asked], own or inherited)
    told = f"{own or inherited}{', ' if unit and (own or inherited) else ''}{unit}"
    return f"{told}, as its question has it" if inherited else f"{told[:1].upper()}{told[1:]}"


def under_chart(view: Any) -> str:  # noqa: ANN401 (a view)
    """What the chart draws, and who gave it."""
    if is_erased(view["scope"]):
        return ""
    scope = scope_words({**view["scope"], "place": None})
    unit = _unit([view["scope"]], scope)
    chain = view["attribution"]
    who = "its source" if not chain or is_erased(chain[0]) else with_article(chain)
    return scope and f"{scope}{', ' if unit else ''}{unit}, as {who} gave it"


def _unit(scopes: list[Any], told: str) -> str:
    """The unit of the first scope that has one, as "in weeks"; "" where *told* names it, or nobody would say it."""
    units = (scope.get("unit") for scope in scopes if not is_erased(scope))
    unit = next((one for one in units if isinstance(one, str)), "")
    words, known = _stems(unit), _stems(told)
    is_named = set(words) - SMALL_WORDS <= set(known)
    return "" if is_named or words[0] in UNSAID or unit.endswith(ORDINAL) else f"in {unit}"


def _stems(text: str) -> list[str]:
    """The words of a text, in the singular as far as an "s" makes the plural."""
    return [word if word.endswith("ss") else word.removesuffix("s") for word in _WORD.findall(text.casefold())]
