"""Trouble with letters and archived files: what is open, who knows of it, what has healed; how far re-reading is."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from services.registry import incidents as found
from services.registry.queries import fixity
from services.registry.queries.fixity import Coverage
from services.registry.schemas import AcknowledgeSchema
from services.shared.calendar import clock
from services.shared.rights.people import Role
from services.shared.web.access import allow, me
from services.shared.web.forms import Form, submit
from services.shared.web.service import current_service

incidents = Blueprint("incidents", __name__)
READERS = (Role.REGISTRAR, Role.ADMIN, Role.AUDITOR)


@incidents.get("/incidents")
@allow(*READERS)
def index() -> str:
    """Open incidents, then those that have healed; figures of the re-reading above them."""
    return _page()


@incidents.post("/incidents/<uuid:incident_id>/acknowledge")
@allow(Role.REGISTRAR, Role.ADMIN)
def acknowledge(incident_id: UUID) -> ResponseReturnValue:
    """A person has seen it and says what is being done about it."""

    def act(data: dict[str, Any]) -> object:
        with current_service().work(me()) as work:
            return found.acknowledge(work, incident_id, data["acknowledgement"])

    result, form = submit(AcknowledgeSchema(), act)
    if result is None:
        return _page(form, incident_id), form.status
    flash("Dicatat. Gangguan tetap tampil sampai berkasnya utuh kembali.", "success")
    return redirect(url_for(".index"))


def _page(refused: Form | None = None, about: UUID | None = None) -> str:
    days = current_service().office.archive.recheck_days
    with current_service().reading() as session:
        coverage = fixity.coverage(session, clock.now() - timedelta(days=days))
        page = found.page(session, request.args.get("after", type=int))
    return render_template(
        "incidents.html", page=page, tiles=_tiles(coverage, days), oldest=coverage.oldest, form=refused or Form(),
        about=about, may_acknowledge=me().is_any(Role.REGISTRAR, Role.ADMIN), labels={"acknowledgement": "Catatan"},
        next_url=url_for(".index", after=page.after) if page.after else "",
        first_url=url_for(".index") if request.args.get("after") else "",
    )  # fmt: skip


def _tiles(coverage: Coverage, days: int) -> list[dict[str, Any]]:
    wrong = coverage.wrong
    return [
        {"value": coverage.files, "label": "berkas di dalam arsip", "tone": "mute"},
        {"value": coverage.fresh, "label": f"diperiksa ulang dalam {days} hari terakhir", "tone": "ok"},
        {"value": wrong, "label": "rusak atau hilang sekarang", "tone": "bad" if wrong else "mute"},
    ]
