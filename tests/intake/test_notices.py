"""What applicants are told at each milestone, by which channel, and what the desk sees of it; the desk's reminders."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from services.handoffs.endings import ENDINGS
from services.handoffs.outcomes import Outcome, Stage
from services.handoffs.registry_to_intake import LETTER_READY
from services.handoffs.review_to_intake import CASE_PROGRESSED, CASE_RETURNED
from services.intake.notices.milestones import END, Milestone
from services.intake.queries import notices as queries
from services.intake.rules import notices as rules
from services.intake.shown.notices import TITLES
from services.intake.states import State
from services.intake.tables import Applicant, Complaint
from services.shared.calendar import clock
from services.shared.notices import posting
from services.shared.notices.rows import OPEN
from services.shared.notices.tables import notice
from services.shared.rights import barring
from services.shared.rights.people import SYSTEM, Actor, Role
from services.shared.unit_of_work import Service
from tests.support import intake as builders
from tests.support import notices
from tests.support.intake import Desk, applicant, items, person
from tests.support.office import TestOffice
from tests.support.outside import gateway, mail_server

WHATSAPP = {"notice_channel": "whatsapp", "phone": "0812 3456-7890"}


def test_each_notice_that_can_be_told_has_a_title_where_it_is_shown() -> None:
    assert {str(one) for one in Milestone} | {f"{END}{ending}" for ending in ENDINGS} <= TITLES.keys()


@pytest.fixture
def service(office: TestOffice) -> Service:
    """Intake, with nothing left to send from other tests."""
    found = office.service("intake")
    with found.database.transaction() as session:
        session.execute(update(notice).where(OPEN).values(sent_at=clock.now()))
    return found


def told(service: Service, case_no: str) -> list[str]:
    return [row.kind for row in notices.of(service, case_no) if row.recipient == rules.APPLICANT]


def desk_of(office: TestOffice, **who: Any) -> Desk:
    return Desk(office).forwarded(who=applicant(nik=builders.new_nik(), **who))


def test_every_milestone_is_told_once_with_number_and_tracking_page_only(office: TestOffice, service: Service) -> None:
    desk = desk_of(office, **WHATSAPP)
    desk.take(CASE_PROGRESSED, builders.progressed(Stage.CAMAT))
    desk.take(CASE_PROGRESSED, builders.progressed(Stage.LETTER))
    desk.take(LETTER_READY, builders.letter(service, desk.case_no))
    desk.closed(Outcome.TRANSFERRED)
    assert told(service, desk.case_no) == ["received", "decided", "letter_ready", "end_transferred"]
    with gateway() as phone:
        office.send_notices("intake", **phone.settings)
        sent = [json.loads(post.body) for post in phone.posts]
    assert {(each["to"], each["channel"]) for each in sent} == {("+6281234567890", "whatsapp")}
    for each in sent:
        assert each["text"].count(desk.case_no) == 1
        assert each["text"].endswith("\nhttp://localhost:8000/intake/track")
        assert "Ferdinand" not in each["text"]
        assert "batas tanah" not in each["text"]


def test_a_return_by_the_section_head_and_one_at_the_desk_are_told(office: TestOffice, service: Service) -> None:
    desk = Desk(office).filled(who=applicant(nik=builders.new_nik(), **WHATSAPP))
    desk.do("return-incomplete", {"items": items(evidence="Foto patok")})
    desk.do("complete-documents")
    desk.do("forward", {"items": items()})
    desk.take(CASE_RETURNED, builders.returned())
    assert told(service, desk.case_no) == ["incomplete", "received", "incomplete"]


def test_the_address_lies_encrypted_and_the_mail_goes_there(office: TestOffice, service: Service) -> None:
    desk = desk_of(office, notice_channel="email", email="ferdinand@contoh.id", phone="")
    with service.reading() as session:
        row = session.get_one(Applicant, desk.case_no)
        assert row.notice_token is not None
        assert "ferdinand" not in row.notice_token
        assert service.vault.decrypt(row.notice_token) == "ferdinand@contoh.id"
    with mail_server() as mail:
        office.send_notices("intake", **mail.settings)
    assert [sent["To"] for sent in mail.mails] == ["ferdinand@contoh.id"]
    assert desk.now()["applicant"]["notice_channel"] == "email"


@pytest.mark.parametrize(
    ("who", "field"),
    [
        ({"notice_channel": "email", "email": "bukan alamat"}, "applicant.email"),
        ({"notice_channel": "sms", "phone": ""}, "applicant.phone"),
        ({"notice_channel": "merpati"}, "applicant.notice_channel"),
    ],
)
def test_a_channel_needs_what_it_is_reached_by(office: TestOffice, who: dict[str, str], field: str) -> None:
    body = builders.form(who=applicant(nik=builders.new_nik(), **who))
    assert field in Desk(office).do("submit-form", body, expect=422)["errors"]


def test_without_a_channel_a_clerk_tells_it_and_ticks_it_off(office: TestOffice, service: Service) -> None:
    desk = desk_of(office, notice_channel="none")
    assert told(service, desk.case_no) == []  # the applicant stands there with the receipt
    desk.take(CASE_PROGRESSED, builders.progressed(Stage.LETTER))
    clerk = person(office)
    assert desk.case_no in clerk.get("/intake/").text.split("Beri tahu pemohon", 1)[1]
    assert "Perlu disampaikan petugas" in clerk.get(desk.page).text
    assert clerk.post(f"{desk.page}/told", data={"how": ""}).status_code == 422
    assert person(office, "kasi").post(f"{desk.page}/told", data={"how": "phone"}).status_code == 403
    assert clerk.post(f"{desk.page}/told", data={"how": "phone"}).status_code == 302
    assert clerk.post(f"{desk.page}/told", data={"how": "phone"}).status_code == 409
    page = clerk.get(desk.page).text
    assert "Disampaikan petugas" in page
    assert "Pemohon diberi tahu: telepon" in page
    row = notices.of(service, desk.case_no)[0]
    assert (row.done_by, row.done_how) == ("loket1", "phone")


def test_a_channel_that_the_office_has_not_set_becomes_the_clerks_task(office: TestOffice, service: Service) -> None:
    desk = desk_of(office, **WHATSAPP)
    office.send_notices("intake")
    (row,) = notices.of(service, desk.case_no)
    assert (row.channel, row.failed_at, row.error) == ("by_hand", None, "Saluran ini belum disetel di kantor ini")
    assert "belum disetel" in person(office).get(desk.page).text


def test_a_failure_is_seen_at_the_desk_corrected_and_sent_again(office: TestOffice, service: Service) -> None:
    desk = desk_of(office, **WHATSAPP)
    clerk = person(office)
    with gateway() as phone:
        phone.status, phone.body = 422, b'{"error": "nomor +6281234567890 tidak terdaftar"}'
        office.send_notices("intake", **phone.settings)
        page = clerk.get(desk.page).text
        assert "nomor ••• tidak terdaftar" in page
        office.send_notices("intake")
        assert notices.bells(service, "loket1", desk.case_no)[0].link.startswith(desk.page)
        wrong = clerk.post(f"{desk.page}/change-channel", data={"notice_channel": "email", "email": "x"})
        assert wrong.status_code == 422
        assert 'value="x"' in wrong.text
        changed = {"notice_channel": "sms", "phone": "+62 811-0000-1111"}
        assert clerk.post(f"{desk.page}/change-channel", data=changed).status_code == 302
        phone.status = 200
        assert office.send_notices("intake", clock.now() + timedelta(seconds=1), **phone.settings) == 1
        assert json.loads(phone.posts[-1].body)["to"] == "+6281100001111"
    assert clerk.get(desk.page).text.count("Terkirim") == 1


def test_send_again_of_another_case_or_of_what_has_not_failed_is_a_conflict(
    office: TestOffice, service: Service
) -> None:
    one, other = desk_of(office, **WHATSAPP), desk_of(office, **WHATSAPP)
    row = notices.one(service, one.case_no)
    clerk = person(office)
    assert clerk.post(f"{one.page}/notices/{row.id}/send-again").status_code == 409
    with gateway() as phone:
        phone.status = 422
        office.send_notices("intake", **phone.settings)
    assert clerk.post(f"{other.page}/notices/{row.id}/send-again").status_code == 409
    assert notices.one(service, one.case_no).failed_at is not None
    assert clerk.post(f"{one.page}/notices/{row.id}/send-again").status_code == 302
    assert notices.one(service, one.case_no).failed_at is None


def test_a_withdrawal_at_the_desk_is_not_told_again_but_a_lapse_is(office: TestOffice, service: Service) -> None:
    withdrawn = desk_of(office, **WHATSAPP)
    withdrawn.withdrawn()
    withdrawn.closed(Outcome.WITHDRAWN)
    assert told(service, withdrawn.case_no) == ["received", "withdrawal"]
    lapsed = Desk(office).filled(who=applicant(nik=builders.new_nik(), **WHATSAPP))
    lapsed.do("return-incomplete", {"items": items(evidence="Foto patok")})
    office.run_jobs("intake", clock.now() + timedelta(days=40))
    assert told(service, lapsed.case_no)[-1] == "end_lapsed"


def reminded(service: Service, case_no: str, recipient: str) -> list[str]:
    return [row.kind for row in notices.of(service, case_no) if row.recipient == recipient]


def test_an_incomplete_file_near_its_date_reminds_applicant_and_clerk_once(
    office: TestOffice, service: Service
) -> None:
    desk = Desk(office).filled(who=applicant(nik=builders.new_nik(), **WHATSAPP))
    desk.do("return-incomplete", {"items": items(evidence="Foto patok")})
    with service.reading() as session:
        due = session.scalars(select(Complaint.deadline).where(Complaint.case_no == desk.case_no)).one()
    assert due is not None
    early = notices.at((due - timedelta(days=5)).isoformat())
    notices.remind(office, "intake", early - timedelta(days=1))
    assert told(service, desk.case_no) == ["incomplete"]
    for hours in (0, 1, 24):
        notices.remind(office, "intake", early + timedelta(hours=hours))
    assert told(service, desk.case_no) == ["incomplete", "completion_near"]
    notices.remind(office, "intake", notices.at(due.isoformat(), "09:00"))
    notices.remind(office, "intake", notices.at(due.isoformat(), "23:30"))
    office.run_jobs("intake", notices.at(due.isoformat(), "23:30"))
    assert reminded(service, desk.case_no, "role:clerk") == ["completion_near"]
    assert desk.now()["state"] == State.AWAITING_COMPLETION  # half past eleven at night is still that day, in WITA


def test_a_letter_that_nobody_fetches_reminds_and_goes_up_a_level(office: TestOffice, service: Service) -> None:
    desk = desk_of(office, **WHATSAPP)
    desk.letter()
    with service.reading() as session:
        due = session.scalars(select(Complaint.deadline).where(Complaint.case_no == desk.case_no)).one()
    assert due is not None
    later = service.calendar.add(due, 2)
    for day in (due, service.calendar.add(due, 1), later, later):
        notices.remind(office, "intake", notices.at(day.isoformat()))
    assert reminded(service, desk.case_no, "role:clerk") == ["new_work", "handover_near", "handover_over"]
    assert reminded(service, desk.case_no, "role:section_head") == ["handover_escalated"]
    assert told(service, desk.case_no)[-1] == "letter_waits"


def test_a_number_is_written_with_its_country() -> None:
    given = ("0812 3456-7890", "+62 812 3456 7890", "62812-34567890", "+1 (415) 555 2671")
    assert [rules.international(text) for text in given] == ["+6281234567890"] * 3 + ["+14155552671"]


def test_programs_read_tell_and_change_as_the_page_does(office: TestOffice, service: Service) -> None:
    desk = desk_of(office, notice_channel="none")
    desk.take(CASE_PROGRESSED, builders.progressed(Stage.LETTER))
    clerk, path = person(office), desk.path
    assert [item["state"] for item in clerk.ask(f"{path}/notices")["items"]] == ["by_hand"]
    assert "how" in clerk.do(f"{path}/told", {"how": "merpati"}, expect=422)["errors"]
    (item,) = clerk.do(f"{path}/told", {"how": "in_person"})["items"]
    assert (item["state"], item["how"]) == ("told", "Bertemu langsung")
    refused = clerk.do(f"{path}/change-channel", {"notice_channel": "email", "email": "x"}, expect=422)
    assert "email" in refused["errors"]
    clerk.do(f"{path}/change-channel", {"notice_channel": "sms"})
    assert desk.now()["applicant"]["notice_channel"] == "sms"
    person(office, "kasi").do(f"{path}/told", {"how": "phone"}, expect=403)
    clerk.ask("/intake/api/complaints/PGD-2026-999999/notices", expect=404)


def test_what_a_conflict_closes_takes_nobodys_place_among_whom_to_tell_and_is_not_counted(
    office: TestOffice, service: Service
) -> None:
    """Sixty cases closed to this clerk, all waiting longer: he saw none of his own, and that eleven more waited."""
    desk, now = desk_of(office), clock.now()
    desk.take(CASE_RETURNED, builders.returned())
    actor = Actor(uuid.uuid4(), "loket2", "Uji", frozenset({Role.CLERK}))
    shut = [f"UJI-TUTUP-{number}" for number in range(queries.MOST + 10)]
    with service.database.transaction() as session:
        session.execute(update(notice).where(OPEN, notice.c.subject != desk.case_no).values(sent_at=now))
        fact = {"party": actor.username, "bars": True, "why": "uji", "noted_by": "kasi", "since": now, "told_at": now}
        session.execute(insert(barring.conflict), [fact | {"case_no": case_no} for case_no in shut])
    with service.work(SYSTEM, now - timedelta(days=9)) as work:
        for case_no in shut:
            posting.post(
                work, kind=str(Milestone.RECEIVED), subject=case_no, recipient=rules.APPLICANT,
                occasion="uji", text="uji", link="", via=posting.Via.BY_HAND,
            )  # fmt: skip
    with service.reads_for(actor).reading() as session:
        found = queries.to_tell(session)
    assert desk.case_no in [complaint.case_no for complaint, _ in found.rows]
    assert found.beyond == 0
    with service.database.transaction() as session:
        session.execute(update(notice).where(notice.c.subject.in_(shut)).values(sent_at=now))
