"""The desk in a real Chromium, at 1280 and 390 px: the incomplete path, a proxy at the handover, the survey by phone.

What other services say arrives as their messages.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from services.intake.states import State
from tests.journeys.browser_desk import Desk as Browsers
from tests.journeys.browser_desk import draw, fill
from tests.shared.ui.conftest import browser_type_launch_args  # noqa: F401 -- a fixture: Debian's Chromium, or skipped loudly
from tests.support.intake import Desk, applicant, new_nik, pdf, person, picture
from tests.support.office import TestOffice

pytestmark = [pytest.mark.browser]
NAME = "Wenny Pintubrowser"


@pytest.mark.turns(3)
def test_the_incomplete_path_the_proxy_and_the_survey(
    office: TestOffice, address: str, browser: Browser, tmp_path: Path
) -> None:
    desk = Desk(office).filled(who=applicant(name=NAME, nik=new_nik()))
    desk.upload(picture(), "formulir-ditandatangani.jpg", "signed_form")
    seen = Browsers(browser, address, tmp_path)
    with seen.kept_on_failure():
        clerk = seen.staff("loket1", "/intake/")
        something_is_missing(seen, clerk, desk)
        the_applicant_comes_back(seen, clerk, desk)
        the_applicant_follows(seen, clerk)
        desk.letter(pdf_bytes=person(office).get("/intake/paper/requirements.pdf").data)
        the_letter_goes_to_a_proxy(seen, clerk, desk)
        the_applicant_answers(seen, clerk)
        refused = [fault for fault in seen.faults if "status of 422" in fault]  # the two wrong presses
        assert (len(refused), len(seen.faults)) == (2, 2), seen.faults


def something_is_missing(seen: Browsers, clerk: Page, desk: Desk) -> None:
    """Step 4, the 'no' side: a wrong press first, then what is missing is written down."""
    clerk.goto(f"{desk.page}/check")
    rows = {f"items.{item}": "ok" for item in ("identity", "form", "substance", "evidence")}
    fill(clerk, rows | {"items.reported_official": "not_applicable"})
    clerk.get_by_role("button", name="Lengkap: teruskan kepada Kasi").click()
    expect(clerk.get_by_role("link", name=re.compile("Belum ada berkas bukti"))).to_be_visible()
    seen.look(clerk, "kelengkapan-tanpa-bukti")
    fill(clerk, {"items.evidence": "missing", "notes.evidence": "Foto patok yang dipindahkan"})
    clerk.get_by_role("button", name="Belum lengkap: kembalikan").click()
    expect(clerk.get_by_role("heading", name="Yang masih kurang")).to_be_visible()
    expect(clerk.get_by_role("link", name="Cetak pemberitahuan kekurangan")).to_be_visible()
    seen.look(clerk, "menunggu-kelengkapan")


def the_applicant_comes_back(seen: Browsers, clerk: Page, desk: Desk) -> None:
    """Found at once by the name, completed, forwarded; the receipt has the code."""
    clerk.goto("/intake/")
    seen.look(clerk, "pekerjaan-loket")
    box = clerk.get_by_role("searchbox", name="Cari nomor, nama, kata dari pengaduan, NIK atau kode pelacakan")
    box.fill("pintubrowser")
    box.press("Enter")
    expect(clerk.locator(".eyebrow").first).to_have_text(desk.case_no)
    assert "pintubrowser" not in clerk.url
    desk.upload(picture(), "patok.jpg")
    clerk.get_by_role("button", name="Sudah dilengkapi: periksa ulang").click()
    fill(clerk, {"items.evidence": "ok"})
    clerk.get_by_role("button", name="Lengkap: teruskan kepada Kasi").click()
    expect(clerk.get_by_role("heading", name="Tanda terima", exact=True)).to_be_visible()


def the_applicant_follows(seen: Browsers, clerk: Page) -> None:
    """On a telephone, by the code of the receipt, with the days of the steps."""
    code = clerk.get_by_role("region", name="Kode pelacakan").locator("code").inner_text()
    citizen = seen.citizen("warga")
    citizen.goto("/intake/track")
    citizen.get_by_role("textbox", name="Kode pelacakan").fill(code.lower())
    citizen.get_by_role("button", name="Lihat").click()
    expect(citizen.get_by_role("heading", name="Sedang diverifikasi kepala seksi")).to_be_visible()
    expect(citizen.locator("[aria-current=step] .step-note")).to_be_visible()
    expect(citizen.get_by_text(NAME)).to_have_count(0)
    seen.look(citizen, "lacak-telepon")


def the_letter_goes_to_a_proxy(seen: Browsers, clerk: Page, desk: Desk) -> None:
    """Step 17: without the letter of authority nothing goes on, and what was typed stays."""
    clerk.goto(f"{desk.page}/handover")
    clerk.get_by_label("Penerima kuasa").check()
    fill(clerk, {"recipient": "Meity Kuasa", "note": "Surat kuasa 24 November 2026"})
    clerk.get_by_label("Identitas penerima sudah dicocokkan").check()
    clerk.get_by_role("button", name="Catat penyerahan").click()
    expect(clerk.get_by_role("link", name=re.compile("Unggah pindaian atau foto surat kuasa"))).to_be_visible()
    expect(clerk.locator("[name=recipient]")).to_have_value("Meity Kuasa")
    seen.look(clerk, "serahkan-kepada-kuasa")
    scan = {"name": "kuasa.jpg", "mimeType": "image/jpeg", "buffer": picture()}
    clerk.locator("[name=authority]").set_input_files(scan)  # type: ignore[arg-type]
    draw(clerk, clerk.locator("canvas"))
    clerk.get_by_role("button", name="Catat penyerahan").click()
    clerk.get_by_role("button", name="Surat sudah diterima").click()
    expect(clerk.get_by_role("button", name="Tawarkan survei")).to_be_visible()
    assert desk.now()["state"] == State.CLOSED_RESOLVED
    clerk.get_by_role("button", name="Tawarkan survei").click()


def the_applicant_answers(seen: Browsers, clerk: Page) -> None:
    """Step 18, on a telephone."""
    code = clerk.locator(".survey-code").inner_text()
    phone = seen.citizen("pemohon")
    phone.goto("/intake/survey")
    phone.get_by_role("textbox", name="Kode survei").fill(code)
    phone.get_by_role("button", name="Isi survei").click()
    questions = phone.locator("fieldset").filter(has=phone.get_by_role("radio"))
    expect(questions.first).to_be_visible()
    for question in questions.all():
        question.get_by_role("radio").last.check()
    for choice in phone.get_by_role("combobox").all():
        choice.select_option(index=1)
    phone.get_by_role("button", name="Kirim jawaban").click()
    expect(phone.get_by_role("heading", name="Terima kasih")).to_be_visible()


@pytest.mark.turns(3)
def test_every_page_of_the_desk_at_both_widths(
    office: TestOffice, address: str, browser: Browser, tmp_path: Path
) -> None:
    story = {"title": "Truk pasir ngebut", "place": "Simpang Tiga Browser, Desa Malola"}
    first = Desk(office).filled(who=applicant(nik=new_nik()), **story)
    alike = Desk(office).filled(who=applicant(nik=new_nik()), **story)
    ended = Desk(office).to_state(State.CLOSED_DECLINED)
    lost = Desk(office)
    lost.lose_the_key()
    cut = Desk(office)
    for number in range(6):  # more than the strip shows, each with words that nobody sees
        cut.upload(pdf()[: 250 + number], f"terpotong-{number}.pdf")
    pages = {
        "terpotong": cut.page,
        "formulir-kosong": f"{Desk(office).page}/form",
        "formulir-hilang": f"{lost.page}/form",
        "formulir-perbaiki": f"{alike.page}/form",
        "mirip-periksa": f"{alike.page}/check",
        "mirip": first.page,
        "berakhir": ended.page,
        "terima": "/intake/complaints/new",
        "daftar": "/intake/complaints",
        "daftar-filter": "/intake/complaints?village=7105152007&from=01/11/2026&due=late",
        "daftar-salah": "/intake/complaints?from=kapan",
        "buku": "/intake/book",
        "tanda-terima-belum": f"{first.page}/receipt",
    }
    seen = Browsers(browser, address, tmp_path)
    with seen.kept_on_failure():
        clerk = seen.staff("loket1", "/intake/")
        for name, path in pages.items():
            clerk.goto(path)
            seen.look(clerk, name)
        kasi = seen.staff("kasi", "/intake/complaints")
        kasi.goto("/intake/survey/results")
        seen.look(kasi, "survei-hasil")
        seen.faults = [
            fault for fault in seen.faults if "status of 422" not in fault
        ]  # the page that was asked for wrongly
        lost.forget_the_draft()
        assert seen.faults == []


@pytest.mark.turns(3)
def test_a_colleague_saved_meanwhile(office: TestOffice, address: str, browser: Browser, tmp_path: Path) -> None:
    desk, seen = Desk(office), Browsers(browser, address, tmp_path)
    with seen.kept_on_failure():
        clerk = seen.staff("loket1", "/intake/")
        clerk.goto(f"{desk.page}/form")
        fill(clerk, {"applicant.name": "Nama yang diketik"})
        body = {"version": desk.now()["version"], "applicant": {"name": "Nama rekan"}}
        person(office, "loket2").put(f"{desk.path}/form", json=body)
        clerk.get_by_role("button", name="Simpan konsep").click()
        expect(clerk.get_by_text(re.compile("Formulir ini diubah Deasy Sondakh"))).to_be_visible()
        expect(clerk.get_by_label("Nama lengkap")).to_have_value("Nama yang diketik")
        seen.look(clerk, "formulir-diubah-rekan")
        assert [fault for fault in seen.faults if "status of 409" not in fault] == []
