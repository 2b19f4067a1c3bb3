"""What review asks of letters: write a letter (12b, 12c, 12d), or stop."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from services.handoffs.letters_to_registry import LETTER_VOIDED
from services.handoffs.outbox import post
from services.letters import wording
from services.letters.actions import initials, messages, numbers
from services.letters.actions.moving import move
from services.letters.notices import announce
from services.letters.queries.letters import for_update
from services.letters.queries.templates import template_of
from services.letters.states import State
from services.letters.tables import Letter
from services.shared.calendar.clock import long_date
from services.shared.errors import RuleBroken
from services.shared.unit_of_work import Work

log = logging.getLogger(__name__)


def receive(work: Work, case_no: str, body: Mapping[str, Any]) -> Letter:
    """Step 12 to 14: a letter with its first draft by the office's wording. Asked twice, it is made once.

    Raises:
        RuleBroken: the office has no such kind of letter.
    """
    letter = work.session.get(Letter, body["letter_id"])
    if letter is not None:
        return letter
    kind = body["letter_kind"]
    if kind not in work.office.letter_kinds:
        raise RuleBroken(f"Jenis surat {kind} tidak ada di office.toml.")
    letter = _born(work, case_no, body)
    letter.content = _first_content(work, letter)
    work.session.add(letter)
    announce(work, letter, "requested")
    work.audit("receive", str(letter.id), f"{work.office.letter_kinds[kind]} diminta Camat", case_no=case_no)
    return letter


def cancel(work: Work, letter_id: UUID, reason: str) -> Letter:
    """The letter is no longer wanted. A signed one becomes void, and the registry is told; its file is kept."""
    letter = for_update(work.session, letter_id, work.actor)
    if letter.state == State.CANCELLED:
        return letter  # told twice
    signed = letter.state == State.SIGNED
    move(work, letter, "cancel", None)
    letter.cancel_reason = reason
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
        for column, value in _barring(body).items():
            setattr(letter, column, value)
        work.audit("note_conflict", str(letter.id), "Benturan kepentingan dicatat", story=False, case_no=case_no)
        initials.pass_on(work, letter)
        if letter.state in (State.INITIALS, State.REVIEW):
            announce(work, letter, "in_review")


def _barring(part: Mapping[str, Any]) -> dict[str, list[str]]:
    return {"barred": list(part["usernames"]), "stood_in": list(part["stood_in"])}


def note_case_ended(work: Work, case_no: str, ended_at: datetime) -> None:
    """The end of the case, kept with its letters; it moves none of them."""
    work.session.execute(update(Letter).where(Letter.case_no == case_no).values(case_ended_at=ended_at))


NOBODY: Mapping[str, list[str]] = {"usernames": [], "stood_in": []}
# What the row takes from the request under the same name.
_FACTS = ("step", "conclusion", "recommendation", "to_applicant", "title", "category", "received_at", "applicant_name")
_COPIED = (*_FACTS, "village", "confidential", "team", "deadline", "requested_at")


def _born(work: Work, case_no: str, body: Mapping[str, Any]) -> Letter:
    return Letter(
        id=body["letter_id"],
        case_no=case_no,
        kind=body["letter_kind"],
        recipient_name=body["recipient"]["name"],
        recipient_place=body["recipient"]["place"],
        state=State.DRAFTING,
        version=1,
        moved_at=work.now,
        edited_by="",
        drafts_count=0,
        corrections_count=0,
        hidden_names=body.get("hidden_names", []),
        **_barring(body.get("barring") or NOBODY),
        **{name: body[name] for name in _COPIED},
    )


def _first_content(work: Work, letter: Letter) -> dict[str, Any]:
    office = work.office
    facts = {
        "office_name": office.name,
        "office_place": office.office.place,
        "camat_title": office.official("camat").title,
        "case_no": letter.case_no,
        "title": letter.title,
        "category": office.categories.get(letter.category, letter.category),
        "received": long_date(letter.received_at),
        "conclusion": letter.conclusion,
        # What the team advised and the Camat took over word for word is not said twice.
        "recommendation": "" if letter.recommendation.strip() == letter.conclusion.strip() else letter.recommendation,
        "recipient_name": letter.recipient_name,
        "recipient_place": letter.recipient_place,
        "applicant": letter.applicant_name,
        "village": office.villages.get(letter.village, letter.village),
        "to_applicant": letter.to_applicant,
        "confidential": letter.confidential,
    }
    content = _written(work, letter, facts)
    content["classification"] = content["classification"] or office.default_classification
    if letter.confidential:
        content["sensitivity"] = "rahasia"
    return content


def _written(work: Work, letter: Letter, facts: dict[str, Any]) -> dict[str, Any]:
    """By the administrator's version; one that cannot be written after all never keeps a letter from being born."""
    folders, saved = wording.folders_for(work.service.settings.office_file), template_of(work.session, letter.kind)
    if saved is not None:
        try:
            return wording.written(saved.fields, facts)
        except wording.Fault as fault:
            log.warning("template %s version %d: %s; the file is used", saved.kind, saved.no, fault)
    return wording.first_draft(folders, letter.kind, facts)
