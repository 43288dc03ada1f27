"""A wire to PostgreSQL that can be cut at the worst moments.

These are: when a COMMIT is done and its answer is on the way, and when a COMMIT was sent and nobody has read it.
"""

import select
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from tests.bounded import joined

COMMIT = b"COMMIT\0"
WARNING = b"SWARNING\0C57P02\0Mcrashing\0\0"
CRASHING = b"N" + (4 + len(WARNING)).to_bytes(4) + WARNING


class CutWire:
    """Passes everything on, but for the answers to the next ``cuts`` COMMITs: then both ends are hung up.

    At as many COMMITs as ``unread`` says it hangs up before it has read them, with a crashing server's warning.
    """

    def __init__(self, listening: socket.socket, server: str) -> None:
        self.cuts = self.unread = 0
        self._listening = listening
        self._server = server

    def accept(self) -> None:
        """Takes connections, until nobody listens any more."""
        with suppress(OSError):
            while True:
                client, _ = self._listening.accept()
                Thread(target=self._pass_on, args=[client], daemon=True).start()

    def _pass_on(self, client: socket.socket) -> None:
        with client, socket.socket(socket.AF_UNIX) as server, suppress(OSError):
            server.connect(self._server)
            cut = False
            while True:
                ready, _, _ = select.select([client, server], [], [])
                for one in ready:
                    if one is client and self.unread and COMMIT in one.recv(65536, socket.MSG_PEEK):
                        self.unread -= 1
                        client.sendall(CRASHING)
                        return
                    passed = one.recv(65536)
                    if not passed or (cut and one is server):
                        return
                    if one is client and self.cuts and COMMIT in passed:
                        self.cuts, cut = self.cuts - 1, True
                    (server if one is client else client).sendall(passed)


@contextmanager
def cut_wire(conninfo: str) -> Iterator[tuple[CutWire, str]]:
    """The wire to the server at *conninfo*, and the conninfo of its near end."""
    parts = conninfo_to_dict(conninfo)
    port = parts.get("port") or "5432"
    with TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(Path(folder) / f".s.PGSQL.{port}"))
        listening.listen()
        wire = CutWire(listening, str(Path(str(parts["host"])) / f".s.PGSQL.{port}"))
        accepting = Thread(target=wire.accept, daemon=True)
        accepting.start()
        yield wire, make_conninfo(conninfo, host=folder)
        listening.shutdown(socket.SHUT_RDWR)
        joined(accepting)
