"""A real office and a demonstration never become each other, by whatever way the folder came there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from deploy import kept_secrets, kind, settings_files, signers
from deploy.installation import Installation
from deploy.kind import Kind, OtherKind
from deploy.local.run import _settings
from deploy.local.servers import Servers
from deploy.next_steps import FIRST_ADMIN, next_steps
from deploy.setup import DEMO_ACCOUNTS, prepare, settings_as
from services.shared.calendar import clock
from services.shared.config.entrance import EntranceSettings
from services.shared.rights.people import Role
from services.shared.staff.administration import OPERATOR
from services.shared.staff.directory import Directory

ADDRESS = {"SIGAP_PUBLIC_URL": "http://127.0.0.1:8000"}


@pytest.fixture(scope="module", params=["0", "1"], ids=["office", "demonstration"])
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Servers, str]]:
    """An installation of each kind; a real office has its first administrator."""
    with Servers(tmp_path_factory.mktemp("kind") / "run", durable=False, environ={}) as servers:
        processes = prepare(servers.env() | ADDRESS | {"SIGAP_DEMO": request.param})
        if request.param == "0":
            directory = Directory(settings_as(EntranceSettings, processes["sign-in"]))
            directory.accounts.add(OPERATOR, "kepala", "Kepala", [Role.ADMIN], "empat kata yang panjang", clock.now())
            directory.database.dispose()
        yield servers, request.param


def people(servers: Servers) -> list[str]:
    with psycopg.connect(servers.env()["SIGAP_ADMIN_DATABASE_URL"].replace("+psycopg", "")) as connection:
        return [row[0] for row in connection.execute("select username from staff.account order by 1")]


@pytest.mark.parametrize("noted", [True, False], ids=["noted", "of an older version"])
def test_the_one_is_never_started_as_the_other(made: tuple[Servers, str], noted: bool) -> None:
    servers, demo = made
    run, before = servers.folder.path, people(servers)
    if not noted:
        file = kept_secrets.file_in(run)
        kept_secrets.write(
            file, {name: value for name, value in json.loads(file.read_text()).items() if name != "kind"}
        )
    other = {"0": "1", "1": "0"}[demo]
    with pytest.raises(OtherKind, match="cannot become"):
        prepare(servers.env() | ADDRESS | {"SIGAP_DEMO": other})
    assert people(servers) == before
    assert len(before) == (len(DEMO_ACCOUNTS) if demo == "1" else 1)
    prepare(servers.env() | ADDRESS | {"SIGAP_DEMO": demo})
    assert kind.noted(run) == {"0": Kind.OFFICE, "1": Kind.DEMONSTRATION}[demo]


@pytest.mark.parametrize("made", ["0"], indirect=True, ids=["office"])
def test_a_real_office_is_told_what_is_left_to_do(made: tuple[Servers, str], tmp_path: Path) -> None:
    """What the banner of `make run` says where a demonstration shows its accounts."""
    servers, _ = made
    settings_files.write(tmp_path, prepare(servers.env() | ADDRESS | {"SIGAP_DEMO": "0"}))
    office = Installation.of(tmp_path)
    slip = signers.slip_of(servers.folder.path / "keys")
    told = next_steps(office)
    assert [slip.exists(), any(str(slip) in line for line in told)] == [True, True]
    assert any("Drs. Contoh Mandey" in line and "demonstration's" in line for line in told)
    assert not any(FIRST_ADMIN in line for line in told)
    with psycopg.connect(servers.env()["SIGAP_ADMIN_DATABASE_URL"].replace("+psycopg", "")) as connection:
        connection.execute("update staff.account set active = false")
    assert any(FIRST_ADMIN in line for line in next_steps(office)), "one who left is none"


def test_make_run_starts_a_folder_as_what_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SIGAP_DEMO", raising=False)
    assert _settings({}, 8000, tmp_path)["SIGAP_DEMO"] == "1", "a newcomer's"
    kept_secrets.write(kept_secrets.file_in(tmp_path), {"kind": "office"})
    (tmp_path / "office.toml").write_text("")
    found = _settings({}, 8000, tmp_path)
    assert (found["SIGAP_DEMO"], found["SIGAP_OFFICE_FILE"]) == ("0", str(tmp_path / "office.toml"))
