"""The worked example of the stored form, byte for byte, through the code that records."""

import base64
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson
import pytest

from domain.ledger import Head, NewEvent, decide_group
from domain.proposal import Proposal
from domain.stored_form import commitment, leaf_hash, stored_commitments
from tests.log import Log, rows_of
from tests.postgres import Database
from tests.posts import annotated, proposed, redacted


@pytest.fixture
def example(shared: Path) -> dict[str, Any]:
    read: dict[str, Any] = orjson.loads((shared / "vectors" / "leaf" / "example.json").read_bytes())
    return read


@pytest.fixture
def post(example: dict[str, Any]) -> Proposal:
    header = example["header"]
    return proposed(
        header["type"],
        header["stream"].removeprefix("claim/"),
        example["data"],
        id=header["id"],
        source=header["source"],
        time=header["time"],
        secret=bytes.fromhex(example["event_secret_hex"]),
        recorder=header["recorder"],
    )


def test_at_its_place_and_time_it_has_the_header_and_the_leaf_of_the_vector(
    example: dict[str, Any], post: Proposal
) -> None:
    recorded_at = datetime.fromisoformat(example["header"]["recorded_at"])
    now_us = int(recorded_at.replace(microsecond=0).timestamp()) * 1_000_000 + recorded_at.microsecond
    head = Head(position=example["leaf_index"], recorded_us=now_us - 1, now_us=now_us)

    (made,) = decide_group([post], head, {}, {}, {}).outcomes

    assert isinstance(made, NewEvent)
    assert made.row.header == base64.b64decode(example["leaf_data_b64"])
    assert made.leaf.hex() == example["leaf_hash_hex"]
    assert made.receipt.digest == example["header"]["commitment"]


def test_in_the_log_all_but_place_and_time_is_that_of_the_vector(
    example: dict[str, Any], post: Proposal, database: Database, log: Log
) -> None:
    receipt = log.receipt(post)

    ((row, leaf),) = rows_of(database)
    placed = {"position": 1, "recorded_at": receipt.recorded_at}
    assert orjson.loads(row.header) == {**example["header"], **placed}
    assert leaf == leaf_hash(row.header)
    assert stored_commitments(row.payload, False, row.secret, None) == {  # noqa: FBT003 (not nested)
        unit["pointer"]: unit["commitment_hex"] for unit in example["units"]
    }


def test_after_the_redaction_of_the_vector_its_salts_and_commitments_are_left(
    example: dict[str, Any], post: Proposal, database: Database, log: Log
) -> None:
    claim = post.stream.removeprefix("claim/")
    log.append(post, annotated(claim))
    before = rows_of(database)[0][0].header

    log.receipt(redacted(claim, 1, example["redacted"]["erased"]))

    row = rows_of(database)[0][0]
    assert row.header == before
    assert row.erased is not None
    left = orjson.loads(row.erased)
    units = example["redacted"]["units"]
    assert left["salts"] == {unit["pointer"]: unit["salt_hex"] for unit in units if "salt_hex" in unit}
    assert left["erased"] == {unit["pointer"]: unit["commitment_hex"] for unit in units if "salt_hex" not in unit}
    made_again = commitment(stored_commitments(row.payload, False, None, row.erased))  # noqa: FBT003 (not nested)
    assert made_again == example["header"]["commitment"]
