"""Step 10: who of the team does what until when, and what was seen at the place."""

from __future__ import annotations

import uuid
from typing import Any

from services.review import rules
from services.review.actions.files import claim_loose
from services.review.actions.moving import step
from services.review.actions.signing import signed
from services.review.queries.cases import members
from services.review.tables import Case, Task, Visit
from services.shared.calendar import clock
from services.shared.errors import RuleBroken
from services.shared.rights.people import Role
from services.shared.unit_of_work import Work


def assign_task(work: Work, case_no: str, version: int | None, data: dict[str, Any]) -> Case:
    """Step 10: a task for one member of the team, with the day by which it is done."""
    case, moved = step(work, case_no, "assign_task", version)
    if not moved:
        return case
    names = {member.username: member.name for member in members(work.session, case_no)}
    if data["member"] not in names:
        raise RuleBroken("Bukan anggota.", {"member": ["Pilih anggota yang menerima disposisi ini."]})
    rules.check_not_past("due_on", data["due_on"], rules.today(work.now))
    row = Task(
        case_no=case_no,
        username=data["member"],
        name=names[data["member"]],
        what=data["what"],
        due_on=data["due_on"],
        **signed(work, Role.TEAM),
    )
    work.session.add(row)
    work.audit("assign_task", case_no, f"Tugas {row.name} sampai {clock.long_date(row.due_on)}: {row.what}")
    return case


def finish_task(work: Work, case_no: str, version: int | None, data: dict[str, Any]) -> Case:
    """Step 10: the task is done, or no longer needed; ``outcome`` says which."""
    case, moved = step(work, case_no, "finish_task", version)
    if not moved:
        return case
    row = _open_task(work, case, data["task_id"])
    row.done_at, row.done_by, row.outcome = work.now, work.actor.username, data["outcome"]
    work.audit("finish_task", case_no, f"Tugas {row.name} selesai ({row.what}): {row.outcome}")
    return case


def _open_task(work: Work, case: Case, task_id: uuid.UUID) -> Task:
    row = work.session.get(Task, task_id)
    if row is None or row.case_no != case.case_no or row.done_at is not None:
        text = "Tugas ini tidak ada pada pengaduan ini, atau sudah selesai."
        raise RuleBroken(text, {"task_id": [text]})
    return row


def note_visit(work: Work, case_no: str, version: int | None, data: dict[str, Any]) -> Case:
    """Step 10: the note of a site visit; photos that this person uploaded beforehand belong to it."""
    case, moved = step(work, case_no, "note_visit", version)
    if not moved:
        return case
    rules.check_not_future("visited_on", data["visited_on"], rules.today(work.now))
    given = {name: data[name] for name in ("visited_on", "place", "present", "findings")}
    row = Visit(id=uuid.uuid4(), case_no=case_no, **given, **signed(work, Role.TEAM))
    work.session.add(row)
    work.session.flush()
    photos = claim_loose(work, case, "visit", visit_id=row.id)
    work.audit("note_visit", case_no, f"Lokasi ditinjau di {row.place}: {row.findings}", photos=photos)
    return case
