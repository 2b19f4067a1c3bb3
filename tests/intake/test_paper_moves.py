"""Where the paper of a running case is: a line for each move, asked from nobody twice, found by the registrar."""

from __future__ import annotations

from typing import Any

from services.shared.audit import trail
from tests.support.intake import Desk, items, person
from tests.support.office import TestOffice

AT_DESK = "Petugas Layanan"


def lies(office: TestOffice, who: str, path: str) -> str:
    return str(person(office, who).ask(path)["paper"]["lies_with"])


def move(office: TestOffice, by: str, path: str, expect: int = 200, **where: Any) -> dict[str, Any]:
    """Somebody notes a move, on the page of the case as it is now."""
    body = {"version": person(office, by).ask(path)["version"], "who": "", "place": ""} | where
    return person(office, by).do(f"{path}/move-paper", body, expect)


def lines(office: TestOffice, service: str, case_no: str) -> list[str]:
    with office.service(service).reading() as session:
        return [row["note"] for row in trail.story(session, case_no) if row["verb"] == "move_paper"]


def found(office: TestOffice, holder: str) -> list[str]:
    answer = person(office, "registrasi").ask(f"/intake/api/complaints?paper={holder}&limit=100")
    return [row["case_no"] for row in answer["items"]]


def test_paper_goes_from_hand_to_hand_and_each_move_is_one_line(office: TestOffice) -> None:
    desk = Desk(office).filled()
    case_no, review = desk.case_no, f"/review/api/cases/{desk.case_no}"
    assert lies(office, "loket1", desk.path) == AT_DESK, "the desk received it (4)"
    assert case_no in found(office, "clerk")
    move(office, "loket1", desk.path, holder="clerk", place="Map hijau")  # before the section head has the case
    desk.do("forward", {"items": items()})
    office.pump()
    assert lies(office, "kasi", review) == f"{AT_DESK}, Map hijau", "it travels behind the handoff of step 5"
    move(office, "loket1", desk.path, holder="section_head")
    office.pump()
    assert lies(office, "kasi", review) == "Kasi", "who received it is not asked again"
    move(office, "kasi", review, holder="section_head")  # said once more: no line
    move(office, "kasi", review, holder="team", who="Denny Pangkey", place="Lemari tim")
    office.pump()
    assert lies(office, "loket1", desk.path) == "Tim Pengaduan, Denny Pangkey, Lemari tim"
    assert lines(office, "intake", case_no) == [
        f"Berkas kertas ada pada {AT_DESK}, Map hijau",
        "Berkas kertas ada pada Kasi",
    ]
    assert lines(office, "review", case_no) == ["Berkas kertas ada pada Tim Pengaduan, Denny Pangkey, Lemari tim"]
    assert case_no in found(office, "team")
    assert case_no not in found(office, "clerk") + found(office, "section_head")
    listed = person(office, "registrasi").get("/intake/complaints?paper=team").text
    assert "Denny Pangkey, Lemari tim" in listed
    move(office, "registrasi", desk.path, holder="registrar")
    office.pump()
    assert lies(office, "kasi", review) == "Petugas registrasi"
    page = person(office, "kasi").get(f"/review/cases/{case_no}").text
    assert "Berkas kertas berpindah…" in page
    assert "outline-outline" not in page, "a button of its own look, not of none"
    assert "confirm-outline" not in page, "nor does its box look like a warning"


def test_a_stale_page_moves_nothing_and_a_second_press_is_no_second_line(office: TestOffice) -> None:
    desk = Desk(office).forwarded()
    seen = desk.now()["version"]
    for _ in range(2):
        person(office).do(f"{desk.path}/move-paper", {"version": seen, "holder": "camat", "who": "", "place": ""})
    assert len(lines(office, "intake", desk.case_no)) == 1
    late = {"version": seen, "holder": "team", "who": "", "place": ""}
    person(office, "kasi").do(f"{desk.path}/move-paper", late, 409)
    person(office, "auditor").do(f"{desk.path}/move-paper", late, 403)
    desk.do("move-paper", {"holder": "gudang", "who": "", "place": ""}, 422)
    assert lies(office, "loket1", desk.path) == "Camat"
