"""An installation that the doctor looks at: its settings in a folder, a gateway that answers, or one that is frozen."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from sqlalchemy import delete
from typer.testing import CliRunner

from deploy.cli import app
from services.handoffs.contract import SERVICES
from services.handoffs.operations import heartbeat
from services.shared.calendar import clock
from services.shared.data.database import Database
from services.shared.staff import backups
from services.shared.staff.tables import backup_run
from tests.support.office import TestOffice


def sigap(*words: str | Path) -> tuple[int, str]:
    """A command of the operator: exit code and what it said."""
    done = CliRunner().invoke(app, [str(word) for word in words])
    return done.exit_code, done.output


def alive(office: TestOffice, ago: timedelta = timedelta()) -> None:
    """Signs of life of all workers and of the beat."""
    for name in SERVICES:
        with office.service(name).database.transaction() as session:
            for who in (f"{name}@here", "registry.checks@here", heartbeat.BEAT):
                heartbeat.sign(session, who, clock.now() - ago)


def backed_up(office: TestOffice, ago: timedelta, error: str | None = None) -> None:
    """The only try that the office knows of, whatever other files of tests have noted."""
    begun = clock.now() - ago
    staff = Database(office.accounts.url)
    with staff.transaction() as session:
        session.execute(delete(backup_run))
        backups.record(session, "20261125", begun, begun, 1, error)
    staff.dispose()


class _Gateway(BaseHTTPRequestHandler):
    """Answers every address, but for services that are away (``/review``)."""

    away: tuple[str, ...] = ()

    def do_GET(self) -> None:
        """Alive, or a gateway's 502."""
        self.send_response(502 if self.path.startswith(self.away or ("//",)) else 200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing is said."""


@contextmanager
def gateway(*away: str) -> Iterator[str]:
    """A gateway's address; the services at the paths ``away`` do not answer behind it."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Gateway", (_Gateway,), {"away": away}))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def frozen() -> Iterator[str]:
    """Host and port of a server that takes connections and says nothing, as a process that was stopped."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield f"127.0.0.1:{listening.getsockname()[1]}"
