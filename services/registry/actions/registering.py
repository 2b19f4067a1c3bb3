"""Steps 16a and 16b: the row in the service register book, and the letter's number."""

from __future__ import annotations

from uuid import UUID

from services.registry import book, rules
from services.registry.numbering import next_number
from services.registry.queries.letters import letter_for_update
from services.registry.states import MOVES
from services.registry.tables import Letter, LetterNumber
from services.shared import clock
from services.shared.moves import advance
from services.shared.work import Work


def record_register(work: Work, letter_id: UUID, version: int | None) -> Letter:
    """Step 16a: write the letter in the service register book. Conflict for a stale version or another state."""
    letter = letter_for_update(work.session, letter_id)
    if not advance(MOVES, letter, "record_register", work.actor, work.now, version):
        return letter
    kind = work.office.letter_kinds.get(letter.kind, "Surat")
    entry = book.append(
        work,
        kind="letter",
        received_on=clock.local(letter.received_at).date(),
        case_no=letter.case_no,
        letter_id=letter.id,
        applicant_name=rules.shown_name(letter.recipient, letter.confidential),
        service=kind,
        summary=letter.subject,
        officer=work.actor.name,
        result=f"Surat langkah {letter.step}",
        note=f"Ditandatangani {letter.signer_title}",
    )
    shown = f"Dicatat di buku register nomor {entry.serial} tahun {entry.year}"
    work.audit("record_register", str(letter.id), shown, case_no=letter.case_no, position=entry.position)
    return letter


def assign_number(work: Work, letter_id: UUID, version: int | None) -> Letter:
    """Step 16b: the next number of its classification in the office's local year, without gaps.

    The letter bears the date of this day, so that the month in the number is the month of its date.
    """
    letter = letter_for_update(work.session, letter_id)
    if not advance(MOVES, letter, "assign_number", work.actor, work.now, version):
        return letter
    today = clock.local(work.now).date()
    serial = next_number(work.session, f"letter:{letter.classification}", today.year)
    letter.dated = today
    pattern, unit = work.office.letters.number_pattern, work.office.letters.unit
    letter.number = rules.letter_number(pattern, letter.classification, serial, today, unit)
    work.session.add(
        LetterNumber(
            classification=letter.classification,
            year=today.year,
            serial=serial,
            number=letter.number,
            letter_id=letter.id,
            given_at=work.now,
            given_by=work.actor.name,
        )
    )
    work.session.flush()
    work.audit("assign_number", str(letter.id), f"Diberi nomor {letter.number}", case_no=letter.case_no)
    return letter
