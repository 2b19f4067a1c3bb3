"""Step 10: who of the team does what until when, and what was seen at the place."""

from __future__ import annotations

import uuid
from datetime import date

from services.review.actions.attachments import claim_loose
from services.review.actions.moving import step
from services.review.actions.signing import signed
from services.review.queries.cases import members
from services.review.rules import dates
from services.review.tables import Case, Task, Visit
from services.shared.calendar import clock
from services.shared.errors import RuleBroken
from services.shared.rights.people import Role
from services.shared.unit_of_work import Work


@step
def assign_task(work: Work, case: Case, *, member: str, what: str, due_on: date) -> None:
    """Step 10: a task for one member of the team, with the day by which it is done."""
    names = {one.username: one.name for one in members(work.session, case.case_no)}
    if member not in names:
        raise RuleBroken("Bukan anggota.", {"member": ["Pilih anggota yang menerima disposisi ini."]})
    dates.check_not_past("due_on", due_on, dates.today(work.now))
    given = {"username": member, "name": names[member], "what": what, "due_on": due_on}
    work.session.add(Task(case_no=case.case_no, **given, **signed(work, Role.TEAM)))
    work.audit("assign_task", case.case_no, f"Tugas {names[member]} sampai {clock.long_date(due_on)}: {what}")


@step
def finish_task(work: Work, case: Case, *, task_id: uuid.UUID, outcome: str) -> None:
    """Step 10: the task is done, or no longer needed; ``outcome`` says which."""
    row = work.session.get(Task, task_id)
    if row is None or row.case_no != case.case_no or row.done_at is not None:
        text = "Tugas ini tidak ada pada pengaduan ini, atau sudah selesai."
        raise RuleBroken(text, {"task_id": [text]})
    row.done_at, row.done_by, row.outcome = work.now, work.actor.username, outcome
    work.audit("finish_task", case.case_no, f"Tugas {row.name} selesai ({row.what}): {outcome}")


@step
def note_visit(work: Work, case: Case, *, visited_on: date, place: str, present: str, findings: str) -> None:
    """Step 10: the note of a site visit; photos that this person uploaded beforehand belong to it."""
    dates.check_not_future("visited_on", visited_on, dates.today(work.now))
    given = {"visited_on": visited_on, "place": place, "present": present, "findings": findings}
    row = Visit(id=uuid.uuid4(), case_no=case.case_no, **given, **signed(work, Role.TEAM))
    work.session.add(row)
    work.session.flush()
    photos = claim_loose(work, case, "visit", visit_id=row.id)
    work.audit("note_visit", case.case_no, f"Lokasi ditinjau di {place}: {findings}", photos=photos)
