"""Before a real office opens, everything of practice goes: wanted by two, done once, and never once it is open."""

from __future__ import annotations

import io
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pyrage
import pytest
import redis
from sqlalchemy import func, select
from typer.testing import CliRunner

from deploy import practice, practice_wish
from deploy.cli import app
from deploy.commands.audit import problems_of
from deploy.local.servers import Servers
from deploy.practice_wish import NotCleared
from deploy.setup import prepare, settings_as, settings_of
from services.handoffs.contract import SERVICES
from services.intake.rules.paper_books import BOOKS, REGISTER
from services.intake.tables import Complaint
from services.registry.queries.chains import CHAINS
from services.registry.tables import AgendaNumber
from services.review.tables import Case
from services.shared.audit import trail
from services.shared.calendar import clock
from services.shared.config.entrance import EntranceSettings
from services.shared.config.processes import SCHEMAS, SIGN_IN
from services.shared.storage.object_store import ObjectStore
from tests.intake.test_first_day import PATH, say, sheet
from tests.support.intake import Desk
from tests.support.office import TestOffice

Processes = dict[str, dict[str, str]]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[dict[str, str], Processes]]:
    """Servers of its own: what is emptied is nobody else's."""
    run = tmp_path_factory.mktemp("practice") / "run"
    with Servers(run, durable=False, environ={}) as servers:
        env = servers.env() | {"SIGAP_PUBLIC_URL": "http://localhost:8000", "SIGAP_DEMO": "1"}
        yield env, prepare(env)


def opened(processes: Processes) -> TestOffice:
    workers = processes["intake-worker"]["SIGAP_STAFF_DATABASE_URL"]
    entrance = settings_as(EntranceSettings, processes[SIGN_IN])
    return TestOffice({name: settings_of(processes[name]) for name in SERVICES}, entrance, workers)


def stop(office: TestOffice) -> None:
    """As if its processes had ended."""
    for name in list(office.apps):
        office.service(name).database.dispose()
        office.service(name).staff.dispose()
    for service in office.sign_in.services.values():
        service.database.dispose()
        service.staff.dispose()
    for database in office.lookups.values():
        database.dispose()


def practised(office: TestOffice) -> None:
    """A case that has reached review, a number in the agenda, anchors; and a paper book that waits for the real day."""
    Desk(office).forwarded()
    office.pump()
    code = office.service("registry").office.default_classification
    facts = {"classification": code, "subject": "Latihan", "recipient": "Siapa saja", "signer_title": "Camat"}
    office.person("registrasi").do("/registry/api/agenda/book-letter", facts)
    office.run_jobs("registry", clock.now())
    today = clock.today().strftime("%d/%m/%Y")
    book = {"serial": 4, "received_on": today, "applicant_name": "Zefanya", "service": "Pengaduan", "summary": "Patok"}
    file = sheet(book, heads=BOOKS[REGISTER].heads)
    answer = office.person("admin").post(f"{PATH}/import-register", data={"file": (io.BytesIO(file.read()), "b.xlsx")})
    assert answer.status_code == 200


def refused(env: dict[str, str], why: str) -> None:
    with pytest.raises(NotCleared, match=why):
        practice_wish.check(env["SIGAP_ADMIN_DATABASE_URL"].rsplit("/", 1)[0] + "/sigap", clock.now())


def test_what_stays_is_named_as_the_tables_are() -> None:
    def tables(schema: str) -> set[str]:
        module = import_module(f"{SCHEMAS[schema]}.tables")
        metadatas = getattr(module, "METADATAS", ())
        return {table.name for metadata in metadatas for table in metadata.tables.values()}

    for schema, stays in practice.STAYS.items():
        assert stays | practice.STAYS_ALWAYS <= tables(schema), schema
        assert not any("complaint" in name or "letter" in name or name == "audit" for name in stays)
    assert set(practice.GOES_OF_STAFF) <= tables("staff")


@pytest.mark.release  # half a minute: servers of its own, a backup, and both halves of an office's life
def test_practice_is_emptied_once_by_two_and_the_real_office_begins_anew(
    place: tuple[dict[str, str], Processes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    env, processes = place
    office = opened(processes)
    practised(office)
    stop(office)
    refused(env, "two people")
    say(office, "admin", "ask-clear")
    say(office, "admin", "confirm-clear", 403)
    assert "/confirm-clear" in office.person("camat").get("/intake/first-day").text
    stop(office)
    refused(env, "two people")
    say(office, "camat", "confirm-clear")
    refused(env, "at work")
    stop(office)
    with redis.Redis.from_url(env["SIGAP_BROKER_URL"]) as client:
        client.lpush("review", "a message of practice")
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    key = str(pyrage.x25519.Identity.generate().to_public())
    words = ["office", "clear-practice", "--recipient", key, "--to", str(tmp_path), "--run-dir", env["SIGAP_RUN_DIR"]]
    done = CliRunner().invoke(app, [*words, "--yes"])
    assert done.exit_code == 0, done.output
    assert len(list(tmp_path.glob("sets/*/manifest.json"))) == 1, "what was practised is in a backup"
    refused(env, "done once")
    with redis.Redis.from_url(env["SIGAP_BROKER_URL"]) as client:
        assert not client.exists("review")
    _begins_anew(opened(processes), env)


def _begins_anew(office: TestOffice, env: dict[str, str]) -> None:
    for name, table in (("intake", Complaint), ("review", Case), ("registry", AgendaNumber)):
        with office.service(name).reading() as session:
            assert session.scalar(select(func.count()).select_from(table)) == 0, name
    store = ObjectStore(office.settings["registry"])
    assert not any(store.keys(bucket, "") for bucket in store.buckets)
    for name in SERVICES:
        with office.service(name).reading() as session:
            first = session.execute(select(trail.audit).order_by(trail.audit.c.position)).first()
            assert first is not None
            assert (first.position, first.verb) == (1, "clear_practice")
            assert first.details["ends"]["intake"][0] > 1, "where the chain of practice ended"
        assert not problems_of(name, office.service(name).database, office.settings["registry"])
    for chain in CHAINS:
        assert not problems_of(chain, office.service("registry").database, office.settings["registry"])
    desk = Desk(office).forwarded()
    assert int(desk.case_no.rsplit("-", 1)[1]) == 1, "numbers begin anew, and people sign in as before"
    office.pump()
    admin = office.person("admin")
    assert admin.ask(PATH)["rows"] == 1, "what waits from paper is no practice"
    say(office, "admin", "ask-clear", 409)
    say(office, "admin", "ask-open", last_number=0)
    say(office, "auditor", "confirm-open")
    stop(office)
    refused(env, "declared open")
