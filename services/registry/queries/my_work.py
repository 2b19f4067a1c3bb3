"""What waits in the registry for *my work*: letters, numbers that are asked for, faults, lists to destroy."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from services.registry.states import DestructionState
from services.registry.tables import Destruction, DestructionApproval, Incident, NumberRequest
from services.shared.rights.people import Actor, Role

MOST = 20
_BEFORE_HEADS = (DestructionState.SUBMITTED, DestructionState.APPROVED_ONCE)


def numbers_wanted(session: Session) -> Sequence[NumberRequest]:
    """Letters that wait for a number before they are signed, the longest waiting first."""
    return session.scalars(select(NumberRequest).order_by(NumberRequest.requested_at).limit(MOST)).all()


def faults(session: Session) -> Sequence[Incident]:
    """Faults of the archive's files that nobody has taken up yet, the oldest first."""
    wanted = select(Incident).where(Incident.healed_at.is_(None), Incident.acknowledged_at.is_(None))
    return session.scalars(wanted.order_by(Incident.first_at, Incident.id).limit(MOST)).all()


def lists_to_destroy(session: Session, person: Actor) -> Sequence[Destruction]:
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
    return session.scalars(wanted.limit(MOST)).all()
