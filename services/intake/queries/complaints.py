"""One complaint and what belongs to it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, String, Uuid, bindparam, func, select
from sqlalchemy.orm import Session, joinedload, lazyload

from services.handoffs import outbox
from services.intake.queries import invitations, likeness, withdrawal
from services.intake.queries.persons import of_person
from services.intake.rules.codes import hash_code
from services.intake.rules.files import UPLOADS
from services.intake.tables import (
    CaseFile,
    CheckRow,
    Complaint,
    Handover,
    Invitation,
    Likeness,
    SurveyIssued,
    Withdrawal,
)  # fmt: skip
from services.shared.audit import trail
from services.shared.data.together import Together
from services.shared.errors import Missing

UNKNOWN = "Pengaduan dengan nomor ini tidak ada."
UNKNOWN_FILE = "Berkas ini tidak ada pada pengaduan ini."

# Asked with every complaint that is opened or moved, so they are made once: making one takes as long as asking it.
_NO = bindparam("case_no", type_=String)
# Whom it reports is read with the complaint; who saw it apart, as twenty of each would be four hundred rows. Under the
# lock both are read apart: what is joined is as it was before the wait for the lock.
_THIS = select(Complaint).where(Complaint.case_no == _NO)
_COMPLAINT = _THIS.options(joinedload(Complaint.reported))
_LOCKED = _THIS.with_for_update(of=Complaint).execution_options(populate_existing=True)
_BARE = _LOCKED.options(lazyload(Complaint.reported), lazyload(Complaint.witnesses))
_FILES = (
    select(CaseFile)
    .where(CaseFile.case_no == _NO, CaseFile.removed_at.is_(None))
    .order_by(CaseFile.added_at, CaseFile.id)
)
_CHECKLIST = select(CheckRow).where(CheckRow.case_no == _NO).order_by(CheckRow.position)
_RECORDS = Together(
    {
        "files": _FILES,
        "checklist": _CHECKLIST,
        "handover": select(Handover).where(Handover.letter_id == bindparam("letter_id", type_=Uuid)),
        "deliveries": outbox.DELIVERIES,
        "timeline": trail.STORY,
        "withdrawal": withdrawal.WAITING,
        "invitation": invitations.AT_DESK,
        "offered": select(SurveyIssued).where(SurveyIssued.case_no == _NO),
    }
)


def one(session: Session, case_no: str) -> Complaint:
    """A complaint with applicant, form and reported official; raises Missing."""
    return _found(session, case_no, _COMPLAINT)


def case_for_update(session: Session, case_no: str, *, bare: bool = False) -> Complaint:
    """The same, its row locked until commit; raises Missing.

    ``bare``: whom it reports and who saw it is read only where somebody asks.
    """
    return _found(session, case_no, _BARE if bare else _LOCKED)


def _found(session: Session, case_no: str, statement: Select[Complaint]) -> Complaint:
    complaint = session.execute(statement, {"case_no": case_no}).unique().scalar_one_or_none()
    if complaint is None:
        raise Missing(UNKNOWN)
    return complaint


def by_tracking_code(session: Session, code: str) -> Complaint | None:
    """The complaint of a tracking code as the applicant types it; None for an unknown one or no code at all."""
    try:
        return by_tracking_hash(session, hash_code(code))
    except ValueError:
        return None


def by_tracking_hash(session: Session, tracking_hash: str) -> Complaint | None:
    """The complaint whose tracking code has this hash."""
    return (
        session.execute(select(Complaint).where(Complaint.tracking_hash == tracking_hash)).unique().scalar_one_or_none()
    )


def files(session: Session, case_no: str) -> list[CaseFile]:
    """Files of a complaint that were not taken back, oldest first."""
    return list(session.scalars(_FILES, {"case_no": case_no}))


def file_of(session: Session, case_no: str, file_id: uuid.UUID) -> CaseFile:
    """A file of this very complaint; raises Missing for another complaint's and for one that was taken back."""
    file = session.get(CaseFile, file_id)
    if file is None or file.case_no != case_no or file.removed_at is not None:
        raise Missing(UNKNOWN_FILE)
    return file


def uploaded_bytes(session: Session, case_no: str) -> int:
    """How many bytes people have added to a complaint; our own papers do not count."""
    total = select(func.coalesce(func.sum(CaseFile.size), 0)).where(
        CaseFile.case_no == case_no, CaseFile.removed_at.is_(None), CaseFile.role.in_(UPLOADS)
    )
    return int(session.execute(total).scalar_one())


def checklist(session: Session, case_no: str) -> list[CheckRow]:
    """The completeness checklist as it was last filled in, in the office's order."""
    return list(session.scalars(_CHECKLIST, {"case_no": case_no}))


def handover(session: Session, letter_id: uuid.UUID | None) -> Handover | None:
    """The handover of a letter, or None."""
    return session.get(Handover, letter_id) if letter_id else None


def earlier_cases(session: Session, nik_indices: Sequence[str], but: str, limit: int = 5) -> Sequence[Complaint]:
    """Other complaints of the same NIK, newest first."""
    statement = (
        select(Complaint)
        .where(Complaint.case_no.in_(of_person(nik_indices)), Complaint.case_no != but)
        .order_by(Complaint.received_at.desc())
        .limit(limit)
    )
    return session.execute(statement).unique().scalars().all()


@dataclass(frozen=True)
class Records:
    """What gathers around a complaint."""

    files: list[CaseFile]
    checklist: list[CheckRow]
    handover: Handover | None
    deliveries: list[dict[str, Any]]
    timeline: list[dict[str, Any]]
    alike: Sequence[tuple[Likeness, Complaint]]
    withdrawal: Withdrawal | None
    to_confirm: bool
    invitation: Invitation | None
    offered: bool  # whether a link to the survey was given out (step 18)


def records(session: Session, complaint: Complaint) -> Records:
    """Everything that a case page shows beside the complaint itself; two queries, two more while it is withdrawn.

    The rows are for showing; whoever changes one asks for it by itself.
    """
    case_no = complaint.case_no
    rows = _RECORDS.ask(session, {"case_no": case_no, "subject": case_no, "letter_id": complaint.letter_id})
    waits: Withdrawal | None = next(iter(rows["withdrawal"]), None)
    return Records(
        files=rows["files"],
        checklist=rows["checklist"],
        handover=next(iter(rows["handover"]), None),
        deliveries=outbox.fared(rows["deliveries"]),
        timeline=trail.told(session, case_no, rows["timeline"]),
        alike=likeness.of_case(session, case_no),
        withdrawal=waits,
        to_confirm=waits is not None and withdrawal.needs_confirmation(session, complaint, waits),
        invitation=next(iter(rows["invitation"]), None),
        offered=bool(rows["offered"]),
    )
