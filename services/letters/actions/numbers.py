"""Step 15, numbers reserved: approved, numbered, then signed; what is not used goes back and becomes BATAL.

Whether a number is used is decided here alone, under the letter's lock, and the registry hears it in order: a number
can never lapse there while the letter is being signed here.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import select

from services.handoffs.letters_to_registry import NUMBER_RELEASED, NUMBER_REQUESTED
from services.handoffs.outbox import post
from services.letters.actions import messages
from services.letters.actions.freezing import freeze_again
from services.letters.actions.moving import move, newest, reviewed
from services.letters.queries.letters import for_update
from services.letters.rules.reviewing import check_mode
from services.letters.rules.signatory import rules_for
from services.letters.states import State
from services.letters.tables import Letter
from services.shared.calendar import clock
from services.shared.errors import Stale
from services.shared.jobs.rows import at_most, each
from services.shared.unit_of_work import Work

_MOST_AT_ONCE = 100
# A letter that is with a remote signer (``SIGNING``) may be signed already: its number does not lapse.
_UNSIGNED = (State.DRAFTING, State.INITIALS, State.REVIEW)


def approve(work: Work, letter_id: UUID, version: int, draft_no: int, sha256: str) -> Letter:
    """Step 15, numbers reserved: the version is right; a number is asked for, to be printed on it before it is signed.

    Raises:
        Stale: not the newest version, not the reviewed file, another way of numbering, or numbered already.
    """
    letter = for_update(work.session, letter_id, work.actor)
    if not move(work, letter, "approve", version):
        return letter
    check_mode("reserved", rules_for(work.office, letter).signing)
    draft = reviewed(work, letter, draft_no, sha256)
    if draft.number is not None and draft.number == letter.number:
        raise Stale("Surat ini sudah bernomor. Periksa, lalu tanda tangani.")
    body = {
        "letter_id": letter.id,
        "letter_kind": letter.kind,
        "classification": draft.content["classification"],
        "requested_by": work.actor.name,
    }
    post(work, NUMBER_REQUESTED, letter.case_no, body)
    work.audit("approve", str(letter.id), f"Versi {draft.no} disetujui Camat; nomor dipesan", case_no=letter.case_no)
    return letter


def _take_number(work: Work, letter: Letter, body: Mapping[str, Any]) -> None:
    """The letter goes on with number and date, and knows until when it may be signed with them."""
    letter.number, letter.number_class = body["number"], body["classification"]
    letter.number_date = body["dated"]
    letter.number_until = work.calendar.add(body["dated"], work.office.letters.reserved_days)
    move(work, letter, "number_reserved", None)


def number_reserved(work: Work, body: Mapping[str, Any]) -> Letter:
    """The number came: the approved version is frozen once more, word for word, with number and date."""
    letter = for_update(work.session, body["letter_id"], work.actor)
    if letter.state != State.NUMBERING:  # cancelled meanwhile, which gave the number back unknown; or told twice
        if letter.number != body["number"]:
            _give_back(work, letter, body["number"], "Surat tidak lagi menunggu nomor.")
        return letter
    last = newest(work, letter)
    _take_number(work, letter, body)
    draft = freeze_again(work, letter, last, last.acting)
    note = f"Nomor {letter.number} dicetak pada versi {draft.no}, isinya sama dengan versi {last.no}"
    work.audit("number_reserved", str(letter.id), note, case_no=letter.case_no, sha256=draft.sha256)
    messages.progressed(work, letter, "in_review")
    return letter


def release(work: Work, letter: Letter, reason: str) -> None:
    """Give back the number of a letter that is not signed; the registry writes it down as BATAL."""
    if letter.number is not None:
        _give_back(work, letter, letter.number, reason)
        letter.number = letter.number_class = letter.number_date = letter.number_until = None


def withdraw(work: Work, letter: Letter, reason: str) -> None:
    """The letter waits for a number no more: one that is on its way is given back, whichever it is."""
    _give_back(work, letter, "", reason)


def release_if_other_class(work: Work, letter: Letter) -> None:
    """A number belongs to a classification: with another one, or none reserved any more, it is given back."""
    reserved = rules_for(work.office, letter).signing == "reserved"
    if letter.number and (letter.content["classification"] != letter.number_class or not reserved):
        release(work, letter, "Kode klasifikasi surat diganti." if reserved else "Cara penomoran kantor diganti.")


def lapse_numbers(work: Work) -> str:
    """Timed: give back the numbers that were not used in time."""
    today = clock.local(work.now).date()
    wanted = (
        select(Letter)
        .where(Letter.number_until < today, Letter.state.in_(_UNSIGNED))
        .limit(at_most(work, _MOST_AT_ONCE))
    )
    letters = work.session.scalars(wanted.with_for_update(skip_locked=True)).all()
    lapsed = each(work, letters, lambda letter: f"surat {letter.case_no}", partial(_lapse, work))
    return f"{len(lapsed)} nomor dinyatakan batal"


def _lapse(work: Work, letter: Letter) -> None:
    until = clock.long_date(letter.number_until or clock.local(work.now).date())
    note = f"Nomor {letter.number} tidak dipakai sampai {until}"
    work.audit("lapse_number", str(letter.id), note, case_no=letter.case_no)
    release(work, letter, "Tidak dipakai sampai batas waktunya.")


def _give_back(work: Work, letter: Letter, number: str, reason: str) -> None:
    post(work, NUMBER_RELEASED, letter.case_no, {"letter_id": letter.id, "number": number, "reason": reason})
