"""A clamd on loopback that speaks just enough: INSTREAM finds the EICAR test file, and can be told to be away."""

from __future__ import annotations

import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Clamd(socketserver.ThreadingTCPServer):
    """``scanned`` counts the streams it looked at; while ``away`` it closes every connection without an answer."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.scanned = 0
        self.away = False

    @property
    def url(self) -> str:
        """The setting ``SIGAP_CLAMD_URL`` for it."""
        return f"tcp://127.0.0.1:{self.server_address[1]}"


class _Answer(socketserver.StreamRequestHandler):
    server: Clamd

    def handle(self) -> None:
        if self.server.away:
            return
        assert self.rfile.readline() == b"nINSTREAM\n"
        data = b""
        while size := struct.unpack("!L", self.rfile.read(4))[0]:
            data += self.rfile.read(size)
        self.server.scanned += 1
        found = b"stream: Win.Test.EICAR_HDB-1 FOUND\n" if EICAR in data else b"stream: OK\n"
        self.wfile.write(found)


@contextmanager
def clamd() -> Iterator[Clamd]:
    """A fake clamd for the block."""
    with Clamd() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
