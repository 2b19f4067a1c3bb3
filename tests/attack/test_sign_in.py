"""A stranger at the door: a crowd that eats the memory, names that answer slower, wrong passwords that lock out."""

from __future__ import annotations

import itertools
import subprocess
import sys
import uuid
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from flask import Flask
from sqlalchemy import select

from services.shared.calendar import clock
from services.shared.rights.people import Role
from services.shared.staff.administration import OPERATOR
from services.shared.staff.directory import Directory
from services.shared.staff.tables import account
from tests.support.browser import TOKEN, Browser, real_office
from tests.support.counting import statements
from tests.support.office import TestOffice
from tests.support.serving import served

FIRST = "tiga-kata-sementara"
_addresses = (f"10.20.{n // 250}.{n % 250 + 1}" for n in itertools.count())
CROWD = """
import resource
from concurrent.futures import ThreadPoolExecutor
from services.shared.errors import Unavailable
from services.shared.staff import passwords

def try_one(_):
    try:
        return passwords.verify(passwords.NOBODY, "salah")
    except Unavailable:
        return None

before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
with ThreadPoolExecutor(12) as pool:
    answers = list(pool.map(try_one, range(12)))
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024, answers.count(True))
"""


@pytest.fixture(scope="module")
def app(office: TestOffice) -> Flask:
    return office.app("intake")


@pytest.fixture
def directory(app: Flask) -> Directory:
    found: Directory = app.extensions["sigap_accounts"]
    return found


@pytest.fixture
def camat(directory: Directory) -> str:
    username = f"uji-{uuid.uuid4().hex[:8]}"
    directory.accounts.add(OPERATOR, username, "Camat Uji", [Role.CAMAT], FIRST, clock.now(), must_change=False)
    return username


def somebody(app: Flask, address: str = "") -> Browser:
    return Browser(app, address or next(_addresses))


def wrong(browser: Browser, username: str, times: int = 1) -> list[int]:
    return [browser.post("masuk", username=username, password="bukan-sandinya").status_code for _ in range(times)]


def enters(browser: Browser, username: str) -> int:
    return browser.post("masuk", username=username, password=FIRST).status_code


# ------------------------------------------------------------------ memory


def test_a_crowd_does_not_take_the_memory() -> None:
    """Twelve at once were 64 MiB each."""
    done = subprocess.run([sys.executable, "-c", CROWD], capture_output=True, text=True, check=True)
    grown, _ = map(int, done.stdout.split())
    assert grown < 130, f"{grown} MiB"


def test_a_crowd_is_turned_away_and_the_next_one_comes_in(app: Flask, slow_hashes: None, camat: str) -> None:
    with served(app) as address:

        def one(_: int) -> httpx.Response:
            with httpx.Client(verify=False, base_url=address, headers={"X-Forwarded-For": next(_addresses)}) as client:
                token = TOKEN.findall(client.get("/intake/masuk").text)[0]
                typed = {"csrf_token": token, "username": camat, "password": FIRST}
                return client.post("/intake/masuk", data=typed, timeout=60)

        with ThreadPoolExecutor(24) as pool:
            answers = list(pool.map(one, range(24)))
        assert {answer.status_code for answer in answers} <= {302, 503}
        turned_away = [answer for answer in answers if answer.status_code == 503]
        assert turned_away
        assert all(int(answer.headers["Retry-After"]) > 0 for answer in turned_away)
        assert "Tunggu beberapa detik" in turned_away[0].text
        assert one(0).status_code == 302


# ------------------------------------------------------------------ locking others out


def test_a_foreigner_does_not_lock_the_camat_out(app: Flask, camat: str) -> None:
    wrong(somebody(app), camat, 12)
    assert enters(somebody(app), camat) == 302


def test_who_guesses_is_locked_out_himself(app: Flask, camat: str) -> None:
    guesser = somebody(app)
    wrong(guesser, camat, 10)
    assert enters(guesser, camat) == 422


def test_a_foreigner_does_not_use_up_the_throttle_of_others(app: Flask, camat: str) -> None:
    assert wrong(somebody(app), camat, 21)[-1] == 429
    assert enters(somebody(app), camat) == 302


def test_a_neighbour_at_the_same_address_does_not_lock_the_office_out(app: Flask, camat: str) -> None:
    """Behind one address is the whole office, and on a mobile network half a town: known devices go on."""
    address = next(_addresses)
    desk = somebody(app, address)
    assert enters(desk, camat) == 302
    wrong(somebody(app, address), camat, 10)
    stranger = somebody(app, address)
    for number in range(65):
        wrong(stranger, f"tidak-ada-{number}")
    assert wrong(stranger, camat) == [429]
    assert enters(desk, camat) == 302


def test_many_foreigners_close_it_for_strange_devices_only_and_unlocking_helps_at_once(
    app: Flask, directory: Directory, camat: str
) -> None:
    desk, crowd = somebody(app), [somebody(app) for _ in range(5)]
    assert enters(desk, camat) == 302
    for one in crowd:
        wrong(one, camat, 9)
    assert enters(somebody(app), camat) == 422
    assert enters(desk, camat) == 302
    directory.accounts.unlock(OPERATOR, camat, clock.now())
    for one in crowd:
        wrong(one, camat, 9)  # they go on
    assert enters(somebody(app), camat) == 302


def test_a_device_is_known_for_its_own_account_only(app: Flask, directory: Directory, camat: str) -> None:
    clerk = f"uji-{uuid.uuid4().hex[:8]}"
    directory.accounts.add(OPERATOR, clerk, "Petugas Uji", [Role.CLERK], FIRST, clock.now(), must_change=False)
    desk = somebody(app)
    assert enters(desk, clerk) == 302
    for one in [somebody(app) for _ in range(5)]:
        wrong(one, camat, 9)
    assert enters(desk, camat) == 422


def test_a_device_that_somebody_made_up_is_not_known(app: Flask, camat: str) -> None:
    for one in [somebody(app) for _ in range(5)]:
        wrong(one, camat, 9)
    forger = somebody(app)
    forger.client.set_cookie("sigap_device", '[["x","y"]].nicht')
    assert enters(forger, camat) == 422


# ------------------------------------------------------------------ which names there are


def test_nothing_is_locked_while_a_password_is_hashed(app: Flask, directory: Directory, camat: str) -> None:
    """An account that others try waits for nobody: before, it stood in a line that unknown names had not."""
    with directory.database.transaction() as db:
        db.execute(select(account).filter_by(username=camat).with_for_update()).one()
        assert wrong(somebody(app), camat) == [422]


def test_a_name_that_there_is_not_does_the_same_work(app: Flask, directory: Directory, camat: str) -> None:
    counts = []
    for name in (camat, f"tidak-{uuid.uuid4().hex[:8]}"):
        visitor = somebody(app)
        wrong(visitor, name)
        with statements(directory.database) as made:
            wrong(visitor, name)
        counts.append([statement.split("WHERE")[0][:60] for statement in made])
    assert counts[0] == counts[1]
    names = [f"tidak-{uuid.uuid4().hex[:8]}", camat]
    last = [wrong(somebody(app), name, 11)[-1] for name in names]
    assert last[0] == last[1]


# ------------------------------------------------------------------ IPv6


def test_a_network_of_ipv6_counts_as_one_address(app: Flask, camat: str) -> None:
    prefix = f"2001:db8:{uuid.uuid4().hex[:4]}:1"
    statuses = [wrong(somebody(app, f"{prefix}::{n:x}"), camat)[0] for n in range(21)]
    assert statuses[-1] == 429
    assert enters(somebody(app, f"{prefix[:-1]}2::1"), camat) == 302


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
        ("unix:", "unix:"),
    ],
)
def test_how_an_address_is_counted(address: str, counted: str) -> None:
    from services.shared.networks import network

    assert network(address) == counted


# ------------------------------------------------------------------ cookies


def test_under_tls_no_neighbouring_host_can_plant_a_cookie(office: TestOffice, camat: str) -> None:
    browser = Browser(real_office(office, public_url="https://sigap.example.go.id"), next(_addresses))
    page = browser.client.get("/intake/masuk", base_url="https://sigap.example.go.id")
    token = TOKEN.findall(page.text)[0]
    typed = {"csrf_token": token, "username": camat, "password": FIRST}
    answer = browser.client.post("/intake/masuk", data=typed, base_url="https://sigap.example.go.id")
    given = [*page.headers.getlist("Set-Cookie"), *answer.headers.getlist("Set-Cookie")]
    assert {one.split("=")[0] for one in given} >= {"__Host-sigap_session", "__Host-sigap_page_intake"}
    for one in given:
        proof = one.startswith("__Secure-sigap_proof=")  # worth nothing without the token that it was made for
        assert proof or one.startswith("__Host-"), one
        path = "Path=/intake/masuk" if proof else "Path=/"
        assert {"Secure", "HttpOnly", path} <= {part.strip() for part in one.split(";")}, one
        assert "Domain" not in one, one
    assert answer.headers["Location"].startswith("/intake/masuk/")
