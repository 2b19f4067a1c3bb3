"""What is done too late, too early, too often, or by another role: destroyed cases, mediations, drafts."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, text

from services.handoffs.registry_to_review import CASE_ARCHIVED_REVIEW, CASE_DESTROYED_REVIEW
from services.review.papers.parts import leader_of
from services.review.tables import Meeting
from services.shared.calendar import clock
from services.shared.staff.drafts import MOST_KEPT
from services.shared.staff.tables import account, draft
from tests.support.intake import pdf
from tests.support.office import TestOffice
from tests.support.review import Desk, next_open_day, today

WORDS = "Zefanya menepati janjinya"


@pytest.fixture
def desk(office: TestOffice) -> Desk:
    return Desk(office)


def destroyed(desk: Desk, case_no: str) -> None:
    """The registry says that the archive of the case was destroyed."""
    about: dict[str, Any] = {"archive_no": f"ARS-{case_no[-6:]}"}
    desk.send(CASE_ARCHIVED_REVIEW, case_no, about | {"archived_at": clock.now(), "retain_until": today()})
    desk.send(CASE_DESTROYED_REVIEW, case_no, about | {"destroyed_at": clock.now(), "list_no": "UM-2032-001"})


def says(desk: Desk, word: str) -> bool:
    """Whether a row of a promise or of a report says it."""
    asked = text(
        "select exists(select from promise where note like :w) or exists(select from follow_up where reference like :w)"
    )
    with desk.service.reading() as session:
        return bool(session.execute(asked, {"w": f"%{word}%"}).scalar_one())


def test_a_destroyed_case_takes_no_word_about_people_any_more(desk: Desk) -> None:
    case_no, promise = desk.promised("camat_review")
    desk.do(case_no, "resolve_directly", "camat")
    destroyed(desk, case_no)
    desk.do(case_no, "settle_promise", "kasi", 409, promise_id=promise, state="kept", note=WORDS)
    assert not says(desk, "Zefanya")
    reported = desk.case("law_followup")
    desk.do(reported, "convey_and_close", reference="")
    destroyed(desk, reported)
    refused = desk.do(reported, "note_report_number", "tim1", 409, number="LP/Zefanya/2026")
    assert "sudah dimusnahkan" in refused["message"]
    assert not says(desk, "Zefanya")
    assert desk.see(reported)["verbs"] == []


def test_no_minutes_of_a_meeting_before_its_day(desk: Desk) -> None:
    case_no = desk.mediation("team_assigned", day=next_open_day())
    desk.everybody_came(case_no)
    refused = desk.do(case_no, "record_mediation", "tim1", 422, on_its_day=False)
    assert "belum tiba" in refused["errors"]["statements"][0]
    assert "Pindahkan" in refused["errors"]["statements"][0]
    desk.do(case_no, "move_meeting", "tim1", date=str(today()), reason="Kedua pihak sudah datang")
    assert desk.do(case_no, "record_mediation", "tim1", on_its_day=False)["meetings"][-1]["state"] == "held"
    other = desk.case("camat_meeting")
    assert "statements" in desk.do(other, "record_meeting", "camat", 422, on_its_day=False)["errors"]


def test_what_was_attached_to_a_mediation_is_hidden_with_an_identity_that_is_hidden_later(desk: Desk) -> None:
    case_no = desk.mediation("camat_meeting")
    desk.everybody_came(case_no)
    sheet = desk.upload(case_no, "mediation", pdf(), "daftar-hadir.pdf", "camat")
    desk.do(case_no, "record_mediation", "camat")
    desk.do(case_no, "send_back", "camat")
    desk.do(case_no, "report_to_camat", "kasi", confidential=True)
    desk.do(case_no, "dispose_to_team", "camat")
    seen = {file["role"] for file in desk.see(case_no, "tim1")["files"]}
    assert not seen & {"mediation", "minutes", "agreement"}
    assert desk.person("tim1").get(f"/review/cases/{case_no}/files/{sheet['id']}").status_code == 404
    assert desk.person("camat").get(f"/review/cases/{case_no}/files/{sheet['id']}").status_code == 200


def test_who_does_not_lead_a_mediation_attaches_nothing_to_it(desk: Desk) -> None:
    of_the_team = desk.mediation("team_assigned")
    desk.upload(of_the_team, "mediation", pdf(), username="camat", expect=403)
    desk.upload(of_the_team, "mediation", pdf(), username="tim1")
    back, promise = desk.promised()
    desk.do(back, "settle_promise", "tim1", promise_id=promise, state="broken")
    desk.do(back, "return_to_camat", "tim1")
    desk.upload(back, "mediation", pdf(), username="tim1", expect=403)


def test_a_camat_whom_the_offices_file_does_not_name_yet_signs_as_camat(desk: Desk) -> None:
    case_no = desk.mediation("camat_meeting")
    assert desk.see(case_no)["meetings"][-1]["led_as"] == "camat"
    office = desk.service.office
    new = Meeting(id=uuid.uuid4(), case_no=case_no, by="camat", by_name="Contoh Walandouw, S.STP.", led_as="camat")
    block = leader_of(office, new)
    assert (block["name"], block["nip"]) == ("Contoh Walandouw, S.STP.", "")
    assert block["title"] == [f"{office.official('camat').title.upper()},"]
    new.led_as = "team"
    assert leader_of(office, new)["title"] == ["Tim Pengaduan,"]


def test_one_account_keeps_so_many_drafts_and_no_more(desk: Desk) -> None:
    staff = desk.service.staff
    with staff.transaction() as db:
        who = db.execute(select(account.c.id).filter_by(username="tim3")).scalar_one()
    drafts = desk.office.app("review").extensions["sigap_directory"].drafts
    first: datetime = clock.now()
    for number in range(MOST_KEPT + 5):
        drafts.keep(who, f"uji-{number}", "form", {"a": "b"}, first + timedelta(seconds=number))
    with staff.transaction() as db:
        count = db.execute(select(func.count()).select_from(draft).filter_by(account_id=who)).scalar_one()
    assert count == MOST_KEPT
    assert drafts.of(who, f"uji-{MOST_KEPT + 4}")
    assert not drafts.of(who, "uji-0"), "the oldest gives way"
