"""Stored files of the registry for those who may read them: letters, copies, packages, exports."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any
from uuid import UUID
from zipfile import BadZipFile, ZipFile

from flask import Response

from services.registry.actions.packages import Export, Opened
from services.registry.archiving.export import README, export, open_package
from services.registry.archiving.reader import LEFT_OUT, WHOLE, Edition, edition
from services.registry.archiving.sealing import office_seal, seal_edition
from services.registry.papers import packages as papers
from services.registry.papers.catalogue import ROLES
from services.registry.queries import letters
from services.registry.shown.letters import seen
from services.registry.tables import ArchiveCase, Letter, PackageSeal
from services.shared.calendar import clock
from services.shared.errors import Forbidden, Missing, Stale
from services.shared.rights.people import Actor
from services.shared.signing.certificates import by_eye
from services.shared.storage.object_store import Damaged, StoredObject
from services.shared.unit_of_work import Service
from services.shared.web.files import send_made, send_object
from services.shared.web.names import safe_name

HIDDEN = "Identitas pemohon dirahasiakan: isi surat hanya untuk petugas layanan, Kasi, dan Camat."
DAMAGED = "Paket arsip di penyimpanan bukan lagi yang diarsipkan. Jangan diserahkan; hubungi administrator."
File = tuple[StoredObject, str]  # where it lies, and its name


def letter_file(service: Service, letter_id: UUID, which: str, person: Actor) -> File:
    """The ``signed`` or the ``sealed`` file of a letter; raises Missing, Forbidden."""
    with service.reading() as session:
        letter = _opened(service, letters.one(session, letter_id), person)
    if which == "signed":
        return letter.signed, letter.signed_file["name"]
    if letter.sealed is None or letter.sealed_file is None:
        raise Missing("Surat ini belum bernomor dan bersegel.")
    return letter.sealed, letter.sealed_file["name"]


def copy_file(service: Service, letter_id: UUID, no: int, person: Actor) -> File:
    """A copy of a letter; raises Missing, Forbidden."""
    with service.reading() as session:
        letter = _opened(service, letters.one(session, letter_id), person)
        copy = letters.copy_of(session, letter_id, no)
    return copy.stored, f"Salinan {no} surat {letter.number}.pdf".replace("/", "-")


def send(service: Service, file: File, *, download: bool = False) -> Response:
    """A file, inline unless it is to be downloaded."""
    return send_object(service.store, file[0], safe_name(file[1]), download=download)


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
    _, sign = office_seal(service.settings, now)
    whole = _whole(service, case)

    def seal(tags: Mapping[str, bytes]) -> Mapping[str, bytes]:
        return seal_edition(tags, whole, sign, now)

    return edition(source, root, rows, confidential=case.confidential, words=ROLES, draw=draw, seal=seal)


def _whole(service: Service, case: ArchiveCase) -> str:
    """The hash by which the chain names the whole package; empty for one that was made before packages were sealed."""
    with service.reading() as session:
        row = session.get(PackageSeal, case.sealed) if case.sealed else None
    return row.manifest if row else ""


def exported(service: Service, it: Export) -> Response:
    """The case as a zip for a court or an investigator, streamed: covering sheet and list of all under the seal."""
    from services.shared.signing.sheets import sealed_sheet

    case = it.case
    source, made = _edition(service, it)
    facts = [
        ("Nomor arsip", str(case.archive_no)), ("Nomor pengaduan", case.case_no), ("Diserahkan kepada", it.recipient),
        ("Dasar", it.reason), ("Diekspor oleh", f"{it.actor.name}, {clock.date_time(it.at)}"),
        ("Kode hash paket", it.package.sha256),
        ("Kelengkapan", "Utuh" if made is WHOLE else f"Tidak utuh: lihat {case.archive_no}/{LEFT_OUT}"),
    ]  # fmt: skip
    holder, seal = office_seal(service.settings, it.at)
    listing, marks = _listing(case, made), by_eye(holder.certificate)
    cover = sealed_sheet(papers.export_cover(service.office, case, facts, listing, marks, it.at), holder, it.at)
    check = f"{service.settings.public_url}/registry/check"
    words = {"root": case.archive_no, "check": check, "office": service.office.name, "seal": marks}
    papers_of = {"surat-pengantar.pdf": cover, "BACA-DAHULU.txt": README.format(**words).encode()}
    return send_made(export(source, papers_of, made, seal=seal), f"ekspor-{case.archive_no}.zip", "application/zip")


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


def _opened(service: Service, letter: Letter, person: Actor) -> Letter:
    """The letter, if this person may read it; that it was seen is noted."""
    if not letters.may_read(letter, person):
        raise Forbidden(HIDDEN)
    return seen(service, letter, person)
