"""The written-letter journey as people go it: every role in a browser of its own, from the desk to the archive."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from deploy.demo import media, pictures
from deploy.setup import DEMO_PASSPHRASE
from tests.journeys.browser_desk import Desk, draw, fill, form, open_from_list, reload_until, upload
from tests.shared.ui.conftest import browser_type_launch_args  # noqa: F401 -- a fixture: Debian's Chromium, or skipped loudly
from tests.support.qr import wrong_modules

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TITLE = "Sengketa batas tanah kebun"
NAME, NIK, VILLAGE = "Ferdinand Karundeng", "7105152201719903", "Makasili"
FORM = {
    "applicant.name": NAME,
    "applicant.nik": NIK,
    "applicant.address": "Jaga I, Desa Makasili",
    "applicant.phone": "081234567803",
    "complaint.title": TITLE,
    "complaint.category": "land",
    "complaint.place": "Kebun Lolombulan, Desa Makasili",
    "complaint.occurred_on": "02/11/2026",
    "complaint.occurred_time": "pagi hari",
    "complaint.story": "Tetangga kebun memindahkan patok batas kebun cengkih saya sekitar 3 meter ke arah barat.",
    "complaint.request": "Mohon patok dikembalikan ke tempat semula.",
}
CHECKLIST = {f"items.{item}": "ok" for item in ("identity", "form", "substance", "evidence")} | {
    "items.reported_official": "not_applicable"
}
CORRECTION = "Sebutkan tanggal musyawarah pada alinea kedua."
ADDED = "Musyawarah dilaksanakan pada 20 November 2026 di Kantor Desa Makasili."
REMARK = "Tulis nama desa dengan lengkap."
AGAIN = "Hal surat belum menyebut tempat."
SUBJECT = "Tanggapan atas Pengaduan Batas Tanah Kebun di Desa Makasili"


def test_from_the_desk_to_the_archive(browser: Browser, address: str, tmp_path: Path) -> None:
    desk = Desk(browser, address, tmp_path)
    with desk.kept_on_failure():
        clerk = desk.staff("loket1", "/intake/")
        case_no, code = complaint_at_the_desk(desk, clerk)
        citizen_follows(desk, code)
        section_head_verifies(desk, case_no)
        camat = desk.staff("camat", "/review/", width=390)
        camat_disposes(desk, camat, case_no)
        team = desk.staff("tim1", "/review/")
        team_coordinates_and_reports(desk, team, case_no)
        camat_decides(desk, camat, case_no)
        letter_is_written_and_signed(desk, team, camat, case_no)
        letter_is_registered(desk, case_no)
        survey = letter_is_handed_over(desk, clerk, case_no)
        applicant_answers(desk, survey)
        auditor_finds_it_archived(desk, case_no)
        assert desk.faults == []


def complaint_at_the_desk(desk: Desk, clerk: Page) -> tuple[str, str]:
    """Steps 1 to 5; returns the case number and the tracking code."""
    desk.look(clerk, "loket")
    clerk.get_by_role("link", name="Terima pengaduan").first.click()
    clerk.get_by_role("textbox", name="Maksud kedatangan").fill("Melaporkan patok batas kebun yang dipindahkan")
    closed_today = clerk.get_by_label("Alasan diterima di luar hari kerja")
    if closed_today.count():
        closed_today.fill("Pemohon datang dari jauh")
    desk.look(clerk, "terima-pengaduan")
    clerk.get_by_role("button", name="Buat pengaduan").click()

    expect(clerk.get_by_role("heading", name="Formulir pengaduan")).to_be_visible()
    upload(clerk, "id_card", picture("ktp.jpg", pictures.identity_card(NAME, NIK, VILLAGE)))
    fill(clerk, {name: value for name, value in FORM.items() if name.startswith("applicant.")})
    clerk.get_by_label("Desa", exact=True).select_option(label=VILLAGE)
    expect(clerk.get_by_role("link", name="ktp.jpg")).to_be_visible()
    desk.look(clerk, "formulir")
    clerk.get_by_role("button", name="Lanjut").click()
    fill(clerk, {name: value for name, value in FORM.items() if name.startswith("complaint.")})
    desk.look(clerk, "formulir-kejadian")
    clerk.get_by_role("button", name="Lanjut").click()
    photo, kind = media.make("foto_patok.jpg", TITLE)
    upload(clerk, "evidence", picture("foto_patok.jpg", photo, kind))
    expect(clerk.get_by_role("link", name="foto_patok.jpg")).to_be_visible()
    desk.look(clerk, "formulir-bukti")
    clerk.get_by_role("button", name="Simpan dan periksa kelengkapan").click()

    expect(clerk.get_by_role("heading", name="Periksa kelengkapan berkas")).to_be_visible()
    fill(clerk, CHECKLIST)
    desk.look(clerk, "kelengkapan")
    clerk.get_by_text("Pemohon menandatangani di layar").click()
    draw(clerk, clerk.locator("canvas"))
    clerk.get_by_role("button", name="Lengkap: teruskan kepada Kasi").click()

    expect(clerk.get_by_role("heading", name="Tanda terima", exact=True)).to_be_visible()
    desk.look(clerk, "tanda-terima")
    code = clerk.get_by_role("region", name="Kode pelacakan").locator("code").inner_text()
    case_no = clerk.locator(".eyebrow").first.inner_text().strip()
    clerk.get_by_role("link", name="Halaman pengaduan").click()
    expect(clerk.get_by_role("heading", name=TITLE)).to_be_visible()
    expect(clerk.get_by_text("foto_patok.jpg").first).to_be_visible()
    desk.look(clerk, "pengaduan-diteruskan")
    return case_no, code


def citizen_follows(desk: Desk, code: str) -> None:
    """The applicant's telephone, without signing in."""
    citizen = desk.citizen("warga")
    citizen.goto("/intake/track")
    desk.look(citizen, "lacak")
    citizen.get_by_role("textbox", name="Kode pelacakan").fill(code.lower())
    citizen.get_by_role("button", name="Lihat").click()
    expect(citizen.get_by_text("Tahapan")).to_be_visible()
    expect(citizen.get_by_text(NAME)).to_have_count(0)
    desk.look(citizen, "lacak-pengaduan")


def section_head_verifies(desk: Desk, case_no: str) -> None:
    """Steps 6 and 7."""
    kasi = desk.staff("kasi", "/review/")
    open_from_list(kasi, "/review/", case_no)
    sheet = form(kasi, "report_to_camat")
    fill(sheet, dict.fromkeys(("complete", "identity_clear", "accurate", "relevant"), "true"))
    fill(sheet, {"within_authority": "true"})
    fill(sheet, {"analysis": "Identitas jelas; keterangan dan foto sesuai, layak ditindaklanjuti."})
    desk.look(kasi, "verifikasi")
    kasi.get_by_role("button", name="Laporkan kepada Camat").click()
    expect(kasi.get_by_role("heading", name="Verifikasi Kasi")).to_be_visible()
    desk.look(kasi, "sesudah-verifikasi")


def camat_disposes(desk: Desk, camat: Page, case_no: str) -> None:
    """Step 8c, on a telephone."""
    desk.look(camat, "pekerjaan-camat")
    open_from_list(camat, "/review/", case_no)
    camat.get_by_text("8c. Disposisi ke Tim…").click()
    fill(form(camat, "dispose_to_team"), {"note": "Segera mediasi bersama Hukum Tua."})
    for member in ("Jemmy Kalalo", "Vonny Supit"):
        camat.get_by_role("group", name="Diteruskan kepada").get_by_label(member).check()
    desk.look(camat, "disposisi")
    camat.get_by_role("button", name="Disposisikan").click()
    expect(camat.get_by_role("heading", name="Disposisi Camat")).to_be_visible()


def team_coordinates_and_reports(desk: Desk, team: Page, case_no: str) -> None:
    """Steps 10a and 11."""
    desk.look(team, "pekerjaan-tim")
    open_from_list(team, "/review/", case_no)
    team.get_by_text("10. Catat koordinasi…").click()
    fill(form(team, "coordinate"), {"partner": "7105152007", "result": "Kedua pihak sepakat mengukur ulang batas."})
    desk.look(team, "koordinasi")
    team.get_by_role("button", name="Simpan koordinasi").click()
    team.get_by_role("heading", name="Koordinasi dan lampiran").click()
    expect(team.get_by_role("heading", name="Pemerintah Desa Makasili")).to_be_visible()

    team.get_by_text("11. Tulis laporan tim…").click()
    report = {
        "analysis": "Batas kebun tidak lagi sesuai dengan surat jual beli tahun 1998.",
        "facts": "Patok bergeser tiga meter ke arah barat.",
        "results": "Kedua pihak sepakat mengukur ulang bersama Pemerintah Desa.",
        "recommendation": "Menjawab pemohon dengan surat berisi hasil mediasi.",
    }
    fill(form(team, "submit_report"), report)
    desk.look(team, "laporan-tim")
    team.get_by_role("button", name="Sampaikan laporan kepada Camat").click()
    expect(team.get_by_role("heading", name="Laporan tim ke-1")).to_be_visible()


def camat_decides(desk: Desk, camat: Page, case_no: str) -> None:
    """Step 12b, on a telephone."""
    open_from_list(camat, "/review/", case_no)
    camat.get_by_text("12b. Jawab dengan surat…").click()
    conclusion = camat.get_by_label("Kesimpulan dan arahan")
    expect(conclusion).to_have_value(re.compile("hasil mediasi"))
    desk.look(camat, "keputusan")
    camat.get_by_role("button", name="Tugaskan tim menyusun surat").click()
    expect(camat.get_by_role("heading", name="Keputusan Camat (12b)")).to_be_visible()
    desk.look(camat, "sesudah-keputusan")


def letter_is_written_and_signed(desk: Desk, team: Page, camat: Page, case_no: str) -> None:
    """Steps 14 and 15, with two corrections: one overall, one on a paragraph as well."""
    open_from_list(team, "/letters/", case_no)
    expect(team.get_by_alt_text("Pratinjau surat, halaman 1")).to_be_visible()
    desk.look(team, "susun-surat")
    team.get_by_role("button", name="Ajukan ke Camat").click()
    expect(team.get_by_role("heading", name="Surat versi 1")).to_be_visible()

    open_from_list(camat, "/letters/", case_no)
    camat.get_by_text("Belum sesuai: kembalikan dengan koreksi…").click()
    camat.get_by_label("Apa yang perlu diperbaiki").fill(CORRECTION)
    desk.look(camat, "periksa-surat")
    camat.get_by_role("button", name="Kirim permintaan perbaikan").click()
    expect(camat.get_by_text(CORRECTION).first).to_be_visible()
    desk.look(camat, "sesudah-permintaan-perbaikan")

    open_from_list(team, "/letters/", case_no)
    expect(team.get_by_text(CORRECTION).first).to_be_visible()
    body = team.get_by_role("textbox", name="Isi", exact=True)
    body.fill(f"{body.input_value().strip()}\n\n{ADDED}\n")
    expect(team.get_by_alt_text("Pratinjau surat, halaman 1")).to_be_visible()
    desk.look(team, "perbaiki-surat")
    team.get_by_role("button", name="Ajukan ke Camat").click()
    expect(team.get_by_role("heading", name="Surat versi 2")).to_be_visible()

    open_from_list(camat, "/letters/", case_no)
    expect(camat.get_by_role("insertion").filter(has_text="Musyawarah")).to_be_visible()
    camat.get_by_text("Belum sesuai: kembalikan dengan koreksi…").click()
    camat.get_by_label("Apa yang perlu diperbaiki").fill(AGAIN)
    fill(camat, {"comments.1": REMARK})
    camat.get_by_role("button", name="Kirim permintaan perbaikan").click()
    expect(camat.get_by_text(REMARK).first).to_be_visible()

    open_from_list(team, "/letters/", case_no)
    expect(team.get_by_text(REMARK).first).to_be_visible()
    fill(team, {"content.subject": SUBJECT})
    team.get_by_role("button", name="Ajukan ke Camat").click()
    expect(team.get_by_role("heading", name="Surat versi 3")).to_be_visible()

    open_from_list(camat, "/letters/", case_no)
    camat.get_by_role("link", name="Bandingkan berdampingan").click()
    expect(camat.get_by_role("heading", name="Versi 2 dan versi 3")).to_be_visible()
    expect(camat.get_by_role("insertion").filter(has_text="Makasili").first).to_be_visible()
    desk.look(camat, "bandingkan-versi")
    camat.go_back()
    desk.look(camat, "tanda-tangan")
    camat.get_by_text("Isi passphrase dan tanda tangani…").click()
    camat.get_by_label("Passphrase tanda tangan").fill(DEMO_PASSPHRASE)
    camat.get_by_role("button", name="Tanda tangani versi 3").click()
    expect(camat.get_by_role("heading", name="Surat yang ditandatangani")).to_be_visible()
    desk.look(camat, "ditandatangani")


def letter_is_registered(desk: Desk, case_no: str) -> None:
    """Step 16: 16a to 16c in one press, then 16d and 16e; and the public check."""
    registrar = desk.staff("registrasi", "/registry/")
    desk.look(registrar, "registrasi")
    open_from_list(registrar, "/registry/", case_no)
    expect(registrar.get_by_text(case_no).first).to_be_visible()
    parts = ("Catat, beri nomor, dan bubuhkan segel", "Buat salinan", "Simpan di arsip")
    for number, button in enumerate(parts, 1):
        press = registrar.get_by_role("button", name=button)
        expect(press).to_be_visible()
        if number < len(parts):  # the last shows one button too
            desk.look(registrar, f"langkah-16-{number}")
        press.click()
        expect(press).to_have_count(0)
    expect(registrar.get_by_text("Semua syarat terpenuhi: surat ini sah.")).to_be_visible()
    desk.look(registrar, "surat-terdaftar")
    check = registrar.get_by_role("link", name="Halaman pemeriksaan umum surat ini").get_attribute("href")
    sealed = registrar.request.get(f"{registrar.url.partition('?')[0]}/sealed.pdf").body()
    registrar.goto("/registry/register")
    expect(registrar.get_by_role("row").filter(has_text=case_no)).to_be_visible()
    desk.look(registrar, "buku-register")
    assert check
    anybody_checks_it(desk, check, sealed)


def anybody_checks_it(desk: Desk, check: str, sealed: bytes) -> None:
    """By the code that is printed on it, and by the file; a changed file is told from it."""
    anybody = desk.citizen("siapa-saja")
    anybody.goto(check)
    assert wrong_modules(sealed, anybody.url) == 0, "the printed code leads elsewhere"
    expect(anybody.get_by_text("tercatat dan berlaku")).to_be_visible()
    desk.look(anybody, "periksa-keaslian-surat")
    for data, answer in ((sealed, "Surat ini asli"), (sealed + b"\n%", "Jangan percayai")):
        anybody.goto("/registry/check")
        desk.look(anybody, "periksa-keaslian")
        anybody.locator('input[type="file"]').set_input_files(picture("surat.pdf", data, "application/pdf"))
        anybody.get_by_role("button", name="Periksa surat").click()
        expect(anybody.get_by_text(answer).first).to_be_visible(timeout=60_000)
        desk.look(anybody, f"periksa-keaslian: {answer}")


def letter_is_handed_over(desk: Desk, clerk: Page, case_no: str) -> str:
    """Step 17; returns the code of the survey."""
    clerk.goto(f"/intake/complaints/{case_no}")
    hand_over = clerk.get_by_role("link", name="Serahkan surat")
    reload_until(clerk, hand_over)
    desk.look(clerk, "pengaduan-siap-diserahkan")
    hand_over.click()
    expect(clerk.get_by_role("img", name=re.compile("^Surat nomor .* halaman 1"))).to_be_visible()
    clerk.get_by_label("Identitas penerima sudah dicocokkan").check()
    draw(clerk, clerk.locator("canvas"))
    expect(clerk.get_by_text("Tanda tangan tergores")).to_be_visible()
    desk.look(clerk, "serahkan")
    clerk.get_by_role("button", name="Catat penyerahan").click()
    clerk.get_by_role("button", name="Surat sudah diterima").click()
    offer = clerk.get_by_role("button", name="Tawarkan survei")
    expect(offer).to_be_visible()
    desk.look(clerk, "pengaduan-selesai")
    offer.click()
    expect(clerk.get_by_role("img", name="Kode QR menuju survei")).to_be_visible()
    desk.look(clerk, "tawarkan-survei")
    return clerk.locator(".survey-code").inner_text()


def applicant_answers(desk: Desk, code: str) -> None:
    """Step 18: nine answers on a telephone."""
    applicant = desk.citizen("pemohon")
    applicant.goto("/intake/survey")
    desk.look(applicant, "survei-umum")
    applicant.get_by_role("textbox", name="Kode survei").fill(code)
    applicant.get_by_role("button", name="Isi survei").click()
    questions = applicant.locator("fieldset").filter(has=applicant.get_by_role("radio"))
    expect(questions.first).to_be_visible()
    for question in questions.all():
        question.get_by_role("radio").last.check()
    for choice in applicant.get_by_role("combobox").all():
        choice.select_option(index=1)
    desk.look(applicant, "survei")
    applicant.get_by_role("button", name="Kirim jawaban").click()
    expect(applicant.get_by_role("heading", name="Terima kasih")).to_be_visible()
    desk.look(applicant, "survei-terima-kasih")


def auditor_finds_it_archived(desk: Desk, case_no: str) -> None:
    """The whole case lies in the archive."""
    auditor = desk.staff("auditor", "/registry/archive")
    row = auditor.get_by_role("row").filter(has_text=case_no)
    reload_until(auditor, row)
    desk.look(auditor, "arsip")
    row.get_by_role("link").first.click()
    reload_until(auditor, auditor.get_by_role("heading", name="Isi paket"), seconds=150)
    desk.look(auditor, "arsip-pengaduan")
    auditor.get_by_role("heading", name="Isi paket").click()
    expect(auditor.get_by_text("foto_patok.jpg").first).to_be_visible()


def picture(name: str, data: bytes, kind: str = "image/jpeg") -> FilePayload:
    """A file for a file input."""
    return {"name": name, "mimeType": kind, "buffer": data}
