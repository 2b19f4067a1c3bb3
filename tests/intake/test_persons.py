"""Complaining for another (P2): both persons are seen, found, told of, printed and have their rights, or are hidden."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from deploy.demo.play import complaint_form, uploads
from deploy.demo.stories import STORIES
from services.handoffs.registry_to_intake import CASE_DESTROYED_INTAKE
from services.intake.tables import Represented
from services.shared.audit.trail import audit
from services.shared.paper.preview import page_text
from tests.support.intake import Desk, applicant, form, items, new_nik, person, picture, signature
from tests.support.office import TestOffice

WHY = {"reason": "Wali menunjukkan KTP dan kartu keluarga"}


def child(**changes: object) -> dict:
    """For whom the applicant complains."""
    return {
        "relation": "parent",
        "name": "Bintang Wakilkan",
        "nik": new_nik(),
        "birth_date": "14/05/2015",
        "gender": "",
        "address": "",
        "paper": "Kartu keluarga 7105150101100001",
    } | changes


def handed_in(office: TestOffice, who: dict | None = None, **changes: object) -> tuple[Desk, dict]:
    """A complaint for a child, with the paper by which one may."""
    desk, other = Desk(office), child(**changes)
    desk.upload(picture(), "ktp.jpg", "id_card")
    desk.upload(picture(), "kk.jpg", "mandate")
    desk.do("submit-form", form(who=who or applicant(nik=new_nik())) | {"represented": other})
    return desk, other


def test_both_are_seen_printed_and_sent_on(office: TestOffice) -> None:
    desk, other = handed_in(office)
    seen = desk.now()["applicant"]["represented"]
    assert (seen["name"], seen["relation_label"]) == (other["name"], "Orang tua atau wali anak")
    assert other["nik"] not in json.dumps(desk.now())
    for page in (desk.page, f"{desk.page}/check", f"{desk.page}/form", f"/intake/complaints?q={desk.case_no}"):
        assert other["name"] in person(office).get(page).text, page
    desk.do("forward", {"items": items()})
    part = desk.posted("case_forwarded")[0]["applicant"]["represented"]
    assert (part["name"], part["relation"], part["paper"]) == (other["name"], "parent", other["paper"])
    papers = {file["role"]: file["url"] for file in desk.now()["documents"]}
    for role in ("form", "receipt"):
        assert other["name"] in page_text(person(office).get(papers[role]).data), role
    office.pump()
    case = person(office, "kasi").ask(f"/review/api/cases/{desk.case_no}")
    assert case["applicant"]["represented"]["name"] == other["name"]
    assert other["name"] in person(office, "kasi").get(f"/review/cases/{desk.case_no}").text


def test_without_the_paper_it_does_not_go_on(office: TestOffice) -> None:
    desk = Desk(office)
    desk.upload(picture(), "ktp.jpg", "id_card")
    desk.do("submit-form", form() | {"represented": child()})
    refused = desk.do("forward", {"items": items()}, 422)
    assert "dasar mewakili" in refused["errors"]["items.identity"][0]
    desk.upload(picture(), "kk.jpg", "mandate")
    assert desk.do("forward", {"items": items()})["state"] == "forwarded"


def test_wrong_parts_are_named(office: TestOffice) -> None:
    desk = Desk(office)
    wrong = child(nik="12", birth_date="01/01/2190")
    answer = desk.do("submit-form", form() | {"represented": wrong}, 422)
    assert set(answer["errors"]) == {"represented.nik", "represented.birth_date"}
    lacking = desk.do("submit-form", form() | {"represented": {"relation": "parent"}}, 422)
    assert {"represented.name", "represented.paper"} <= set(lacking["errors"])


def test_both_are_found_by_name_and_nik_and_each_is_the_others_earlier_case(office: TestOffice) -> None:
    desk, other = handed_in(office, name="Zefanya Tercari")
    clerk = person(office)
    for words in ("Zefanya Tercari", "Ferdinand"):
        found = clerk.do("/intake/api/complaints/search", {"q": words}, 200)["items"]
        assert desk.case_no in [row["case_no"] for row in found], words
    earlier = clerk.do("/intake/api/earlier-complaints", {"nik": other["nik"]}, 200)["items"]
    assert [row["case_no"] for row in earlier] == [desk.case_no]
    asked = clerk.post("/intake/personal-data", data={"asked": other["nik"], "reason": "Anak itu sendiri, kini dewasa"})
    assert desk.case_no in asked.text
    again = Desk(office).filled(who=applicant(nik=other["nik"], name="Zefanya Tercari"))
    assert desk.case_no in [row["case_no"] for row in again.now()["alike"]], "the same person, now for himself"


def test_each_look_at_the_full_nik_of_who_is_represented_is_written_down(office: TestOffice) -> None:
    desk, other = handed_in(office, applicant(nik="", nik_unreadable=True, nik_note="KTP basah; dikenal kepala jaga"))
    assert other["nik"] in person(office).get(f"{desk.page}/form").text
    with office.service("intake").reading() as session:
        looks = session.scalars(select(audit.c.note).where(audit.c.subject == desk.case_no, audit.c.verb == "see_nik"))
        assert looks.all() == ["NIK lengkap yang diwakili dilihat"]


def test_the_represented_person_has_a_copy_and_a_correction(office: TestOffice) -> None:
    desk, other = handed_in(office)
    desk.do("forward", {"items": items()})
    clerk = person(office)
    copy = clerk.post("/intake/personal-data/copy.zip", data={"case_no": desk.case_no, "reason": "Wali yang meminta"})
    with zipfile.ZipFile(io.BytesIO(copy.data)) as archive:
        told = json.loads(archive.read("data.json"))["pengaduan"][0]["diwakili"]
    assert (told["name"], told["nik"]) == (other["name"], other["nik"])
    person_now = {name: desk.now()["applicant"][name] for name in ("name", "village", "address", "phone")}
    right = {name: value for name, value in other.items() if name != "nik"} | {"name": "Bintang Wakilkanlah"}
    data = {f"applicant.{name}": value for name, value in person_now.items()}
    data |= {f"represented.{name}": value for name, value in right.items()} | WHY
    answer = clerk.post(f"{desk.page}/applicant", data=data | {"version": str(desk.now()["version"])})
    assert answer.status_code == 302, answer.text
    assert desk.now()["applicant"]["represented"]["name"] == "Bintang Wakilkanlah"
    assert desk.posted("applicant_corrected")[0]["applicant"]["represented"]["name"] == "Bintang Wakilkanlah"


def test_a_hidden_identity_hides_both(office: TestOffice) -> None:
    who = applicant(nik=new_nik(), name="Wali Tersembunyi", confidential=True)
    desk, other = handed_in(office, who, name="Anak Tersembunyi")
    auditor = person(office, "auditor")
    assert auditor.ask(desk.path)["applicant"]["represented"] is None
    for page in (desk.page, "/intake/book", "/intake/complaints"):
        assert other["name"] not in auditor.get(page).text, page
    found = auditor.do("/intake/api/complaints/search", {"q": other["name"]}, 200)["items"]
    assert desk.case_no not in [row["case_no"] for row in found]


@pytest.mark.parametrize("part", ["applicant", "represented"])
def test_who_works_here_has_no_part_in_a_complaint_of_his_own(office: TestOffice, part: str) -> None:
    colleague = person(office, "loket2")
    name = "Deasy Sondakh"
    if part == "applicant":
        desk = Desk(office).filled(who=applicant(nik=new_nik(), name=name))
    else:
        desk, _ = handed_in(office, name=name)
    assert colleague.get(desk.path).status_code in {403, 404}
    assert person(office).get(desk.path).status_code == 200
    facts = [fact for body in desk.posted("conflicts_noted") for fact in body["facts"]]
    assert {fact["party"] for fact in facts} == {"@deasy sondakh"}


def test_nobody_else_is_told_the_names_as_a_conflict(office: TestOffice) -> None:
    desk, _ = handed_in(office)
    assert desk.posted("conflicts_noted") == []


def test_with_the_archive_both_go(office: TestOffice) -> None:
    desk, other = handed_in(office)
    gone = {"destroyed_at": datetime.now(UTC), "archive_no": "2026-0001", "list_no": "M-1"}
    desk.take(CASE_DESTROYED_INTAKE, gone)
    with office.service("intake").database.transaction() as session:
        row = session.get_one(Represented, desk.case_no)
        assert other["name"] not in {row.name, row.paper}
        assert office.service("intake").vault.decrypt(row.nik_token) == ""
    assert person(office).do("/intake/api/earlier-complaints", {"nik": other["nik"]}, 200)["items"] == []


def test_the_draft_keeps_for_whom(office: TestOffice) -> None:
    desk, clerk = Desk(office), person(office)
    version = desk.now()["version"]
    typed = {"version": str(version), "has_represented": "true", "represented.name": "Belum Selesai", "autosave": "1"}
    assert clerk.post(f"{desk.page}/save-draft", data=typed).status_code == 200
    assert 'value="Belum Selesai"' in clerk.get(f"{desk.page}/form").text


def test_the_demonstrations_mother_for_her_child_is_taken(office: TestOffice) -> None:
    story = next(one for one in STORIES if one.case["id"] == "K21")
    desk = Desk(office)
    for role, name, data, _ in uploads(story):
        desk.upload(data, name, role)
    desk.do("submit-form", complaint_form(story))
    assert desk.do("forward", {"items": items(), "signature": signature()})["state"] == "forwarded"
    assert desk.posted("case_forwarded")[0]["applicant"]["represented"]["name"] == story.case["diwakili"]["nama"]
