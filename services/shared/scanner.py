"""Looks for malware through clamd, where the installation has one (``SIGAP_CLAMD_URL``).

clamd refuses streams longer than its own ``StreamMaxLength``; ``SIGAP_CLAMD_LARGEST`` says that limit, so that a larger
file is told to be unscanned instead of being tried for ever.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from clamav_client.clamd import BufferTooLongError, ClamdError, ClamdNetworkSocket, ClamdUnixSocket

from services.shared.errors import Unavailable
from services.shared.settings import Settings

PATIENCE = 60.0  # seconds without an answer
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
        address = urlsplit(url)
        if address.scheme == "unix":
            self._clamd: ClamdNetworkSocket = ClamdUnixSocket(address.path, int(PATIENCE))
        else:
            self._clamd = ClamdNetworkSocket(address.hostname or "", address.port or 3310, PATIENCE)
        self._largest = largest

    def scan(self, chunks: Iterator[bytes], size: int) -> Verdict:
        """Look at a file of ``size`` bytes.

        Raises:
            Unavailable: clamd does not answer, or did not understand; trying again later is right.
        """
        if size > self._largest:
            return Verdict(Scan.TOO_LARGE)
        try:
            answers = self._clamd.instream(_Reader(chunks))  # type: ignore[arg-type]
        except BufferTooLongError:
            return Verdict(Scan.TOO_LARGE)
        except (ClamdError, OSError) as error:
            raise Unavailable(DOWN) from error
        status, found = next(iter(answers.values()), ("ERROR", ""))
        if status == "FOUND":
            return Verdict(Scan.INFECTED, found or "malware")
        if status != "OK":
            raise Unavailable(DOWN)
        return Verdict(Scan.CLEAN)


def scanner_of(settings: Settings) -> Scanner | None:
    """The installation's scanner; None where it has none."""
    return Scanner(settings.clamd_url, settings.clamd_largest) if settings.clamd_url else None


class _Reader:
    """Chunks as a file that is read in small pieces."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks, self._rest = chunks, memoryview(b"")

    def read(self, size: int) -> bytes:
        if not self._rest:
            self._rest = memoryview(next(self._chunks, b""))
        piece, self._rest = bytes(self._rest[:size]), self._rest[size:]
        return piece
