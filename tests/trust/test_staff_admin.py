"""The administrator's page of the staff, and ``sigap user`` on the command line."""

from __future__ import annotations

import re
import uuid
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import update
from typer.testing import CliRunner

from deploy import settings_files
from deploy.cli import app as sigap
from deploy.setup import DEMO_ACCOUNTS
from services.shared.calendar import clock
from services.shared.errors import RuleBroken
from services.shared.rights.people import Role
from services.shared.staff.administration import LAST_ADMIN, OPERATOR
from services.shared.staff.directory import Directory
from services.shared.staff.sessions import Origin, Stage
from services.shared.staff.tables import account
from tests.support.intake import Desk
from tests.support.office import TestOffice


@pytest.fixture
def directory(office: TestOffice) -> Directory:
    found: Directory = office.app("intake").extensions["sigap_accounts"]
    return found


def fresh() -> str:
    return f"uji-{uuid.uuid4().hex[:8]}"


def test_the_administrator_adds_somebody_who_must_change_the_password(office: TestOffice, directory: Directory) -> None:
    admin, username = office.person("admin"), fresh()
    answer = admin.post(
        "/intake/staff", data={"username": username, "name": "Petugas Baru", "roles": ["clerk", "team"]}
    )
    password = re.findall(r"<code[^>]*>([^<]+)</code>", answer.get_data(as_text=True))[0]
    opened = directory.entrance.by_password(username, password, Origin("127.0.0.1"), clock.now())
    assert opened
    assert opened.stage == Stage.PASSWORD
    assert directory.accounts.one(username).roles == ["clerk", "team"]


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"username": "Huruf Besar", "name": "A", "roles": "clerk"}, "username"),
        ({"username": "loket1", "name": "A", "roles": "clerk"}, "username"),
        ({"username": "benar.ada", "name": "", "roles": "clerk"}, "name"),
        ({"username": "benar.ada", "name": "A"}, "roles"),
        ({"username": "benar.ada", "name": "A", "roles": "clerk", "nip": "19910312"}, "nip"),
        ({"username": "benar.ada", "name": "A", "roles": "system"}, "roles"),
    ],
)
def test_bad_input_is_told_by_field(office: TestOffice, data: dict[str, str], field: str) -> None:
    answer = office.person("admin").post("/intake/staff", data=data)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert f'id="add_account-{field}' in page
    assert "is-invalid" in page


def test_each_button_of_an_account(office: TestOffice, directory: Directory) -> None:
    admin, username = office.person("admin"), fresh()
    directory.accounts.add(OPERATOR, username, "Uji", [Role.CLERK], "tiga-kata-sementara", clock.now())
    for verb in ("close", "open", "unlock", "reset-authenticator"):
        answer = admin.post(f"/intake/staff/{username}/{verb}")
        assert answer.headers["Location"] == f"/intake/staff/{username}", verb
    answer = admin.post(f"/intake/staff/{username}/roles", data={"name": "Uji Dua", "roles": "registrar"})
    assert answer.status_code == 302
    assert "Kata sandi sementara" in admin.post(f"/intake/staff/{username}/reset-password").get_data(as_text=True)
    assert directory.accounts.one(username).name == "Uji Dua"
    assert admin.get("/intake/staff/tidak-ada").status_code == 404
    assert admin.post(f"/intake/staff/{username}/link", data={"subject": "x"}).status_code == 422


def test_position_rank_and_nip_stand_with_the_person_and_a_second_one_reads_them(
    office: TestOffice, directory: Directory
) -> None:
    admin, username = office.person("admin"), fresh()
    said = {"position": "Pengelola Arsip", "rank": "Pengatur (II/c)", "nip": "199001012015031001"}
    admin.post("/intake/staff", data={"username": username, "name": "Baru", "roles": "clerk", **said})
    line = "Pengelola Arsip · Pengatur (II/c) · NIP 199001012015031001"
    assert line in admin.get("/intake/staff").text
    assert all(f'value="{value}"' in admin.get(f"/intake/staff/{username}").text for value in said.values())
    admin.post(f"/intake/staff/{username}/roles", data={"name": "Baru", "roles": "clerk"})
    assert directory.accounts.one(username).nip == said["nip"]  # what is not said stays
    with office.accounts.transaction() as session:
        session.execute(update(account).filter_by(username=username).values(roles=["auditor"]))
    desk = Desk(office)  # somebody opens a case: from now on power needs two
    office.person("loket1").get(desk.page)
    grave = {"name": "Baru", "roles": "auditor", "nip": "", "rank": "Penata (III/c)"}
    admin.post(f"/intake/staff/{username}/roles", data=grave)
    assert "Penata (III/c)" in office.person("auditor").get("/intake/approvals").text


def test_the_demonstrations_people_have_theirs(directory: Directory) -> None:
    for username, _, role in DEMO_ACCOUNTS:
        row = directory.accounts.one(username)
        assert row.position, username
        assert row.rank, username
        assert re.fullmatch(r"\d{18}", row.nip), (username, role)


def test_the_last_administrator_stays(office: TestOffice, directory: Directory) -> None:
    for row in directory.accounts.all():
        if Role.ADMIN in row.roles and row.username != "admin" and row.active:
            directory.accounts.set_active(OPERATOR, row.username, False, clock.now())
    admin = office.person("admin")
    answer = admin.post("/intake/staff/admin/close")
    assert answer.status_code == 422
    assert LAST_ADMIN in answer.get_data(as_text=True)
    with pytest.raises(RuleBroken, match="satu-satunya"):
        directory.accounts.set_roles(OPERATOR, "admin", "Olga Pontoh", [Role.CLERK], clock.now())
    assert admin.get("/intake/staff").status_code == 200


def test_the_command_line_adds_the_first_administrator(
    processes: dict[str, dict[str, str]], directory: Directory, tmp_path: Path
) -> None:
    username, root, secret = fresh(), tmp_path / "settings", tmp_path / "sandi"
    settings_files.write(root, processes)
    run = CliRunner()
    secret.write_text("gunung-perahu-kemiri\n")
    words = ["user", "add", username, "--name", "Admin Pertama", "--role", "admin", "--settings", str(root)]
    done = run.invoke(sigap, [*words, "--password-file", str(secret)])
    assert done.exit_code == 0, done.output
    assert "gunung" not in done.output
    assert directory.accounts.one(username).must_change
    again = run.invoke(sigap, words, input="gunung-perahu-kemiri\ngunung-perahu-kemiri\n")
    assert again.exit_code == 1
    assert "sudah ada" in again.output
    short = run.invoke(sigap, ["user", "reset", username, "--settings", str(root)], input="x\nx\n")
    assert "paling sedikit 12" in short.output
    assert run.invoke(sigap, ["user", "disable", username, "--settings", str(root)]).exit_code == 0
    assert "closed" in run.invoke(sigap, ["user", "list", "--settings", str(root)]).output
    assert run.invoke(sigap, ["user", "enable", username, "--settings", str(root)]).exit_code == 0


def test_every_page_of_the_demonstration_says_so_and_no_other(office: TestOffice) -> None:
    from tests.support.browser import Browser, real_office

    real: Flask = real_office(office)
    assert "Mode simulasi:" in Browser(office.app("intake")).get("masuk").get_data(as_text=True)
    assert "Mode simulasi:" not in Browser(real).get("masuk").get_data(as_text=True)
