"""``sigap breach-report``: who has to be told of a breach, and of which data."""

from __future__ import annotations

import csv
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from deploy import settings_files
from deploy.cli import app as sigap
from services.shared.audit.trail import audit
from services.shared.calendar import clock
from tests.intake.test_persons import child
from tests.support.intake import Desk, applicant, form, new_nik, person
from tests.support.office import TestOffice


@pytest.fixture(scope="module")
def root(processes: dict[str, dict[str, str]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("installation")
    settings_files.write(folder, processes)
    return folder


def run(root: Path, out: Path, *words: str, code: int = 0) -> str:
    now = clock.local(clock.now())
    period = ("--from", f"{now - timedelta(hours=1):%Y-%m-%dT%H:%M:%S}", "--to", f"{now:%Y-%m-%dT23:59:59}")
    done = CliRunner().invoke(sigap, ["breach-report", *period, "--out", str(out), "--settings", str(root), *words])
    assert done.exit_code == code, done.output
    return done.output


def lines(out: Path) -> list[list[str]]:
    with (out / "terdampak.csv").open(encoding="utf-8-sig", newline="") as text:
        return list(csv.reader(text, delimiter=";"))[1:]


def people(out: Path) -> dict[str, list[str]]:
    return {row[0]: row for row in lines(out)}


def test_what_an_account_saw_and_took(office: TestOffice, root: Path, tmp_path: Path) -> None:
    who = applicant(name="Korban Satu Lumentut", nik=new_nik(), phone="081299900011", notice_channel="whatsapp")
    seen, unseen = Desk(office).filled(who=who), Desk(office).filled()
    camat = person(office, "camat")
    camat.ask(seen.path)
    camat.do(f"{seen.path}/unmask", {"reason": "Uji kebocoran"})
    camat.get("/intake/complaints/export.csv?village=7105152006")
    said = run(root, tmp_path, "--account", "camat")
    found = people(tmp_path)
    assert seen.case_no in found
    assert unseen.case_no not in found
    _, name, hidden, channel, reach, _, data, by = found[seen.case_no]
    assert (name, hidden, reach, by) == ("Korban Satu Lumentut", "", "+6281299900011", "camat")
    assert "WhatsApp" in channel
    assert "NIK lengkap" in data
    assert "looked through by hand" in said
    draft = (tmp_path / "pemberitahuan.txt").read_text()
    assert "7105152006" in draft
    assert "NIK lengkap" in draft
    assert {file.stat().st_mode & 0o777 for file in tmp_path.iterdir()} == {0o600}
    with office.accounts.transaction() as session:
        (line,) = session.execute(select(audit).where(audit.c.verb == "breach_report")).all()
    assert line.details["account"] == "camat"


def test_a_name_is_no_formula_in_the_list(office: TestOffice, root: Path, tmp_path: Path) -> None:
    who = applicant(name="=1+1", address="@SUM(A1)", phone="081299900012", notice_channel="whatsapp")
    case = Desk(office).filled(who=who)
    run(root, tmp_path, "--service", "intake", "--whole")
    _, name, _, _, reach, home, _, _ = people(tmp_path)[case.case_no]
    assert (name, reach, home) == ("'=1+1", "+6281299900012", "'@SUM(A1)")


def test_who_is_represented_is_told_too(office: TestOffice, root: Path, tmp_path: Path) -> None:
    case, other = Desk(office), child(name="Anak Terwakili Lumentut", address="")
    who = applicant(name="Ibu Mewakili Lumentut", phone="081299900013", notice_channel="whatsapp", address="Jaga IX")
    case.do("submit-form", form(who=who) | {"represented": other})
    run(root, tmp_path, "--service", "intake", "--whole")
    told = [row[1:6] for row in lines(tmp_path) if row[0] == case.case_no]
    assert [row[0] for row in told] == ["Ibu Mewakili Lumentut", "Anak Terwakili Lumentut"]
    assert told[1][1:] == ["", "lewat pemohon yang mewakili", "+6281299900013", "Jaga IX"]


def test_a_service_or_a_stolen_copy(office: TestOffice, root: Path, tmp_path: Path) -> None:
    secret = Desk(office).filled(who=applicant(name="Korban Dua Mandagi", confidential=True))
    person(office, "kasi").ask(secret.path)
    run(root, tmp_path / "seen", "--service", "review")
    assert secret.case_no not in people(tmp_path / "seen")  # it was seen at the desk's service only
    run(root, tmp_path / "whole", "--service", "intake", "--whole")
    found = people(tmp_path / "whole")
    assert found[secret.case_no][2] == "ya"
    assert "KTP dan bukti" in found[secret.case_no][6]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--service", "kasir"), "there is no service kasir"),
        (("--whole", "--account", "kasi"), "give one of them"),
        (("--to", "2020-01-01"), "later than --from"),
    ],
)
def test_a_wrong_question_is_told(root: Path, tmp_path: Path, words: tuple[str, ...], message: str) -> None:
    assert message in run(root, tmp_path, *words, code=1)
