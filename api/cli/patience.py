"""Patience of long work with a service that goes away and comes back: a restart, a crash, a database that heals."""

import time
from collections.abc import Callable

from api.cli.endings import NotReachable

PATIENCE_S = 60.0
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.1, 5.0


class Patience:
    """Waits for the service at *url* to answer again, longer each time, and not for ever."""

    def __init__(self, url: str, tell: Callable[[str], None]) -> None:
        self._url, self._tell = url, tell
        self.renew()

    def renew(self) -> None:
        """It has answered."""
        self._lost_at: float | None = None
        self._pause_s = FIRST_PAUSE_S

    def wait(self, why: str) -> None:
        """Returns when it may be tried again; raises NotReachable once that is hopeless."""
        now = time.monotonic()
        if self._lost_at is None:
            self._lost_at = now
            self._tell(f"The service is away ({why}). Trying again for {PATIENCE_S:.0f} s …")
        if now - self._lost_at > PATIENCE_S:
            raise NotReachable(f"No service answers at {self._url} ({why}). Start one, then run this command again.")
        time.sleep(self._pause_s)
        self._pause_s = min(2 * self._pause_s, LONGEST_PAUSE_S)
