"""Step 16b: a letter's number. It is given after the signature, or booked before it, then confirmed or BATAL.

Letters decides whether a booked number is used, under its own letter's lock; its messages arrive in the order of the
case. So the registry never has to guess whether a letter was signed while its number lapsed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.handoffs.outbox import post
from services.handoffs.registry_to_letters import NUMBER_RESERVED
from services.registry.actions import book
from services.registry.actions.indexing import note_number
from services.registry.queries.letters import letter_for_update
from services.registry.rules.book import VOID_RESULT
from services.registry.rules.numbers import letter_number
from services.registry.states import MOVES
from services.registry.tables import Counter, Letter, LetterNumber, ReservedNumber
from services.shared.calendar import clock
from services.shared.errors import Stale
from services.shared.rights.moves import advance
from services.shared.unit_of_work import Work


def assign_number(work: Work, letter_id: UUID, version: int | None) -> Letter:
    """Step 16b: the next number of its classification in the office's local year, without gaps.

    The letter bears the date of this day, so that the month in the number is the month of its date. A number that was
    reserved and printed before the signature is only confirmed.
    """
    letter = letter_for_update(work.session, letter_id)
    if not advance(MOVES, letter, "assign_number", work.actor, work.now, version):
        return letter
    taken = _next_number(work, letter.classification) if letter.reserved_number is None else _confirmed(work, letter)
    letter.number, letter.dated = taken["number"], taken.pop("dated")
    work.session.add(LetterNumber(**taken, letter_id=letter.id, given_at=work.now, given_by=work.actor.name))
    work.session.flush()
    note_number(work.session, letter.id)
    shown = f"Nomor {letter.number} disahkan" if letter.reserved_number else f"Diberi nomor {letter.number}"
    work.audit("assign_number", str(letter.id), shown, case_no=letter.case_no)
    return letter


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


def release_number(work: Work, letter_id: UUID, reason: str, number: str = "") -> None:
    """The letter will not bear the number that was booked for it: it stays in the book as BATAL.

    Told twice, it is written once. ``number``: only this one, for another may have been booked since.
    """
    row = reservation(work.session, letter_id)
    if row is not None and number in ("", row.number):
        _void(work, row, reason)


def reservation(session: Session, letter_id: UUID) -> ReservedNumber | None:
    """The letter's open reservation, its row locked."""
    wanted = select(ReservedNumber).where(ReservedNumber.letter_id == letter_id, ReservedNumber.state == "reserved")
    with session.no_autoflush:  # the letter that gets the number is not complete without it
        return session.scalars(wanted.with_for_update()).one_or_none()


def _next_number(work: Work, code: str) -> dict[str, Any]:
    """The next number of a classification in the office's local year, with its parts, dated today."""
    office, today = work.office.letters, clock.local(work.now).date()
    serial = Counter.next(work.session, f"letter:{code}", today.year)
    number = letter_number(office.number_pattern, code, serial, today, office.unit)
    return {"classification": code, "year": today.year, "serial": serial, "number": number, "dated": today}


def _confirmed(work: Work, letter: Letter) -> dict[str, Any]:
    """The number that was booked for this letter, which bears it; raises Stale where it does not."""
    row = reservation(work.session, letter.id)
    if row is None or row.number != letter.reserved_number:
        raise Stale("Nomor yang tercetak pada surat ini tidak dipesan untuknya. Hubungi administrator.")
    row.state, row.ended_at = "confirmed", work.now
    return {name: getattr(row, name) for name in ("classification", "year", "serial", "number", "dated")}


def _booked(work: Work, case_no: str, body: Mapping[str, Any]) -> ReservedNumber:
    row = ReservedNumber(
        **_next_number(work, body["classification"]),
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
        result=VOID_RESULT,
        letter_number=row.number,
        note=reason,
    )
    work.audit("void_number", str(row.letter_id), words, case_no=row.case_no, number=row.number)
    work.session.flush()
