"""*My work*: what waits at the desk."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue

from services.intake.shown import queue
from services.intake.shown.work import my_work
from services.shared.calendar import clock
from services.shared.rights.people import Role
from services.shared.web import navigation
from services.shared.web.access import me, staff_only
from services.shared.web.forms import Form
from services.shared.web.service import current_service

pages = Blueprint("work", __name__)


@pages.get("/")
@staff_only
def home() -> ResponseReturnValue:
    """What waits at the desk. It is the office's address, too: whose work is elsewhere is led there."""
    if not me().is_any(Role.CLERK):
        return redirect(navigation.home(me()))
    closed = current_service().calendar.reason_closed(clock.local(clock.now()).date())
    columns = {"columns": queue.COLUMNS, "of_one_state": queue.OF_ONE_STATE}
    return render_template("work.html", form=Form(), closed=closed, **columns, **my_work())
