"""*Data pribadi*: what a person may ask about the own data: who saw them, a copy, a correction (UU 27/2022)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from services.intake import copies, papers, queries
from services.intake.actions import personal
from services.intake.rights import RIGHTS
from services.intake.rules.cases import OTHER_VILLAGE
from services.intake.schemas.personal import AskedSchema, CorrectSchema, NumbersSchema
from services.intake.shown.lines import line
from services.intake.tables import Complaint
from services.shared.audit.access_log import at as looks_at
from services.shared.calendar import clock
from services.shared.errors import Missing, RuleBroken, Stale
from services.shared.storage.object_store import CHUNK
from services.shared.web.access import allow, me
from services.shared.web.forms import Form, submit
from services.shared.web.service import current_service

pages = Blueprint("personal", __name__)
ANSWERERS = RIGHTS.roles("access_log") | RIGHTS.roles("copy_of_data")
LABELS = {
    "asked": "NIK atau nomor pengaduan", "reason": "Dasar permintaan", "applicant.name": "Nama lengkap",
    "applicant.nik": "NIK", "applicant.nik_note": "Keterangan NIK", "applicant.village": "Desa",
    "applicant.village_other": "Nama desa atau kelurahan", "applicant.address": "Alamat",
    "applicant.phone": "Nomor HP / WhatsApp", "applicant.gender": "Jenis kelamin",
    "applicant.birth_date": "Tanggal lahir", "case_no": "Pengaduan",
}  # fmt: skip


@pages.get("/personal-data")
@allow(*ANSWERERS)
def show() -> str:
    """Ask by NIK or case number, and say who asks."""
    return _page(Form())


@pages.post("/personal-data")
@allow(*ANSWERERS)
def find() -> ResponseReturnValue:
    """The person's complaints, and who saw them. Nothing of what was typed comes into an address."""
    found: list[dict[str, Any]] = []

    def act(data: dict[str, Any]) -> dict[str, Any]:
        try:
            with current_service().work(me()) as work:
                rows = personal.find(work, data["asked"], data["reason"])
                found.extend(_line(row) for row in rows)
        except Missing as error:
            raise RuleBroken(error.message, {"asked": [error.message]}) from None
        return data

    asked, form = submit(AskedSchema(), act)
    if asked is None:
        return _page(form), form.status
    return _page(form, found, asked["reason"])


@pages.post("/personal-data/access-log.pdf")
@allow(*RIGHTS.roles("access_log"))
def access_log() -> Response:
    """Who saw the data, on paper."""
    service = current_service()
    asked = _numbers()
    with service.work(me()) as work:
        for number in asked["case_no"]:
            queries.one(work.session, number)
        personal.note_told(work, asked["case_no"])
        paper = papers.access_log(work, asked["case_no"], _looks(asked["case_no"]))
    return _download(paper, "application/pdf", "siapa-melihat-data.pdf", inline=True)


@pages.post("/personal-data/copy.zip")
@allow(*RIGHTS.roles("copy_of_data"))
def copy() -> Response:
    """A copy of everything, for the person."""
    asked = _numbers()
    with current_service().work(me()) as work:
        personal.note_copied(work, asked["case_no"], asked["reason"])
        content = copies.copy_of(work, asked["case_no"])
    name = f"data-pribadi-{clock.local(clock.now()):%Y%m%d-%H%M}.zip"
    return _download(iter(lambda: content.read(CHUNK), b""), "application/zip", name)


@pages.get("/complaints/<case_no>/applicant")
@allow(*RIGHTS.roles("correct_applicant"))
def edit(case_no: str) -> str:
    """The applicant's data as they are; the NIK is not shown, it is only typed where it was wrong."""
    service, person = current_service(), me()
    with service.reading() as session:
        complaint = queries.one(session, case_no)
    applicant = complaint.applicant
    if applicant is None:
        raise Stale("Formulir belum diserahkan: perbaiki di formulirnya.")
    service.looked(person, case_no, "case", clock.now())
    names = ("name", "village", "village_other", "address", "phone", "gender", "birth_date")
    return _correction(complaint, Form({f"applicant.{name}": getattr(applicant, name) or "" for name in names}))


@pages.post("/complaints/<case_no>/applicant")
@allow(*RIGHTS.roles("correct_applicant"))
def correct(case_no: str) -> ResponseReturnValue:
    """Correct them."""

    def act(data: dict[str, Any]) -> Complaint:
        with current_service().work(me()) as work:
            return personal.correct(work, case_no, data["version"], data)

    done, form = submit(CorrectSchema(), act)
    if done is None:
        with current_service().reading() as session:
            return _correction(queries.one(session, case_no), form), form.status
    flash("Data pemohon diperbaiki. Bagian penanganan menerima data yang baru.", "success")
    return redirect(url_for("complaint.show", case_no=case_no))


def _page(form: Form, found: list[dict[str, Any]] | None = None, reason: str = "") -> str:
    person, numbers = me(), [line["case_no"] for line in found or []]
    may_log = RIGHTS.may("access_log", person)
    rows = _looks(numbers) if may_log and numbers else []
    return render_template(
        "personal_data.html",
        form=form,
        labels=LABELS,
        found=found,
        reason=reason,
        numbers=numbers,
        looks=[papers.access_line(row) for row in rows],
        may_log=may_log,
        may_copy=RIGHTS.may("copy_of_data", person),
        may_correct=RIGHTS.may("correct_applicant", person),
    )


def _line(complaint: Complaint) -> dict[str, Any]:
    return line(current_service(), complaint, me(), clock.now()) | {"handed_in": complaint.applicant is not None}


def _looks(numbers: list[str]) -> Any:
    with current_service().staff.transaction() as session:
        return looks_at(session, numbers)


def _numbers() -> dict[str, Any]:
    asked, form = submit(NumbersSchema(), lambda data: data)
    if asked is None:
        raise RuleBroken("Periksa isian yang ditandai.", form.errors)
    return dict(asked)


def _correction(complaint: Complaint, form: Form) -> str:
    return render_template(
        "applicant.html",
        form=form,
        labels=LABELS,
        complaint=complaint,
        villages=[*current_service().office.villages.items(), (OTHER_VILLAGE, "Di luar kecamatan")],
    )


def _download(content: Any, kind: str, name: str, *, inline: bool = False) -> Response:
    place = "inline" if inline else "attachment"
    response = make_response(Response(content, mimetype=kind))
    response.headers["Content-Disposition"] = f'{place}; filename="{name}"'
    return response
