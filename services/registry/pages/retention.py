"""Retention on the screen: what has become due, and the lists of what is to be destroyed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, render_template, request, url_for

from services.registry.papers import retention as papers
from services.registry.queries import retention as queries
from services.registry.rights import RIGHTS
from services.registry.rules.retention import APPRAISE, DESTROY, PERMANENT
from services.registry.shown import retention as shown
from services.registry.states import DESTRUCTION_LABELS, DestructionState
from services.registry.verbs.retention import DESTRUCTION
from services.shared.calendar import clock
from services.shared.errors import Missing
from services.shared.storage.object_store import StoredObject
from services.shared.web.access import allow, me
from services.shared.web.files import send_made, send_object
from services.shared.web.forms import Forms
from services.shared.web.service import current_service
from services.shared.web.verbs import add_pages

retention = Blueprint("retention", __name__)


@retention.get("/retention")
@allow(*RIGHTS.roles("see_retention"))
def index() -> str:
    """What has outlived its retention, by fate; the lists below."""
    today, after = clock.today(), request.args.get("after", "")[:40]
    with current_service().reading() as session:
        counts = queries.counts(session, today)
        ended = queries.ended(session, today, (APPRAISE, PERMANENT), after)
        lists = queries.lists(session)
    return render_template(
        "retention.html",
        tiles=_tiles(counts),
        lists=[shown.list_row(row, count) for row, count in lists],
        ended=[shown.ended_row(case) for case in ended.rows],
        may_open=RIGHTS.may("see_archive", me()),
        next_url=url_for(".index", after=ended.after) if ended.after else "",
        first_url=url_for(".index") if after else "",
    )


@retention.get("/destructions/<uuid:list_id>")
@allow(*RIGHTS.roles("see_retention"))
def destruction(list_id: UUID) -> str:
    """One list: archives, approvals, and what this person may do now."""
    return _page(list_id, Forms())


@retention.get("/destructions/<uuid:list_id>/list.pdf")
@allow(*RIGHTS.roles("see_retention"))
def proposal(list_id: UUID) -> Response:
    """The list on paper (daftar usul musnah)."""
    service = current_service()
    with service.reading() as session:
        found = queries.whole(session, list_id)
    return send_made(papers.proposal(service.office, found, clock.now()), f"{found.row.no}.pdf")


@retention.get("/destructions/<uuid:list_id>/minutes.pdf")
@allow(*RIGHTS.roles("see_retention"))
def minutes(list_id: UUID) -> Response:
    """The minutes (berita acara), as they were made when the last file was gone."""
    service = current_service()
    with service.reading() as session:
        row = queries.whole(session, list_id).row
    if row.minutes is None:
        raise Missing("Berita acara terbit setelah semua arsip di dalam daftar dimusnahkan.")
    return send_object(service.store, StoredObject(**row.minutes), f"{row.minutes_no}.pdf")


def _page(list_id: UUID, forms: Forms) -> str:
    with current_service().reading() as session:
        found = queries.whole(session, list_id)
    state = DestructionState(found.row.state)
    return render_template(
        "destruction.html",
        row=found.row,
        items=found.items,
        approvals=found.approvals,
        choices={"items": [(item.case_no, f"{item.archive_no} ({item.case_no})") for item in found.items]},
        status=DESTRUCTION_LABELS[state],
        tone=shown.TONES.get(state, "warn"),
        verbs=[verb for verb in DESTRUCTION if verb.name in shown.verbs(found, me())],
        may_open=RIGHTS.may("see_archive", me()),
        permit=papers.permit(found.row),
        forms=forms,
    )


def _tiles(counts: dict[str, int]) -> list[dict[str, Any]]:
    due, open_ones = counts.get(DESTROY, 0), counts.get(APPRAISE, 0)
    return [
        {"value": due, "label": "boleh diusulkan musnah", "tone": "warn" if due else "mute"},
        {"value": open_ones, "label": "menunggu dinilai kembali", "tone": "warn" if open_ones else "mute"},
        {"value": counts.get(PERMANENT, 0), "label": "permanen, siap diserahkan", "tone": "mute"},
        {"value": counts["held"], "label": "ditahan", "tone": "active" if counts["held"] else "mute"},
    ]


add_pages(retention, "/destructions/<uuid:list_id>", _page, DESTRUCTION, RIGHTS, then=".destruction")
