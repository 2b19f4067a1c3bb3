"""Step 16b: a letter's number, from the office's source; it takes its line in the agenda of outgoing letters with it.

A number that was reserved and printed before the signature is only confirmed (``reserving``).
"""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from services.registry.actions import agenda, reserving, sources
from services.registry.actions.indexing import note_number
from services.registry.actions.sources import Taken
from services.registry.queries.agenda import classifications
from services.registry.queries.letters import letter_for_update
from services.registry.rules.agenda import Held
from services.registry.rules.retention import letter_retention
from services.registry.states import MOVES
from services.registry.tables import Letter, LetterNumber
from services.shared.errors import RuleBroken
from services.shared.rights.moves import advance
from services.shared.unit_of_work import Work


def assign_number(work: Work, letter_id: UUID, version: int | None) -> Letter:
    """Step 16b: the next number by the office's source: one series a year, one of its classification, or a block.

    The letter bears the date of this day, so that the month in the number is the month of its date. A number that was
    reserved and printed before the signature is only confirmed.

    Raises:
        RuleBroken: numbers are typed in this office, or the secretariat's block is used up.
    """
    letter = letter_for_update(work.session, letter_id)
    if not advance(MOVES, letter, "assign_number", work.actor, work.now, version):
        return letter
    if letter.reserved_number is not None:
        return _numbered(work, letter, reserving.confirmed(work, letter))
    return _numbered(work, letter, _entered(work, letter, sources.take(work, letter.classification)))


def type_number(work: Work, letter_id: UUID, version: int | None, *, number: str, dated: date) -> Letter:
    """Step 16b where SRIKANDI or the secretariat gives numbers: the registrar types it, with its date.

    Raises:
        RuleBroken: the number has another letter, which it names; the date is in the future, or the number of this
            letter was printed before it was signed.
    """
    letter = letter_for_update(work.session, letter_id)
    if not advance(MOVES, letter, "assign_number", work.actor, work.now, version):
        return letter
    if letter.reserved_number is not None:
        raise RuleBroken.at("number", f"Surat ini sudah memuat nomor {letter.reserved_number}. Sahkan nomor itu.")
    return _numbered(work, letter, _entered(work, letter, sources.typed(work, number, letter.classification, dated)))


def choose_classification(work: Work, letter_id: UUID, version: int | None, *, classification: str) -> Letter:
    """Before step 16b: another classification than the draft's.

    Raises:
        RuleBroken: neither the office's nor an added code, or the number is printed on the letter already.
    """
    letter = letter_for_update(work.session, letter_id)
    if not advance(MOVES, letter, "choose_classification", work.actor, work.now, version):
        return letter
    check_classification(work, classification)
    if letter.reserved_number is not None:
        raise RuleBroken.at("classification", "Nomor surat sudah tercetak; kode klasifikasinya tidak dapat diganti.")
    before, letter.classification = letter.classification, classification
    shown = f"Kode klasifikasi {before} diganti {classification}"
    work.audit("choose_classification", str(letter.id), shown, case_no=letter.case_no)
    return letter


def check_classification(work: Work, code: str) -> None:
    """One of the office's codes, or one that the registrar added. Raises RuleBroken."""
    if code not in classifications(work.session, work.office):
        raise RuleBroken.at("classification", "Pilih salah satu kode klasifikasi, atau tambahkan kode baru di Agenda.")


def _entered(work: Work, letter: Letter, taken: Taken) -> Taken:
    letter.number, letter.dated = taken.number, taken.dated
    agenda.enter(
        work,
        taken,
        Held.USED,
        subject=work.office.letter_kinds.get(letter.kind, "Surat"),
        security=letter.sensitivity,
        retention=letter_retention(letter.step),
        signer_title=letter.signer_title,
        case_no=letter.case_no,
        letter_id=letter.id,
    )
    return taken


def _numbered(work: Work, letter: Letter, taken: Taken) -> Letter:
    given: dict[str, Any] = {name: getattr(taken, name) for name in ("number", "classification", "year", "serial")}
    work.session.add(LetterNumber(**given, letter_id=letter.id, given_at=work.now, given_by=work.actor.name))
    work.session.flush()
    note_number(work.session, letter.id)
    shown = f"Nomor {letter.number} disahkan" if letter.reserved_number else f"Diberi nomor {letter.number}"
    work.audit("assign_number", str(letter.id), shown, case_no=letter.case_no)
    return letter
