"""The twenty most used pages (docs/journeys.md says why these): empty, with a refused form, with a thousand rows.

Each day one of the three states, at both widths; before a release all. With SIGAP_TEST_PICTURES they keep pictures.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import product

import pytest
from playwright.sync_api import Browser, Error, Page, expect

from deploy.demo.play import play
from deploy.demo.stories import STORIES
from deploy.demo.tidy import tidy
from deploy.local.servers import Servers
from deploy.setup import prepare, settings_as, settings_of
from services.handoffs.contract import SERVICES
from services.intake.states import State
from services.shared.config.entrance import EntranceSettings
from services.shared.config.processes import SIGN_IN
from tests.demo.crowd import fill
from tests.demo.people import StaffHere
from tests.shared.ui.conftest import browser_type_launch_args  # noqa: F401 -- a fixture: Debian's Chromium, or skipped loudly
from tests.support.cases import PlayedCase
from tests.support.intake import Desk as FrontDesk
from tests.support.letters import LetterUnderTest as Written
from tests.support.looking import look, seen_by
from tests.support.office import TestOffice
from tests.support.panes import LENGTH, too_long
from tests.support.registry import LetterUnderTest as Received
from tests.support.review import Desk
from tests.support.serving import served, whole

pytestmark = pytest.mark.browser
Act = Callable[[Page], None]
STATES = ("empty", "refused", "thousand")
WIDTHS = (1280, 390)
COPIES = 260  # of each service's case in each of its states: a thousand and more
ROWS = 25  # of one list
LONGEST = {1280: 6_000, 390: 12_500}  # px of a page with full lists; *Pekerjaan saya* has several
LONG_STORIES = ("K13", "K17", "W03")  # urgent; three who are reported; urgent and waiting
READERS = {"loket1": "/intake/complaints"} | dict.fromkeys(("kasi", "camat", "tim1", "auditor"), "/review/cases")
WRONG = "salah sekali"  # what somebody typed, and must find again


@dataclass(frozen=True)
class Used:
    """A page: whose, its address (a word in braces is one of ``_things``), and how its form is refused.

    ``lists``: it is a list, and says when it is empty.
    """

    who: str
    path: str
    refuse: Act | None = None
    lists: bool = False


def _send(address: str, **typed: str) -> Act:
    """The form that goes to this address, sent with these fields typed and all else as it stands; those are kept."""

    def act(page: Page) -> None:
        form = page.locator(f"main form[action$='{address}']" if address else "main form").first
        for name, text in typed.items():
            form.locator(f"[name='{name}']").evaluate("(field, text) => { field.value = text; }", text)
        with page.expect_event("domcontentloaded"):
            form.evaluate("form => form.requestSubmit()")
        expect(page.locator("#error-summary")).to_be_visible()
        for name, text in typed.items():
            if name not in {"password", "version"}:
                expect(form.locator(f"[name='{name}']").first).to_have_value(text)

    return act


def _filter(asked: str, said: str = "#error-summary") -> Act:
    def act(page: Page) -> None:
        page.goto(f"{page.url}?{asked}")
        expect(page.locator(said).first).to_be_visible()

    return act


def _part_down(page: Page) -> None:
    """One of the services does not answer: it is named, the others show."""
    page.route("**/registry/work/panel", lambda route: route.abort())
    page.reload()
    expect(page.locator(".work-part.is-down")).to_be_visible()


TWENTY = {
    "masuk": Used("", "/intake/masuk", _send("", username="loket1", password=WRONG)),
    "pekerjaan": Used("loket1", "/intake/", _part_down),
    "pemberitahuan": Used("kasi", "/intake/notices", _send("/contact", email=WRONG), lists=True),
    "terima": Used("loket1", "/intake/complaints/new", _send("/complaints", nik="7105")),
    "formulir": Used("loket1", "/intake/complaints/{draft}/form", _send("/submit-form", **{"applicant.name": "Rina"})),
    "kelengkapan": Used("loket1", "/intake/complaints/{filled}/check", _send("/forward")),
    "pengaduan": Used("loket1", "/intake/complaints/{filled}", _send("/cancel-opening")),
    "semua di loket": Used("loket1", "/intake/complaints", _filter("from=99/99/2026"), lists=True),
    "buku permohonan": Used("loket1", "/intake/book", _filter("month=2026-13", "main h1"), lists=True),
    "penyerahan": Used("loket1", "/intake/complaints/{ready}/handover", _send("/hand-over", recipient=WRONG)),
    "perkara": Used("camat", "/review/cases/{camat_review}", _send("/resolve-directly")),
    "semua pengaduan": Used("kasi", "/review/cases", _filter("state=salah"), lists=True),
    "surat": Used("tim1", "/letters/", lists=True),
    "satu surat": Used("camat", "/letters/letters/{to_sign}", _send("/sign")),
    "registrasi": Used("registrasi", "/registry/", lists=True),
    "surat di registrasi": Used("registrasi", "/registry/letters/{received}", _send("/register-at-once", version="0")),
    "buku register": Used("registrasi", "/registry/register", lists=True),
    "agenda": Used("registrasi", "/registry/agenda", _send("/book-letter", subject="ab"), lists=True),
    "lacak": Used("", "/intake/track", _send("/track", code=WRONG)),
    "jejak audit": Used("auditor", "/intake/trail/all", _filter("from=99/99/2026")),
}


@dataclass
class Site:
    """An office of its own at one address; ``things``: what its pages are of."""

    office: TestOffice
    address: str
    admin: str
    things: dict[str, str]


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory, processes: dict[str, dict[str, str]]) -> Iterator[Site]:
    """An office that opened this morning."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    environ = {"SIGAP_BROKER_URL": processes["intake"]["SIGAP_BROKER_URL"], "SIGAP_BROKER_SHARED": "1"}
    with Servers(tmp_path_factory.mktemp("twenty") / "run", durable=False, environ=environ) as servers:
        env = environ | servers.env() | {"SIGAP_PUBLIC_URL": "http://localhost:8000", "SIGAP_DEMO": "1"}
        made = prepare(env)
        settings = {name: settings_of(made[name]) for name in SERVICES}
        workers = made["intake-worker"]["SIGAP_STAFF_DATABASE_URL"]
        office = TestOffice(settings, settings_as(EntranceSettings, made[SIGN_IN]), workers)
        with served(whole(office)) as address:
            yield Site(office, address, env["SIGAP_ADMIN_DATABASE_URL"], {})


@pytest.fixture(scope="module")
def working(empty: Site) -> Site:
    """It in mid-work; prepared in a thread: playwright keeps an event loop in this one."""
    with ThreadPoolExecutor(1) as pool:
        empty.things |= pool.submit(_things, empty.office).result()
    return empty


@pytest.fixture(scope="module")
def crowded(working: Site) -> Site:
    """It with a thousand cases in each service."""
    fill(working.admin, COPIES)
    return working


def _things(office: TestOffice) -> dict[str, str]:
    for each in SERVICES:
        office.app(each)
    found = {
        "draft": FrontDesk(office).case_no,
        "filled": FrontDesk(office).filled().case_no,
        "ready": FrontDesk(office).to_state(State.READY_FOR_HANDOVER).case_no,
        "camat_review": Desk(office).case("camat_review"),
        "to_sign": str(Written(office).to_state("letter_review").id),
        "received": str(Received(office).id),
    }
    Desk(office).case("section_head_review")
    office.set_aside()
    PlayedCase(office, "Penanda Dua Puluh Kaunang")  # so that books and archive have something to copy
    office.set_aside()
    return found


def _played(office: TestOffice, story: str) -> str:
    """To its end, with the agency's answer and in the archive: its page is longest then."""
    staff = StaffHere(office)
    case_no = play(staff, next(one for one in STORIES if one.id == story))
    tidy(staff, [case_no])
    for name in SERVICES:
        office.run_jobs(name)
    office.pump()
    return case_no


def _pages(browser: Browser, site: Site, width: int) -> Iterator[tuple[str, Used, Page]]:
    """Each of the twenty that is there in this office, opened."""
    pages: dict[str, Page] = {}
    for name, used in TWENTY.items():
        if "{" in used.path and not site.things:
            continue
        if used.who not in pages:
            pages[used.who] = seen_by(browser, site.office, site.address, "intake", used.who, width)
        page = pages[used.who]
        answer = page.goto(used.path.format(**site.things), wait_until="networkidle")
        assert answer is None or answer.ok, f"{name}: {answer.status}"
        yield name, used, page
    for page in pages.values():
        page.context.close()


def _look(page: Page, name: str, width: int) -> None:
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")  # what comes when it is looked at comes
    page.wait_for_load_state("networkidle")
    look(page, f"dua-puluh-{name.replace(' ', '-')}", width)


@pytest.mark.turns(6)
@pytest.mark.parametrize(("state", "width"), list(product(STATES, WIDTHS)))
def test_the_twenty(browser: Browser, request: pytest.FixtureRequest, state: str, width: int) -> None:
    site = request.getfixturevalue({"empty": "empty", "refused": "working", "thousand": "crowded"}[state])
    wrong = {}
    for name, used, page in _pages(browser, site, width):
        try:
            {"empty": _empty, "refused": _refused, "thousand": _thousand}[state](name, used, page, width)
        except (AssertionError, Error) as error:
            wrong[name] = str(error)[:600]
    assert wrong == {}


def _empty(name: str, used: Used, page: Page, width: int) -> None:
    _look(page, f"kosong-{name}", width)
    if used.lists or name == "pekerjaan":
        told = page.locator(".empty").filter(visible=True).first
        expect(told.locator("p")).not_to_be_empty()
        expect(told).not_to_contain_text("cocok")  # nothing was asked for


def _refused(name: str, used: Used, page: Page, width: int) -> None:
    if not used.refuse:
        return
    used.refuse(page)
    _look(page, f"salah-{name}", width)


def _thousand(name: str, used: Used, page: Page, width: int) -> None:
    _look(page, f"seribu-{name}", width)
    long = page.evaluate(LENGTH)
    rows = page.locator(".queue").evaluate_all("lists => lists.map(one => one.querySelectorAll('tbody tr').length)")
    print(f"{name} {width}: {long} px, {rows} rows")
    if name != "jejak audit":
        assert long <= LONGEST[width], f"{long} px long"
        assert max(rows, default=0) <= ROWS, rows


@pytest.mark.turns(6)
@pytest.mark.parametrize("story", LONG_STORIES)
def test_the_case_of_a_long_story_keeps_to_its_length(browser: Browser, working: Site, story: str) -> None:
    with ThreadPoolExecutor(1) as pool:
        case_no = pool.submit(_played, working.office, story).result()
    wrong = {}
    for who, path in READERS.items():
        for width in WIDTHS:
            page = seen_by(browser, working.office, working.address, path.split("/")[1], who, width)
            answer = page.goto(f"{path}/{case_no}", wait_until="networkidle")
            assert answer is not None
            if answer.ok and (found := too_long(page, width)):  # a case that never was with the team is not for it
                wrong[who, width] = found
            page.context.close()
    assert wrong == {}
