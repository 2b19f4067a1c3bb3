"""The most used pages with a thousand rows: each tells a part of them, and at once, and is no wider than the window."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from lxml import html
from playwright.sync_api import Browser

from deploy.setup import DEMO_ACCOUNTS
from services.shared.web.navigation import menu
from tests.demo.conftest import Living
from tests.demo.crowd import fill
from tests.shared.ui.conftest import browser_type_launch_args  # noqa: F401 -- a fixture: Debian's Chromium
from tests.support.looking import look, seen_by
from tests.support.serving import served, whole

pytestmark = [pytest.mark.browser, pytest.mark.release]
COPIES = 110  # of each service's case in each of its states: a thousand and more
ROWS, BYTES, SECONDS = 260, 700_000, 6.0  # of one page at most; the machine may be busy
BESIDE = {  # what is used as much and stands in no menu
    "loket1": [
        "/intake/complaints",
        "/intake/complaints?q=sapi",
        "/intake/notices",
        "/intake/complaints?state=forwarded",
    ],
    "kasi": ["/review/work/panel", "/review/cases?due=late", "/review/cases?q=kebun", "/registry/expedition"],
    "camat": ["/review/work/panel", "/review/cases?state=camat_decision", "/intake/notices"],
    "auditor": ["/intake/trail", "/review/trail", "/intake/trail/panel", "/intake/work/panel"],
}
LOOKED = {  # one of each kind, in the browser
    "loket1": ["/intake/", "/intake/complaints", "/intake/book", "/intake/notices", "/registry/"],
    "camat": [
        "/intake/",
        "/review/cases",
        "/letters/",
        "/registry/archive",
        "/registry/retention",
        "/review/statistics",
    ],
    "registrasi": ["/registry/", "/registry/register", "/registry/agenda"],
    "admin": ["/intake/", "/intake/operations", "/intake/notices/channels", "/intake/staff"],
    "auditor": ["/intake/trail/all"],
}


@pytest.fixture(scope="module")
def crowded(living: Living) -> Living:
    """The demonstration, with a thousand cases more in each service."""
    fill(living.env["SIGAP_ADMIN_DATABASE_URL"], COPIES)
    return living


@pytest.fixture(scope="module")
def address(crowded: Living) -> Iterator[str]:
    """It at one address."""
    with served(whole(crowded.office)) as at:
        yield at


def pages_of(crowded: Living, username: str) -> list[str]:
    """The pages of this person's menu, and what is used beside them."""
    person = crowded.office.person(username)
    roles = next(role for name, _, role in DEMO_ACCOUNTS if name == username)
    assert person.get("/intake/").status_code == 200
    return [path for path in _menu(roles) if "new" not in path] + BESIDE.get(username, [])


def _menu(role: object) -> list[str]:
    from services.shared.rights.people import Actor

    return [path for _, path in menu(Actor(None, "x", "x", frozenset({role})))]  # type: ignore[arg-type]


@pytest.mark.parametrize("username", ["loket1", "kasi", "camat", "tim1", "registrasi", "admin", "auditor"])
def test_a_page_tells_a_part_of_a_thousand_rows_and_at_once(crowded: Living, username: str) -> None:
    slow = {}
    for path in pages_of(crowded, username):
        begun = time.monotonic()
        answer = crowded.office.person(username).get(path)
        took = time.monotonic() - begun
        assert answer.status_code == 200, path
        rows = len(html.document_fromstring(answer.text).xpath("//tbody/tr|//li[contains(@class,'work-row')]"))
        print(f"{username} {path}: {rows} rows, {len(answer.data)} bytes, {took:.2f} s")
        if rows > ROWS or len(answer.data) > BYTES or took > SECONDS:
            slow[path] = (rows, len(answer.data), round(took, 2))
    assert slow == {}


@pytest.mark.parametrize("username", sorted(LOOKED))
def test_it_is_no_wider_and_no_less_readable(browser: Browser, crowded: Living, address: str, username: str) -> None:
    with ThreadPoolExecutor(1) as pool:  # playwright keeps an event loop in this thread
        pool.submit(crowded.office.person(username).get, "/intake/").result()
    for width in (1280, 390):
        page = seen_by(browser, crowded.office, address, "intake", username, width)
        for path in LOOKED[username]:
            page.goto(path, wait_until="networkidle")
            look(page, f"seribu-{username}{path.replace('/', '-')}", width)
        page.context.close()
