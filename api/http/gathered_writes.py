"""A transport whose writes of one turn of the event loop go out as one.

The head and the body of an answer come as two writes, and uvloop sends each at once: of the 21 µs that a request costs
the HTTP server, the second call to the system and the second packet are 5.
"""

import asyncio
from typing import Any

MOST_BYTES = 64 * 2**10


class GatheredWrites(asyncio.Transport):
    """Writes to another transport; what its protocol is told of that one's buffer stays true but for MOST_BYTES."""

    __slots__ = ("_gathered", "_loop", "_size", "_transport")

    def __init__(self, transport: asyncio.Transport) -> None:
        super().__init__()
        self._transport = transport
        self._loop = asyncio.get_running_loop()
        self._gathered: list[bytes] = []
        self._size = 0

    def write(self, data: Any) -> None:  # noqa: ANN401 (bytes or what is like them)
        """Sends *data* with what else is written in this turn."""
        if not self._gathered:
            self._loop.call_soon(self._send)
        self._gathered.append(data)
        self._size += len(data)
        if self._size >= MOST_BYTES:
            self._send()

    def get_extra_info(self, name: str, default: Any = None) -> Any:  # noqa: ANN401 (as asyncio has it)
        """What is known of the connection."""
        return self._transport.get_extra_info(name, default)

    def is_closing(self) -> bool:
        """Whether it is closed, or about to be."""
        return self._transport.is_closing()

    def pause_reading(self) -> None:
        """Reads no more for now."""
        self._transport.pause_reading()

    def resume_reading(self) -> None:
        """Reads on."""
        self._transport.resume_reading()

    def close(self) -> None:
        """Sends what was written, then closes."""
        self._send()
        self._transport.close()

    def abort(self) -> None:
        """Closes at once, whatever was not sent."""
        self._gathered, self._size = [], 0
        self._transport.abort()

    def _send(self) -> None:
        if self._gathered:
            gathered, self._gathered, self._size = self._gathered, [], 0
            self._transport.write(b"".join(gathered))
