"""The page about HTTP: its examples run, in their order, and it mentions every route."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from api.http.examples import EVENT
from tests.service import Service

README = Path(__file__).parents[2] / "README.md"
PAGE = Path(__file__).parents[2] / "docs" / "http.md"
EXAMPLE = re.compile(
    r"```http\n(?P<method>[A-Z]+) (?P<path>\S+)\n(?P<rest>.*?)```\n\n```json\n(?P<answer>.*?)```", re.DOTALL
)
PROBLEM = "https://claimtrail.example/problems/"
ANYTHING = "…"


def values(text: str) -> Any:
    """The JSON value of *text*, or those of its lines."""
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        return [json.loads(line) for line in text.splitlines()]


@dataclass(frozen=True, slots=True)
class Example:
    """A request of the page, and what the page says of its answer."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: str
    answer: Any

    def asked(self, service: Service) -> httpx.Response:
        return service.http.request(self.method, self.path, headers=dict(self.headers), content=self.body or None)

    @property
    def is_refused(self) -> bool:
        return isinstance(self.answer, dict) and str(self.answer.get("type")).startswith(PROBLEM)


def examples() -> Iterator[Example]:
    for found in EXAMPLE.finditer(PAGE.read_text(encoding="utf-8")):
        head, _, body = found["rest"].partition("\n\n") if "\n\n" in found["rest"] else ("", "", found["rest"].strip())
        headers = dict(line.split(": ", 1) for line in head.splitlines())
        yield Example(found["method"], found["path"], headers, body.strip(), values(found["answer"]))


def differences(told: Any, answered: Any, at: str = "") -> Iterator[str]:
    """Where *answered* does not hold what the page has *told*; it may hold more members."""
    if isinstance(told, dict) and isinstance(answered, dict):
        for name, value in told.items():
            yield from differences(value, answered.get(name, "nothing"), f"{at}/{name}")
    elif isinstance(told, list) and isinstance(answered, Sequence) and len(told) == len(answered):
        for n, value in enumerate(told):
            yield from differences(value, answered[n], f"{at}/{n}")
    elif told not in (ANYTHING, answered):
        yield f"{at}: the page says {told!r}, the service {answered!r}"


def test_the_examples_of_the_page_run_in_their_order(service: Service) -> None:
    wrong: list[str] = []
    for example in examples():
        answer = example.asked(service)
        service.project()
        where = f"{example.method} {example.path}"
        if example.is_refused != answer.is_error:
            wrong.append(f"{where}: {answer.status_code} {answer.text}")
        else:
            wrong += [f"{where} {one}" for one in differences(example.answer, values(answer.text))]
    assert wrong == []


def test_every_request_of_the_page_is_an_example_with_its_answer() -> None:
    assert len(list(examples())) == PAGE.read_text(encoding="utf-8").count("```http\n")


def test_the_page_mentions_every_route(service: Service) -> None:
    text = PAGE.read_text(encoding="utf-8")
    asked_for = {(example.method.lower(), example.path.partition("?")[0]) for example in examples()}
    told = {route for route in routes(service) if any(fits(route, one) for one in asked_for) or f"`{route[1]}`" in text}
    assert told == set(routes(service))


def routes(service: Service) -> list[tuple[str, str]]:
    paths: dict[str, dict[str, Any]] = service.read("/openapi.json")["paths"]
    return [(method, path) for path, methods in paths.items() for method in methods]


def fits(route: tuple[str, str], asked: tuple[str, str]) -> bool:
    pattern = re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(route[1]))
    return route[0] == asked[0] and re.fullmatch(pattern, asked[1]) is not None


def test_the_readme_posts_what_openapi_shows_so_that_both_may_be_pasted() -> None:
    (pasted,) = re.findall(r"-d '(\{.*?\})'\n", README.read_text(encoding="utf-8"), re.DOTALL)
    assert json.loads(pasted) == EVENT


def test_what_openapi_shows_as_a_post_is_taken(service: Service) -> None:
    content = service.read("/openapi.json")["paths"]["/v1/events"]["post"]["requestBody"]["content"]
    answers = [
        service.http.post("/v1/events", headers={"Content-Type": media_type}, content=json.dumps(one["example"]))
        for media_type, one in content.items()
    ]
    assert [answer.is_success for answer in answers] == [True] * len(content)
