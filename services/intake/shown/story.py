"""What the front desk tells of a complaint in the story of the case."""

from __future__ import annotations

from sqlalchemy.orm import Session

from services.intake import queries
from services.intake.shown.progress import events
from services.shared.audit import trail
from services.shared.rights.people import Actor
from services.shared.unit_of_work import Service
from services.shared.web.navigation import TELLS_IN
from services.shared.web.story import Event

ECHO = "progress"  # what the handling told the desk; to whom it tells it itself, it is not said twice


def story(_service: Service, session: Session, person: Actor, case_no: str) -> list[Event]:
    """Steps 1 to 5, 17 and 18, as the page of the complaint shows them; raises Missing."""
    queries.one(session, case_no)
    lines = trail.story(session, case_no)
    told_there = person.roles & TELLS_IN["review"]
    return events([line for line in lines if not told_there or line["verb"] != ECHO])
