"""What letters tells the other services."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from services.handoffs.letters_to_registry import LETTER_DOSSIER, LETTER_SIGNED
from services.handoffs.letters_to_review import LETTER_PROGRESSED
from services.handoffs.outbox import post
from services.letters.notices import announce
from services.letters.queries.parts import drafts_of
from services.letters.rules.signatory import named_on
from services.letters.tables import Draft, Letter
from services.shared.audit import trail
from services.shared.unit_of_work import Work


def progressed(work: Work, letter: Letter, progress: str) -> None:
    """To review: ``in_review``, ``correcting``, ``signed`` or ``cancelled``; and to whoever has the letter now."""
    body = {
        "letter_id": letter.id,
        "progress": progress,
        "versions": letter.drafts_count,
        "corrections": letter.corrections_count,
        "by": work.actor.name,
        "at": work.now,
    }
    post(work, LETTER_PROGRESSED, letter.case_no, body)
    announce(work, letter, progress)


def signed(
    work: Work, letter: Letter, draft: Draft, file: dict[str, Any], signing: str, certificate: str | None
) -> None:
    """To the registry (16): the signed file and what the register book wants to know of it."""
    body = {
        "letter_id": letter.id,
        "letter_kind": letter.kind,
        "step": letter.step,
        **{name: draft.content[name] for name in ("subject", "classification", "sensitivity", "copies_to")},
        "recipient": draft.content["recipient_name"],
        "to_applicant": letter.to_applicant,
        "signed_at": work.now,
        "signer": named_on(work.office, letter, draft),
        "drafted_by": draft.submitted_by_name,
        "file": file,
        "confidential": letter.confidential or draft.content["sensitivity"] == "rahasia",
        "numbering": draft.mode,
        "signing": signing,
        "certificate": certificate,
        "number": draft.number,
        "at_once": signing != "wet" and letter.kind in work.office.letters.at_once,
    }
    post(work, LETTER_SIGNED, letter.case_no, body)


def dossier(work: Work, letter: Letter) -> None:
    """To the registry: this letter's part of the archived case, its time line and its files.

    A letter that is cancelled after it was signed sends its part once more, with the end of its time line.
    """
    files = [_draft_file(draft) for draft in drafts_of(work.session, letter.id)]
    if letter.signed_file:
        files.append(_signed_file(letter.signed_file))
    body = {"part": f"letters:{letter.id}", "timeline": _timeline(work, str(letter.id)), "documents": files}
    post(work, LETTER_DOSSIER, letter.case_no, body)


def _timeline(work: Work, subject: str) -> list[dict[str, Any]]:
    """The time line so far and this work's own lines, which are written only at its end."""
    past = trail.story(work.session, subject)
    present = [vars(entry) for entry in work.entries if entry.story and entry.subject == subject]
    return [
        {"at": row["at"], "actor": row["actor_name"], "verb": row["verb"], "note": row["note"]}
        for row in [*past, *present]
    ]


def _draft_file(draft: Draft) -> dict[str, Any]:
    return {
        "id": draft.id,
        "role": "letter_draft",
        "name": f"Konsep surat versi {draft.no}.pdf",
        **draft.stored.as_dict(),
        "added_at": draft.submitted_at,
        "added_by": draft.submitted_by_name,
    }


def _signed_file(stored: dict[str, Any]) -> dict[str, Any]:
    """The signed file's reference, from its JSON form."""
    return {**stored, "id": UUID(stored["id"]), "added_at": datetime.fromisoformat(stored["added_at"])}
