"""The clerk's forms about notices to the applicant, on the page of the case."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from services.intake.pages.complaint import case_page
from services.intake.shown import notices
from services.intake.states import RIGHTS
from services.intake.verbs.notices import NOTICES
from services.shared.web.verbs import add_pages

pages = Blueprint("notices_to_applicant", __name__)


@pages.app_context_processor
def _for_templates() -> dict[str, Any]:
    """What this part of the page asks for."""
    return {"notices_of": notices.of_case, "channel_choices": notices.choices}


def _back(_: object, case_no: str, **__: object) -> ResponseReturnValue:
    return redirect(url_for("complaint.show", case_no=case_no, _anchor="notices"))


add_pages(pages, "/complaints/<case_no>", case_page, NOTICES, RIGHTS, ways={verb.name: _back for verb in NOTICES})
