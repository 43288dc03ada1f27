"""The log that the benchmark of the pages sends is one that the service takes."""

from benchmarks.made_news import Size, made_log
from tests.e2e.conftest import Service


def test_nothing_of_the_made_log_is_refused(service: Service) -> None:
    made = list(made_log(Size(events=1_000, claims=100)))
    assert len(service.post_all(made)) == len(made)
