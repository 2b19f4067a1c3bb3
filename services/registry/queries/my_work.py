"""What waits in the registry for *my work*: letters, numbers that are asked for, faults, lists to destroy."""

from __future__ import annotations

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from services.registry.states import DestructionState
from services.registry.tables import Destruction, DestructionApproval, Incident, NumberRequest
from services.shared.data.paging import Part
from services.shared.rights.people import Actor, Role

MOST = 20
_BEFORE_HEADS = (DestructionState.SUBMITTED, DestructionState.APPROVED_ONCE)


def numbers_wanted(session: Session) -> Part[NumberRequest]:
    """Letters that wait for a number before they are signed, the longest waiting first."""
    return Part.of(session, select(NumberRequest).order_by(NumberRequest.requested_at), MOST)


def faults(session: Session) -> Part[Incident]:
    """Faults of the archive's files that nobody has taken up yet, the oldest first."""
    wanted = select(Incident).where(Incident.healed_at.is_(None), Incident.acknowledged_at.is_(None))
    return Part.of(session, wanted.order_by(Incident.first_at, Incident.id), MOST)


def lists_to_destroy(session: Session, person: Actor) -> Part[Destruction]:
    """Lists whose next step is this person's: to approve and not yet approved, or approved and to be carried out."""
    heads, states = person.is_any(Role.SECTION_HEAD, Role.CAMAT), [DestructionState.APPROVED]
    given = exists().where(
        DestructionApproval.destruction_id == Destruction.id, DestructionApproval.username == person.username
    )
    wanted = select(Destruction).order_by(Destruction.created_at, Destruction.id)
    if heads:
        wanted = wanted.where(Destruction.state.in_(_BEFORE_HEADS), ~given, Destruction.submitted_by != person.username)
    else:
        wanted = wanted.where(Destruction.state.in_(states))
    return Part.of(session, wanted, MOST)
