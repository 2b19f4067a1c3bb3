"""What stands in the way of a letter or an archive package: noted once, counted, healed when it works again."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.registry.tables import Incident
from services.shared.errors import Missing
from services.shared.unit_of_work import Work

MAKING = ("damaged", "missing", "not_genuine", "failed")  # found while a letter is sealed or a package made
FIXITY = ("fixity_changed", "fixity_missing", "fixity_unreadable")  # found when archived files are read again
STAMPS = ("stamps",)  # time stamps that run out and could not be renewed
PAGE = 50
ARCHIVE = "archive"  # the subject of an incident about a case's package; otherwise a letter's id


@dataclass(frozen=True)
class IncidentPage:
    """Incidents of one page, and where the next begins."""

    rows: list[Incident]
    after: int | None


def note(work: Work, case_no: str, subject: str, kind: str, message: str, detail: str = "") -> None:
    """Note an incident, or count it once more while it lasts. ``message`` is Indonesian, for the page."""
    values = {"case_no": case_no, "subject": subject, "kind": kind, "message": message, "detail": detail[:2000]}
    statement = insert(Incident).values(**values, first_at=work.now, last_at=work.now, times=1)
    again = {"message": message, "detail": detail[:2000], "last_at": work.now, "times": Incident.times + 1}
    work.session.execute(
        statement.on_conflict_do_update(
            index_elements=["case_no", "subject", "kind"], index_where=Incident.healed_at.is_(None), set_=again
        )
    )


def heal(work: Work, case_no: str, subject: str, kinds: Collection[str] = MAKING) -> None:
    """It works again: close the open incidents of these kinds about this letter or package."""
    work.session.execute(
        update(Incident)
        .where(
            Incident.case_no == case_no,
            Incident.subject == subject,
            Incident.kind.in_(kinds),
            Incident.healed_at.is_(None),
        )
        .values(healed_at=work.now)
    )


def acknowledge(work: Work, incident_id: uuid.UUID, words: str) -> Incident:
    """A person has seen it and says what is being done; it stays open until it heals. Raises Missing.

    Said again, the newer words count.
    """
    incident = work.session.get(Incident, incident_id, with_for_update=True)
    if incident is None:
        raise Missing("Gangguan ini tidak ada.")
    incident.acknowledged_at, incident.acknowledged_by, incident.acknowledgement = work.now, work.actor.name, words
    work.audit("acknowledge", incident.case_no, f"Gangguan arsip diketahui: {words}", story=False, kind=incident.kind)
    return incident


def of_case(session: Session, case_no: str, subject: str | None = None) -> list[Incident]:
    """The incidents of a case (or of one letter of it), the newest first."""
    wanted = select(Incident).where(Incident.case_no == case_no)
    if subject is not None:
        wanted = wanted.where(Incident.subject == subject)
    return list(session.scalars(wanted.order_by(Incident.last_at.desc())))


def page(session: Session, after: int | None, limit: int = PAGE) -> IncidentPage:
    """Incidents, the open ones first, then the newest; ``after`` is how many were shown already."""
    start = max(after or 0, 0)
    order = (Incident.healed_at.is_not(None), Incident.last_at.desc(), Incident.id)
    rows = list(session.scalars(select(Incident).order_by(*order).offset(start).limit(limit + 1)))
    return IncidentPage(rows[:limit], start + limit if len(rows) > limit else None)


def open_ones(session: Session, limit: int = 10) -> list[Incident]:
    """Open incidents, the newest first."""
    wanted = select(Incident).where(Incident.healed_at.is_(None)).order_by(Incident.last_at.desc()).limit(limit)
    return list(session.scalars(wanted))
