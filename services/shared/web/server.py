"""gunicorn's threads, with patience that ends: who drips takes one of the eight for half a minute, not for ever.

What is waited for a connection's next bytes is counted, over head and body together; what comes earns time, but never
more than ``GRACE``. So a slow line of a village is served, a stalled one ends, and a body of N bytes holds a thread for
at most ``GRACE + N / PACE`` seconds.

The process ends itself where it hangs: where the loop that hands out connections does not come round.
"""

from __future__ import annotations

import errno
import faulthandler
import socket
import sys
import time
from typing import Any

from gunicorn.workers.gthread import TConn, ThreadWorker

GRACE = 30.0  # seconds without a byte
ROUNDS = 9  # looks at the clock within gunicorn's --timeout
PACE = 8 * 1024  # bytes a second: the slowest line that mobile phones still have (EDGE)


class PacedSocket:
    """A connection whose reads end when its sender has used up its time; else the socket itself."""

    def __init__(self, connection: socket.socket, grace: float, pace: float) -> None:
        self._connection, self._grace, self._pace = connection, grace, pace
        self._left = grace

    def begin(self) -> None:
        """A request begins: its sender has the whole time again."""
        self._left = self._grace

    def recv(self, size: int) -> bytes:
        """As the socket's; raises ConnectionResetError, which the server takes for a line that broke."""
        before, begun = self._connection.gettimeout(), time.monotonic()
        self._connection.settimeout(self._left if before is None else min(before, self._left))
        try:
            data = self._connection.recv(size)
        except TimeoutError:
            raise ConnectionResetError(errno.ECONNRESET, "the sender was too slow") from None
        finally:
            self._connection.settimeout(before)
        waited = time.monotonic() - begun
        self._left = min(self._grace, max(self._left - waited, 0.001) + len(data) / self._pace)
        return data

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)


class PatientWorker(ThreadWorker):
    """gunicorn's ``gthread`` over paced connections."""

    grace, pace = GRACE, float(PACE)
    _wound = float("-inf")  # monotonic

    def notify(self) -> None:
        """The loop comes round: the C library's timer is wound again, which ends the process after ``--timeout``.

        It needs neither this thread nor the interpreter's lock, and leaves in the log what every thread was doing.
        """
        super().notify()
        if (now := time.monotonic()) - self._wound > self.cfg.timeout / ROUNDS:
            self._wound = now
            faulthandler.dump_traceback_later(self.cfg.timeout, exit=True, file=sys.__stderr__ or sys.stderr)

    def handle(self, conn: TConn) -> Any:
        """One request of a connection, in one of the threads."""
        if not isinstance(conn.sock, PacedSocket):
            conn.sock = PacedSocket(conn.sock, self.grace, self.pace)
        conn.sock.begin()
        return super().handle(conn)
