"""Files of a complaint (step 3, 17): added with their hash, taken back only before they went to the section head."""

from __future__ import annotations

import uuid

from sqlalchemy import select

from services.handoffs.endings import was_collected
from services.intake.actions.custody import CUSTODY
from services.intake.queries import case_for_update, file_of, uploaded_bytes
from services.intake.rules.files import (
    DRAWN,
    FULL_NIK,
    LABELS,
    PAPERS,
    check_addable,
    check_any_addable,
    check_removable,
    check_room,
)
from services.intake.states import RIGHTS
from services.intake.tables import CaseFile, Complaint
from services.shared.files.ingest import Incoming, take_in
from services.shared.files.uploads.finishing import Uploads
from services.shared.files.uploads.receiver import Begun, Receiver
from services.shared.rights.people import Actor
from services.shared.storage.object_store import StoredObject
from services.shared.unit_of_work import Service, Work

NOT_CLERK = "Hanya petugas layanan yang menambah atau mengambil kembali berkas."


def check_add(work: Work, case_no: str, role: str, size: int = 0) -> Complaint:
    """Whether the actor may add such a file of ``size`` bytes now; asked before a byte is stored.

    Raises:
        Missing, Forbidden, Stale, RuleBroken: see ``rules.files``.
    """
    complaint = _clerks_case(work, case_no)
    check_addable(role, complaint.state, collectable=not was_collected(complaint.outcome, complaint.branch))
    check_room(uploaded_bytes(work.session, case_no), size, work.office.evidence.case_limit_mb)
    return complaint


def check_upload(work: Work, case_no: str, size: int, waiting: int) -> None:
    """Whether an upload of ``size`` bytes may begin; its role is told later. ``waiting``: bytes under way already.

    Raises:
        Missing, Forbidden, Stale, RuleBroken: see ``rules.files``.
    """
    complaint = _clerks_case(work, case_no)
    check_any_addable(complaint.state, collectable=not was_collected(complaint.outcome, complaint.branch))
    check_room(uploaded_bytes(work.session, case_no) + waiting, size, work.office.evidence.case_limit_mb)


def may_begin(service: Service, person: Actor, begun: Begun) -> None:
    """As ``check_upload``, for a resumable upload."""
    with service.work(person) as work:
        check_upload(work, begun.target, begun.size, begun.waiting)


RECEIVER = Receiver(CUSTODY, may_begin)


def take(service: Service, person: Actor, case_no: str, role: str, incoming: Incoming) -> CaseFile:
    """Step 3 (P2, P3), 17: take a whole file in and note it on its complaint; see ``files.ingest.take_in``."""
    return take_in(
        service,
        person,
        incoming,
        (service.settings.evidence_bucket, case_no),
        lambda work, size: check_add(work, case_no, role, size),
        lambda work, name, declared, stored, trouble: add(work, case_no, role, name, declared, stored, trouble),
    )


def claim(uploads: Uploads, person: Actor, case_no: str, role: str, upload_id: str) -> CaseFile | None:
    """Step 3 (P2, P3): a finished upload becomes a file of the complaint. None: this form has been sent before.

    Raises:
        Missing: not this person's upload, or expired. Refused: not whole yet, or see ``add``.
    """
    with uploads.claim(upload_id, person, case_no) as upload:
        if upload.claimed or upload.stored is None:
            return None
        with uploads.service.work(person) as work:
            row = add(work, case_no, role, upload.name, upload.declared, upload.stored, upload.trouble)
        uploads.spool.note_claimed(upload)
        return row


def _clerks_case(work: Work, case_no: str) -> Complaint:
    complaint = case_for_update(work.session, case_no, bare=True)
    RIGHTS.check("add_file", work.actor, NOT_CLERK)
    return complaint


def add(
    work: Work, case_no: str, role: str, name: str, declared: str, stored: StoredObject, trouble: str = ""
) -> CaseFile:
    """Step 3 (P2, P3), 17: note a stored file on its complaint. The same bytes in the same role are noted once."""
    check_add(work, case_no, role)  # the size was checked before: what is stored is not thrown away for it
    if (before := _noted(work, case_no, role, stored.sha256)) is not None:
        return before
    row = keep(work, case_no, role, name, stored, declared=declared)
    if trouble:
        row.facts = {"trouble": trouble}
    note, size = f"{LABELS[role]} diterima", stored.size
    work.audit("add_file", case_no, note, file=str(row.id), sha256=stored.sha256, size=size)
    return row


def _noted(work: Work, case_no: str, role: str, sha256: str) -> CaseFile | None:
    """The same bytes in the same role, where they are noted already and nobody took them back."""
    same = select(CaseFile).filter_by(case_no=case_no, role=role, sha256=sha256)
    return work.session.scalar(same.where(CaseFile.removed_at.is_(None)))


def keep(work: Work, case_no: str, role: str, name: str, stored: StoredObject, *, declared: str = "") -> CaseFile:
    """A row for a stored object, uploaded or printed by us."""
    row = CaseFile(
        id=uuid.uuid4(),
        case_no=case_no,
        role=role,
        name=name,
        declared_type=declared,
        added_at=work.now,
        added_by=work.actor.username,
        look="none" if role in FULL_NIK | DRAWN.keys() | PAPERS.keys() else "waiting",
        **stored.as_dict(),
    )
    work.session.add(row)
    work.session.flush()
    return row


def remove(work: Work, case_no: str, file_id: uuid.UUID) -> None:
    """Take a file back before forwarding; the row stays and says who did it, the bytes stay where they are.

    Raises:
        Missing: no such file here. Forbidden: not a clerk. Stale: it went to the section head already.
    """
    complaint = _clerks_case(work, case_no)
    file = work.session.get(CaseFile, file_id)
    if file is not None and file.case_no == case_no and file.removed_at is not None:
        return  # pressed twice
    file = file_of(work.session, case_no, file_id)
    check_removable(file.role, complaint.state, file.round)
    file.removed_at, file.removed_by = work.now, work.actor.username
    work.audit("remove_file", case_no, f"{LABELS[file.role]} diambil kembali", file=str(file.id), sha256=file.sha256)
