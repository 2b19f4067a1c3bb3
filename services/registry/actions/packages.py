"""The package of an archived case leaves the archive: opened by the staff, or exported for a court."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from services.registry.queries.archive import standing
from services.registry.rights import RIGHTS
from services.registry.rules.retention import OPENED_FOR_REASON
from services.registry.states import CaseState
from services.registry.tables import ArchiveCase
from services.shared.errors import Forbidden, Missing
from services.shared.rights.people import Actor
from services.shared.storage.object_store import StoredObject
from services.shared.unit_of_work import Work

_EXTENT = {True: " secara utuh", False: ""}


@dataclass(frozen=True)
class Opened:
    """A package for one reader: the ``whole`` of it, or the edition that is made for them."""

    case: ArchiveCase
    package: StoredObject
    whole: bool


@dataclass(frozen=True)
class Export(Opened):
    """A case that leaves the office: its package, to whom it goes and why, by whom and when."""

    recipient: str
    reason: str
    actor: Actor
    at: datetime


def download_package(work: Work, case_no: str, *, reason: str = "") -> Opened:
    """Open the archive package of a case; every download is written into the audit trail.

    The whole package is for those who may see all, and for a reason; everybody else gets what they may see of it.

    Raises:
        Forbidden: the archive is secret, and no reason was given. Missing: there is no package (any more).
    """
    whole = bool(reason) and RIGHTS.may("see_whole_package", work.actor)
    case, package = _kept(work, case_no, whole=whole)
    if case.security == OPENED_FOR_REASON and not reason:
        raise Forbidden("Arsip ini rahasia: tulis alasan membukanya di halaman arsip.")
    words = f"Paket arsip {case.archive_no} diunduh{_EXTENT[whole]}"
    work.audit("download_package", case_no, words, story=False, sha256=package.sha256, reason=reason, whole=whole)
    return Opened(case, package, whole)


def export_case(work: Work, case_no: str, *, recipient: str, reason: str) -> Export:
    """A case for a court or an investigator; written into the trail and the time line.

    Whole where the person may see all; else without what they may not see. Raises Missing.
    """
    whole = RIGHTS.may("see_whole_package", work.actor)
    case, package = _kept(work, case_no, whole=whole)
    words = f"Berkas pengaduan diekspor untuk {recipient}{_EXTENT[whole]}"
    work.audit("export_case", case_no, words, recipient=recipient, reason=reason, whole=whole)
    return Export(case, package, whole, recipient, reason, work.actor, work.now)


def _kept(work: Work, case_no: str, *, whole: bool) -> tuple[ArchiveCase, StoredObject]:
    case = standing(work.session, case_no).case
    if case.stored is None:
        raise Missing("Paket arsip pengaduan ini belum ada.")
    if case.state == CaseState.DESTROYED:
        raise Missing("Arsip pengaduan ini sudah dimusnahkan.")
    work.service.looked(work.actor, case_no, "whole_archive" if whole else "archive", work.now)
    return case, case.stored
