"""What stands in the way of a letter or an archive package: noted once, counted, healed when it works again."""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.registry.tables import Incident
from services.shared.work import Work

ARCHIVE = "archive"  # the subject of an incident about a case's package; otherwise a letter's id


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


def heal(work: Work, case_no: str, subject: str) -> None:
    """It works again: close every open incident of this letter or package."""
    work.session.execute(
        update(Incident)
        .where(Incident.case_no == case_no, Incident.subject == subject, Incident.healed_at.is_(None))
        .values(healed_at=work.now)
    )


def of_case(session: Session, case_no: str, subject: str | None = None) -> list[Incident]:
    """The incidents of a case (or of one letter of it), the newest first."""
    wanted = select(Incident).where(Incident.case_no == case_no)
    if subject is not None:
        wanted = wanted.where(Incident.subject == subject)
    return list(session.scalars(wanted.order_by(Incident.last_at.desc())))


def open_ones(session: Session, limit: int = 50) -> list[Incident]:
    """Open incidents, the newest first."""
    wanted = select(Incident).where(Incident.healed_at.is_(None)).order_by(Incident.last_at.desc()).limit(limit)
    return list(session.scalars(wanted))
