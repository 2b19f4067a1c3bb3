"""Steps 17 and 18: the letter goes to the applicant, by whichever way, who confirms it."""

from __future__ import annotations

import uuid

from services.handoffs.endings import was_collected
from services.handoffs.handing import AT_DESK, RELATIONS, way_of
from services.handoffs.intake_to_review import LETTER_HANDED_OVER
from services.handoffs.outbox import post
from services.handoffs.outcomes import Outcome
from services.intake.actions import documents, dossier
from services.intake.actions.files import keep
from services.intake.notices.urgency import no_more
from services.intake.queries import case_for_update, files, handover
from services.intake.rules.files import check_authority
from services.intake.rules.handover import check_proof
from services.intake.states import MOVES, RIGHTS
from services.intake.tables import Complaint, Handover
from services.shared.errors import Stale
from services.shared.files.signature_pad import store_signature
from services.shared.rights.moves import advance, check_version
from services.shared.rights.people import Actor
from services.shared.storage.object_store import StoredObject
from services.shared.unit_of_work import Service, Work

TOLD = ("letter_id", "recipient", "relation", "way", "handed_at", "confirmed_at")


def hand_over(
    service: Service, actor: Actor, case_no: str, version: int | None, *, signature: str, received: bool, **given: str
) -> Complaint:
    """Step 17: give or send the letter to the applicant or a person with a power of attorney; a note is printed.

    ``given`` is ``way``, ``recipient``, ``relation`` and ``note``; ``signature`` the recipient's, drawn on the screen.
    ``received``: step 18 with the same press.

    Raises:
        RuleBroken: a proxy whose letter of authority is not among the complaint's files, a way without a file that
            proves it; an unreadable signature.
    """
    drawn = store_signature(service, service.settings.evidence_bucket, case_no, signature)
    with service.work(actor) as work:
        return _handed(work, case_no, version, given, drawn, received=received)


def _handed(
    work: Work,
    case_no: str,
    version: int | None,
    given: dict[str, str],
    signature: StoredObject | None,
    *,
    received: bool = False,
) -> Complaint:
    complaint = case_for_update(work.session, case_no)
    if received and _is_mine(work, complaint, version):
        return complaint
    if not advance(MOVES, complaint, "hand_over", work.actor, work.now, version):
        return complaint
    row = _given(work, complaint, given, signature)
    complaint.deadline = complaint.letter_until = None
    work.audit("hand_over", case_no, _words(complaint, row))
    documents.store_handover_note(work, complaint, row, signature)
    return confirm_receipt(work, case_no, None) if received else complaint


def _is_mine(work: Work, complaint: Complaint, version: int | None) -> bool:
    """Whether this very press did both steps already."""
    last = (complaint.last_verb, complaint.last_actor) == ("confirm_receipt", work.actor.username)
    return version is not None and complaint.version == version + 2 and last


def _given(work: Work, complaint: Complaint, given: dict[str, str], signature: StoredObject | None) -> Handover:
    """The letter is out of our hands: proved where nobody at the desk saw it."""
    kept = files(work.session, complaint.case_no)
    check_authority(given["relation"], (file.role for file in kept))
    check_proof(given["way"], (file.role for file in kept))
    proofs = [file.id for file in kept if file.role == "handover"]
    row = _row(work, complaint, given, signature)
    row.proof_id = proofs[-1] if proofs and given["way"] != AT_DESK else None
    work.session.add(row)
    work.session.flush()
    return row


def _words(complaint: Complaint, row: Handover) -> str:
    whom = RELATIONS[row.relation].lower()
    return f"Surat nomor {complaint.letter_number} diserahkan kepada {whom} ({way_of(row.way)})"


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
    message = f"Pengaduan Anda telah dijawab dengan surat nomor {complaint.letter_number} yang sudah diserahkan."
    dossier.close(complaint, Outcome.RESOLVED, message=message, branch="", ended_at=work.now)
    no_more(work, complaint)
    work.audit("confirm_receipt", case_no, "Pemohon menyatakan surat sudah diterima")
    _tell_review(work, case_no, row)
    return complaint


def _tell_review(work: Work, case_no: str, row: Handover) -> None:
    row.confirmed_at = work.now
    post(work, LETTER_HANDED_OVER, case_no, {name: getattr(row, name) for name in TOLD})


def crossed(work: Work, complaint: Complaint) -> bool:
    """Whether the letter of an end *tidak diambil* was handed over while review ended the case; review is told so.

    The end stays as review said, as after ``collect_late``.
    """
    row = handover(work.session, complaint.letter_id)
    if row is None or was_collected(complaint.outcome, complaint.branch):
        return False
    if row.confirmed_at is None:
        _tell_review(work, complaint.case_no, row)
    return True


def collect_late(
    service: Service, actor: Actor, case_no: str, version: int | None, *, signature: str, **given: str
) -> Complaint:
    """After the end *tidak diambil*: somebody came for the letter after all. Pressed twice, it is done once.

    The end stays as it was; the archive gets the note of the handover.

    Raises:
        Forbidden: not a clerk. Stale: no letter waits (any more), or it was destroyed with its archive.
        RuleBroken: as ``hand_over``.
    """
    RIGHTS.check("collect_late", actor, "Surat diserahkan oleh petugas layanan.")
    drawn = store_signature(service, service.settings.evidence_bucket, case_no, signature)
    with service.work(actor) as work:
        return _collected(work, case_no, version, given, drawn)


def _collected(
    work: Work, case_no: str, version: int | None, given: dict[str, str], signature: StoredObject | None
) -> Complaint:
    complaint = case_for_update(work.session, case_no)
    if was_collected(complaint.outcome, complaint.branch):
        raise Stale("Tidak ada surat yang masih menunggu diambil pada pengaduan ini.")
    if handover(work.session, complaint.letter_id) is not None:
        return complaint
    check_version(complaint.version, version)
    if all(file.id != complaint.letter_file for file in files(work.session, case_no)):
        raise Stale("Surat ini sudah dimusnahkan bersama arsip pengaduannya.")
    row = _given(work, complaint, given, signature)
    complaint.version += 1
    work.audit("collect_late", case_no, f"{_words(complaint, row)}, sesudah pengaduan ditutup")
    documents.store_handover_note(work, complaint, row, signature)
    _tell_review(work, case_no, row)
    dossier.post_again(work, complaint)
    return complaint
