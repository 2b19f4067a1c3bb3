"""Looks for malware through clamd, where the installation has one (``SIGAP_CLAMD_URL``).

clamd refuses streams longer than its own ``StreamMaxLength``; ``SIGAP_CLAMD_LARGEST`` says that limit, so that a larger
file is told to be unscanned instead of being tried for ever. Its command INSTREAM (clamd's manual) is a few bytes
around the file; the maintained client library for it is under the GPL, which a product under Apache-2.0 cannot bring.
"""

from __future__ import annotations

import enum
import socket
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from services.shared.config.settings import Settings
from services.shared.errors import Unavailable

PATIENCE = 60.0  # seconds without an answer
PIECE = 64 * 1024  # bytes of one INSTREAM chunk
ANSWER = 4096  # bytes; clamd answers with one line
# In two pieces, so that no scanner takes this file for it.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"
DOWN = "Pemindai malware tidak menjawab."


class Scan(enum.StrEnum):
    """What is known of a file: not looked at yet, clean, infected, or larger than the scanner takes."""

    UNSCANNED = "unscanned"
    CLEAN = "clean"
    INFECTED = "infected"
    TOO_LARGE = "too_large"


@dataclass(frozen=True)
class Verdict:
    """What the scanner said; ``found`` is the name of the malware."""

    scan: Scan
    found: str = ""


class Scanner:
    """One clamd, by TCP or a Unix socket."""

    def __init__(self, url: str, largest: int) -> None:
        self._address = urlsplit(url)
        self._largest = largest

    def scan(self, chunks: Iterator[bytes], size: int) -> Verdict:
        """Look at a file of ``size`` bytes.

        Raises:
            Unavailable: clamd does not answer, or did not understand; trying again later is right.
        """
        if size > self._largest:
            return Verdict(Scan.TOO_LARGE)
        try:
            with self._connected() as clamd:
                answer = _instream(clamd, chunks)
        except OSError as error:
            raise Unavailable(DOWN) from error
        return _verdict(answer)

    def finds(self) -> bool:
        """Whether it knows the harmless file that all scanners are tried with (EICAR). Raises Unavailable."""
        return self.scan(iter([EICAR]), len(EICAR)).scan is Scan.INFECTED

    def _connected(self) -> socket.socket:
        if self._address.scheme == "unix":
            clamd = socket.socket(socket.AF_UNIX)
            clamd.settimeout(PATIENCE)
            clamd.connect(self._address.path)
            return clamd
        return socket.create_connection((self._address.hostname or "", self._address.port or 3310), PATIENCE)


def scanner_of(settings: Settings) -> Scanner | None:
    """The installation's scanner; None where it has none."""
    return Scanner(settings.clamd_url, settings.clamd_largest) if settings.clamd_url else None


def _verdict(answer: str) -> Verdict:
    if answer.endswith(" FOUND"):
        return Verdict(Scan.INFECTED, answer.removeprefix("stream:").removesuffix("FOUND").strip() or "malware")
    if "size limit exceeded" in answer:
        return Verdict(Scan.TOO_LARGE)
    if answer != "stream: OK":
        raise Unavailable(DOWN)
    return Verdict(Scan.CLEAN)


def _instream(clamd: socket.socket, chunks: Iterator[bytes]) -> str:
    """Send a file in pieces with their lengths, an empty one at the end; returns clamd's line.

    clamd may answer and close before it has everything (a file that is too long): then its answer counts.
    """
    try:
        clamd.sendall(b"nINSTREAM\n")
        for piece in (chunk[start : start + PIECE] for chunk in chunks for start in range(0, len(chunk), PIECE)):
            clamd.sendall(struct.pack("!L", len(piece)) + piece)
        clamd.sendall(struct.pack("!L", 0))
    except (BrokenPipeError, ConnectionResetError):
        pass
    return _line(clamd)


def _line(clamd: socket.socket) -> str:
    answer = b""
    while not answer.endswith(b"\n") and len(answer) < ANSWER and (part := clamd.recv(ANSWER)):
        answer += part
    return answer.decode(errors="replace").strip()
