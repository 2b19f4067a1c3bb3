"""Several desks and windows at the same form: the second is told, and nothing typed is lost."""

from __future__ import annotations

import re

from services.intake.tables import Complaint
from services.intake.tables.encrypted import read_draft
from tests.support.intake import FERDINAND, Desk, applicant, form, items, new_nik, person
from tests.support.office import TestOffice


def version_on(page: str) -> int:
    found = re.search(r'name="version" value="(\d+)"', page)
    assert found, page[:3000]
    return int(found[1])


def saved_draft(office: TestOffice, desk: Desk) -> dict:
    service = office.service("intake")
    with service.reading() as session:
        return read_draft(service.vault, session.get_one(Complaint, desk.case_no))


def test_a_colleague_saved_first_then_both_texts_are_on_the_page(office: TestOffice) -> None:
    desk, first, second = Desk(office), person(office), person(office, "loket2")
    version = version_on(first.get(f"{desk.page}/form").text)
    data = {"version": str(version), "page": "a", "draft": "1"}
    mine = data | {"applicant.name": "Nama kedua", "complaint.title": "Judul saya", "applicant.nik": FERDINAND}
    assert first.post(
        f"{desk.page}/save-draft", data=data | {"applicant.name": "Nama pertama", "complaint.place": "Pasar"}
    )
    answer = second.post(f"{desk.page}/save-draft", data=mine | {"page": "b"})
    assert answer.status_code == 409
    assert "diubah Rina Wulandari" in answer.text
    for text in ('value="Nama kedua"', 'value="Judul saya"', "“Nama pertama”", "Tempat kejadian: “Pasar”"):
        assert text in answer.text, text
    again = second.post(
        f"{desk.page}/save-draft",
        data=mine | {"page": "b", "version": str(version_on(answer.text)), "complaint.place": "Pasar"},
    )
    assert again.status_code == 302
    assert saved_draft(office, desk)["applicant"]["name"] == "Nama kedua"
    assert first.post(f"{desk.page}/save-draft", data=data).status_code == 409


def test_a_second_window_of_the_same_clerk_is_told_too(office: TestOffice) -> None:
    desk, clerk = Desk(office), person(office)
    version = version_on(clerk.get(f"{desk.page}/form").text)
    data = {"version": str(version), "draft": "1"}
    clerk.post(f"{desk.page}/save-draft", data=data | {"page": "a", "applicant.name": "Jendela satu"})
    stale = clerk.post(f"{desk.page}/save-draft", data=data | {"page": "b", "applicant.name": "Jendela dua"})
    assert stale.status_code == 409
    assert "“Jendela satu”" in stale.text
    assert 'value="Jendela dua"' in stale.text


def test_what_was_typed_after_an_answer_was_lost_is_saved(office: TestOffice) -> None:
    desk, clerk = Desk(office), person(office)
    version = version_on(clerk.get(f"{desk.page}/form").text)
    data = {"version": str(version), "page": "a", "autosave": "1"}
    clerk.post(f"{desk.page}/save-draft", data=data | {"applicant.name": "Fer"})  # the answer never arrives
    answer = clerk.post(f"{desk.page}/save-draft", data=data | {"applicant.name": "Ferdinand"})
    assert answer.json == {"fields": {"version": version + 1}}
    assert saved_draft(office, desk)["applicant"]["name"] == "Ferdinand"


def test_a_form_that_was_handed_in_meanwhile_shows_both(office: TestOffice) -> None:
    desk, clerk = Desk(office), person(office, "loket2")
    version = desk.now()["version"]
    desk.filled()
    data = {"version": str(version), "draft": "1", "applicant.name": "Lain"}
    answer = clerk.post(f"{desk.page}/save-draft", data=data)
    assert answer.status_code == 409
    assert 'value="Lain"' in answer.text
    assert "710515******9903" in answer.text
    assert FERDINAND not in answer.text.replace('value=""', "")
    desk.do("forward", {"items": items()})
    gone = clerk.post(f"{desk.page}/save-draft", data=data)
    assert gone.status_code == 409


def test_a_checklist_that_came_second_keeps_its_notes(office: TestOffice) -> None:
    desk, clerk = Desk(office).filled(), person(office, "loket2")
    version = version_on(clerk.get(f"{desk.page}/check").text)
    desk.do("submit-form", form())  # a colleague corrects the form meanwhile
    data = {"version": str(version), "items.evidence": "missing", "notes.evidence": "Foto patok"}
    answer = clerk.post(f"{desk.page}/return-incomplete", data=data)
    assert answer.status_code == 409
    assert 'value="Foto patok"' in answer.text
    assert "sudah diubah orang lain" in answer.text
    assert version_on(answer.text) == version + 1


def test_data_of_an_earlier_complaint_says_what_it_replaces(office: TestOffice) -> None:
    clerk, number = person(office), new_nik()
    first = Desk(office).filled(who=applicant(nik=number, address="Jaga VIII", phone="081200000000"))
    desk = Desk(office)
    data = {"version": str(version_on(clerk.get(f"{desk.page}/form").text)), "applicant.nik": number}
    clerk.post(f"{desk.page}/save-draft", data=data | {"lookup": "1", "applicant.address": "Yang diketik"})
    page = clerk.get(f"{desk.page}/form").text
    assert "Jaga VIII" in page
    assert 'value="Yang diketik"' in page  # offered, not filled in
    data |= {"version": str(version_on(page)), "applicant.address": "Yang diketik", "use_data": first.case_no}
    clerk.post(f"{desk.page}/save-draft", data=data)
    page = clerk.get(f"{desk.page}/form").text
    assert "Alamat (tadinya “Yang diketik”)" in page
    assert 'value="Jaga VIII"' in page
