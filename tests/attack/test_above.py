"""Who marks somebody above with a conflict of interest does not get the case by it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from deploy.setup import DEMO_PASSWORD
from services.shared.calendar import clock
from services.shared.rights.people import Role
from services.shared.staff.administration import OPERATOR
from tests.review.test_acting import form as appointment
from tests.support import notices
from tests.support.entrance import ACCOUNTS
from tests.support.office import TestOffice
from tests.support.review import OFFICIAL, Desk
from tests.support.seconds import confirm_appointments
from tests.support.ways import other_office


@pytest.fixture
def desk(office: TestOffice) -> Desk:
    return Desk(office)


@pytest.fixture
def sekda(office: TestOffice) -> Iterator[str]:
    """The account of the regency's supervisor; without such an office file it would be a second Camat."""
    accounts, admin = office.app("review").extensions[ACCOUNTS].accounts, OPERATOR
    accounts.add(admin, "sekda", "Contoh Sekda", [Role.CAMAT], DEMO_PASSWORD, clock.now(), must_change=False)
    yield "sekda"
    accounts.set_active(admin, "sekda", False, clock.now())


@pytest.fixture(autouse=True)
def _nobody_acts_on(office: TestOffice) -> Iterator[None]:
    yield
    admin = office.person("admin")
    for identifier in re.findall(r"/review/acting/([0-9a-f-]{36})/end", admin.get("/review/acting").text):
        admin.post(f"/review/acting/{identifier}/end")


def appoint(desk: Desk, username: str) -> None:
    answer = desk.person("admin").post("/review/acting", data=appointment(username=username))
    assert answer.status_code == 302, answer.text
    assert confirm_appointments(desk.office) == 1


def test_a_section_head_who_marks_the_camat_does_not_decide_in_his_place(desk: Desk) -> None:
    case_no = desk.case("camat_review")
    refused = desk.do(case_no, "mark_conflict", username="kasi", usernames=["camat"], reason="", expect=422)
    assert "reason" in refused["errors"]
    desk.see(case_no, "camat")
    desk.do(case_no, "mark_conflict", username="kasi", usernames=["camat"])
    desk.see(case_no, "camat", expect=403)
    for verb in ("resolve_directly", "dispose_to_team", "call_face_to_face"):
        desk.do(case_no, verb, username="kasi", expect=403)
    assert case_no not in str(desk.person("kasi").ask("/review/api/work?limit=100"))


def test_it_is_told_to_him_and_to_auditor_and_administrator_with_the_reason(desk: Desk) -> None:
    case_no = desk.case("camat_review")
    desk.office.send_notices("review")
    before = len(notices.bells(desk.service, "camat", "menandai Anda"))
    desk.do(case_no, "mark_conflict", username="kasi", usernames=["camat"], reason="Sepupu dari terlapor kedua.")
    desk.office.send_notices("review")
    told = notices.bells(desk.service, "camat", "menandai Anda")
    assert len(told) == before + 1
    assert case_no not in str(told)
    for username in ("auditor", "admin"):
        assert notices.bells(desk.service, username, f"{case_no}: Kasi menandai atasannya")
        assert "Sepupu dari terlapor kedua." in desk.person(username).get(f"/review/cases/{case_no}").text
    desk.do(case_no, "mark_conflict", username="kasi", usernames=["tim3"])
    desk.office.send_notices("review")
    assert len(notices.bells(desk.service, "camat", "menandai Anda")) == before + 1


@pytest.mark.parametrize("second", ["auditor", "admin"])
def test_a_second_person_confirms_and_nobody_else_can(desk: Desk, second: str) -> None:
    case_no = desk.case("camat_review")
    for username, status in (("kasi", 403), ("tim1", 403), (second, 409)):
        desk.do(case_no, "confirm_conflict", username=username, expect=status)  # nothing waits
    desk.do(case_no, "mark_conflict", username="kasi", usernames=["camat"])
    desk.do(case_no, "confirm_conflict", username="kasi", expect=403)
    assert "confirm_conflict" in desk.see(case_no, second)["verbs"]
    desk.do(case_no, "confirm_conflict", username=second)
    assert desk.do(case_no, "dispose_to_team", username="kasi")["state"] == "team_assigned"


def test_an_acting_head_gets_the_case_and_not_who_marked(desk: Desk) -> None:
    case_no = desk.case("camat_review")
    appoint(desk, "registrasi")
    desk.do(case_no, "mark_conflict", username="kasi", usernames=["camat"])
    desk.do(case_no, "resolve_directly", username="kasi", expect=403)
    assert desk.do(case_no, "dispose_to_team", username="registrasi")["state"] == "team_assigned"


def test_who_marked_does_not_decide_as_acting_head_either(desk: Desk) -> None:
    case_no, other = desk.case("camat_review"), desk.case("camat_review")
    appoint(desk, "kasi")
    desk.do(case_no, "mark_conflict", username="kasi", usernames=["camat"])
    for verb in ("resolve_directly", "dispose_to_team"):
        desk.do(case_no, verb, username="kasi", expect=403)
    assert desk.do(other, "dispose_to_team", username="kasi")["state"] == "team_assigned"
    desk.do(case_no, "confirm_conflict", username="auditor")
    assert desk.do(case_no, "dispose_to_team", username="kasi")["state"] == "team_assigned"


def test_a_camat_named_at_the_desk_is_not_replaced_by_the_section_head_alone(desk: Desk) -> None:
    case_no = desk.case(complaint_reported_official=OFFICIAL | {"name": "Contoh Mandey"})
    desk.do(case_no, "report_to_camat")
    desk.do(case_no, "resolve_directly", username="kasi", expect=403)
    desk.office.send_notices("review")
    assert notices.bells(desk.service, "auditor", f"{case_no}: tidak ada Camat")
    cleared = {"usernames": [], "reason": ""}
    desk.do(case_no, "mark_conflict", username="kasi", expect=422, **cleared)  # to clear one's superior is no less


def test_the_camats_own_mark_gives_the_case_to_the_next_in_line(desk: Desk) -> None:
    case_no = desk.case("camat_review")
    desk.do(case_no, "mark_conflict", username="camat", usernames=["camat"], reason="")
    desk.see(case_no, "camat", expect=403)
    assert desk.do(case_no, "dispose_to_team", username="kasi")["state"] == "team_assigned"


def test_nobody_bars_all_who_could_ask(desk: Desk) -> None:
    case_no = desk.case("camat_review")
    everybody = ["auditor", "admin", "camat"]
    refused = desk.do(case_no, "mark_conflict", username="kasi", usernames=everybody, expect=422)
    assert "auditor atau administrator" in refused["errors"]["usernames"][0]
    desk.do(case_no, "mark_conflict", username="kasi", usernames=["admin", "camat"])
    desk.do(case_no, "confirm_conflict", username="admin", expect=403)
    desk.do(case_no, "confirm_conflict", username="auditor")


def test_an_acting_heads_last_day_leaves_no_case_without_a_way_on(desk: Desk) -> None:
    case_no = desk.case("camat_review")
    appoint(desk, "registrasi")
    desk.do(case_no, "mark_conflict", username="kasi", usernames=["camat"])
    assert desk.see(case_no, "kasi")["vacant"] == []
    (identifier,) = re.findall(r"/review/acting/([0-9a-f-]{36})/end", desk.person("admin").get("/review/acting").text)
    desk.person("admin").post(f"/review/acting/{identifier}/end")
    desk.office.run_jobs("review", clock.now() + timedelta(days=1))
    assert desk.see(case_no, "kasi")["vacant"] == ["camat"]
    desk.do(case_no, "confirm_conflict", username="auditor")
    assert desk.do(case_no, "resolve_directly", username="kasi")["state"] == "closed_resolved_direct"


def test_the_regencys_supervisor_sees_and_decides_what_is_given_to_him_alone(
    office: TestOffice, tmp_path: Path, sekda: str
) -> None:
    regency = other_office(office, tmp_path, username='"sekda"')
    file = tmp_path / "office.toml"  # read when the first service is
    file.write_text(file.read_text().replace('name = ""\nusername', 'name = "Contoh Sekda"\nusername'))
    service = regency.service("review")
    desk = Desk(regency)
    given, other = desk.case("camat_review"), desk.case("camat_review")
    for case_no in (given, other):
        desk.see(case_no, sekda, expect=403)
    desk.do(given, "mark_conflict", username="kasi", usernames=["camat"])
    desk.see(other, sekda, expect=403)
    assert [row["case_no"] for row in desk.person(sekda).ask("/review/api/cases?limit=100")["items"]] == [given]
    desk.do(given, "resolve_directly", username="kasi", expect=403)
    case = desk.do(given, "dispose_to_team", username=sekda)
    assert case["dispositions"][0]["acting"]["position"] == "Sekretaris Daerah Kabupaten Minahasa Selatan"
    regency.send_notices("review")
    assert notices.bells(service, sekda, other) == []
    desk.do(given, "submit_report")
    desk.do(given, "decide_written_letter", username=sekda)
    assert desk.posted(given, "letter_requested")[0]["barring"]["stood_in"] == ["supervisor"]
