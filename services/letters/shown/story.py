"""What the making of letters tells in the story of a case."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.letters.queries.letters import may_see
from services.letters.tables import Letter
from services.letters.verbs import VERBS
from services.shared.audit import trail
from services.shared.rights.people import Actor
from services.shared.unit_of_work import Service
from services.shared.web.story import Event, merged


def story(service: Service, session: Session, person: Actor, case_no: str) -> list[Event]:
    """Steps 14 and 15 of each letter of the case that this person may see."""
    found = session.scalars(select(Letter).where(Letter.case_no == case_no))
    seen = [letter for letter in found if may_see(letter, person) and person.username not in letter.barred]
    return merged([event for letter in seen for event in _of(service, session, letter)])


def _of(service: Service, session: Session, letter: Letter) -> list[Event]:
    about = service.office.letter_kinds.get(letter.kind, letter.kind)
    lines = VERBS.time_line(trail.story(session, str(letter.id)), "words")
    return [event | {"about": about} for event in lines]
