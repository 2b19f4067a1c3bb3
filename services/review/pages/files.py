"""Files of a case: looked at and downloaded."""

from __future__ import annotations

import uuid

from flask import Blueprint, Response, request

from services.review.queries.cases import file_of, visible_case
from services.review.rules.files import IDENTIFYING_ROLES
from services.review.states import READERS
from services.shared.storage.object_store import StoredObject
from services.shared.web.access import allow, me
from services.shared.web.files import send_object
from services.shared.web.service import current_service


def add_to(pages: Blueprint) -> None:
    """Add the route of files to the blueprint."""
    pages.get("/cases/<case_no>/files/<uuid:file_id>")(send_file)


@allow(*READERS)
def send_file(case_no: str, file_id: uuid.UUID) -> Response:
    """A file of this case, for a person who may see the case; a look at an identity card leaves a trace."""
    service = current_service()
    with service.work(me()) as work:
        case = visible_case(work.session, case_no, me())
        file = file_of(work.session, case, file_id, me())
        if file.role in IDENTIFYING_ROLES:
            work.audit("see_file", case_no, f"Berkas identitas dilihat: {file.name}", story=False, file=str(file.id))
        service.looked(me(), case_no, "file", work.now)
    stored = StoredObject(file.bucket, file.key, file.sha256, file.size, file.content_type)
    return send_object(service.store, stored, file.name, download=bool(request.args.get("unduh")))
