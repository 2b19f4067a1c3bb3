"""Where the forms stand that all services share: signing in, accounts, notices, acting heads."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pyotp
from sqlalchemy import update

from services.handoffs.envelope import Acknowledgement
from services.shared.calendar import clock
from services.shared.notices import posting
from services.shared.notices.tables import notice
from services.shared.rights.people import Role
from services.shared.staff import attempts
from services.shared.staff.administration import OPERATOR
from services.shared.staff.directory import Directory
from services.shared.staff.sessions import Origin
from services.shared.staff.tables import account
from tests.support import intake as at_desk
from tests.support import notices
from tests.support.browser import Browser, real_office
from tests.support.forms import targets, verbs_on
from tests.support.messages import Pair, new_case
from tests.support.office import TestOffice
from tests.support.seconds import confirm_appointments, confirm_changes

FIRST, OWN = "tiga-kata-sementara", "gunung-perahu-kemiri"


def failed_notice_and_dead_letter(office: TestOffice, _: Path) -> set[str]:
    """At the front desk, whose channels go to the outside."""
    intake = office.service("intake")
    notices.posted(intake, posting.Via.BELL, recipient=posting.person("admin"), link="/intake/book")
    office.send_notices("intake")
    failed = notices.posted(intake)
    with intake.database.transaction() as session:
        session.execute(update(notice).filter_by(subject=failed).values(failed_at=clock.now()))
    pair = Pair(intake, office.service("review"))
    message = pair.post(new_case())
    pair.settle([Acknowledgement(message.id, "intake", "dead", "RuleBroken: aturan dilanggar")])
    seen = verbs_on(office, "admin", ["/intake/notices/channels", "/intake/operations", "/intake/notices"])
    office.person("admin").post("/intake/notices/read-all")
    return seen | verbs_on(office, "admin", ["/intake/notices"])


def a_channel_to_try(office: TestOffice, _: Path) -> set[str]:
    app = real_office(office, smtp_host="e-mail.example", smtp_from="a@b.example")
    browser = signed_in(app.extensions["sigap_accounts"], Browser(app), "admin-uji", Role.ADMIN)
    return set(targets(app, browser.get("notices/channels").get_data(as_text=True), "/intake/notices/channels"))


def signed_in(directory: Directory, browser: Browser, name: str, role: Role) -> Browser:
    """Somebody new goes through all the steps of signing in."""
    return list(steps(directory, browser, name, role))[-1][0]


def steps(directory: Directory, browser: Browser, name: str, role: Role) -> Iterator[tuple[Browser, str, str]]:
    """The pages on the way in: (browser, address, text)."""
    username = f"{name}-{uuid.uuid4().hex[:6]}"
    directory.accounts.add(OPERATOR, username, "Orang Uji", [role], FIRST, clock.now())
    for path, typed in (
        ("masuk", {"username": username, "password": FIRST}),
        ("masuk/sandi", {"new": OWN, "again": OWN}),
    ):
        yield browser, f"/intake/{path}", browser.get(path).get_data(as_text=True)
        assert browser.post(path, path, **typed).status_code == 302
    page = browser.get("masuk/pasang").get_data(as_text=True)
    yield browser, "/intake/masuk/pasang", page
    secret = page.split("<code>")[1].split("</code>")[0]
    assert browser.post("masuk/pasang", "masuk/pasang", code=pyotp.TOTP(secret).now()).status_code == 200
    other = Browser(browser.client.application)
    assert other.post("masuk", username=username, password=OWN).headers["Location"] == "/intake/masuk/kode"
    yield browser, "/intake/masuk/kode", other.get("masuk/kode").get_data(as_text=True)
    for path in ("account", "account/authenticator"):
        yield browser, f"/intake/{path}", browser.get(path).get_data(as_text=True)


def on_the_way_in(office: TestOffice, _: Path) -> set[str]:
    """A first sign-in with all its steps, and one's own account with a second session."""
    app = real_office(office)
    directory: Directory = app.extensions["sigap_accounts"]
    pages = list(steps(directory, Browser(app), "petugas-uji", Role.CAMAT))
    return {verb for _, path, text in pages for verb in targets(app, text, path)}


def accounts_in_every_state(office: TestOffice, _: Path) -> set[str]:
    app = real_office(office, oidc_issuer="https://id.example")
    directory: Directory = app.extensions["sigap_accounts"]
    browser = signed_in(directory, Browser(app), "admin-uji", Role.ADMIN)
    username = f"uji-{uuid.uuid4().hex[:6]}"
    directory.accounts.add(OPERATOR, username, "Orang Uji", [Role.CLERK], FIRST, clock.now())
    seen: set[str] = set()
    for _ in range(attempts.FAILURES_BEFORE_LOCK):
        with directory.database.transaction() as session:
            attempts.failed(
                session, office.sign_in.services["intake"].vault, username, Origin("192.0.2.7"), clock.now()
            )
    for values in ({"totp_token": "x"}, {"active": False, "totp_token": None}):
        with directory.database.transaction() as session:
            session.execute(update(account).filter_by(username=username).values(**values))
        path = f"staff/{username}"
        seen |= set(targets(app, browser.get(path).get_data(as_text=True), f"/intake/{path}"))
    return seen


def a_change_that_waits(office: TestOffice, _: Path) -> set[str]:
    at_desk.person(office, "kasi").get(at_desk.Desk(office).forwarded().page)  # the office is at work
    username = f"uji-{uuid.uuid4().hex[:6]}"
    form = {"username": username, "name": "Camat Uji", "roles": ["camat"]}
    assert office.person("admin").post("/intake/staff", data=form).status_code == 302
    seen = verbs_on(office, "auditor", ["/intake/approvals"])
    assert confirm_changes(office) >= 1
    return seen


def two_sessions(office: TestOffice, _: Path) -> set[str]:
    app, username = office.app("intake"), f"uji-{uuid.uuid4().hex[:6]}"
    directory: Directory = app.extensions["sigap_accounts"]
    directory.accounts.add(OPERATOR, username, "Orang Uji", [Role.CLERK], OWN, clock.now(), must_change=False)
    desk, phone = Browser(app), Browser(app)
    for browser in (desk, phone):
        assert browser.post("masuk", username=username, password=OWN).status_code == 302
    return set(targets(app, desk.get("account").get_data(as_text=True), "/intake/account"))


def appointments(office: TestOffice, _: Path) -> set[str]:
    with appointed(office) as waiting:
        return verbs_on(office, "admin", ["/review/acting"]) | waiting


@contextmanager
def appointed(office: TestOffice) -> Iterator[set[str]]:
    """The registrar acts in the Camat's office; gives what the second person was offered."""
    day, admin = clock.local(clock.now()).date(), office.person("admin")
    dates = {"decree_on": day, "starts_on": day, "ends_on": day + timedelta(days=2)}
    form = {
        "username": "registrasi", "role": "camat", "kind": "plh", "position": "Sekretaris Kecamatan",
        "rank": "Penata (III/c)", "nip": "198503032010011003", "decree": "SP.800/12/2026",
    } | {name: f"{value:%d/%m/%Y}" for name, value in dates.items()}  # fmt: skip
    assert admin.post("/review/acting", data=form).status_code == 302
    waiting = verbs_on(office, "auditor", ["/review/acting"])
    assert confirm_appointments(office) == 1
    yield waiting
    for end in re.findall(r"/review/acting/[0-9a-f-]{36}/end", admin.get("/review/acting").get_data(as_text=True)):
        admin.post(end)


LOOKS = (
    failed_notice_and_dead_letter,
    a_channel_to_try,
    on_the_way_in,
    accounts_in_every_state,
    a_change_that_waits,
    two_sessions,
    appointments,
)
