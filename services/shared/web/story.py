"""The story of one case over all services: each tells its part to whoever may see it, the browser puts them together.

A service says what it tells (``StoryOf``). A page that shows the story of its own service asks the others for theirs
with the person's own session (lines.js), as *my work* does: no service asks another, so that rights, conflicts and
hidden identities hold as on each service's own pages. One that is down is named, the rest shows.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, render_template
from sqlalchemy.orm import Session

from services.shared.calendar import clock
from services.shared.errors import Forbidden, Missing
from services.shared.rights import barring
from services.shared.rights.people import Actor
from services.shared.unit_of_work import Service
from services.shared.web.access import me, staff_only
from services.shared.web.navigation import PLACES, TELLS_IN
from services.shared.web.service import current_service

Event = dict[str, Any]  # as the macro ``timeline`` wants it; the newest first
StoryOf = Callable[[Service, Session, Actor, str], list[Event]]  # raises Missing, Forbidden: nothing is told


def blueprint(service: str, story_of: StoryOf) -> Blueprint:
    """The part of one service: as a fragment for the page of any other, and as a page where no script runs."""
    pages = Blueprint("story", __name__)

    @pages.get("/story/<case_no>")
    @staff_only
    def show(case_no: str) -> str:
        """What this service tells of a case, on a page of its own."""
        return render_template("story.html", case_no=case_no, events=told(story_of, case_no))

    @pages.get("/story/<case_no>/panel")
    @staff_only
    def panel(case_no: str) -> str:
        """The same, to be put among the lines of another service's page."""
        return render_template("story_part.html", part=service, events=told(story_of, case_no))

    return pages


def _events(service: Service, person: Actor, story_of: StoryOf, case_no: str) -> list[Event]:
    try:
        with service.reading() as session:
            return [] if barring.closed(session, case_no) else story_of(service, session, person, case_no)
    except (Missing, Forbidden):
        return []


def told(story_of: StoryOf, case_no: str) -> list[Event]:
    """What this service tells of a case to the person of this request: nothing of one that is not theirs to see.

    Whether there is such a case is told no more than what happened in it. That it was read is noted.
    """
    service, person = current_service(), me()
    if not person.roles & TELLS_IN[service.name]:
        return []
    events = _events(service, person, story_of, case_no)
    if events:
        service.looked(person, case_no, "story", clock.now())
    return [event | {"place": PLACES[service.name]} for event in events]


def asked_besides(person: Actor, own: str) -> list[tuple[str, str]]:
    """The other services that may tell something of a case to this person, with what they are called."""
    return [(name, PLACES[name]) for name, roles in TELLS_IN.items() if name != own and person.roles & roles]


def merged(events: list[Event]) -> list[Event]:
    """Stories of several things of one case as one, the newest first."""
    return sorted(events, key=lambda event: event["at"], reverse=True)
