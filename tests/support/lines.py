"""A line between a browser and a server that can be cut: a TCP relay on loopback."""

from __future__ import annotations

import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit


class Line(socketserver.ThreadingTCPServer):
    """Carries bytes to and from a server. ``cut_after(n)``: n bytes towards it later the line is dead, until ``mend``.

    ``carried`` counts the bytes towards the server since the last of the two.
    """

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, url: str) -> None:
        super().__init__(("127.0.0.1", 0), _Carrying)
        found = urlsplit(url)
        self.server = (str(found.hostname), int(found.port or 80))
        self.carried = 0
        self.is_cut = threading.Event()
        self._most: int | None = None
        self._guard, self._ends = threading.Lock(), set[socket.socket]()

    @property
    def url(self) -> str:
        """Where the browser goes."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def cut_after(self, count: int) -> None:
        """Die when ``count`` more bytes have gone towards the server."""
        with self._guard:
            self.carried, self._most = 0, count

    def mend(self) -> None:
        """Carry again; new connections only."""
        with self._guard:
            self.carried, self._most = 0, None
        self.is_cut.clear()

    def take(self, count: int) -> bool:
        """Whether these bytes still get through."""
        with self._guard:
            self.carried += count
            if self._most is None or self.carried <= self._most:
                return True
            ends, self._ends = self._ends, set()
        self.is_cut.set()
        for end in ends:
            _close(end)
        return False

    def hold(self, *ends: socket.socket) -> None:
        """Both ends of a connection, which die together when the line is cut."""
        with self._guard:
            self._ends.update(ends)


class _Carrying(socketserver.BaseRequestHandler):
    server: Line

    def handle(self) -> None:
        if self.server.is_cut.is_set():
            return
        with socket.create_connection(self.server.server) as onward:
            self.server.hold(self.request, onward)
            back = threading.Thread(target=self._carry, args=(onward, self.request, False), daemon=True)
            back.start()
            self._carry(self.request, onward, True)
            back.join()

    def _carry(self, source: socket.socket, target: socket.socket, counted: bool) -> None:
        with suppress(OSError):
            while (data := source.recv(65536)) and (not counted or self.server.take(len(data))):
                target.sendall(data)
        _close(source)
        _close(target)


def _close(end: socket.socket) -> None:
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)


@contextmanager
def line_to(url: str) -> Iterator[Line]:
    """A line to a server, for the block."""
    with Line(url) as line:
        thread = threading.Thread(target=line.serve_forever, daemon=True)
        thread.start()
        try:
            yield line
        finally:
            line.shutdown()
            thread.join()
