"""Attachments: what the team (or, for minutes, the Camat and the section head) adds to a case."""

from __future__ import annotations

import uuid

from services.review import rules
from services.review.queries.cases import files, is_member, visible_case
from services.review.states import FOLLOW_UPS, State
from services.review.tables import Case, CaseFile, Coordination
from services.shared.errors import Forbidden, Missing, RuleBroken, Stale
from services.shared.rights.conflicts import roles_in
from services.shared.rights.people import Role
from services.shared.storage.object_store import StoredObject
from services.shared.unit_of_work import Work

WHO = {
    "coordination": ({Role.TEAM}, {State.TEAM_ASSIGNED}),
    "visit": ({Role.TEAM}, {State.TEAM_ASSIGNED}),
    "report": ({Role.TEAM}, {State.TEAM_ASSIGNED}),
    "follow_up": ({Role.TEAM}, set(FOLLOW_UPS)),
    "answer": ({Role.TEAM}, {State.CLOSED_TRANSFERRED, State.CLOSED_REPORTED_TO_LAW}),
    "minutes": ({Role.CAMAT, Role.SECTION_HEAD}, {State.CAMAT_MEETING, State.CAMAT_REVIEW}),
}


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


def attach(
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
    file = CaseFile(
        id=uuid.uuid4(),
        case_no=case_no,
        origin="review",
        role=role,
        name=name,
        added_at=work.now,
        added_by=work.actor.name,
        identifying=case.confidential and role == "minutes",
        coordination_id=coordination_id,
        **stored.as_dict(),
    )
    work.session.add(file)
    work.audit("attach", case_no, f"{rules.FILE_ROLES[role]} ditambahkan: {name}", sha256=stored.sha256)
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


def keep_signature(work: Work, case: Case, who: str, stored: StoredObject) -> None:
    """Step 8b: a signature that was drawn under the minutes, as a file of the case."""
    name = {"applicant": "Tanda tangan pemohon", "camat": "Tanda tangan Camat"}[who]
    work.session.add(
        CaseFile(
            case_no=case.case_no,
            origin="review",
            role="signature",
            name=f"{name}.png",
            added_at=work.now,
            added_by=work.actor.name,
            identifying=case.confidential and who == "applicant",
            **stored.as_dict(),
        )
    )
