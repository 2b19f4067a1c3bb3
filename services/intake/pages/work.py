"""*My work*: what waits at the desk."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from services.intake.shown import queue
from services.intake.shown.knowing import READERS
from services.intake.shown.work import my_work
from services.shared.calendar import clock
from services.shared.rights.people import Role
from services.shared.web.access import allow, me
from services.shared.web.forms import Form
from services.shared.web.service import current_service

pages = Blueprint("work", __name__)


@pages.get("/")
@allow(*READERS)
def home() -> ResponseReturnValue:
    """What waits at the desk; for those who only read, the list of complaints."""
    if not me().is_any(Role.CLERK):
        return redirect(url_for("lists.show"))
    closed = current_service().calendar.reason_closed(clock.local(clock.now()).date())
    columns = {"columns": queue.COLUMNS, "of_one_state": queue.OF_ONE_STATE}
    return render_template("work.html", form=Form(), closed=closed, **columns, **my_work())
