"""Somebody leaves or falls ill: all that this person has open goes to another, in one act (beside the steps).

Only what is somebody's own: cases that were disposed to a member of the team (8c), with the letters that the team
still writes, tasks (10), answers that are awaited (13). Desk, section head, Camat and registration work by their role.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Any

from services.review.actions.letters import letters_follow
from services.review.notices.recipients import link
from services.review.queries import cases
from services.review.queries.conflicts import facts_of
from services.review.queries.handing_on import cases_of, members_and_tasks
from services.review.queries.people import staff
from services.review.rules.conflict import left_out
from services.review.states import CLOSED, RIGHTS
from services.review.tables import Case, Member
from services.shared.errors import RuleBroken
from services.shared.notices.ending import NEWS
from services.shared.notices.posting import person, post, role
from services.shared.rights.conflicts import Colleague
from services.shared.rights.people import Role
from services.shared.unit_of_work import Work


@dataclass
class HandedOn:
    """What came of it, as case numbers: ``kept`` stay where they are, because the other has no part in them."""

    cases: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


def hand_on_work(work: Work, *, username: str, to: str, reason: str) -> HandedOn:
    """All open work of ``username`` goes to ``to``, who is of the team; told to both, and written down in each case.

    Cases that this actor may not see are left as they are, and nothing is said of them. Nothing left is no error.

    Raises:
        Forbidden: neither section head nor administrator. RuleBroken: the other is not of the team, or the same.
    """
    RIGHTS.check("hand_on_work", work.actor, "Pekerjaan dialihkan oleh Kasi atau administrator.")
    successor, done = _successor(work, username, to), HandedOn()
    for case in cases_of(work.session, username):
        if left_out(facts_of(work.session, case.case_no), [successor]):
            done.kept.append(case.case_no)
            continue
        _hand_on(work, case, username, successor, reason)
        done.cases.append(case.case_no)
    if done.cases:
        _tell_camat(work, len(done.cases))
    return done


def _successor(work: Work, username: str, to: str) -> Colleague:
    found = staff(work.service, work.now).get(to)
    if found is None or Role.TEAM not in found.holds:
        raise RuleBroken.at("to", "Pilih anggota Tim Pengaduan yang masih bertugas.")
    if to == username:
        raise RuleBroken.at("to", "Pilih orang lain.")
    return found


def _hand_on(work: Work, case: Case, username: str, to: Colleague, reason: str) -> None:
    mine, tasks, answers = members_and_tasks(work.session, case.case_no, username)
    before = mine[0].name
    _take_place(work, mine[0], to)
    for task in tasks:
        task.username, task.name = to.username, to.name
    for answer in answers:
        answer.awaited_by = to.username
    if case.state not in CLOSED:
        letters_follow(work, case, [one.username for one in cases.members(work.session, case.case_no)])
    note = f"Pekerjaan {before} dialihkan kepada {to.name}: {reason}"
    work.audit("hand_on_work", case.case_no, note, tasks=len(tasks), answers=len(answers))
    _tell_both(work, case, username, to.username)


def _take_place(work: Work, mine: Member, to: Colleague) -> None:
    """The successor is member in the other's place; who was one already only leads now, where the other led."""
    if (other := work.session.get(Member, (mine.case_no, to.username))) is not None:
        other.leads = other.leads or mine.leads
        work.session.delete(mine)
    else:
        mine.username, mine.name = to.username, to.name
    work.session.flush()


def _tell_both(work: Work, case: Case, username: str, to: str) -> None:
    about = NEWS if case.state in CLOSED else ""
    told: dict[str, Any] = {"kind": "handed_on", "subject": case.case_no, "occasion": str(uuid.uuid4())}
    words = f"{case.case_no} dialihkan kepada Anda"
    post(work, recipient=person(to), text=words, link=link(case.case_no), about=about, **told)
    words = f"{case.case_no} dialihkan dari Anda kepada anggota lain"
    post(work, recipient=person(username), text=words, link="/review/", about=NEWS, **told)


def _tell_camat(work: Work, count: int) -> None:
    """Who disposed the cases hears that others do them now; how many, and no number."""
    subject = f"handed-on:{uuid.uuid4()}"
    words = f"Pekerjaan seorang anggota tim ({count} pengaduan) dialihkan kepada anggota lain"
    told: dict[str, Any] = {"kind": "handed_on", "subject": subject, "occasion": "done", "link": "/review/"}
    post(work, recipient=role(Role.CAMAT), text=words, about=NEWS, **told)
