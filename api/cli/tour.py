"""The demonstration's tour: where to look, and in short what the record knows of what was posted."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from shlex import quote
from typing import Any

from rich.markup import escape
from rich.padding import Padding
from rich.rule import Rule
from rich.text import Text

from api.cli import story, views
from api.cli.checking import checked, print_check
from api.cli.client import Client
from api.cli.naming import program
from api.cli.printing import out
from api.cli.series import Series
from api.words import figure_words, originator_words, text_words, verdict_words

QUESTION = "ru-soldiers-killed"
RIVALS = ("ru-mod-own-killed", "ua-adviser-ru-killed", "pentagon-ru-killed-5d")
PAIRS = ((0, 1), (0, 2), (1, 2))
LATE, VOTE = "un-ua-civilians-killed", "un-vote-condemn"
PRINTED_PERIOD = "2022-02-24/2022-03-02"
WIDEST = 100  # columns: a sentence is not read across a whole screen

Receipts = Mapping[str, Mapping[str, Any]]


def where_to_look(service: Client, lively: Series) -> None:
    """The addresses of the pages that are worth a first look, the desk's first."""
    for page, what in (
        ("/", "The desk"),
        (f"/stories/{story.STORY}?edition={story.EDITION}", "The story of 2 March 2022"),
        (f"/questions/{QUESTION}?period={PRINTED_PERIOD}", "Its rival figures on a board"),
        (f"/claims/{lively.claim}", "A long history of one claim"),
        (f"/stories/{lively.silent}", "A list that changed silently"),
    ):
        out.print(f"{what + ':':<30}[blue]{service.url}{page}[/]", soft_wrap=True)


def where_to_go_on(service: Client, folder: Path, *, is_kept: bool) -> None:
    """How to ask more of the demonstration while it is up; whether its *folder* is kept afterwards."""
    shown, data = program(), quote(str(folder))
    afterwards = f"Its record stays in {escape(str(folder))}." if is_kept else "Its record goes then."
    out.print(
        f"\nThe desk is at [blue]{service.url}/[/]. [bold]Ctrl-C ends it.[/] {afterwards} Meanwhile, in another shell:",
        soft_wrap=True,
    )
    for command in (
        f"{shown} show {VOTE} --url {service.url}",
        f"{shown} replay {VOTE} --data {data}",
        f"{shown} check --data {data}",
    ):
        out.print(f"  {command}", markup=False, soft_wrap=True)


def tell(service: Client, receipts: Receipts, conninfo: str, printed_at: int, lively: Series) -> None:
    """The whole tour; *printed_at* is the position at which all that the story printed was in the record."""
    _rival_figures(service, printed_at)
    _a_history(service)
    _before_and_after(service, receipts)
    _an_audit_trail(service)
    _silent_changes(service, lively)
    _a_check(conninfo)


def _rival_figures(service: Client, printed_at: int) -> None:
    _chapter("1  Three figures for one question: how many Russian soldiers have been killed?")
    claims = [service.get(f"/v1/claims/{one}", as_of=printed_at) for one in RIVALS]
    out.print(views.claims(claims))
    out.print()
    for left, right in PAIRS:
        _compared(service, claims[left], claims[right], printed_at)
    _say(
        "Which two cannot be compared? “About 1,500” counts the first five days, the other two a longer time. So it "
        "stands beside neither of them, and no tolerance changes that. 498 and “more than 7,000” are about the same "
        "days, and no number is both."
    )
    _say(
        "Three weeks later Moscow says 1,351, about another period again. The board still shows what was rival then, "
        "if it is asked for that period:"
    )
    board = service.get(f"/v1/questions/{QUESTION}", period=PRINTED_PERIOD)
    rivals = [one for one in board["claims"] if one["claim"] in RIVALS]
    out.print(views.claims(rivals))
    _link(service, f"/v1/questions/{QUESTION}?as_of={printed_at}", "the board as it was printed")
    _link(service, f"/v1/questions/{QUESTION}?period={PRINTED_PERIOD}", "now, for the printed period")


def _compared(service: Client, left: Mapping[str, Any], right: Mapping[str, Any], at: int) -> None:
    pair = service.get("/v1/compare", left=left["claim"], right=right["claim"], as_of=at)
    figures = " against ".join(figure_words(one["standing"]["figure"]) for one in (left, right))
    said = verdict_words(pair, left["standing"], right["standing"])
    out.print(Text.assemble("  ", (f"{figures}: ", "bold"), said))


def _a_history(service: Client) -> None:
    _chapter("2  One claim’s history: what the UN counted, with a bulletin that came in late")
    out.print(views.revisions(LATE, list(service.items(f"/v1/claims/{LATE}/revisions"))))
    _say("227 was found after 331 had been recorded. It adds history, and displaces nothing newer.")
    _link(service, f"/v1/claims/{LATE}/revisions", "every figure, with its clocks")


def _before_and_after(service: Client, receipts: Receipts) -> None:
    _chapter("3  As of before a correction, and now: the vote in the General Assembly")
    reported, corrected = receipts["seed/un-vote-condemn"], receipts["days/vote-corrected"]
    for moment, position in (("before", reported["position"]), ("now", None)):
        view = service.get(f"/v1/claims/{VOTE}", as_of=position)
        standing = view["standing"]
        words = Text(f"“{text_words(standing['wording'])}”", style="italic")
        out.print(Text.assemble(f"  {moment:<7}", (f"{figure_words(standing['figure']):<10}", "bold"), words))
    for one in _corrections_of(service, VOTE):
        _say(f"{text_words(one['note'])} Approved by {originator_words([{'who': one['approver']}])}: {one['reason']}.")
    _link(service, f"/v1/claims/{VOTE}?as_of={reported['position']}", "before")
    _link(service, f"/v1/claims/{VOTE}/diff?from=1&to=2", f"what event {corrected['position']} changed, word by word")


def _corrections_of(service: Client, claim: str) -> Sequence[Mapping[str, Any]]:
    return [one for one in service.items("/v1/corrections") if one["claim"] == claim]


def _an_audit_trail(service: Client) -> None:
    _chapter("4  The same claim’s audit trail: who recorded what, when, and what it changed")
    out.print(views.trail(VOTE, list(service.items(f"/v1/claims/{VOTE}/audit"))))
    _say("The correction stands beside what it corrects. Nothing is edited, and nothing goes.")
    _link(service, f"/v1/claims/{VOTE}/audit", "the trail")


def _a_check(conninfo: str) -> None:
    _chapter("6  The check: the whole log recomputed from what is stored")
    print_check(*checked(conninfo))


def _silent_changes(service: Client, lively: Series) -> None:
    _chapter("5  What did a list change without saying so?")
    told = service.get(f"/v1/stories/{lively.silent}/changes", **{"from": 1, "to": 2})
    for one in told["changes"]:
        if one["silent"]:
            was, now = (figure_words(one[side]["figure"]) for side in ("from", "to"))
            out.print(Text.assemble(f"  {one['claim']:<40}", (f"{was} → {now}", "bold")))
    _say("Neither an update note nor a correction speaks of these.")
    _link(service, f"/stories/{lively.silent}", "edition by edition")


def _chapter(title: str) -> None:
    out.print()
    out.print(Rule(Text(title, style="bold"), align="left", style="dim"), width=min(out.width, WIDEST))


def _say(text: str) -> None:
    out.print(Padding(Text(text), (1, 2, 0, 2)), width=min(out.width, WIDEST))


def _link(service: Client, path: str, what: str) -> None:
    out.print(f"  [dim]{what}:[/] [blue]{service.url}{path}[/]", soft_wrap=True)
