"""Steps 1 and 2: the applicant states the purpose; the visit gets its line and number in the application book."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.intake.actions.reported import note_reported
from services.intake.queries.words import note_words
from services.intake.rules import cases, nik
from services.intake.rules.lapor import tidy
from services.intake.rules.later import check_later
from services.intake.states import RIGHTS, State
from services.intake.tables import BookCounter, BookEntry, Complaint
from services.shared.calendar import clock
from services.shared.unit_of_work import Work

PLAIN = {"received_at": None, "taken_by": "", "late_reason": "", "lapor_no": ""}  # unless it is said
NOT_CLERK = "Hanya petugas layanan yang mencatat permohonan."


def open_complaint(work: Work, **visit: Any) -> Complaint:
    """Step 1: open a complaint on a working day, or with a reason. The same ``request_id`` opens once.

    ``visit`` is what ``OpenSchema`` loads: ``purpose``, ``visitor``, ``nik``, ``override_reason``, ``request_id``;
    ``lapor_no``; and of one that was taken on paper before ``received_at``, ``taken_by``, ``late_reason``.

    Raises:
        RuleBroken: the desk is closed today and no reason is given. Forbidden: not a clerk.
    """
    visit = PLAIN | visit | {"lapor_no": tidy(visit.get("lapor_no", ""))}
    before = _already(work, visit)
    if before is not None and before.case_no:
        return work.session.get_one(Complaint, before.case_no)
    check_later(visit["received_at"], visit["taken_by"], visit["late_reason"], work.now)
    entry = _enter(work, visit)
    entry.case_no = cases.case_number(entry.year, entry.number)
    complaint = _opened(work, entry.case_no, visit)
    work.session.add_all([complaint, entry])
    work.session.flush()
    note_words(work.session, complaint, "", visit["visitor"], confidential=True)
    note_reported(work, entry.case_no, _known(visit), visit["purpose"])  # before anybody can look at it
    work.audit("open", entry.case_no, _said(complaint), override_reason=entry.override_reason)
    return complaint


def _said(complaint: Complaint) -> str:
    if complaint.entered_at is None:
        return "Pemohon datang ke loket; permohonan dicatat"
    when = clock.date_time(complaint.received_at)
    return f"Dicatat menyusul: diterima di kertas pada {when} oleh {complaint.taken_by} ({complaint.late_reason})"


def _opened(work: Work, case_no: str, visit: dict[str, Any]) -> Complaint:
    known = _known(visit)
    return Complaint(
        case_no=case_no,
        state=State.DRAFT_INTAKE,
        version=1,
        last_verb="open",
        last_actor=work.actor.username,
        moved_at=work.now,
        received_at=visit["received_at"] or work.now,
        entered_at=work.now if visit["received_at"] else None,
        taken_by=visit["taken_by"] if visit["received_at"] else "",
        late_reason=visit["late_reason"] if visit["received_at"] else "",
        lapor_no=visit["lapor_no"],
        purpose=visit["purpose"],
        clerk=work.actor.username,
        clerk_name=work.actor.name,
        draft=work.service.vault.encrypt(json.dumps(known)) if known else None,
        draft_nik_index=nik.index(visit["nik"], work.service.vault.index),
        form=None,  # nobody need ask the database for what a new case cannot have
        applicant=None,
    )


def record_visit(work: Work, **visit: Any) -> BookEntry:
    """Step 1: a visit without a complaint; only the line in the book.

    Raises:
        RuleBroken: the desk is closed today and no reason is given. Forbidden: not a clerk.
    """
    if (before := _already(work, visit)) is not None:
        return before
    entry = _enter(work, visit)
    work.session.add(entry)
    number = cases.case_number(entry.year, entry.number)
    work.audit("record_visit", number, "Kunjungan dicatat di buku permohonan", override_reason=entry.override_reason)
    work.session.flush()
    return entry


def _already(work: Work, visit: dict[str, Any]) -> BookEntry | None:
    """The line that this very request made before (a double press)."""
    RIGHTS.check("open", work.actor, NOT_CLERK)
    cases.check_open(work.calendar.reason_closed(clock.local(work.now).date()), visit["override_reason"])
    if visit["request_id"] is None:
        return None
    lock = func.pg_advisory_xact_lock(func.hashtextextended(str(visit["request_id"]), 0))
    work.session.execute(select(lock))  # the same request at the same moment waits for the first one
    return work.session.scalar(select(BookEntry).where(BookEntry.request_id == visit["request_id"]))


def _enter(work: Work, visit: dict[str, Any]) -> BookEntry:
    year = clock.local(work.now).year
    return BookEntry(
        year=year,
        number=next_number(work.session, year),
        entered_at=work.now,
        purpose=visit["purpose"],
        service=work.office.office.service,
        visitor=visit["visitor"],
        clerk=work.actor.username,
        clerk_name=work.actor.name,
        override_reason="" if work.calendar.is_open(clock.local(work.now).date()) else visit["override_reason"],
        request_id=visit["request_id"],
    )


def next_number(session: Session, year: int) -> int:
    """The next running number of the year; the counter's row stays locked until commit, so that no gap can arise."""
    statement = (
        insert(BookCounter)
        .values(year=year, last=1)
        .on_conflict_do_update(index_elements=[BookCounter.year], set_={"last": BookCounter.last + 1})
        .returning(BookCounter.last)
    )
    return session.execute(statement).scalar_one()


def _known(visit: dict[str, Any]) -> dict[str, Any]:
    """What the clerk already knows goes into the form's draft."""
    known = {name: value for name, value in (("name", visit["visitor"]), ("nik", visit["nik"])) if value}
    return {"applicant": known} if known else {}
