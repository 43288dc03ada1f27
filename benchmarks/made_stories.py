"""One made story: editions of prints of the claims of its days, some of which change a figure without saying so."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from benchmarks.made_claims import Made, MadeClaim, event

PLACEMENTS = ("body", "body", "body", "caption", "quote")


@dataclass(slots=True)
class MadeStory:
    """A story on its way; its first claim stands in headline and lede."""

    id: str
    claims: Sequence[MadeClaim]
    prints: int
    turns: Sequence[int]
    """In which rounds of its era an edition comes out."""

    edition: int = 0
    printed: dict[str, str] = field(default_factory=dict)

    def next(self, chance: random.Random) -> Made:
        """Its next edition."""
        self.edition += 1
        main = self.claims[0]
        prints = [self._print(claim, PLACEMENTS[n % len(PLACEMENTS)]) for n, claim in enumerate(self.claims)]
        prints = [self._print(main, "headline"), *prints][: self.prints]
        if chance.random() < 0.05:  # noqa: PLR2004 (one of twenty prints what nobody has recorded)
            prints[-1] = {"claim": f"{self.id}-unknown", "placement": "body", "wording": "7 others were never found"}
        data = {
            "edition": self.edition,
            "outlet": {"id": f"outlet-{chance.randrange(40)}", "name": "The Made Courier", "kind": "outlet"},
            "headline": main.latest[1],
            "published_at": (main.said + timedelta(hours=12)).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "prints": prints,
        }
        if note := self._note(prints, chance):
            data["update_note"] = note
        self.printed = {one["claim"]: one["wording"] for one in prints}
        return event("story.published.v1", self.id, self.edition, data)

    def _print(self, claim: MadeClaim, placement: str) -> Made:
        printed: Made = {"claim": claim.id, "placement": placement, "wording": claim.latest[1]}
        if placement == "body":
            printed["target"] = claim.revisions
        return printed

    def _note(self, prints: Sequence[Made], chance: random.Random) -> str | None:
        """What it says of its changes, if it does."""
        changed = [one["wording"] for one in prints if self.printed.get(one["claim"], one["wording"]) != one["wording"]]
        if not changed or chance.random() < 0.4:  # noqa: PLR2004 (four of ten say nothing)
            return None
        return "Updated with new figures: " + "; ".join(changed)


def story_of(
    name: str, claims: Sequence[MadeClaim], chance: random.Random, *, prints: int = 0, editions: int = 0
) -> MadeStory:
    """One of the era's stories; 0 leaves the number to chance."""
    prints = prints or chance.randint(5, 30)
    chosen = chance.sample(claims, min(prints, len(claims)))
    first = chance.randrange(5)
    turns = [first + 4 * n for n in range(editions or chance.randint(1, 4))]
    return MadeStory(name, chosen, prints, turns)
