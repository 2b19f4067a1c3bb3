"""Step 3: the complaint form in the order of the paper form; a draft until it is handed in, corrected in step 4."""

from __future__ import annotations

from secrets import token_hex
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from marshmallow import EXCLUDE

from services.intake import queries
from services.intake.actions import draft, files
from services.intake.actions import form as actions
from services.intake.pages.uploads import adding, take_uploads
from services.intake.papers import privacy
from services.intake.rules import cases
from services.intake.schemas.intake import DraftSchema, VersionSchema
from services.intake.schemas.page_form import LABELS, PageFormSchema, flattened
from services.intake.shown import files as shown_files
from services.intake.shown.complaint import file_line
from services.intake.shown.form import Changed, changed, earlier, form_values
from services.intake.states import State
from services.intake.tables import Complaint
from services.shared.encryption.vault import Unreadable
from services.shared.errors import Stale
from services.shared.rights.people import Role
from services.shared.web.access import allow, me
from services.shared.web.forms import Form, flat_values, nest, submit
from services.shared.web.limits import takes_files
from services.shared.web.service import current_service

pages = Blueprint("form", __name__)
KEEPING = ("draft", "upload", "lookup", "remove", "use_data")  # buttons that only keep what is typed


@pages.get("/complaints/<case_no>/form")
@allow(Role.CLERK)
def show(case_no: str) -> str:
    """The form as far as it is filled in; a draft whose key is lost says so, and how it goes on."""
    try:
        complaint, values = _known(case_no)
    except Unreadable:
        with current_service().reading() as session:
            complaint = queries.one(session, case_no)
        if complaint.state != State.DRAFT_INTAKE:
            raise
        return render_template("form_lost.html", form=Form(), complaint=complaint)
    return _page(complaint, Form(values=values))


@pages.post("/complaints/<case_no>/form")
@takes_files
@allow(Role.CLERK)
def save(case_no: str) -> ResponseReturnValue:
    """Keep the draft (with its files), or hand the form in."""
    pressed = next((name for name in KEEPING if name in request.form), None)
    try:
        return _keep(case_no, pressed) if pressed else _hand_in(case_no)
    except Stale:
        complaint, saved = _known(case_no)  # refuses again where the form may not be changed any more
        typed = flat_values(request.form)
        return _page(complaint, Form(typed), changed(complaint, saved, typed)), 409


def _hand_in(case_no: str) -> ResponseReturnValue:
    _, refused = take_uploads(case_no)
    done, form = submit(PageFormSchema(), lambda data: None if refused else _submit(case_no, data))
    form.errors |= refused
    if done is None:
        return _page(_known(case_no)[0], form), form.status
    flash("Formulir tersimpan. Sekarang periksa kelengkapan berkas.", "success")
    return redirect(url_for("check.show", case_no=case_no))


@pages.post("/complaints/<case_no>/form/anew")
@allow(Role.CLERK)
def start_anew(case_no: str) -> ResponseReturnValue:
    """Give up a draft that cannot be opened any more."""

    def act(data: dict[str, Any]) -> Complaint:
        with current_service().work(me()) as work:
            return draft.start_anew(work, case_no, data["version"])

    submit(VersionSchema(), act)
    return redirect(url_for("form.show", case_no=case_no))


@pages.post("/complaints/<case_no>/autosave")
@allow(Role.CLERK)
def autosave(case_no: str) -> Response:
    """The draft as it is typed, every few seconds; answers the new version for the page's hidden field."""
    return jsonify(fields={"version": _save_draft(case_no).version})


def _submit(case_no: str, data: dict[str, Any]) -> Complaint:
    version = data.pop("version")
    with current_service().work(me()) as work:
        return actions.submit_form(work, case_no, version, data)


def _keep(case_no: str, pressed: str) -> ResponseReturnValue:
    complaint = _save_draft(case_no)
    taken, refused = take_uploads(case_no)
    if refused:
        return _page(complaint, Form(flat_values(request.form), refused)), 422
    if pressed == "remove":
        _remove(case_no, request.form["remove"])
    elif pressed == "use_data":
        _use_data(complaint, request.form["use_data"])
    elif pressed == "lookup":
        _say_earlier(case_no)
    else:
        flash(f"Konsep tersimpan{f', {taken} berkas diterima' if taken else ''}.", "success")
    return redirect(url_for("form.show", case_no=case_no, _anchor="section-4" if taken else None))


def _use_data(complaint: Complaint, earlier_no: str) -> None:
    """Take over what an earlier complaint has, and say what it replaced: no surprise."""
    service = current_service()
    typed = flattened(draft.read_draft(service.vault, complaint))
    with service.work(me()) as work:
        taken = flattened(draft.read_draft(service.vault, actions.use_data(
            work, complaint.case_no, complaint.version, earlier_no
        )))  # fmt: skip
    names = [f"applicant.{name}" for name in actions.COPIED]
    replaced = [f"{LABELS[n]} (tadinya “{typed[n]}”)" for n in names if typed.get(n) and typed[n] != taken.get(n)]
    said = f" Yang diganti: {'; '.join(replaced)}." if replaced else ""
    flash(f"Data pemohon diisi dari pengaduan {earlier_no}. Periksa apakah masih benar.{said}", "info")


def _say_earlier(case_no: str) -> None:
    number = request.form.get("applicant.nik", "")
    if not earlier(number, case_no):
        flash("Belum ada pengaduan lain dengan NIK ini.", "info")


def _save_draft(case_no: str) -> Complaint:
    posted = nest(request.form, PageFormSchema())
    if request.form.get("has_official") != "true":
        posted.pop("reported_official", None)
    else:
        posted.setdefault("reported_official", {})
    data = DraftSchema().load(posted, unknown=EXCLUDE)
    version = data.pop("version")
    with current_service().work(me()) as work:
        return draft.save_draft(work, case_no, version, data)


def _remove(case_no: str, file_id: str) -> None:
    with current_service().work(me()) as work:
        files.remove(work, case_no, UUID(file_id))
    flash("Berkas diambil kembali.", "success")


def _known(case_no: str) -> tuple[Complaint, dict[str, Any]]:
    """The complaint, and the form's values as they are now; opening a correction shows the NIK and says so.

    Raises:
        Stale: the form went on already.
    """
    service, person = current_service(), me()
    with service.work(person) as work:
        complaint = queries.one(work.session, case_no)
        if complaint.state == State.DRAFT_INTAKE:
            return complaint, flattened(draft.read_draft(service.vault, complaint))
        if complaint.state != State.INTAKE_CHECK or complaint.applicant is None:
            raise Stale("Formulir ini sudah tidak dapat diubah. Buka halaman pengaduannya.")
        number = service.vault.decrypt(complaint.applicant.nik_token)
        work.audit("see_nik", case_no, "NIK lengkap dilihat", story=False, reason="memperbaiki formulir")
        service.looked(person, case_no, "nik", work.now)
        email = actions.notice_email(service.vault, complaint.applicant)
    return complaint, flattened(form_values(complaint, number, email))


def _page(complaint: Complaint, form: Form, meanwhile: Changed | None = None) -> str:
    office = current_service().office
    with current_service().reading() as session:
        found = [file_line(complaint, file) for file in queries.files(session, complaint.case_no)]
    uploaded = shown_files.evidence([file for file in found if file["role"] in ("id_card", "evidence")], frozenset())
    return render_template(
        "form.html",
        privacy=privacy.notice(office),
        form=form,
        labels=LABELS,
        complaint=complaint,
        draft=complaint.state == State.DRAFT_INTAKE,
        version=form.values.get("version", complaint.version) if form.errors else complaint.version,
        villages=[*office.villages.items(), (cases.OTHER_VILLAGE, "Desa atau kelurahan lain…")],
        categories=list(office.categories.items()),
        cards=[file for file in uploaded if file["role"] == "id_card"],
        evidence=[file for file in uploaded if file["role"] == "evidence"],
        earlier=earlier(str(form.values.get("applicant.nik", "")), complaint.case_no),
        **adding(complaint.case_no, "id_card", "evidence"),
        meanwhile=meanwhile,
        page=request.form.get("page") or token_hex(8),
    )
