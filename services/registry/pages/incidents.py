"""Trouble with letters and archived files: what is open, who knows of it, what has healed; how far re-reading is."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for

from services.registry.queries import fixity
from services.registry.queries import incidents as queries
from services.registry.queries.fixity import Coverage
from services.registry.rights import RIGHTS
from services.registry.verbs.archive import INCIDENTS
from services.shared.calendar import clock
from services.shared.web.access import allow, me
from services.shared.web.forms import Forms
from services.shared.web.service import current_service
from services.shared.web.verbs import add_pages

incidents = Blueprint("incidents", __name__)


@incidents.get("/incidents")
@allow(*RIGHTS.roles("see_archive"))
def index() -> str:
    """Open incidents, then those that have healed; figures of the re-reading above them."""
    return _page(None, Forms())


def _page(about: UUID | None, forms: Forms) -> str:
    """The page, with the refused ``forms`` of the incident that they are ``about``."""
    days = current_service().office.archive.recheck_days
    with current_service().reading() as session:
        coverage = fixity.coverage(session, clock.now() - timedelta(days=days))
        page = queries.page(session, request.args.get("after", type=int))
    (acknowledge,) = INCIDENTS
    return render_template(
        "incidents.html",
        forms=forms,
        rows=[(row, forms if row.id == about else Forms(about=row.id)) for row in page.rows],
        acknowledge=acknowledge if RIGHTS.may("acknowledge", me()) else None,
        tiles=_tiles(coverage, days),
        oldest=coverage.oldest,
        next_url=url_for(".index", after=page.after) if page.after else "",
        first_url=url_for(".index") if request.args.get("after") else "",
    )


def _tiles(coverage: Coverage, days: int) -> list[dict[str, Any]]:
    wrong = coverage.wrong
    return [
        {"value": coverage.files, "label": "berkas di dalam arsip", "tone": "mute"},
        {"value": coverage.fresh, "label": f"diperiksa ulang dalam {days} hari terakhir", "tone": "ok"},
        {"value": wrong, "label": "rusak atau hilang sekarang", "tone": "bad" if wrong else "mute"},
    ]


add_pages(
    incidents,
    "/incidents/<uuid:incident_id>",
    _page,
    INCIDENTS,
    RIGHTS,
    ways={"acknowledge": lambda _, **key: redirect(url_for(".index"))},
)
