"""The branches of steps 6 to 13 as people go them: the section head and the team at desks, the Camat on a telephone.

The desk (1-5), the letter (14-15) and the registry (16-17) are driven by program here; ``test_browser`` clicks them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect

from deploy.demo import steps
from deploy.demo.play import complaint_form, uploads
from deploy.demo.staff import Staff
from deploy.demo.stories import STORIES, Story
from tests.journeys.browser_desk import PHONE, Desk, draw, fill, form, open_from_list, reload_until
from tests.shared.ui.conftest import browser_type_launch_args  # noqa: F401 -- a fixture: Debian's Chromium, or skipped loudly

pytestmark = [pytest.mark.browser, pytest.mark.slow]

BY_ID = {story.case["id"]: story for story in STORIES}
COPIES = [{"purpose": "Arsip desa", "recipient": "Hukum Tua setempat"}]
REPORT = {
    "analysis": "Keterangan pemohon sesuai dengan bukti dan dengan keterangan para saksi.",
    "facts": "Dua saksi didengar; foto dibandingkan dengan keadaan di lapangan.",
    "results": "Hasil koordinasi dengan instansi tercatat pada lampiran.",
}


class People:
    """Who signs in once for all branches, and the desk's program."""

    def __init__(self, desk: Desk, staff: Staff) -> None:
        self.desk, self.program = desk, staff
        self.kasi = desk.staff("kasi", "/review/")
        self.camat = desk.staff("camat", "/review/", width=PHONE)
        self.team = desk.staff("tim1", "/review/")

    @contextmanager
    def without_fault(self) -> Iterator[None]:
        """No page that the block shows has a fault; pictures are kept where it fails."""
        self.desk.faults.clear()
        with self.desk.pictures_on_failure():
            yield
            assert self.desk.faults == []


@pytest.fixture(scope="module")
def people(browser: Browser, address: str, staff: Staff, tmp_path_factory: pytest.TempPathFactory) -> Iterator[People]:
    desk = Desk(browser, address, tmp_path_factory.mktemp("pictures"))
    try:
        yield People(desk, staff)
    finally:
        desk.close()


def test_8a_the_camat_solves_it_and_tells_the_applicant(people: People) -> None:
    with people.without_fault():
        case_no = at_the_camats(people, BY_ID["K01"])
        camat = people.camat
        camat.get_by_text("8a. Selesaikan langsung…").click()
        with people.desk.refused():  # nothing was typed yet
            camat.get_by_role("button", name="Simpan dan tutup pengaduan").click()
            expect(camat.get_by_role("alert")).to_contain_text("Penyelesaian")
        people.desk.look(camat, "8a-belum-diisi")
        fill(form(camat, "resolve_directly"), {"solution": "Pemilik rumah setuju musik berhenti pukul 22.00."})
        message = form(camat, "resolve_directly").get_by_label("Yang dibaca pemohon")
        expect(message).to_have_value(re.compile("Camat sudah menyampaikan"))  # seen before the press
        told = {"told_how": "phone", "message": "Musik di rumah itu berhenti pukul 22.00."}
        fill(form(camat, "resolve_directly"), told)
        camat.get_by_role("button", name="Simpan dan tutup pengaduan").click()
        expect(camat.get_by_text("Selesai langsung oleh Camat").first).to_be_visible()
        expect(camat.get_by_role("region", name="Pesan kepada pemohon")).to_contain_text("pukul 22.00")
        people.desk.look(camat, "8a-selesai")
        ended = people.program.clerk.wait(steps.intake_path(case_no), lambda c: c["state"].startswith("closed"))
        assert ended["state"] == "closed_resolved_direct"


def test_the_statistics_show_the_index_of_the_survey_beside(people: People) -> None:
    with people.without_fault():
        kasi = people.kasi
        kasi.goto("/review/statistics")
        beside = kasi.locator("#survey-index")  # of the front desk, by the browser of who may see both
        expect(beside).to_be_visible()
        expect(beside).to_contain_text("IKM" if beside.locator(".tiles").count() else "Belum ada jawaban")
        people.desk.look(kasi, "statistik")


def test_8b_8c_10a_10b_12b_until_the_letter_is_handed_over(people: People) -> None:
    with people.without_fault():
        story = BY_ID["K03"]
        case_no = at_the_camats(people, story)
        meets_face_to_face(people, case_no)
        disposes(people.camat)
        team = people.team
        open_from_list(team, "/review/", case_no)
        coordinates(team, "7105152007", "Kedua pihak bersedia mengukur ulang.")
        coordinates(team, "polsek", "")
        expect(team.get_by_role("heading", name="Tutup koordinasi yang masih terbuka")).to_be_visible()
        people.desk.look(team, "koordinasi-terbuka")
        team.get_by_text("Catat hasil koordinasi…").click()
        fill(form(team, "close_coordination"), {"result": "Bhabinkamtibmas mendampingi pengukuran."})
        team.get_by_role("button", name="Simpan hasil").click()
        reports(people, "Beri surat tanggapan berisi hasil mediasi.")
        decides(people, case_no, "12b. Jawab dengan surat…", "Tugaskan tim menyusun surat")
        letter_id = steps.write_letter(people.program, case_no, [])
        steps.register_letter(people.program, letter_id, COPIES)
        steps.hand_over(people.program, case_no, story.case["nama"])
        reload_until(people.camat, people.camat.get_by_text("Selesai", exact=True).first)
        people.desk.look(people.camat, "12b-selesai")
        people.camat.get_by_role("tab", name="Teknis").click()
        expect(people.camat.get_by_text("(8b, 8c, 10a, 10b, 12b)").first).to_be_visible()


@pytest.mark.release  # a sample of its kind stays in `make test`
def test_12c_delegated_with_a_letter_and_the_answer_noted_afterwards(people: People) -> None:
    with people.without_fault():
        case_no = with_the_team(people, BY_ID["K07"])
        team = people.team
        coordinates(team, "dinas_perhubungan", "Dinas siap menerima pelimpahan.", "hand_over")
        reports(people, "Limpahkan kepada dinas teknis.")
        open_from_list(people.camat, "/review/", case_no)
        expect(people.camat.get_by_text("pelimpahan (12c) diusulkan")).to_be_visible()
        people.camat.get_by_text("12c. Limpahkan…").click()
        fill(
            form(people.camat, "decide_delegation"),
            {"reason": "Lampu jalan menjadi kewenangan dinas teknis kabupaten."},
        )
        people.camat.get_by_label("Dengan surat pelimpahan").check()
        people.desk.look(people.camat, "12c")
        people.camat.get_by_role("button", name="Limpahkan ke instansi teknis").click()
        expect(people.camat.get_by_role("heading", name="Keputusan Camat (12c)")).to_be_visible()

        open_from_list(team, "/review/", case_no)
        expect(team.get_by_text("Surat untuk keputusan ini belum bernomor")).to_be_visible()
        people.desk.look(team, "12c-menunggu-surat")
        letter_id = steps.write_letter(people.program, case_no, [])
        number = steps.register_letter(people.program, letter_id, COPIES)["number"]
        reload_until(team, team.get_by_role("button", name="Simpan dan tutup pengaduan"))
        expect(form(team, "convey_and_close").locator('[name="reference"]')).to_have_value(number)
        conveys(people, case_no, "Pengaduan Anda dilimpahkan; nomor suratnya sudah diberitahukan.", "12c")

        expect(team.get_by_role("heading", name="Catat tanggapan instansi")).to_be_visible()
        fill(form(team, "note_partner_answer"), {"answer": "Dinas mengganti lampu pada minggu depan."})
        team.get_by_role("button", name="Simpan jawaban").click()
        expect(team.get_by_text("Dinas mengganti lampu pada minggu depan.").first).to_be_visible()
        people.desk.look(team, "12c-jawaban-instansi")


@pytest.mark.release  # a sample of its kind stays in `make test`
def test_12d_reported_to_law_enforcement(people: People) -> None:
    with people.without_fault():
        case_no = with_the_team(people, BY_ID["K02"])
        coordinates(people.team, "polsek", "Ditemukan dugaan tindak pidana.")
        reports(people, "Laporkan kepada Polsek.")
        open_from_list(people.camat, "/review/", case_no)
        people.camat.get_by_text("12d. Laporkan ke penegak hukum…").click()
        fill(form(people.camat, "decide_report_law"), {"partner": "polsek"})
        fill(form(people.camat, "decide_report_law"), {"offence": "Dugaan penjualan minuman keras kepada anak."})
        people.desk.look(people.camat, "12d")
        people.camat.get_by_role("button", name="Laporkan", exact=True).click()
        expect(people.camat.get_by_role("heading", name="Keputusan Camat (12d)")).to_be_visible()
        open_from_list(people.team, "/review/", case_no)
        fill(form(people.team, "convey_and_close"), {"reference": "STPL/12/XI/2026"})
        conveys(people, case_no, "Pengaduan Anda dilaporkan kepada Polsek dengan nomor STPL/12/XI/2026.", "12d")
        ended = people.program.clerk.wait(steps.intake_path(case_no), lambda c: c["state"].startswith("closed"))
        assert ended["state"] == "closed_reported_to_law"


def at_the_camats(people: People, story: Story) -> str:
    """Steps 1 to 7; the Camat's page of the case is open."""
    told = complaint_form(story)
    case = steps.take_in(people.program.clerk, told, uploads(story))
    case_no: str = case["case_no"]
    steps.forward(people.program, case, told)
    kasi = people.kasi
    people.desk.look(kasi, "pekerjaan-kasi")
    open_from_list(kasi, "/review/", case_no)
    ticks = ("complete", "identity_clear", "accurate", "relevant", "within_authority")
    fill(form(kasi, "report_to_camat"), dict.fromkeys(ticks, "true"))
    fill(
        form(kasi, "report_to_camat"),
        {"analysis": "Identitas jelas; keterangan dan bukti sesuai, layak ditindaklanjuti."},
    )
    kasi.get_by_role("button", name="Laporkan kepada Camat").click()
    expect(kasi.get_by_role("heading", name="Verifikasi Kasi")).to_be_visible()
    people.desk.look(people.camat, "pekerjaan-camat")
    open_from_list(people.camat, "/review/", case_no)
    expect(people.camat.get_by_role("heading", name="Tentukan langkah")).to_be_visible()
    people.desk.look(people.camat, "tentukan-langkah")
    return case_no


def with_the_team(people: People, story: Story) -> str:
    """Steps 1 to 8c; the team's page of the case is open."""
    case_no = at_the_camats(people, story)
    disposes(people.camat)
    open_from_list(people.team, "/review/", case_no)
    return case_no


def meets_face_to_face(people: People, case_no: str) -> None:
    """Step 8b on a telephone: appointment, minutes with both signatures, back to 8."""
    camat = people.camat
    camat.get_by_text("8b. Undang tatap muka…").click()
    people.desk.look(camat, "8b")
    camat.get_by_role("button", name="Jadwalkan dan buat undangan").click()
    expect(camat.get_by_role("heading", name="Catat hasil tatap muka")).to_be_visible()
    expect(camat.get_by_role("link", name=re.compile("undangan", re.IGNORECASE)).first).to_be_visible()
    people.desk.look(camat, "sebelum-berita-acara")
    camat.get_by_text("Isi berita acara…").click()
    people.desk.look(camat, "berita-acara")
    minutes = {
        "participants": "Camat, pemohon, Hukum Tua",
        "statements": "Pemohon menjelaskan letak patok yang dipindahkan.",
        "agreement": "Tim mengukur ulang bersama kedua pihak.",
    }
    fill(form(camat, "record_meeting"), minutes)
    for canvas in camat.locator("canvas").all():
        draw(camat, canvas)
    camat.get_by_role("button", name="Simpan berita acara").click()
    expect(camat.get_by_role("heading", name="Tentukan langkah setelah tatap muka")).to_be_visible()
    expect(camat.get_by_role("link", name=re.compile("berita acara", re.IGNORECASE)).first).to_be_visible()
    people.desk.look(camat, "setelah-tatap-muka")


def disposes(camat: Page) -> None:
    """Step 8c, on a telephone."""
    camat.get_by_text("8c. Disposisi ke Tim…").click()
    camat.get_by_role("group", name="Diteruskan kepada").get_by_label("Jemmy Kalalo").check()
    camat.get_by_role("group", name="Dengan hormat harap").get_by_label("Proses lebih lanjut").check()
    camat.get_by_role("button", name="Disposisikan").click()
    expect(camat.get_by_role("heading", name="Disposisi Camat")).to_be_visible()


def coordinates(team: Page, partner: str, result: str, mode: str = "coordinate") -> None:
    """Step 10, on the open page."""
    team.get_by_text("10. Catat koordinasi…").click()
    fill(form(team, "coordinate"), {"partner": partner, "mode": mode, "result": result})
    team.get_by_role("button", name="Simpan koordinasi").click()
    expect(team.get_by_text("Koordinasi dicatat.")).to_be_visible()


def reports(people: People, recommendation: str) -> None:
    """Step 11, on the open page."""
    team = people.team
    team.get_by_text("11. Tulis laporan tim…").click()
    values = REPORT | {"recommendation": recommendation}
    fill(form(team, "submit_report"), values)
    team.get_by_role("button", name="Sampaikan laporan kepada Camat").click()
    expect(team.get_by_role("heading", name="Laporan tim ke-1")).to_be_visible()
    people.desk.look(team, "sesudah-laporan")


def decides(people: People, case_no: str, choice: str, button: str) -> None:
    """Step 12, on a telephone."""
    open_from_list(people.camat, "/review/", case_no)
    people.camat.get_by_text(choice).click()
    people.camat.get_by_role("button", name=button).click()
    expect(people.camat.get_by_role("heading", name=re.compile(r"Keputusan Camat \("))).to_be_visible()


def conveys(people: People, case_no: str, summary: str, name: str) -> None:
    """Step 13, on the open page: carried out, the applicant told, closed."""
    fill(form(people.team, "convey_and_close"), {"summary": summary})
    people.desk.look(people.team, f"{name}-sampaikan")
    people.team.get_by_role("button", name="Simpan dan tutup pengaduan").click()
    expect(people.team.get_by_text("Pengaduan ditutup.")).to_be_visible()
    people.desk.look(people.team, f"{name}-selesai")
