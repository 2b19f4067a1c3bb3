"""Bell, notices, channels and the desk's parts in a real browser: no axe violation, no sideways scrolling."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from services.handoffs.outcomes import Stage
from services.handoffs.review_to_intake import CASE_PROGRESSED
from services.shared.notices import bell
from services.shared.notices.posting import Via, person
from services.shared.unit_of_work import Service
from tests.shared.ui.conftest import browser_type_launch_args  # noqa: F401 -- a fixture: Debian's Chromium
from tests.support import intake as builders
from tests.support import looking, notices
from tests.support.intake import Desk, applicant
from tests.support.notices import at
from tests.support.office import TestOffice
from tests.support.outside import Gateway
from tests.support.serving import served, whole

pytestmark = pytest.mark.browser
ONCE = {"notices-empty", "notices-wrong", "channels-off", "desk-form"}  # looked at on a phone only, to save time


@pytest.fixture(scope="module")
def address(office: TestOffice) -> Iterator[str]:
    """Intake on a port of its own."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with served(whole(office)) as at:
        yield at


def look(page: Page, name: str, width: int) -> None:
    """``looking.look``, for some pages at one width only."""
    if width > 390 and name in ONCE and "SIGAP_TEST_PICTURES" not in os.environ:
        return
    looking.look(page, name, width)


@pytest.mark.turns(3)
@pytest.mark.parametrize("width", [1280, 390])
def test_own_notices_empty_full_and_wrong(
    browser: Browser, office: TestOffice, intake: Service, address: str, width: int
) -> None:
    with office.accounts.transaction() as session:
        bell.mark_all(session, "loket2", at("2030-01-01"))
        session.execute(bell.bell_notice.delete().where(bell.bell_notice.c.username == "loket2"))
    page = looking.seen_by(browser, office, address, "intake", "loket2", width)
    page.goto("/intake/notices")
    expect(page.get_by_text("Belum ada pemberitahuan")).to_be_visible()
    look(page, "notices-empty", width)
    for day, words in (("24", "belum dilengkapi pemohon"), ("23", "belum diambil pemohon"), ("20", "belum diteruskan")):
        text = f"Batas waktu {day} November 2026: berkas PGD-2026-00{day} {words}"
        notices.posted(intake, Via.BELL, recipient=person("loket2"), text=text, link="/intake/book")
    office.send_notices("intake")
    page.reload()
    expect(page.get_by_role("link", name="Pemberitahuan: 3 belum dibaca")).to_be_visible()
    look(page, "notices-full", width)
    page.get_by_role("button", name="Sudah dibaca Batas").first.click()
    expect(page.get_by_role("link", name="Pemberitahuan: 2 belum dibaca")).to_be_visible()
    page.get_by_label("Alamat e-mail").fill("bukan alamat")
    page.get_by_role("button", name="Simpan pilihan").click()
    expect(page.get_by_label("Alamat e-mail")).to_have_value("bukan alamat")
    look(page, "notices-wrong", width)


@pytest.mark.turns(3)
@pytest.mark.parametrize("width", [1280, 390])
def test_channels_of_the_admin(
    browser: Browser, office: TestOffice, intake: Service, phone: Gateway, address: str, width: int
) -> None:
    page = looking.seen_by(browser, office, address, "intake", "admin", width)
    page.goto("/intake/notices/channels")
    look(page, "channels-off", width)
    notices.posted(intake, Via.SMS, "+6281234567890")
    phone.status, phone.body = 422, b'{"error": "nomor tidak terdaftar"}'
    office.send_notices("intake", **phone.settings)
    before = intake.settings
    intake.settings = before.model_copy(update=phone.settings)
    try:
        page.reload()
        expect(page.get_by_text("nomor tidak terdaftar").first).to_be_visible()
        page.get_by_role("button", name="Kirim pesan uji").click()
        expect(page.get_by_role("alert")).to_be_visible()
        look(page, "channels-failed", width)
    finally:
        intake.settings = before


@pytest.mark.turns(3)
@pytest.mark.parametrize("width", [1280, 390])
def test_the_desk_sees_what_was_told_and_what_is_to_be_told(
    browser: Browser, office: TestOffice, intake: Service, phone: Gateway, address: str, width: int
) -> None:
    waits = Desk(office).forwarded(who=applicant(nik=builders.new_nik()))
    waits.take(CASE_PROGRESSED, builders.progressed(Stage.LETTER))
    failed = Desk(office).forwarded(who=applicant(nik=builders.new_nik(), notice_channel="whatsapp"))
    phone.status = 422
    office.send_notices("intake", **phone.settings)
    page = looking.seen_by(browser, office, address, "intake", "loket1", width)
    page.goto("/intake/")
    look(page, "desk-work", width)
    page.goto(failed.page)
    page.get_by_text("Ubah saluran").click()
    page.get_by_label("Pemberitahuan lewat").select_option("email")
    page.get_by_role("button", name="Simpan saluran").click()
    expect(page.get_by_label("Alamat e-mail")).to_be_visible()
    look(page, "desk-case", width)
    page.goto(waits.page)
    page.get_by_role("button", name="Catat sudah diberi tahu").click()
    expect(page.get_by_text("Disampaikan petugas").first).to_be_visible()
    page.goto(Desk(office).page + "/form")
    page.locator("summary").get_by_text("Pemberitahuan", exact=True).click()
    page.get_by_label("Pemberitahuan lewat").select_option("email")
    look(page, "desk-form", width)
