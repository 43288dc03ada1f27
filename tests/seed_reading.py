"""The careful reading of the seed story, ``claims.json``, in the words of the wire, as events and answers have it."""

from typing import Any

WIRE_NAMES = {"direction": "leaning", "relation": "comparison"}
NO_PART_OF_THE_WIRE = {"as_printed", "factor", "hedge", "ordinal", "qualifier", "referent_certain", "unit"}
MEDIUMS = {
    "photo": "image",
    "tweet": "social_post",
    "Twitter": "social_post",
    "vote": "record",
    "web article": "article",
}

Json = dict[str, Any]


def figure_on_the_wire(read: Json) -> Json:
    """A figure of the reading as events and views have it."""
    stated = {name: value for name, value in read.items() if value is not None and name not in NO_PART_OF_THE_WIRE}
    if "referent" in stated:
        stated["to"] = {"claim": stated.pop("referent")}
    return {WIRE_NAMES.get(name, name): value for name, value in stated.items()}


def hops_read(claim: Json) -> list[Json]:
    """What the reading says of a claim's chain, hop by hop."""
    return [
        {
            "who": hop["who"],
            "is_named": hop["named"],
            "role": hop["role"],
            "medium": None if hop["medium"] is None else MEDIUMS.get(hop["medium"], "other"),
            "said_at": hop["said_at"],
        }
        for hop in claim["attribution"]
    ]


def hops_posted(data: Json) -> list[Json]:
    """The same of the chain of an event or a view."""
    return [
        {
            "who": hop["who"]["name"],
            "is_named": "id" in hop["who"] and hop["who"]["kind"] != "unnamed",
            "role": hop["role"],
            "medium": hop.get("medium"),
            "said_at": hop.get("said_at"),
        }
        for hop in data["attribution"]
    ]
