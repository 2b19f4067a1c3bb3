"""Pages of the notices in every service: one's own, and the channels for those who run the office."""

from __future__ import annotations

from flask import Blueprint, Flask, g

from services.shared.notices import bell
from services.shared.notices.pages import channels, own
from services.shared.rights.people import Actor
from services.shared.unit_of_work import Service


def blueprint(service: Service, services: tuple[str, ...]) -> Blueprint:
    """The routes of one service; ``services`` are all whose channels the administrator sees on one page."""
    pages = Blueprint("notices", __name__, template_folder="../templates")
    own.add_to(pages)
    channels.add_to(pages, service, services)
    return pages


def hang_bell(app: Flask, service: Service) -> None:
    """Give the page shell ``bell()``: how many notices the signed-in person has not read."""

    def count() -> int:
        person: Actor | None = g.get("me")
        if person is None:
            return 0
        with service.staff.looking() as db:
            return bell.unread(db, person.username)

    app.jinja_env.globals["bell"] = count
    app.jinja_env.globals["bell_most"] = bell.MOST
