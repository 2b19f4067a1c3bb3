"""Attachments that travel in parts (tus): each is attached with its last byte, as what was said beforehand."""

from __future__ import annotations

from services.review.actions.attachments import CUSTODY, check_attach, note_attachment
from services.review.rules.files import folder
from services.review.tables import CaseFile
from services.shared.files.uploads.receiver import Begun, Receiver
from services.shared.files.uploads.spool import Upload
from services.shared.rights.people import Actor
from services.shared.unit_of_work import Service


def may_begin(service: Service, person: Actor, begun: Begun) -> None:
    """Steps 8b, 10, 11, 13: whether this person may attach such a file now; raises as ``check_attach``."""
    with service.work(person) as work:
        check_attach(work, begun.target, begun.role)


def attach_upload(service: Service, person: Actor, upload: Upload) -> CaseFile:
    """Steps 8b, 10, 11, 13: a whole upload becomes an attachment.

    Raises:
        Missing, Forbidden, Stale: no longer this person's, or not in the case's present state.
    """
    assert upload.stored is not None
    named = (upload.role, upload.name, upload.declared, upload.stored)
    with service.work(person) as work:
        return note_attachment(work, upload.target, *named, trouble=upload.trouble)


def _place(service: Service, case_no: str) -> tuple[str, str]:
    return service.settings.documents_bucket, folder(case_no)


RECEIVER = Receiver(CUSTODY, may_begin, _place, attach_upload)
