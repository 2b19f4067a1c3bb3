"""A person's own notices: read and unread, and the daily summary by e-mail."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from marshmallow import Schema, ValidationError, fields, validates_schema
from sqlalchemy import Row

from services.shared.calendar import clock
from services.shared.errors import Missing
from services.shared.notices import bell, contacts
from services.shared.web.access import me, staff_only
from services.shared.web.forms import Form, submit
from services.shared.web.service import current_service

LABELS = {"email": "Alamat surel", "digest": "Ringkasan harian"}
UNKNOWN = "Pemberitahuan ini tidak ada."


class ContactSchema(Schema):
    """Where the daily summary goes, and whether it is wanted."""

    email = fields.Email(load_default="", error_messages={"invalid": "Tulis alamat surel seperti nama@contoh.go.id."})
    digest = fields.Boolean(load_default=False)

    @validates_schema
    def _reachable(self, data: dict[str, Any], **_: Any) -> None:
        if data["digest"] and not data["email"]:
            raise ValidationError("Tulis alamat surel untuk ringkasan harian.", "email")


def add_to(pages: Blueprint) -> None:
    """Add one's own notices to the blueprint."""
    pages.get("/notices", endpoint="show")(show)
    pages.post("/notices/read-all", endpoint="read_all")(read_all)
    pages.post("/notices/contact", endpoint="contact")(contact)
    pages.post("/notices/<uuid:notice_id>/open", endpoint="open")(open_it)
    pages.post("/notices/<uuid:notice_id>/read", endpoint="read")(read)
    pages.post("/notices/<uuid:notice_id>/unread", endpoint="unread")(unread)
    pages.get("/api/notices", endpoint="api_list")(api_list)
    pages.post("/api/notices/<uuid:notice_id>/read", endpoint="api_read")(api_read)


@staff_only
def show() -> str:
    """My notices, newest first."""
    return _page(Form())


def _page(form: Form) -> str:
    service, username = current_service(), me().username
    with service.staff.transaction() as session:
        page = bell.page(session, username, request.args.get("after"))
        waiting = bell.unread(session, username)
        chosen = contacts.of(session, username)
    if not form.values and chosen:
        form.values = {"email": chosen.email or "", "digest": "true" if chosen.digest else ""}
    return render_template(
        "notices/own.html",
        form=form,
        labels=LABELS,
        rows=page.items,
        unread=waiting,
        after=page.after,
        first=not request.args.get("after"),
        mail_on=bool(service.settings.smtp_host),
        digest_at=f"{service.office.notices.digest_at:%H.%M}",
    )


@staff_only
def open_it(notice_id: uuid.UUID) -> ResponseReturnValue:
    """Read it, and go to where the work is."""
    return redirect(_mark(notice_id, clock.now()).link or url_for("notices.show"))


@staff_only
def read(notice_id: uuid.UUID) -> ResponseReturnValue:
    """Read, without going there."""
    _mark(notice_id, clock.now())
    return redirect(url_for("notices.show"))


@staff_only
def unread(notice_id: uuid.UUID) -> ResponseReturnValue:
    """Not read yet after all."""
    _mark(notice_id, None)
    return redirect(url_for("notices.show"))


@staff_only
def read_all() -> ResponseReturnValue:
    """Everything is read."""
    with current_service().staff.transaction() as session:
        count = bell.mark_all(session, me().username, clock.now())
    flash(f"{count} pemberitahuan ditandai sudah dibaca.", "success")
    return redirect(url_for("notices.show"))


@staff_only
def contact() -> ResponseReturnValue:
    """The daily summary, on or off, and where it goes."""

    def act(data: dict[str, Any]) -> bool:
        with current_service().staff.transaction() as session:
            contacts.choose(session, me().username, data["email"], digest=data["digest"])
        return True

    done, form = submit(ContactSchema(), act)
    if done is None:
        return _page(form), form.status
    flash("Pilihan ringkasan harian disimpan.", "success")
    return redirect(url_for("notices.show"))


@staff_only
def api_list() -> Response:
    """My notices for programs: items and the cursor of the next page."""
    with current_service().staff.transaction() as session:
        page = bell.page(session, me().username, request.args.get("after"))
        waiting = bell.unread(session, me().username)
    return jsonify(items=[_as_json(row) for row in page.items], next=page.after, unread=waiting)


@staff_only
def api_read(notice_id: uuid.UUID) -> Response:
    """Read."""
    return jsonify(_as_json(_mark(notice_id, clock.now())))


def _mark(notice_id: uuid.UUID, at: datetime | None) -> Row[Any]:
    with current_service().staff.transaction() as session:
        row = bell.mark(session, me().username, notice_id, at)
    if row is None:
        raise Missing(UNKNOWN)
    return row


def _as_json(row: Row[Any]) -> dict[str, Any]:
    names = ("id", "service", "kind", "text", "link")
    moments = {name: value.isoformat() if (value := getattr(row, name)) else None for name in ("at", "read_at")}
    return {name: getattr(row, name) for name in names} | moments
