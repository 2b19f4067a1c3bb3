"""Section head and team at desks, the Camat on a telephone; and what each does of a case."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, expect

from deploy.demo import steps
from deploy.demo.forms import complaint_form, uploads
from deploy.demo.staff import Staff
from deploy.demo.stories import STORIES, Story
from services.shared.calendar import clock
from tests.journeys.browser_desk import PHONE, Desk, draw, fill, form, open_from_list

BY_ID = {story.id: story for story in STORIES}
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
        self.clerk = desk.staff("loket1", "/intake/")
        self.kasi = desk.staff("kasi", "/review/")
        self.camat = desk.staff("camat", "/review/", width=PHONE)
        self.team = desk.staff("tim1", "/review/")

    @contextmanager
    def without_fault(self) -> Iterator[None]:
        """No page that the block shows has a fault; pictures are kept where it fails."""
        self.desk.faults.clear()
        with self.desk.pictures_on_failure():
            yield
            assert self.desk.faults == [], self.desk.faults


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
    form(camat, "call_face_to_face").locator("[name=date]").fill(f"{clock.today():%d/%m/%Y}")
    camat.get_by_role("button", name="Jadwalkan dan buat undangan").click()
    expect(camat.get_by_role("heading", name="Catat hasil tatap muka")).to_be_visible()
    expect(camat.get_by_text("menunggu tanda tangan").first).to_be_visible()
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
