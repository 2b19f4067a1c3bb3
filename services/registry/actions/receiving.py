"""What letters tells the registry: a letter was signed (15 to 16), or is no longer wanted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select

from services.registry.actions import agenda, at_once, book
from services.registry.actions.ending import reopen_archive
from services.registry.actions.reserving import release_number
from services.registry.notices import announce
from services.registry.queries.entries import valid_entry_of_letter
from services.registry.queries.letters import letter_for_update
from services.registry.rules.book import VOID_RESULT
from services.registry.states import MOVES, State
from services.registry.tables import ArchiveCase, Letter
from services.shared.errors import RuleBroken
from services.shared.rights.moves import advance
from services.shared.unit_of_work import Work

_COPIED = (
    "step", "subject", "classification", "sensitivity", "recipient", "to_applicant", "copies_to", "signed_at",
    "drafted_by",
)  # fmt: skip


def receive(work: Work, case_no: str, body: Mapping[str, Any]) -> Letter:
    """Step 15 to 16: the signed letter arrives. Told twice, it is received once.

    Raises:
        RuleBroken: this very file is another letter's already (one signed file gets one number).
    """
    letter = work.session.get(Letter, body["letter_id"])
    if letter is not None:
        return letter
    sha256 = body["file"]["sha256"]
    if work.session.scalars(select(Letter.id).where(Letter.signed_sha256 == sha256)).first():
        raise RuleBroken("Berkas yang ditandatangani ini sudah tercatat sebagai surat lain.")
    letter = _born(work, case_no, body)
    work.session.add(letter)
    work.session.flush()
    kind = work.office.letter_kinds.get(letter.kind, "Surat")
    work.audit("receive", str(letter.id), f"{kind} diterima dari Camat untuk diregistrasi", case_no=case_no)
    announce(work, letter)
    reopen_archive(work, case_no)
    if body.get("at_once"):
        at_once.follow(work, letter)
    return letter


def _born(work: Work, case_no: str, body: Mapping[str, Any]) -> Letter:
    file = body["file"]
    ended = work.session.get(ArchiveCase, case_no)
    return Letter(
        id=body["letter_id"],
        case_no=case_no,
        kind=body["letter_kind"],
        confidential=body.get("confidential", body["sensitivity"] == "rahasia") or bool(ended and ended.confidential),
        numbering=body.get("numbering", "after"),
        signing=body.get("signing", "internal"),
        certificate=body.get("certificate"),
        reserved_number=body.get("number"),
        received_at=work.now,
        signed_file={**file, "id": str(file["id"]), "added_at": file["added_at"].isoformat()},
        signed_sha256=file["sha256"],
        state=State.RECEIVED,
        version=1,
        moved_at=work.now,
        **{name: body[name] for name in _COPIED},
        **{f"signer_{name}": body["signer"][name] for name in ("title", "name", "nip")},
    )


def _strike(work: Work, letter: Letter, words: str) -> None:
    """Its lines in the agenda and in the register book say that it is no longer wanted."""
    agenda.cancel_of_letter(work, letter.id, words)
    entry = valid_entry_of_letter(work.session, letter.id)
    if entry is not None:
        book.strike(work, entry, words, result=VOID_RESULT, note=words, finished_on=None)


def void(work: Work, letter_id: UUID, reason: str) -> Letter:
    """The letter is no longer wanted, in whatever state it is. A number that it has stays in the book as BATAL."""
    letter = letter_for_update(work.session, letter_id)
    if letter.state == State.VOIDED:
        return letter  # told twice
    advance(MOVES, letter, "void", work.actor, work.now, None)
    letter.void_reason = reason
    release_number(work, letter.id, reason)
    _strike(work, letter, f"Surat dibatalkan: {reason}")
    shown = f"Nomor {letter.number} dibatalkan" if letter.number else "Surat dibatalkan sebelum bernomor"
    work.audit("void", str(letter.id), f"{shown}: {reason}", case_no=letter.case_no, number=letter.number)
    reopen_archive(work, letter.case_no)
    return letter
