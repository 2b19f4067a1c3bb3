"""Step 17: the letter on the screen, who gets it, the signature; the handover note is printed."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from services.intake import queries
from services.intake.actions import handover as actions
from services.intake.pages.uploads import take_uploads
from services.intake.rules import cases
from services.intake.schemas.verbs import HandOverSchema
from services.intake.shown.complaint import open_case
from services.intake.shown.knowing import READERS
from services.intake.states import State
from services.shared.errors import Missing, Stale, Unavailable
from services.shared.files.signature_pad import store_signature
from services.shared.paper.errors import PaperError
from services.shared.rights.people import Role
from services.shared.storage.object_store import Damaged, StoredObject
from services.shared.web import pdf_pages
from services.shared.web.access import allow, me
from services.shared.web.forms import Form, submit
from services.shared.web.limits import takes_files
from services.shared.web.service import current_service

pages = Blueprint("handover", __name__)
LABELS = {
    "recipient": "Nama penerima",
    "relation": "Penerima",
    "identity_checked": "Pemeriksaan identitas",
    "note": "Catatan",
    "authority": "Surat kuasa",
    "signature": "Tanda tangan",
}


@pages.get("/complaints/<case_no>/handover")
@allow(Role.CLERK)
def show(case_no: str) -> str:
    """The letter, and the form of its handover."""
    return _page(case_no, Form())


@pages.post("/complaints/<case_no>/handover")
@takes_files
@allow(Role.CLERK)
def hand_over(case_no: str) -> ResponseReturnValue:
    """Step 17: the letter goes to the applicant, or to a person with a power of attorney."""
    _, refused = take_uploads(case_no, signature_scan="handover")
    errors = {field if field == "authority" else "signature": texts for field, texts in refused.items()}
    done, form = submit(HandOverSchema(), lambda data: None if errors else _do(case_no, data))
    form.errors |= errors
    if done is None:
        return _page(case_no, form), form.status
    flash("Penyerahan surat dicatat. Cetak berita acaranya bila diperlukan.", "success")
    return redirect(url_for("complaint.show", case_no=case_no))


def _do(case_no: str, data: dict[str, Any]) -> Any:
    service = current_service()
    signature = store_signature(service, service.settings.evidence_bucket, case_no, data["signature"])
    with service.work(me()) as work:
        return actions.hand_over(work, case_no, data["version"], data, signature)


def _page(case_no: str, form: Form) -> str:
    data = open_case(case_no).data
    if data["state"] != State.READY_FOR_HANDOVER:
        raise Stale("Surat pengaduan ini tidak sedang menunggu penyerahan. Buka halaman pengaduannya.")
    return render_template(
        "handover.html",
        form=form,
        labels=LABELS,
        c=data,
        relations=list(cases.RELATIONS.items()),
        sheets=_count(case_no),
        version=form.values.get("version", data["version"]),
    )


def _count(case_no: str) -> int:
    try:
        return pdf_pages.pages(current_service().store, _letter(case_no))
    except (PaperError, Missing, Unavailable, Damaged):
        return 0


@pages.get("/complaints/<case_no>/letter/<int:sheet>.png")
@allow(*READERS)
def picture(case_no: str, sheet: int) -> Response:
    """A page of the sealed letter as a picture; pages count from 1."""
    try:
        return pdf_pages.picture(current_service().store, _letter(case_no), sheet)
    except Damaged as error:
        raise Missing("Halaman surat ini tidak ada.") from error


def _letter(case_no: str) -> StoredObject:
    """Where the sealed letter lies; raises Missing where there is none for this person."""
    opened = open_case(case_no)
    letters = [file for file in opened.data["documents"] if file["id"] == opened.complaint.letter_file]
    if not letters:
        raise Missing("Surat ini tidak ada.")
    with current_service().reading() as session:
        return queries.file_of(session, case_no, letters[0]["id"]).stored
