"""Step 3: the complaint form in the order of the paper form; a draft until it is handed in, corrected in step 4."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from secrets import token_hex
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from services.intake import queries
from services.intake.actions.draft import COPIED
from services.intake.pages.uploads import adding, take_uploads
from services.intake.papers import privacy
from services.intake.rules.files import UPLOADS
from services.intake.schemas.form import TypedDraft, TypedForm
from services.intake.shown import files, screens
from services.intake.shown.form import earlier, flattened, known
from services.intake.shown.meanwhile import changed
from services.intake.states import RIGHTS, State
from services.intake.tables import CaseFile, Complaint
from services.intake.tables.encrypted import read_draft
from services.intake.verbs import VERBS
from services.shared.encryption.vault import Unreadable
from services.shared.fields import label_of
from services.shared.web.access import allow
from services.shared.web.forms import Form, Forms
from services.shared.web.service import current_service
from services.shared.web.verbs import add_pages, perform

pages = Blueprint("form", __name__)
BROUGHT = ("id_card", "evidence", "mandate")  # files that come with the form
SUBMIT, DRAFT = replace(VERBS["submit_form"], schema=TypedForm), replace(VERBS["save_draft"], schema=TypedDraft)


@pages.get("/complaints/<case_no>/form")
@allow(*RIGHTS.openers("submit_form"))
def show(case_no: str) -> str:
    """The form as far as it is filled in; a draft whose key is lost says so, and how it goes on."""
    try:
        return _page(case_no, Forms())
    except Unreadable:
        with current_service().reading() as session:
            complaint = queries.one(session, case_no)
        if complaint.state != State.DRAFT_INTAKE:
            raise
        return render_template("form_lost.html", forms=Forms(), complaint=complaint)


def _page(case_no: str, forms: Forms) -> str:
    complaint, saved = known(case_no)
    form = forms.active if forms.refused else Form(saved)
    meanwhile = changed(complaint, saved, form.values) if form.stale else None
    form.errors = {} if meanwhile else form.errors
    form.labels |= UPLOADS
    draft = complaint.state == State.DRAFT_INTAKE
    if draft:
        screens.fill_in(form)
    with current_service().reading() as session:
        there = queries.files(session, case_no)
    return render_template(
        "form.html",
        privacy=privacy.notice(current_service().office),
        form=form,
        submit=SUBMIT,
        complaint=complaint,
        draft=draft,
        keep=url_for("form.save_draft", case_no=case_no),
        version=form.version or complaint.version,
        kept=_shown(complaint, there),
        earlier=earlier(str(form.values.get("applicant.nik", "")), case_no),
        meanwhile=meanwhile,
        page=request.form.get("page") or token_hex(8),
        **screens.parts(form),
        **adding(case_no, there, *BROUGHT),
    )


def _shown(complaint: Complaint, there: Iterable[CaseFile]) -> dict[str, list[dict[str, Any]]]:
    """What was handed in already, by kind."""
    shown = files.evidence([files.file_line(complaint, file) for file in there], frozenset())
    return {role: [file for file in shown if file["role"] == role] for role in BROUGHT}


def _kept(complaint: Complaint, case_no: str) -> ResponseReturnValue:
    """The draft is kept, and its files: now what else the pressed button is for."""
    if "remove" in request.form:
        verb = VERBS["remove_file"]
        perform(verb, (case_no, UUID(request.form["remove"])), {})
        flash(str(verb.said), "success")
    elif "use_data" in request.form:
        _use_data(complaint, request.form["use_data"])
    elif "lookup" in request.form:
        _say_where_none(case_no)
    else:
        flash("Konsep tersimpan.", "success")
    anchor = "bukti" if {"remove", "upload"} & {*request.form} else None
    return redirect(url_for("form.show", case_no=case_no, _anchor=anchor))


def _say_where_none(case_no: str) -> None:
    if not earlier(request.form.get("applicant.nik", ""), case_no):
        flash("Belum ada pengaduan lain dengan NIK ini.", "info")


def _use_data(complaint: Complaint, earlier_no: str) -> None:
    """Take over what an earlier complaint has, and say what it replaced: no surprise."""
    vault, schema = current_service().vault, TypedForm()
    typed = flattened(read_draft(vault, complaint))
    data = {"version": complaint.version, "case_no": earlier_no}
    taken = flattened(read_draft(vault, perform(VERBS["use_data"], (complaint.case_no,), data)))
    replaced = [
        f"{label_of(schema, name)} (tadinya “{typed[name]}”)"
        for name in (f"applicant.{column}" for column in COPIED)
        if typed.get(name) and typed[name] != taken.get(name)
    ]
    said = f" Yang diganti: {'; '.join(replaced)}." if replaced else ""
    flash(f"Data pemohon diisi dari pengaduan {earlier_no}. Periksa apakah masih benar.{said}", "info")


def _uploads(case_no: str) -> dict[str, list[str]]:
    return take_uploads(case_no)[1]


def _to_check(_: Any, case_no: str) -> ResponseReturnValue:
    return redirect(url_for("completeness.show", case_no=case_no))


PATH = "/complaints/<case_no>"
add_pages(
    pages,
    PATH,
    _page,
    (SUBMIT, DRAFT),
    RIGHTS,
    ways={"submit_form": _to_check, "save_draft": _kept},
    before={"submit_form": _uploads, "save_draft": _uploads},
)
add_pages(pages, PATH, None, [VERBS["start_anew"]], RIGHTS)
