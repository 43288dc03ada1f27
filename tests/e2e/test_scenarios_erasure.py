"""Acceptance scenarios 10 and 12, as far as they need no proof: gone; what may not be guessed."""

import subprocess
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import orjson
import psycopg
import pytest

from adapters.postgres.binaries import binaries
from adapters.projections import PROJECTIONS
from adapters.projections.rebuild import rebuild
from domain.stored_form import salt, unit_commitment
from tests.bounded import PATIENCE_S
from tests.e2e.conftest import Service
from tests.facts import QUESTION, REDACTED, A, corrected, exact, reported
from tests.postgres import Database

NAME = "Jane Roe"
ERASED = {"redacted": True}
READINGS: list[tuple[str, dict[str, Any]]] = [
    ("/v1/claims", {}),
    (f"/v1/claims/{A}", {}),
    (f"/v1/claims/{A}/events", {}),
    (f"/v1/claims/{A}/revisions", {}),
    (f"/v1/claims/{A}/audit", {}),
    (f"/v1/claims/{A}/diff", {"from_": 1, "to": 2}),
    ("/v1/corrections", {}),
    ("/v1/events", {}),
    ("/v1/questions", {}),
    (f"/v1/questions/{QUESTION}", {}),
    (f"/v1/questions/{QUESTION}/timeline", {}),
    (f"/v1/questions/{QUESTION}/timeline", {"axis": "recorded"}),
    ("/v1/compare", {"left": A, "right": A}),
]
UNITS = {1: ["/wording"], 2: ["/was/wording", "/is/wording"]}


def said(amount: str) -> dict[str, Any]:
    return {"figure": exact(amount), "wording": f"{NAME} counted {amount}"}


@pytest.fixture
def named(service: Service) -> Service:
    """The service with a claim whose wording names a private person, corrected once."""
    service.post("claim.reported.v1", A, reported(said("489")["wording"], exact("489")))
    service.post("claim.corrected.v1", A, corrected(said("489"), said("498")))
    return service


def erase(service: Service) -> list[dict[str, Any]]:
    """The receipts of redactions of everything that names the person."""
    return [
        service.post("claim.redacted.v1", A, {**REDACTED, "version": version, "fields": fields})
        for version, fields in UNITS.items()
    ]


def answers(service: Service) -> Iterator[str]:
    """All that is answered about the claim, now and as of every moment that it has had."""
    for as_of in [{}, *({"as_of": str(position)} for position in range(1, service.position() + 1))]:
        for path, parameters in READINGS:
            answer = service.get(path, **parameters, **as_of)
            assert answer.status_code == 200 or as_of, answer.text
            yield answer.text
    yield from (service.get(f"/v1/events/{position}").text for position in range(1, service.position() + 1))
    yield service.http.get("/v1/events", headers={"Accept": "application/x-ndjson"}).text
    yield service.get("/").text


def dump(database: Database) -> str:
    """The whole database, all schemas, as SQL."""
    program = binaries(None).folder / "pg_dump"
    command = [str(program), "--dbname", database.owner_url]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=PATIENCE_S).stdout


def holds_the_name(dumped: str) -> bool:
    return NAME in dumped or NAME.encode().hex() in dumped


def test_an_erased_name_is_in_no_answer_and_in_no_search(named: Service) -> None:
    assert any(NAME in one for one in answers(named))
    assert [one["claim"] for one in named.read("/v1/claims", q=NAME)["items"]] == [A]

    erase(named)

    assert not any(NAME in one for one in answers(named))
    for as_of in ({}, {"as_of": 1}, {"as_of": 2}):
        assert named.read("/v1/claims", q=NAME, **as_of)["items"] == []
        assert named.read("/v1/corrections", q=NAME, **as_of)["items"] == []
    assert [named.read(f"/v1/claims/{A}", as_of=at)["standing"]["wording"] for at in (1, 2)] == [ERASED, ERASED]


def test_the_receipt_of_a_redaction_says_where_else_the_value_stands(named: Service) -> None:
    first, second = erase(named)
    assert first["also_in"] == [{"version": 2, "pointer": "/was/wording"}]
    assert second["also_in"] == []


def test_a_dump_of_the_database_holds_neither_an_erased_name_nor_its_secret(named: Service, database: Database) -> None:
    secrets = secrets_of(database)
    before = dump(database)
    assert holds_the_name(before)
    assert all(one.hex() in before for one in secrets)

    erase(named)

    after = dump(database)
    assert not holds_the_name(after)
    assert not any(one.hex() in after for one in secrets)


def secrets_of(database: Database) -> list[bytes]:
    """The secrets of the claim's two events that name the person."""
    with psycopg.connect(database.url) as connection:
        return [one for (one,) in connection.execute("SELECT secret FROM event WHERE position <= 2 ORDER BY position")]


def test_an_erased_name_is_gone_after_every_read_model_is_made_anew(named: Service, database: Database) -> None:
    erase(named)
    digests = named.digests()

    for projection in PROJECTIONS:
        rebuild(projection.name, database.url)

    assert not any(NAME in one for one in answers(named))
    assert not holds_the_name(dump(database))
    assert named.digests() == digests


def test_an_erased_small_number_is_not_found_again_by_hashing_every_number(
    service: Service, database: Database
) -> None:
    service.post("claim.reported.v1", A, reported("so many soldiers", exact("498")))
    (secret,) = secrets_of(database)
    redaction = {**REDACTED, "version": 1, "fields": ["/figure"]}
    service.post("claim.redacted.v1", A, redaction)
    commitment = service.read("/v1/events/1")["erased"]["/figure"]

    assert commitment == unit_commitment(salt(secret, "/figure"), exact("498"))
    assert not any(commitment in hashes_of_every_number(known) for known in (b"", salt_left(database)))


def hashes_of_every_number(salt: bytes) -> set[str]:
    """Each number up to a million as a figure, hashed as a unit is, with a *salt* that one may know."""
    return {sha256(salt + b'{"form":"exact","value":"%d"}' % number).hexdigest() for number in range(1_000_001)}


def salt_left(database: Database) -> bytes:
    """A salt that is still stored: the one of another unit of the same event."""
    with psycopg.connect(database.url) as connection:
        (erased,) = connection.execute("SELECT erased FROM event WHERE position = 1").fetchone() or (b"",)
    salts = orjson.loads(erased)["salts"]
    assert "/figure" not in salts
    return bytes.fromhex(salts["/wording"])


@pytest.mark.parametrize("missing", ["reason", "ground", "authority"])
def test_a_redaction_without_reason_ground_or_authority_is_refused(named: Service, missing: str) -> None:
    whole = {**REDACTED, "version": 1, "fields": ["/wording"]}
    refusal = named.refused("claim.redacted.v1", A, {name: whole[name] for name in whole if name != missing})
    assert (refusal.status, refusal.name, refusal.fault["pointer"]) == (422, "missing-field", f"/data/{missing}")


@pytest.fixture
def unsaid(service: Service) -> Service:
    """The service with a claim of 20, corrected to 21, of which the 21 is erased."""
    service.post("claim.reported.v1", A, reported("so many soldiers", exact("20")))
    was, is_ = {"figure": exact("20")}, {"figure": exact("21")}
    service.post("claim.corrected.v1", A, corrected(was, is_))
    service.post("claim.redacted.v1", A, {**REDACTED, "version": 2, "fields": ["/is/figure"]})
    return service


def test_where_a_correction_is_erased_neither_the_old_nor_the_new_figure_stands(unsaid: Service) -> None:
    standing = unsaid.read(f"/v1/claims/{A}")["standing"]
    then = unsaid.read(f"/v1/claims/{A}", as_of=2)["standing"]
    assert (standing["figure"], standing["bounds"], standing["revision"]) == (ERASED, None, 2)
    assert (then["figure"], then["bounds"]) == (ERASED, None)
    assert unsaid.read("/v1/compare", left=A, right=A)["reasons"] == ["redacted"]


def test_an_erased_value_is_not_told_by_how_a_guess_is_refused(unsaid: Service) -> None:
    guesses = [exact("21"), exact("22"), exact("20")]
    refusals = [
        unsaid.refused("claim.corrected.v1", A, mended(guess), **parameters)
        for guess in guesses
        for parameters in ({}, {"dry_run": "true"})
    ]
    assert {(one.status, one.name) for one in refusals} == {(422, "stale-was")}
    assert all(one.body == refusals[0].body for one in refusals)


def mended(was: dict[str, Any]) -> dict[str, Any]:
    return corrected({"figure": was}, {"figure": exact("23")}, target=2)


def test_an_erased_value_is_corrected_by_who_says_that_it_is_erased(unsaid: Service) -> None:
    unsaid.post("claim.corrected.v1", A, mended(ERASED))
    assert unsaid.read(f"/v1/claims/{A}")["standing"]["figure"] == exact("23")


@pytest.mark.parametrize(("version", "field"), [(1, "/said_at"), (2, "/target"), (1, "/refers_to"), (1, "/nothing")])
def test_what_a_fold_needs_is_not_erased(unsaid: Service, version: int, field: str) -> None:
    refusal = unsaid.refused("claim.redacted.v1", A, {**REDACTED, "version": version, "fields": [field]})
    assert (refusal.status, refusal.name, refusal.fault["pointer"]) == (422, "not-redactable", "/data/fields/0")
