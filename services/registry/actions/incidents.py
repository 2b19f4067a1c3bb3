"""What stands in the way of a letter or an archive package: noted once, counted, healed when it works again."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert

from services.registry.queries.incidents import one
from services.registry.tables import Incident
from services.registry.tables.incidents import MAKING
from services.shared.unit_of_work import Work


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


def acknowledge(work: Work, incident_id: uuid.UUID, *, acknowledgement: str) -> Incident:
    """A person has seen it and says what is being done; it stays open until it heals. Raises Missing.

    Said again, the newer words count.
    """
    incident = one(work.session, incident_id, lock=True)
    incident.acknowledged_at, incident.acknowledged_by = work.now, work.actor.name
    incident.acknowledgement = acknowledgement
    words = f"Gangguan arsip diketahui: {acknowledgement}"
    work.audit("acknowledge", incident.case_no, words, story=False, kind=incident.kind)
    return incident
