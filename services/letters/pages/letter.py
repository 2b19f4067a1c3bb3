"""The page of one letter, and its verbs as forms."""

from __future__ import annotations

from base64 import b64encode
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from marshmallow import Schema

from services.letters import actions, papers, queries
from services.letters.pages.context import letter_page
from services.letters.rights import RIGHTS
from services.letters.schemas import SaveDraftSchema, SubmitDraftSchema
from services.letters.standing_in import service_for, signatory
from services.letters.states import State
from services.letters.uploads import attach_upload
from services.shared.calendar import clock
from services.shared.errors import RuleBroken
from services.shared.rights.people import Role
from services.shared.web.access import allow, me
from services.shared.web.forms import submit, submit_here
from services.shared.web.limits import takes_files
from services.shared.web.service import current_service

letter = Blueprint("letter", __name__)


@letter.get("/letters/<uuid:letter_id>")
@allow(*RIGHTS.roles("see"))
def show(letter_id: UUID) -> str:
    """The story of a letter, and what this person may do with it now."""
    return letter_page(letter_id)


@letter.post("/letters/<uuid:letter_id>/save-draft")
@allow(Role.TEAM)
def save_draft(letter_id: UUID) -> ResponseReturnValue:
    """Step 14: keep the working draft; the editor also does it by itself every ten seconds."""
    result, form, status = submit_here(SaveDraftSchema(), lambda data: _save(letter_id, data))
    if request.form.get("autosave"):
        return (jsonify(fields={"version": result.version}), 200) if result else (jsonify(errors=form.errors), status)
    if result is None:
        return letter_page(letter_id, refused=form, which="editor"), status
    flash("Konsep tersimpan. Surat belum diajukan kepada Camat.", "success")
    return redirect(url_for(".show", letter_id=letter_id))


@letter.post("/letters/<uuid:letter_id>/submit-draft")
@allow(Role.TEAM)
def submit_draft(letter_id: UUID) -> ResponseReturnValue:
    """Step 14: freeze the next version and give it to the Camat."""
    result, form, status = submit_here(SubmitDraftSchema(), lambda data: _submit(letter_id, data))
    if result is None:
        return letter_page(letter_id, refused=form, which="editor"), status
    to = "untuk diparaf" if result.state == State.INITIALS else "kepada Camat"
    flash(f"Versi {result.drafts_count} diajukan {to}.", "success")
    return redirect(url_for(".show", letter_id=letter_id))


@letter.post("/letters/<uuid:letter_id>/attachments")
@takes_files
@allow(Role.TEAM)
def attach(letter_id: UUID) -> ResponseReturnValue:
    """Step 14: a file that goes out with the letter."""
    result, form, status = submit_here(Schema(), lambda data: attach_upload(letter_id))
    if result is None:
        return letter_page(letter_id, refused=form, which="attaching"), status
    flash("Lampiran ditambahkan. Isi baris “Lampiran” pada kepala surat bila perlu.", "success")
    return redirect(url_for(".show", letter_id=letter_id))


@letter.post("/letters/<uuid:letter_id>/attachments/<uuid:attachment_id>/remove")
@allow(Role.TEAM)
def detach(letter_id: UUID, attachment_id: UUID) -> ResponseReturnValue:
    """Step 14: take an attachment away."""
    with current_service().work(me()) as work:
        actions.detach(work, letter_id, attachment_id)
    flash("Lampiran dihapus.", "success")
    return redirect(url_for(".show", letter_id=letter_id))


@letter.post("/letters/<uuid:letter_id>/preview")
@allow(Role.TEAM)
def preview(letter_id: UUID) -> ResponseReturnValue:
    """A page of the unsaved form as PNG; asked by the editor's script, a piece of the page that holds it."""
    wanted = request.form.get("page", default=1, type=int)
    result, form = submit(SaveDraftSchema(), lambda data: _drawn(letter_id, data["content"], wanted))
    if "HX-Request" in request.headers:
        picture = b64encode(result[0]).decode("ascii") if result else ""
        page, pages = result[1:] if result else (wanted, 0)
        return render_template(
            "preview.html", picture=picture, page=page, pages=pages, errors=form.errors, again=request.path
        )
    if result is None:
        raise RuleBroken("Gambar belum dapat dibuat. Periksa isian.", form.errors)
    return Response(result[0], mimetype="image/png", headers={"X-Pages": str(result[2])})


def _save(letter_id: UUID, data: dict[str, Any]) -> Any:
    with current_service().work(me()) as work:
        return actions.save_draft(work, letter_id, data["version"], data["content"])


def _submit(letter_id: UUID, data: dict[str, Any]) -> Any:
    with current_service().work(me()) as work:
        return actions.submit_draft(
            work, letter_id, data["version"], data["content"], names_checked=data["names_checked"]
        )


def _drawn(letter_id: UUID, content: dict[str, Any], page: int) -> tuple[bytes, int, int]:
    service = current_service()
    with service.reading() as session:
        letter = queries.one(session, letter_id, me())
        block = queries.draft(session, letter.id, letter.drafts_count).acting if letter.drafts_count else None
    printed = papers.Printed(signatory=signatory(service.office, letter, block, clock.now()))
    return papers.preview(service_for(service, letter), letter_id, content, page, clock.now(), printed)
