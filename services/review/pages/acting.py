"""Acting heads (Plt., Plh., a.n.): the administrator notes who acts in whose office, by which decree, until when."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from services.review.schemas.acting import ROLES, AppointSchema
from services.review.verbs import staff_names
from services.shared.calendar import clock
from services.shared.rights.people import ACTING_KINDS, Acting, Role
from services.shared.web.access import allow, me
from services.shared.web.forms import Form, submit
from services.shared.web.service import appointments, current_service

KINDS = {
    "plt": "Pelaksana tugas (Plt.): jabatan kosong",
    "plh": "Pelaksana harian (Plh.): pejabat berhalangan",
    "an": "Atas nama (a.n.): atas pelimpahan wewenang",
}
LABELS = {
    "username": "Petugas",
    "role": "Jabatan yang dilaksanakan",
    "kind": "Bentuk",
    "position": "Jabatan sendiri",
    "rank": "Pangkat",
    "nip": "NIP",
    "decree": "Nomor surat perintah",
    "decree_on": "Tanggal surat perintah",
    "starts_on": "Hari pertama",
    "ends_on": "Hari terakhir",
}


def add_to(pages: Blueprint) -> None:
    """Add the page of acting heads to the blueprint."""
    pages.get("/acting")(acting)
    pages.post("/acting")(appoint)
    pages.post("/acting/<uuid:appointment_id>/end")(end)


@allow(Role.ADMIN, Role.CAMAT, Role.AUDITOR)
def acting() -> str:
    """Who acts in whose office now, and who did before."""
    return _page(Form())


@allow(Role.ADMIN)
def appoint() -> ResponseReturnValue:
    """Note an appointment; it counts from its first day on, by itself."""
    done, form = submit(AppointSchema(), _appoint)
    if done is None:
        return _page(form), form.status
    flash("Penunjukan tersimpan. Hak dan sebutannya berlaku selama masa tugas.", "success")
    return redirect(url_for("pages.acting"))


def _appoint(data: dict[str, Any]) -> uuid.UUID:
    service = current_service()
    with service.work(me()) as work:
        identifier = appointments().appoint(me(), work.now, data)
        until = f"{clock.long_date(data['starts_on'])} sampai {clock.long_date(data['ends_on'])}"
        note = f"{ACTING_KINDS[data['kind']]} {ROLES[data['role']]}: {data['username']}, {until}"
        work.audit("appoint", f"acting:{identifier}", note, story=False, decree=data["decree"])
    return identifier


@allow(Role.ADMIN)
def end(appointment_id: uuid.UUID) -> ResponseReturnValue:
    """End an appointment before its last day: the Camat is back."""
    with current_service().work(me()) as work:
        appointments().end(me(), work.now, appointment_id)
        work.audit("end_appointment", f"acting:{appointment_id}", "Penunjukan diakhiri", story=False)
    flash("Penunjukan diakhiri. Hak pejabat pelaksana berhenti saat ini juga.", "success")
    return redirect(url_for("pages.acting"))


def _page(form: Form) -> str:
    office, today = current_service().office, clock.local(clock.now()).date()
    rows = [_line(row, today) for row in appointments().all()]
    return render_template(
        "acting.html",
        form=form,
        labels=LABELS,
        rows=rows,
        may_appoint=me().is_any(Role.ADMIN),
        choices={
            "staff": sorted(staff_names()["staff"].items(), key=lambda item: item[1]),
            "roles": [(str(role), label) for role, label in ROLES.items()],
            "kinds": list(KINDS.items()),
        },
        place=office.office.place,
        today=today,
    )


def _line(row: Any, today: Any) -> dict[str, Any]:
    office = current_service().office.official(row.role).title
    facts = {name: getattr(row, name) for name in ("kind", "position", "rank", "nip", "decree", "decree_on")}
    ended = row.ended_at is not None or row.ends_on < today
    state = ("Berakhir", "mute") if ended else ("Berlaku", "ok") if row.starts_on <= today else ("Akan datang", "info")
    return {
        "id": row.id,
        "name": row.name,
        "title": Acting(role=Role(row.role), **facts).title(office),
        "period": f"{clock.short_date(row.starts_on)} – {clock.short_date(row.ends_on)}",
        "decree": f"{row.decree}, {clock.short_date(row.decree_on)}",
        "ended_at": row.ended_at,
        "state": state,
        "open": not ended,
    }
