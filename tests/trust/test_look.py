"""The pages of trust in a real Chromium at 1280 and 390 px: axe objects to nothing, nothing scrolls sideways."""

from __future__ import annotations

import re
import uuid
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import Browser, Page, expect

from services.shared.calendar import clock
from services.shared.rights.people import Role
from services.shared.staff.administration import OPERATOR
from tests.journeys.browser_desk import Desk as Browsers
from tests.shared.ui.conftest import browser_type_launch_args  # noqa: F401 -- a fixture: Debian's Chromium, or skipped loudly
from tests.support.browser import real_office
from tests.support.intake import Desk, applicant, new_nik, person
from tests.support.office import TestOffice
from tests.support.seconds import confirm_changes
from tests.support.serving import served, whole

pytestmark = [pytest.mark.browser]
FIRST, SECOND = "tiga-kata-sementara", "empat-kata-yang-baru"
REASON = "Pemohon datang sendiri dengan KTP"


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


@pytest.mark.turns(3)
def test_signing_in_step_by_step(office: TestOffice, browser: Browser, tmp_path: Path) -> None:
    app = real_office(office)
    username = f"uji-{uuid.uuid4().hex[:8]}"
    directory = app.extensions["sigap_accounts"]
    directory.accounts.add(OPERATOR, username, "Orang Uji", [Role.ADMIN], FIRST, clock.now())
    with served(app) as address:
        seen = Browsers(browser, address, tmp_path)
        with seen.kept_on_failure():
            page = seen.citizen(username)
            page.goto("/intake/masuk")
            seen.look(page, "masuk")
            page.get_by_label("Nama pengguna").fill(username)
            page.get_by_label("Kata sandi").fill("bukan-kata-sandinya")
            with seen.refused():
                press(page, "Masuk")
                expect(page.get_by_text("Nama pengguna atau kata sandi tidak tepat").first).to_be_visible()
            seen.look(page, "masuk-ditolak")
            page.get_by_label("Kata sandi").fill(FIRST)
            press(page, "Masuk")
            expect(page).to_have_url(re.compile("/masuk/sandi"))
            seen.look(page, "kata-sandi-pertama")
            for field in page.locator("input[type=password]").all():
                field.fill(SECOND)
            page.get_by_role("main").locator("button[type=submit]").first.click()
            expect(page).to_have_url(re.compile("/masuk/pasang"))
            seen.look(page, "pasang-kode-masuk")
            secret = re.sub(r"\s", "", page.locator("code").first.inner_text())
            page.locator('[name="code"]').fill("000000")
            with seen.refused():
                page.get_by_role("main").locator("button[type=submit]").first.click()
                expect(page.get_by_role("alert").first).to_be_visible()
            seen.look(page, "kode-ditolak")
            page.locator('[name="code"]').fill(pyotp.TOTP(secret).now())
            page.get_by_role("main").locator("button[type=submit]").first.click()
            expect(page.get_by_text("Kode cadangan").first).to_be_visible()
            seen.look(page, "kode-cadangan")
            page.goto("/intake/account")
            seen.look(page, "akun-dan-sesi")
            page.goto("/intake/staff")
            seen.look(page, "petugas")
            page.goto(f"/intake/staff/{username}")
            seen.look(page, "seorang-petugas")
            page.goto("/intake/rights")
            seen.look(page, "siapa-boleh-apa")
            other = seen.citizen("perangkat-lain")
            other.goto("/intake/masuk")
            other.get_by_label("Nama pengguna").fill(username)
            other.get_by_label("Kata sandi").fill(SECOND)
            press(other, "Masuk")
            expect(other).to_have_url(re.compile("/masuk/kode"))
            seen.look(other, "kode-masuk")
            assert not seen.faults, "\n".join(seen.faults)


@pytest.mark.turns(3)
def test_a_second_person(office: TestOffice, browser: Browser, tmp_path: Path) -> None:
    person(office, "kasi").get(Desk(office).forwarded().page)  # the office is at work
    confirm_changes(office)  # what other tests asked for
    username = f"uji-{uuid.uuid4().hex[:8]}"
    asked = {"username": username, "name": "Drs. Nama Panjang Sekali Tumbelaka, M.Si.", "roles": ["camat", "auditor"]}
    assert office.person("admin").post("/intake/staff", data=asked).status_code == 302
    with served(whole(office)) as address:
        seen = Browsers(browser, address, tmp_path)
        with seen.kept_on_failure():
            admin = seen.staff("admin", "/intake/approvals")
            expect(admin.get_by_text("Menunggu orang lain").first).to_be_visible()
            seen.look(admin, "persetujuan-yang-meminta")
            admin.goto("/intake/account/authenticator")
            seen.look(admin, "pasang-kode-dengan-bukti")
            admin.goto("/intake/notices")
            seen.look(admin, "alamat-e-mail-dengan-bukti")
            auditor = seen.staff("auditor", "/intake/approvals")
            auditor.get_by_text("Setujui…").click()
            seen.look(auditor, "persetujuan-orang-kedua")
            press(auditor, "Ya, setujui")
            expect(auditor.get_by_text("Kata sandi sementara").first).to_be_visible()
            seen.look(auditor, "kata-sandi-pada-orang-kedua")
            assert not seen.faults, "\n".join(seen.faults)


@pytest.mark.release
def test_trails_and_personal_data(office: TestOffice, browser: Browser, tmp_path: Path) -> None:
    number = new_nik()
    desk = Desk(office).forwarded(who=applicant(name="Wilma Pandangan", nik=number))
    person(office, "kasi").ask(desk.path)
    with served(whole(office)) as address:
        seen = Browsers(browser, address, tmp_path)
        with seen.kept_on_failure():
            auditor = seen.staff("auditor", "/intake/masuk")
            auditor.goto("/intake/trail/all")
            expect(auditor.locator(".trail tbody tr:visible").first).to_be_visible()
            expect(auditor.locator(".line-part:visible")).to_have_count(0)
            rows = auditor.locator(".trail tbody tr")
            times = rows.evaluate_all("rows => rows.map((row) => Date.parse(row.dataset.at))")
            assert times == sorted(times, reverse=True)
            seen.look(auditor, "jejak-semua")
            auditor.goto(f"/intake/trail?subject={desk.case_no}")
            auditor.get_by_text("Rincian").first.click()
            seen.look(auditor, "jejak-audit")
            auditor.goto("/intake/trail?subject=TIDAK-ADA")
            seen.look(auditor, "jejak-kosong")
            with seen.refused():
                auditor.goto("/intake/trail?from=kapan")
                expect(auditor.get_by_role("alert").first).to_be_visible()
            seen.look(auditor, "jejak-salah")
            auditor.goto("/intake/personal-data")
            seen.look(auditor, "data-pribadi")
            auditor.get_by_label("NIK atau nomor pengaduan").fill("siapa")
            with seen.refused():
                press(auditor, "Cari")
                expect(auditor.get_by_role("alert").first).to_be_visible()
            seen.look(auditor, "data-pribadi-salah")
            auditor.get_by_label("NIK atau nomor pengaduan").fill(number)
            auditor.get_by_label("Dasar permintaan").fill(REASON)
            press(auditor, "Cari")
            expect(auditor.get_by_role("heading", name="Siapa melihat data ini")).to_be_visible()
            seen.look(auditor, "siapa-melihat")
            assert number not in auditor.url
            clerk = seen.staff("loket1", "/intake/masuk")
            clerk.goto("/intake/personal-data")
            clerk.get_by_label("NIK atau nomor pengaduan").fill(desk.case_no)
            clerk.get_by_label("Dasar permintaan").fill(REASON)
            press(clerk, "Cari")
            seen.look(clerk, "salinan-data")
            with clerk.expect_download() as download:
                press(clerk, "Unduh salinan data (ZIP)")
            assert download.value.suggested_filename.endswith(".zip")
            clerk.get_by_role("link", name=f"Perbaiki data pada {desk.case_no}").click()
            seen.look(clerk, "perbaiki-data")
            clerk.get_by_label("Nama lengkap").fill("")
            with seen.refused():
                press(clerk, "Simpan perbaikan")
                expect(clerk.get_by_role("alert").first).to_be_visible()
            seen.look(clerk, "perbaiki-data-salah")
            unfinished = Desk(office)
            clerk.goto(f"{unfinished.page}/form")
            clerk.get_by_text("Bacakan dahulu").click()
            seen.look(clerk, "formulir-dan-pemberitahuan")
            assert not seen.faults, "\n".join(seen.faults)
