"""The seed story is found again through the public door: every claim, figure, chain and verdict of its reading.

Each way of asking is held against the same reading: HTTP, and the command line with ``--json``.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

import orjson
import pytest

from examples.seed.make_events import reported
from tests.postgres import Server
from tests.running import SEED, ended
from tests.seed_reading import Json, figure_on_the_wire, hops_posted, hops_read
from tests.service import Service, answering_with_its_worker

Ask: TypeAlias = Callable[..., Any]

WITHOUT_A_SAYING = "../2022-03-02"


@pytest.fixture(scope="module")
def reading(shared: Path) -> Json:
    read: Json = orjson.loads((shared / "data" / "seed" / "claims.json").read_bytes())
    return read


@pytest.fixture(scope="module")
def service(postgres: Server, reading: Json) -> Iterator[Service]:
    """The service with the seed story, and each expected verdict's pair as two claims of a question of their own."""
    with postgres.fresh() as database, answering_with_its_worker(database) as answering:
        answering.post_all([orjson.loads(line) for line in (SEED / "events.jsonl").read_bytes().splitlines()])
        answering.post_all([answering.event("claim.reported.v1", *one) for one in claims_of_pairs(reading)])
        yield answering


@pytest.fixture(params=["http", "command line"])
def ask(request: pytest.FixtureRequest, service: Service) -> Ask:
    """How a reader asks: ``ask("show", CLAIM)``, items of a list as they come."""
    return over_http(service) if request.param == "http" else on_the_command_line(service)


def over_http(service: Service) -> Ask:
    paths = {
        "show": "/v1/claims/{}",
        "history": "/v1/claims/{}/revisions",
        "audit": "/v1/claims/{}/audit",
        "board": "/v1/questions/{}",
    }

    def asked(what: str, subject: str, **parameters: str) -> Any:
        answer = service.read(paths[what].format(subject), **parameters)
        return answer["items"] if what in ("history", "audit") else answer

    return asked


def on_the_command_line(service: Service) -> Ask:
    def asked(what: str, subject: str, **parameters: str) -> Any:
        options = [text for name, value in parameters.items() for text in (f"--{name}", value)]
        run = ended(what, subject, *options, "--json", "--url", str(service.http.base_url))
        assert run.code == 0, run.err
        return run.lines if what in ("history", "audit") else run.lines[0]

    return asked


def test_every_claim_stands_with_its_figure_its_words_and_its_clocks(ask: Ask, reading: Json) -> None:
    for claim in reading["claims"]:
        view = ask("show", claim["id"])
        standing = view["standing"]
        assert (view["claim"], view["question"], view["status"]) == (claim["id"], claim["question"]["id"], "standing")
        assert standing["figure"] == figure_on_the_wire(claim["figure"])
        assert standing["wording"] == claim["wording"]["text"]
        assert (standing["refers_to"], standing["said_at"]) == (
            claim["refers_to"],
            claim["said_at"] or WITHOUT_A_SAYING,
        )


def test_every_claim_has_its_chain_hop_by_hop(ask: Ask, reading: Json) -> None:
    chains = {claim["id"]: hops_posted(ask("show", claim["id"])) for claim in reading["claims"]}
    assert chains == {claim["id"]: hops_read(claim) for claim in reading["claims"]}


def test_no_wording_of_the_story_was_taken_for_a_revision(ask: Ask, reading: Json) -> None:
    for claim in reading["claims"]:
        (revision,) = ask("history", claim["id"])
        first, *_ = ask("audit", claim["id"])
        assert (revision["kind"], revision["figure"]) == ("reported", figure_on_the_wire(claim["figure"]))
        assert (first["type"], first["id"]) == ("claim.reported.v1", f"seed/{claim['id']}")


def test_every_question_has_its_claims_and_no_others(ask: Ask, reading: Json) -> None:
    questions = {claim["question"]["id"]: claim["question"]["text"] for claim in reading["claims"]}
    assert len(questions) == reading["expected"]["questions"]
    for question, text in questions.items():
        board = ask("board", question)
        claims = [claim["id"] for claim in reading["claims"] if claim["question"]["id"] == question]
        assert (board["text"], [one["claim"] for one in board["claims"]]) == (text, sorted(claims))


def test_the_story_has_as_many_claims_of_each_form_as_were_read_in_it(service: Service, reading: Json) -> None:
    names = {claim["id"] for claim in reading["claims"]}
    views = [one for one in service.read("/v1/claims", limit=1000)["items"] if one["claim"] in names]
    forms = Counter(one["standing"]["figure"]["form"] for one in views)
    assert len(views) == reading["expected"]["claims"]
    assert forms == +Counter(reading["expected"]["forms"])


def test_every_wording_is_found_again_at_its_place_in_the_story(service: Service, reading: Json) -> None:
    for claim in reading["claims"]:
        first, *_ = service.read(f"/v1/claims/{claim['id']}/events")["items"]
        wording = claim["wording"]
        assert first["data"]["selector"] == {
            "exact": wording["text"],
            "start": wording["start"],
            "end": wording["end"],
        }


def test_what_the_story_itself_says_against_a_claim_is_found_again(ask: Ask, reading: Json) -> None:
    for dispute in reading["disputes"]:
        if dispute["kind"] == "rival_figure":
            assert {"to": dispute["disputed"], "relation": "contradicts"} in ask("show", dispute["by"])["links"]
        else:
            findings = [one["finding"] for one in ask("show", dispute["disputed"])["assessments"]]
            assert findings == [dispute["assessment"]]


def test_every_expected_verdict_is_on_the_board_of_its_pair(ask: Ask, reading: Json) -> None:
    for number, expected in enumerate(reading["expected_verdicts"]):
        (pair,) = ask("board", question_of(number))["pairs"]
        assert is_as_expected(pair, expected), (expected, pair)
        if "with_tolerance" in expected:
            wider = expected["with_tolerance"]
            (pair,) = ask("board", question_of(number), tolerance=wider["relative"])["pairs"]
            assert is_as_expected(pair, wider), (expected, pair)


def test_every_expected_verdict_is_the_answer_to_comparing_its_pair(service: Service, reading: Json) -> None:
    for number, expected in enumerate(reading["expected_verdicts"]):
        left, right = sides_of(number)
        assert is_as_expected(service.read("/v1/compare", left=left, right=right), expected), expected
        if "with_tolerance" in expected:
            wider = expected["with_tolerance"]
            pair = service.read("/v1/compare", left=left, right=right, tolerance=wider["relative"])
            assert is_as_expected(pair, wider), (expected, pair)


def test_claims_of_the_story_itself_have_the_expected_verdicts_too(service: Service, reading: Json) -> None:
    pairs = [one for one in reading["expected_verdicts"] if "#" not in one["a"] + one["b"]]
    assert len(pairs) == 13
    for expected in pairs:
        pair = service.read("/v1/compare", left=expected["a"], right=expected["b"])
        assert is_as_expected(pair, expected), (expected, pair)


def test_no_claim_corroborates_another_that_only_seems_to(ask: Ask, service: Service, reading: Json) -> None:
    verdicts = [(one["a"], one["b"]) for one in reading["expected_verdicts"]]
    for expected in reading["expected_corroboration"]:
        number = verdicts.index((expected["a"], expected["b"]))
        left, right = sides_of(number)
        (on_the_board,) = ask("board", question_of(number))["pairs"]
        compared = service.read("/v1/compare", left=left, right=right)
        for pair in (on_the_board, compared):
            assert (pair["corroborates"] is not None) == expected["corroborates"], expected


def claims_of_pairs(reading: Json) -> Iterator[tuple[str, Any]]:
    """Subject and data of the two claims of each expected verdict, alike in their question."""
    for number, expected in enumerate(reading["expected_verdicts"]):
        for subject, side in zip(sides_of(number), (expected["a"], expected["b"]), strict=True):
            made: Any = reported(worded(reading, side), reading["story"])
            yield subject, {**made, "question": question_of(number)}


def question_of(number: int) -> str:
    return f"pair-{number}"


def sides_of(number: int) -> tuple[str, str]:
    return f"pair-{number}.a", f"pair-{number}.b"


def worded(reading: Json, side: str) -> Any:
    """A claim of the reading as it is meant by "claim", "claim#place", "claim#alternative-1" or "claim#external-1"."""
    name, _, which = side.partition("#")
    (claim,) = [one for one in reading["claims"] if one["id"] == name]
    if not which:
        return claim
    if which.startswith("alternative-"):
        return claim | claim["alternatives"][int(which.removeprefix("alternative-")) - 1]
    facts = {fact["id"]: fact for fact in reading["known_external_facts"]}
    if which in facts:
        return claim | {"figure": facts[which]["figure"], "wording": as_voted(claim["wording"])}
    (mention,) = [one for one in claim["mentions"] if one["place"] == which]
    return claim | mention


def as_voted(printed: Json) -> Json:
    """The wording of the vote as it was: 141 instead of the 145 that was printed."""
    return printed | {"text": printed["text"].replace("145", "141")}


def is_as_expected(pair: Json, expected: Json) -> bool:
    """Whether it is the reading's own verdict and reason; those that it calls defensible too are not needed."""
    reason = expected.get("reason")
    return pair["verdict"] == expected["verdict"] and (reason is None or reason in pair["reasons"])
