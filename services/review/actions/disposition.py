"""Step 8c: the Camat's disposition to members of the complaints team."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from services.review.actions import deadlines
from services.review.actions.documents import file_paper
from services.review.actions.letters import letters_follow
from services.review.actions.moving import step, tell_stage
from services.review.actions.signing import signed
from services.review.notices.news import tell_members
from services.review.papers.disposition import disposition
from services.review.queries import cases
from services.review.queries.conflicts import facts_of
from services.review.queries.people import staff
from services.review.rules import dates
from services.review.rules.choices import check_known
from services.review.rules.conflict import left_out
from services.review.rules.disposition import check_leader, shown_members
from services.review.rules.path import add_step
from services.review.rules.told import TOLD
from services.review.tables import Case, Disposition, Member, Task
from services.shared.calendar import clock
from services.shared.errors import RuleBroken
from services.shared.rights.people import Role
from services.shared.unit_of_work import Work


@step
def dispose_to_team(work: Work, case: Case, **given: Any) -> None:
    """Step 8c: disposition to members of the complaints team, one of whom leads, with instructions and due day."""
    case.path = add_step(case.path, "8c")
    row = _disposed(work, case, **given)
    note = f"Didisposisikan kepada {shown_members(row)}, batas {clock.long_date(row.due)}"
    work.audit("dispose_to_team", case.case_no, note)
    tell_stage(work, case, TOLD["dispose_to_team"])


@step
def change_disposition(work: Work, case: Case, *, reason: str, **given: Any) -> None:
    """Step 8c again: other members, another leader, instruction or day; told to whom it concerns.

    Open tasks of who leaves are the leader's. The applicant is told nothing: the team has the case as before.
    """
    before = {one.username for one in cases.members(work.session, case.case_no)}
    row = _disposed(work, case, **given)
    moved = _hand_on_tasks(work, case, row)
    letters_follow(work, case, row.members)
    note = f"Disposisi diubah: {reason}. Sekarang kepada {shown_members(row)}, batas {clock.long_date(row.due)}"
    work.audit("change_disposition", case.case_no, note, tasks_handed_on=moved)
    tell_members(work, case, before, set(row.members))


def _disposed(
    work: Work,
    case: Case,
    *,
    members: list[str],
    leader: str,
    instructions: list[str],
    note: str,
    urgency: str,
    due: date,
) -> Disposition:
    """The disposition as it counts from now on, on paper too; raises RuleBroken."""
    chosen = _chosen(work, case, members)
    check_leader(leader, chosen)
    dates.check_not_past("due", due, dates.today(work.now))
    check_known("instructions", instructions, work.office.instructions)
    case.urgency, case.disposition_due = urgency, due
    deadlines.set_due(work, case)
    row = Disposition(
        case_no=case.case_no,
        instructions=instructions,
        note=note,
        urgency=urgency,
        due=due,
        members=list(chosen),
        member_names=list(chosen.values()),
        leader=leader or next(iter(chosen)),
        **signed(work, Role.CAMAT),
    )
    work.session.add(row)
    _set_members(work, case, chosen, row.leader)
    file_paper(work, case, "disposition", "Lembar disposisi", disposition(work.office, case, row))
    return row


def _set_members(work: Work, case: Case, chosen: Mapping[str, str], leader: str) -> None:
    known = {one.username: one for one in cases.members(work.session, case.case_no)}
    for username in known.keys() - chosen.keys():
        work.session.delete(known[username])
    for username, name in chosen.items():
        row = known.get(username) or Member(case_no=case.case_no, username=username)
        row.name, row.leads = name, username == leader
        work.session.add(row)


def _hand_on_tasks(work: Work, case: Case, row: Disposition) -> int:
    """Open tasks of who is no member any more go to the leader; returns how many."""
    leader = dict(zip(row.members, row.member_names, strict=True))[row.leader]
    tasks = [one for one in cases.entries(work.session, Task, case.case_no) if one.done_at is None]
    left = [one for one in tasks if one.username not in row.members]
    for task in left:
        task.username, task.name = row.leader, leader
    return len(left)


def _chosen(work: Work, case: Case, usernames: list[str]) -> dict[str, str]:
    """The chosen members with their names, each once; raises RuleBroken."""
    known = {name: one for name, one in staff(work.service, work.now).items() if Role.TEAM in one.holds}
    unknown = [name for name in usernames if name not in known]
    if unknown:
        raise _wrong("Anggota tim tidak tepat.", f"Bukan anggota Tim Pengaduan: {', '.join(unknown)}.")
    chosen = {name: known[name] for name in dict.fromkeys(usernames)}
    barred = left_out(facts_of(work.session, case.case_no), chosen.values())
    if unfit := [chosen[name].name for name in chosen if name in barred]:
        raise _wrong("Benturan kepentingan.", f"Berbenturan kepentingan: {', '.join(unfit)}.")
    return {name: one.name for name, one in chosen.items()}


def _wrong(message: str, text: str) -> RuleBroken:
    return RuleBroken(message, {"members": [text]})
