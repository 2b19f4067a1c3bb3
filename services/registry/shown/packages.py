"""The package of an archived case for those who may see it: as a download, or exported for a court."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any
from zipfile import BadZipFile, ZipFile

from flask import Response

from services.registry.actions.packages import Export, Opened, download_package
from services.registry.archiving.export import README, export, open_package
from services.registry.archiving.reader import LEFT_OUT, WHOLE, Edition, edition
from services.registry.archiving.sealing import office_seal, seal_edition
from services.registry.archiving.tags import Purpose
from services.registry.papers import packages as papers
from services.registry.papers.catalogue import ROLES
from services.registry.tables import ArchiveCase, PackageSeal
from services.shared.calendar import clock
from services.shared.errors import Stale
from services.shared.signing.certificates import by_eye
from services.shared.storage.object_store import Damaged
from services.shared.unit_of_work import Service
from services.shared.web.access import me
from services.shared.web.files import send_made, send_object
from services.shared.web.service import current_service

DAMAGED = "Paket arsip di penyimpanan bukan lagi yang diarsipkan. Jangan diserahkan; hubungi administrator."


def downloaded(case_no: str) -> Response:
    """The package of an archived case as far as this person may see it; written into the audit trail."""
    with current_service().work(me()) as work:
        opened = download_package(work, case_no)
    return package(current_service(), opened)


def package(service: Service, it: Opened) -> Response:
    """The package of an archived case as a download: as it is stored, or the edition for its reader, streamed."""
    name = f"{it.case.archive_no}.zip"
    source, made = _edition(service, it)
    if made is WHOLE:
        return send_object(service.store, it.package, name, download=True)
    return send_made(export(source, {}, made), name, "application/zip")


def _edition(service: Service, it: Opened) -> tuple[ZipFile, Edition]:
    """What of the package its reader gets: all, or what they may see."""
    try:
        source = open_package(service.store, it.package)
        return source, WHOLE if it.whole else _made(service, it.case, source)
    except (Damaged, BadZipFile) as error:
        raise Stale(DAMAGED) from error


def _made(service: Service, case: ArchiveCase, source: ZipFile) -> Edition:
    """The edition for who may not see all, under the seal as what it is. Raises Damaged."""

    def draw(facts: Mapping[str, Any], lines: list[dict[str, Any]]) -> bytes:
        documents = [(row["path"], row) for row in facts["documents"]]
        made_at = case.archived_at or clock.now()
        return papers.timeline(service.office, case, facts["archive"], lines, documents, made_at)

    now, root, rows = clock.now(), str(case.archive_no), case.contents or []
    _, sign = office_seal(service.settings, now, Purpose.EDITION)
    whole = _whole(service, case)

    def seal(tags: Mapping[str, bytes]) -> Mapping[str, bytes]:
        return seal_edition(tags, whole, sign, now)

    return edition(source, root, rows, confidential=case.confidential, words=ROLES, draw=draw, seal=seal)


def _whole(service: Service, case: ArchiveCase) -> str:
    """The hash by which the chain names the whole package; empty for one that was made before packages were sealed."""
    with service.reading() as session:
        row = session.get(PackageSeal, case.sealed) if case.sealed else None
    return row.manifest if row else ""


def _cover_facts(it: Export, made: Edition) -> list[tuple[str, str]]:
    case = it.case
    return [
        ("Nomor arsip", str(case.archive_no)),
        ("Nomor pengaduan", case.case_no),
        ("Diserahkan kepada", it.recipient),
        ("Dasar", it.reason),
        ("Diekspor oleh", f"{it.actor.name}, {clock.date_time(it.at)}"),
        ("Kode hash paket", it.package.sha256),
        ("Kelengkapan", "Utuh" if made is WHOLE else f"Tidak utuh: lihat {case.archive_no}/{LEFT_OUT}"),
    ]


def exported(service: Service, it: Export) -> Response:
    """The case as a zip for a court or an investigator, streamed: covering sheet and list of all under the seal."""
    from services.shared.signing.sheets import sealed_sheet

    case = it.case
    source, made = _edition(service, it)
    holder, seal = office_seal(service.settings, it.at, Purpose.EXPORT)
    listing, marks = _listing(case, made), by_eye(holder.certificate)
    sheet = papers.export_cover(service.office, case, _cover_facts(it, made), listing, marks, it.at)
    cover = sealed_sheet(sheet, holder, it.at)
    papers_of = {"surat-pengantar.pdf": cover, "BACA-DAHULU.txt": _read_first(service, case, marks).encode()}
    return send_made(export(source, papers_of, made, seal=seal), f"ekspor-{case.archive_no}.zip", "application/zip")


def _read_first(service: Service, case: ArchiveCase, marks: str) -> str:
    """How whoever gets the export checks it; ``marks``: the certificate's fingerprint."""
    check, purpose = f"{service.settings.public_url}/registry/check", Purpose.EXPORT
    return README.format(root=case.archive_no, check=check, office=service.office.name, seal=marks, purpose=purpose)


def _listing(case: ArchiveCase, made: Edition) -> list[dict[str, Any]]:
    """The files that are in the export, each with the hash that it has there."""
    found = []
    for row in case.contents or []:
        path = f"{case.archive_no}/{row['path']}"
        if data := made.anew.get(path):
            found.append({**row, "sha256": hashlib.sha256(data).hexdigest(), "size": len(data)})
        elif path not in made.without:
            found.append(row)
    return found
