"""Files of a complaint for people: bytes, small pictures, adding and taking back on the case page."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from services.intake.actions import files
from services.intake.pages.complaint import case_page
from services.intake.pages.uploads import take_uploads
from services.intake.shown.complaint import openable
from services.intake.shown.knowing import READERS
from services.shared.files.serving import send_kept, send_picture
from services.shared.rights.people import Role
from services.shared.web.access import allow, me
from services.shared.web.forms import Form, flat_values
from services.shared.web.limits import takes_files
from services.shared.web.service import current_service

pages = Blueprint("files", __name__)


@pages.get("/complaints/<case_no>/evidence/<uuid:file_id>")
@allow(*READERS)
def show(case_no: str, file_id: UUID) -> Response:
    """The bytes of a file, whole or a Range; ``?download=1`` as a download."""
    return send_kept(files.CUSTODY, lambda work: openable(work, case_no, file_id))


@pages.get("/complaints/<case_no>/evidence/<uuid:file_id>/thumb")
@allow(*READERS)
def thumb(case_no: str, file_id: UUID) -> Response:
    """A small picture of a file, where one was made."""
    return send_picture(lambda work: openable(work, case_no, file_id), "thumb")


@pages.get("/complaints/<case_no>/evidence/<uuid:file_id>/preview")
@allow(*READERS)
def preview(case_no: str, file_id: UUID) -> Response:
    """A larger picture of a file: the photo, a frame, the wave form, the first page."""
    return send_picture(lambda work: openable(work, case_no, file_id), "preview")


@pages.post("/complaints/<case_no>/evidence")
@takes_files
@allow(Role.CLERK)
def add(case_no: str) -> ResponseReturnValue:
    """Add files of one kind; a refused one says why, the others are kept."""
    taken, refused = take_uploads(case_no, file=request.form.get("role", ""))
    if not taken and not refused:
        refused = {"file": ["Pilih berkas dahulu."]}
    if refused:
        return case_page(case_no, Form(flat_values(request.form), refused), refused="files"), 422
    flash(f"{taken} berkas diterima.", "success")
    target = "check.show" if request.form.get("then") == "check" else "complaint.show"
    return redirect(url_for(target, case_no=case_no))


@pages.post("/complaints/<case_no>/evidence/<uuid:file_id>/remove")
@allow(Role.CLERK)
def remove(case_no: str, file_id: UUID) -> ResponseReturnValue:
    """Take a file back before it goes to the section head."""
    with current_service().work(me()) as work:
        files.remove(work, case_no, file_id)
    flash("Berkas diambil kembali.", "success")
    return redirect(url_for("complaint.show", case_no=case_no))
