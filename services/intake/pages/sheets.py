"""Papers that are printed when asked for: the blank form, the requirements, the filled form to sign (steps 2, 3)."""

from __future__ import annotations

from flask import Blueprint, Response, request

from services.intake import papers, queries
from services.intake.actions.seeing import look_at_nik
from services.intake.actions.signature import picture_of
from services.intake.rules.codes import hash_code, normalise
from services.intake.rules.files import TO_REVIEW
from services.intake.shown.knowing import knows
from services.intake.states import RIGHTS, State
from services.intake.tables import Complaint
from services.shared.calendar import clock
from services.shared.errors import Missing
from services.shared.rights.people import Role
from services.shared.unit_of_work import Work
from services.shared.web.access import allow, me, staff_only
from services.shared.web.service import current_service
from services.shared.web.verbs import asks

pages = Blueprint("sheets", __name__)


@pages.get("/paper/form.pdf")
@staff_only
def blank_form() -> Response:
    """Step 2: the complaint form to fill in by hand."""
    return _pdf(papers.blank_form(current_service().office, clock.now()), "formulir-pengaduan.pdf")


@pages.get("/paper/book.pdf")
@staff_only
def blank_book() -> Response:
    """Step 2: a sheet of the application book to write in by hand."""
    return _pdf(papers.blank_book(current_service().office, clock.now()), "buku-permohonan-kosong.pdf")


@pages.get("/paper/requirements.pdf")
@staff_only
def requirements() -> Response:
    """Step 2: what to bring and how it goes on."""
    return _pdf(papers.requirements(current_service().office, clock.now()), "persyaratan-pengaduan.pdf")


@pages.get("/complaints/<case_no>/form.pdf")
@allow(*RIGHTS.openers("see_nik"))
def filled_form(case_no: str) -> Response:
    """Step 3: the form as it is filled in now, for the applicant's signature; raises Missing before it is."""
    with current_service().work(me()) as work:
        complaint = queries.one(work.session, case_no)
        if complaint.form is None or not knows(complaint, me()):
            raise Missing("Formulir pengaduan ini belum selesai diisi.")
        paper = papers.form(work, complaint, picture_of(work, complaint), _number_to_sign(work, complaint))
        work.service.looked(work.actor, case_no, "file", work.now)
    return _pdf(paper, f"formulir-{case_no}.pdf")


def _number_to_sign(work: Work, complaint: Complaint) -> str:
    """The full NIK for the sheet that the applicant compares and signs, with a line in the trail; else nothing."""
    if complaint.state != State.INTAKE_CHECK or complaint.applicant is None or not me().is_any(Role.CLERK):
        return ""
    return look_at_nik(work, complaint, "mencetak formulir untuk ditandatangani")


@pages.post("/complaints/<case_no>/receipt.pdf")
@asks
@allow(*RIGHTS.openers("new_code"))
def receipt(case_no: str) -> Response:
    """Step 5: the receipt for the applicant; whoever prints it has the code, which is kept nowhere.

    Raises:
        Missing: it is not the code of this complaint.
    """
    with current_service().work(me()) as work:
        complaint = queries.one(work.session, case_no)
        code = normalise(request.form.get("code", ""))
        if code is None or not knows(complaint, me()) or complaint.tracking_hash != hash_code(code):
            raise Missing("Kode ini bukan kode pengaduan ini. Buat kode baru di halaman pengaduan.")
        kept = [file for file in queries.files(work.session, case_no) if file.round and file.role in TO_REVIEW]
        paper = papers.receipt(work, complaint, kept, code, kept=False)
    return _pdf(paper, f"tanda-terima-{case_no}.pdf")


@pages.get("/complaints/<case_no>/incomplete.pdf")
@allow(*RIGHTS.openers("return_incomplete"))
def incomplete_note(case_no: str) -> Response:
    """Step 4 or 6: what is missing now, for the applicant; raises Missing where nothing is."""
    with current_service().work(me()) as work:
        complaint = queries.one(work.session, case_no)
        if complaint.state != State.AWAITING_COMPLETION:
            raise Missing("Pengaduan ini tidak sedang menunggu kelengkapan.")
        paper = papers.incomplete_note(work, complaint)
    return _pdf(paper, f"kekurangan-berkas-{case_no}.pdf")


def _pdf(content: bytes, name: str) -> Response:
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return Response(content, mimetype="application/pdf", headers=headers)
