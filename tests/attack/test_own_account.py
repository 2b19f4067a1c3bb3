"""A session that was left open: somebody else puts an authenticator of his own, a password, an address into it."""

from __future__ import annotations

import itertools
import re
import uuid
from typing import Any

import pyotp
import pytest
from flask import Flask
from sqlalchemy import select

from services.shared.calendar import clock
from services.shared.rights.people import Role
from services.shared.staff.administration import OPERATOR
from services.shared.staff.directory import Directory
from services.shared.staff.tables import account, bell_notice, recovery_code
from tests.support.browser import Browser, real_office
from tests.support.office import TestOffice
from tests.support.verbs import CHANGING, routes

FIRST, NEW = "tiga-kata-sementara", "gunung-perahu-kemiri"
_addresses = (f"10.9.{n // 250}.{n % 250 + 1}" for n in itertools.count())
# What changes who somebody is: where it is posted, and what is typed beside the proof.
ACTS: dict[str, dict[str, str]] = {
    "account/password": {"new": NEW, "again": NEW},
    "account/authenticator": {},
    "account/recovery-codes": {},
    "notices/contact": {"email": "pencuri@example.org", "digest": "true"},
}
NO_ACTS = {"end_session", "open_notice", "read_notice", "unread_notice", "read_all_notices"}


@pytest.fixture(scope="module")
def app(office: TestOffice) -> Flask:
    return real_office(office)


@pytest.fixture
def directory(app: Flask) -> Directory:
    found: Directory = app.extensions["sigap_accounts"]
    return found


class Owner(Browser):
    """Somebody with an authenticator, signed in; the session is open before whoever comes by."""

    def __init__(self, app: Flask, directory: Directory, *, enrolled: bool = True) -> None:
        super().__init__(app, next(_addresses))
        self.username = f"uji-{uuid.uuid4().hex[:8]}"
        role = Role.CAMAT if enrolled else Role.CLERK
        directory.accounts.add(OPERATOR, self.username, "Uji", [role], FIRST, clock.now(), must_change=False)
        self.post("masuk", username=self.username, password=FIRST)
        self.codes: list[str] = []
        if enrolled:
            self.totp = pyotp.TOTP(secret_on(self.get("masuk/pasang").text))
            self.spent = self.totp.now()
            page = self.post("masuk/pasang", "masuk/pasang", code=self.spent).text
            self.codes = re.findall(r"<code>([a-z2-9]{5}-[a-z2-9]{5})</code>", page)
            assert len(self.codes) == 10

    def act(self, path: str, **typed: str) -> int:
        """Try an act; a new authenticator brings its own first code."""
        extra = dict(ACTS[path])
        if path == "account/authenticator":
            extra["code"] = pyotp.TOTP(secret_on(self.get(path).text)).now()
        return self.post(path, "account", **extra | typed).status_code


def secret_on(page: str) -> str:
    return str(re.findall(r"<code>([A-Z2-7]{32})</code>", page)[0])


def kept(directory: Directory, username: str) -> tuple[Any, ...]:
    """All that says who somebody is."""
    with directory.database.transaction() as db:
        row = db.execute(select(account).filter_by(username=username)).one()
        codes = db.scalars(select(recovery_code.c.fingerprint).filter_by(account_id=row.id).order_by("fingerprint"))
        return row.password_hash, row.totp_token, row.email, tuple(codes)


@pytest.mark.parametrize("path", ACTS)
@pytest.mark.parametrize("proof", ["nothing", "password alone", "code alone", "a wrong code", "a spent code"])
def test_an_open_session_is_not_enough(app: Flask, directory: Directory, path: str, proof: str) -> None:
    owner = Owner(app, directory)
    before = kept(directory, owner.username)
    typed = {
        "nothing": {},
        "password alone": {"password": FIRST},
        "code alone": {"proof": owner.codes[0]},
        "a wrong code": {"password": FIRST, "proof": "000000"},
        "a spent code": {"password": FIRST, "proof": owner.spent},  # it set the authenticator up
    }[proof]
    assert owner.act(path, **typed) == 422
    assert kept(directory, owner.username) == before


@pytest.mark.parametrize("path", ACTS)
def test_the_owner_can_and_is_told(app: Flask, directory: Directory, path: str) -> None:
    owner = Owner(app, directory)
    before = kept(directory, owner.username)
    assert owner.act(path, password=FIRST, proof=owner.codes[0]) in {200, 302}
    assert kept(directory, owner.username) != before
    with directory.database.transaction() as db:
        told = list(db.scalars(select(bell_notice.c.text).filter_by(username=owner.username)))
    assert any("Bila bukan Anda" in line for line in told)


def test_who_has_no_authenticator_proves_by_the_password(app: Flask, directory: Directory) -> None:
    owner = Owner(app, directory, enrolled=False)
    assert owner.act("account/authenticator") == 422
    assert owner.act("account/authenticator", password=FIRST) == 200


def test_a_secret_that_was_seen_in_another_session_sets_nothing_up(app: Flask, directory: Directory) -> None:
    """Somebody looks at the pending secret in an open session; later the owner would set up that very one."""
    owner = Owner(app, directory, enrolled=False)
    seen = secret_on(owner.get("account/authenticator").text)
    elsewhere = Browser(app, next(_addresses))
    elsewhere.post("masuk", username=owner.username, password=FIRST)
    assert secret_on(elsewhere.get("account/authenticator").text) != seen
    typed = {"password": FIRST, "code": pyotp.TOTP(seen).now()}
    assert owner.post("account/authenticator", "account", **typed).status_code == 422


def test_the_address_before_is_told_of_the_change(app: Flask, directory: Directory) -> None:
    from services.shared.staff.tables import alert

    owner = Owner(app, directory, enrolled=False)
    assert owner.act("notices/contact", password=FIRST, email="saya@example.org") == 302
    assert owner.act("notices/contact", password=FIRST, email="lain@example.org") == 302
    with directory.database.transaction() as db:
        told = list(db.scalars(select(alert.c.email).filter_by(username=owner.username).order_by(alert.c.at)))
    assert "saya@example.org" in told


@pytest.mark.parametrize("service", ["intake", "review", "letters", "registry"])
def test_every_act_on_the_own_account_is_tried_here(office: TestOffice, service: str) -> None:
    """A new verb of one's own account joins ``ACTS``, or is said to change nobody."""
    mine = [
        route for route in routes(office, service, CHANGING)
        if not route.is_api and route.path.split("/")[2] in {"account", "notices"} and "channels" not in route.path
    ]  # fmt: skip
    acts = {route.path.split("/", 2)[2] for route in mine if route.verb not in NO_ACTS | {"send_again"}}
    assert acts <= set(ACTS)
