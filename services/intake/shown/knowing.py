"""Who may know the applicant of a complaint, and open which of its files."""

from __future__ import annotations

from services.intake.queries.hidden import is_hidden
from services.intake.rules.files import FULL_NIK, IDENTIFYING
from services.intake.states import RIGHTS
from services.intake.tables import CaseFile, Complaint
from services.shared.rights.people import Actor

READERS = RIGHTS.roles("see")


def knows(complaint: Complaint, actor: Actor) -> bool:
    """Whether this person may know who the applicant is."""
    return RIGHTS.may("know_applicant", actor, confidential=is_hidden(complaint, actor))


def knows_all(actor: Actor) -> bool:
    """Whether this person may know every applicant."""
    return RIGHTS.may_all("know_applicant", actor)


def may_open(complaint: Complaint, file: CaseFile, actor: Actor) -> bool:
    """Whether this person may open a file: the card and what else may show a NIK only clerk, section head and Camat."""
    if file.role in FULL_NIK and not RIGHTS.may("see_nik", actor):
        return False
    return file.role not in IDENTIFYING or knows(complaint, actor)
