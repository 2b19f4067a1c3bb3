"""Long ones, before a release: a mediation to a broken promise, both halves of 12a, a team on a telephone."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from deploy.demo import steps
from deploy.demo.steps.days import working_day
from services.shared.calendar import clock
from tests.journeys.browser_desk import PHONE, draw, fill, form, open_from_list, reload_until
from tests.journeys.browser_people import (
    BY_ID,
    People,
    at_the_camats,
    conveys,
    coordinates,
    decides,
    reports,
    with_the_team,
)
from tests.shared.ui.conftest import browser_type_launch_args  # noqa: F401 -- a fixture: Debian's Chromium, or skipped loudly

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.release]


def test_a_mediation_from_the_invitation_to_a_broken_promise(people: People) -> None:
    with people.without_fault():
        camat, case_no = people.camat, at_the_camats(people, BY_ID["K12"])
        camat.get_by_text("Mediasi: undang kedua pihak…").click()
        asked = {"other_side": "Stenly Contoh, Jaga II", "witnesses": "Ruddy Contoh, penjaga gereja"}
        fill(form(camat, "call_mediation"), asked | {"date": f"{clock.today():%d/%m/%Y}"})
        people.desk.look(camat, "mediasi-undang")
        with camat.expect_navigation():
            form(camat, "call_mediation").get_by_role("button", name="Jadwalkan dan buat undangan").click()
        people.desk.look(camat, "mediasi-dijadwalkan")
        invited = people.program.camat.get(steps.review_path(case_no))["participants"]
        steps.sign_invitations(people.program, case_no, len(invited))
        clerk = people.clerk
        clerk.goto(f"/intake/complaints/{case_no}")
        reload_until(clerk, clerk.get_by_role("link", name="Undangan mediasi").nth(len(invited) - 1))
        given = clerk.get_by_role("button", name="Catat sudah disampaikan")
        people.desk.look(clerk, "undangan-dicetak")
        with clerk.expect_navigation():
            given.click()
        _held(people, case_no)
        camat.get_by_text("8a. Selesaikan langsung…").click()
        done = {
            "solution": "Kedua pihak berdamai di kantor.",
            "told_how": "in_person",
            "message": "Kedua pihak berdamai.",
        }
        fill(form(camat, "resolve_directly"), done)
        with camat.expect_navigation():
            camat.get_by_role("button", name="Simpan dan tutup pengaduan").click()
        _broken(people, case_no)


def _held(people: People, case_no: str) -> None:
    """Everyone's words, the promise, the minutes."""
    camat = people.camat
    camat.goto(f"/review/cases/{case_no}")
    here = people.program.camat.get(steps.review_path(case_no))["participants"]
    for one in sorted(here, key=lambda row: row["position"]):
        camat.get_by_text("1. Catat peserta: kehadiran, keterangan, tanda tangan…").click()
        noted = form(camat, "note_participant")
        fill(noted, {"participant_id": one["id"], "came": "yes", "words": "Saya bersedia berdamai."})
        draw(camat, noted.locator("canvas"))
        with camat.expect_navigation():
            noted.get_by_role("button", name="Simpan peserta").click()
    people.desk.look(camat, "mediasi-peserta")
    camat.get_by_text("2. Catat janji…").click()
    other = next(one["id"] for one in here if one["capacity"] == "other_side")
    due = date.fromisoformat(working_day(10)).strftime("%d/%m/%Y")
    promised = {"participant_id": other, "what": "Tidak datang dalam keadaan mabuk.", "due_on": due}
    fill(form(camat, "add_promise"), promised)
    with camat.expect_navigation():
        form(camat, "add_promise").get_by_role("button", name="Simpan janji").click()
    camat.get_by_text("3. Tutup mediasi dan buat berita acara…").click()
    told = {"statements": "Kedua pihak didengar bergantian.", "result": "agreed", "agreement": "Saling memaafkan."}
    fill(form(camat, "record_mediation"), told)
    people.desk.look(camat, "mediasi-berita-acara")
    with camat.expect_navigation():
        form(camat, "record_mediation").get_by_role("button", name="Simpan berita acara").click()
    people.desk.look(camat, "mediasi-selesai")


def _broken(people: People, case_no: str) -> None:
    """The promise is not kept: noted after the end, and the applicant hears that he may complain anew."""
    camat = people.camat
    camat.get_by_text("Janji ditepati, atau tidak…").click()
    promise = people.program.camat.get(steps.review_path(case_no))["promises"][-1]["id"]
    settled = {"promise_id": promise, "state": "broken", "note": "Dilaporkan kepala jaga."}
    fill(form(camat, "settle_promise"), settled)
    people.desk.look(camat, "janji-tidak-ditepati")
    with camat.expect_navigation():
        form(camat, "settle_promise").get_by_role("button", name="Simpan").click()
    path = f"{steps.intake_path(case_no)}/notices"
    told = people.program.clerk.wait(path, lambda seen: "promise_broken" in {one["kind"] for one in seen["items"]})
    assert "mengadu lagi" in next(one["text"] for one in told["items"] if one["kind"] == "promise_broken")


def test_12a_told_by_the_team_and_told_by_the_camat_himself(people: People) -> None:
    with people.without_fault():
        case_no = with_the_team(people, BY_ID["K04"])
        coordinates(people.team, "7105152005", "Ganti rugi disepakati.")
        reports(people, "Sampaikan lisan kepada pemohon.")
        decides(people, case_no, "12a. Jawab lisan…", "Putuskan tanggapan lisan")
        open_from_list(people.team, "/review/", case_no)
        conveys(people, case_no, "Ganti rugi disepakati; ternak diikat.", "12a")

        case_no = with_the_team(people, BY_ID["K16"])
        coordinates(people.team, "7105152005", "Pagar digeser.")
        reports(people, "Bapak Camat sendiri dapat menyampaikannya.")
        camat = people.camat
        open_from_list(camat, "/review/", case_no)
        camat.get_by_text("12a. Saya sudah menyampaikannya sendiri…").click()
        told = {"answer": "Pagar sudah digeser selebar satu meter.", "told_to": "Frangky Mamuaja"}
        fill(form(camat, "answer_in_person"), told | {"told_how": "in_person"})
        draw(camat, form(camat, "answer_in_person").locator("canvas"))
        people.desk.look(camat, "12a-sendiri")
        with camat.expect_navigation():
            form(camat, "answer_in_person").get_by_role("button", name="Simpan dan tutup pengaduan").click()
        expect(camat.get_by_text("Berita acara penyampaian tersimpan").first).to_be_visible()
        people.desk.look(camat, "12a-sendiri-selesai")
        ended = people.program.clerk.wait(steps.intake_path(case_no), lambda c: c["state"].startswith("closed"))
        assert ended["state"] == "closed_resolved"


def test_the_team_works_on_a_telephone(people: People) -> None:
    """Steps 10 and 11 at 390 px: coordination, visit, report."""
    with people.without_fault():
        team = people.desk.staff("tim2", "/", PHONE)
        case_no = with_the_team(people, BY_ID["K18"])
        people.camat.goto(f"/review/cases/{case_no}")  # it does not wait for him
        _joins(people.camat)
        _at_a_telephone(people, team, case_no)


def _joins(camat: Page) -> None:
    """8c again: another member comes in."""
    camat.get_by_text("Ubah disposisi…").click()
    changed = form(camat, "change_disposition")
    changed.get_by_label("Vonny Supit").first.check()
    fill(changed, {"reason": "Vonny Supit mengenal kedua pihak."})
    with camat.expect_navigation():
        changed.get_by_role("button").last.click()


def _at_a_telephone(people: People, team: Page, case_no: str) -> None:
    open_from_list(team, "/review/", case_no)
    people.desk.look(team, "tim-di-telepon")
    coordinates(team, "7105152007", "Dahan yang berbahaya ditebang bersama.")
    team.get_by_text("11. Tulis laporan tim…").click()
    words = {"analysis": "Keterangan sesuai bukti di tempat.", "facts": "Dahan patah dua kali.", "results": "Ditebang."}
    fill(form(team, "submit_report"), words | {"recommendation": "Jawab dengan surat."})
    people.desk.look(team, "laporan-di-telepon")
    with team.expect_navigation():
        team.get_by_role("button", name="Sampaikan laporan kepada Camat").click()
    expect(team.get_by_role("heading", name="Laporan tim ke-1")).to_be_visible()
