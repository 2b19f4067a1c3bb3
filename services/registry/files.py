"""Stored files of the registry for those who may read them: letters, copies, archive packages."""

from __future__ import annotations

from uuid import UUID

from flask import Response

from services.registry import papers
from services.registry.archiving.export import README, export
from services.registry.queries import archive, letters
from services.registry.rules import OPENED_FOR_REASON
from services.registry.seeing import archive_seen, seen
from services.registry.states import CaseState
from services.registry.tables import ArchiveCase, Letter
from services.shared.calendar import clock
from services.shared.errors import Forbidden, Missing
from services.shared.rights.people import Actor
from services.shared.storage.object_store import StoredObject
from services.shared.unit_of_work import Work
from services.shared.web.files import safe_name, send_object
from services.shared.web.service import current_service

HIDDEN = "Identitas pemohon dirahasiakan: isi surat hanya untuk petugas loket, Kasi Pelayanan Umum, dan Camat."


def letter_file(letter_id: UUID, which: str, person: Actor) -> tuple[StoredObject, str]:
    """The signed or the sealed file of a letter, and its name; raises Missing, Forbidden."""
    with current_service().reading() as session:
        letter = seen(_readable(letters.one(session, letter_id), person))
    if which == "signed":
        return letter.signed, letter.signed_file["name"]
    if letter.sealed is None or letter.sealed_file is None:
        raise Missing("Surat ini belum bernomor dan bersegel.")
    return letter.sealed, letter.sealed_file["name"]


def copy_file(letter_id: UUID, no: int, person: Actor) -> tuple[StoredObject, str]:
    """A copy of a letter, and its name; raises Missing, Forbidden."""
    with current_service().reading() as session:
        letter = seen(_readable(letters.one(session, letter_id), person))
        copy = letters.copy_of(session, letter_id, no)
    return copy.stored, f"Salinan {no} surat {letter.number}.pdf".replace("/", "-")


def package(case_no: str, person: Actor, reason: str = "") -> Response:
    """The archive package of a case as a download; every download is written into the audit trail.

    Raises:
        Forbidden: the archive is secret, and no reason was given. Missing: there is no package (any more).
    """
    service = current_service()
    with service.work(person) as work:
        case = _kept(work, case_no)
        archive_seen(case_no)
        if case.security == OPENED_FOR_REASON and not reason:
            raise Forbidden("Arsip ini rahasia: tulis alasan membukanya di halaman arsip.")
        words = f"Paket arsip {case.archive_no} diunduh"
        assert case.stored is not None
        work.audit("download_package", case_no, words, story=False, sha256=case.stored.sha256, reason=reason)
    return send_object(service.store, case.stored, f"{case.archive_no}.zip", download=True)


def exported(case_no: str, person: Actor, recipient: str, reason: str) -> Response:
    """The whole case as a zip for a court or an investigator, streamed; written into the trail and the time line."""
    service = current_service()
    with service.work(person) as work:
        case = _kept(work, case_no)
        archive_seen(case_no)
        now = work.now
        words = f"Berkas lengkap diekspor untuk {recipient}"
        work.audit("export_case", case_no, words, recipient=recipient, reason=reason)
    assert case.stored is not None
    facts = [
        ("Nomor arsip", str(case.archive_no)), ("Nomor pengaduan", case_no), ("Diserahkan kepada", recipient),
        ("Dasar", reason), ("Diekspor oleh", f"{person.name}, {clock.date_time(now)}"),
        ("Sidik jari paket", case.stored.sha256),
    ]  # fmt: skip
    cover = papers.export_cover(service.office, case, facts, case.contents or [], now)
    check = f"{service.settings.public_url}/registry/check"
    readme = README.format(root=case.archive_no, check=check).encode()
    body = export(service.store, case.stored, {"surat-pengantar.pdf": cover, "BACA-DAHULU.txt": readme})
    response = Response(body, mimetype="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="ekspor-{case.archive_no}.zip"'
    return response


def _kept(work: Work, case_no: str) -> ArchiveCase:
    case = archive.standing(work.session, case_no).case
    if case.stored is None:
        raise Missing("Paket arsip pengaduan ini belum ada.")
    if case.state == CaseState.DESTROYED:
        raise Missing("Arsip pengaduan ini sudah dimusnahkan.")
    return case


def send(stored: tuple[StoredObject, str], *, download: bool = False) -> Response:
    """A file, inline unless it is to be downloaded."""
    return send_object(current_service().store, stored[0], safe_name(stored[1]), download=download)


def _readable(letter: Letter, person: Actor) -> Letter:
    if not letters.may_read(letter, person):
        raise Forbidden(HIDDEN)
    return letter
