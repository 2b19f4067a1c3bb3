"""Step 8b at the desk: the applicant is invited, told once, reminded; the papers are printed and given."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from services.handoffs.contract import Contract
from services.handoffs.invitations import (
    INVITATION,
    INVITATION_CANCELLED,
    INVITATION_CHANGED,
    INVITATION_RESULT,
    PROMISE_BROKEN,
)
from services.intake.notices import reminders
from services.intake.rules.invitation import when
from services.intake.tables import Invitation
from services.shared.calendar import clock
from services.shared.notices.tables import notice
from services.shared.rights.people import SYSTEM
from tests.support.intake import Desk, applicant, invitation, items, new_nik, person
from tests.support.office import TestOffice


class Invited:
    """A forwarded complaint whose applicant is invited."""

    def __init__(self, office: TestOffice, channel: str = "sms", **who: Any) -> None:
        self.office, self.desk, self.meeting = office, Desk(office), str(uuid.uuid4())
        self.desk.filled(who=applicant(nik=new_nik(), notice_channel=channel, **who))
        self.code = self.desk.do("forward", {"items": items()})["receipt"]["tracking_code"]
        self.message(INVITATION)

    def message(self, contract: Contract, days: int = 3, **changes: Any) -> None:
        body = invitation(
            self.office.service("review"), self.desk.case_no, self.meeting, days, missed=False, ended=False
        )
        self.desk.take(contract, body | {"result": "agreed", "at": clock.now()} | changes)

    def told(self) -> list[tuple[str, str]]:
        found = person(self.office).ask(f"{self.desk.path}/notices")["items"]
        return [(row["kind"], row["state"]) for row in found[::-1] if row["kind"] != "received"]

    def tracking(self) -> dict[str, Any]:
        return dict(person(self.office).ask(f"/intake/api/tracking/{self.code}"))

    def remind(self, days: int) -> None:
        with self.office.service("intake").work(SYSTEM, clock.now() + timedelta(days=days)) as work:
            reminders.remind_all(work)


def test_an_invitation_is_told_printed_tracked_and_given(office: TestOffice) -> None:
    case = Invited(office)
    day = clock.today() + timedelta(days=3)
    assert case.told() == [("invited", "waiting")]
    shown = case.tracking()["invitation"]
    what = {"what": "Tatap muka dengan Camat", "clock_time": "09.00", "place": "Ruang kerja Camat"}
    assert shown == what | {"held_on": day.isoformat()}
    track = office.app("intake").test_client().get(f"/intake/track/{case.code}").text
    assert when(day, "09.00") in track
    assert "Konfirmasi" not in track, "what it is about stands on the paper"

    work = person(office).get("/intake/work/panel").text
    assert f"{case.desk.page}#card-invitation" in work
    assert "Cetak undangan" in work
    (paper,) = [one for one in case.desk.now()["documents"] if one["role"] == "invitation"]
    assert paper["id"] in person(office).get(case.desk.page).text.split('id="card-invitation"', 1)[1]
    assert person(office).get(paper["url"]).data.startswith(b"%PDF"), "the clerk may open and print it"

    office.send_notices("intake", clock.now())
    assert f"Undangan untuk {case.desk.case_no}" in person(office).get("/intake/notices").text
    given = person(office).post(f"{case.desk.page}/give-invitation", data={"how": "courier"})
    assert given.status_code == 302
    assert case.desk.now()["invitation"]["given_by"] == "Rina Wulandari"
    assert f"{case.desk.page}#card-invitation" not in person(office).get("/intake/work/panel").text
    assert person(office).post(f"{case.desk.path}/give-invitation", json={"how": "courier"}).status_code == 409


def test_only_clerks_give_invitations(office: TestOffice) -> None:
    case = Invited(office)
    for who in ("kasi", "camat", "registrasi", "auditor"):
        refused = person(office, who).post(f"{case.desk.path}/give-invitation", json={"how": "courier"})
        assert refused.status_code == 403, who


def test_moved_called_off_and_held_are_told_again_and_end_what_was_told_before(office: TestOffice) -> None:
    case = Invited(office, "none")
    assert case.told() == [("invited", "by_hand")]
    case.message(INVITATION_CHANGED, 6)
    assert case.told() == [("invited", "overtaken"), ("meeting_moved", "by_hand")]
    assert case.desk.now()["invitation"]["held_on"] == (clock.today() + timedelta(days=6)).isoformat()
    case.message(INVITATION_CANCELLED)
    assert case.told() == [("invited", "overtaken"), ("meeting_moved", "overtaken"), ("meeting_off", "by_hand")]
    assert case.tracking()["invitation"] is None
    assert case.desk.now()["invitation"] is None


def test_what_was_held_or_ends_with_the_case_is_told_no_more(office: TestOffice) -> None:
    held, ended = Invited(office, "none"), Invited(office, "none")
    held.message(INVITATION_RESULT)
    assert held.told() == [("invited", "overtaken")]
    ended.message(INVITATION_CANCELLED, ended=True)
    assert ended.told() == [("invited", "overtaken")]


@pytest.mark.parametrize(("days", "told"), [(1, True), (-1, False)])
def test_only_a_meeting_that_is_still_to_come_is_told_as_called_off(office: TestOffice, days: int, told: bool) -> None:
    case = Invited(office)
    person(office).do(f"{case.desk.path}/give-invitation", {"how": "courier"})
    past = {"held_on": clock.today() + timedelta(days=days)}
    with office.service("intake").database.transaction() as session:
        session.execute(update(Invitation).where(Invitation.case_no == case.desk.case_no).values(past))
    case.message(INVITATION_CANCELLED, ended=True)
    with office.service("intake").reading() as session:
        kinds = session.scalars(select(notice.c.kind).where(notice.c.subject == case.desk.case_no)).all()
    assert ("invitation_off" in kinds) is told, "whoever came is not told that it was not held"


def test_who_gets_the_own_paper_at_the_desk_is_not_told_once_more(office: TestOffice) -> None:
    case = Invited(office, "none")
    person(office).do(f"{case.desk.path}/give-invitation", {"how": "desk"})
    assert case.told() == [("invited", "overtaken")]


@pytest.mark.parametrize("days", [10])
def test_the_applicant_is_reminded_once_on_the_working_day_before(office: TestOffice, days: int) -> None:
    case = Invited(office)
    case.message(INVITATION_CHANGED, days)
    calendar = office.service("intake").calendar
    day = clock.today() + timedelta(days=days)
    before = next(n for n in range(1, days) if calendar.add(clock.today() + timedelta(days=n), 1) >= day)
    case.remind(before - 1)
    assert "meeting_near" not in dict(case.told())
    for late in (before, before, days):
        case.remind(late)
    assert [kind for kind, _ in case.told()].count("meeting_near") == 1


def test_the_papers_of_an_invitation_are_archived_once_by_their_maker(office: TestOffice) -> None:
    case = Invited(office)
    case.desk.closed()
    (dossier,) = case.desk.posted("dossier_part")
    assert "invitation" not in [one["role"] for one in dossier["documents"]]


def test_a_broken_promise_after_the_end_is_told_once_with_the_way_out(office: TestOffice) -> None:
    case = Invited(office, "none")
    case.desk.closed()
    broken = {"promise_id": uuid.uuid4(), "at": clock.now()}
    for _ in range(2):
        case.desk.take(PROMISE_BROKEN, broken)
    assert [kind for kind, _ in case.told()].count("promise_broken") == 1
    assert "Beri tahu pemohon" in person(office).get("/intake/work/panel").text
    assert "Anda dapat mengadu lagi di loket" in person(office).get(case.desk.page).text
