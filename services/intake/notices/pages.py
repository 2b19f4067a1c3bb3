"""The clerk's forms about notices to the applicant, on the page of the case and on *my work*."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from marshmallow import Schema, validate

from services.intake.notices import actions, queries
from services.intake.notices.milestones import HINT, Milestone
from services.intake.pages import complaint as page
from services.intake.rules.notices import NOTICE_CHANNELS, WAYS_OF_TELLING
from services.intake.schemas.intake import PHONE
from services.shared.notices.channels import channels
from services.shared.people import Role
from services.shared.web.access import allow, me
from services.shared.web.forms import REQUIRED, Text, optional_text, submit
from services.shared.web.service import current_service

pages = Blueprint("applicant_notices", __name__)
TITLES = {
    Milestone.RECEIVED: "Diterima",
    Milestone.INCOMPLETE: "Perlu dilengkapi",
    Milestone.COMPLETION_NEAR: "Batas melengkapi hampir tiba",
    Milestone.DECIDED: "Diputuskan",
    Milestone.DELEGATED: "Dilimpahkan",
    Milestone.LETTER_READY: "Surat siap diambil",
    Milestone.LETTER_WAITS: "Surat menunggu diambil",
    Milestone.CLOSED: "Selesai",
}


def _choice(options: Any) -> Text:
    return Text(
        required=True, error_messages=REQUIRED, validate=validate.OneOf(list(options), error="Pilih dari daftar.")
    )


class ToldSchema(Schema):
    """How the applicant was told."""

    how = _choice(WAYS_OF_TELLING)


class ChannelSchema(Schema):
    """Another channel; a number that is left empty stays as it is."""

    notice_channel = _choice(NOTICE_CHANNELS)
    phone = Text(load_default="", validate=PHONE)
    email = optional_text(200)


@pages.post("/complaints/<case_no>/told")
@allow(Role.CLERK)
def told(case_no: str) -> ResponseReturnValue:
    """The applicant knows it now, from a person."""

    def act(data: dict[str, Any]) -> Any:
        with current_service().work(me()) as work:
            return actions.told(work, case_no, data["how"])

    done, form = submit(ToldSchema(), act)
    if done is None:
        return page.case_page(case_no, form, refused="told"), form.status
    flash("Dicatat: pemohon sudah diberi tahu.", "success")
    return redirect(url_for("complaint.show", case_no=case_no, _anchor="notices"))


@pages.post("/complaints/<case_no>/notices/<uuid:notice_id>/send-again")
@allow(Role.CLERK)
def send_again(case_no: str, notice_id: uuid.UUID) -> ResponseReturnValue:
    """A notice that failed goes out once more."""
    with current_service().work(me()) as work:
        actions.send_again(work, case_no, notice_id)
    flash("Pemberitahuan dikirim lagi dalam beberapa detik.", "success")
    return redirect(url_for("complaint.show", case_no=case_no, _anchor="notices"))


@pages.post("/complaints/<case_no>/notices/channel")
@allow(Role.CLERK)
def change_channel(case_no: str) -> ResponseReturnValue:
    """The applicant wants to be told another way."""

    def act(data: dict[str, Any]) -> Any:
        with current_service().work(me()) as work:
            return actions.change_channel(work, case_no, data)

    done, form = submit(ChannelSchema(), act)
    if done is None:
        form.errors = {name.removeprefix("applicant."): messages for name, messages in form.errors.items()}
        return page.case_page(case_no, form, refused="channel"), form.status
    flash("Saluran pemberitahuan disimpan.", "success")
    return redirect(url_for("complaint.show", case_no=case_no, _anchor="notices"))


@pages.app_context_processor
def _for_templates() -> dict[str, Any]:
    """What the parts of the two pages ask for."""
    return {"notices_of": notices_of, "to_tell": to_tell, "ways": WAYS_OF_TELLING, "channel_choices": choices}


def notices_of(case_no: str) -> list[dict[str, Any]]:
    """The notices of a case as lines: what, by which channel, how it fares since when."""
    with current_service().reading() as session:
        return [_line(row) for row in queries.of_case(session, case_no)]


def to_tell() -> list[dict[str, Any]]:
    """Whom a clerk has to tell something, and what."""
    with current_service().reading() as session:
        found = queries.to_tell(session)
    return [
        {
            "case_no": complaint.case_no,
            "name": complaint.applicant.name if complaint.applicant else "",
            "phone": complaint.applicant.phone if complaint.applicant else "",
            "lines": [_line(row) for row in rows],
        }
        for complaint, rows in found
    ]


def choices() -> list[tuple[str, str]]:
    """The channels to choose from; one that the office has not connected is named so: a clerk tells it."""
    service = current_service()
    connected = {"none", *(str(via) for via in channels(service.settings, service.office.name))}
    hint = " (belum tersambung)"
    return [(code, label if code in connected else label + hint) for code, label in NOTICE_CHANNELS.items()]


def _line(row: Any) -> dict[str, Any]:
    by_hand = row.channel == "by_hand"
    if row.sent_at:
        state, tone = ("Disampaikan petugas" if row.done_by else "Terkirim"), "ok"
    elif row.failed_at:
        state, tone = "Gagal dikirim", "bad"
    else:
        state, tone = ("Perlu disampaikan petugas" if by_hand else "Menunggu dikirim"), "warn" if by_hand else "active"
    return {
        "id": row.id,
        "title": TITLES[Milestone(row.kind)],
        "text": row.text.removesuffix(HINT),
        "channel": "" if by_hand else NOTICE_CHANNELS.get(row.channel, row.channel),
        "state": state,
        "tone": tone,
        "at": row.sent_at or row.failed_at or row.created_at,
        "error": row.error if not row.sent_at else "",
        "how": WAYS_OF_TELLING.get(row.done_how, ""),
        "failed": row.failed_at is not None,
        "open": row.sent_at is None and (by_hand or row.failed_at is not None),
    }
