"""Signing in step by step: code, new password, enrolment; replay, recovery codes, locks, throttles, sessions."""

from __future__ import annotations

import itertools
import re
import uuid
from datetime import timedelta

import pyotp
import pytest
from flask import Flask
from sqlalchemy import select, text, update
from sqlalchemy.exc import ProgrammingError

from services.shared.audit import trail
from services.shared.calendar import clock
from services.shared.errors import RuleBroken
from services.shared.rights.people import Role
from services.shared.staff import passwords
from services.shared.staff.administration import OPERATOR
from services.shared.staff.attempts import FAILURES_BEFORE_LOCK, LOCK
from services.shared.staff.directory import Directory
from services.shared.staff.own_account import Proof
from services.shared.staff.sessions import Origin, Stage
from services.shared.staff.tables import account, recovery_code
from services.shared.web.cookies import SESSION as COOKIE
from tests.support.browser import Browser, real_office
from tests.support.office import TestOffice

FIRST, OWN = "tiga-kata-sementara", "gunung-perahu-kemiri"
HERE = Origin("127.0.0.9", "Mozilla/5.0 (X11; Linux x86_64) Firefox/130.0")
_addresses = (f"10.1.{n // 250}.{n % 250 + 1}" for n in itertools.count())


@pytest.fixture(scope="module")
def app(office: TestOffice) -> Flask:
    return real_office(office)


@pytest.fixture
def directory(app: Flask) -> Directory:
    found: Directory = app.extensions["sigap_accounts"]
    return found


@pytest.fixture
def visitor(app: Flask) -> Browser:
    return Browser(app, next(_addresses))


def new_account(directory: Directory, *roles: Role, must_change: bool = False) -> str:
    username = f"uji-{uuid.uuid4().hex[:8]}"
    held = roles or (Role.CLERK,)
    directory.accounts.add(OPERATOR, username, "Orang Uji", held, FIRST, clock.now(), must_change=must_change)
    return username


def enrolled(directory: Directory, *roles: Role) -> tuple[str, pyotp.TOTP, list[str]]:
    """An account with an authenticator, its codes, and its recovery codes."""
    username = new_account(directory, *(roles or (Role.ADMIN,)))
    opened = directory.entrance.by_password(username, FIRST, HERE, clock.now())
    assert opened
    assert opened.stage == Stage.ENROL
    enrolment = directory.entrance.enrolment(opened.token, "Kantor", clock.now())
    assert enrolment
    totp, before = pyotp.TOTP(enrolment.secret), clock.now() - timedelta(minutes=5)
    done = directory.entrance.by_enrolment(opened.token, totp.at(before), HERE, before)
    assert done
    return username, totp, done[1]


def lines(directory: Directory, username: str) -> list[str]:
    with directory.database.transaction() as db:
        rows = db.execute(select(trail.audit.c.verb).filter_by(subject=username).order_by(trail.audit.c.position))
        return [row.verb for row in rows]


# ------------------------------------------------------------------ the whole way


def test_the_first_sign_in_of_an_administrator(directory: Directory, visitor: Browser) -> None:
    """Password of the administrator's, then one's own, then the authenticator; nothing opens before."""
    username = new_account(directory, Role.ADMIN, must_change=True)
    answer = visitor.post("masuk", username=username, password=FIRST)
    assert answer.headers["Location"] == "/intake/masuk/sandi"
    assert visitor.get("account").headers["Location"].startswith("/intake/masuk")
    assert visitor.post("masuk/sandi", "masuk/sandi", new="pendek", again="pendek").status_code == 422
    assert "tidak sama" in visitor.post("masuk/sandi", "masuk/sandi", new=OWN, again="lain").get_data(as_text=True)
    answer = visitor.post("masuk/sandi", "masuk/sandi", new=OWN, again=OWN)
    assert answer.headers["Location"] == "/intake/masuk/pasang"
    assert visitor.get("staff").headers["Location"].startswith("/intake/masuk")
    page = visitor.get("masuk/pasang").get_data(as_text=True)
    assert "data:image/png;base64," in page
    secret = re.findall(r"<code>([A-Z2-7]{32})</code>", page)[0]
    assert visitor.post("masuk/pasang", "masuk/pasang", code="000000").status_code == 422
    page = visitor.post("masuk/pasang", "masuk/pasang", code=pyotp.TOTP(secret).now()).get_data(as_text=True)
    assert len(re.findall(r"<code>[a-z2-9]{5}-[a-z2-9]{5}</code>", page)) == 10
    assert visitor.get("staff").status_code == 200
    assert lines(directory, username) == ["add_account", "change_password", "enrol", "sign_in"]


def test_the_target_survives_the_steps_and_the_session_gets_a_new_id_at_each(
    directory: Directory, visitor: Browser
) -> None:
    username, totp, _ = enrolled(directory)
    answer = visitor.post("masuk?lanjut=/intake/operations", username=username, password=FIRST)
    first = visitor.client.get_cookie(COOKIE)
    assert answer.headers["Location"] == "/intake/masuk/kode?lanjut=%2Fintake%2Foperations"
    answer = visitor.post("masuk/kode?lanjut=/intake/operations", "masuk/kode", code=totp.now())
    second = visitor.client.get_cookie(COOKIE)
    assert answer.headers["Location"] == "/intake/operations"
    assert first
    assert second
    assert first.value != second.value
    assert directory.who(first.value, "", clock.now()) is None


def test_a_session_that_was_planted_is_not_taken_over(directory: Directory, visitor: Browser) -> None:
    username = new_account(directory)
    visitor.client.set_cookie(COOKIE, "planted")
    visitor.post("masuk", username=username, password=FIRST)
    cookie = visitor.client.get_cookie(COOKIE)
    assert cookie
    assert cookie.value != "planted"
    assert cookie.http_only
    assert cookie.same_site == "Lax"


def test_steps_wait_ten_minutes(directory: Directory) -> None:
    username, totp, _ = enrolled(directory)
    now = clock.now()
    opened = directory.entrance.by_password(username, FIRST, HERE, now)
    assert opened
    late = now + timedelta(minutes=11)
    assert directory.entrance.by_code(opened.token, totp.at(late), HERE, late) is None


def test_in_the_demonstration_the_second_factor_is_not_compulsory(office: TestOffice) -> None:
    demo: Directory = office.app("intake").extensions["sigap_accounts"]
    username = new_account(demo, Role.ADMIN, Role.CAMAT)
    opened = demo.entrance.by_password(username, FIRST, HERE, clock.now())
    assert opened
    assert opened.stage == Stage.FULL


def test_a_program_signs_in_with_a_code(directory: Directory, app: Flask) -> None:
    username, totp, _ = enrolled(directory)
    client = app.test_client()
    headers = {"X-CSRFToken": client.get("/intake/api/session").get_json()["csrf_token"]}
    body = {"username": username, "password": FIRST}
    refused = client.post("/intake/api/session", json=body, headers=headers)
    assert (refused.status_code, list(refused.get_json()["errors"])) == (422, ["code"])
    assert client.get("/intake/api/me").status_code == 401
    assert client.post("/intake/api/session", json=body | {"code": totp.now()}, headers=headers).status_code == 200
    assert client.get("/intake/api/me").get_json()["username"] == username


# ------------------------------------------------------------------ codes


def test_a_code_counts_once(directory: Directory) -> None:
    username, totp, _ = enrolled(directory)
    now = clock.now()
    code = totp.at(now)
    for expected in (True, False):
        opened = directory.entrance.by_password(username, FIRST, HERE, now)
        assert opened
        assert bool(directory.entrance.by_code(opened.token, code, HERE, now)) is expected


def test_a_code_of_the_neighbouring_step_counts_and_an_older_one_does_not(directory: Directory) -> None:
    username, totp, _ = enrolled(directory)
    now = clock.now()
    opened = directory.entrance.by_password(username, FIRST, HERE, now)
    assert opened
    assert directory.entrance.by_code(opened.token, totp.at(now - timedelta(seconds=65)), HERE, now) is None
    assert directory.entrance.by_code(opened.token, totp.at(now + timedelta(seconds=25)), HERE, now)


def test_a_recovery_code_counts_once_and_lies_hashed(directory: Directory) -> None:
    username, _, codes = enrolled(directory)
    now = clock.now()
    for expected in (True, False):
        opened = directory.entrance.by_password(username, FIRST, HERE, now)
        assert opened
        assert bool(directory.entrance.by_code(opened.token, codes[0].upper(), HERE, now)) is expected
    with directory.database.transaction() as db:
        stored = db.execute(select(recovery_code.c.fingerprint)).scalars().all()
    assert not {code.replace("-", "") for code in codes} & set(stored)


def test_the_secret_lies_encrypted(directory: Directory) -> None:
    username, totp, _ = enrolled(directory)
    with directory.database.transaction() as db:
        row = db.execute(select(account).filter_by(username=username)).one()
    assert totp.secret not in str(tuple(row))


def test_wrong_codes_lock_the_account_too(directory: Directory) -> None:
    username, totp, _ = enrolled(directory)
    now = clock.now()
    opened = directory.entrance.by_password(username, FIRST, HERE, now)
    assert opened
    for _ in range(FAILURES_BEFORE_LOCK):
        assert directory.entrance.by_code(opened.token, "000000", HERE, now) is None
    assert directory.entrance.by_code(opened.token, totp.at(now), HERE, now) is None
    assert directory.entrance.by_password(username, FIRST, HERE, now) is None


# ------------------------------------------------------------------ passwords and locks


def test_the_lock_ends_by_itself_and_by_the_administrator(directory: Directory) -> None:
    username = new_account(directory)
    now = clock.now()
    for _ in range(FAILURES_BEFORE_LOCK):
        assert directory.entrance.by_password(username, "salah", HERE, now) is None
    assert directory.entrance.by_password(username, FIRST, HERE, now) is None
    assert directory.entrance.by_password(username, FIRST, HERE, now + LOCK + timedelta(seconds=1))
    for _ in range(FAILURES_BEFORE_LOCK):
        directory.entrance.by_password(username, "salah", HERE, now)
    directory.accounts.unlock(OPERATOR, username, now)
    assert directory.entrance.by_password(username, FIRST, HERE, now)


def test_one_locked_account_or_busy_address_stops_nobody_else(directory: Directory, app: Flask) -> None:
    """Throttles count per account and per address, never for all together."""
    victim, other = new_account(directory), new_account(directory)
    attacker = Browser(app, next(_addresses))
    statuses = [attacker.post("masuk", username=victim, password="salah").status_code for _ in range(21)]
    assert statuses[-1] == 429
    assert attacker.post("masuk", username=other, password=FIRST).status_code == 302
    flooder = Browser(app, next(_addresses))
    statuses = []
    for number in range(62):
        flooder.client.set_cookie(COOKIE, f"made-up-{number}")
        statuses.append(flooder.post("masuk/sandi", new="x", again="y").status_code)
    assert statuses[-1] == 429
    assert Browser(app, next(_addresses)).post("masuk", username=other, password=FIRST).status_code == 302


@pytest.mark.parametrize(
    "weak", ["pendek", "aaaaaaaaaaaaaaaa", "peragaan-sigap", "password1234", "x" * 201, "{name}-dan-lagi"]
)
def test_weak_passwords_are_refused(directory: Directory, weak: str) -> None:
    with pytest.raises(RuleBroken):
        passwords.check_new(weak.format(name="rina.w"), "rina.w", demo=False)


def test_a_hash_of_older_parameters_is_made_anew(directory: Directory, slow_hashes: None) -> None:
    from argon2 import PasswordHasher

    username = new_account(directory)
    old = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(FIRST)
    with directory.database.transaction() as db:
        db.execute(update(account).filter_by(username=username).values(password_hash=old))
    assert directory.entrance.by_password(username, FIRST, HERE, clock.now())
    stored = directory.accounts.one(username).password_hash
    assert "$argon2id$v=19$m=65536,t=3,p=4$" in stored


# ------------------------------------------------------------------ sessions


def test_idle_and_absolute_expiry(office: TestOffice, directory: Directory) -> None:
    username, now = new_account(directory), clock.now()
    opened = directory.entrance.by_password(username, FIRST, HERE, now)
    assert opened
    idle = timedelta(seconds=office.settings["intake"].session_idle)
    assert directory.who(opened.token, "", now + idle - timedelta(seconds=1))
    assert directory.who(opened.token, "", now + 3 * idle) is None
    moment = now
    for _ in range(100):  # used all the time, and yet it ends
        moment += idle / 2
        if directory.who(opened.token, "", moment) is None:
            break
    assert moment - now <= timedelta(seconds=office.settings["intake"].session_absolute) + idle / 2


@pytest.mark.parametrize("change", ["roles", "close", "password", "factor", "own password", "link"])
def test_what_changes_an_account_ends_its_sessions_at_once(directory: Directory, change: str) -> None:
    username, now = new_account(directory), clock.now()
    opened = [directory.entrance.by_password(username, FIRST, HERE, now) for _ in range(2)]
    tokens = [one.token for one in opened if one]
    accounts = directory.accounts
    me = directory.who(tokens[0], "", now)
    assert me
    if change == "roles":
        accounts.set_roles(OPERATOR, username, "Orang Uji", [Role.TEAM], now)
    elif change == "close":
        accounts.set_active(OPERATOR, username, False, now)
    elif change == "password":
        accounts.reset_password(OPERATOR, username, now)
    elif change == "factor":
        accounts.reset_factor(OPERATOR, username, now)
    elif change == "link":
        accounts.link(OPERATOR, username, "https://id.example", username, now)
    else:
        directory.own.change_password(me, Proof(FIRST), OWN, tokens[0], now)
    ended = [directory.who(token, "", now) is None for token in tokens]
    assert ended == ([False, True] if change == "own password" else [True, True])


def test_my_sessions_are_listed_and_can_be_ended_by_me_only(directory: Directory, app: Flask) -> None:
    username, stranger = new_account(directory), new_account(directory)
    phone, desk, other = Browser(app, next(_addresses)), Browser(app, next(_addresses)), Browser(app, next(_addresses))
    for one, name in ((phone, username), (desk, username), (other, stranger)):
        assert one.post("masuk", username=name, password=FIRST).status_code == 302
    found = re.findall(r"/intake/account/sessions/([0-9a-f-]{36})/end", desk.get("account").get_data(as_text=True))
    assert len(found) == 1  # the phone's; one's own session ends by signing out
    assert other.post(f"account/sessions/{found[0]}/end", "account").status_code == 404
    assert phone.get("account").status_code == 200
    assert desk.post(f"account/sessions/{found[0]}/end", "account").status_code == 302
    assert phone.get("account").status_code == 302


def test_signing_out_clears_what_the_browser_kept(directory: Directory, visitor: Browser) -> None:
    visitor.post("masuk", username=new_account(directory), password=FIRST)
    cookie = visitor.client.get_cookie(COOKIE)
    answer = visitor.post("keluar", "account")
    assert '"storage"' in answer.headers["Clear-Site-Data"]
    assert cookie
    assert directory.who(cookie.value, "", clock.now()) is None
    assert visitor.client.get_cookie(COOKIE) is None


# ------------------------------------------------------------------ the trail


def test_the_trail_of_the_staff_schema_is_append_only_and_sound(directory: Directory) -> None:
    username = new_account(directory)
    directory.entrance.by_password(username, "salah", HERE, clock.now())
    assert lines(directory, username) == ["add_account", "sign_in_failed"]
    for statement in ("update audit set note = 'x'", "delete from audit", "truncate audit"):
        with pytest.raises(ProgrammingError, match="permission denied"), directory.database.transaction() as db:
            db.execute(text(statement))
    with directory.database.transaction() as db:
        assert trail.verify(db) == []


def test_an_unknown_name_leaves_no_line_because_it_may_be_a_password(directory: Directory) -> None:
    directory.entrance.by_password("kata-sandi-di-kolom-salah", "x", HERE, clock.now())
    assert lines(directory, "kata-sandi-di-kolom-salah") == []


def test_an_unknown_name_takes_as_long_as_a_known_one(slow_hashes: None) -> None:
    assert not passwords.is_old(passwords.NOBODY), "made with other parameters: verifying it takes another time"
