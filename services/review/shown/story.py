"""What the handling tells of a case: on its own page, and in the story that other services' pages show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from services.review.queries.cases import visible_case
from services.review.verbs import VERBS
from services.shared.audit import trail
from services.shared.rights.people import Actor
from services.shared.unit_of_work import Service
from services.shared.web.story import Event


def story(_service: Service, session: Session, person: Actor, case_no: str) -> list[Event]:
    """Steps 6 to 13; raises Missing, Forbidden."""
    visible_case(session, case_no, person)
    return events(trail.story(session, case_no))


def events(lines: Iterable[Mapping[str, Any]]) -> list[Event]:
    """The time line, the newest first; the first sentence of a line is what happened, the rest is its note."""
    return [_split(event) for event in VERBS.time_line(lines)]


def _split(event: Event) -> Event:
    what, _, note = event["what"].partition(": ")
    return event | {"what": what, "note": note}
