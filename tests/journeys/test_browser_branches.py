"""The branches of steps 6 to 13 as people go them: the section head and the team at desks, the Camat on a telephone.

The desk (1-5), the letter (14-15) and the registry (16-17) are driven by program here; ``test_browser`` clicks them.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from deploy.demo import steps
from tests.journeys.browser_desk import fill, form, open_from_list, reload_until
from tests.journeys.browser_people import (
    BY_ID,
    COPIES,
    People,
    at_the_camats,
    conveys,
    coordinates,
    decides,
    disposes,
    meets_face_to_face,
    reports,
    with_the_team,
)
from tests.shared.ui.conftest import browser_type_launch_args  # noqa: F401 -- a fixture: Debian's Chromium, or skipped loudly

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.turns(3)
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


@pytest.mark.turns(3)
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
        team.get_by_text("Catat jawaban instansi…").click()
        fill(form(team, "note_partner_answer"), {"answer": "Dinas mengganti lampu pada minggu depan."})
        team.get_by_role("button", name="Simpan jawaban").click()
        expect(team.locator(".notice-success").first).to_be_visible()
        team.get_by_role("heading", name="Tindak lanjut").click()  # of an ended case the records stand closed
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
