"""Files of a complaint: as data, and in the shapes that the page macros expect."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from services.intake import queries
from services.intake.queries.complaints import UNKNOWN_FILE
from services.intake.rules.files import KEPT_ELSEWHERE, LABELS, PAPERS
from services.intake.shown.knowing import knows, may_open
from services.intake.tables import CaseFile, Complaint
from services.shared.errors import Missing, Unavailable
from services.shared.files.shown import NAMES, item
from services.shared.files.table import KeptFile
from services.shared.storage.seen import Seen
from services.shared.unit_of_work import Work
from services.shared.web.service import current_service

_SEEN = Seen()


def evidence(files: Iterable[dict[str, Any]], lost: frozenset[str]) -> list[dict[str, Any]]:
    """Files for ``evidence_list``; one whose bytes are gone is said so and has no link to them."""
    return [
        item(file, file["url"], file["role_label"], scanned=file["role"] not in PAPERS, gone=file["sha256"] in lost)
        for file in files
    ]


def documents(files: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Papers of ours for ``document_list``, newest first."""
    listed = [{"title": f["role_label"], "url": f["url"], "note": f["name"], "at": f["added_at"]} for f in files]
    return listed[::-1]


def lost_files(case_no: str, files: Iterable[dict[str, Any]]) -> frozenset[str]:
    """Hashes of files whose bytes the store does not have any more; none where the store does not answer.

    Before something is called lost, it is looked for everywhere.
    """
    here = frozenset(file["sha256"] for file in files if file["role"] not in KEPT_ELSEWHERE)
    service = current_service()
    buckets = (service.settings.evidence_bucket, service.settings.documents_bucket)
    try:
        found = _SEEN.below(service.store, buckets, case_no, here)
    except Unavailable:
        return frozenset()
    return here - {path[-1] for path in found}


def openable(work: Work, case_no: str, file_id: UUID) -> CaseFile:
    """A file of this complaint that this person may open.

    Raises:
        Missing: no such file here, or not for this person.
    """
    complaint = queries.one(work.session, case_no)
    file = queries.file_of(work.session, case_no, file_id)
    if not may_open(complaint, file, work.actor):
        raise Missing(UNKNOWN_FILE)
    return file


def knows_facts(work: Work, file: KeptFile) -> bool:
    """Whether this person may know what a file's metadata tell: who may know the applicant."""
    assert isinstance(file, CaseFile)
    return knows(queries.one(work.session, file.case_no), work.actor)


def file_line(complaint: Complaint, file: CaseFile) -> dict[str, Any]:
    """A file, without the place where it lies."""
    return {name: getattr(file, name) for name in (*NAMES, "round")} | {
        "role_label": LABELS[file.role],
        "url": f"/intake/complaints/{complaint.case_no}/evidence/{file.id}",
    }
