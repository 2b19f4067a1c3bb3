"""Attachments: what the team (or, for minutes, the Camat and the section head) adds to a case.

A file is stored before it is noted; who may is asked before and after.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from services.review.actions.documents import note_file
from services.review.queries.cases import NOT_DISPOSED, files, is_member, visible_case
from services.review.rules.files import FILE_ROLES, MEDIATES, WHO, folder, shows_applicant
from services.review.states import State
from services.review.tables import Case, CaseFile, Coordination
from services.shared.errors import Forbidden, Missing, RuleBroken, Stale
from services.shared.files import brought
from services.shared.files.ingest import Incoming, take_in
from services.shared.rights.conflicts import roles_in
from services.shared.rights.people import Actor, Role
from services.shared.storage.object_store import StoredObject
from services.shared.unit_of_work import Service, Work
from services.shared.web.files import GivenFile

CUSTODY = brought.custody(
    FILE_ROLES, "review", (Role.TEAM, "/review/cases/{case_no}"), (Role.ADMIN, "/review/operations")
)


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
    take_upload(service, person, case_no, role, Incoming(given.name, given.declared, given.stream))


def take_upload(
    service: Service, person: Actor, case_no: str, role: str, incoming: Incoming, of: uuid.UUID | None = None
) -> CaseFile:
    """Store a file and attach it (``of``: to this coordination); see ``files.ingest.take_in``, and ``check_attach``."""
    return take_in(
        service,
        person,
        incoming,
        (service.settings.documents_bucket, folder(case_no)),
        lambda work, _: check_attach(work, case_no, role),
        lambda work, name, declared, stored, trouble: note_attachment(
            work, case_no, role, name, declared, stored, of, trouble
        ),
    )


def check_attach(work: Work, case_no: str, role: str) -> Case:
    """The case, if this person may attach a file of this role to it now; call it before the bytes are stored.

    Raises:
        RuleBroken: an unknown role. Missing, Forbidden, Stale: not this person's, or not now.
    """
    if role not in WHO:
        raise RuleBroken("Jenis lampiran tidak dikenal.", {"role": [f"Pilih salah satu: {', '.join(WHO)}."]})
    case = visible_case(work.session, case_no, work.actor, lock=True)
    roles, states = WHO[role]
    held = roles_in(case.stood_in, work.actor, case.kept_from) & roles
    if not held:
        raise Forbidden("Lampiran ini bukan tugas peran Anda.")
    if held == {Role.TEAM} and not is_member(work.session, case_no, work.actor.username):
        raise Missing(NOT_DISPOSED)
    if case.state in states and role == "mediation" and not held & MEDIATES[State(case.state)]:
        raise Forbidden("Mediasi ini dipimpin peran lain.")
    if case.state not in states:
        raise Stale("Lampiran ini tidak dapat ditambahkan pada keadaan sekarang. Muat ulang halaman.")
    return case


def note_attachment(
    work: Work,
    case_no: str,
    role: str,
    name: str,
    declared: str,
    stored: StoredObject,
    of: uuid.UUID | None = None,
    trouble: str = "",
) -> CaseFile:
    """Note a stored file as an attachment; the same file twice is one attachment."""
    case = check_attach(work, case_no, role)
    if of is not None:
        row = work.session.get(Coordination, of)
        if row is None or row.case_no != case_no:
            raise RuleBroken("Koordinasi tidak dikenal.", {"coordination_id": ["Koordinasi ini tidak ada."]})
    for known in files(work.session, case_no):
        if (known.role, known.sha256) == (role, stored.sha256):
            return known
    shows = shows_applicant(role, State(case.state))
    file = note_file(work, case, "review", role, name, stored, identifying=shows, coordination_id=of)
    brought.note(
        work, stored, name, declared, role=role, subject=case_no, case_no=case_no, key=file.id, trouble=trouble
    )
    note = f"{FILE_ROLES[role]} ditambahkan: {name}"
    work.audit("attach", case_no, note, sha256=stored.sha256, file=str(file.id))
    return file


def claim_loose(work: Work, case: Case, role: str, **owner: uuid.UUID) -> int:
    """Attachments of this role that this person uploaded beforehand belong to what is noted now; returns how many."""
    mine = {row.id for row in brought.of_subject(work.session, case.case_no) if row.added_by == work.actor.username}
    loose = [
        file
        for file in files(work.session, case.case_no)
        if file.id in mine and (file.role, file.coordination_id, file.visit_id) == (role, None, None)
    ]
    for file in loose:
        for column, identifier in owner.items():
            setattr(file, column, identifier)
    return len(loose)
