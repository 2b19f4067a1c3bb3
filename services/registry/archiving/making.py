"""Making the package of one ended case: its parts fetched and checked, its number and retention, then bag and zip."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from services.handoffs.outbox import post
from services.handoffs.registry_to_intake import CASE_ARCHIVED_INTAKE
from services.handoffs.registry_to_review import CASE_ARCHIVED_REVIEW
from services.registry.actions.incidents import heal
from services.registry.archiving import package
from services.registry.archiving.contents import Contents, Listing, gather, info
from services.registry.archiving.sealing import seal_package
from services.registry.papers import packages as papers
from services.registry.queries.archive import case_for_update, standing
from services.registry.rules import retention as rules
from services.registry.rules.numbers import archive_number
from services.registry.states import CASE_MOVES
from services.registry.tables import ArchiveCase, Counter
from services.registry.tables.incidents import ARCHIVE
from services.shared.calendar import clock
from services.shared.config.office import Office
from services.shared.rights.moves import advance
from services.shared.rights.people import SYSTEM
from services.shared.storage.object_store import StoredObject
from services.shared.unit_of_work import Service


@dataclass(frozen=True)
class Claim:
    """A case that this run makes the package of; ``lease`` is the mark that nobody else has touched it."""

    case_no: str
    lease: datetime
    now: datetime


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
        bag = Path(spool) / str(case.archive_no)
        listing = _make(service, case, contents, bag, claimed.now)
        sealed = _sealed(service, case, bag, claimed.now)
        stored = _stored(service, case, bag)
    return _finish(service, claimed, stored, contents.described(listing), sealed)


def _numbered(service: Service, claimed: Claim) -> ArchiveCase:
    """The archive number (gapless per year), security class and retention, counted from the end of the case.

    They are given once: a later try, and a package that is made anew, have the same.
    """
    with service.work(SYSTEM, claimed.now) as work:
        case = case_for_update(work.session, claimed.case_no)
        assert case is not None  # ended cases are never deleted
        if case.archive_no is None:
            year = clock.local(claimed.now).year
            case.archive_no = archive_number(year, Counter.next(work.session, "archive", year))
            _retain(service.office, case)
        return case


def _retain(office: Office, case: ArchiveCase) -> None:
    """Until when it is kept, what becomes of it then, and who may open it."""
    row = office.retention[rules.case_retention(case.class_code, case.outcome)]
    kept = rules.kept_until(clock.local(case.ended_at).date(), row.active_years, row.inactive_years)
    case.active_until, case.inactive_until = kept
    case.security, case.fate = rules.case_security(case.confidential), row.fate


def _facts(case: ArchiveCase) -> dict[str, str]:
    names = ("archive_no", "classification", "security", "active_until", "inactive_until", "fate")
    return {name: str(getattr(case, name)) for name in names}


def _make(service: Service, case: ArchiveCase, contents: Contents, bag: Path, now: datetime) -> Listing:
    """Lay the bag out, with its manifests; returns its payload."""
    bag.mkdir()
    if contents.documents:
        (bag.parent / "documents").rename(bag / "documents")
    package.write_json(bag / "case.json", contents.case)
    package.write_json(bag / "timeline.json", contents.timeline)
    documents = [(document.path, document.facts) for document in contents.documents]
    pdf = papers.timeline(service.office, case, contents.case["archive"], contents.timeline, documents, now)
    (bag / "timeline.pdf").write_bytes(pdf)
    return package.make_bag(bag, info(service.office, case), clock.local(now).date())


def _sealed(service: Service, case: ArchiveCase, bag: Path, now: datetime) -> int:
    """The office's seal on the bag; returns its position in the chain of packages."""
    tags = {p.name: p.read_bytes() for p in bag.iterdir() if p.is_file() and not p.name.startswith("tagmanifest-")}
    with service.work(SYSTEM, now) as work:
        sealed, made = seal_package(work, case, case.revision + 1, tags)
        for name, data in made.items():
            (bag / name).write_bytes(data)
        return sealed.position


def _stored(service: Service, case: ArchiveCase, bag: Path) -> StoredObject:
    target = bag.parent / "package.zip"
    package.make_zip(bag, target)
    with target.open("rb") as file:
        return service.store.put_file(service.settings.archive_bucket, case.case_no, file, "application/zip")


def _finish(service: Service, claimed: Claim, stored: StoredObject, contents: Listing, sealed: int) -> bool:
    """Take the package, and tell intake and review once; False where the case was touched since it was claimed."""
    with service.work(SYSTEM, claimed.now) as work:
        case = case_for_update(work.session, claimed.case_no)
        if case is None or case.next_try_at != claimed.lease:
            return False
        first = case.revision == 0
        case.package, case.contents, case.archived_at = stored.as_dict(), contents, work.now
        case.revision, case.tries, case.checked_at, case.sealed = case.revision + 1, 0, work.now, sealed
        advance(CASE_MOVES, case, "archive", work.actor, work.now, None)
        heal(work, case.case_no, ARCHIVE)
        done = "Berkas lengkap diarsipkan dengan nomor" if first else "Paket arsip diperbarui, nomor"
        work.audit("archive", case.case_no, f"{done} {case.archive_no}", sha256=stored.sha256)
        if first:
            body = {"archived_at": work.now, "archive_no": case.archive_no, "retain_until": case.inactive_until}
            post(work, CASE_ARCHIVED_INTAKE, case.case_no, body)
            post(work, CASE_ARCHIVED_REVIEW, case.case_no, body)
        return True
