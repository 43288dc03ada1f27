"""Stories over HTTP, as tests post and read them."""

from typing import Any

from tests.events import STORY
from tests.service import Service

PATH = f"/v1/stories/{STORY}"


def prints(service: Service, **parameters: Any) -> list[dict[str, Any]]:
    shown: list[dict[str, Any]] = service.read(PATH, **parameters)["prints"]
    return shown


def problem(service: Service, path: str, **parameters: Any) -> tuple[int, str]:
    answer = service.get(path, **parameters)
    return answer.status_code, answer.json()["type"].rpartition("/")[2]
