"""Whether an applicant's identity is hidden from somebody, for actions and pages alike."""

from __future__ import annotations

from services.intake.states import RIGHTS
from services.intake.tables import Complaint
from services.shared.rights.people import Actor

TOMORROW = (
    "Identitas pelapor ini dirahasiakan, dan akun Anda hari ini baru diberi peran atau kata sandi oleh orang lain. "
    "Mulai besok Anda dapat membukanya; hari ini mintalah rekan Anda."
)


def is_hidden(complaint: Complaint, actor: Actor) -> bool:
    """Whether the applicant's identity is kept from those who may not know it: not from a clerk who typed it himself.

    A complaint without a form may become a hidden one.
    """
    typed = complaint.clerk == actor.username and actor.new_since and complaint.received_at >= actor.new_since
    return not typed and (complaint.applicant.confidential if complaint.applicant else True)


def must_know(complaint: Complaint, actor: Actor, verb: str = "know_applicant") -> None:
    """Raise Forbidden where a hidden identity is not for this person to see by this verb."""
    RIGHTS.check(verb, actor, TOMORROW, confidential=is_hidden(complaint, actor))
