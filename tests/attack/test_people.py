"""One administrator alone: makes himself section head, resets the Camat's password, plants a colleague of his own."""

from __future__ import annotations

import dataclasses
import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import create_engine, make_url, select, text, update

from deploy.local.servers import Servers
from deploy.setup import DEMO_PASSWORD
from services.shared.audit import trail
from services.shared.calendar import clock
from services.shared.notices import alerts
from services.shared.rights.people import SYSTEM, Role
from services.shared.staff.administration import OPERATOR
from services.shared.staff.directory import Directory
from services.shared.staff.sessions import Origin, Stage
from services.shared.staff.tables import account, acting, bell_notice, proposal
from tests.support.cases import PlayedCase
from tests.support.intake import Desk, applicant
from tests.support.office import Person, TestOffice
from tests.support.outside import mail_server
from tests.support.tokens import carry
from tests.trust.test_every_route import calls, send

FIRST = "tiga-kata-sementara"
HERE = Origin("127.0.0.1")
HIDDEN = "Yohanes Rahasia Tumbelaka"


@pytest.fixture
def directory(office: TestOffice) -> Directory:
    found: Directory = office.app("intake").extensions["sigap_accounts"]
    return found


@pytest.fixture(scope="module")
def hidden(office: TestOffice) -> Desk:
    """A case whose applicant's name is hidden, looked at by whom it concerns: the office is open."""
    desk = Desk(office).forwarded(who=applicant(name=HIDDEN, confidential=True))
    assert HIDDEN in office.person("kasi").get(desk.page).text
    return desk


@pytest.fixture(scope="module")
def played(office: TestOffice) -> PlayedCase:
    return PlayedCase(office, "Penanda Tiga Tumbelaka")


@contextmanager
def nobody_has_looked(servers: Servers) -> Iterator[None]:
    """As on the day on which an office is set up: no case was ever opened."""
    engine = create_engine(make_url(servers.env()["SIGAP_ADMIN_DATABASE_URL"]).set(database="sigap"))
    with engine.begin() as connection:
        connection.execute(text("create table staff.kept as select * from staff.look"))
        connection.execute(text("delete from staff.look"))
    try:
        yield
    finally:
        with engine.begin() as connection:
            connection.execute(text("insert into staff.look select * from staff.kept on conflict do nothing"))
            connection.execute(text("drop table staff.kept"))
        engine.dispose()


@pytest.fixture(autouse=True)
def _nothing_waits(directory: Directory) -> Iterator[None]:
    yield
    with directory.database.transaction() as db:
        open_ones = update(proposal).where(proposal.c.decided_at.is_(None))
        db.execute(open_ones.values(decided_at=clock.now(), decided_by="uji", outcome="refused"))
        db.execute(update(acting).where(acting.c.ended_at.is_(None)).values(ended_by="uji", ended_at=clock.now()))


def new_account(directory: Directory, *roles: Role) -> str:
    username = f"uji-{uuid.uuid4().hex[:8]}"
    directory.accounts.add(OPERATOR, username, "Orang Uji", roles, FIRST, clock.now(), must_change=False)
    return username


def roles_of(directory: Directory, username: str) -> list[str]:
    return list(directory.accounts.one(username).roles)


def newcomer(office: TestOffice, directory: Directory, role: Role) -> Newcomer:
    """Somebody whose account was made a moment ago, while the office is at work."""
    return Newcomer(office, new_account(directory, role))


class Newcomer(Person):
    """A person with the first password."""

    def __init__(self, office: TestOffice, username: str) -> None:
        super().__init__(office, username, FIRST)
        self.username = username


class DeskOf(Desk):
    """A case at the desk of somebody who is no account of the demonstration."""

    def __init__(self, office: TestOffice, clerk: Newcomer) -> None:
        self._clerk = clerk
        super().__init__(office, clerk.username)

    def _person(self, who: str = "") -> Person:
        return self._clerk


def a_day_later(directory: Directory, username: str) -> None:
    with directory.database.transaction() as db:
        before = {"renewed_at": clock.now() - timedelta(days=1)}
        db.execute(update(account).filter_by(username=username).values(**before))


def confirmations(person: Person) -> list[str]:
    """The addresses by which this person may confirm what waits."""
    return re.findall(r'action="(/intake/approvals/[0-9a-f-]{36}/confirm)"', person.get("/intake/approvals").text)


def bells(directory: Directory, username: str) -> list[str]:
    with directory.database.transaction() as db:
        return list(db.scalars(select(bell_notice.c.text).filter_by(username=username)))


def trail_of(directory: Directory, username: str) -> list[Any]:
    with directory.database.transaction() as db:
        return list(db.execute(select(trail.audit).filter_by(subject=username).order_by(trail.audit.c.position)))


def shown_password(page: str) -> str:
    found = re.findall(r"<code[^>]*>([a-z0-9]{5}-[a-z0-9]{5}-[a-z0-9]{5})</code>", page)
    return found[0] if found else ""


# ------------------------------------------------------------------ the attacks


def test_an_administrator_alone_does_not_become_section_head(
    office: TestOffice, directory: Directory, hidden: Desk
) -> None:
    admin = office.person("admin")
    data = {"name": "Olga Pontoh", "roles": ["admin", "section_head"]}
    admin.post("/intake/staff/admin/roles", data=data)
    try:
        assert roles_of(directory, "admin") == ["admin"]
        assert HIDDEN not in admin.get(hidden.page).text
    finally:
        directory.accounts.set_roles(OPERATOR, "admin", "Olga Pontoh", [Role.ADMIN], clock.now())


def test_an_administrator_alone_does_not_learn_the_camats_password(office: TestOffice, directory: Directory) -> None:
    username = new_account(directory, Role.CAMAT)
    answer = office.person("admin").post(f"/intake/staff/{username}/reset-password")
    password = shown_password(answer.text)
    assert not password
    assert directory.entrance.by_password(username, FIRST, HERE, clock.now())  # it was not changed either


@pytest.mark.parametrize("role", ["camat", "section_head", "auditor", "admin"])
def test_an_administrator_alone_plants_nobody(office: TestOffice, directory: Directory, role: str) -> None:
    username = f"uji-{uuid.uuid4().hex[:8]}"
    data = {"username": username, "name": "Boneka", "roles": [role]}
    answer = office.person("admin").post("/intake/staff", data=data)
    assert not shown_password(answer.text)
    assert username not in {row.username for row in directory.accounts.all()}


def test_an_administrator_alone_appoints_no_acting_camat(office: TestOffice, directory: Directory) -> None:
    username, day = new_account(directory, Role.ADMIN), clock.local(clock.now()).date()
    dates = {"decree_on": day, "starts_on": day, "ends_on": day + timedelta(days=2)}
    form = {
        "username": username, "role": "camat", "kind": "plh", "position": "Sekretaris Kecamatan",
        "rank": "Penata (III/c)", "nip": "198503032010011003", "decree": "SP.800/12/2026",
    } | {name: f"{value:%d/%m/%Y}" for name, value in dates.items()}  # fmt: skip
    assert office.person("admin").post("/review/acting", data=form).status_code == 302
    opened = directory.entrance.by_password(username, FIRST, HERE, clock.now())
    assert opened
    actor = directory.who(opened.token, "", clock.now())
    assert actor
    assert Role.CAMAT not in actor.roles


def test_a_clerk_of_today_opens_no_hidden_name(office: TestOffice, directory: Directory, hidden: Desk) -> None:
    """The role needs no second person, but it shows no hidden name on the day on which it was given."""
    username = f"uji-{uuid.uuid4().hex[:8]}"
    data = {"username": username, "name": "Petugas Baru", "roles": ["clerk"]}
    password = shown_password(office.person("admin").post("/intake/staff", data=data).text)
    assert password
    opened = directory.entrance.by_password(username, password, HERE, clock.now())
    assert opened
    opened = directory.entrance.by_new_password(opened.token, "gunung-perahu-kemiri", HERE, clock.now())
    assert opened
    client = office.app("intake").test_client()
    carry(office, client, opened.token)
    page = client.get(hidden.page)
    assert page.status_code == 200
    assert HIDDEN not in page.text


@pytest.mark.turns(3)
@pytest.mark.parametrize("role", ["clerk", "section_head", "camat"])
def test_who_is_new_today_sees_a_hidden_identity_nowhere(
    office: TestOffice, directory: Directory, played: PlayedCase, role: str
) -> None:
    """Every page and operation of the four services, by whoever would know the name from tomorrow on."""
    person, seen = newcomer(office, directory, Role(role)), 0
    for call in calls(office, ["GET"], played, most=2):
        if call.path.endswith((".pdf", ".png")) or Role(role) not in (call.allowed or frozenset(Role)):
            continue
        answer = send(person, call)
        assert answer.status_code < 500, call
        if answer.status_code < 300 and answer.mimetype.startswith(("text/", "application/json")):
            seen += 1
            for secret in (played.marker, played.nik, played.phone):
                assert secret not in answer.text, f"{call} shows {secret}"
    assert seen > 10


def test_tomorrow_they_see_it(office: TestOffice, directory: Directory, hidden: Desk) -> None:
    person = newcomer(office, directory, Role.SECTION_HEAD)
    assert HIDDEN not in person.get(hidden.page).text
    assert person.do(f"{hidden.path}/unmask", {"reason": "memeriksa kartu tanda penduduk"}, expect=403)
    a_day_later(directory, person.username)
    assert HIDDEN in person.get(hidden.page).text


def test_a_clerk_of_today_can_work_with_what_he_types(office: TestOffice, directory: Directory) -> None:
    clerk = newcomer(office, directory, Role.CLERK)
    own = DeskOf(office, clerk).forwarded(who=applicant(name=HIDDEN, confidential=True))
    assert HIDDEN in clerk.get(own.page).text


# ------------------------------------------------------------------ two people can


def test_two_change_what_one_may_not(office: TestOffice, directory: Directory, hidden: Desk) -> None:
    username = new_account(directory, Role.TEAM)
    admin, auditor = office.person("admin"), office.person("auditor")
    form = {"name": "Kasi Baru", "roles": ["section_head"]}
    assert "Menunggu" not in auditor.get("/intake/approvals").text
    page = admin.post(f"/intake/staff/{username}/roles", data=form, follow_redirects=True).text
    assert "orang kedua" in page
    (path,) = confirmations(auditor)
    assert admin.post(path).status_code == 403  # who asked
    assert office.person("loket1").post(path).status_code == 403
    assert roles_of(directory, username) == ["team"]
    assert auditor.post(path).status_code == 302
    assert roles_of(directory, username) == ["section_head"]
    assert auditor.post(path).status_code == 409
    lines = trail_of(directory, username)
    assert [line.verb for line in lines[-3:]] == ["ask_change", "set_roles", "confirm_change"]
    assert (lines[-2].actor, lines[-2].details["confirmed_by"], lines[-1].actor) == ("admin", "auditor", "auditor")


def test_nobody_confirms_the_own_account(office: TestOffice, directory: Directory, hidden: Desk) -> None:
    form = {"name": "Hengky Lasut", "roles": ["auditor", "camat"]}
    office.person("admin").post("/intake/staff/auditor/roles", data=form)
    assert not confirmations(office.person("auditor"))
    (path,) = confirmations(office.person("camat"))
    assert office.person("auditor").post(path).status_code == 403
    assert office.person("camat").post(path.replace("/confirm", "/refuse")).status_code == 302
    assert roles_of(directory, "auditor") == ["auditor"]


def test_a_password_that_two_made_anew_is_shown_to_the_second(
    office: TestOffice, directory: Directory, hidden: Desk
) -> None:
    username = new_account(directory, Role.CAMAT)
    office.person("admin").post(f"/intake/staff/{username}/reset-password")
    (path,) = confirmations(office.person("camat"))
    password = shown_password(office.person("camat").post(path).text)
    opened = directory.entrance.by_password(username, password, HERE, clock.now())
    assert opened
    assert opened.stage == Stage.PASSWORD


def test_what_cannot_be_done_is_told_to_who_asks(office: TestOffice, directory: Directory, hidden: Desk) -> None:
    form = {"username": "loket1", "name": "Boneka", "roles": ["camat"]}
    answer = office.person("admin").post("/intake/staff", data=form)
    assert answer.status_code == 422
    assert "sudah ada" in answer.text
    assert not confirmations(office.person("auditor"))


def test_an_old_wish_is_no_more(office: TestOffice, directory: Directory, hidden: Desk) -> None:
    username = new_account(directory, Role.CAMAT)
    office.person("admin").post(f"/intake/staff/{username}/reset-authenticator")
    (path,) = confirmations(office.person("auditor"))
    with directory.database.transaction() as db:
        db.execute(update(proposal).filter_by(username=username).values(asked_at=clock.now() - timedelta(days=7)))
    assert office.person("auditor").post(path).status_code == 409


# ------------------------------------------------------------------ it rings


@pytest.mark.parametrize("verb", ["roles", "reset-password", "reset-authenticator", "close"])
def test_it_rings_at_the_person_the_camat_and_the_auditor(
    office: TestOffice, directory: Directory, hidden: Desk, verb: str
) -> None:
    username = new_account(directory, Role.CLERK)
    data = {"name": "Orang Uji", "roles": ["team"]} if verb == "roles" else {}
    assert office.person("admin").post(f"/intake/staff/{username}/{verb}", data=data).status_code < 400
    for heard in (username, "camat", "auditor"):
        assert any(f"Akun {username}: " in text and "admin" in text for text in bells(directory, heard)), heard


def test_the_operator_rings_too(directory: Directory, hidden: Desk) -> None:
    directory.accounts.reset_password(OPERATOR, "kasi", clock.now(), DEMO_PASSWORD)
    assert any("Akun kasi: kata sandi disetel ulang oleh operator" in text for text in bells(directory, "camat"))
    with directory.database.transaction() as db:
        values = {"must_change": False, "renewed_at": None}
        db.execute(update(account).filter_by(username="kasi").values(**values))


def test_it_goes_by_e_mail_as_well(office: TestOffice, directory: Directory, hidden: Desk) -> None:
    username = new_account(directory, Role.CLERK)
    with directory.database.transaction() as db:
        db.execute(update(account).filter_by(username=username).values(email="uji@kecamatan.example"))
    office.person("admin").post(f"/intake/staff/{username}/reset-password")
    with mail_server() as mail:
        intake = office.worker("intake")
        service = dataclasses.replace(intake, settings=intake.settings.model_copy(update=mail.settings))
        for _ in range(20):
            with service.work(SYSTEM) as work:
                alerts.hand_over(work)
        office.send_notices("intake", **mail.settings)
        told = [one for one in mail.mails if one["To"] == "uji@kecamatan.example"]
    words = f"Akun {username}: kata sandi disetel ulang oleh admin."
    assert [words in one.get_content() for one in told].count(True) == 1


# ------------------------------------------------------------------ an office that is being set up


def test_the_first_administrator_sets_the_office_up_alone(office: TestOffice, servers: Servers, hidden: Desk) -> None:
    """Until somebody opens the first case; from then on two are needed."""
    admin = office.person("admin")

    def made(role: str) -> str:
        form = {"username": f"uji-{uuid.uuid4().hex[:8]}", "name": "Pejabat Baru", "roles": [role]}
        return shown_password(admin.post("/intake/staff", data=form).text)

    with nobody_has_looked(servers):
        assert all(made(role) for role in ("camat", "section_head", "auditor", "admin"))
    assert not made("camat")
