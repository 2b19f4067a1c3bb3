"""Files of a case that are made here: papers, laid out when their step is done, and drawn signatures.

The object is put before the transaction commits; if that fails, an object without a row is harmless.
"""

from __future__ import annotations

import uuid

from services.review.rules.files import folder
from services.review.tables import Case, CaseFile
from services.shared.files.signature_pad import store_signature
from services.shared.storage.object_store import StoredObject
from services.shared.unit_of_work import Work


def file_paper(work: Work, case: Case, role: str, name: str, pdf: bytes, *, identifying: bool = False) -> CaseFile:
    """Store a paper as a file of the case.

    ``identifying``: it names the applicant, and is hidden while the identity is confidential, also from when it is
    hidden later.
    """
    bucket = work.service.settings.documents_bucket
    stored = work.service.store.put_bytes(bucket, folder(case.case_no), pdf, "application/pdf")
    return note_file(work, case, "paper", role, f"{name} {case.case_no}.pdf", stored, identifying=identifying)


def keep_signature(
    work: Work, case: Case, name: str, drawn: str, field: str = "signature", *, identifying: bool
) -> CaseFile | None:
    """A signature drawn on the screen, as a file of the case; None where none was drawn.

    ``field`` is named where it cannot be read; raises RuleBroken.
    """
    bucket = work.service.settings.documents_bucket
    stored = store_signature(work.service, bucket, folder(case.case_no), drawn, field)
    if stored is None:
        return None
    return note_file(work, case, "review", "signature", f"{name}.png", stored, identifying=identifying)


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
    """Note a stored object as a file of the case; ``identifying``: it shows who the applicant is.

    That is said whether or not the identity is confidential today: the section head may hide it later (6 to 7), and
    what was filed before is hidden with it.
    """
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
