"""A running service as the commands ask it: JSON in, JSON out, problems raised, patience where it says "later"."""

import time
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType, TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

import httpx

from api.cli.endings import NotReachable, ServiceRefused
from api.cli.options import DEFAULT_URL
from api.cli.printing import mention
from api.cli.problem_words import with_options

TIMEOUT_S = 60.0
PATIENCE_S = 10.0  # with a service that answers 503: it is catching up, or its database comes back
PAGE = 1_000
LOOPBACK = ("127.0.0.1", "localhost", "::1")
SILENCE_S = 0.5  # so long a wait needs no word
BATCH = "application/cloudevents-batch+json"
SINGLE = "application/cloudevents+json"
LINES = "application/x-ndjson"
NONE: Mapping[str, str] = MappingProxyType({})


class Client:
    """Asks the service at *url* until the end of the block.

    *options* are the command's own options for parameters that are called otherwise.
    """

    def __init__(self, url: str, options: Mapping[str, str] = NONE) -> None:
        self.url = url.rstrip("/")
        self._options = options
        # A proxy of the environment is for addresses out there; few exclude this machine.
        trust_env = urlsplit(url).hostname not in LOOPBACK
        try:
            self._http = httpx.Client(base_url=self.url, timeout=TIMEOUT_S, trust_env=trust_env)
        except (httpx.InvalidURL, ValueError) as error:
            raise NotReachable(f"{url} is no address ({error}). Give one such as {DEFAULT_URL}.") from None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()

    def get(self, path: str, **parameters: Any) -> Any:  # noqa: ANN401 (JSON)
        """What is at *path*; parameters that are None are left out. Raises ServiceRefused, NotReachable."""
        sent = {name: value for name, value in parameters.items() if value is not None}
        return self._answer("GET", path, params=sent).json()

    def text(self, path: str) -> str:
        """The page at *path* as it is sent."""
        return self._answer("GET", path).text

    def lines(self, path: str, **parameters: Any) -> Iterator[list[bytes]]:  # noqa: ANN401 (a parameter may be anything)
        """Every line of the stream at *path*, so many at a time as come together. Raises ServiceRefused, NotReachable.

        Lines that were not whole when the stream broke off are left out.
        """
        sent = {name: value for name, value in parameters.items() if value is not None}
        begun = b""
        try:
            with self._http.stream("GET", path, params=sent, headers={"accept": LINES}) as response:
                if not response.is_success:
                    response.read()
                    raise ServiceRefused(self._problem(response))
                for piece in response.iter_bytes():
                    *whole, begun = (begun + piece).split(b"\n")
                    yield whole
        except httpx.HTTPError as error:
            raise self._not_reachable(error) from None

    def items(self, path: str, **parameters: Any) -> Iterator[Any]:  # noqa: ANN401 (a parameter may be anything)
        """Every item of the list at *path*, page by page."""
        page = self.get(path, limit=PAGE, **parameters)
        yield from page["items"]
        while page["next"]:
            page = self._answer("GET", page["next"]).json()
            yield from page["items"]

    def post(self, event: bytes, **parameters: Any) -> Mapping[str, Any]:  # noqa: ANN401 (a parameter may be anything)
        """The receipt of one event, as JSON bytes. Raises ServiceRefused, NotReachable."""
        receipt: Mapping[str, Any] = self._posted(event, SINGLE, parameters)
        return receipt

    def post_batch(self, events: Sequence[bytes], **parameters: Any) -> list[Mapping[str, Any]]:  # noqa: ANN401 (likewise)
        """One result for each of *events*, in order."""
        results: list[Mapping[str, Any]] = self._posted(b"[" + b",".join(events) + b"]", BATCH, parameters)
        return results

    def _posted(self, body: bytes, media_type: str, parameters: Mapping[str, Any]) -> Any:  # noqa: ANN401 (JSON)
        headers = {"content-type": media_type}
        return self._answer("POST", "/v1/events", content=body, headers=headers, params=parameters).json()

    def _answer(self, method: str, path: str, **request: Any) -> httpx.Response:  # noqa: ANN401 (httpx's own)
        begun = time.monotonic()
        is_told = False
        while True:
            response = self._response(method, path, request)
            waited_s = time.monotonic() - begun
            if response.status_code != httpx.codes.SERVICE_UNAVAILABLE or waited_s > PATIENCE_S:
                break
            if waited_s > SILENCE_S and not is_told:
                is_told = True
                mention(f"The service is not ready ({self._why(response)}). Trying again for {PATIENCE_S:.0f} s …")
            time.sleep(_pause_s(response))
        if response.is_success:
            return response
        raise ServiceRefused(self._problem(response))

    def _response(self, method: str, path: str, request: Mapping[str, Any]) -> httpx.Response:
        try:
            return self._http.request(method, path, **request)
        except httpx.HTTPError as error:
            raise self._not_reachable(error) from None

    def _not_reachable(self, error: httpx.HTTPError) -> NotReachable:
        why = str(error) or type(error).__name__
        next_step = "Start one with claimtrail serve, or name another with --url."
        return NotReachable(f"No service answers at {self.url} ({why}). {next_step}")

    def _why(self, response: httpx.Response) -> str:
        return str(self._problem(response).get("title", "")).rstrip(".")

    def _problem(self, response: httpx.Response) -> Mapping[str, Any]:
        if response.headers.get("content-type") != "application/problem+json":
            raise NotReachable(f"What answers at {self.url} is not claimtrail. Name another address with --url.")
        return with_options(response.json(), self._options)


def _pause_s(response: httpx.Response) -> float:
    asked = response.headers.get("retry-after", "")
    return min(float(asked), 5.0) if asked.isdecimal() else 1.0
