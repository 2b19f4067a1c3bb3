"""Whatever happens, in whatever order, late or doubled: the applicant is told of each milestone exactly once by the own
channel, or there is an open task at the desk to tell it; and no bell rings for work that is done."""

from __future__ import annotations

import os
import uuid
from collections import Counter
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from services.handoffs.envelope import Envelope
from services.handoffs.invitations import (
    INVITATION,
    INVITATION_CANCELLED,
    INVITATION_CHANGED,
    INVITATION_RESULT,
    PROMISE_BROKEN,
)
from services.handoffs.outcomes import STAGE_LABELS, Outcome, Stage
from services.handoffs.registry_to_intake import LETTER_READY
from services.handoffs.review_to_intake import CASE_AMENDED, CASE_CLOSED, CASE_PROGRESSED, CASE_RETURNED
from services.intake.actions import completeness, handover, invitations, messages, uncollected, withdrawal, withdrawing
from services.intake.notices import reminders
from services.intake.notices.milestones import Milestone
from services.intake.queries import invitations as queries
from services.intake.queries import withdrawal as waiting_ones
from services.intake.rules.notices import APPLICANT
from services.intake.states import CLOSED, State
from services.intake.tables import Complaint
from services.shared.audit import trail
from services.shared.calendar import clock
from services.shared.errors import Refused
from services.shared.notices.ending import NEWS, OVERTAKEN
from services.shared.notices.tables import notice
from services.shared.rights.people import SYSTEM, Actor, Role
from services.shared.unit_of_work import Service
from tests.support import intake as builders
from tests.support import notices
from tests.support.intake import Desk, applicant, items, new_nik
from tests.support.office import TestOffice

CLERK = Actor(uuid.uuid4(), "loket1", "Rina Wulandari", frozenset({Role.CLERK}))
EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "0")) or 8
_serial = count(1)


class Case:
    """One forwarded case, to which things happen by their actions, without pages or servers of jobs."""

    def __init__(self, office: TestOffice, channel: str) -> None:
        who = applicant(nik=new_nik(), notice_channel=channel, phone="081234567890")
        self.office, self.desk = office, Desk(office).forwarded(who=who)
        self.service: Service = office.service("intake")
        self.now = clock.now()
        self.last: tuple[Any, Envelope, Any] | None = None
        self.meeting, self.promise = str(uuid.uuid4()), str(uuid.uuid4())

    def message(self, contract: Any, action: Any, body: dict[str, Any]) -> None:
        self.now += timedelta(hours=1)
        envelope = builders.envelope(contract, self.desk.case_no, body, next(_serial), self.now)
        self.last = (action, envelope, contract.load(envelope.body))
        self.take(*self.last)

    def take(self, action: Any, envelope: Envelope, body: Any) -> None:
        with self.service.work(SYSTEM, self.now) as work:
            action(work, envelope, body)

    def by_clerk(self, action: Any, **given: Any) -> None:
        """What a clerk may not do now is refused, and nothing happened."""
        self.now += timedelta(hours=1)
        try:
            with self.service.work(CLERK, self.now) as work:
                action(work, self.desk.case_no, None, **given)
        except Refused:
            return

    def row(self) -> Complaint:
        with self.service.reading() as session:
            return session.get_one(Complaint, self.desk.case_no)

    # what may happen

    def progress(self, stage: Stage) -> None:
        body = builders.progressed(stage, at=self.now)
        self.message(CASE_PROGRESSED, messages.progress, body)

    def doubled(self) -> None:
        """The last message once more, late."""
        if self.last is not None:
            self.now += timedelta(hours=1)
            self.take(*self.last)

    def returned(self) -> None:
        self.message(CASE_RETURNED, messages.take_back, builders.returned())

    def completed(self) -> None:
        self.by_clerk(completeness.complete_documents, note="")

    def incomplete(self) -> None:
        self.by_clerk(completeness.return_incomplete, items=items(evidence="Foto patok"))

    def letter(self) -> None:

        self.message(LETTER_READY, messages.letter_ready, builders.letter(self.service, self.desk.case_no))

    def handed(self) -> None:
        self.now += timedelta(hours=1)
        given = {"recipient": "Ferdinand Karundeng", "relation": "applicant", "way": "desk", "note": ""}
        try:
            with self.service.work(CLERK, self.now) as work:
                handover._handed(work, self.desk.case_no, None, given, None)
        except Refused:
            return

    def confirmed(self) -> None:
        self.by_clerk(handover.confirm_receipt)

    def ended(self, outcome: Outcome) -> None:
        self.message(CASE_CLOSED, messages.end, builders.closed(outcome, ended_at=self.now))

    def withdrawn(self) -> None:
        with self.service.work(SYSTEM, self.now) as work:
            complaint = work.session.get_one(Complaint, self.desk.case_no)
            if complaint.outcome is None and waiting_ones.waiting(work.session, self.desk.case_no) is None:
                withdrawal._announce(work, complaint, "code", "Sudah berdamai", None)
                work.audit("withdraw_by_code", self.desk.case_no, "Dicabut")

    def stopped(self) -> None:
        self.by_clerk(withdrawal.stop_withdrawal, reason="Bukan kehendak pemohon")

    def effective(self) -> None:
        with self.service.work(SYSTEM, self.now) as work:
            withdrawing.take_effect(work, self.desk.case_no)

    def lapsed(self) -> None:
        self.now += timedelta(days=1)  # what is posted at the moment of a move counts as posted with it
        with self.service.work(SYSTEM, self.now) as work:
            complaint = work.session.get_one(Complaint, self.desk.case_no)
            if complaint.state == State.AWAITING_COMPLETION:
                withdrawing.expire(work, complaint)

    def reminded(self) -> None:
        self.now += timedelta(days=9)
        with self.service.work(SYSTEM, self.now) as work:
            reminders.remind_all(work)

    def waited_long(self) -> None:
        self.now += timedelta(days=50)
        with self.service.work(SYSTEM, self.now) as work:
            uncollected.call_all(work)

    def never_collected(self) -> None:
        """Review's word on it, for a letter that was given up."""
        if self.trail()["give_up"] and self.row().outcome is None:
            body = builders.closed(Outcome.RESOLVED, branch="12b>uncollected", ended_at=self.now)
            self.message(CASE_CLOSED, messages.end, body)

    def invitation(self, contract: Any, action: Any, **changes: Any) -> None:
        body = builders.invitation(
            self.office.service("review"), self.desk.case_no, self.meeting, next(_serial), **changes
        )
        self.message(contract, action, body)

    def amended(self) -> None:
        """Review completes its last word; of a case that goes on there is none yet."""
        self.message(CASE_AMENDED, messages.amend, {"message": f"Nomor laporan: {next(_serial)}", "at": self.now})

    def promise_broken(self) -> None:
        body = {"promise_id": self.promise, "at": self.now}
        self.message(PROMISE_BROKEN, invitations.promise_broken, body)

    # what must be so

    def told(self) -> list[Any]:
        mine = select(notice).where(notice.c.subject == self.desk.case_no, notice.c.recipient == APPLICANT)
        with self.service.reading() as session:
            return list(session.execute(mine))

    def waits(self) -> int:
        with self.service.reading() as session:
            return int(queries.planned(session, self.desk.case_no) is not None)

    def decisions(self) -> int:
        """How often the Camat's decision (12) was news: not again while it stands, but anew after step 5 was."""
        line, found, stands = trail.audit.c, 0, False
        wanted = line.subject == self.desk.case_no, line.verb.in_(["progress", "forward"])
        with self.service.reading() as session:
            for said in session.scalars(select(line.note).where(*wanted).order_by(line.position)):
                found += said in DECIDED and not stands
                stands = said in DECIDED
        return found

    def trail(self) -> Counter[str]:
        line = trail.audit.c
        with self.service.reading() as session:
            return Counter(session.scalars(select(line.verb).where(line.subject == self.desk.case_no)))


DECIDED = {STAGE_LABELS[stage] for stage in messages.DECIDED}
OFF = {"missed": False, "ended": False, "at": clock.now()}
STEPS = {
    "decided": lambda case: case.progress(Stage.LETTER),
    "carried out": lambda case: case.progress(Stage.FOLLOW_UP),
    "team": lambda case: case.progress(Stage.TEAM),
    "doubled": Case.doubled,
    "returned": Case.returned,
    "completed": Case.completed,
    "incomplete": Case.incomplete,
    "letter": Case.letter,
    "handed": Case.handed,
    "confirmed": Case.confirmed,
    **{f"ended {one}": (lambda case, one=one: case.ended(one)) for one in Outcome},
    "withdrawn": Case.withdrawn,
    "stopped": Case.stopped,
    "effective": Case.effective,
    "lapsed": Case.lapsed,
    "reminded": Case.reminded,
    "waited long": Case.waited_long,
    "never collected": Case.never_collected,
    "invited": lambda case: case.invitation(INVITATION, invitations.invited),
    "moved": lambda case: case.invitation(INVITATION_CHANGED, invitations.changed, missed=False),
    "called off": lambda case: case.invitation(INVITATION_CANCELLED, invitations.called_off, **OFF),
    "held": lambda case: case.invitation(INVITATION_RESULT, invitations.held, result="agreed", at=case.now),
    "amended": Case.amended,
    "promise broken": Case.promise_broken,
    "papers given": lambda case: case.by_clerk(_give),
}


def _give(work: Any, case_no: str, _: None) -> None:
    invitations.give_invitation(work, case_no, how="courier")


# Said again of what was told: each of its own day (tests/intake/test_notices.py, test_invitations.py).
REMINDERS = {Milestone.COMPLETION_NEAR, Milestone.LETTER_WAITS, Milestone.MEETING_NEAR}
HERE = {"none"}  # the channels of those whom a person tells


def check(case: Case, channel: str) -> None:
    """Every milestone that the trail knows has its one notice, and each is told, open at the desk, or overtaken."""
    happened, rows, complaint = case.trail(), case.told(), case.row()
    kinds = Counter("end" if row.kind.startswith("end_") else row.kind for row in rows)
    by_hand = channel in HERE
    wanted = Counter(
        {
            "received": 0 if by_hand else happened["forward"],
            "incomplete": happened["take_back"] + (0 if by_hand else happened["return_incomplete"]),
            "decided": case.decisions(),
            "letter_ready": happened["letter_ready"],
            "letter_last": happened["last_call"],
            "invited": happened["invited"],
            "meeting_moved": happened["meeting_moved"],
            "meeting_off": happened["meeting_off"],
            "amended": happened["amend"],
            "promise_broken": int(happened["promise_broken"] > 0),  # one promise, whoever says so twice
            "withdrawal": 0 if by_hand else happened["withdraw_by_code"],
            "withdrawal_stopped": 0 if by_hand else happened["stop_withdrawal"],
        }
    )
    assert {*wanted, *REMINDERS} == set(Milestone), "a new milestone is counted here"
    for kind, times in wanted.items():
        assert kinds[kind] == times, (kind, times, kinds, happened)
    ended = complaint.outcome is not None
    knows = happened["confirm_receipt"] and complaint.outcome == Outcome.RESOLVED
    knows = knows or (happened["withdraw_by_code"] and complaint.outcome == Outcome.WITHDRAWN)
    assert kinds["end"] == int(ended and not knows), (complaint.outcome, kinds, happened)
    for row in rows:
        assert row.text.count(case.desk.case_no) == 1
        assert row.channel == ("by_hand" if by_hand else channel)
        calls = row.about != NEWS
        assert not row.done_how or (calls and row.done_how == OVERTAKEN), row
    open_calls = [row.kind for row in rows if row.about != NEWS and row.done_by is None]
    states = {
        "incomplete": "awaiting_completion",
        "letter_ready": "ready_for_handover",
        "letter_last": "ready_for_handover",
    }
    calls = Counter(kind for kind in open_calls if kind in {"invited", "meeting_moved"})
    assert calls.total() <= case.waits(), "an invitation to what was moved, called off or held"
    for kind in open_calls:
        assert states.get(kind, complaint.state) == complaint.state, "a call to the desk for what is done"
    with case.service.reading() as session:
        bells = select(notice.c.kind, notice.c.text).where(
            notice.c.subject == case.desk.case_no, notice.c.channel == "bell", notice.c.done_by.is_(None)
        )
        rung = list(session.execute(bells))
    assert all(case.desk.case_no in row.text for row in rung)
    if complaint.state in CLOSED:
        assert not [row for row in rung if row.kind != "withdrawal"], rung


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=st.lists(st.sampled_from(sorted(STEPS)), max_size=9), channel=st.sampled_from(["sms", "none"]))
def test_whatever_happens_each_milestone_is_told_once_or_waits_at_the_desk(
    office: TestOffice, steps: list[str], channel: str
) -> None:
    case = Case(office, channel)
    for step in steps:
        STEPS[step](case)
    check(case, channel)


@pytest.mark.parametrize(
    "steps",
    [
        ["decided", "carried out", "doubled"],
        ["letter", "handed", "confirmed", "ended transferred"],
        ["withdrawn", "effective", "ended declined"],
        ["returned", "completed", "reminded"],
        ["returned", "lapsed", "ended withdrawn", "doubled"],
        ["letter", "reminded", "reminded", "handed"],
        ["letter", "team", "decided", "letter"],
        ["letter", "waited long", "waited long", "reminded", "waited long", "never collected", "doubled"],
        ["invited", "moved", "reminded", "doubled", "called off"],
        ["invited", "papers given", "held", "decided"],
        ["invited", "ended resolved"],
        ["decided", "team", "decided", "returned", "completed", "decided"],
        ["amended", "ended reported_to_law", "amended", "doubled", "amended"],
        ["ended resolved", "promise broken", "doubled"],
    ],
    ids=" → ".join,
)
@pytest.mark.parametrize("channel", ["sms", pytest.param("none", marks=pytest.mark.release)])
def test_ways_that_were_told_wrong_once(office: TestOffice, steps: list[str], channel: str) -> None:
    case = Case(office, channel)
    for step in steps:
        STEPS[step](case)
    check(case, channel)


def test_a_bell_goes_out_of_every_recipients_list_when_one_of_them_did_the_work(office: TestOffice) -> None:
    case = Case(office, "sms")
    case.returned()
    office.send_notices("intake", case.now)
    rung = notices.bells(case.service, "loket1", case.desk.case_no)
    assert [row.read_at for row in rung] == [None]
    assert case.desk.case_no in rung[0].text
    case.completed()
    office.send_notices("intake", case.now)
    assert all(row.read_at for row in notices.bells(case.service, "loket1", case.desk.case_no))
    assert notices.bells(case.service, "loket1", case.desk.case_no)[0].id == rung[0].id
