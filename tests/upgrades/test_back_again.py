"""A release that is taken back runs again on the newer tables; and a server that comes up late ends no set-up."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from deploy import database, kept_secrets, settings_files
from deploy.commands.setup import patiently
from deploy.local.servers import Servers
from services.shared.data import migration
from services.shared.errors import RuleBroken, Unavailable
from tests.support.doctor import alive, sigap
from tests.support.office import TestOffice

UNITS = Path(__file__).parents[2] / "deploy" / "systemd"
LATER = "0999"  # a migration of a release to come


@pytest.fixture
def newer(servers: Servers) -> Iterator[psycopg.Connection]:
    """The letters service's schema as a later release leaves it."""
    (own,) = (chain for chain in migration.chains("letters") if not chain.part)
    change = "update letters.alembic_version set version_num = %s where version_num = %s"
    with psycopg.connect(servers.postgres.dsn(), autocommit=True) as admin:
        admin.execute(change, [LATER, own.revision(own.length)])
        yield admin
        admin.execute(change, [own.revision(own.length), LATER])


def test_the_release_before_is_set_up_again_on_newer_tables_and_doctor_names_no_command_that_fails(
    office: TestOffice,
    servers: Servers,
    processes: dict[str, dict[str, str]],
    newer: psycopg.Connection,
    tmp_path: Path,
) -> None:
    kept = kept_secrets.read(kept_secrets.file_in(servers.folder.path))
    database.prepare(servers.env()["SIGAP_ADMIN_DATABASE_URL"], kept["database"])
    versions = {row[0] for row in newer.execute("select version_num from letters.alembic_version")}
    assert LATER in versions, "what a later release made is left as it is"
    alive(office)
    settings_files.write(tmp_path, processes | {settings_files.ADMIN: servers.env()})
    said = sigap("doctor", "--settings", tmp_path)[1]
    assert f"warn  migrations   letters is at {LATER}, which this release does not know" in said
    assert "One release back works on them" in said
    assert "Run `sigap migrate`" not in said


def test_a_server_that_comes_up_late_is_waited_for_and_what_is_wrong_in_itself_is_not() -> None:
    tries = iter([Unavailable("Penyimpanan tidak menjawab"), Unavailable("Penyimpanan tidak menjawab"), None])

    def attempt() -> str:
        if error := next(tries):
            raise error
        return "up"

    assert patiently(attempt, patience=5, pause=0.01) == "up"

    def wrong() -> str:
        raise RuleBroken("salah")

    with pytest.raises(RuleBroken):
        patiently(wrong, patience=5, pause=0.01)
    begun = time.monotonic()
    tries = iter([Unavailable("tidak menjawab")] * 100)
    with pytest.raises(Unavailable):
        patiently(attempt, patience=0.05, pause=0.01)
    assert time.monotonic() - begun < 2


@pytest.mark.parametrize("unit", sorted(UNITS.glob("*.service")), ids=lambda unit: unit.name)
def test_a_migration_that_fails_ends_no_unit_and_every_unit_comes_back(unit: Path) -> None:
    text = unit.read_text()
    assert "Requires=sigap-migrate" not in text
    if unit.name == "sigap-migrate.service":
        assert {"Restart=on-failure", "StartLimitIntervalSec=0"} <= set(text.splitlines())
        assert "--patience" in text
    elif "Type=oneshot" not in text:  # what a timer starts ends by itself
        assert {"Restart=always", "StartLimitIntervalSec=0"} <= set(text.splitlines())
