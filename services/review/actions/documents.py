"""Files of a case that are made here: papers, laid out when their step is done, and drawn signatures.

The object is put before the transaction commits; if that fails, an object without a row is harmless.
"""

from __future__ import annotations

import uuid

from services.review.rules.files import folder
from services.review.tables import Case, CaseFile
from services.shared.storage.object_store import StoredObject
from services.shared.unit_of_work import Work


def file_paper(work: Work, case: Case, role: str, name: str, pdf: bytes, *, identifying: bool = False) -> CaseFile:
    """Store a paper as a file of the case.

    ``identifying``: it names the applicant, and is hidden where the identity is confidential.
    """
    bucket = work.service.settings.documents_bucket
    stored = work.service.store.put_bytes(bucket, folder(case.case_no), pdf, "application/pdf")
    hidden = identifying and case.confidential
    return note_file(work, case, "paper", role, f"{name} {case.case_no}.pdf", stored, identifying=hidden)


def note_file(
    work: Work,
    case: Case,
    origin: str,
    role: str,
    name: str,
    stored: StoredObject,
    *,
    identifying: bool,
    coordination_id: uuid.UUID | None = None,
) -> CaseFile:
    """Note a stored object as a file of the case; ``identifying``: it shows who a confidential applicant is."""
    file = CaseFile(
        id=uuid.uuid4(),
        case_no=case.case_no,
        origin=origin,
        role=role,
        name=name,
        added_at=work.now,
        added_by=work.actor.name,
        identifying=identifying,
        coordination_id=coordination_id,
        **stored.as_dict(),
    )
    work.session.add(file)
    return file
