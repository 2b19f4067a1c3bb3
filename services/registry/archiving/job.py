"""The timed job ``archive_cases``: packages of ended cases whose parts are all there, one after the other.

A damaged or missing file becomes an incident that the archive page shows; the case waits and is tried again, the others
go on. The store not answering at all ends the run: nothing is noted, and the next run tries again.
"""

from __future__ import annotations

import logging
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from services.handoffs.outbox import post
from services.handoffs.registry_to_intake import CASE_ARCHIVED_INTAKE
from services.handoffs.registry_to_review import CASE_ARCHIVED_REVIEW
from services.registry import incidents, rules
from services.registry.archiving import package, sheet
from services.registry.archiving.contents import Contents, gather
from services.registry.numbering import next_number
from services.registry.queries.archive import claim_due
from services.registry.states import CASE_MOVES
from services.registry.tables import ArchiveCase
from services.shared import clock
from services.shared.errors import Unavailable
from services.shared.moves import advance
from services.shared.object_store import StoredObject
from services.shared.timed import Job
from services.shared.work import Work

log = logging.getLogger(__name__)
Listing = list[dict[str, Any]]
BUDGET = 15  # seconds after which a run takes no further case: the worker has handoffs to take, too
_WORDS = {
    "damaged": "Berkas “{name}” di penyimpanan rusak: isinya bukan lagi yang dahulu disimpan.",
    "missing": "Berkas “{name}” tidak ada di penyimpanan.",
}


def archive_cases(work: Work, budget: float = BUDGET) -> str:
    """Make every package that can be made now, for ``budget`` seconds; returns the outcome for the job table."""
    done = failed = 0
    end = time.monotonic() + budget
    while time.monotonic() < end and (case := claim_due(work.session, work.now)):
        try:
            with _undone_on_error(work):
                archive(work, case)
            done += 1
        except Unavailable as error:
            return f"{done} archived, {failed} failed; {error.message}"
        except package.NotStored as error:
            failed += 1
            name = error.document.facts["name"]
            _postpone(work, case, error.kind, _WORDS[error.kind].format(name=name), str(error))
        except Exception as error:
            failed += 1
            log.exception("the package of case %s could not be made", case.case_no)
            _postpone(work, case, "failed", "Paket arsip gagal dibuat.", f"{type(error).__name__}: {error}")
    return f"{done} archived, {failed} failed"


@contextmanager
def _undone_on_error(work: Work) -> Iterator[None]:
    """A savepoint that also takes back what was about to be sent and written to the audit trail."""
    messages, lines = len(work.outgoing), len(work.entries)
    try:
        with work.session.begin_nested():
            yield
    except Exception:
        del work.outgoing[messages:], work.entries[lines:]
        raise


def archive(work: Work, case: ArchiveCase) -> None:
    """Make and store the package of one case, and tell intake and review once. Raises NotStored, Unavailable."""
    first = case.archive_no is None
    if first:
        _number(work, case)
    contents = gather(work.session, work.office, case)
    contents.case["archive"] = _facts(case)
    with tempfile.TemporaryDirectory(prefix="arsip-", dir=work.service.settings.spool_dir) as spool:
        stored, listing = _make(work, case, contents, Path(spool))
    case.package, case.contents = stored.as_dict(), _described(contents, listing)
    case.archived_at, case.revision, case.tries = work.now, case.revision + 1, 0
    advance(CASE_MOVES, case, "archive", work.actor, work.now, None)
    incidents.heal(work, case.case_no, incidents.ARCHIVE)
    done = "Berkas lengkap diarsipkan dengan nomor" if first else "Paket arsip diperbarui, nomor"
    work.audit("archive", case.case_no, f"{done} {case.archive_no}", sha256=stored.sha256)
    if first:
        body = {"archived_at": work.now, "archive_no": case.archive_no, "retain_until": case.inactive_until}
        post(work, CASE_ARCHIVED_INTAKE, case.case_no, body)
        post(work, CASE_ARCHIVED_REVIEW, case.case_no, body)


def _number(work: Work, case: ArchiveCase) -> None:
    """The archive number (gapless per year) and how long the case is kept, counted from its end."""
    year = clock.local(work.now).year
    case.archive_no = rules.archive_number(year, next_number(work.session, "archive", year))
    row = work.office.retention[rules.case_retention(case.class_code, case.outcome)]
    case.active_until = rules.years_after(clock.local(case.ended_at).date(), row.active_years)
    case.inactive_until = rules.years_after(case.active_until, row.inactive_years)
    case.security, case.fate = rules.case_security(case.confidential), row.fate


def _facts(case: ArchiveCase) -> dict[str, str]:
    assert case.active_until is not None  # ``_number`` has set them
    assert case.inactive_until is not None
    return {
        "archive_no": str(case.archive_no),
        "classification": case.classification,
        "security": str(case.security),
        "active_until": case.active_until.isoformat(),
        "inactive_until": case.inactive_until.isoformat(),
        "fate": str(case.fate),
    }


def _make(work: Work, case: ArchiveCase, contents: Contents, spool: Path) -> tuple[StoredObject, Listing]:
    service = work.service
    bag = spool / str(case.archive_no)
    package.fetch(service.store, contents.documents, bag / "documents")
    package.write_json(bag / "case.json", contents.case)
    package.write_json(bag / "timeline.json", contents.timeline)
    (bag / "timeline.pdf").write_bytes(sheet.timeline(work.office, case, contents, work.now))
    info = {
        "Source-Organization": work.office.name,
        "Organization-Address": work.office.office.address,
        "External-Identifier": str(case.archive_no),
        "External-Description": case.case_no,
    }
    listing = package.make_bag(bag, info, clock.local(work.now).date())
    target = spool / "package.zip"
    package.make_zip(bag, target)
    with target.open("rb") as file:
        stored = service.store.put_file(service.settings.archive_bucket, case.case_no, file, "application/zip")
    return stored, listing


def _described(contents: Contents, listing: Listing) -> Listing:
    """The payload's files with the name and role that they have for people."""
    facts = {f"data/documents/{d.path}": d.facts for d in contents.documents}
    known = {"data/case.json": "Data pengaduan", "data/timeline.json": "Riwayat (data)", "data/timeline.pdf": "Riwayat"}
    return [
        {**row, "name": facts.get(str(row["path"]), {}).get("name") or known.get(str(row["path"]), row["path"]),
         "role": facts.get(str(row["path"]), {}).get("role", "archive")}
        for row in listing
    ]  # fmt: skip


def _postpone(work: Work, case: ArchiveCase, kind: str, message: str, detail: str) -> None:
    work.session.refresh(case)
    case.tries += 1
    case.next_try_at = work.now + rules.retry_after(case.tries)
    incidents.note(work, case.case_no, incidents.ARCHIVE, kind, message, detail)
    work.session.flush()


JOB = Job("archive_cases", timedelta(seconds=10), archive_cases)
