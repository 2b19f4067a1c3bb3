"""What intake says of resumable uploads: the clerk adds to a complaint that takes files, and only what we keep."""

from __future__ import annotations

from typing import IO

from services.intake import queries
from services.intake.actions import files
from services.intake.evidence import kinds
from services.intake.tables import CaseFile
from services.shared.files.uploads.finishing import Uploads
from services.shared.files.uploads.tus import current_uploads
from services.shared.rights.people import Actor
from services.shared.storage.object_store import StoredObject
from services.shared.unit_of_work import Service, Work
from services.shared.web.service import current_service


class EvidenceReceiver:
    """``Receiver`` of the front desk; the target of an upload is a complaint's number."""

    def check(self, person: Actor, target: str, size: int) -> None:
        """Raises Missing, Forbidden, Stale, RuleBroken: see ``actions.files.check_upload``."""
        waiting = sum(upload.length for upload in current_uploads().spool.waiting(target))
        with current_service().work(person) as work:
            files.check_upload(work, target, size, waiting)

    def glance(self, head: bytes) -> None:
        """Raises NotAccepted for what is refused by its first bytes."""
        kinds.glance(head)

    def sniff(self, source: IO[bytes]) -> str:
        """The content type; raises NotAccepted."""
        return kinds.sniff(source)

    def is_used(self, service: Service, stored: StoredObject) -> bool:
        """Whether a file of a complaint lies there."""
        with service.reading() as session:
            return queries.is_used(session, stored.key)


def claim(person: Actor, case_no: str, role: str, upload_id: str) -> CaseFile | None:
    """Step 3 (P2, P3): a finished upload becomes a file of the complaint. None: this form has been sent before.

    Raises:
        Missing: not this person's upload, or expired. Refused: not whole yet, or see ``actions.files.add``.
    """
    uploads = current_uploads()
    with uploads.claim(upload_id, person, case_no) as upload:
        if upload.claimed or upload.stored is None:
            return None
        with current_service().work(person) as work:
            row = files.add(work, case_no, role, upload.name, upload.declared, upload.stored)
        uploads.spool.note_claimed(upload)
        return row


def sweep(work: Work) -> str:
    """Timed: uploads that nobody finished or used within a day go, from disk and store."""
    swept = Uploads(work.service, EvidenceReceiver()).sweep(work.now)
    return f"{swept} unggahan kedaluwarsa dihapus"
