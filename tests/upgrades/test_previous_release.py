"""Older data, with a handoff in flight, go on under this release: migrated forward, nothing lost."""

from __future__ import annotations

import importlib
import json
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from deploy import database
from deploy.backup.database import restore
from deploy.installation import store_of
from deploy.local.addresses import STORE, STORE_KEYS
from deploy.local.servers import Servers
from deploy.setup import settings_as, settings_of
from services.handoffs.contract import SERVICES
from services.shared.calendar import clock
from services.shared.config.entrance import EntranceSettings
from services.shared.config.processes import SCHEMAS
from services.shared.data import migration
from tests.support.office import TestOffice

RELEASES = Path(__file__).parent / "releases"
# The previous release; and the same office later, after every schema's own migrations and before the shared chains.
OFFICES = ("0.1.0", "before-shared-chains")
WAITING = "Menunggu di kotak keluar saat pembaruan"  # forwarded in the old release, not yet taken by review


@pytest.fixture(scope="module", params=OFFICES)
def upgraded(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, processes: dict[str, dict[str, str]]
) -> object:
    """An office on older data, on a database and a store of its own: anchors of its trails lie there."""
    file = RELEASES / f"{request.param}.dump"
    kept = json.loads((RELEASES / "0.1.0.json").read_text())
    environ = {"SIGAP_BROKER_URL": processes["intake"]["SIGAP_BROKER_URL"]}
    with Servers(tmp_path_factory.mktemp("upgrade") / "run", durable=False, environ=environ) as servers:
        admin = servers.env()["SIGAP_ADMIN_DATABASE_URL"]
        database.roles(admin, kept["database"])
        restore(admin, file)
        before = counts(admin)
        addresses = database.prepare(admin, kept["database"])
        store_of(servers.env()).ensure_buckets()
        secrets = {
            STORE: servers.env()[STORE],
            "SIGAP_STAFF_DATABASE_URL": addresses["staff"],
        }
        # As after `sigap migrate`: each service with its own user of the broker and its own key to the store.
        own = {
            name: {key: servers.env()[f"{key}_{name.upper()}"] for key in STORE_KEYS}
            | {"SIGAP_DATABASE_URL": addresses[name]}
            | behind_own(processes[name], kept)
            for name in SERVICES
        }
        settings = {name: settings_of(processes[name] | secrets | own[name]) for name in SERVICES}
        part = processes["sign-in"] | secrets | behind_own(processes["sign-in"], kept)
        yield TestOffice(settings, settings_as(EntranceSettings, part)), admin, before


def behind_own(process: dict[str, str], kept: dict[str, str]) -> dict[str, str]:
    """The keys that all had before, behind those that each has of its own, as `sigap migrate` leaves them."""
    named = {"SIGAP_FIELD_KEYS": "field_keys", "SIGAP_INDEX_KEY": "index_key", "SIGAP_NAMES_KEY": "index_key"}
    return {name: f"{process[name]},{kept[key]}" for name, key in named.items() if name in process}


def counts(admin: str) -> dict[str, int]:
    engine = create_engine(admin)
    found = {}
    with engine.connect() as connection:
        names = connection.execute(
            text("select schemaname, tablename from pg_tables where schemaname = any(:schemas)"),
            {"schemas": list(SCHEMAS)},
        ).all()
        for schema, table in names:
            if table != "alembic_version":
                query = text(f'select count(*) from "{schema}"."{table}"')
                found[f"{schema}.{table}"] = connection.execute(query).scalar_one()
    engine.dispose()
    return found


def test_every_row_is_there_and_every_column_that_the_code_needs(
    upgraded: tuple[TestOffice, str, dict[str, int]],
) -> None:
    _, admin, before = upgraded
    after = counts(admin)
    moved = {name for name in before if after.get(name, 0) < before[name]}
    assert moved == set()
    engine = create_engine(admin)
    with engine.connect() as connection:
        for schema in SCHEMAS:
            assert migration.differences(connection, schema) == []
        unwatched = connection.execute(text("select count(*) from registry.archive_item where checked_at is null"))
        assert unwatched.scalar_one() == 0
    engine.dispose()


def test_a_new_office_has_exactly_the_tables_of_the_code(
    servers: Servers, processes: dict[str, dict[str, str]]
) -> None:
    engine = create_engine(servers.postgres.dsn(driver="+psycopg"))
    with engine.connect() as connection:
        assert {schema: migration.differences(connection, schema) for schema in SCHEMAS} == {
            schema: [] for schema in SCHEMAS
        }
    engine.dispose()


def test_staff_go_on_and_the_handoff_in_flight_arrives(upgraded: tuple[TestOffice, str, dict[str, int]]) -> None:
    office, _, _ = upgraded
    cases = office.person("loket1").ask("/intake/api/complaints")["items"]
    assert WAITING in str(cases)
    assert WAITING not in str(office.person("kasi").ask("/review/api/cases"))
    assert office.pump() >= 1  # a message of the old release, taken by the new one
    assert WAITING in str(office.person("kasi").ask("/review/api/cases"))
    for service, person in (("intake", "loket1"), ("review", "kasi"), ("letters", "tim1"), ("registry", "registrasi")):
        assert office.person(person).get(f"/{service}/").status_code == 200
    case = next(row for row in cases if WAITING not in str(row))
    assert office.person("loket1").get(f"/intake/complaints/{case['case_no']}").status_code == 200


def test_timed_jobs_of_this_release_run_on_the_old_data(upgraded: tuple[TestOffice, str, dict[str, int]]) -> None:
    office, _, _ = upgraded
    for name in SERVICES:
        jobs = {job.name for job in importlib.import_module(f"services.{name}.tasks").JOBS}
        assert jobs - set(office.run_jobs(name)) == set()


def test_who_was_reported_is_the_first_of_a_list_and_bars_in_every_service(
    upgraded: tuple[TestOffice, str, dict[str, int]],
) -> None:
    office, admin, _ = upgraded
    engine = create_engine(admin)
    with engine.begin() as connection:
        one = connection.execute(text("select case_no, name from intake.reported_official")).first()
        assert one, "the older office has a reported official"
        facts = "select party from {}.conflict where case_no = :no and bars and ended_at is null"
        known = connection.execute(text(facts.format("intake")), {"no": one.case_no}).scalars().all()
        assert known == connection.execute(text(facts.format("review")), {"no": one.case_no}).scalars().all()
        assert [party.startswith("@") for party in known] == [True]
    case = office.person("loket1").ask(f"/intake/api/complaints/{one.case_no}")
    assert [row["name"] for row in case["reported_persons"]] == [one.name] == [case["reported_official"]["name"]]
    seen = office.person("kasi").ask(f"/review/api/cases/{one.case_no}")
    assert [row["name"] for row in seen["reported_persons"]] == [one.name]
    for name in ("intake", "review"):
        office.run_jobs(name, clock.now() + timedelta(hours=1))
    office.pump()
    with engine.begin() as connection:
        for schema in ("letters", "registry"):
            assert connection.execute(text(facts.format(schema)), {"no": one.case_no}).scalars().all() == known
        untold = "select count(*) from {}.conflict where told_at is null"
        assert [connection.execute(text(untold.format(name))).scalar_one() for name in SERVICES] == [0] * len(SERVICES)
    engine.dispose()
