"""Numbers booked before the signature: reserved, given back as BATAL, or confirmed at 16b.

Letters decides whether a number is used, under its own letter's lock; its messages arrive in the order of the case. So
the registry never has to guess whether a letter was signed while its number lapsed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.handoffs.outbox import post
from services.handoffs.registry_to_letters import NUMBER_RESERVED
from services.registry import book, rules
from services.registry.numbering import next_number
from services.registry.tables import Letter, ReservedNumber
from services.shared.calendar import clock
from services.shared.errors import Stale
from services.shared.unit_of_work import Work


def reserve_number(work: Work, case_no: str, body: Mapping[str, Any]) -> ReservedNumber:
    """Step 15, numbers reserved: take the next number of the classification for this letter, and tell letters.

    The letter bears the date of this day. Asked twice, it is the same number; asked for another classification, the
    former one becomes BATAL.
    """
    row = reservation(work.session, body["letter_id"])
    if row is not None and row.classification != body["classification"]:
        _void(work, row, "Kode klasifikasi surat diganti")
        row = None
    if row is None:
        row = _booked(work, case_no, body)
    told = {"letter_id": row.letter_id, "classification": row.classification, "number": row.number, "dated": row.dated}
    post(work, NUMBER_RESERVED, case_no, told)
    return row


def release_number(work: Work, letter_id: UUID, number: str, reason: str) -> None:
    """The letter will not bear this number: it stays in the book as BATAL. Told twice, it is written once."""
    row = reservation(work.session, letter_id)
    if row is not None and row.number == number:
        _void(work, row, reason)


def confirm_number(work: Work, letter: Letter) -> ReservedNumber:
    """Step 16b: the signed letter bears the number that was booked for it. Raises Stale where it does not."""
    row = reservation(work.session, letter.id)
    if row is None or row.number != letter.reserved_number:
        raise Stale("Nomor yang tercetak pada surat ini tidak dipesan untuknya. Hubungi administrator.")
    row.state, row.ended_at = "confirmed", work.now
    return row


def drop_reservation(work: Work, letter_id: UUID, reason: str) -> None:
    """A signed letter became void before 16b: the number printed on it stays in the book as BATAL."""
    row = reservation(work.session, letter_id)
    if row is not None:
        _void(work, row, reason)


def reservation(session: Session, letter_id: UUID) -> ReservedNumber | None:
    """The letter's open reservation, its row locked."""
    wanted = select(ReservedNumber).where(ReservedNumber.letter_id == letter_id, ReservedNumber.state == "reserved")
    with session.no_autoflush:  # the letter that gets the number is not complete without it
        return session.scalars(wanted.with_for_update()).one_or_none()


def _booked(work: Work, case_no: str, body: Mapping[str, Any]) -> ReservedNumber:
    office, today, code = work.office.letters, clock.local(work.now).date(), body["classification"]
    serial = next_number(work.session, f"letter:{code}", today.year)
    row = ReservedNumber(
        classification=code,
        year=today.year,
        serial=serial,
        number=rules.letter_number(office.number_pattern, code, serial, today, office.unit),
        dated=today,
        letter_id=body["letter_id"],
        letter_kind=body["letter_kind"],
        case_no=case_no,
        state="reserved",
        reserved_at=work.now,
        reserved_for=body["requested_by"],
    )
    work.session.add(row)
    work.session.flush()
    work.audit("reserve_number", str(row.letter_id), f"Nomor {row.number} dipesan", case_no=case_no)
    return row


def _void(work: Work, row: ReservedNumber, reason: str) -> None:
    row.state, row.ended_at, row.reason = "void", work.now, reason
    words = f"Nomor {row.number} BATAL: {reason}"
    book.append(
        work,
        kind="number",
        received_on=row.dated,
        case_no=row.case_no,
        applicant_name="–",
        service=work.office.letter_kinds.get(row.letter_kind, "Surat"),
        summary=f"Nomor surat {row.number} dipesan dan tidak dipakai",
        officer=work.actor.name,
        result=rules.VOID_RESULT,
        letter_number=row.number,
        note=reason,
    )
    work.audit("void_number", str(row.letter_id), words, case_no=row.case_no, number=row.number)
    work.session.flush()
