"""The seed story as events says what its careful reading says, all of it, and nothing more of the article."""

import hashlib
import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bounded import PATIENCE_S
from tests.seed_reading import Json, figure_on_the_wire, hops_posted, hops_read

CHECKOUT = Path(__file__).parents[2]
SEED = CHECKOUT / "examples" / "seed"
SEED_FILES = ("events.jsonl", "days_after.jsonl")

BORROWED_RUN_WORDS = 5


def posted(name: str) -> list[Json]:
    return [json.loads(line) for line in (SEED / name).read_text(encoding="utf-8").splitlines()]


def of_type(stored_as: str) -> dict[str, Json]:
    """The data of the seed's events of one type, by subject."""
    return {event["subject"]: event["data"] for event in posted("events.jsonl") if event["type"] == stored_as}


@pytest.fixture(scope="module")
def reading(shared: Path) -> Json:
    read: Json = json.loads((shared / "data" / "seed" / "claims.json").read_text(encoding="utf-8"))
    return read


@pytest.fixture(scope="module")
def article(shared: Path) -> str:
    return (shared / "data" / "seed" / "story.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def reported() -> dict[str, Json]:
    return of_type("claim.reported.v1")


@pytest.fixture(scope="module")
def edition() -> Json:
    (published,) = of_type("story.published.v1").values()
    return published


@pytest.fixture(scope="module")
def expected() -> Json:
    known: Json = json.loads((SEED / "expected.json").read_text(encoding="utf-8"))
    return known


def texts(value: object) -> Iterator[str]:
    """Every text in a JSON value, names of members apart."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from texts(one)


def holds_null(value: object) -> bool:
    if isinstance(value, dict | list):
        return any(map(holds_null, value.values() if isinstance(value, dict) else value))
    return value is None


def runs(text: str) -> set[tuple[str, ...]]:
    """Every run of a few words in *text*, enough of them to tell where they are from; "U.N." is one word."""
    words = re.findall(r"\w+(?:\.\w+)*", text.lower())
    return set(zip(*(words[start:] for start in range(BORROWED_RUN_WORDS)), strict=False))


def test_the_seed_events_are_what_the_script_makes_of_the_reading(shared: Path) -> None:
    script = [sys.executable, str(SEED / "make_events.py"), str(shared / "data" / "seed" / "claims.json")]
    made = subprocess.run(script, capture_output=True, check=True, timeout=PATIENCE_S)
    assert made.stdout == (SEED / "events.jsonl").read_bytes()


def test_every_question_is_asked_with_its_text_and_scope(reading: Json) -> None:
    questions = {claim["question"]["id"]: claim["question"] for claim in reading["claims"]}
    asked = of_type("question.asked.v1")
    assert {name: data["text"] for name, data in asked.items()} == {name: q["text"] for name, q in questions.items()}
    for name, question in questions.items():
        scope = {
            "population": question["population"],
            "place": question["place"],
            "unit": question["unit"],
            "definition": question["attribute"],
        }
        assert asked[name]["scope"] == {field: value for field, value in scope.items() if value is not None}


def test_every_claim_is_reported_to_its_question_in_its_questions_scope(
    reading: Json, reported: dict[str, Json]
) -> None:
    asked = of_type("question.asked.v1")
    assert list(reported) == [claim["id"] for claim in reading["claims"]]
    for claim in reading["claims"]:
        data = reported[claim["id"]]
        assert data["question"] == claim["question"]["id"]
        assert data["scope"] == asked[data["question"]]["scope"]


def test_every_figure_is_found_again(reading: Json, reported: dict[str, Json]) -> None:
    read = {claim["id"]: figure_on_the_wire(claim["figure"]) for claim in reading["claims"]}
    assert {name: data["figure"] for name, data in reported.items()} == read


def test_every_wording_is_found_again_at_its_place(reading: Json, reported: dict[str, Json], article: str) -> None:
    for claim in reading["claims"]:
        data, wording = reported[claim["id"]], claim["wording"]
        assert data["wording"] == wording["text"] == article[wording["start"] : wording["end"]]
        assert data["selector"] == {"exact": wording["text"], "start": wording["start"], "end": wording["end"]}


def test_every_claim_keeps_its_clocks(reading: Json, reported: dict[str, Json]) -> None:
    for claim in reading["claims"]:
        data = reported[claim["id"]]
        assert data.get("refers_to") == claim["refers_to"]
        assert data["said_at"] == (claim["said_at"] or "../2022-03-02")
        assert data["published_at"] == reading["story"]["updated_at"]


def test_every_chain_is_found_again_hop_by_hop(reading: Json, reported: dict[str, Json]) -> None:
    read = {claim["id"]: hops_read(claim) for claim in reading["claims"]}
    assert {name: hops_posted(data) for name, data in reported.items()} == read


def test_only_originators_assert_or_estimate(reported: dict[str, Json]) -> None:
    originators = [data["attribution"][0]["stance"] for data in reported.values()]
    others = [hop["stance"] for data in reported.values() for hop in data["attribution"][1:]]
    assert Counter(originators) == {"asserts": 36, "estimates": 4}
    assert set(others) == {"reports"}


def test_a_party_has_one_id_and_an_id_one_party(reported: dict[str, Json]) -> None:
    parties = [hop["who"] for data in reported.values() for hop in data["attribution"] if "id" in hop["who"]]
    named = {party["name"].removeprefix("The "): party["id"] for party in parties}
    assert len(named) == len(set(named.values()))
    assert len({(party["id"], party["kind"]) for party in parties}) == len(named)


def test_every_rival_figure_is_a_link_that_contradicts(reading: Json) -> None:
    linked = of_type("claim.linked.v1")
    rivals = {dispute["by"]: dispute for dispute in reading["disputes"] if dispute["kind"] == "rival_figure"}
    assert linked.keys() == rivals.keys()
    for name, dispute in rivals.items():
        assert (linked[name]["to"], linked[name]["relation"]) == (dispute["disputed"], "contradicts")
        assert_is_quoted(dispute["wording"], linked[name]["note"])


def test_what_cannot_be_verified_is_a_finding(reading: Json) -> None:
    assessed = of_type("claim.assessed.v1")
    findings = {dispute["disputed"]: dispute for dispute in reading["disputes"] if dispute["kind"] == "assessment"}
    assert assessed.keys() == findings.keys()
    for name, dispute in findings.items():
        assert assessed[name]["finding"] == dispute["assessment"]
        assert assessed[name]["target"] == {"id": f"seed/{name}"}
        assert_is_quoted(dispute["wording"], assessed[name]["note"])


def assert_is_quoted(words: Json, note: str) -> None:
    assert f'"{words["text"]}"' in note
    assert f"{words['start']} to {words['end']}" in note


def test_the_edition_is_the_second_and_has_headline_clock_and_update_note_of_the_story(
    reading: Json, edition: Json, article: str
) -> None:
    story = reading["story"]
    assert (edition["edition"], edition["published_at"]) == (2, "2022-03-02T15:30:00-05:00")
    assert edition["headline"] == story["title"]["text"]
    assert edition["update_note"] == story["update_note"]["text"]
    assert edition["text_sha256"] == hashlib.sha256(article.encode()).hexdigest()


def test_the_edition_prints_every_wording_of_every_claim_at_its_place(
    reading: Json, edition: Json, article: str
) -> None:
    once = {(one["id"], one["wording"]["start"]): one["wording"]["text"] for one in reading["claims"]}
    again = {(name, one["wording"]["start"]): one["wording"]["text"] for (name, _), one in mentions(reading).items()}
    printed = {(one["claim"], one["selector"]["start"]): one["wording"] for one in edition["prints"]}
    assert printed == once | again
    assert len(edition["prints"]) == len(printed) == 43
    for one in edition["prints"]:
        selector = one["selector"]
        assert one["wording"] == selector["exact"] == article[selector["start"] : selector["end"]]


def test_headline_lede_and_caption_print_a_figure_of_their_own_and_the_body_the_claims(
    reading: Json, edition: Json
) -> None:
    for one in edition["prints"]:
        mention = mentions(reading).get((one["claim"], one["placement"].replace("lede", "lead")))
        if mention is None or one["placement"] == "body":
            assert one["target"] == {"id": f"seed/{one['claim']}"}
            assert "figure" not in one
        else:
            assert one["figure"] == figure_on_the_wire(mention["figure"])
            assert hops_posted(one) == hops_read(mention)
            assert "target" not in one


def test_one_wording_prints_two_claims(edition: Json) -> None:
    about = [one["claim"] for one in edition["prints"] if one["wording"].startswith("about 1,500 deaths on each side")]
    assert about == ["pentagon-ru-killed-5d", "pentagon-ua-killed-5d"]


def mentions(reading: Json) -> dict[tuple[str, str], Json]:
    """The mentions of claims that are printed more than once, by claim and place."""
    return {(claim["id"], one["place"]): one for claim in reading["claims"] for one in claim.get("mentions", ())}


def test_nothing_but_wordings_and_names_of_the_article_is_in_the_seed_files(reading: Json, article: str) -> None:
    wordings = [one["wording"]["text"] for part in ("claims", "disputes") for one in reading[part]]
    wordings += [reading["story"][part]["text"] for part in ("title", "update_note")]
    wordings += [mention["wording"]["text"] for mention in mentions(reading).values()]
    names = [hop["who"] for claim in reading["claims"] for hop in claim["attribution"]]
    kept_back = runs(article) - {run for told in (*wordings, *names) for run in runs(told)}
    for name in SEED_FILES:
        borrowed = {
            event["id"]: run for event in posted(name) for text in texts(event) for run in runs(text) & kept_back
        }
        assert borrowed == {}


@pytest.mark.parametrize("name", SEED_FILES)
def test_what_is_not_known_is_left_out(name: str) -> None:
    assert [event["id"] for event in posted(name) if holds_null(event)] == []


def test_no_two_seed_events_share_an_identity() -> None:
    identities = Counter((event["source"], event["id"]) for name in SEED_FILES for event in posted(name))
    assert set(identities.values()) == {1}


def test_the_days_after_are_told_in_order_and_add_one_rival_to_what_the_story_opened() -> None:
    days, story = posted("days_after.jsonl"), posted("events.jsonl")
    times = [event["time"] for event in days]
    assert times == sorted(times)
    assert min(times) > "2022-03-02T20:30:00Z"
    asked = {event["subject"] for event in story}
    (rival,) = [event for event in days if event["subject"] not in asked]
    assert (rival["type"], rival["data"]["question"] in asked) == ("claim.reported.v1", True)


def test_the_vote_is_corrected_from_what_the_story_printed_to_what_is_known(
    reading: Json, reported: dict[str, Json], expected: Json
) -> None:
    correction = next(e["data"] for e in posted("days_after.jsonl") if e["type"] == "claim.corrected.v1")
    known = next(fact for fact in reading["known_external_facts"] if fact["id"] == "external-1")
    printed = reported["un-vote-condemn"]
    assert correction["was"] == {"figure": printed["figure"], "wording": printed["wording"]}
    assert correction["is"]["figure"] == figure_on_the_wire(known["figure"])
    assert [expected["vote"][when]["figure"] for when in ("before", "after")] == [
        correction["was"]["figure"],
        correction["is"]["figure"],
    ]


def test_what_the_demo_expects_counts_what_is_posted(expected: Json) -> None:
    everything = [event for name in SEED_FILES for event in posted(name)]
    versions = Counter(event["subject"] for event in everything if event["type"].startswith("claim."))
    assert expected["events"] == len(everything)
    assert expected["events_by_type"] == Counter(event["type"] for event in everything)
    assert expected["questions"] == len(of_type("question.asked.v1"))
    assert {name: claim["version"] for name, claim in expected["claims"].items()} == versions


def test_the_demo_expects_every_verdict_of_the_reading_on_two_whole_claims(reading: Json, expected: Json) -> None:
    read = [one for one in reading["expected_verdicts"] if "#" not in one["a"] + one["b"]]
    assert [(one["a"], one["b"], one["verdict"]) for one in read] == [
        (one["left"], one["right"], one["verdict"]) for one in expected["verdicts"]
    ]
    for one, ours in zip(read, expected["verdicts"], strict=True):
        assert one["reason"] is None or one["reason"] in ours["reasons"]
