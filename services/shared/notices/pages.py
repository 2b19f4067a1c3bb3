"""Pages of the notices in every service: one's own bell, and the channels for those who run the office."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Blueprint, g, redirect, render_template, request, url_for
from sqlalchemy import Row
from werkzeug.wrappers import Response

from services.shared.calendar import clock
from services.shared.notices import bell, contacts, status
from services.shared.notices.channels import channels
from services.shared.notices.verbs import ADMINISTRATORS, NOTICES, OWN, RIGHTS, TEST
from services.shared.rights.people import Actor
from services.shared.web.access import allow, me, staff_only
from services.shared.web.forms import Forms
from services.shared.web.rights_page import SERVICES
from services.shared.web.service import current_service
from services.shared.web.verbs import add_pages

FIRST = "intake"  # the service whose notices go to the outside

pages = Blueprint("notices", __name__, template_folder="templates")


@pages.get("/notices")
@staff_only
def show() -> str:
    """My notices, newest first."""
    return _own(Forms())


@pages.get("/notices/channels")
@allow(*RIGHTS.roles("see_channels"))
def channels_page() -> str:
    """What is set, what works, what failed; *send again*; a test message."""
    return _channels(Forms())


@pages.get("/notices/channels/panel")
@allow(*RIGHTS.roles("see_channels"))
def channels_panel() -> str:
    """The part of one service, which the page asks for again and again."""
    return render_template("notices/channels_panel.html", status=status.read(current_service(), clock.now()))


@pages.app_context_processor
def _bell() -> dict[str, Any]:
    """For the page shell: ``bell()`` is how many notices the signed-in person has not read."""
    return {"bell": _unread, "bell_most": bell.MOST}


def _unread() -> int:
    person: Actor | None = g.get("me")
    if person is None:
        return 0
    closed = current_service().closed_cases()
    with current_service().staff.looking() as db:
        return bell.unread(db, person.username, closed)


def _own(forms: Forms) -> str:
    service, username = current_service(), me().username
    closed = service.closed_cases()
    with service.staff.transaction() as session:
        page = bell.page(session, username, request.args.get("after"), closed=closed)
        waiting = bell.unread(session, username, closed)
        chosen = contacts.of(session, username)
    return render_template(
        "notices/own.html",
        forms=forms,
        verbs=NOTICES,
        chosen={"email": chosen.email or "", "digest": "true" if chosen.digest else ""} if chosen else {},
        rows=page.items,
        unread=waiting,
        after=page.after,
        first=not request.args.get("after"),
        mail_on=bool(service.settings.smtp_host),
        digest_at=f"{service.office.notices.digest_at:%H.%M}",
    )


def _channels(forms: Forms) -> str:
    service = current_service()
    connected = channels(service.settings, service.office.name)
    return render_template(
        "notices/channels.html",
        forms=forms,
        test=TEST if service.name == FIRST else None,
        services=[name for name, _ in SERVICES],
        own=service.name,
        status=status.read(service, clock.now()),
        choices={"channels": [(str(via), status.LABELS[via]) for via in connected]},
    )


def _to_the_work(row: Row[tuple[str]], notice_id: uuid.UUID) -> Response:
    return redirect(row.link or url_for(".show"))


add_pages(pages, "/notices", _own, OWN, RIGHTS, ways={"open_notice": _to_the_work})
add_pages(pages, "/notices", _channels, ADMINISTRATORS, RIGHTS, then=".channels_page")
