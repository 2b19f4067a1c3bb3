"""Step 12d: the case whose evidence is handed over, and who does it: what preparing, taking and handing over share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from services.review.actions.signing import signed
from services.review.papers.parts import signer
from services.review.queries.cases import files, is_member, visible_case
from services.review.rules import evidence as rules
from services.review.states import RIGHTS
from services.review.tables import Case, CaseFile
from services.shared.errors import Stale
from services.shared.rights.people import Role
from services.shared.unit_of_work import Work


def open_for_evidence(work: Work, case_no: str) -> Case:
    """The case under its lock, if this person may hand over its evidence now."""
    case = visible_case(work.session, case_no, work.actor, lock=True)
    RIGHTS.check("hand_over_evidence", work.actor, assigned=is_member(work.session, case_no, work.actor.username))
    if case.state not in rules.STATES:
        raise Stale("Pengaduan ini tidak dilaporkan kepada penegak hukum (12d). Muat ulang halaman.")
    return case


def files_now(work: Work, case_no: str) -> Sequence[CaseFile]:
    """The files of the case, with those of this very transaction."""
    work.session.flush()
    return files(work.session, case_no)


def office_of(work: Work) -> Role:
    """As whom somebody prepares it: as the Camat, the section head, else as the team."""
    return next((role for role in (Role.CAMAT, Role.SECTION_HEAD) if role in work.actor.roles), Role.TEAM)


def giver(work: Work) -> dict[str, Any]:
    """The signature block of who hands over."""
    role = office_of(work)
    if role == Role.TEAM:
        return {"title": ["Tim Pengaduan Kecamatan,"], "rank": "", "nip": "", "name": work.actor.name}
    return signer(work.office, str(role), work.actor.name, signed(work, role)["acting"])
