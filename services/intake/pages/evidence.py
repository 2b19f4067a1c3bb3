"""The page of one file: what it is, what its metadata say, its condition, and who has had it."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, url_for

from services.intake import queries
from services.intake.actions.custody import CUSTODY
from services.intake.shown import files as rows
from services.intake.shown.files import file_line, openable
from services.intake.shown.knowing import READERS, knows
from services.shared.files import details
from services.shared.web.access import allow, me
from services.shared.web.service import current_service

pages = Blueprint("evidence", __name__)


@pages.get("/complaints/<case_no>/evidence/<uuid:file_id>/details")
@allow(*READERS)
def show(case_no: str, file_id: UUID) -> str:
    """Everything about a file of this complaint, for those who may open it."""
    service = current_service()
    with service.work(me()) as work:
        file = openable(work, case_no, file_id)
        complaint, log = queries.one(work.session, case_no), CUSTODY.log(work.session, file)
    line = file_line(complaint, file)
    shown = rows.evidence([line], rows.lost_files(case_no, [line]))[0]
    back = (case_no, url_for("complaint.show", case_no=case_no))
    return details.page(back, shown, file, log, knows=knows(complaint, me()))
