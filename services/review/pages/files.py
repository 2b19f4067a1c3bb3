"""Files of a case: looked at and downloaded; of what was attached here also small pictures, and who has had it."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from uuid import UUID

from flask import Blueprint, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from services.review.actions.attachments import CUSTODY
from services.review.queries.cases import file_of, knows_applicant, visible_case
from services.review.rules.files import FILE_ROLES, IDENTIFYING_ROLES, derived, folder
from services.review.shown.files import evidence
from services.review.states import READERS
from services.shared.errors import Forbidden, Missing
from services.shared.files import details
from services.shared.files.brought import BroughtFile
from services.shared.files.serving import (
    send_kept,
    send_made,
    send_made_picture,
    send_picture,
    send_playable,
    send_stored,
)
from services.shared.unit_of_work import Work
from services.shared.web.access import allow, me
from services.shared.web.files import INFECTED
from services.shared.web.service import current_service

FILE = "/cases/<case_no>/files/<uuid:file_id>"


def add_to(pages: Blueprint) -> None:
    """Add the routes of files to the blueprint."""
    pages.get(FILE)(send_file)
    pages.get(f"{FILE}/<any(thumb, preview):name>")(send_small)
    pages.get(f"{FILE}/page-<int:number>")(send_page)
    pages.get(f"{FILE}/play")(send_copy)
    pages.get(f"{FILE}/details")(file_details)


@allow(*READERS)
def send_file(case_no: str, file_id: UUID) -> ResponseReturnValue:
    """A file of this case, for a person who may see the case; a look at an identity card leaves a trace.

    ``?view`` gives a photo or scan that browsers do not show as one that they do, ``?play`` the desk's copy to play,
    where it made one.
    """
    if "unduh" in request.args:  # as such links were written before
        return redirect(url_for(".send_file", case_no=case_no, file_id=file_id, download=1))
    service = current_service()
    with service.work(me()) as work:
        case = visible_case(work.session, case_no, me())
        file, knows = file_of(work.session, case, file_id, me()), knows_applicant(case, me())
        if work.session.get(BroughtFile, file_id) is not None:
            return send_kept(CUSTODY, partial(_brought, case_no, file_id), lambda *_: knows)
        if file.role in IDENTIFYING_ROLES:
            work.audit("see_file", case_no, f"Berkas identitas dilihat: {file.name}", story=False, file=str(file.id))
        service.looked(me(), case_no, "file", work.now)
    if "play" in request.args:  # the copy that the desk makes beside its pictures; else the file itself
        if service.store.is_quarantined(file.sha256):
            raise Forbidden(INFECTED)
        with suppress(Missing):
            return send_made(file.bucket, f"{derived(case_no)}/{file.sha256}", file.name, file.content_type)
    # What we made ourselves tells only what stands in it; what people brought to the desk is theirs.
    whole = (knows or file.origin != "intake") and "view" not in request.args
    place = (service.settings.documents_bucket, f"{folder(case_no)}/derived/{file.sha256}")
    return send_stored(file.stored, file.name, place, knows=whole, download="download" in request.args)


@allow(*READERS)
def send_small(case_no: str, file_id: UUID, name: str) -> Response:
    """A small picture of an attachment or of a file of the desk, where one was made."""
    with current_service().work(me()) as work:
        file = file_of(work.session, visible_case(work.session, case_no, me()), file_id, me())
        stored, of_the_desk = file.stored, file.origin == "intake"
    if of_the_desk:
        return send_made_picture(stored, f"{derived(case_no)}/{stored.sha256}", name)
    return send_picture(partial(_brought, case_no, file_id), name)


@allow(*READERS)
def send_page(case_no: str, file_id: UUID, number: int) -> Response:
    """A further page of a scan of several."""
    return send_picture(partial(_brought, case_no, file_id), f"page-{number}")


@allow(*READERS)
def send_copy(case_no: str, file_id: UUID) -> Response:
    """The copy of a film or a sound that browsers play."""
    return send_playable(CUSTODY, partial(_brought, case_no, file_id))


@allow(*READERS)
def file_details(case_no: str, file_id: UUID) -> str:
    """Everything about an attachment, for those who may open it."""
    with current_service().work(me()) as work:
        file = _brought(case_no, file_id, work)
        knows = knows_applicant(visible_case(work.session, case_no, work.actor), work.actor)
        log = CUSTODY.log(work.session, file)
    back = (case_no, url_for(".case_page", case_no=case_no))
    return details.page(back, evidence(case_no, file, FILE_ROLES[file.role]), file, log, knows=knows)


def _brought(case_no: str, file_id: UUID, work: Work) -> BroughtFile:
    """An attachment that this person may see; raises Missing."""
    file_of(work.session, visible_case(work.session, case_no, work.actor), file_id, work.actor)
    found = work.session.get(BroughtFile, file_id)
    if found is None:
        raise Missing("Berkas ini tidak ada pada pengaduan ini.")
    return found
