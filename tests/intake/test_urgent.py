"""Urgent at the desk: what the page says, who is alerted by which channel, and the hours of the steps in review."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from services.handoffs.intake_to_review import URGENCY_NOTED
from services.review.actions import deadlines
from services.review.tables import Case
from services.shared.calendar import clock
from services.shared.config import office as office_file
from services.shared.config.settings import SettingsError
from services.shared.notices.rows import OPEN
from services.shared.notices.tables import notice
from services.shared.rights.people import SYSTEM
from services.shared.unit_of_work import Service
from tests.support import notices
from tests.support import review as in_review
from tests.support.intake import Desk, applicant, items, new_nik
from tests.support.office import TestOffice
from tests.support.outside import gateway

MARK = {"danger": "weapon", "reason": "Dua orang membawa parang di depan rumah pemohon"}
CHOSEN = {"camat": "whatsapp:+628110000001", "section_head": "sms:0811 0000 002"}
NEAR = "Aipda Contoh Nama"


@pytest.fixture
def service(office: TestOffice) -> Iterator[Service]:
    """Intake of an office whose heads chose their channels, with nothing left to send."""
    found = office.service("intake")
    before = found.office
    chosen = before.urgent.model_copy(update={"alerts": CHOSEN, "bhabinkamtibmas": NEAR})
    found.office = before.model_copy(update={"urgent": chosen})
    with found.database.transaction() as session:
        session.execute(update(notice).where(OPEN).values(sent_at=clock.now()))
    yield found
    found.office = before


def test_a_mark_alerts_both_heads_at_once_by_their_channels_with_the_number_only(
    office: TestOffice, service: Service
) -> None:
    desk = Desk(office)
    clerk = office.person("loket1")
    assert "Mendesak: ada bahaya sekarang" in clerk.get(desk.page).text
    assert clerk.post(f"{desk.page}/mark-urgent", data={"version": "1"}).status_code == 422
    assert office.person("kasi").post(f"{desk.page}/mark-urgent", data=MARK).status_code == 403
    assert clerk.post(f"{desk.page}/mark-urgent", data=MARK | {"version": "1"}).status_code == 302
    page = clerk.get(desk.page).text
    assert "110" in page
    assert NEAR in page
    assert f"MENDESAK: {desk.now()['title']}" in clerk.get(f"/intake/complaints?q={desk.case_no}").text
    with gateway() as phone:
        office.send_notices("intake", **phone.settings)
        sent = [json.loads(post.body) for post in phone.posts]
    assert {(one["channel"], one["to"]) for one in sent} == {("whatsapp", "+628110000001"), ("sms", "+628110000002")}
    for one in sent:
        assert one["text"].startswith(f"MENDESAK: pengaduan {desk.case_no} ")
        assert "parang" not in one["text"]
    for name in ("camat", "kasi"):
        assert notices.bells(service, name, desk.case_no)


def test_whoever_is_reported_hears_nothing_of_it_by_no_channel(office: TestOffice, service: Service) -> None:
    who = applicant(nik=new_nik())
    camat = {"name": "Pejabat", "position": "Camat", "address": "", "act": "Memukul warga", "statement": "Kemarin sore"}
    desk = Desk(office).filled(who=who, official=camat)
    desk.do("mark-urgent", MARK)
    outside = [row.recipient for row in notices.of(service, desk.case_no, "urgent") if row.channel != "bell"]
    assert outside == ["office:section_head"]
    office.send_notices("intake")
    assert notices.bells(service, "camat", desk.case_no) == []


def test_the_urgency_travels_with_the_handoff_or_after_it(office: TestOffice, service: Service) -> None:
    before = Desk(office)
    before.do("mark-urgent", MARK)
    before.filled(who=applicant(nik=new_nik()))
    assert before.posted("urgency_noted") == []

    before.do("forward", {"items": items()})
    after = Desk(office).forwarded(who=applicant(nik=new_nik()))
    after.do("mark-urgent", MARK)
    for desk in (before, after):
        (body,) = desk.posted("urgency_noted", "review")
        assert body["reason"] == MARK["reason"]
        assert body["danger"] == "Ada senjata tajam atau senjata api"


def test_review_counts_the_steps_in_hours_and_asks_the_next_level_after_them(office: TestOffice) -> None:
    desk = in_review.Desk(office)
    case_no = desk.case("camat_review")
    now = clock.now()
    said = {"danger": "Ada senjata", "reason": "Parang", "noted_at": now, "by": "Rina Wulandari"}
    desk.send(URGENCY_NOTED, case_no, said)
    desk.send(URGENCY_NOTED, case_no, said | {"noted_at": now - timedelta(hours=1)})
    case = desk.see(case_no)
    assert case["urgency"] == "sangat_segera"
    assert "Parang" in case["urgent_reason"]
    page = office.person("camat").get(f"/review/cases/{case_no}").text
    assert "Mendesak." in page
    assert f"MENDESAK: {case['title']}" in office.person("camat").get(f"/review/cases?q={case_no}").text
    assert [row.kind for row in notices.of(desk.service, case_no, "urgent")] == ["urgent"]

    def due() -> Case:
        with desk.service.reading() as session:
            return session.scalars(select(Case).where(Case.case_no == case_no)).one()

    first = due().due_at
    assert first is not None
    assert timedelta(hours=1, minutes=50) < first - now < timedelta(hours=2, minutes=10)
    with desk.service.work(SYSTEM, first + timedelta(minutes=1)) as work:
        deadlines.escalate(work)
    risen = due()
    assert risen.escalated_to == "section_head"
    assert risen.due_at is not None
    assert risen.due_at > first


@pytest.mark.parametrize("entry", ["camat@kecamatan.example", "fax:+62811", "whatsapp:abc"])
def test_an_alert_that_reaches_nobody_is_a_mistake_of_the_offices_file(tmp_path: Path, entry: str) -> None:
    text = Path("deploy/office.toml").read_text(encoding="utf-8").replace("# alerts = {", "# was: {")
    file = tmp_path / "office.toml"
    file.write_text(text.replace("[urgent] ", f'[urgent]\nalerts = {{ camat = "{entry}" }} '), encoding="utf-8")
    with pytest.raises(SettingsError, match="urgent"):
        office_file.load(file)
