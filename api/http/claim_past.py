"""How a claim's stream is called."""

from api.http.as_of import not_found
from domain.shapes import is_id


def claim_stream(claim: str) -> str:
    """The stream of the claim with this id; raises Refused (``not-found``) for what no claim can be called."""
    if not is_id(claim):
        raise not_found("claim", claim)
    return f"claim/{claim}"
