"""Attachments: what the team (or, for minutes, the Camat and the section head) adds to a case.

A file is streamed to the spool, sniffed and stored before it is noted; who may is asked before and after.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import IO

import puremagic

from services.review.actions.documents import note_file
from services.review.queries.cases import files, is_member, visible_case
from services.review.rules.files import FILE_ROLES, WHO, folder
from services.review.tables import Case, CaseFile, Coordination
from services.shared.errors import Forbidden, Missing, RuleBroken, Stale
from services.shared.files.ingest import spooled
from services.shared.rights.conflicts import roles_in
from services.shared.rights.people import Actor, Role
from services.shared.storage.object_store import StoredObject
from services.shared.unit_of_work import Service, Work
from services.shared.web.files import GivenFile

HEAD = 8192
UNKNOWN = "application/octet-stream"


def attach(
    service: Service, person: Actor, case_no: str, *, role: str, file: Sequence[GivenFile]
) -> Sequence[GivenFile]:
    """Attach files from the page's form; returns them. Raises what ``take_upload`` raises."""
    if not file:
        raise RuleBroken("Pilih berkas dahulu.", {"file": ["Pilih berkas dahulu."]})
    for given in file:
        attach_given(service, person, case_no, given, role=role)
    return file


def attach_given(service: Service, person: Actor, case_no: str, given: GivenFile, *, role: str) -> None:
    """Attach a file that came with the form of a verb. Raises what ``take_upload`` raises."""
    take_upload(service, person, case_no, role, given.name, given.stream)


def take_upload(
    service: Service,
    person: Actor,
    case_no: str,
    role: str,
    name: str,
    source: IO[bytes],
    coordination_id: uuid.UUID | None = None,
) -> CaseFile:
    """Store a file and attach it; whether this person may is asked before a byte is stored, and again after.

    Raises:
        RuleBroken: no name, an empty or too large file. Missing, Forbidden, Stale: see ``check_attach``.
    """
    if not name:
        raise RuleBroken("Berkas tanpa nama.", {"file": ["Pilih berkas."]})
    with service.work(person) as work:
        check_attach(work, case_no, role)
    with spooled(service, source) as spool:
        if spool.tell() == 0:
            raise RuleBroken("Berkas kosong.", {"file": ["Berkas ini kosong. Pilih berkas yang lain."]})
        kind = sniff(spool, name)
        stored = service.store.put_file(service.settings.documents_bucket, folder(case_no), spool, kind)  # type: ignore[arg-type]
    with service.work(person) as work:
        return note_attachment(work, case_no, role, name, stored, coordination_id)


def sniff(spool: IO[bytes], name: str) -> str:
    """The content type by the file's own first bytes; the name never decides. Unknown bytes are only downloads."""
    spool.seek(0)
    try:
        return puremagic.from_string(spool.read(HEAD), mime=True, filename=name) or UNKNOWN
    except (puremagic.PureError, ValueError):
        return UNKNOWN


def check_attach(work: Work, case_no: str, role: str) -> Case:
    """The case, if this person may attach a file of this role to it now; call it before the bytes are stored.

    Raises:
        RuleBroken: an unknown role. Missing, Forbidden, Stale: not this person's, or not now.
    """
    if role not in WHO:
        raise RuleBroken("Jenis lampiran tidak dikenal.", {"role": [f"Pilih salah satu: {', '.join(WHO)}."]})
    case = visible_case(work.session, case_no, work.actor, lock=True)
    roles, states = WHO[role]
    if not roles_in(case.stood_in, work.actor) & roles:
        raise Forbidden("Lampiran ini bukan tugas peran Anda.")
    if Role.TEAM in roles and not is_member(work.session, case_no, work.actor.username):
        raise Missing("Pengaduan ini tidak didisposisikan kepada Anda.")
    if case.state not in states:
        raise Stale("Lampiran ini tidak dapat ditambahkan pada keadaan sekarang. Muat ulang halaman.")
    return case


def note_attachment(
    work: Work, case_no: str, role: str, name: str, stored: StoredObject, coordination_id: uuid.UUID | None = None
) -> CaseFile:
    """Note a stored file as an attachment; the same file twice is one attachment."""
    case = check_attach(work, case_no, role)
    if coordination_id is not None:
        row = work.session.get(Coordination, coordination_id)
        if row is None or row.case_no != case_no:
            raise RuleBroken("Koordinasi tidak dikenal.", {"coordination_id": ["Koordinasi ini tidak ada."]})
    for known in files(work.session, case_no):
        if (known.role, known.sha256) == (role, stored.sha256):
            return known
    hidden = case.confidential and role == "minutes"
    file = note_file(work, case, "review", role, name, stored, identifying=hidden, coordination_id=coordination_id)
    work.audit("attach", case_no, f"{FILE_ROLES[role]} ditambahkan: {name}", sha256=stored.sha256)
    return file


def claim_loose(work: Work, case: Case, role: str, **owner: uuid.UUID) -> int:
    """Attachments of this role that this person uploaded beforehand belong to what is noted now; returns how many."""
    loose = [
        file
        for file in files(work.session, case.case_no)
        if (file.role, file.coordination_id, file.visit_id, file.added_by) == (role, None, None, work.actor.name)
    ]
    for file in loose:
        for column, identifier in owner.items():
            setattr(file, column, identifier)
    return len(loose)
