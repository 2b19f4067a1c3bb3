"""What registration and archive tell in the story of a case."""

from __future__ import annotations

from sqlalchemy.orm import Session

from services.registry.queries import letters
from services.registry.rights import RIGHTS
from services.registry.shown.events import events
from services.shared.audit import trail
from services.shared.rights.people import Actor
from services.shared.unit_of_work import Service
from services.shared.web.story import Event, merged


def story(service: Service, session: Session, person: Actor, case_no: str) -> list[Event]:
    """Step 16 of each letter of the case; and, for whom the archive is open, what became of the case in it."""
    found = letters.of_case(session, case_no) if RIGHTS.may("see_letter", person) else []
    told = [
        event | {"about": service.office.letter_kinds.get(letter.kind, "Surat")}
        for letter in found
        for event in events(trail.story(session, str(letter.id)))
    ]
    if RIGHTS.may("see_archive", person):
        told += events(trail.story(session, case_no))
    return merged(told)
