"""Incidents, as pages and API list them."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.registry.tables import Incident
from services.shared.data.paging import Page
from services.shared.errors import Missing

PAGE = 25


def one(session: Session, incident_id: UUID, *, lock: bool = False) -> Incident:
    """An incident, its row locked until the transaction ends where it is to be changed; raises Missing."""
    incident = session.get(Incident, incident_id, with_for_update=lock or None)
    if incident is None:
        raise Missing("Gangguan ini tidak ada.")
    return incident


def of_case(session: Session, case_no: str, subject: str | None = None) -> list[Incident]:
    """The incidents of a case (or of one letter of it), the newest first."""
    wanted = select(Incident).where(Incident.case_no == case_no)
    if subject is not None:
        wanted = wanted.where(Incident.subject == subject)
    return list(session.scalars(wanted.order_by(Incident.last_at.desc())))


def page(session: Session, after: int | None, limit: int = PAGE) -> Page[Incident]:
    """Incidents, the open ones first, then the newest; ``after`` is how many were shown already."""
    start = max(after or 0, 0)
    order = (Incident.healed_at.is_not(None), Incident.last_at.desc(), Incident.id)
    rows = list(session.scalars(select(Incident).order_by(*order).offset(start).limit(limit + 1)))
    return Page.of(rows, limit, lambda _: start + limit)


def open_ones(session: Session, limit: int = 10) -> list[Incident]:
    """Open incidents, the newest first."""
    wanted = select(Incident).where(Incident.healed_at.is_(None)).order_by(Incident.last_at.desc()).limit(limit)
    return list(session.scalars(wanted))
