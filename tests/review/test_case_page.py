"""The page of a case in a real Chromium: panes, tabs, the Camat's three taps, by keyboard, narrow, without script."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect

from services.shared.web.cookies import SESSION as COOKIE
from tests.intake.test_evidence_kept import tend
from tests.shared.ui.conftest import browser_type_launch_args  # noqa: F401 -- a fixture: Debian's Chromium, or skipped
from tests.support import intake
from tests.support.looking import faults, seen_by
from tests.support.office import TestOffice
from tests.support.panes import too_long
from tests.support.review import Desk
from tests.support.serving import served, whole
from tests.support.tokens import for_browser

pytestmark = pytest.mark.browser
STORY = "Dua kelompok pemuda sudah tiga malam saling melempar batu di perbatasan desa. " * 14


@dataclass
class Site:
    """The office at one address; ``photographed``: a case of the desk with a photo of 2.9 MB."""

    address: str
    desk: Desk
    photographed: str


@pytest.fixture(scope="module")
def site(office: TestOffice) -> Iterator[Site]:
    """Prepared in a thread: playwright keeps an event loop in this one."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with served(whole(office)) as address, ThreadPoolExecutor(1) as pool:
        yield pool.submit(_prepared, office, address).result()


def _prepared(office: TestOffice, address: str) -> Site:
    office.set_aside()
    at_desk = intake.Desk(office)
    at_desk.upload(intake.noise((1900, 1500)), "foto malam.jpg")
    at_desk.forwarded(story=STORY)
    tend(office)
    office.pump()
    return Site(address, Desk(office), at_desk.case_no)


def page_of(browser: Browser, office: TestOffice, site: Site, who: str, case_no: str, width: int = 1280) -> Page:
    """The case as this person sees it in review."""
    page = seen_by(browser, office, site.address, "review", who, width)
    page.goto(f"/review/cases/{case_no}")
    return page


def reach(page: Page, name: str) -> None:
    """Press Tab until what has this name has the focus, as somebody without a mouse does."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if name in page.evaluate("document.activeElement.innerText ?? ''"):
            return
    raise AssertionError(f"the keyboard does not reach {name}")


@pytest.mark.turns(3)
def test_pictures_of_any_size_are_small_in_the_strip_and_large_in_place(
    browser: Browser, office: TestOffice, site: Site
) -> None:
    page = page_of(browser, office, site, "kasi", site.photographed)
    assert too_long(page, 1280) == []
    photo = page.locator(".strip-item").filter(has_text="foto malam.jpg")
    assert photo.locator("img").evaluate("img => img.decode().then(() => img.naturalWidth)") == 320
    photo.click()
    large = page.get_by_role("dialog", name="foto malam.jpg")
    assert large.locator("img").evaluate("img => img.decode().then(() => img.naturalWidth)") == 1280
    assert faults(page) == []
    page.keyboard.press("ArrowRight")
    expect(large).to_have_count(0)  # another file has its place and its name
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_text("Baca seluruhnya")).to_be_visible()


def test_the_camat_takes_three_taps_and_sees_before_what_the_applicant_reads(
    browser: Browser, office: TestOffice, site: Site
) -> None:
    case_no = site.desk.case("camat_review")
    page = page_of(browser, office, site, "camat", case_no, 390)
    first = page.locator(".next-step summary").first
    expect(first).to_contain_text("Disarankan")
    first.click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_role("button", name="Tinjau lokasi dan laporkan hasilnya.").click()
    told = sheet.locator(".reads-text").inner_text()
    assert faults(page) == []
    sheet.get_by_role("button", name="Disposisikan").click()
    expect(page.get_by_role("heading", name="Disposisi Camat")).to_be_visible()
    assert site.desk.posted(case_no, "case_progressed")[-1]["note"] == told
    disposed = site.desk.see(case_no)["dispositions"][-1]
    assert disposed["note"] == "Tinjau lokasi dan laporkan hasilnya."
    assert set(disposed["members"]) == {"tim1", "tim2", "tim3"}


@pytest.mark.turns(3)
def test_a_step_that_stayed_in_the_house_is_taken_back_by_one_press(
    browser: Browser, office: TestOffice, site: Site
) -> None:
    case_no = site.desk.case("team_assigned")
    site.desk.do(case_no, "coordinate", result="Hukum Tua belum dapat ditemui hari ini.")
    page = page_of(browser, office, site, "tim1", case_no, 390)
    line = page.locator(".undo-line")
    expect(line).to_be_in_viewport()
    assert faults(page) == []
    with page.expect_navigation():
        line.get_by_role("button", name="Urungkan").click()
    expect(page.locator(".undo-line")).to_have_count(0)
    case = site.desk.see(case_no, "tim1")
    assert case["coordinations"] == []
    assert case["timeline"][-1]["note"].startswith("Diurungkan:")


@pytest.mark.turns(3)
def test_8a_and_12b_by_keyboard_alone(browser: Browser, office: TestOffice, site: Site) -> None:
    direct, written = site.desk.case("camat_review"), site.desk.case("camat_decision")
    page = page_of(browser, office, site, "camat", direct)
    reach(page, "8a. Selesaikan langsung")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Penyelesaian", exact=True)).to_be_focused()
    page.keyboard.type("Sudah didamaikan hari ini.")
    expect(page.get_by_label("Yang dibaca pemohon")).to_have_value(re.compile("."))  # never his own words
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator("summary:focus")).to_contain_text("8a.")  # and nothing that was typed is lost
    page.keyboard.press("Enter")
    expect(page.get_by_label("Penyelesaian", exact=True)).to_be_focused()
    reach(page, "Simpan dan tutup pengaduan")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Pesan kepada pemohon")).to_be_visible()
    assert site.desk.state(direct) == "closed_resolved_direct"
    page.goto(f"/review/cases/{written}")
    reach(page, "12b. Jawab dengan surat")
    page.keyboard.press("Enter")
    reach(page, "Tugaskan tim menyusun surat")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Keputusan Camat (12b)")).to_be_visible()
    assert site.desk.state(written) == "letter_requested"


def test_tabs_by_keyboard_by_address_and_by_an_error(browser: Browser, office: TestOffice, site: Site) -> None:
    case_no = site.desk.case("camat_decision")
    page = page_of(browser, office, site, "camat", f"{case_no}#riwayat")
    tab = page.get_by_role("tab")
    expect(page.get_by_role("tab", name="Riwayat", selected=True)).to_be_visible()
    expect(page.get_by_role("tabpanel")).to_have_count(1)
    page.get_by_role("tab", name="Riwayat").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="Teknis", selected=True)).to_be_focused()
    page.keyboard.press("Home")
    expect(tab.first).to_be_focused()
    assert page.url.endswith("#penanganan")
    page.goto(f"/review/cases/{case_no}#card-evidence")
    expect(page.get_by_role("tab", name="Dokumen", selected=True)).to_be_visible()
    page.goto(f"/review/cases/{case_no}")
    page.get_by_text("Pengaduan terkait").click()
    page.get_by_text("Kaitkan pengaduan lain…").click()
    page.get_by_role("tab", name="Dokumen").click()
    page.locator('form[action$="/link-case"]').evaluate("form => form.requestSubmit()")  # nothing is filled in
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_role("tab", name="Penanganan", selected=True)).to_be_visible()
    expect(page.locator('form[action$="/link-case"] .field-error').first).to_be_visible()


def test_an_error_in_a_sheet_opens_it_with_its_summary(browser: Browser, office: TestOffice, site: Site) -> None:
    page = page_of(browser, office, site, "camat", site.desk.case("camat_review"), 390)
    page.get_by_text("8a. Selesaikan langsung…").click()
    page.get_by_role("button", name="Simpan dan tutup pengaduan").click()
    sheet = page.get_by_role("dialog")
    expect(sheet.locator("#error-summary")).to_be_focused()
    sheet.get_by_role("link", name="Penyelesaian").click()
    expect(sheet.get_by_label("Penyelesaian", exact=True)).to_be_focused()
    assert faults(page) == []


@pytest.mark.turns(3)
def test_at_400_percent_in_forced_colours_and_without_script(browser: Browser, office: TestOffice, site: Site) -> None:
    case_no = site.desk.case("camat_review")
    page = page_of(browser, office, site, "camat", case_no, 320)  # 1280 px at 400 %
    page.set_viewport_size({"width": 320, "height": 256})
    page.emulate_media(forced_colors="active")
    assert faults(page) == []
    page.get_by_text("8c. Disposisi ke Tim…").click()
    assert faults(page) == []
    expect(page.get_by_role("button", name="Disposisikan")).to_be_in_viewport()
    context = browser.new_context(base_url=site.address, java_script_enabled=False)
    cookie = office.person("camat").client("review").get_cookie(COOKIE)
    assert cookie is not None
    context.add_cookies(for_browser(office, cookie.value, site.address))
    page = context.new_page()
    page.goto(f"/review/cases/{case_no}")
    for name in ("Penanganan", "Dokumen", "Riwayat", "Teknis"):
        expect(page.get_by_role("heading", name=name, exact=True).first).to_be_visible()
    page.get_by_text("8c. Disposisi ke Tim…").click()
    page.get_by_role("button", name="Disposisikan").click()
    expect(page.get_by_role("heading", name="Disposisi Camat")).to_be_visible()
    assert site.desk.state(case_no) == "team_assigned"
