"""Step 15, numbers reserved: a number is taken before the signature, then confirmed (16b) or BATAL.

Letters decides whether a reserved number is used, under its own letter's lock; its messages arrive in the order of the
case. So the registry never has to guess whether a letter was signed while its number lapsed. Where a number has to be
typed, or a block is used up, the letter waits (``NumberRequest``) until somebody answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.handoffs.outbox import post
from services.handoffs.registry_to_letters import NUMBER_RESERVED
from services.registry.actions import agenda, book, chained, sources
from services.registry.actions.sources import NoNumber, Taken
from services.registry.notices import tell_waiting
from services.registry.rules.agenda import Held, Source
from services.registry.rules.book import VOID_RESULT
from services.registry.tables import Letter, NumberRequest, ReservedNumber
from services.shared.calendar import clock
from services.shared.errors import Missing, Stale
from services.shared.unit_of_work import Work

_ASKED = ("letter_id", "letter_kind", "classification", "requested_by")


def reserve_number(work: Work, case_no: str, body: Mapping[str, Any]) -> ReservedNumber | None:
    """Step 15, numbers reserved: take the next number for this letter, and tell letters; None where it has to wait.

    The letter bears the date of this day. Asked twice, it is the same number; asked for another classification, the
    former one becomes BATAL.
    """
    row = reservation(work.session, body["letter_id"])
    if row is not None and row.classification != body["classification"]:
        _void(work, row, "Kode klasifikasi surat diganti")
        row = None
    if row is not None:
        return _told(work, row)
    asked = NumberRequest(**{name: body[name] for name in _ASKED}, case_no=case_no, requested_at=work.now)
    try:
        return _reserved(work, asked, sources.take(work, asked.classification))
    except NoNumber:
        work.session.merge(asked)
        tell_waiting(work, case_no, asked.letter_id)
        return None


def answer_request(work: Work, letter_id: UUID, *, number: str = "", dated: date | None = None) -> ReservedNumber:
    """The number for a letter that waits for one before it is signed: typed, or the next where the source gives one.

    Raises:
        Missing: no letter waits under this id. RuleBroken: the number has another letter, or none can be taken.
    """
    chained.lock(work.session)  # before the row, as whoever records a block and serves all that wait
    asked = work.session.get(NumberRequest, letter_id, with_for_update=True)
    if asked is None:
        raise Missing("Tidak ada surat yang menunggu nomor ini.")
    taken = _taken_for(work, asked, number, dated)
    work.session.delete(asked)
    return _reserved(work, asked, taken)


def _taken_for(work: Work, asked: NumberRequest, number: str, dated: date | None) -> Taken:
    if number:
        return sources.typed(work, number, asked.classification, dated or clock.local(work.now).date())
    return sources.take(work, asked.classification)


def serve_waiting(work: Work) -> int:
    """A block came: letters that wait get their numbers, the longest waiting first; returns how many."""
    wanted = select(NumberRequest).order_by(NumberRequest.requested_at).with_for_update()
    served = 0
    for asked in work.session.scalars(wanted).all():
        try:
            taken = sources.take(work, asked.classification)
        except NoNumber:
            break
        work.session.delete(asked)
        _reserved(work, asked, taken)
        served += 1
    return served


def release_number(work: Work, letter_id: UUID, reason: str, number: str = "") -> None:
    """The letter will not bear the number that was reserved for it, or waits for none: it stays in the book as BATAL.

    Told twice, it is written once. ``number``: only this one, for another may have been reserved since.
    """
    asked = work.session.get(NumberRequest, letter_id) if number == "" else None
    if asked is not None:
        work.session.delete(asked)
    row = reservation(work.session, letter_id)
    if row is not None and number in ("", row.number):
        _void(work, row, reason)


def reservation(session: Session, letter_id: UUID) -> ReservedNumber | None:
    """The letter's open reservation, its row locked; the books before it."""
    chained.lock(session)
    wanted = select(ReservedNumber).where(ReservedNumber.letter_id == letter_id, ReservedNumber.state == "reserved")
    with session.no_autoflush:  # the letter that gets the number is not complete without it
        return session.scalars(wanted.with_for_update()).one_or_none()


def confirmed(work: Work, letter: Letter) -> Taken:
    """The number that was reserved for this letter, which bears it; raises Stale where it does not."""
    row, line = reservation(work.session, letter.id), agenda.of_letter(work, letter.id)
    if row is None or line is None or row.number != letter.reserved_number:
        raise Stale("Nomor yang tercetak pada surat ini tidak dipesan untuknya. Hubungi administrator.")
    row.state, row.ended_at = "confirmed", work.now
    letter.number, letter.dated = row.number, row.dated
    words = "Surat ditandatangani dan memuat nomor ini"
    agenda.replace(work, line, words, state=Held.USED, signer_title=letter.signer_title, security=letter.sensitivity)
    return Taken(row.number, row.classification, row.year, row.serial, row.dated, Source(line.source))


def _reserved(work: Work, asked: NumberRequest, taken: Taken) -> ReservedNumber:
    row = ReservedNumber(
        **{name: getattr(taken, name) for name in ("number", "classification", "year", "serial", "dated")},
        letter_id=asked.letter_id,
        letter_kind=asked.letter_kind,
        case_no=asked.case_no,
        state="reserved",
        reserved_at=work.now,
        reserved_for=asked.requested_by,
    )
    work.session.add(row)
    kind = work.office.letter_kinds.get(asked.letter_kind, "Surat")
    agenda.enter(work, taken, Held.RESERVED, subject=kind, case_no=asked.case_no, letter_id=asked.letter_id)
    work.audit("reserve_number", str(row.letter_id), f"Nomor {row.number} dipesan", case_no=asked.case_no)
    return _told(work, row)


def _told(work: Work, row: ReservedNumber) -> ReservedNumber:
    told = {name: getattr(row, name) for name in ("letter_id", "classification", "number", "dated")}
    post(work, NUMBER_RESERVED, row.case_no, told)
    return row


def _void(work: Work, row: ReservedNumber, reason: str) -> None:
    row.state, row.ended_at, row.reason = "void", work.now, reason
    agenda.cancel_of_letter(work, row.letter_id, reason)
    _write_void(work, row, reason)
    words = f"Nomor {row.number} BATAL: {reason}"
    work.audit("void_number", str(row.letter_id), words, case_no=row.case_no, number=row.number)
    work.session.flush()


def _write_void(work: Work, row: ReservedNumber, reason: str) -> None:
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
