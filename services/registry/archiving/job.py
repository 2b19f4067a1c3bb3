"""The timed job ``archive_cases``: packages of ended cases whose parts are all there, one after the other.

No row is locked while a package is made, for that may take minutes: a case is claimed by a lease (``next_try_at`` lies
ahead), and the result is taken only if nobody has touched the case meanwhile. A damaged or missing file becomes an
incident that the archive page shows; the case waits and is tried again, the others go on. The store not answering at
all ends the run: nothing is noted, and the next run tries again.
"""

from __future__ import annotations

import logging
import tempfile
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from services.handoffs.outbox import post
from services.handoffs.registry_to_intake import CASE_ARCHIVED_INTAKE
from services.handoffs.registry_to_review import CASE_ARCHIVED_REVIEW
from services.registry import incidents, rules
from services.registry.archiving import package, sheet
from services.registry.archiving.contents import Contents, gather
from services.registry.numbering import next_number
from services.registry.queries.archive import case_for_update, claim_due, standing
from services.registry.states import CASE_MOVES
from services.registry.tables import ArchiveCase
from services.shared.calendar import clock
from services.shared.errors import Unavailable
from services.shared.jobs.schedule import Job
from services.shared.rights.moves import advance
from services.shared.rights.people import SYSTEM
from services.shared.storage.object_store import StoredObject
from services.shared.unit_of_work import Service, Work

log = logging.getLogger(__name__)
Listing = list[dict[str, Any]]
BUDGET = 15  # seconds after which a run takes no further case: the worker has handoffs to take, too
LEASE = timedelta(minutes=10)  # longer than a task may run: after a crash the case is due again
_WORDS = {
    "damaged": "Berkas “{name}” di penyimpanan rusak: isinya bukan lagi yang dahulu disimpan.",
    "missing": "Berkas “{name}” tidak ada di penyimpanan.",
}


@dataclass(frozen=True)
class Claim:
    """A case that this run makes the package of; ``lease`` is the mark that nobody else has touched it."""

    case_no: str
    lease: datetime
    now: datetime


def archive_cases(work: Work, budget: float = BUDGET) -> str:
    """Make every package that can be made now, for ``budget`` seconds; returns the outcome for the job table."""
    service, done, failed = work.service, 0, 0
    end = time.monotonic() + budget
    while time.monotonic() < end and (claimed := claim(service, work.now)):
        try:
            done += archive(service, claimed)
        except Unavailable as error:
            _release(service, claimed)
            return f"{done} diarsipkan, {failed} gagal; {error.message}"
        except package.NotStored as error:
            failed += 1
            words = _WORDS[error.kind].format(name=error.document.facts["name"])
            _postpone(service, claimed, error.kind, words, str(error))
        except Exception as error:
            failed += 1
            log.exception("the package of case %s could not be made", claimed.case_no)
            _postpone(service, claimed, "failed", "Paket arsip gagal dibuat.", f"{type(error).__name__}: {error}")
    return f"{done} diarsipkan, {failed} gagal"


def claim(service: Service, now: datetime) -> Claim | None:
    """Take the next case that is due, for the time of a lease; None where there is none."""
    with service.work(SYSTEM, now) as work:
        case = claim_due(work.session, now)
        if case is None:
            return None
        case.next_try_at = now + LEASE
        return Claim(case.case_no, case.next_try_at, now)


def archive(service: Service, claimed: Claim) -> bool:
    """Make and store the package of one case; False where the case has changed meanwhile and is due again.

    Raises:
        NotStored: a document is damaged or missing. Unavailable: the store does not answer.
    """
    with service.reading() as session:
        contents = gather(session, service.office, standing(session, claimed.case_no).case)
    with tempfile.TemporaryDirectory(prefix="arsip-", dir=service.settings.spool_dir) as spool:
        package.fetch(service.store, contents.documents, Path(spool) / "documents")
        case = _numbered(service, claimed)
        contents.case["archive"] = _facts(case)
        stored, listing = _make(service, case, contents, Path(spool), claimed.now)
    return _finish(service, claimed, stored, _described(contents, listing))


def _numbered(service: Service, claimed: Claim) -> ArchiveCase:
    """The archive number (gapless per year), security class and retention, counted from the end of the case.

    They are given once: a later try, and a package that is made anew, have the same.
    """
    with service.work(SYSTEM, claimed.now) as work:
        case = case_for_update(work.session, claimed.case_no)
        assert case is not None  # ended cases are never deleted
        if case.archive_no is None:
            year = clock.local(claimed.now).year
            case.archive_no = rules.archive_number(year, next_number(work.session, "archive", year))
            row = service.office.retention[rules.case_retention(case.class_code, case.outcome)]
            case.active_until = rules.years_after(clock.local(case.ended_at).date(), row.active_years)
            case.inactive_until = rules.years_after(case.active_until, row.inactive_years)
            case.security, case.fate = rules.case_security(case.confidential), row.fate
        return case


def _facts(case: ArchiveCase) -> dict[str, str]:
    names = ("archive_no", "classification", "security", "active_until", "inactive_until", "fate")
    return {name: str(getattr(case, name)) for name in names}


def _make(
    service: Service, case: ArchiveCase, contents: Contents, spool: Path, now: datetime
) -> tuple[StoredObject, Listing]:
    bag = spool / str(case.archive_no)
    bag.mkdir()
    if contents.documents:
        (spool / "documents").rename(bag / "documents")
    package.write_json(bag / "case.json", contents.case)
    package.write_json(bag / "timeline.json", contents.timeline)
    (bag / "timeline.pdf").write_bytes(sheet.timeline(service.office, case, contents, now))
    info = {
        "Source-Organization": service.office.name,
        "Organization-Address": service.office.office.address,
        "External-Identifier": str(case.archive_no),
        "External-Description": case.case_no,
    }
    listing = package.make_bag(bag, info, clock.local(now).date())
    target = spool / "package.zip"
    package.make_zip(bag, target)
    with target.open("rb") as file:
        stored = service.store.put_file(service.settings.archive_bucket, case.case_no, file, "application/zip")
    return stored, listing


def _finish(service: Service, claimed: Claim, stored: StoredObject, contents: Listing) -> bool:
    """Take the package, and tell intake and review once; False where the case was touched since it was claimed."""
    with service.work(SYSTEM, claimed.now) as work:
        case = case_for_update(work.session, claimed.case_no)
        if case is None or case.next_try_at != claimed.lease:
            return False
        first = case.revision == 0
        case.package, case.contents, case.archived_at = stored.as_dict(), contents, work.now
        case.revision, case.tries, case.checked_at = case.revision + 1, 0, work.now
        advance(CASE_MOVES, case, "archive", work.actor, work.now, None)
        incidents.heal(work, case.case_no, incidents.ARCHIVE)
        done = "Berkas lengkap diarsipkan dengan nomor" if first else "Paket arsip diperbarui, nomor"
        work.audit("archive", case.case_no, f"{done} {case.archive_no}", sha256=stored.sha256)
        if first:
            body = {"archived_at": work.now, "archive_no": case.archive_no, "retain_until": case.inactive_until}
            post(work, CASE_ARCHIVED_INTAKE, case.case_no, body)
            post(work, CASE_ARCHIVED_REVIEW, case.case_no, body)
        return True


def _described(contents: Contents, listing: Listing) -> Listing:
    """The payload's files with the name and role that they have for people."""
    known = {"data/case.json": "Data pengaduan", "data/timeline.json": "Riwayat (data)", "data/timeline.pdf": "Riwayat"}
    facts = {f"data/documents/{d.path}": d.facts for d in contents.documents}
    own = {path: {"name": name, "role": "archive"} for path, name in known.items()}
    described = own | {path: {name: f[name] for name in ("name", "role", "added_at")} for path, f in facts.items()}
    return [row | described[row["path"]] for row in listing]


def _postpone(service: Service, claimed: Claim, kind: str, message: str, detail: str) -> None:
    """Note what stands in the way, and wait a while before the next try."""
    with service.work(SYSTEM, claimed.now) as work:
        case = case_for_update(work.session, claimed.case_no)
        assert case is not None
        case.tries += 1
        if case.next_try_at == claimed.lease:
            case.next_try_at = work.now + rules.retry_after(case.tries)
        incidents.note(work, case.case_no, incidents.ARCHIVE, kind, message, detail)


def _release(service: Service, claimed: Claim) -> None:
    """Nothing was wrong with the case: it is due again at once."""
    with service.work(SYSTEM, claimed.now) as work:
        case = case_for_update(work.session, claimed.case_no)
        if case is not None and case.next_try_at == claimed.lease:
            case.next_try_at = claimed.now


JOB = Job("archive_cases", timedelta(seconds=30), archive_cases)
