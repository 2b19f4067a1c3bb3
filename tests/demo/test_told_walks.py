"""Property: whichever way a case takes through the four services, the applicant is told of each milestone exactly once
by the own channel, or there is an open task at the desk to tell it.

What each message alone does, doubled and late, is in ``tests/intake/test_everyone_told.py``; here the verbs of people
bring the messages about.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from functools import partial

import pytest
from sqlalchemy import select

from deploy.demo import steps
from services.intake.notices.milestones import Milestone
from services.intake.queries.notices import to_tell
from services.intake.rules.notices import APPLICANT
from services.review.states import MOVES
from services.shared.notices.tables import notice
from tests.demo.people import StaffHere
from tests.support import review
from tests.support.intake import Desk, applicant, items, new_nik
from tests.support.office import TestOffice
from tests.support.sampling import WHOLE

# What brings the case to another state, or calls somebody; parts of a mediation need their own things first.
VERBS = frozenset({
    "report_to_camat", "ask_clarification", "decline", "withdraw_refusal", "consult", "send_back", "refuse", "talk_now",
    "resolve_directly", "call_face_to_face", "record_meeting", "move_meeting", "cancel_meeting", "dispose_to_team",
    "coordinate", "submit_report", "return_report", "decide_oral_answer", "answer_in_person", "decide_written_letter",
    "decide_delegation", "decide_report_law", "withdraw_decision", "convey_and_close",
})  # fmt: skip
TOLD = {
    "ask_clarification": Milestone.INCOMPLETE,
    "call_face_to_face": Milestone.INVITED,
    "move_meeting": Milestone.MEETING_MOVED,
    "cancel_meeting": Milestone.MEETING_OFF,
}
DECISIONS = {"decide_oral_answer", "decide_written_letter", "decide_delegation", "decide_report_law"}
WITHOUT_LETTER = {"decide_delegation", "decide_report_law"}  # told by the team, with a reference
FEW, MANY, LONGEST = 1, 40, 14  # walks in every run and before a release; verbs of one


class Walk:
    """One case on its way: what may be done next, and what the applicant has to be told of it."""

    def __init__(self, office: TestOffice, seed: int, channel: str) -> None:
        self.chance, self.channel, self.office = random.Random(seed), channel, office
        who = applicant(nik=new_nik(), notice_channel=channel, phone="081234567890")
        self.desk, self.review, self.staff = Desk(office).forwarded(who=who), review.Desk(office), StaffHere(office)
        self.case_no, self.way = self.desk.case_no, list[str]()
        self.wanted: Counter[str] = Counter({Milestone.RECEIVED: int(channel != "none")})
        office.pump()

    def go(self) -> None:
        """To an end, or so far."""
        while len(self.way) < LONGEST and not (state := self.review.state(self.case_no)).startswith("closed"):
            name, act = self.chance.choice(self._ways(state))
            self.way.append(name)
            act()
            self.office.pump()

    def _ways(self, state: str) -> list[tuple[str, Callable[[], object]]]:
        verbs = [move.verb for move in MOVES if move.source == state and move.verb in self._known(state)]
        found: list[tuple[str, Callable[[], object]]] = [(verb, partial(self._do, verb)) for verb in verbs]
        if state == "returned_to_desk":
            found.append(("(completed)", self._completed))
        if state in {"refusal_letter", "letter_requested"}:
            found.append(("(signed and brought)", self._letter))
        return found

    def _known(self, state: str) -> frozenset[str]:
        """The team has a mediation alone, which needs its own things first."""
        return VERBS if state == "camat_meeting" else VERBS - {"move_meeting", "cancel_meeting"}

    def _do(self, verb: str) -> None:
        said: dict[str, object] = {"with_letter": False} if verb in WITHOUT_LETTER else {}
        if verb == "move_meeting":
            said["time"] = f"{8 + self.way.count(verb) % 8:02d}.45"  # another hour than before
        self.review.do(self.case_no, verb, **said)
        if verb in TOLD:
            self.wanted[TOLD[verb]] += 1
        self.wanted[Milestone.DECIDED] += verb in DECISIONS

    def _completed(self) -> None:
        self.desk.do("complete-documents", {"note": "Foto baru"})
        self.desk.do("forward", {"items": items()})
        self.wanted[Milestone.RECEIVED] += self.channel != "none"

    def _letter(self) -> None:
        """Steps 14 to 17."""
        refused = self.review.state(self.case_no) == "refusal_letter"
        letter = steps.sign_letter(self.staff, self.case_no) if refused else self._written()
        self.wanted[Milestone.DECIDED] += refused  # what the section head proposed is decided by its signature
        steps.register_letter(self.staff, letter, [{"purpose": "Arsip", "recipient": "Kasi"}])
        self.wanted[Milestone.LETTER_READY] += 1
        steps.hand_over(self.staff, self.case_no, "Ferdinand Karundeng")

    def _written(self) -> str:
        return steps.write_letter(self.staff, self.case_no, [])


def check(walk: Walk) -> None:
    """Each milestone has its one notice, by the own channel; what waits for a person is a task of the desk."""
    mine = select(notice).where(notice.c.subject == walk.case_no, notice.c.recipient == APPLICANT)
    with walk.office.service("intake").reading() as session:
        rows = list(session.execute(mine))
        open_tasks = {complaint.case_no for complaint, _ in to_tell(session).rows}
    kinds = Counter("end" if row.kind.startswith("end_") else row.kind for row in rows)
    assert {kind: kinds[kind] for kind in walk.wanted} == dict(walk.wanted), walk.way
    complaint = walk.desk.now()
    had_it = complaint["state"] == "closed_resolved" and walk.way[-1] == "(signed and brought)"
    assert kinds["end"] == int(complaint["state"].startswith("closed") and not had_it), walk.way
    assert set(kinds) <= {*walk.wanted, "end"}, walk.way
    assert {row.channel for row in rows} <= {"by_hand" if walk.channel == "none" else walk.channel}, walk.way
    by_hand = [row for row in rows if row.channel == "by_hand" and row.done_by is None]
    assert (walk.case_no in open_tasks) == bool(by_hand), walk.way
    if by_hand:
        walk.office.person("loket1").do(f"{walk.desk.path}/told", {"how": "phone"})
        assert walk.case_no not in walk.office.person("loket1").get("/intake/work").text


@pytest.mark.parametrize("seed", range(MANY if WHOLE else FEW))
@pytest.mark.parametrize("channel", ["sms", "none"])
def test_each_milestone_is_told_once_or_waits_at_the_desk(office: TestOffice, seed: int, channel: str) -> None:
    walk = Walk(office, seed, channel)
    walk.go()
    check(walk)
