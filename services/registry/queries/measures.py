"""What the registry tells Prometheus: since when the longest unread archived file was not compared, open incidents."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.registry.states import CaseState
from services.registry.tables import ArchiveCase, ArchiveItem, Incident
from services.shared.observability.measures import Measure


def _unread(session: Session, now: datetime) -> float:
    """Seconds since the longest unread package or archived letter was read whole and compared; 0 without any."""
    packages = select(func.min(ArchiveCase.checked_at)).where(ArchiveCase.state == CaseState.ARCHIVED)
    letters = select(func.min(ArchiveItem.checked_at))
    found = [moment for one in (packages, letters) if (moment := session.execute(one).scalar())]
    return (now - min(found)).total_seconds() if found else 0


def _incidents(session: Session, _: datetime) -> int:
    return session.execute(select(func.count()).select_from(Incident).where(Incident.healed_at.is_(None))).scalar_one()


MEASURES = (
    Measure("sigap_archive_unread_seconds", "Since the longest unread archived file was compared", _unread),
    Measure("sigap_archive_incidents", "Damaged, missing or unreadable files that are not healed", _incidents),
)
