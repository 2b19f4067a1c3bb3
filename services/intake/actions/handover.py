"""Steps 17 and 18: the letter goes to the applicant, who confirms it."""

from __future__ import annotations

import uuid

from services.handoffs.intake_to_review import LETTER_HANDED_OVER
from services.handoffs.outbox import post
from services.handoffs.outcomes import Outcome
from services.intake.actions import documents, dossier
from services.intake.actions.files import keep
from services.intake.notices.urgency import no_more
from services.intake.queries import case_for_update, files, handover
from services.intake.rules.cases import RELATIONS
from services.intake.rules.files import check_authority
from services.intake.states import MOVES
from services.intake.tables import Complaint, Handover
from services.shared.errors import Stale
from services.shared.files.signature_pad import store_signature
from services.shared.rights.moves import advance
from services.shared.rights.people import Actor
from services.shared.storage.object_store import StoredObject
from services.shared.unit_of_work import Service, Work


def hand_over(
    service: Service, actor: Actor, case_no: str, version: int | None, *, signature: str, **given: str
) -> Complaint:
    """Step 17: give the letter to the applicant or to a person with a power of attorney; a note is printed.

    ``given`` is ``recipient``, ``relation`` and ``note``; ``signature`` the recipient's, drawn on the screen.

    Raises:
        RuleBroken: a proxy whose letter of authority is not among the complaint's files; an unreadable signature.
    """
    drawn = store_signature(service, service.settings.evidence_bucket, case_no, signature)
    with service.work(actor) as work:
        return _handed(work, case_no, version, given, drawn)


def _handed(
    work: Work, case_no: str, version: int | None, given: dict[str, str], signature: StoredObject | None
) -> Complaint:
    complaint = case_for_update(work.session, case_no)
    kept = files(work.session, case_no)
    if not advance(MOVES, complaint, "hand_over", work.actor, work.now, version):
        return complaint
    check_authority(given["relation"], (file.role for file in kept))
    row = _row(work, complaint, given, signature)
    work.session.add(row)
    complaint.deadline = None
    whom = RELATIONS[given["relation"]].lower()
    work.audit("hand_over", case_no, f"Surat nomor {complaint.letter_number} diserahkan kepada {whom}")
    documents.store_handover_note(work, complaint, row, signature)
    return complaint


def _row(work: Work, complaint: Complaint, given: dict[str, str], signature: StoredObject | None) -> Handover:
    assert complaint.letter_id is not None
    return Handover(
        letter_id=complaint.letter_id,
        case_no=complaint.case_no,
        **given,
        handed_at=work.now,
        handed_by=work.actor.username,
        handed_by_name=work.actor.name,
        signature_id=_keep_signature(work, complaint.case_no, signature),
    )


def _keep_signature(work: Work, case_no: str, stored: StoredObject | None) -> uuid.UUID | None:
    if stored is None:
        return None
    ending = {"image/png": "png", "image/jpeg": "jpg"}.get(stored.content_type, "pdf")
    return keep(work, case_no, "handover", f"tanda-tangan-penerima.{ending}", stored).id


def confirm_receipt(work: Work, case_no: str, version: int | None) -> Complaint:
    """Step 18: the applicant confirms the receipt; review is told and ends the case on its side.

    Raises:
        Stale: there is no handover (a defect of ours).
    """
    complaint = case_for_update(work.session, case_no)
    row = handover(work.session, complaint.letter_id)
    if not advance(MOVES, complaint, "confirm_receipt", work.actor, work.now, version):
        return complaint
    if row is None:
        raise Stale("Penyerahan surat belum tercatat.")
    row.confirmed_at = work.now
    message = f"Pengaduan Anda telah dijawab dengan surat nomor {complaint.letter_number} yang sudah diserahkan."
    dossier.close(complaint, Outcome.RESOLVED, message=message, branch="", ended_at=work.now)
    no_more(work, complaint)
    work.audit("confirm_receipt", case_no, "Pemohon menyatakan surat sudah diterima")
    names = ("letter_id", "recipient", "relation", "handed_at", "confirmed_at")
    post(work, LETTER_HANDED_OVER, case_no, {name: getattr(row, name) for name in names})
    return complaint
