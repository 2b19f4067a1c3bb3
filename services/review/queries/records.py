"""Everything that belongs to one case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from services.handoffs import outbox
from services.review.queries.cases import NO, entries, files, letters, members
from services.review.tables import (
    CaseFile,
    Consultation,
    Coordination,
    Decision,
    Disposition,
    FollowUp,
    Letter,
    Meeting,
    Member,
    Participant,
    Promise,
    Report,
    Task,
    Verification,
    Visit,
)
from services.review.tables.base import CaseEntry
from services.shared.audit import trail
from services.shared.files.brought import BroughtFile, of_subject

LISTS: dict[str, type[CaseEntry]] = {
    "verifications": Verification, "consultations": Consultation, "meetings": Meeting, "participants": Participant,
    "promises": Promise, "dispositions": Disposition, "coordinations": Coordination, "tasks": Task, "visits": Visit,
    "reports": Report, "decisions": Decision, "follow_ups": FollowUp,
}  # fmt: skip
_OF_A_CASE: tuple[Any, ...] = (Member, Letter, *LISTS.values())
_FILLED = select(*(exists().where(table.case_no == NO) for table in _OF_A_CASE))


@dataclass(frozen=True)
class Records:
    """Everything about a case, each list oldest first."""

    members: Sequence[Member]
    verifications: Sequence[Verification]
    consultations: Sequence[Consultation]
    meetings: Sequence[Meeting]
    participants: Sequence[Participant]
    promises: Sequence[Promise]
    dispositions: Sequence[Disposition]
    coordinations: Sequence[Coordination]
    reports: Sequence[Report]
    decisions: Sequence[Decision]
    letters: Sequence[Letter]
    follow_ups: Sequence[FollowUp]
    files: Sequence[CaseFile]
    brought: dict[UUID, BroughtFile]
    tasks: Sequence[Task]
    visits: Sequence[Visit]
    timeline: list[dict[str, Any]]
    deliveries: list[dict[str, Any]]

    @property
    def planned(self) -> Meeting | None:
        """The appointment that waits for its day, if any."""
        return next((row for row in reversed(self.meetings) if row.is_planned), None)

    @property
    def open_promises(self) -> list[Promise]:
        """What was promised at mediations that were held, and nobody has settled; the nearest day first."""
        held = {row.id for row in self.meetings if row.state == "held"}
        waiting = [row for row in self.promises if row.state == "open" and row.meeting_id in held]
        return sorted(waiting, key=lambda row: row.due_on)

    @property
    def decision(self) -> Decision | None:
        """The decision of step 12 that stands, if any."""
        return next((d for d in reversed(self.decisions) if d.withdrawn_at is None and d.step != "8a"), None)


def records(session: Session, case_no: str) -> Records:
    """Everything about a case: one query that says which tables have rows of it, and one for each that has."""
    filled = _filled(session, case_no)
    rows: Any = {name: entries(session, table, case_no) if table in filled else [] for name, table in LISTS.items()}
    return Records(
        **rows,
        members=members(session, case_no) if Member in filled else [],
        letters=letters(session, case_no) if Letter in filled else [],
        files=files(session, case_no),
        brought={row.id: row for row in of_subject(session, case_no)},
        timeline=trail.story(session, case_no),
        deliveries=outbox.deliveries(session, case_no),
    )


def _filled(session: Session, case_no: str) -> set[Any]:
    """The tables that have rows of this case. Most have none for most of its life."""
    found = session.execute(_FILLED, {"case_no": case_no}).one()
    return {table for table, has in zip(_OF_A_CASE, found, strict=True) if has}
