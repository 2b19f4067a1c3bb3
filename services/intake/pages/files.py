"""Files of a complaint for people: bytes, small pictures, adding on the case page (taken back on the form)."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from services.intake.actions.custody import CUSTODY
from services.intake.pages.complaint import case_page
from services.intake.pages.uploads import take_uploads
from services.intake.shown.files import knows_facts, openable
from services.intake.shown.knowing import READERS
from services.intake.states import RIGHTS
from services.intake.verbs import VERBS
from services.shared.files.serving import send_kept, send_picture, send_playable
from services.shared.web.access import allow
from services.shared.web.forms import Form, Forms
from services.shared.web.verbs import guarded

pages = Blueprint("files", __name__)
FILE = "/complaints/<case_no>/evidence/<uuid:file_id>"
ADD = VERBS["add_file"]


@pages.get(FILE)
@allow(*READERS)
def show(case_no: str, file_id: UUID) -> Response:
    """The bytes of a file, whole or a Range; ``?download=1`` as a download."""
    return send_kept(CUSTODY, lambda work: openable(work, case_no, file_id), knows_facts)


@pages.get(f"{FILE}/thumb")
@allow(*READERS)
def thumb(case_no: str, file_id: UUID) -> Response:
    """A small picture of a file, where one was made."""
    return send_picture(lambda work: openable(work, case_no, file_id), "thumb")


@pages.get(f"{FILE}/preview")
@allow(*READERS)
def preview(case_no: str, file_id: UUID) -> Response:
    """A larger picture of a file: the photo, a frame, the wave form, the first page."""
    return send_picture(lambda work: openable(work, case_no, file_id), "preview")


@pages.get(f"{FILE}/page-<int:number>")
@allow(*READERS)
def further_page(case_no: str, file_id: UUID, number: int) -> Response:
    """A further page of a scan of several."""
    return send_picture(lambda work: openable(work, case_no, file_id), f"page-{number}")


@pages.get(f"{FILE}/play")
@allow(*READERS)
def play(case_no: str, file_id: UUID) -> Response:
    """The copy of a film or a sound that browsers play; the original stays as it is."""
    return send_playable(CUSTODY, lambda work: openable(work, case_no, file_id))


@pages.post("/complaints/<case_no>/evidence")
@partial(guarded, ADD, RIGHTS)
def add_file(case_no: str) -> ResponseReturnValue:
    """Add files of one kind; a refused one says why, the others are kept."""
    taken, refused = take_uploads(case_no, file=request.form.get("role", ""))
    if not taken and not refused:
        refused = {"file": ["Pilih berkas dahulu."]}
    if refused:
        form = Form.posted(ADD.schema(), ADD.name, refused)
        form.labels["file"] = "Berkas"
        return case_page(case_no, Forms(ADD.name, form)), form.status
    flash(f"{taken} berkas diterima.", "success")
    page = "completeness.show" if request.form.get("then") == "check" else "complaint.show"
    return redirect(url_for(page, case_no=case_no))
