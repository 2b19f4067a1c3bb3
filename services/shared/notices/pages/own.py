"""A person's own notices: read and unread, and the daily summary by e-mail."""

from __future__ import annotations

import uuid

from flask import Blueprint, redirect, render_template, request, url_for
from sqlalchemy import Row
from werkzeug.wrappers import Response

from services.shared.notices import bell, contacts
from services.shared.notices.verbs import NOTICES, OWN, RIGHTS
from services.shared.web.access import me, staff_only
from services.shared.web.forms import Forms
from services.shared.web.service import current_service
from services.shared.web.verbs import add_pages


def add_to(pages: Blueprint) -> None:
    """Add one's own notices to the blueprint."""
    pages.get("/notices", endpoint="show")(show)
    add_pages(pages, "/notices", _page, OWN, RIGHTS, ways={"open_notice": _to_the_work})


@staff_only
def show() -> str:
    """My notices, newest first."""
    return _page(Forms())


def _page(forms: Forms) -> str:
    service, username = current_service(), me().username
    with service.staff.transaction() as session:
        page = bell.page(session, username, request.args.get("after"))
        waiting = bell.unread(session, username)
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


def _to_the_work(row: Row[tuple[str]], notice_id: uuid.UUID) -> Response:
    """Read it, and go to where the work is."""
    return redirect(row.link or url_for(".show"))
