"""Evidence for programs: the raw bytes as body with ``X-File-Name``, or a multipart field ``file``."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from flask import Response, request
from flask_smorest import Blueprint
from marshmallow import Schema

from services.intake import queries
from services.intake.actions import files
from services.intake.actions.custody import CUSTODY
from services.intake.schemas.record_answers import FileAnswer
from services.intake.shown.files import file_line, knows_facts, openable
from services.intake.shown.knowing import READERS
from services.intake.states import RIGHTS
from services.intake.tables import CaseFile
from services.intake.verbs import VERBS
from services.shared.errors import RuleBroken, Stale
from services.shared.fields import text
from services.shared.files.ingest import Incoming, spooled
from services.shared.files.serving import send_kept
from services.shared.files.uploads.tus import current_uploads
from services.shared.web.access import allow, me
from services.shared.web.documented import FILE, FILE_NAME, file_body, query
from services.shared.web.names import read_name
from services.shared.web.service import current_service
from services.shared.web.verbs import Answer, add_api, guarded

evidence_api = Blueprint("intake_evidence", __name__, description="Front desk: evidence and documents of a complaint")


@evidence_api.post("/complaints/<case_no>/evidence")
@evidence_api.doc(requestBody=file_body(raw=True), parameters=[query("role", required=True), FILE_NAME])
@evidence_api.response(201, FileAnswer)
@partial(guarded, VERBS["add_file"], RIGHTS)
def add(case_no: str) -> dict[str, Any]:
    """Step 3, 17: add a file. ``?role=`` id_card, evidence, signed_form, authority, withdrawal or handover.

    The body is the file itself, its name percent-encoded UTF-8 in ``X-File-Name``; or multipart with a field ``file``.
    """
    row = _taken(case_no, request.args.get("role", ""))
    with current_service().reading() as session:
        return file_line(queries.one(session, case_no), row)


class ClaimSchema(Schema):
    """What the file of a finished upload is."""

    role = text("Jenis berkas", 40)


@evidence_api.post("/complaints/<case_no>/uploads/<upload_id>/claim")
@evidence_api.arguments(ClaimSchema)
@evidence_api.response(201, FileAnswer)
@partial(guarded, VERBS["add_file"], RIGHTS)
def claim(data: dict[str, Any], case_no: str, upload_id: str) -> dict[str, Any]:
    """Step 3, 17: a finished resumable upload (``/intake/complaints/<case_no>/uploads/``) becomes a file, once.

    Answered by 409 where it became one before, or is not whole yet.
    """
    row = files.claim(current_uploads(), me(), case_no, data["role"], upload_id)
    if row is None:
        raise Stale("Unggahan ini sudah menjadi berkas pengaduan.")
    with current_service().reading() as session:
        return file_line(queries.one(session, case_no), row)


def _taken(case_no: str, role: str) -> CaseFile:
    service, person = current_service(), me()
    if request.mimetype == "multipart/form-data":
        upload = request.files.get("file")
        if upload is None:
            raise RuleBroken("Berkas belum dipilih.", {"file": ["Pilih berkas."]})
        incoming = Incoming(upload.filename or "", upload.mimetype, upload.stream)
        return files.take(service, person, case_no, role, incoming)
    name = read_name(request.headers.get("X-File-Name", ""))
    with spooled(service, request.stream) as spool:
        return files.take(service, person, case_no, role, Incoming(name, request.mimetype, spool))


@evidence_api.get("/complaints/<case_no>/evidence/<uuid:file_id>")
@evidence_api.response(200, FILE, content_type="*/*")
@evidence_api.response(206, FILE, content_type="*/*")
@evidence_api.alt_response(416, "REQUESTED_RANGE_NOT_SATISFIABLE")
@allow(*READERS)
def read(case_no: str, file_id: UUID) -> Response:
    """The bytes of a file, whole or a Range; ``?download=1`` never inline."""
    return send_kept(CUSTODY, lambda work: openable(work, case_no, file_id), knows_facts)


add_api(
    evidence_api,
    "/complaints/<case_no>/evidence/<uuid:file_id>",
    send_kept,
    [VERBS["remove_file"]],
    RIGHTS,
    None,
    ways={"remove_file": Answer(None, lambda _, **key: None, 204)},
)
