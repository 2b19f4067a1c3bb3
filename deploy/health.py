"""``python -m deploy.health web intake``: the health check of one process, in Python: the image has no curl.

Exit code 0 when it is well. ``web``: it and what it needs answer. ``worker``, ``checker``: it showed a sign of life
within a minute. ``beat``: it ticked lately, by the machine's elapsed time.
"""

from __future__ import annotations

import http.client
import os
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path

SILENCE = 60  # seconds
BEAT_SILENCE = 30  # seconds; it ticks every second


def web(service: str) -> bool:
    """Whether the service and its database, broker and store answer."""
    host, _, port = os.environ.get("SIGAP_BIND", "127.0.0.1:8000").rpartition(":")
    connection = http.client.HTTPConnection("127.0.0.1" if host == "0.0.0.0" else host, int(port), timeout=5)  # noqa: S104
    try:
        connection.request("GET", f"/{service}/readyz")
        return connection.getresponse().status == http.client.OK
    finally:
        connection.close()


def worker(service: str) -> bool:
    """Whether this host's worker signed its heartbeat lately."""
    import psycopg

    from services.shared.config import settings

    address = settings.load().database_url.replace("+psycopg", "")
    with psycopg.connect(address, connect_timeout=3) as connection:
        row = connection.execute(
            "select extract(epoch from now() - max(seen_at)) from heartbeat where worker = %s",
            [f"{service}@{socket.gethostname()}"],
        ).fetchone()
    return bool(row and row[0] is not None and row[0] < SILENCE)


def checker(_: str) -> bool:
    """Whether this host's process that judges strangers' files signed its heartbeat lately."""
    return worker("registry.checks")


def beat(_: str) -> bool:
    """Whether the beat has ticked lately."""
    file = Path(os.environ.get("SIGAP_BEAT_FILE", "/tmp/beat"))  # noqa: S108
    return 0 <= time.monotonic() - float(file.read_text()) < BEAT_SILENCE


CHECKS: dict[str, Callable[[str], bool]] = {"web": web, "worker": worker, "checker": checker, "beat": beat}


def main(kind: str, service: str = "") -> int:
    """0 when well, 1 when not; the reason goes to the container's health log."""
    try:
        well = CHECKS[kind](service)
    except Exception as error:
        print(f"{type(error).__name__}: {error}"[:300])
        return 1
    print("well" if well else "not well")
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
