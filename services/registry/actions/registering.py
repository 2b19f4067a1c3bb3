"""Steps 16a and 16b: the row in the service register book, and the letter's number."""

from __future__ import annotations

from uuid import UUID

from services.registry import book, rules
from services.registry.actions.reserving import confirm_number
from services.registry.numbering import next_number
from services.registry.queries.letters import letter_for_update
from services.registry.states import MOVES
from services.registry.tables import Letter, LetterNumber
from services.shared.calendar import clock
from services.shared.rights.moves import advance
from services.shared.unit_of_work import Work


def record_register(work: Work, letter_id: UUID, version: int | None) -> Letter:
    """Step 16a: write the letter in the service register book. Stale for a stale version or another state."""
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

    The letter bears the date of this day, so that the month in the number is the month of its date. A number that was
    reserved and printed before the signature is only confirmed.
    """
    letter = letter_for_update(work.session, letter_id)
    if not advance(MOVES, letter, "assign_number", work.actor, work.now, version):
        return letter
    code, year, serial = _taken(work, letter)
    work.session.add(
        LetterNumber(
            classification=code,
            year=year,
            serial=serial,
            number=letter.number,
            letter_id=letter.id,
            given_at=work.now,
            given_by=work.actor.name,
        )
    )
    work.session.flush()
    shown = f"Nomor {letter.number} disahkan" if letter.reserved_number else f"Diberi nomor {letter.number}"
    work.audit("assign_number", str(letter.id), shown, case_no=letter.case_no)
    return letter


def _taken(work: Work, letter: Letter) -> tuple[str, int, int]:
    """Give the letter number and date; returns (classification, year, serial) of the number."""
    if letter.reserved_number is not None:
        row = confirm_number(work, letter)
        letter.number, letter.dated = row.number, row.dated
        return row.classification, row.year, row.serial
    today = clock.local(work.now).date()
    serial = next_number(work.session, f"letter:{letter.classification}", today.year)
    pattern, unit = work.office.letters.number_pattern, work.office.letters.unit
    letter.number, letter.dated = rules.letter_number(pattern, letter.classification, serial, today, unit), today
    return letter.classification, today.year, serial
