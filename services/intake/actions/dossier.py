"""The end of a complaint: the desk's part of the dossier goes to the archive, once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from services.handoffs.evidence_ref import reference
from services.handoffs.intake_to_registry import INTAKE_DOSSIER
from services.handoffs.outbox import post
from services.handoffs.outcomes import Outcome
from services.intake.actions import documents
from services.intake.queries import files
from services.intake.rules.files import KEPT_ELSEWHERE
from services.intake.tables import CaseFile, Complaint
from services.shared.audit import trail
from services.shared.files.scanner import Scan
from services.shared.unit_of_work import Work


def close(complaint: Complaint, outcome: Outcome, *, message: str, branch: str, ended_at: datetime) -> None:
    """Note how the complaint ended; the move itself comes before."""
    complaint.outcome, complaint.outcome_message, complaint.branch = outcome, message, branch
    complaint.ended_at, complaint.deadline = ended_at, None


def _kept(work: Work, complaint: Complaint) -> list[CaseFile]:
    """The files that the archive keeps from the desk; the form as it was handed in is one of them."""
    found = files(work.session, complaint.case_no)
    kept = [file for file in found if file.role not in KEPT_ELSEWHERE and file.scan != Scan.INFECTED]
    if complaint.form is not None and not any(file.role == "form" for file in kept):
        kept.append(documents.store_form(work, complaint))
    return kept


def post_dossier(work: Work, complaint: Complaint) -> None:
    """Give the registry our documents and time line. The audit line of the end comes before. Done once per case."""
    if complaint.dossier_at is not None:
        return
    complaint.dossier_at = work.now
    work.session.flush()
    kept = _kept(work, complaint)
    sent = [str(file.id) for file in kept]
    work.audit("archive_files", complaint.case_no, "Berkas diserahkan ke arsip", story=False, files=sent)
    body = {"part": "intake", "timeline": _timeline(work, complaint), "documents": [reference(file) for file in kept]}
    post(work, INTAKE_DOSSIER, complaint.case_no, body)


def post_again(work: Work, complaint: Complaint) -> None:
    """Something was added after the end: the archive gets our part as it is now."""
    if complaint.dossier_at is not None:
        complaint.dossier_at = None
        post_dossier(work, complaint)


def _timeline(work: Work, complaint: Complaint) -> list[dict[str, Any]]:
    past = trail.story(work.session, complaint.case_no)
    now = [vars(entry) for entry in work.entries if entry.subject == complaint.case_no and entry.story]
    return [{"at": e["at"], "actor": e["actor_name"], "verb": e["verb"], "note": e["note"]} for e in [*past, *now]]
