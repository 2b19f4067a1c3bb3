"""Step 3: what the screens of the form propose while they are filled in, for its script."""

from __future__ import annotations

from flask import Blueprint, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue

from services.intake.rules import cases, identity, nik
from services.intake.rules.proposing import propose
from services.intake.shown.form import earlier
from services.intake.shown.screens import warnings
from services.intake.states import RIGHTS
from services.shared.calendar import clock
from services.shared.errors import RuleBroken
from services.shared.web.access import allow
from services.shared.web.service import current_service
from services.shared.web.verbs import asks

pages = Blueprint("proposals", __name__)
FORM = "/complaints/<case_no>/form"


@pages.post(f"{FORM}/person")
@asks
@allow(*RIGHTS.openers("use_data"))
def person(case_no: str) -> ResponseReturnValue:
    """What a typed NIK tells: day of birth, sex, where the form differs, earlier complaints of the same person."""
    number, today = nik.clean(request.form.get("nik", "")), cases.local_day(clock.now())
    born = identity.born(number, today)
    found = render_template(
        "earlier.html",
        warnings=warnings(number, request.form.get("birth_date", "").strip(), request.form.get("gender", "")),
        earlier=earlier(number, case_no),
        draft=True,
        keep=url_for("form.save_draft", case_no=case_no),
    )
    return jsonify(
        birth_date=f"{born:%d/%m/%Y}" if born else "", gender=identity.sex(number) if born else "", found=found
    )


@pages.post(f"{FORM}/proposed")
@asks
@allow(*RIGHTS.openers("submit_form"))
def proposed(case_no: str) -> ResponseReturnValue:
    """Kind and title for a story, by the office's own words; raises RuleBroken for a story that is none."""
    story, place = request.form.get("story", ""), request.form.get("place", "").strip()
    if len(story) > cases.LONGEST_STORY:
        raise RuleBroken.at("story", "Uraian terlalu panjang.")
    found = propose(story, place, current_service().office.proposals)
    return jsonify(title=found.title, category=found.category)
