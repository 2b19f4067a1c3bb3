"""Somebody took over one process: what it was given, and what its role of the database lets it do to accounts."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import redis
import yaml
from cryptography.fernet import Fernet
from redis.exceptions import NoPermissionError
from sqlalchemy import Engine, Executable, create_engine, delete, select, text, update
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import NotFound

from deploy.setup import DEMO_PASSWORD, settings_of
from services.registry.actions import anchoring, checking
from services.registry.tables import METADATAS as REGISTRY
from services.shared.audit import access_log, trail
from services.shared.calendar import clock
from services.shared.config.office import load
from services.shared.config.processes import OFFICE, PAGES, PROCESSES, SERVICES, WORKER
from services.shared.config.settings import BeatSettings
from services.shared.errors import Unavailable
from services.shared.notices import alerts, digest
from services.shared.rights.people import SYSTEM
from services.shared.staff.sessions import Origin, hash_of
from services.shared.staff.tables import METADATA, account, alert, bell_notice, session
from services.shared.unit_of_work import Service, build
from services.shared.web import divided
from tests.support.entrance import ACCOUNTS, TO_SIGN_IN
from tests.support.office import TestOffice

READ = {  # what a worker may read of the staff's schema; None: every column
    "account": {"id", "username", "name", "roles", "active", "email", "digest"},
    "acting": None,
    "bell_notice": {"id", "username", "text", "at", "read_at"},
    "alert": None,
    "audit": {"position", "hash"},
}
PAGES_READ = {  # what a service's pages may
    "account": {"id", "username", "name", "roles", "active", "renewed_at", "email", "digest"},
    "session": {"token_hash", "stage", "account_id", "created_at", "seen_at"},
    **dict.fromkeys(("acting", "proposal", "backup_run", "bell_notice", "look", "draft")),
}
DEPLOY = Path(__file__).parents[2] / "deploy"
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


@pytest.mark.parametrize("name", SERVICES)
def test_stolen_pages_read_no_hash_and_no_secret(processes: dict[str, dict[str, str]], name: str) -> None:
    """As it was until decision 0050, with the role that signs people in: every column, every table."""
    engine = create_engine(processes[name]["SIGAP_STAFF_DATABASE_URL"])
    for table, column in COLUMNS if name == "review" else [(account, "password_hash"), (account, "totp_token")]:
        may = table.name in PAGES_READ and (PAGES_READ[table.name] is None or column in (PAGES_READ[table.name] or ()))
        assert denied(engine, select(table.c[column]).limit(1)) == (not may), f"{table.name}.{column}"
    engine.dispose()


@pytest.mark.parametrize("name", SERVICES)
def test_stolen_pages_become_nobody_and_change_no_account(processes: dict[str, dict[str, str]], name: str) -> None:
    engine = create_engine(processes[name]["SIGAP_STAFF_DATABASE_URL"])
    for table in TABLES:
        assert denied(engine, delete(table)) == (table.name != "draft"), table.name
        assert denied(engine, text(f"truncate {table.name}")), table.name
        added = text(f"insert into {table.name} default values")
        assert denied(engine, added) == (table.name not in {"look", "draft"}), table.name
    for table, column in COLUMNS if name == "review" else []:
        may = table.name == "draft" or (table.name, column) in {("session", "seen_at"), ("bell_notice", "read_at")}
        changed = text(f'update {table.name} set "{column}" = null')
        assert denied(engine, changed) == (not may), f"{table.name}.{column}"
    for theirs in ("set role sigap_staff", "create table staff.mine (x int)", "create temp table session (x int)"):
        assert denied(engine, text(theirs)), theirs
    engine.dispose()


@pytest.mark.parametrize("name", SERVICES)
def test_a_stolen_service_asked_by_itself_signs_nobody_in(office: TestOffice, name: str) -> None:
    """Past the gateway, at the process itself: what makes sessions and changes accounts is not there."""
    own, there = office.app(name), office.sign_in.apps[name]
    ours = {rule.endpoint for rule in own.url_map.iter_rules() if divided.is_of_sign_in(rule.endpoint)}
    assert {"sign_in.sign_in", "session.enter_by_program", "sign_in.sign_out"} <= ours
    assert ours == {rule.endpoint for rule in there.url_map.iter_rules() if divided.is_of_sign_in(rule.endpoint)}
    for endpoint in ours:
        assert own.view_functions[endpoint].__name__ == there.view_functions[endpoint].__name__
        with own.test_request_context(), pytest.raises(NotFound):
            unthrottled(own.view_functions[endpoint])()


def test_a_service_says_that_a_session_was_used_and_ends_one_whose_token_it_has(office: TestOffice) -> None:
    """What is left to it: the questionnaire at the desk ends the clerk's session on that device."""
    of_review = office.app("review").extensions["sigap_directory"]
    accounts, now = office.app("review").extensions[ACCOUNTS], clock.now()
    token = accounts.entrance.by_password("tim2", DEMO_PASSWORD, Origin("192.0.2.9"), now).token
    later = now + timedelta(minutes=5)
    assert of_review.who(token, "", later).username == "tim2"
    with office.accounts.transaction() as db:
        assert db.scalars(select(session.c.seen_at).filter_by(token_hash=hash_of(token))).one() == later
    of_review.sign_out(token)
    assert accounts.who(token, "", later) is None


def unthrottled(view: Any) -> Any:
    """The view below its throttles."""
    while view.__code__.co_name != "answered_elsewhere":
        view = view.__wrapped__
    return view


def test_each_has_keys_of_its_own(processes: dict[str, dict[str, str]]) -> None:
    """Who took over one service reads no other's personal data, no authenticator, and knows no device's mark."""
    for setting in ("SIGAP_FIELD_KEYS", "SIGAP_INDEX_KEY"):
        of_owner: dict[str, set[str]] = {}
        for name, (owner, kind) in PROCESSES.items():
            if kind in {PAGES, WORKER}:
                of_owner.setdefault(owner, set()).add(processes[name][setting])
        assert all(len(values) == 1 for values in of_owner.values())
        assert len(set.union(*of_owner.values())) == len(of_owner) == len(OFFICE)
    secret = processes["sign-in"]["SIGAP_FIELD_KEYS"]
    assert [name for name, env in processes.items() if secret in env.values()] == ["sign-in"]
    names = {name for name, env in processes.items() if "SIGAP_NAMES_KEY" in env}
    assert names == {"review", "review-worker", "letters", "letters-worker"}


def test_the_gateways_send_to_the_sign_in_part_what_is_its_own(office: TestOffice) -> None:
    ingress = yaml.safe_load((DEPLOY / "kubernetes" / "ingress.yaml").read_text())
    paths = ingress["spec"]["rules"][0]["http"]["paths"]
    sent = [(one["path"], one["pathType"]) for one in paths if one["backend"]["service"]["name"] == "sign-in"]
    for name in SERVICES:
        app = office.app(name)
        for rule in app.url_map.iter_rules():
            path = re.sub(r"<[^>]+>", "x", rule.rule)
            wanted = divided.is_of_sign_in(rule.endpoint)
            assert bool(TO_SIGN_IN.match(path)) == wanted, f"Caddy: {path}"
            exact = any(path == one or (kind == "Prefix" and path.startswith(f"{one}/")) for one, kind in sent)
            assert exact == wanted, f"Ingress: {path}"


def test_the_checks_reach_their_own_files_and_their_own_queue(
    checks: Service, office: TestOffice, processes: dict[str, dict[str, str]]
) -> None:
    """Until decision 0050 with the registry's key and user: the whole archive, the registry's queues."""
    store, registry = checks.store, office.service("registry").store
    buckets, folder = checks.settings, "registry/checks/uji"
    kept = registry.put_bytes(buckets.documents_bucket, folder, b"surat", "application/pdf")
    other = registry.put_bytes(buckets.documents_bucket, "registry/uji", b"surat lain", "application/pdf")
    assert store.read(kept) == b"surat"
    store.remove(kept.bucket, kept.key)
    for refused in (
        lambda: store.read(other),
        lambda: store.remove(other.bucket, other.key),
        lambda: store.put_bytes(buckets.archive_bucket, "uji", b"palsu", "text/plain"),
        lambda: store.put_bytes(buckets.documents_bucket, folder, b"palsu", "text/plain"),
        lambda: list(store.keys(buckets.archive_bucket, "")),
    ):
        with pytest.raises(Unavailable):
            refused()
    client = redis.Redis.from_url(processes["registry-checks"]["SIGAP_BROKER_URL"], socket_timeout=2)
    assert client.llen("registry.checks") is not None
    for queue in ("registry", "registry.acks", "registry.ticks", "review", "registry.unacked"):
        for reach in (client.lpush, lambda queue, _: client.lrange(queue, 0, -1)):
            with pytest.raises(NoPermissionError):
                reach(queue, "x")


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
    optional = {"SIGAP_UNSIGNED_TASKS", "SIGAP_BROKER_PREFIX"}  # the second one of an office with a slug alone
    assert given["beat"] == {f"SIGAP_{name.upper()}" for name in BeatSettings.model_fields} - optional
    for secret, kinds in {
        "SIGAP_SEAL_PASSPHRASE": {"registry", "registry-worker"},
        "SIGAP_SECRET_KEY": {*SERVICES, "sign-in"},
        "SIGAP_TASK_KEY": set(PROCESSES) - {"registry-checks", "sign-in"},
        "SIGAP_DATABASE_URL": set(PROCESSES) - {"beat", "sign-in"},
        "SIGAP_S3_SECRET_KEY": set(PROCESSES) - {"beat", "sign-in"},
        "SIGAP_BROKER_URL": set(PROCESSES) - {"sign-in"},
    }.items():
        assert {name for name, settings in given.items() if secret in settings} == kinds, secret
    checks, registry = processes["registry-checks"], processes["registry"]
    assert not set(checks["SIGAP_FIELD_KEYS"].split(",")) & set(registry["SIGAP_FIELD_KEYS"].split(","))
    assert checks["SIGAP_INDEX_KEY"] != registry["SIGAP_INDEX_KEY"]
    Fernet(checks["SIGAP_FIELD_KEYS"])
    passphrase = registry["SIGAP_SEAL_PASSPHRASE"]
    assert [name for name, env in processes.items() if passphrase in env.values()] == ["registry", "registry-worker"]


def test_every_way_of_installing_gives_each_process_its_own_settings() -> None:
    compose = yaml.safe_load((DEPLOY / "containers" / "compose.yaml").read_text())
    for name in PROCESSES:
        mounted = [volume for volume in compose["services"][name]["volumes"] if ":/settings" in volume]
        assert mounted == [f"settings-{name}:/settings:ro"], name
        assert f"settings-{name}:/office/settings/{name}" in compose["services"]["migrate"]["volumes"]
    kubernetes = "".join((DEPLOY / "kubernetes" / f"{file}.yaml").read_text() for file in ("web", "workers", "beat"))
    assert sorted(re.findall(r"subPath: settings/(\S+),", kubernetes)) == sorted(PROCESSES)
    units = DEPLOY / "systemd"
    assert "settings/%i-worker\n" in (units / "sigap-worker@.service").read_text()
    assert "settings/registry-checks\n" in (units / "sigap-checks.service").read_text()
