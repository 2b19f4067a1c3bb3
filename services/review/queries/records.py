"""Everything that belongs to one case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.handoffs import outbox
from services.review.queries.cases import FILES, LETTERS, MEMBERS, NO, entries_of
from services.review.tables import (
    CaseFile,
    Consultation,
    Coordination,
    Decision,
    Disposition,
    EvidenceHandover,
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
from services.shared.data.together import Together
from services.shared.files.brought import BroughtFile

LISTS: dict[str, type[CaseEntry]] = {
    "verifications": Verification, "consultations": Consultation, "meetings": Meeting, "participants": Participant,
    "promises": Promise, "dispositions": Disposition, "coordinations": Coordination, "tasks": Task, "visits": Visit,
    "reports": Report, "decisions": Decision, "follow_ups": FollowUp,
    "evidence_handovers": EvidenceHandover,
}  # fmt: skip
_TOGETHER = Together(
    {
        **{name: entries_of(table) for name, table in LISTS.items()},
        "members": MEMBERS,
        "letters": LETTERS,
        "files": FILES,
        "brought": select(BroughtFile).where(BroughtFile.subject == NO).order_by(BroughtFile.added_at),
        "timeline": trail.STORY,
        "deliveries": outbox.DELIVERIES,
    }
)  # with every case that is opened, so it is one question, made once


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
    evidence_handovers: Sequence[EvidenceHandover]
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
    """Everything about a case, by one query. The rows are for showing; whoever changes one asks for it by itself."""
    rows = _TOGETHER.ask(session, {"case_no": case_no, "subject": case_no})
    shown: dict[str, Any] = {
        "brought": {row.id: row for row in rows["brought"]},
        "timeline": trail.told(session, case_no, rows["timeline"]),
        "deliveries": outbox.fared(rows["deliveries"]),
    }
    return Records(**rows | shown)
