"""*My work* in a real Chromium, and forms that lose nothing: a session that ends, a line that breaks, a reload."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from deploy.setup import DEMO_PASSWORD
from tests.journeys.browser_desk import PHONE, fill, form
from tests.journeys.browser_desk import Desk as Browsers
from tests.support.cases import PlayedCase
from tests.support.intake import Desk as FrontDesk
from tests.support.intake import noise
from tests.support.office import TestOffice
from tests.support.review import Desk
from tests.support.sampling import sampled
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


def expected(seen: Browsers, *remarks: str) -> None:
    """Nothing is wrong but this; the files of a case that was made for review alone lie in no store (404)."""
    found, seen.faults[:] = list(seen.faults), []
    wrong = [fault for fault in found if not any(remark in fault for remark in (*remarks, " 404 "))]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("username", sampled(ROLES, {"camat", "admin"}))
def test_each_role_signs_in_at_the_offices_address_and_stands_at_its_own_desk(seen: Browsers, username: str) -> None:
    page = seen.staff(username, "/", width=PHONE if username == "camat" else 1280)
    expect(page.get_by_role("heading", name="Pekerjaan saya", exact=True)).to_be_visible()
    settled(page)
    assert (
        page.locator(".work-row:visible").count() > 0 or page.get_by_text("Tidak ada yang menunggu Anda").is_visible()
    )
    seen.look(page, f"meja-{username}")
    if username == "admin":
        page.locator(".site-group summary", has_text="Sistem").click()
        expect(page.get_by_role("link", name="Operasi", exact=True)).to_be_visible()
        seen.look(page, "menu-kelompok")
        page.keyboard.press("Escape")
        expect(page.get_by_role("link", name="Operasi", exact=True)).to_be_hidden()
    page.context.close()
    expected(seen)


@pytest.mark.turns(3)
def test_a_service_that_is_down_is_named_and_the_rest_shows(seen: Browsers) -> None:
    page = seen.staff("camat", "/")
    settled(page)
    down = {"letters": True}

    def answer(route: Route) -> None:
        if down["letters"]:
            return route.fulfill(status=502, body="")
        told = route.fetch()
        return route.fulfill(response=told, body=re.sub(r'data-beyond="\d+"', 'data-beyond="60"', told.text()))

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
    rows = page.locator(".work-row:visible").count()  # and more wait than stand here
    lead = page.locator("[data-work-lead]")  # other tests' work waits beside it
    expect(lead).to_contain_text(re.compile(rf"^{rows} dari (lebih dari 999|\d+) pekerjaan tampil di sini"))
    assert int(re.findall(r"\d+", lead.inner_text())[1]) >= rows + 60
    page.context.close()
    expected(seen)


@pytest.mark.turns(3)
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
    expect(following).to_be_visible()
    seen.look(page, "meja-berikutnya")
    following.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert number not in page.url
    page.context.close()
    expected(seen)


@pytest.mark.turns(3)
def test_what_happened_to_a_case_stands_in_one_line_over_the_services(seen: Browsers, office: TestOffice) -> None:
    case_no = PlayedCase(office, "Penanda Riwayat Kaunang", finished=False).case_no
    page = seen.staff("camat", f"/review/cases/{case_no}")
    own = page.locator("#riwayat .event").count()
    down = {"letters": True}
    page.route("**/letters/story/**", lambda route: route.abort() if down["letters"] else route.continue_())
    with seen.refused():
        page.get_by_role("tab", name="Riwayat").click()
        expect(page.get_by_text("Surat tidak menjawab; yang terjadi di sana belum tampil.")).to_be_visible()
    expect(page.locator('#riwayat .event[data-part="intake"]').first).to_be_visible()
    assert page.locator("#riwayat .event:visible").count() == 8
    seen.look(page, "riwayat-satu-layanan-mati")
    down["letters"] = False
    page.get_by_role("button", name="Coba lagi surat").click()
    expect(page.locator('#riwayat .event[data-part="letters"]').first).to_be_visible()
    expect(page.locator(".line-part:visible")).to_have_count(0)
    page.get_by_role("button", name="Tampilkan semua").click()
    times = page.locator("#riwayat .event:visible").evaluate_all(
        "lines => lines.map((line) => Date.parse(line.dataset.at))"
    )
    assert len(times) > own
    assert times == sorted(times, reverse=True)
    expect(page.locator("#card-story .count")).to_have_text(str(len(times)))
    page.context.close()
    expected(seen, "ERR_FAILED", "px long")  # an opened tab is as long as what it holds


REPORT = {"analysis": "Batas lama diakui kedua pihak.", "facts": "Patok lama ditemukan di sisi timur kebun.",
          "results": "Hukum Tua bersedia menjadi saksi.", "recommendation": "Patok dikembalikan."}  # fmt: skip


def report(seen: Browsers, office: TestOffice) -> tuple[Page, str]:
    """A member of the team at the report of a case."""
    case_no = Desk(office).case("team_assigned")
    page = seen.staff("tim1", f"/review/cases/{case_no}")
    step = form(page, "submit-report")
    if not step.locator("textarea").first.is_visible():
        page.locator("details", has=step).locator("summary").click()
    return page, case_no


@pytest.mark.turns(3)
def test_a_session_that_ends_in_the_middle_of_a_report_is_renewed_over_it(seen: Browsers, office: TestOffice) -> None:
    page, _ = report(seen, office)
    step = form(page, "submit-report")
    fill(step, {name: words for name, words in REPORT.items() if name != "recommendation"})
    expect(step.get_by_text("Ketikan tersimpan pukul")).to_be_visible()
    page.context.clear_cookies()
    fill(step, {"recommendation": REPORT["recommendation"]})
    layer = page.get_by_role("dialog", name="Sesi Anda berakhir")
    expect(layer).to_be_visible()
    seen.look(page, "sesi-berakhir")
    layer.get_by_label("Kata sandi").fill("bukan-kata-sandinya")
    with seen.refused():
        layer.get_by_role("button", name="Masuk dan lanjutkan").click()
        expect(layer.get_by_text("Nama pengguna atau kata sandi tidak tepat")).to_be_visible()
    layer.get_by_label("Kata sandi").fill(DEMO_PASSWORD)
    layer.get_by_role("button", name="Masuk dan lanjutkan").click()
    expect(layer).to_have_count(0)
    for name, words in REPORT.items():
        expect(step.locator(f'[name="{name}"]')).to_have_value(words)
    page.context.clear_cookies()  # and once more at the press itself
    step.locator("button[type=submit]").first.click()
    layer.get_by_label("Kata sandi").fill(DEMO_PASSWORD)
    layer.get_by_role("button", name="Masuk dan lanjutkan").click()
    expect(page.locator(".notice-success").first).to_be_visible()
    page.context.close()
    expected(seen, " 400 ")  # what Chromium remarks on a token without its session


@pytest.mark.turns(3)
def test_a_lost_line_keeps_the_form_and_sends_when_it_is_back(seen: Browsers, office: TestOffice) -> None:
    page, case_no = report(seen, office)
    step = form(page, "submit-report")
    page.context.set_offline(True)
    fill(step, REPORT)
    expect(page.get_by_text("Sambungan terputus. Yang Anda ketik tetap ada di halaman ini")).to_be_visible()
    step.locator("button[type=submit]").first.click()
    expect(page.get_by_text("Formulir ini dikirim otomatis")).to_be_visible()
    seen.look(page, "sambungan-terputus")
    page.context.set_offline(False)
    expect(page.locator(".notice-success").first).to_be_visible()
    assert office.person("camat").ask(f"/review/api/cases/{case_no}")["state"] == "camat_decision"
    page.context.close()
    expected(seen, "ERR_INTERNET_DISCONNECTED")


@pytest.mark.turns(3)
def test_a_picture_of_the_report_comes_from_a_telephone_over_a_bad_line(seen: Browsers, office: TestOffice) -> None:
    case_no = Desk(office).case("team_assigned")
    page = seen.staff("tim1", f"/review/cases/{case_no}", width=PHONE)
    breaks = {"left": 1}

    def answer(route: Route) -> None:
        if route.request.method in {"PATCH", "POST"} and "/uploads/" in route.request.url and breaks["left"]:
            breaks["left"] -= 1
            return route.fulfill(status=503, body="")
        return route.continue_()

    page.route("**/uploads/**", answer)
    page.get_by_text("Tambah lampiran").click()
    box = page.locator('[data-uploads][data-role="report"]')
    with seen.refused():
        box.locator("input[type=file]").set_input_files(
            {"name": "tinjauan.jpg", "mimeType": "image/jpeg", "buffer": noise((900, 700))}
        )
        expect(box.get_by_text("Terlampir")).to_be_visible()
    expect(page.get_by_role("button", name="Unggah", exact=True)).to_have_count(0)
    seen.look(page, "lampiran-telepon")
    files = office.person("camat").ask(f"/review/api/cases/{case_no}")["files"]
    assert "tinjauan.jpg" in [file["name"] for file in files if file["role"] == "report"]
    page.reload()
    expect(box.locator(".upload")).to_have_count(0)
    page.context.close()
    expected(seen, " 503 ")


@pytest.mark.turns(3)
def test_what_was_typed_stands_there_after_a_reload_and_can_be_thrown_away(seen: Browsers, office: TestOffice) -> None:
    page, _ = report(seen, office)
    step = form(page, "submit-report")
    fill(step, {"analysis": REPORT["analysis"]})
    expect(step.get_by_text("Ketikan tersimpan pukul")).to_be_visible()
    page.reload()
    expect(step.locator('[name="analysis"]')).to_have_value(REPORT["analysis"])
    expect(step.locator('[name="analysis"]')).to_be_visible()
    seen.look(page, "ketikan-dipulihkan")
    step.get_by_role("button", name="Buang ketikan ini").click()
    expect(step.locator('[name="analysis"]')).not_to_have_value(REPORT["analysis"])
    page.context.close()
    expected(seen)
