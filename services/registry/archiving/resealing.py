"""The timed job ``seal_packages``: packages that were archived before packages were sealed get their seal.

Their payload stays byte for byte; only the bag's tag files are made anew. What the store has changed meanwhile is not
sealed: the job notes that, and fixity has it as an incident.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from datetime import datetime
from tempfile import TemporaryFile
from typing import BinaryIO, cast

from sqlalchemy import select

from services.registry.archiving.export import export
from services.registry.archiving.reader import Edition, check_listed
from services.registry.archiving.sealing import seal_package
from services.registry.archiving.tags import SEALED
from services.registry.queries.archive import case_for_update
from services.registry.states import CaseState
from services.registry.tables import ArchiveCase
from services.shared.jobs.rows import at_most, each
from services.shared.rights.people import SYSTEM
from services.shared.storage.object_store import StoredObject
from services.shared.unit_of_work import Service, Work

MOST_AT_ONCE = 5  # packages in a run: each is read and written whole
_UNSEALED = ArchiveCase.sealed.is_(None), ArchiveCase.state == CaseState.ARCHIVED


def seal_packages(work: Work) -> str:
    """Seal what is not sealed yet; returns the outcome for the job table. Repeating it changes nothing."""
    service, now = work.service, work.now
    with service.reading() as session:
        wanted = (
            select(ArchiveCase.case_no)
            .where(*_UNSEALED)
            .order_by(ArchiveCase.case_no)
            .limit(at_most(work, MOST_AT_ONCE))
        )
        due = list(session.scalars(wanted))
    done = each(work, due, lambda case_no: f"paket arsip {case_no}", lambda case_no: _seal(service, case_no, now))
    return f"{sum(done)} paket arsip lama dibubuhi segel"


def _seal(service: Service, case_no: str, now: datetime) -> bool:
    with service.work(SYSTEM, now) as work, TemporaryFile(dir=service.settings.spool_dir) as copy:
        case = case_for_update(work.session, case_no)
        if case is None or case.sealed is not None or case.state != CaseState.ARCHIVED or case.stored is None:
            return False
        service.store.save(case.stored, copy)
        stored, case.sealed = _sealed_anew(work, case, copy)
        case.package = stored.as_dict()
        work.audit(
            "seal_package", case_no, f"Paket arsip {case.archive_no} dibubuhi segel", story=False, sha256=stored.sha256
        )
        return True


def _sealed_anew(work: Work, case: ArchiveCase, copy: BinaryIO) -> tuple[StoredObject, int]:
    service, root = work.service, str(case.archive_no)
    with zipfile.ZipFile(copy) as package:
        check_listed(package, root, case.contents or [])
        sealed, made = seal_package(work, case, case.revision, _tags(package, root))
        edition = Edition(anew={f"{root}/{name}": data for name, data in made.items()})
        with TemporaryFile(dir=service.settings.spool_dir) as target:
            target.writelines(export(package, {}, edition))
            bucket = service.settings.archive_bucket
            stored = service.store.put_file(bucket, case.case_no, cast(BinaryIO, target), "application/zip")
    return stored, sealed.position


def _tags(package: zipfile.ZipFile, root: str) -> Mapping[str, bytes]:
    own = [name.removeprefix(f"{root}/") for name in package.namelist() if name.startswith(f"{root}/")]
    kept = [name for name in own if "/" not in name and not name.startswith(("tagmanifest-", SEALED))]
    return {name: package.read(f"{root}/{name}") for name in kept}
