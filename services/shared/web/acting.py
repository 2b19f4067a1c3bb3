"""Acting heads (Plt., Plh., a.n.): the administrator notes who acts in whose office, by which decree, until when."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Row

from services.shared.calendar import clock
from services.shared.config.office import Office
from services.shared.rights.people import Acting, Actor, Role
from services.shared.staff.appointing_verbs import APPOINT, APPOINTMENT, APPOINTMENTS, RIGHTS
from services.shared.staff.colleagues import active
from services.shared.web.access import allow, me
from services.shared.web.forms import Forms
from services.shared.web.service import appointments, current_service
from services.shared.web.verbs import add_pages

pages = Blueprint("acting", __name__)


@pages.get("/acting")
@allow(*RIGHTS.roles("see_appointments"))
def show() -> str:
    """Who acts in whose office now, and who did before."""
    return _page(Forms())


def _back(_: None, **key: Any) -> ResponseReturnValue:
    return redirect(url_for(".show"))


def _page(forms: Forms) -> str:
    service, now = current_service(), clock.now()
    today = clock.local(now).date()
    staff = sorted(active(service.staff, now), key=lambda one: one.name)
    return render_template(
        "acting.html",
        forms=forms,
        verbs=APPOINTMENTS,
        rows=[line(row, service.office, today, me()) for row in appointments().all()],
        may=[verb.name for verb in (*APPOINT, *APPOINTMENT) if me().roles & RIGHTS.roles(verb.name)],
        choices={"staff": [(one.username, one.name) for one in staff]},
        defaults={"role": "camat", "decree_on": today, "starts_on": today},
    )


def line(row: Row[Any], office: Office, today: date, reader: Actor) -> dict[str, Any]:
    """One appointment: who, as what, how long, by which decree, whether it counts today, or waits for this reader."""
    facts = {name: getattr(row, name) for name in ("kind", "position", "rank", "nip", "decree", "decree_on")}
    ended = row.ended_at is not None or row.ends_on < today
    waits = not ended and row.confirmed_at is None
    state = ("Berlaku", "ok") if row.starts_on <= today else ("Akan datang", "info")
    state = ("Berakhir", "mute") if ended else ("Menunggu persetujuan", "warn") if waits else state
    return {
        "id": row.id,
        "name": row.name,
        "title": Acting(role=Role(row.role), **facts).title(office.official(row.role).title),
        "period": f"{clock.short_date(row.starts_on)} – {clock.short_date(row.ends_on)}",
        "decree": f"{row.decree}, {clock.short_date(row.decree_on)}",
        "ended_at": row.ended_at,
        "state": state,
        "open": not ended,
        "made_by": row.made_by,
        "confirmed_by": row.confirmed_by,
        "waits": waits,
        "second": waits and reader.username not in {row.made_by, row.username},
    }


add_pages(pages, "/acting", _page, APPOINT, RIGHTS)
_ways = dict.fromkeys((verb.name for verb in APPOINTMENT), _back)
add_pages(pages, "/acting/<uuid:appointment_id>", lambda _, forms: _page(forms), APPOINTMENT, RIGHTS, ways=_ways)
