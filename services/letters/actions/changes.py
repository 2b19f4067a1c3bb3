"""What review tells of a case whose letters are under way: no longer wanted, a conflict of interest, the case's end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from services.handoffs.letters_to_registry import LETTER_VOIDED
from services.handoffs.outbox import post
from services.letters.actions import initials, messages, numbers
from services.letters.actions.moving import move
from services.letters.actions.requests import barring
from services.letters.notices import announce
from services.letters.queries.letters import for_update
from services.letters.states import State
from services.letters.tables import AddedClassification, Letter
from services.shared.unit_of_work import Work


def cancel(work: Work, letter_id: UUID, reason: str) -> Letter:
    """The letter is no longer wanted. A signed one becomes void, and the registry is told; its file is kept."""
    letter = for_update(work.session, letter_id, work.actor)
    if letter.state == State.CANCELLED:
        return letter  # told twice
    signed, numbering = letter.state == State.SIGNED, letter.state == State.NUMBERING
    move(work, letter, "cancel", None)
    letter.cancel_reason = reason
    if numbering:
        numbers.withdraw(work, letter, f"Surat dibatalkan: {reason}")
    if not signed:
        numbers.release(work, letter, f"Surat dibatalkan: {reason}")
    work.audit("cancel", str(letter.id), f"Surat dibatalkan: {reason}", case_no=letter.case_no)
    messages.progressed(work, letter, "cancelled")
    if signed:
        post(work, LETTER_VOIDED, letter.case_no, {"letter_id": letter.id, "reason": reason})
    messages.dossier(work, letter)
    return letter


def note_conflict(work: Work, case_no: str, body: Mapping[str, Any]) -> None:
    """Who is barred from the case has changed: its letters are theirs no more, and the bell of whoever acts rings."""
    letters = work.session.scalars(select(Letter).where(Letter.case_no == case_no).with_for_update()).all()
    for letter in letters:
        for column, value in barring(body).items():
            setattr(letter, column, value)
        work.audit("note_conflict", str(letter.id), "Benturan kepentingan dicatat", story=False, case_no=case_no)
        initials.pass_on(work, letter)
        if letter.state in (State.INITIALS, State.REVIEW):
            announce(work, letter, "in_review")


def note_team(work: Work, case_no: str, team: Sequence[str]) -> None:
    """Step 8c was changed: what is not signed yet is written by the new team; 6 and 7 are no letters of a team."""
    closed = (State.SIGNED, State.CANCELLED)
    mine = select(Letter).where(Letter.case_no == case_no, Letter.state.not_in(closed))
    mine = mine.where(Letter.step.not_in(("6", "7")))
    for letter in work.session.scalars(mine.with_for_update()).all():
        letter.team = list(team)
        work.audit("note_team", str(letter.id), "Tim penyusun berganti", story=False, case_no=case_no)


def note_case_ended(work: Work, case_no: str, ended_at: datetime) -> None:
    """The end of the case, kept with its letters; it moves none of them."""
    work.session.execute(update(Letter).where(Letter.case_no == case_no).values(case_ended_at=ended_at))


def note_classification(work: Work, code: str, label: str) -> None:
    """The registrar added a classification code: letters may have it. Told twice, it is noted once."""
    work.session.merge(AddedClassification(code=code, label=label))
    work.audit("note_classification", "agenda", f"Kode klasifikasi {code} diterima dari agenda: {label}", story=False)
