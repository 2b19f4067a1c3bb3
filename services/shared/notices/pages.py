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
from services.shared.notices.verbs import ADMINISTRATORS, NOTICES, OWN, RIGHTS, SUMMARY, TEST
from services.shared.rights.people import Actor
from services.shared.web.access import allow, me, staff_only
from services.shared.web.forms import Forms
from services.shared.web.rights_page import SERVICES
from services.shared.web.service import current_service, in_sign_in_part
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
    if person is None or in_sign_in_part():  # which cannot tell what is closed to them
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
    return render_template(
        "notices/own.html",
        forms=forms,
        verbs=NOTICES,
        rows=page.items,
        unread=waiting,
        after=page.after,
        first=not request.args.get("after"),
        mail_on=bool(service.settings.smtp_host),
        **_chosen(),
    )


def _summary(forms: Forms) -> str:
    """The form of the daily summary by itself, where what was typed into it is refused."""
    return render_template("notices/summary.html", forms=forms, verbs=NOTICES, mail_on=True, **_chosen())


def _chosen() -> dict[str, Any]:
    """What this person has chosen before."""
    service = current_service()
    with service.staff.transaction() as session:
        row = contacts.of(session, me().username)
    chosen = {"email": row.email or "", "digest": "true" if row.digest else ""} if row else {}
    return {"chosen": chosen, "digest_at": f"{service.office.notices.digest_at:%H.%M}"}


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
add_pages(pages, "/notices", _summary, SUMMARY, RIGHTS)
add_pages(pages, "/notices", _channels, ADMINISTRATORS, RIGHTS, then=".channels_page")
