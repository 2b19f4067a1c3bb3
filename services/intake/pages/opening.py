"""Steps 1 and 2: who comes to the desk, and what for."""

from __future__ import annotations

import uuid

from flask import Blueprint, redirect, render_template, url_for

from services.intake.states import RIGHTS
from services.intake.verbs.opening import OPENING
from services.shared.calendar import clock
from services.shared.web.access import allow
from services.shared.web.forms import Form, Forms
from services.shared.web.service import current_service
from services.shared.web.verbs import add_pages

pages = Blueprint("opening", __name__)


@pages.get("/complaints/new")
@allow(*RIGHTS.openers("open"))
def new() -> str:
    """Step 1: the purpose; a complaint or a mere visit."""
    return _page(Forms())


def _page(forms: Forms) -> str:
    closed = current_service().calendar.reason_closed(clock.local(clock.now()).date())
    form = forms.active if forms.refused else Form({"request_id": str(uuid.uuid4())})
    return render_template("new.html", form=form, closed=closed)


add_pages(
    pages,
    "",
    _page,
    OPENING,
    RIGHTS,
    ways={
        "open": lambda complaint: redirect(url_for("form.show", case_no=complaint.case_no)),
        "record_visit": lambda _: redirect(url_for("book.show")),
    },
)
