"""What a person may ask about the own data: who saw them, a copy, a correction; and who may answer (UU 27/2022)."""

from __future__ import annotations

import io
import json
import zipfile

import pypdfium2
import pytest
from sqlalchemy import select

from services.intake.tables import Applicant
from services.review.tables import Case
from services.shared.audit import trail
from tests.support.intake import Desk, applicant, new_nik, person
from tests.support.office import TestOffice

REASON = "Pemohon datang sendiri dengan KTP"
PAGE = "/intake/personal-data"


@pytest.fixture
def mine(office: TestOffice) -> tuple[Desk, str]:
    """A complaint that went to the section head, and the NIK of its applicant."""
    number = new_nik()
    who = applicant(name="Yulin Tumbol", nik=number, phone="081234500001", village="7105152002", address="Jaga I")
    desk = Desk(office).forwarded(who=who)
    office.set_aside(desk.case_no)
    office.pump()
    return desk, number


def trail_of(office: TestOffice, subject: str, verb: str) -> list[dict[str, object]]:
    with office.service("intake").reading() as session:
        wanted = select(trail.audit).where(trail.audit.c.subject == subject, trail.audit.c.verb == verb)
        return [dict(row._mapping) for row in session.execute(wanted)]


def corrected(**changed: str) -> dict[str, str]:
    """The form of a correction, as the page sends it."""
    values = {
        "name": "Yulin Tumbol", "village": "7105152002", "address": "Jaga I", "phone": "081234500001",
    } | changed  # fmt: skip
    return {f"applicant.{name}": value for name, value in values.items()} | {"reason": REASON}


def test_by_nik_one_learns_who_saw_the_data_and_gets_it_on_paper(office: TestOffice, mine: tuple[Desk, str]) -> None:
    desk, number = mine
    assert person(office, "kasi").get(f"/review/cases/{desk.case_no}").status_code == 200
    auditor = person(office, "auditor")
    page = auditor.post(PAGE, data={"asked": number, "reason": REASON}).get_data(as_text=True)
    assert desk.case_no in page
    assert "Contoh Rondonuwu" in page
    assert "Yulin Tumbol" not in page  # who answers need not know whose data they are
    asked = {"case_no": desk.case_no, "reason": REASON}
    paper = auditor.post(f"{PAGE}/access-log.pdf", data=asked)
    assert paper.mimetype == "application/pdf"
    text = "".join(sheet.get_textpage().get_text_range() for sheet in pypdfium2.PdfDocument(paper.data))
    assert "Contoh Rondonuwu" in text
    assert desk.case_no in text
    with office.service("intake").reading() as session:
        asked = select(trail.audit).where(trail.audit.c.verb == "search_nik").order_by(trail.audit.c.position)
        last = session.execute(asked).all()[-1]
    assert (last.actor, last.details["reason"]) == ("auditor", REASON)
    assert number not in json.dumps(last.details)
    assert trail_of(office, desk.case_no, "access_log")


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ("7105152201 7199", "Tulis 16 angka NIK"),
        ("7105154107019777", "Tidak ada pengaduan"),
        ("PGD-2019-77", "Tidak ada"),
    ],
)
def test_what_is_not_found_is_told_at_the_field(office: TestOffice, asked: str, message: str) -> None:
    answer = person(office, "admin").post(PAGE, data={"asked": asked, "reason": REASON})
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert message in page
    assert REASON in page
    assert person(office, "admin").post(PAGE, data={"asked": asked}).status_code == 422


def test_a_copy_holds_what_the_person_gave_and_got(office: TestOffice, mine: tuple[Desk, str]) -> None:
    desk, number = mine
    answer = person(office).post(f"{PAGE}/copy.zip", data={"case_no": desk.case_no, "reason": REASON})
    assert answer.status_code == 200, answer.get_data(as_text=True)
    archive = zipfile.ZipFile(io.BytesIO(answer.data))
    assert archive.testzip() is None
    (data,) = json.loads(archive.read("data.json"))["pengaduan"]
    assert (data["nomor"], data["pemohon"]["nik"], data["pemohon"]["name"]) == (desk.case_no, number, "Yulin Tumbol")
    assert data["pengaduan"]["story"]
    assert not {"nik_token", "nik_index", "notice_token"} & data["pemohon"].keys()
    places = {file["letak"] for file in data["berkas"]}
    assert places
    assert places <= set(archive.namelist())
    assert {"KTP pemohon", "Tanda terima"} & {file["jenis"] for file in data["berkas"]}
    assert office.service("intake").office.name in archive.read("BACA-SAYA.txt").decode()
    (line,) = trail_of(office, desk.case_no, "copy_of_data")
    assert (line["actor"], line["details"]) == ("loket1", {"reason": REASON})


def test_a_correction_reaches_the_section_head_and_the_search(office: TestOffice, mine: tuple[Desk, str]) -> None:
    desk, _ = mine
    clerk, right = person(office), new_nik()
    path = f"/intake/complaints/{desk.case_no}/applicant"
    page = clerk.get(path).get_data(as_text=True)
    assert 'value="Yulin Tumbol"' in page
    sent = corrected(name="Yuliana Tumbol", address="Jaga IV", nik=right, nik_note="KTP baru ditunjukkan")
    assert clerk.post(path, data=sent).status_code == 302
    office.pump()
    with office.service("review").reading() as session:
        case = session.get_one(Case, desk.case_no)
        assert (case.applicant_name, case.address) == ("Yuliana Tumbol", "Jaga IV")
        assert case.nik_masked.endswith(right[-4:])
        assert "yuliana" in case.search
    found = clerk.post("/intake/search", data={"q": right}, follow_redirects=True).get_data(as_text=True)
    assert "Yuliana Tumbol" in found
    (line,) = trail_of(office, desk.case_no, "correct_applicant")
    assert line["details"] == {"reason": REASON, "changed": ["name", "address", "nik"]}
    assert "Yuliana" not in json.dumps(line, default=str)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({}, "Belum ada isian yang berbeda"),
        ({"name": ""}, "Wajib diisi"),
        ({"nik": "123"}, "16 angka"),
        ({"phone": "nol"}, "nomor telepon"),
        ({"village": "xx"}, "Pilih desa"),
    ],
)
def test_a_wrong_correction_changes_nothing_and_keeps_what_was_typed(
    office: TestOffice, mine: tuple[Desk, str], changed: dict[str, str], message: str
) -> None:
    desk, number = mine
    with office.service("intake").reading() as session:
        now = session.get_one(Applicant, desk.case_no)
    same = {"name": now.name, "village": now.village, "address": now.address, "phone": now.phone}
    answer = person(office).post(f"/intake/complaints/{desk.case_no}/applicant", data=corrected(**same | changed))
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert message in page
    assert REASON in page
    with office.service("intake").reading() as session:
        after = session.get_one(Applicant, desk.case_no)
        assert (after.name, after.phone, after.village) == (now.name, now.phone, now.village)
        assert office.service("intake").vault.decrypt(after.nik_token) == number


def test_two_clerks_do_not_overwrite_each_other(office: TestOffice, mine: tuple[Desk, str]) -> None:
    desk, _ = mine
    path = f"/intake/complaints/{desk.case_no}/applicant"
    version = str(person(office).ask(f"/intake/api/complaints/{desk.case_no}")["version"])
    first = person(office).post(path, data=corrected(address="Jaga VII") | {"version": version})
    assert first.status_code == 302
    second = person(office, "loket2").post(path, data=corrected(address="Jaga VIII") | {"version": version})
    assert second.status_code == 409


def test_a_form_that_is_not_handed_in_is_corrected_in_its_own_place(office: TestOffice) -> None:
    desk = Desk(office)
    assert person(office).get(f"/intake/complaints/{desk.case_no}/applicant").status_code == 409


@pytest.mark.parametrize(
    ("username", "page", "log", "copy"),
    [
        ("loket1", 200, 403, 200), ("kasi", 200, 403, 200), ("camat", 200, 403, 200), ("admin", 200, 200, 403),
        ("auditor", 200, 200, 403), ("tim1", 403, 403, 403), ("registrasi", 403, 403, 403),
    ],
)  # fmt: skip
def test_who_may_answer_what(
    office: TestOffice, mine: tuple[Desk, str], username: str, page: int, log: int, copy: int
) -> None:
    desk, _ = mine
    who, asked = person(office, username), {"case_no": desk.case_no, "reason": REASON}
    assert who.get(PAGE).status_code == page
    assert who.post(f"{PAGE}/access-log.pdf", data=asked).status_code == log
    assert who.post(f"{PAGE}/copy.zip", data=asked).status_code == copy


def test_the_notice_stands_on_the_form_and_on_paper(office: TestOffice) -> None:
    desk = Desk(office)
    page = person(office).get(f"/intake/complaints/{desk.case_no}/form").get_data(as_text=True)
    blank = person(office).get("/intake/paper/form.pdf").data
    paper = "".join(sheet.get_textpage().get_text_range() for sheet in pypdfium2.PdfDocument(blank))
    for words in ("UU 27/2022", "siapa melihat data Anda", "10 tahun"):
        assert words in page
        assert words in " ".join(paper.split())
    assert len(pypdfium2.PdfDocument(blank)) == 2  # both sides of one sheet
