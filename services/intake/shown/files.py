"""Files of a complaint: as data, and in the shapes that the page macros expect."""

from __future__ import annotations

import time
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
from services.shared.unit_of_work import Work
from services.shared.web.service import current_service

FRESH = 60.0  # seconds for which the store is believed to have what it was seen to have
MOST = 500  # complaints of which that is remembered
_SEEN: dict[str, tuple[float, frozenset[str]]] = {}


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

    The store is asked only where something of the complaint lies, and again after a minute or for a file that it was
    not seen to have: to list a folder takes longer than all other questions of a page.
    """
    here = {file["sha256"]: file["role"] in PAPERS for file in files if file["role"] not in KEPT_ELSEWHERE}
    at, seen = _SEEN.get(case_no, (0.0, frozenset()))
    if time.monotonic() - at < FRESH and seen.issuperset(here):
        return frozenset()
    try:
        found = _listed(case_no, set(here.values()))
        if not found.issuperset(here):  # before something is called lost, it is looked for everywhere
            found |= _listed(case_no, {True, False}.difference(here.values()))
    except Unavailable:
        return frozenset()
    if len(_SEEN) >= MOST:
        _SEEN.clear()
    _SEEN[case_no] = (time.monotonic(), found)
    return frozenset(here) - found


def _listed(case_no: str, papers: Iterable[bool]) -> frozenset[str]:
    """The hashes in the complaint's folders: of papers of ours, of what people brought, or of both."""
    service = current_service()
    buckets = {True: service.settings.documents_bucket, False: service.settings.evidence_bucket}
    keys = (key for paper in papers for key in service.store.keys(buckets[paper], f"{case_no}/"))
    return frozenset(key.rsplit("/", 1)[-1] for key in keys)


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
