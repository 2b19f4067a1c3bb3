"""``sigap keys``: new keys, everything encrypted and indexed anew while the office works, broken off and run again."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from pydantic import SecretStr
from sqlalchemy import select, update
from typer.testing import CliRunner

from deploy import keys, settings_files
from deploy.cli import app as sigap
from deploy.installation import Installation
from deploy.local.servers import Servers
from deploy.setup import settings_as
from services.handoffs.contract import SERVICES
from services.intake.tables import Applicant, Complaint
from services.intake.tables.encrypted import ENCRYPTED
from services.letters.tables import Letter
from services.shared.calendar import clock
from services.shared.config.entrance import EntranceSettings
from services.shared.config.processes import EVERY
from services.shared.encryption.rekeying import rekey
from services.shared.encryption.vault import Vault
from services.shared.jobs.proofs import Known, Signer
from services.shared.rights.people import SYSTEM
from services.shared.staff import names
from tests.support.cases import PlayedCase
from tests.support.intake import new_nik
from tests.support.office import Person, TestOffice

NAME = "Penanda Kunci Lengkong"


@pytest.fixture(scope="module")
def case(office: TestOffice) -> PlayedCase:
    """A case whose letter must not tell the applicant's name, as one to another office."""
    played = PlayedCase(office, NAME, finished=False)
    letters = office.service("letters")
    with letters.work(SYSTEM) as work:
        hidden = names.fingerprints(names.vault_of(letters.settings), NAME)
        work.session.execute(update(Letter).where(Letter.case_no == played.case_no).values(hidden_names=hidden))
    return played


@pytest.fixture(scope="module")
def drafts(office: TestOffice) -> list[str]:
    """NIKs of forms that are not finished."""
    clerk, numbers = office.person("loket1"), [new_nik() for _ in range(5)]
    for number in numbers:
        opened = clerk.do("/intake/api/complaints", {"purpose": "Uji kunci", "override_reason": "uji"}, expect=201)
        form = {"applicant": {"name": "Uji Kunci", "nik": number}, "version": opened["version"]}
        saved = clerk.put(f"/intake/api/complaints/{opened['case_no']}/form", json=form)
        assert saved.status_code == 200, saved.get_data(as_text=True)
    return numbers


@pytest.fixture
def root(
    office: TestOffice, servers: Servers, processes: dict[str, dict[str, str]], case: PlayedCase, tmp_path: Path
) -> Iterator[Path]:
    """An installation of its own over the office's databases; afterwards everything is under the office's keys."""
    run, settings = tmp_path / "run", tmp_path / "settings"
    (run / "secrets").mkdir(parents=True)
    env = servers.env()
    shutil.copy(Path(env["SIGAP_RUN_DIR"]) / "secrets" / "application.json", run / "secrets")
    settings_files.write(settings, processes | {"admin": env | {"SIGAP_RUN_DIR": str(run)}})
    before = keys._present(Installation.of(settings))
    yield settings
    now = keys._present(Installation.of(settings))
    both = {
        owner: {name: f"{value},{now[owner][name]}" for name, value in kept.items()} for owner, kept in before.items()
    }
    keys._write(Installation.of(settings), both, keep=True)
    for _ in keys.rotate(Installation.of(settings)):
        pass


def run(root: Path, *words: str, code: int = 0) -> str:
    done = CliRunner().invoke(sigap, ["keys", *words, "--settings", str(root)])
    assert done.exit_code == code, done.output
    return done.output


def started_anew(root: Path) -> TestOffice:
    """The office as it is after all processes were stopped and started."""
    installation = Installation.of(root)
    entrance = settings_as(EntranceSettings, installation.process("sign-in"))
    return TestOffice({name: installation.settings(name) for name in SERVICES}, entrance)


def finds(office: TestOffice, nik: str, expect: str) -> bool:
    """Whether the clerk's search by NIK leads to a case."""
    answer = Person(office, "loket1").post("/intake/search", data={"q": nik}, follow_redirects=True)
    return expect in answer.get_data(as_text=True)


def test_keys_of_tasks_are_changed_in_two_steps(root: Path) -> None:
    def sender(name: str) -> Signer:
        key = settings_files.read(root, name)["SIGAP_TASK_KEY"]
        return Signer(name, key)

    def believed(signer: Signer) -> bool:
        known = {settings_files.read(root, name)["SIGAP_TASK_KEYS"] for name in EVERY}
        assert len(known) == 1, "all processes are told the same"
        return signer.public in Known(known.pop()).listed[signer.name]

    before = {name: sender(name) for name in EVERY}
    assert "--drop" in run(root, "tasks")
    after = {name: sender(name) for name in EVERY}
    assert len({one.key for one in (*before.values(), *after.values())}) == 2 * len(EVERY)
    assert all(believed(one) for one in (*before.values(), *after.values()))
    run(root, "tasks", "--drop")
    assert all(believed(one) for one in after.values())
    assert not any(believed(one) for one in before.values())
    assert sender("intake") == after["intake"]


def test_everything_comes_under_the_new_keys_and_the_old_ones_go(
    office: TestOffice, root: Path, case: PlayedCase, drafts: list[str]
) -> None:
    run(root, "new", "--index")
    between = started_anew(root)
    assert finds(between, case.nik, NAME)  # stored under the old index, asked for under both
    assert all(finds(between, number, "Uji kunci") for number in drafts)
    office.set_aside()
    assert "under an old key" in run(root, "drop", code=1)

    said = run(root, "rotate")
    assert "Everything is under the newest key" in said
    assert all(": 0 of " in line for line in run(root, "status").splitlines())
    run(root, "drop")

    after = started_anew(root)
    settings = after.settings["intake"]
    assert "," not in settings.field_keys.get_secret_value() + settings.index_key.get_secret_value()
    kept = json.loads((root.parent / "run" / "secrets" / "application.json").read_text())
    assert kept["keys"]["intake"]["field_keys"] == settings.field_keys.get_secret_value()
    assert finds(after, case.nik, NAME)
    assert all(finds(after, number, "Uji kunci") for number in drafts)
    assert not finds(office, case.nik, NAME)  # whoever has only the old keys finds and reads nothing any more
    token = _applicant(after, case).nik_token
    assert after.service("intake").vault.decrypt(token) == case.nik
    with after.service("letters").reading() as session:
        hidden = session.execute(select(Letter.hidden_names).where(Letter.case_no == case.case_no)).scalar_one()
    assert names.search(names.vault_of(after.settings["letters"]), f"Yth. {NAME}", hidden).certain
    assert not names.search(names.vault_of(office.settings["letters"]), f"Yth. {NAME}", hidden).certain


def test_broken_off_and_run_again(office: TestOffice, case: PlayedCase, drafts: list[str]) -> None:
    settings = office.settings["intake"]
    old_key, old_index = settings.field_keys.get_secret_value(), settings.index_key.get_secret_value()
    new_key, new_index = Fernet.generate_key().decode(), "i" * 48
    both = Vault(SecretStr(f"{new_key},{old_key}"), SecretStr(f"{new_index},{old_index}"))
    back = Vault(SecretStr(f"{old_key},{new_key}"), SecretStr(f"{old_index},{new_index}"))
    database = office.service("intake").database
    try:
        left = []
        for sealed in ENCRYPTED:
            old = sum(count.old for count in rekey(database, both, sealed, change=False))
            parts = rekey(database, both, sealed, at_once=2)
            done = next(parts)  # the first part is committed, the power goes
            parts.close()
            assert done.rows <= 2
            left.append(old - done.old)
        with database.transaction() as session:
            rows = session.execute(select(Complaint.draft).where(Complaint.draft.is_not(None))).scalars().all()
            rows += session.execute(select(Applicant.nik_token)).scalars().all()
        assert {both.is_newest(token) for token in rows} == {True, False}
        assert [both.decrypt(token) for token in rows]  # meanwhile both keys read everything

        again = [sum(count.old for count in rekey(database, both, sealed, at_once=2)) for sealed in ENCRYPTED]
        assert again == left
        assert sum(count.old for sealed in ENCRYPTED for count in rekey(database, both, sealed, at_once=2)) == 0
    finally:
        for sealed in ENCRYPTED:
            assert not [name for count in rekey(database, back, sealed) for name in count.unreadable]
    assert office.service("intake").vault.decrypt(_applicant(office, case).nik_token) == case.nik


def test_what_no_key_reads_is_named_and_left_as_it_is(office: TestOffice, root: Path, case: PlayedCase) -> None:
    lost = Vault(SecretStr(Fernet.generate_key().decode()), SecretStr("i" * 48)).encrypt("hilang")
    with office.service("intake").work(SYSTEM, clock.now()) as work:
        row = work.session.get(Applicant, case.case_no)
        assert row is not None
        before, row.nik_token = row.nik_token, lost
    try:
        run(root, "new")
        assert f"applicant {case.case_no}" in run(root, "rotate", code=1)
        assert "run `sigap keys rotate` first" in run(root, "drop", code=1)
        assert _applicant(office, case).nik_token == lost
    finally:
        with office.service("intake").work(SYSTEM, clock.now()) as work:
            row = work.session.get(Applicant, case.case_no)
            assert row is not None
            row.nik_token = before


def _applicant(office: TestOffice, case: PlayedCase) -> Applicant:
    with office.service("intake").reading() as session:
        found = session.get(Applicant, case.case_no)
    assert found is not None
    return found
