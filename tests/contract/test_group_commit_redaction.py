"""A redaction erases in the transaction that records it, and nothing else changes."""

import orjson
import psycopg
import pytest

from domain.proposal import Proposal
from domain.receipt import AlsoIn, Receipt
from domain.refusals import Refused
from domain.stored_form import commitment, stored_commitments
from tests.log import Log, opened, rows_of, transactions_of
from tests.postgres import Database
from tests.posts import annotated, redacted, reported


def test_the_value_and_the_secret_go_while_header_leaf_and_commitment_stay(database: Database, log: Log) -> None:
    log.append(reported("killed"), annotated("killed", "Jane Roe told us"))
    _, (before, leaf_before) = rows_of(database)

    log.receipt(redacted("killed", 2, "/text"))

    _, (after, leaf_after), _ = rows_of(database)
    assert orjson.loads(after.payload) == {"text": None}
    assert (after.secret, after.erased is not None) == (None, True)
    assert (after.header, leaf_after) == (before.header, leaf_before)
    assert commitment(stored_commitments(after.payload, False, None, after.erased)) == before.commitment  # noqa: FBT003 (not nested)


def test_it_erases_in_its_own_transaction(database: Database, log: Log) -> None:
    log.append(reported("killed"), annotated("killed", "Jane Roe told us"))

    log.receipt(redacted("killed", 2, "/text"))

    _, erased, recorded = transactions_of(database)
    assert erased == recorded


def test_an_event_may_be_redacted_in_the_group_that_records_it(database: Database, log: Log) -> None:
    log.append(reported("killed"), annotated("killed", "Jane Roe told us"), redacted("killed", 2, "/text"))

    _, (row, _), _ = rows_of(database)
    assert (orjson.loads(row.payload), row.secret) == ({"text": None}, None)
    assert b"Jane" not in b"".join(one.payload for one, _ in rows_of(database))


@pytest.mark.parametrize("text", ["Jane Roe told us", "a guess"], ids=["the same content", "other content"])
def test_every_post_of_a_redacted_identity_gets_the_first_receipt_whatever_it_holds(log: Log, text: str) -> None:
    _, first = log.append(reported("killed"), annotated("killed", "Jane Roe told us", id="note-1"))
    log.receipt(redacted("killed", 2, "/text"))

    again = log.receipt(annotated("killed", text, id="note-1"))

    assert isinstance(first, Receipt)
    assert (again.status, again.redacted, again.digest) == ("repeated", True, first.digest)


def test_so_does_a_repeat_that_comes_behind_the_redaction_in_one_batch(log: Log) -> None:
    log.append(reported("killed"), annotated("killed", "Jane Roe told us", id="note-1"))

    _, guess = log.append(redacted("killed", 2, "/text"), annotated("killed", "a guess", id="note-1"))

    assert isinstance(guess, Receipt)
    assert (guess.status, guess.redacted) == ("repeated", True)


def test_the_receipt_names_the_other_events_that_still_hold_the_value(log: Log) -> None:
    log.append(reported("killed"), annotated("killed", "Jane Roe"), annotated("killed", "Jane Roe"))

    receipt = log.receipt(redacted("killed", 2, "/text"))

    assert receipt.also_in == [AlsoIn(3, "/text")]


def test_a_repeat_of_it_names_them_again_though_the_value_is_gone(log: Log) -> None:
    def redaction() -> Proposal:
        return redacted("killed", 2, "/text", id="gone-1")

    log.append(reported("killed"), annotated("killed", "Jane Roe"), annotated("killed", "Jane Roe"))

    first, again = log.append(redaction(), redaction())

    assert isinstance(first, Receipt)
    assert isinstance(again, Receipt)
    assert (again.status, again.also_in) == ("repeated", first.also_in)
    assert log.receipt(redaction()).also_in == [AlsoIn(3, "/text")]


def test_a_second_redaction_works_from_what_the_first_has_left(database: Database, log: Log) -> None:
    log.append(reported("killed"), redacted("killed", 1, "/wording"), redacted("killed", 1, "/attribution/1"))

    (row, _) = rows_of(database)[0]
    shown = orjson.loads(row.payload)
    assert (shown["wording"], shown["attribution"][1]) == (None, None)
    assert shown["figure"] == {"form": "exact", "value": "498"}
    assert commitment(stored_commitments(row.payload, False, None, row.erased)) == row.commitment  # noqa: FBT003 (not nested)


def test_a_refused_atomic_batch_erases_nothing(database: Database, log: Log) -> None:
    log.append(reported("killed"), annotated("killed", "Jane Roe told us", id="note-1"))

    log.append(redacted("killed", 2, "/text"), annotated("never-reported"), atomic=True)

    _, (row, _) = rows_of(database)
    assert orjson.loads(row.payload) == {"text": "Jane Roe told us"}
    assert isinstance(log.append(annotated("killed", "a guess", id="note-1"))[0], Refused)


def test_another_process_reads_the_claim_as_redacted(database: Database, log: Log) -> None:
    log.append(reported("killed"), redacted("killed", 1, "/figure"))

    with opened(database.url) as other:
        assert other.receipt(annotated("killed", expected=(2,))).version == 3


def test_erasing_is_all_that_a_function_of_the_owner_lets_the_service_do(database: Database, log: Log) -> None:
    log.receipt(reported("killed"))

    with psycopg.connect(database.url) as service, pytest.raises(psycopg.IntegrityError):
        service.execute("SELECT erase(1, 'null', NULL)")
