"""Step 4: the clerk says whether two complaints that look alike tell of the same thing."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from services.intake.actions import duplicates
from services.intake.schemas.verbs import JudgeSchema
from services.shared.rights.people import Role
from services.shared.web.access import allow, me
from services.shared.web.forms import nest
from services.shared.web.service import current_service

pages = Blueprint("likeness", __name__)
SAID = {
    "same": "Kedua pengaduan ditautkan. Masing-masing tetap berjalan sendiri.",
    "different": "Dicatat: bukan kejadian yang sama.",
    "open": "Tautan dilepas.",
}


@pages.post("/complaints/<case_no>/likeness")
@allow(Role.CLERK)
def judge(case_no: str) -> ResponseReturnValue:
    """Link the two, put the hint away, or take either back; then back to where the clerk came from."""
    data = JudgeSchema().load(nest(request.form, JudgeSchema()), unknown="exclude")
    with current_service().work(me()) as work:
        duplicates.judge(work, case_no, data["other"], data["verdict"])
    flash(SAID[data["verdict"]], "success")
    page = "check.show" if request.form.get("then") == "check" else "complaint.show"
    return redirect(url_for(page, case_no=case_no, _anchor="card-alike"))
