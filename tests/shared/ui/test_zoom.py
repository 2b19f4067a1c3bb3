"""The most used pages of each role at 400 % zoom and in forced colours: read downwards alone, no meaning lost.

Each day a sixth of them; before a release all.
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from benchmarks.lighthouse import pages as measured
from services.intake.states import State
from tests.demo.people import StaffHere
from tests.shared.ui.conftest import browser_type_launch_args  # noqa: F401 -- a fixture: Debian's Chromium, or skipped loudly
from tests.support.cases import PlayedCase
from tests.support.intake import Desk as FrontDesk
from tests.support.letters import LetterUnderTest as Written
from tests.support.looking import seen_by
from tests.support.office import TestOffice
from tests.support.reflow import forced_colours, reflow
from tests.support.registry import LetterUnderTest as Received
from tests.support.review import Desk
from tests.support.sampling import todays
from tests.support.serving import served, whole
from tests.support.survey import issue

pytestmark = pytest.mark.browser
DAYS = 6
# Where a word stands in braces, it is a case or letter of ``_things``. After " > ": what is pressed there.
PAGES = {
    "loket1": (
        "/intake/", "/intake/complaints/new", "/intake/complaints/{draft}/form",
        "/intake/complaints/{draft}/form#kejadian", "/intake/complaints/{draft}/form#bukti",
        "/intake/complaints/{filled}/check", "/intake/complaints/{forwarded}", "/intake/complaints/{ready}",
        "/intake/complaints/{ready}/handover", "/intake/complaints", "/intake/complaints?q=kebun", "/intake/book",
        "/intake/notices", "/registry/", "/registry/agenda",
    ),
    "kasi": ("/intake/", "/review/", "/review/cases", "/review/cases/{section_head_review}"),
    "camat": (
        "/intake/", "/review/cases/{camat_review}", "/review/cases/{camat_review} > 8c. Disposisi ke Tim…",
        "/review/cases/{camat_decision}", "/letters/letters/{to_sign}", "/letters/letters/{to_sign} > Isi passphrase",
        "/review/statistics", "/intake/survey/results", "/intake/approvals",
    ),
    "tim1": ("/intake/", "/review/cases/{team_assigned}", "/letters/", "/letters/letters/{drafted}"),
    "registrasi": (
        "/intake/", "/registry/letters/{received}", "/registry/register", "/registry/archive",
        "/registry/archive/{archived}",
    ),
    "admin": (
        "/intake/", "/intake/operations", "/intake/notices/channels", "/intake/staff", "/intake/staff/kasi",
        "/intake/office", "/letters/templates", "/review/rights", "/intake/account",
    ),
    "auditor": ("/intake/", "/intake/trail/all", "/intake/personal-data"),
    "": ("/intake/masuk", "/intake/track", "/intake/track/{tracked}", "/intake/survey/{asked}"),
}  # fmt: skip
ALL = [(username, path) for username, paths in PAGES.items() for path in paths]


@dataclass
class Site:
    """The office at one address, and what its pages are of."""

    address: str
    things: dict[str, str]


@pytest.fixture(scope="module")
def site(office: TestOffice) -> Iterator[Site]:
    """Prepared in a thread: playwright keeps an event loop in this one."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with served(whole(office)) as address, ThreadPoolExecutor(1) as pool:
        yield pool.submit(lambda: Site(address, _things(office))).result()


def _things(office: TestOffice) -> dict[str, str]:
    office.set_aside()
    played, desk = PlayedCase(office, "Penanda Perbesaran Kaunang"), Desk(office)
    states = ("section_head_review", "camat_review", "camat_decision", "team_assigned")
    found = {state: desk.case(state) for state in states} | {"draft": FrontDesk(office).case_no}
    found |= {
        "filled": FrontDesk(office).filled().case_no,
        "forwarded": FrontDesk(office).forwarded().case_no,
        "ready": FrontDesk(office).to_state(State.READY_FOR_HANDOVER).case_no,
        "to_sign": str(Written(office).to_state("letter_review").id),
        "drafted": str(Written(office).id),
        "received": str(Received(office).id),
        "archived": played.case_no,
        "tracked": played.tracking_code,
        "asked": issue(office.service("intake")),
    }
    office.set_aside()
    return found


@pytest.mark.parametrize("username", [pytest.param(name, id=name or "warga") for name in PAGES])
def test_a_page_is_read_downwards_and_in_any_colours(
    browser: Browser, office: TestOffice, site: Site, username: str
) -> None:
    page, wrong = seen_by(browser, office, site.address, "intake", username, 1280), {}
    turn = {path for name, path in todays(ALL, DAYS) if name == username}
    for path in (one for one in PAGES[username] if one in turn):
        _open(page, path.format(**site.things))
        found = forced_colours(page) + reflow(page)
        _picture(page, f"{username}{path}")
        if found:
            wrong[path] = found
    page.context.close()
    assert wrong == {}


def _open(page: Page, path: str) -> None:
    """At 1280 px, and what is to be pressed is pressed."""
    page.set_viewport_size({"width": 1280, "height": 900})
    address, _, pressed = path.partition(" > ")
    answer = page.goto(address)
    assert answer is None or answer.ok, f"{path}: {answer.status}"
    assert "/masuk" in address or "/masuk" not in page.url, f"{path}: nobody is signed in"
    if pressed:
        page.get_by_text(pressed).first.click()


def _picture(page: Page, name: str) -> None:
    if folder := os.environ.get("SIGAP_TEST_PICTURES"):
        file = f"zoom-{re.sub('[^a-z0-9]+', '-', name)}.png"
        page.screenshot(path=Path(folder) / file, full_page=True)


def test_the_benchmark_measures_a_case_and_a_letter_that_is_drafted_now(office: TestOffice, site: Site) -> None:
    (_, camat, case), (_, team, letter) = measured(StaffHere(office))
    assert 'class="panes' in camat.http.get(case).text
    assert 'id="editor"' in team.http.get(letter).text
