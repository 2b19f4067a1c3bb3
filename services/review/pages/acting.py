"""Acting heads (Plt., Plh., a.n.): the administrator notes who acts in whose office, by which decree, until when."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from services.review.queries.people import staff
from services.review.shown.acting import line
from services.review.states import RIGHTS
from services.review.verbs import APPOINT, APPOINTMENT, VERBS
from services.shared.calendar import clock
from services.shared.web.access import allow, me
from services.shared.web.forms import Forms
from services.shared.web.service import appointments, current_service
from services.shared.web.verbs import add_pages


def add_to(pages: Blueprint) -> None:
    """Add the page of acting heads to the blueprint."""
    pages.get("/acting")(acting)
    add_pages(pages, "/acting", _page, APPOINT, RIGHTS, then=".acting")
    ways = dict.fromkeys((verb.name for verb in APPOINTMENT), _back)
    add_pages(pages, "/acting/<uuid:appointment_id>", lambda _, forms: _page(forms), APPOINTMENT, RIGHTS, ways=ways)


@allow(*RIGHTS.roles("see_appointments"))
def acting() -> str:
    """Who acts in whose office now, and who did before."""
    return _page(Forms())


def _back(_: None, **key: Any) -> ResponseReturnValue:
    return redirect(url_for(".acting"))


def _page(forms: Forms) -> str:
    service, now = current_service(), clock.now()
    today = clock.local(now).date()
    return render_template(
        "acting.html",
        forms=forms,
        verbs=VERBS,
        rows=[line(row, service.office, today, me()) for row in appointments().all()],
        may=[verb.name for verb in (*APPOINT, *APPOINTMENT) if me().roles & RIGHTS.roles(verb.name)],
        choices={"staff": [(name, one.name) for name, one in staff(service, now).items()]},
        defaults=_defaults(today),
    )


def _defaults(today: date) -> dict[str, Any]:
    return {"role": "camat", "decree_on": today, "starts_on": today}
