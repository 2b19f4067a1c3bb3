"""Who writes a row: the person, the moment, and the appointment where somebody acts in another's office."""

from __future__ import annotations

from typing import Any

from services.review.rules import dates
from services.shared.config.office import Official, Supervisor
from services.shared.rights.conflicts import NEXT_IN_LINE, same_person
from services.shared.rights.people import Acting, Role
from services.shared.unit_of_work import Work


def signed(work: Work, role: Role) -> dict[str, Any]:
    """Who writes a row, and when; with the appointment where they act in the office of ``role`` (Plt., Plh., a.n.)."""
    acting = work.actor.acting if work.actor.acting and work.actor.acting.role == role else _on_behalf(work, role)
    as_acting = acting.as_dict() if acting else None
    return {"by": work.actor.username, "by_name": work.actor.name, "at": work.now, "acting": as_acting}


def _on_behalf(work: Work, role: Role) -> Acting | None:
    """Who stands in for a Camat with a conflict of interest, supervisor or section head, signs on his behalf (a.n.)."""
    if role != Role.CAMAT or (own := _own_office(work)) is None:
        return None
    known = same_person(own.name, work.actor.name)
    return Acting(
        role=role,
        kind="an",
        position=own.title,
        rank=own.rank if known else "",
        nip=own.nip if known else "",
        decree="Benturan kepentingan pejabat",
        decree_on=dates.today(work.now),
    )


def _own_office(work: Work) -> Official | Supervisor | None:
    """The office that this person holds, who stands in for the Camat; None for the Camat, and for who never does."""
    if work.office.supervisor.username == work.actor.username:
        return work.office.supervisor
    if Role.CAMAT in work.actor.roles or Role.SECTION_HEAD not in work.actor.roles:
        return None
    return work.office.official(NEXT_IN_LINE[Role.CAMAT])
