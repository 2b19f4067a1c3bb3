"""The package of an archived case leaves the archive: opened by the staff, or exported for a court."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from services.registry.queries.archive import standing
from services.registry.rules.retention import OPENED_FOR_REASON
from services.registry.states import CaseState
from services.registry.tables import ArchiveCase
from services.shared.errors import Forbidden, Missing
from services.shared.rights.people import Actor
from services.shared.storage.object_store import StoredObject
from services.shared.unit_of_work import Work


@dataclass(frozen=True)
class Export:
    """A case that leaves the office: its package, to whom it goes and why, by whom and when."""

    case: ArchiveCase
    package: StoredObject
    recipient: str
    reason: str
    actor: Actor
    at: datetime


def download_package(work: Work, case_no: str, *, reason: str = "") -> ArchiveCase:
    """Open the archive package of a case; every download is written into the audit trail.

    Raises:
        Forbidden: the archive is secret, and no reason was given. Missing: there is no package (any more).
    """
    case, package = _kept(work, case_no)
    if case.security == OPENED_FOR_REASON and not reason:
        raise Forbidden("Arsip ini rahasia: tulis alasan membukanya di halaman arsip.")
    words = f"Paket arsip {case.archive_no} diunduh"
    work.audit("download_package", case_no, words, story=False, sha256=package.sha256, reason=reason)
    return case


def export_case(work: Work, case_no: str, *, recipient: str, reason: str) -> Export:
    """The whole case for a court or an investigator; written into the trail and the time line. Raises Missing."""
    case, package = _kept(work, case_no)
    words = f"Berkas lengkap diekspor untuk {recipient}"
    work.audit("export_case", case_no, words, recipient=recipient, reason=reason)
    return Export(case, package, recipient, reason, work.actor, work.now)


def _kept(work: Work, case_no: str) -> tuple[ArchiveCase, StoredObject]:
    case = standing(work.session, case_no).case
    if case.stored is None:
        raise Missing("Paket arsip pengaduan ini belum ada.")
    if case.state == CaseState.DESTROYED:
        raise Missing("Arsip pengaduan ini sudah dimusnahkan.")
    work.service.looked(work.actor, case_no, "archive", work.now)
    return case, case.stored
