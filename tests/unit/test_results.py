"""What is told of one event among others."""

import orjson

from api.http.problems import INTERNAL, problem_bytes
from api.http.results import result_line, result_of
from domain.refusals import Broken


def test_what_broke_among_others_is_a_fault_of_ours_in_its_place() -> None:
    shown = result_of(3, Broken())
    assert shown == {"index": 3, "status": 500, "problem": INTERNAL}
    assert orjson.loads(result_line(3, Broken())) == shown


def test_alone_it_is_answered_as_whatever_breaks() -> None:
    status, body, headers = problem_bytes(Broken())
    assert (status, orjson.loads(body)) == (500, INTERNAL)
    assert [name for name, _ in headers] == [b"content-type"]
