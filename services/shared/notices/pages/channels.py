"""The channels for those who run the office: what is set, what works, what failed; *send again*; a test message."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from services.shared.calendar import clock
from services.shared.errors import Stale
from services.shared.fields import REQUIRED
from services.shared.notices import posting, rows, status
from services.shared.notices.channels import channels
from services.shared.notices.posting import OUTSIDE, Via
from services.shared.rights.people import Role
from services.shared.unit_of_work import Service, Work
from services.shared.web.access import allow, me
from services.shared.web.forms import Form, required_text, submit
from services.shared.web.service import current_service

READERS = (Role.ADMIN, Role.AUDITOR)
LABELS = {"via": "Saluran", "to": "Tujuan"}
FIRST = "intake"  # the service whose notices go to the outside


class TestSchema(Schema):
    """A test message: over which channel, and to whom."""

    __test__ = False
    via = fields.String(
        required=True,
        error_messages=REQUIRED,
        validate=validate.OneOf([str(via) for via in OUTSIDE], error="Pilih dari daftar."),
    )
    to = required_text(200, 5)

    @validates_schema
    def _fits(self, data: dict[str, Any], **_: Any) -> None:
        number = data["to"].removeprefix("+").replace(" ", "").replace("-", "")
        if data["via"] == Via.EMAIL and "@" not in data["to"]:
            raise ValidationError("Tulis alamat surel.", "to")
        if data["via"] != Via.EMAIL and not number.isdigit():
            raise ValidationError("Tulis nomor dengan kode negara, misalnya +6281234567890.", "to")


def add_to(pages: Blueprint, service: Service, services: tuple[str, ...]) -> None:
    """Add the page of the channels to the blueprint of a service."""

    @pages.get("/notices/channels")
    @allow(*READERS)
    def channels_page() -> str:
        return _page(Form())

    def _page(form: Form) -> str:
        return render_template(
            "notices/channels.html",
            form=form,
            labels=LABELS,
            services=services,
            own=service.name,
            status=status.read(service, clock.now()),
            open_channels=[(str(via), status.LABELS[via]) for via in channels(service.settings, service.office.name)],
            tests=service.name == FIRST,
        )

    @pages.get("/notices/channels/panel")
    @allow(*READERS)
    def channels_panel() -> str:
        return render_template("notices/channels_panel.html", status=status.read(service, clock.now()))

    @pages.post("/notices/<uuid:notice_id>/send-again")
    @allow(Role.ADMIN)
    def send_again(notice_id: uuid.UUID) -> ResponseReturnValue:
        with service.work(me()) as work:
            again(work, notice_id)
        flash("Pemberitahuan dikirim lagi dalam beberapa detik.", "success")
        return redirect(url_for("notices.channels_page"))

    @pages.post("/notices/channels/test")
    @allow(Role.ADMIN)
    def test() -> ResponseReturnValue:
        done, form = submit(TestSchema(), _test)
        if done is None:
            return _page(form), form.status
        flash("Pesan uji menunggu dikirim. Hasilnya tampak di bawah dalam beberapa detik.", "success")
        return redirect(url_for("notices.channels_page"))


def again(work: Work, notice_id: uuid.UUID, recipient: str | None = None) -> None:
    """Send a failed notice again under its old id; raises Stale where it has not failed (any more).

    ``recipient``: only a notice to this one.
    """
    row = rows.send_again(work.session, notice_id, work.now)
    if row is None or recipient not in {None, row.recipient}:
        raise Stale("Pemberitahuan ini tidak sedang gagal; mungkin sudah dikirim lagi.")
    work.audit("send_again", row.subject, "Pemberitahuan dikirim lagi", story=False, kind=row.kind, via=row.channel)


def _test(data: dict[str, Any]) -> bool:
    """A test message is a notice like any other; its address is kept encrypted."""
    service = current_service()
    with service.work(me()) as work:
        posting.post(
            work,
            kind="test",
            subject="pesan uji",
            recipient="test",
            occasion=str(uuid.uuid4()),
            text=f"Pesan uji dari Sigap, {service.office.name}, {clock.date_time(work.now)}.",
            via=Via(data["via"]),
            address=service.vault.encrypt(data["to"].strip()),
        )
        work.audit("test_channel", data["via"], "Pesan uji dikirim", story=False)
    return True
