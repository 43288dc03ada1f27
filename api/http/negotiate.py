"""Which of the media types that a route offers a reader wants (RFC 9110, 12.5.1)."""

from collections.abc import Iterator, Sequence


def preferred(accept: str | None, offered: Sequence[str]) -> str:
    """The media type of *offered* that *accept* gives the most weight; of equals the first, as where nothing fits."""
    weights = dict(_weights(accept or "*/*"))
    return max(offered, key=lambda one: _weight(one, weights))


def _weight(media_type: str, weights: dict[str, float]) -> float:
    """That of the most specific range that the media type is in."""
    for media_range in (media_type, f"{media_type.partition('/')[0]}/*", "*/*"):
        if media_range in weights:
            return weights[media_range]
    return 0.0


def _weights(accept: str) -> Iterator[tuple[str, float]]:
    for media_range in accept.split(","):
        name, *parameters = (part.strip().lower() for part in media_range.split(";"))
        weight = next((part.removeprefix("q=") for part in parameters if part.startswith("q=")), "1")
        yield name, float(weight) if weight.replace(".", "", 1).isdecimal() else 0.0
