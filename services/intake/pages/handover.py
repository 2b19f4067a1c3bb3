"""Step 17: the letter on the screen, who gets it, the signature; the handover note is printed."""

from __future__ import annotations

from flask import Blueprint, Response, render_template

from services.handoffs.handing import ways
from services.intake import queries
from services.intake.pages.uploads import take_uploads
from services.intake.rules.files import UPLOADS
from services.intake.shown.complaint import open_case
from services.intake.shown.knowing import READERS
from services.intake.states import RIGHTS, State
from services.intake.verbs import VERBS
from services.shared.errors import Missing, Stale, Unavailable
from services.shared.paper.errors import PaperError
from services.shared.storage.object_store import Damaged, StoredObject
from services.shared.web import pdf_pages
from services.shared.web.access import allow
from services.shared.web.forms import Form, Forms
from services.shared.web.service import current_service
from services.shared.web.verbs import add_pages

pages = Blueprint("handover", __name__)


@pages.get("/complaints/<case_no>/handover")
@allow(*RIGHTS.openers("hand_over"))
def show(case_no: str) -> str:
    """The letter, and the form of its handover."""
    return _page(case_no, Forms())


def _page(case_no: str, forms: Forms) -> str:
    data = open_case(case_no).data
    late = "collect_late" in data["verbs"]
    if data["state"] != State.READY_FOR_HANDOVER and not late:
        raise Stale("Surat pengaduan ini tidak sedang menunggu penyerahan. Buka halaman pengaduannya.")
    form = forms.active if forms.refused else Form()
    form.labels |= UPLOADS | {"proof": UPLOADS["handover"]}
    return render_template(
        "handover.html",
        form=form,
        it=VERBS["collect_late" if late else "hand_over"],
        ways=ways(),
        c=data,
        sheets=_count(case_no),
        version=form.version or data["version"],
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


def _files(case_no: str) -> dict[str, list[str]]:
    """The letter of authority, what proves another way, and a scan of the signature, refused at the signature's own."""
    _, refused = take_uploads(case_no, signature_scan="handover", proof="handover")
    return {field if field in {"authority", "proof"} else "signature": texts for field, texts in refused.items()}


add_pages(
    pages,
    "/complaints/<case_no>",
    _page,
    [VERBS["hand_over"], VERBS["collect_late"]],
    RIGHTS,
    then="complaint.show",
    before={"hand_over": _files, "collect_late": _files},
)
