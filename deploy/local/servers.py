"""PostgreSQL, the broker and the object store in one run folder: what ``make run`` and the tests stand on.

::

    with Servers(Path("run")) as servers:
        prepare(servers.env())
        servers.valkey.kill()
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from deploy.local import addresses
from deploy.local.again import Again
from deploy.local.errors import ServerError
from deploy.local.folder import RunFolder
from deploy.local.objectstore import ObjectStore
from deploy.local.postgres import Postgres
from deploy.local.server import Server
from deploy.local.valkey import Valkey

Kind = TypeVar("Kind", bound=Server)


class Servers:
    """The three servers. One whose address stands in ``environ`` is not started: its address is passed on.

    ``offices``: slugs of those that share these servers beside the first.
    ``durable=False`` turns PostgreSQL's fsync off, for tests that are not about crashes of the machine.
    """

    def __init__(
        self,
        path: Path,
        *,
        durable: bool = True,
        environ: Mapping[str, str] | None = None,
        offices: Sequence[str] = (),
    ) -> None:
        self.folder = RunFolder(path)
        self._durable = durable
        self._environ = os.environ if environ is None else environ
        own = self._environ.get("SIGAP_OFFICE_SLUG")
        self._offices = (*offices, *([own] if own else []))
        self._servers: list[Server] = []
        self._pool: ThreadPoolExecutor | None = None
        self._starting: list[Future[None]] = []
        self._again = Again()

    def __enter__(self) -> Servers:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self, timeout: float = 60) -> None:
        """Start all at once and return when all serve.

        Raises:
            ServerError: one could not be started within ``timeout`` seconds; those already started are stopped.
        """
        self.launch(timeout)
        self.wait()

    def launch(self, timeout: float = 60) -> None:
        """Begin to start them and return at once; ``wait`` has to follow. Raises ServerError."""
        addresses.check(self._environ)
        self.folder.open()
        try:
            self._servers = list(self._wanted())
        except BaseException:
            self.folder.close()
            raise
        self._pool = ThreadPoolExecutor(max_workers=3, thread_name_prefix="start")
        self._starting = [self._pool.submit(_bring_up, server, timeout) for server in self._servers]

    def wait(self) -> None:
        """Return when all launched servers serve; on the first failure stop everything and raise its ServerError."""
        try:
            for start in self._starting:
                start.result()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop all and give the run folder back; may be called at any time and again."""
        for start in self._starting:
            start.cancel()
        _stop_all(self._servers)
        if self._pool is not None:
            self._pool.shutdown()  # a start that was under way has failed by now, or has ended
            self._pool = None
            _stop_all(self._servers)
        self._starting = []
        self.folder.close()

    def mend(self) -> None:
        """Start again whichever of the started servers has ended by itself."""
        for server in self._servers:
            if not server.alive():
                self._again.look(server.name, f"{server.title} has ended (see {server.log}).", server.start)

    @property
    def postgres(self) -> Postgres:
        """The database server. Raises ServerError where an outside one is used; so do the next two."""
        return self._one(Postgres)

    @property
    def valkey(self) -> Valkey:
        """The broker."""
        return self._one(Valkey)

    @property
    def store(self) -> ObjectStore:
        """The object store."""
        return self._one(ObjectStore)

    def env(self) -> dict[str, str]:
        """Addresses and secrets of all three, ours or outside ones, for ``deploy.setup.prepare``."""
        return addresses.of(self._servers, self._environ, self.folder.path)

    def env_of(self, slug: str, run: Path) -> dict[str, str]:
        """The same for another office that shares them, whose own run folder is ``run``."""
        return self.env() | addresses.keys_of(self.store, slug) | {"SIGAP_OFFICE_SLUG": slug, "SIGAP_RUN_DIR": str(run)}

    def _wanted(self) -> Iterator[Server]:
        if not self._environ.get(addresses.BROKER):
            yield Valkey(self.folder)
        if not self._environ.get(addresses.STORE):
            yield ObjectStore(self.folder, self._offices)
        if not self._environ.get(addresses.DATABASE):
            yield Postgres(self.folder, durable=self._durable)

    def _one(self, kind: type[Kind]) -> Kind:
        for server in self._servers:
            if isinstance(server, kind):
                return server
        raise ServerError(f"{kind.title} is not ours here: it was not started, or the environment names another one.")


def _bring_up(server: Server, timeout: float) -> None:
    try:
        server.start()
    except OSError as error:  # a full disk, a folder without rights
        raise ServerError(f"{server.title} cannot be started: {error}.") from error
    server.wait_ready(timeout)


def _stop_all(servers: list[Server]) -> None:
    """Each is stopped, also when stopping another one fails."""
    with contextlib.ExitStack() as stack:
        for server in servers:
            stack.callback(server.stop)
