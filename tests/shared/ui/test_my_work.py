"""*My work* in a real Chromium: every role from the office's address, a service that is down, and the row after."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.journeys.browser_desk import PHONE, fill, form
from tests.journeys.browser_desk import Desk as Browsers
from tests.support.cases import PlayedCase
from tests.support.intake import Desk as FrontDesk
from tests.support.office import TestOffice
from tests.support.review import Desk
from tests.support.serving import served, whole

pytestmark = [pytest.mark.browser]
ROLES = {"loket1": "Terima pengaduan", "kasi": "Statistik", "camat": "Statistik", "tim1": "Surat",
         "registrasi": "Buku register", "admin": "Petugas", "auditor": "Jejak audit"}  # fmt: skip
VERIFIED = dict.fromkeys(("complete", "identity_clear", "accurate", "relevant", "within_authority"), "true")


@pytest.fixture(scope="module")
def seen(office: TestOffice, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browsers]:
    """An office in mid-work at one address."""
    PlayedCase(office, "Penanda Meja Kaunang", finished=False)
    FrontDesk(office).filled()
    for _ in range(2):
        FrontDesk(office).forwarded()
    office.pump()
    handling = Desk(office)
    handling.case("camat_meeting")
    handling.case("team_assigned")
    office.set_aside()
    with served(whole(office)) as address:
        desk = Browsers(browser, address, tmp_path_factory.mktemp("pictures"))
        yield desk
        desk.close()


def settled(page: Page) -> None:
    """All services have answered."""
    expect(page.locator(".work-part:visible")).to_have_count(0)


@pytest.mark.parametrize("username", ROLES)
def test_each_role_signs_in_at_the_offices_address_and_stands_at_its_own_desk(seen: Browsers, username: str) -> None:
    page = seen.staff(username, "/", width=PHONE if username == "camat" else 1280)
    expect(page.get_by_role("heading", name="Pekerjaan saya", exact=True)).to_be_visible()
    settled(page)
    assert (
        page.locator(".work-row:visible").count() > 0 or page.get_by_text("Tidak ada yang menunggu Anda").is_visible()
    )
    seen.look(page, f"meja-{username}")
    page.context.close()
    assert not seen.faults, "\n".join(seen.faults)


def test_a_service_that_is_down_is_named_and_the_rest_shows(seen: Browsers) -> None:
    page = seen.staff("camat", "/")
    settled(page)
    down = {"letters": True}

    def answer(route: Route) -> None:
        route.fulfill(status=502, body="") if down["letters"] else route.continue_()

    page.route("**/letters/work/panel", answer)
    with seen.refused():
        page.reload()
        expect(page.get_by_text("Surat tidak menjawab; pekerjaan di sana belum tampil.")).to_be_visible()
    seen.faults[:] = [fault for fault in seen.faults if "502" not in fault]
    expect(page.locator(".work-row:visible").first).to_be_visible()
    seen.look(page, "meja-satu-layanan-mati")
    down["letters"] = False
    page.get_by_role("button", name="Coba lagi surat").click()
    settled(page)
    page.context.close()
    assert not seen.faults, "\n".join(seen.faults)


def test_a_row_opens_its_step_and_after_it_the_next_row_is_offered(seen: Browsers) -> None:
    page = seen.staff("kasi", "/")
    settled(page)
    rows = page.get_by_role("link", name=re.compile("^Verifikasi"))
    number = rows.first.get_attribute("data-number")
    rows.first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert number
    assert number in page.url
    step = form(page, "report-to-camat")
    fill(step, VERIFIED | {"analysis": "Berkas lengkap, keterangan jelas dan relevan."})
    step.locator("button[type=submit]").first.click()
    following = page.locator(".work-next a")
    expect(following).to_have_text(re.compile("Verifikasi"))
    seen.look(page, "meja-berikutnya")
    following.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert number not in page.url
    page.context.close()
    assert not seen.faults, "\n".join(seen.faults)
