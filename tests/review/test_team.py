"""Steps 6, 8b and 10 in detail: verification sheet, signatures on the minutes, tasks, visits, letters of request."""

from __future__ import annotations

import base64
from io import BytesIO
from typing import Any

import pypdfium2
from PIL import Image

from tests.support.review import Desk, new_case_no


def drawing() -> str:
    """A signature as the browser sends it."""
    buffer = BytesIO()
    Image.new("RGBA", (300, 100), (0, 0, 128, 255)).save(buffer, "PNG")
    return "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode()


def paper(desk: Desk, case_no: str, role: str, username: str = "camat") -> str:
    """The text of a paper of the case."""
    return "".join(page.get_textpage().get_text_range() for page in document(desk, case_no, role, username))


def document(desk: Desk, case_no: str, role: str, username: str = "camat") -> Any:
    (file,) = [f for f in desk.see(case_no, username)["files"] if f["role"] == role]
    return pypdfium2.PdfDocument(desk.person(username).get(f"/review/cases/{case_no}/files/{file['id']}").data)


def test_the_sheet_holds_every_item_with_its_note(desk: Desk) -> None:
    case_no = desk.case()
    notes = {"accurate": "Cocok dengan surat 1998", "conflict": "Kasi bertetangga", "urgency": "Menjelang Natal"}
    case = desk.do(case_no, "report_to_camat", notes=notes, conflict=True)
    assert case["verifications"][0]["notes"] == notes
    text = paper(desk, case_no, "verification").replace("\r\n", " ")
    for words in ("Cocok dengan surat 1998", "Kasi bertetangga", "Biasa (Menjelang Natal)", "Berkas lengkap"):
        assert words in text
    shown = desk.person("camat").get(f"/review/cases/{case_no}").text
    assert "Kasi bertetangga" in shown


def test_the_section_head_may_hide_an_identity_but_not_lift_it(desk: Desk) -> None:
    case_no = desk.case()
    desk.do(case_no, "report_to_camat", confidential=True)
    desk.do(case_no, "dispose_to_team")
    assert desk.see(case_no, "tim1")["applicant"]["name"] == "Identitas dirahasiakan"
    found = desk.person("tim1").ask("/review/api/cases?q=Karundeng&limit=100")["items"]
    assert case_no not in [item["case_no"] for item in found]
    secret = desk.case(applicant_confidential=True)
    desk.do(secret, "report_to_camat", confidential=False)
    assert desk.see(secret)["confidential"]


def test_earlier_cases_of_the_same_person_and_official_are_shown(desk: Desk) -> None:
    name, nik = f"Pemohon {new_case_no()}", f"710515******{new_case_no()[-4:]}"
    first = desk.case(applicant_name=name, applicant_nik_masked=nik)
    second = desk.case(applicant_name=name, applicant_nik_masked=nik)
    other = desk.case()
    assert [(row["case_no"], row["why"]) for row in desk.see(second)["related"]] == [(first, "Pemohon yang sama")]
    desk.do(second, "link_case", other_no=other, note="Perkara yang sama")
    assert [row["case_no"] for row in desk.see(second)["related"]] == [other, first]
    assert second in [row["case_no"] for row in desk.see(other)["related"]]


def test_minutes_with_signatures_drawn_on_the_screen(desk: Desk) -> None:
    case_no = desk.case("camat_meeting")
    plain = desk.case("camat_meeting")
    desk.do(case_no, "record_meeting", signature_applicant=drawing(), signature_camat=drawing())
    desk.do(plain, "record_meeting")
    names = [file["name"] for file in desk.see(case_no)["files"] if file["role"] == "signature"]
    assert sorted(names) == ["Tanda tangan Camat.png", "Tanda tangan pemohon.png"]

    def images(number: str) -> int:
        return sum(1 for page in document(desk, number, "minutes") for o in page.get_objects() if o.type == 3)

    assert images(case_no) == images(plain) + 2


def test_files_that_come_with_a_form_are_kept_even_when_the_form_is_wrong(desk: Desk) -> None:
    case_no = desk.case("team_assigned")
    path = f"/review/cases/{case_no}/note-visit"
    posted = {"version": desk.version(case_no), "place": "Kebun", "findings": "x"}
    wrong = posted | {"file": [(BytesIO(b"foto satu"), "satu.txt")]}
    assert desk.person("tim1").post(path, data=wrong).status_code == 422
    right = posted | {"visited_on": "24/11/2026", "findings": "Patok bergeser tiga meter."}
    right |= {"file": [(BytesIO(b"foto dua"), "dua.txt")]}
    assert desk.person("tim1").post(path, data=right).status_code == 302
    case = desk.see(case_no)
    photos = [file for file in case["files"] if file["role"] == "visit"]
    assert {file["visit_id"] for file in photos} == {case["visits"][0]["id"]}
    assert sorted(file["name"] for file in photos) == ["dua.txt", "satu.txt"]


def test_a_request_to_a_partner_is_asked_of_letters_with_person_and_day_but_no_applicant(desk: Desk) -> None:
    case_no = desk.case("team_assigned", applicant_confidential=True)
    asked = {"kind": "agency", "partner": "dinas_perhubungan", "mode": "ask_input", "result": "", "with_letter": True}
    desk.do(case_no, "coordinate", note="Mohon data rambu.", **asked)
    body = desk.posted(case_no, "letter_requested")[-1]
    place = {"name": "Kepala Dinas Perhubungan Kabupaten Minahasa Selatan", "place": "Amurang"}
    assert (body["letter_kind"], body["step"], body["recipient"]) == ("partner_request", "10", place)
    assert (body["conclusion"], body["wish"], body["proposer"]["username"]) == ("Mohon data rambu.", "masukan", "tim1")
    assert body["answer_by"]
    assert "Karundeng" not in str(body)


def test_a_request_with_files_to_go_along_waits_for_its_writers(desk: Desk) -> None:
    case_no = desk.case("team_assigned")
    desk.upload(case_no, "coordination", b"Daftar patok", "daftar.txt")
    desk.do(case_no, "coordinate", result="", with_letter=True)
    assert "proposer" not in desk.posted(case_no, "letter_requested")[-1], "the team attaches them, then submits"


def test_the_report_waits_for_the_tasks_and_tells_of_the_visit(desk: Desk) -> None:
    case_no = desk.case("team_assigned")
    task = desk.do(case_no, "assign_task", what="Temui Hukum Tua Makasili")["tasks"][0]
    owed = desk.person("tim2").ask("/review/api/work")["owed"]
    assert "Temui Hukum Tua Makasili" in [each["what"] for each in owed]
    assert "Vonny Supit" in desk.do(case_no, "submit_report", expect=422)["errors"]["facts"][0]
    desk.do(case_no, "finish_task", task_id=task["id"])
    desk.do(case_no, "finish_task", task_id=task["id"], expect=422)
    desk.do(case_no, "note_visit", findings="Patok bergeser tiga meter.")
    desk.do(case_no, "submit_report")
    assert "Patok bergeser tiga meter." in paper(desk, case_no, "report").replace("\r\n", " ")
