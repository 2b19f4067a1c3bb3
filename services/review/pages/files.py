"""Files of a case: looked at, downloaded, and attached."""

from __future__ import annotations

import uuid

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from services.review import rules
from services.review.queries.cases import file_of, visible_case
from services.review.uploads import take_upload
from services.review.verbs import READERS
from services.shared.errors import RuleBroken
from services.shared.storage.object_store import StoredObject
from services.shared.web.access import allow, me
from services.shared.web.files import send_object
from services.shared.web.limits import takes_files
from services.shared.web.service import current_service


def add_to(pages: Blueprint) -> None:
    """Add the routes of files to the blueprint."""
    pages.get("/cases/<case_no>/files/<uuid:file_id>")(send_file)
    pages.post("/cases/<case_no>/files")(add_files)


@allow(*READERS)
def send_file(case_no: str, file_id: uuid.UUID) -> Response:
    """A file of this case, for a person who may see the case; a look at an identity card leaves a trace."""
    service = current_service()
    with service.work(me()) as work:
        case = visible_case(work.session, case_no, me())
        file = file_of(work.session, case, file_id, me())
        if file.role in rules.IDENTIFYING_ROLES:
            work.audit("see_file", case_no, f"Berkas identitas dilihat: {file.name}", story=False, file=str(file.id))
        service.looked(me(), case_no, "file", work.now)
    stored = StoredObject(file.bucket, file.key, file.sha256, file.size, file.content_type)
    return send_object(service.store, stored, file.name, download=bool(request.args.get("unduh")))


@takes_files
@allow(*READERS)
def add_files(case_no: str) -> ResponseReturnValue:
    """Attach files from the page's form (``role``, ``file``)."""
    role = request.form.get("role", "")
    given = [file for file in request.files.getlist("file") if file.filename]
    if not given:
        raise RuleBroken("Pilih berkas dahulu.", {"file": ["Pilih berkas dahulu."]})
    for file in given:
        take_upload(case_no, role, file.filename or "", file.stream)
    flash("Lampiran tersimpan." if len(given) == 1 else f"{len(given)} lampiran tersimpan.", "success")
    return redirect(url_for("pages.case_page", case_no=case_no))
