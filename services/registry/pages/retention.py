"""Retention on the screen: what has become due, and the lists of what is to be destroyed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, render_template, request, url_for

from services.registry import papers
from services.registry.queries import retention as queries
from services.registry.retention import rules
from services.registry.rights import RIGHTS
from services.registry.states import DESTRUCTION_LABELS, DestructionState
from services.registry.verbs import DESTRUCTION
from services.registry.views import retention as views
from services.shared.calendar import clock
from services.shared.errors import Missing
from services.shared.rights.people import Role
from services.shared.storage.object_store import StoredObject
from services.shared.web.access import allow, me
from services.shared.web.files import send_object
from services.shared.web.forms import Forms
from services.shared.web.service import current_service
from services.shared.web.verbs import add_pages

retention = Blueprint("retention", __name__)
READERS = (Role.REGISTRAR, Role.SECTION_HEAD, Role.CAMAT, Role.ADMIN, Role.AUDITOR)
ARCHIVIST = (Role.REGISTRAR, Role.ADMIN, Role.AUDITOR)  # who may open an archived case


@retention.get("/retention")
@allow(*READERS)
def index() -> str:
    """What has outlived its retention, by fate; the lists below."""
    today, after = clock.local(clock.now()).date(), request.args.get("after", "")[:40]
    with current_service().reading() as session:
        counts = queries.counts(session, today)
        open_fates = (rules.APPRAISE, rules.PERMANENT)
        found = queries.ended(session, today, open_fates, queries.PAGE + 1, after)
        lists = queries.lists(session, None)
    more = len(found) > queries.PAGE
    return render_template(
        "retention.html",
        tiles=_tiles(counts),
        lists=[views.list_row(row, count) for row, count in lists],
        ended=[views.ended_row(case) for case in found[: queries.PAGE]],
        may_open=me().is_any(*ARCHIVIST),
        next_url=url_for(".index", after=found[queries.PAGE - 1].case_no) if more else "",
        first_url=url_for(".index") if after else "",
    )


@retention.get("/destructions/<uuid:list_id>")
@allow(*READERS)
def destruction(list_id: UUID) -> str:
    """One list: archives, approvals, and what this person may do now."""
    return _page(list_id, Forms())


@retention.get("/destructions/<uuid:list_id>/list.pdf")
@allow(*READERS)
def proposal(list_id: UUID) -> Response:
    """The list on paper (daftar usul musnah)."""
    service = current_service()
    with service.reading() as session:
        found = queries.whole(session, list_id)
    pdf = papers.proposal(service.office, found, clock.now())
    name = f'inline; filename="{found.row.no}.pdf"'
    return Response(pdf, mimetype="application/pdf", headers={"Content-Disposition": name})


@retention.get("/destructions/<uuid:list_id>/minutes.pdf")
@allow(*READERS)
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
        tone=views.TONES.get(state, "warn"),
        verbs=[verb for verb in DESTRUCTION if verb.name in views.verbs(found, me())],
        may_open=me().is_any(*ARCHIVIST),
        forms=forms,
    )


def _tiles(counts: dict[str, int]) -> list[dict[str, Any]]:
    due, open_ones = counts.get(rules.DESTROY, 0), counts.get(rules.APPRAISE, 0)
    return [
        {"value": due, "label": "boleh diusulkan musnah", "tone": "warn" if due else "mute"},
        {"value": open_ones, "label": "menunggu dinilai kembali", "tone": "warn" if open_ones else "mute"},
        {"value": counts.get(rules.PERMANENT, 0), "label": "permanen, siap diserahkan", "tone": "mute"},
        {"value": counts["held"], "label": "ditahan", "tone": "active" if counts["held"] else "mute"},
    ]


add_pages(retention, "/destructions/<uuid:list_id>", _page, DESTRUCTION, RIGHTS, then=".destruction")
