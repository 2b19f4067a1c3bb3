"""Somebody took over one process: what it was given, and what its role of the database lets it do to accounts."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml
from cryptography.fernet import Fernet
from sqlalchemy import Engine, Executable, create_engine, delete, select, text, update
from sqlalchemy.exc import DBAPIError

from deploy.setup import settings_of
from services.registry.actions import anchoring, checking
from services.registry.tables import METADATAS as REGISTRY
from services.shared.audit import access_log, trail
from services.shared.config.office import load
from services.shared.config.setting import PROCESSES, SERVICES
from services.shared.config.settings import BeatSettings
from services.shared.notices import alerts, digest
from services.shared.rights.people import SYSTEM
from services.shared.staff.tables import METADATA, account, alert, bell_notice, session
from services.shared.unit_of_work import Service, build
from tests.support.office import TestOffice

READ = {  # what a worker may read of the staff's schema; None: every column
    "account": {"id", "username", "name", "roles", "active", "email", "digest"},
    "acting": None,
    "bell_notice": {"id", "username", "text", "at", "read_at"},
    "alert": None,
    "audit": {"position", "hash"},
}
NO_RIGHT = "42501"
TUESDAY = datetime(2026, 12, 1, 9, tzinfo=UTC)  # when summaries are made
WRITES = {
    "insert": "insert into {table} default values",
    "update": 'update {table} set "{column}" = null where false',
    "delete": "delete from {table} where false",
}
CHECKS_READ = {"letter", "letter_copy", "archive_item", "letter_check", "heartbeat", "refused_task"}
CHECKS_WRITE = {
    "letter_check": {"update"},
    "heartbeat": {"insert", "update", "delete"},
    "refused_task": {"insert", "update"},
}
TABLES = [*METADATA.sorted_tables, trail.audit, access_log.look]
COLUMNS = [(table, column.name) for table in TABLES for column in table.c]


@pytest.fixture(scope="module")
def stolen(processes: dict[str, dict[str, str]]) -> Iterator[Engine]:
    """The staff's schema as a stolen worker reaches it."""
    engine = create_engine(processes["review-worker"]["SIGAP_STAFF_DATABASE_URL"])
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def checks(processes: dict[str, dict[str, str]]) -> Iterator[Service]:
    """What judges strangers' files, as it starts with its own settings."""
    values = settings_of(processes["registry-checks"])
    service = build("registry", values, load(values.office_file))
    yield service
    service.database.dispose()
    service.staff.dispose()


def denied(engine: Engine, statement: Executable) -> bool:
    """Whether the database refuses it for want of a right; what it would have done is undone."""
    with engine.connect() as connection:
        try:
            connection.execute(statement)
        except DBAPIError as error:
            return getattr(error.orig, "sqlstate", "") == NO_RIGHT
        finally:
            connection.rollback()
    return False


def test_pages_sign_people_in_so_a_stolen_one_can(processes: dict[str, dict[str, str]]) -> None:
    """The attack as it was for every process; what is left of it (docs/decisions/0032)."""
    for name in SERVICES:
        engine = create_engine(processes[name]["SIGAP_STAFF_DATABASE_URL"])
        assert not denied(engine, select(account.c.password_hash, account.c.totp_token))
        assert not denied(engine, delete(session))
        engine.dispose()


def test_a_worker_reads_no_hash_no_secret_and_no_session(stolen: Engine) -> None:
    for table, column in COLUMNS:
        may = table.name in READ and (READ[table.name] is None or column in (READ[table.name] or ()))
        assert denied(stolen, select(table.c[column]).limit(1)) == (not may), f"{table.name}.{column}"


def test_a_worker_becomes_nobody_and_changes_no_account(stolen: Engine) -> None:
    for table in TABLES:
        assert denied(stolen, delete(table)), table.name
        assert denied(stolen, text(f"truncate {table.name}")), table.name
        added = text(f"insert into {table.name} default values")
        assert denied(stolen, added) == (table is not bell_notice), table.name
    for table, column in COLUMNS:
        may = (table.name, column) in {("alert", "handed_at"), ("bell_notice", "read_at")}  # its work is done
        changed = text(f'update {table.name} set "{column}" = null')
        assert denied(stolen, changed) == (not may), f"{table.name}.{column}"
    assert denied(stolen, text("set role sigap_staff"))
    assert denied(stolen, text("create table staff.mine (x int)"))


def test_workers_do_their_work_with_what_is_left(office: TestOffice) -> None:
    """The whole suite's timed jobs, notices and messages run as the workers' role: ``tests/support/office.py``."""
    assert office.worker("review").staff.url != office.service("review").staff.url
    with office.worker("review").staff.transaction() as db:
        assert db.scalars(select(account.c.username).where(account.c.active)).all()
        db.execute(update(alert).where(alert.c.username == "nobody").values(handed_at=None))
    with office.worker("intake").work(SYSTEM, TUESDAY) as work:
        assert alerts.hand_over(work)
        assert "ringkasan" in digest.post_due(work)
    with office.worker("registry").work(SYSTEM) as work:
        assert "staff" in anchoring.anchor_own(work)
    for name in SERVICES:
        office.send_notices(name)


def test_who_took_over_the_checks_reads_no_account_and_changes_no_register(checks: Service) -> None:
    for table in TABLES:
        assert denied(checks.staff.engine, text(f"select 1 from staff.{table.name}")), table.name
    tables = [one for metadata in REGISTRY for one in metadata.sorted_tables]
    assert {"register_book", "outbox", "audit", "letter"} <= {table.name for table in tables}
    for table in tables:
        for verb, does in WRITES.items():
            statement = text(does.format(table=table.name, column=next(iter(table.c)).name))
            may = verb in CHECKS_WRITE.get(table.name, ())
            assert denied(checks.database.engine, statement) == (not may), f"{verb} {table.name}"
        may = table.name in CHECKS_READ
        assert denied(checks.database.engine, text(f"select * from {table.name} limit 1")) == (not may), table.name


def test_the_checks_judge_with_what_is_left(office: TestOffice, checks: Service) -> None:
    registry = office.app("registry").test_client()
    token = registry.get("/registry/api/session").get_json()["csrf_token"]
    file = {"file": (io.BytesIO(b"%PDF-1.7 bukan surat"), "surat.pdf")}
    asked = registry.post("/registry/check", data=file, headers={"X-CSRFToken": token})
    assert asked.status_code == 303, asked.get_data(as_text=True)
    assert checking.judge_next(checks)
    while checking.judge_next(checks):  # what other files left before it
        continue
    page = registry.get(asked.headers["Location"]).get_data(as_text=True)
    assert "sedang diperiksa" not in page


def test_each_process_is_given_what_it_needs(processes: dict[str, dict[str, str]], office: TestOffice) -> None:
    given = {name: {one for one in env if one.startswith("SIGAP_")} for name, env in processes.items()}
    assert given["beat"] == {f"SIGAP_{name.upper()}" for name in BeatSettings.model_fields} - {"SIGAP_UNSIGNED_TASKS"}
    for secret, kinds in {
        "SIGAP_SEAL_PASSPHRASE": {"registry", "registry-worker"},
        "SIGAP_SECRET_KEY": set(SERVICES),
        "SIGAP_TASK_KEY": set(PROCESSES) - {"registry-checks"},
        "SIGAP_DATABASE_URL": set(PROCESSES) - {"beat"},
    }.items():
        assert {name for name, settings in given.items() if secret in settings} == kinds, secret
    checks, registry = processes["registry-checks"], processes["registry"]
    assert not set(checks["SIGAP_FIELD_KEYS"].split(",")) & set(registry["SIGAP_FIELD_KEYS"].split(","))
    assert checks["SIGAP_INDEX_KEY"] != registry["SIGAP_INDEX_KEY"]
    Fernet(checks["SIGAP_FIELD_KEYS"])
    passphrase = registry["SIGAP_SEAL_PASSPHRASE"]
    assert [name for name, env in processes.items() if passphrase in env.values()] == ["registry", "registry-worker"]


def test_every_way_of_installing_gives_each_process_its_own_settings() -> None:
    deploy = Path(__file__).parents[2] / "deploy"
    compose = yaml.safe_load((deploy / "containers" / "compose.yaml").read_text())
    for name in PROCESSES:
        mounted = [volume for volume in compose["services"][name]["volumes"] if ":/settings" in volume]
        assert mounted == [f"settings-{name}:/settings:ro"], name
        assert f"settings-{name}:/office/settings/{name}" in compose["services"]["migrate"]["volumes"]
    kubernetes = "".join((deploy / "kubernetes" / f"{file}.yaml").read_text() for file in ("web", "workers", "beat"))
    assert sorted(re.findall(r"subPath: settings/(\S+),", kubernetes)) == sorted(PROCESSES)
    units = deploy / "systemd"
    assert "settings/%i-worker\n" in (units / "sigap-worker@.service").read_text()
    assert "settings/registry-checks\n" in (units / "sigap-checks.service").read_text()
