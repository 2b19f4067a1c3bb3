"""Witnesses (step 3): asked at the desk, told to review, barred where they work here, hidden and forgotten like all."""

from __future__ import annotations

import io
import json
import zipfile

import pytest

from deploy.setup import DEMO_ACCOUNTS
from services.handoffs.registry_to_intake import CASE_DESTROYED_INTAKE
from services.intake.papers.copy_of_data import copy_of_data
from services.intake.schemas.form import TypedDraft
from services.intake.tables import Witness
from services.shared.calendar import clock
from services.shared.rights.people import SYSTEM
from tests.intake.test_pages import page_form
from tests.support.intake import Desk, applicant, form, new_nik, person
from tests.support.office import TestOffice
from tests.support.review import Desk as Reviewed
from tests.support.review import forwarded

NAMES = {username: name for username, name, _ in DEMO_ACCOUNTS}
SEEN = [
    {"name": "Meiske Saksisatu", "contact": "0812-1111-2222", "willing": "yes"},
    {"name": "Jantje Saksidua", "contact": "", "willing": "unasked"},
]


def with_witnesses(office: TestOffice, *who: dict[str, str], **changes: object) -> Desk:
    desk = Desk(office)
    desk.do("submit-form", form(who=applicant(nik=new_nik(), **changes)) | {"witnesses": list(who or SEEN)})
    return desk


def test_a_place_of_the_list_that_no_page_numbers_is_left_out() -> None:
    one = {"name": "Deisy Mawei", "contact": "Desa Kumelembuai", "willing": "yes"}
    typed = {"1": one, "01": one, "²": one, "9" * 5000: one}
    draft = TypedDraft().load({"version": 1, "has_witnesses": "true", "witnesses": typed})
    assert [row["name"] for row in draft["form"]["witnesses"]] == ["Deisy Mawei"] * 2


def test_the_page_asks_for_them_keeps_the_draft_and_shows_them_for_correction(office: TestOffice) -> None:
    desk, clerk = Desk(office), person(office)
    fields = page_form(desk.now()["version"], who=applicant(nik=new_nik()))
    typed = {f"witnesses.{n}.{name}": value for n, one in enumerate(SEEN) for name, value in one.items()}
    typed |= {"has_witnesses": "true", "witnesses.2.willing": "unasked"}
    assert clerk.post(f"{desk.page}/save-draft", data=fields | typed | {"draft": "1"}).status_code == 302
    assert "Meiske Saksisatu" in clerk.get(f"{desk.page}/form").text
    fields["version"] = str(desk.now()["version"])
    assert clerk.post(f"{desk.page}/submit-form", data=fields | typed).status_code == 302
    assert [one["name"] for one in desk.now()["witnesses"]] == [one["name"] for one in SEEN]
    again = clerk.get(f"{desk.page}/form").text
    assert all(one["name"] in again for one in SEEN)
    fields["version"] = str(desk.now()["version"])
    nameless = typed | {"witnesses.0.name": ""}
    refused = clerk.post(f"{desk.page}/submit-form", data=fields | nameless)
    assert refused.status_code == 422
    assert 'href="#submit_form-witnesses-0-name"' in refused.text
    one = {name: value for name, value in typed.items() if not name.startswith("witnesses.1")}
    assert clerk.post(f"{desk.page}/submit-form", data=fields | one).status_code == 302
    assert len(desk.now()["witnesses"]) == 1


def test_a_colleague_who_saw_it_has_no_part_in_the_case_from_the_first_word_on(office: TestOffice) -> None:
    desk = Desk(office)
    assert person(office, "loket2").get(desk.page).status_code == 200
    body = {"witnesses": [{"name": NAMES["loket2"].upper()}], "page": "x"}
    version = desk.now()["version"]
    assert person(office).put(f"{desk.path}/form", json={"version": version} | body).status_code == 200
    assert person(office, "loket2").get(desk.page).status_code == 403
    desk.do("submit-form", form(who=applicant(nik=new_nik())))
    assert person(office, "loket2").get(desk.page).status_code == 200, "a witness no more"


@pytest.mark.parametrize(("confidential", "shown"), [(False, True), (True, False)])
def test_who_may_not_know_the_applicant_does_not_learn_the_witnesses(
    office: TestOffice, confidential: bool, shown: bool
) -> None:
    desk = with_witnesses(office, confidential=confidential)
    for who, knows in (("loket1", True), ("kasi", True), ("registrasi", shown), ("auditor", shown)):
        page = person(office, who).get(desk.page).text
        assert ("Meiske Saksisatu" in page, "0812-1111-2222" in page) == (knows, knows), who
    reviewed = Reviewed(office)
    case_no = reviewed.case("team_assigned", applicant_confidential=confidential, complaint_witnesses=SEEN)
    for who, knows in (("kasi", True), ("camat", True), ("tim1", shown), ("auditor", shown)):
        page = reviewed.person(who).get(f"/review/cases/{case_no}").text
        assert ("Meiske Saksisatu" in page, "Bersedia memberi keterangan" in page) == (knows, True), who
    old = reviewed.case()
    assert reviewed.see(old)["witnesses"] == []
    assert "witnesses" not in forwarded()["complaint"]


def test_the_dossier_the_copy_of_data_and_the_destruction_see_them(office: TestOffice) -> None:
    desk = with_witnesses(office)
    service = office.service("intake")
    with service.work(SYSTEM) as work, zipfile.ZipFile(copy_of_data(work, [desk.case_no])) as packed:
        (case,) = json.load(io.TextIOWrapper(packed.open("data.json")))["pengaduan"]
    assert [one["name"] for one in case["saksi"]] == [one["name"] for one in SEEN]
    paper = person(office).get(f"{desk.page}/form.pdf")
    assert paper.status_code == 200
    told = {"archive_no": "AR/1", "list_no": "1/2026", "destroyed_at": clock.now()}
    desk.take(CASE_DESTROYED_INTAKE, told)
    with service.reading() as session:
        rows = session.query(Witness).filter_by(case_no=desk.case_no).all()
    assert [row.willing for row in rows] == ["yes", "unasked"]
    assert not {row.name for row in rows} & {one["name"] for one in SEEN}
    assert not any("0812" in row.contact for row in rows)
