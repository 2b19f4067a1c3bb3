"""Retention on the screen: what has become due, and the lists of what is to be destroyed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from marshmallow import Schema

from services.registry import actions, papers
from services.registry.queries import retention as queries
from services.registry.retention import rules
from services.registry.schemas import DestroySchema, ReasonSchema, TakeOffSchema, Versioned
from services.registry.states import DESTRUCTION_LABELS, DestructionState
from services.registry.views import retention as views
from services.shared.calendar import clock
from services.shared.errors import Missing, RuleBroken, Stale
from services.shared.rights.people import Role
from services.shared.storage.object_store import StoredObject
from services.shared.unit_of_work import Work
from services.shared.web.access import allow, me
from services.shared.web.files import send_object
from services.shared.web.forms import Form, submit
from services.shared.web.service import current_service

retention = Blueprint("retention", __name__)
READERS = (Role.REGISTRAR, Role.SECTION_HEAD, Role.CAMAT, Role.ADMIN, Role.AUDITOR)
APPROVERS = (Role.SECTION_HEAD, Role.CAMAT)
ARCHIVIST = (Role.REGISTRAR, Role.ADMIN, Role.AUDITOR)  # who may open an archived case
LABELS = {
    "reason": "Alasan",
    "case_no": "Arsip",
    "first_witness": "Saksi pertama",
    "second_witness": "Saksi kedua",
    "confirmation": "Ketik MUSNAHKAN",
}
SAID = {
    "take_off": "Arsip dikeluarkan dari daftar.",
    "submit": "Daftar diajukan. Kasi Pelayanan Umum dan Camat dapat menyetujuinya.",
    "approve": "Persetujuan Anda dicatat.",
    "send_back": "Daftar dikembalikan kepada petugas registrasi.",
    "destroy": "Pemusnahan dimulai. Berita acara terbit setelah semua berkas dihapus.",
}
Act = Callable[[Work, dict[str, Any]], object]


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
    return _page(list_id)


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


@retention.post("/destructions/<uuid:list_id>/take-off")
@allow(Role.REGISTRAR)
def take_off(list_id: UUID) -> ResponseReturnValue:
    """Take an archive off the draft."""
    act: Act = lambda work, data: actions.take_off(work, list_id, data["version"], data["case_no"], data["reason"])  # noqa: E731
    return _do("take_off", list_id, TakeOffSchema(), act)


@retention.post("/destructions/<uuid:list_id>/submit")
@allow(Role.REGISTRAR)
def submit_list(list_id: UUID) -> ResponseReturnValue:
    """Put the list before those who approve it."""
    return _do("submit", list_id, Versioned(), lambda work, data: actions.submit(work, list_id, data["version"]))


@retention.post("/destructions/<uuid:list_id>/approve")
@allow(*APPROVERS)
def approve(list_id: UUID) -> ResponseReturnValue:
    """One of the two approvals."""
    return _do("approve", list_id, Versioned(), lambda work, data: actions.approve(work, list_id, data["version"]))


@retention.post("/destructions/<uuid:list_id>/send-back")
@allow(*APPROVERS)
def send_back(list_id: UUID) -> ResponseReturnValue:
    """Back to the registrar, with a reason."""
    act: Act = lambda work, data: actions.send_back(work, list_id, data["version"], data["reason"])  # noqa: E731
    return _do("send_back", list_id, ReasonSchema(), act)


@retention.post("/destructions/<uuid:list_id>/destroy")
@allow(Role.REGISTRAR)
def destroy(list_id: UUID) -> ResponseReturnValue:
    """The last word, before two witnesses."""
    return _do("destroy", list_id, DestroySchema(), lambda work, data: views.destroy(work, list_id, data))


def _do(verb: str, list_id: UUID, schema: Schema, act: Act) -> ResponseReturnValue:
    """Act on the form; a refusal is shown on the list's own page, with everything that was typed."""
    status = [422]

    def guarded(data: dict[str, Any]) -> object:
        try:
            with current_service().work(me()) as work:
                return act(work, data)
        except Stale as error:
            status[0] = error.status
            raise RuleBroken(error.message) from None

    result, form = submit(schema, guarded)
    if result is None:
        return _page(list_id, form, verb), status[0]
    flash(SAID[verb], "success")
    return redirect(url_for(".destruction", list_id=list_id))


def _page(list_id: UUID, refused: Form | None = None, verb: str = "") -> str:
    with current_service().reading() as session:
        found = queries.whole(session, list_id)
    state = DestructionState(found.row.state)
    return render_template(
        "destruction.html",
        row=found.row,
        items=found.items,
        approvals=found.approvals,
        choices=[(item.case_no, f"{item.archive_no} ({item.case_no})") for item in found.items],
        status=DESTRUCTION_LABELS[state],
        tone=views.TONES.get(state, "warn"),
        verbs=views.verbs(found, me()),
        may_open=me().is_any(*ARCHIVIST),
        form=refused or Form(),
        refused=verb,
        labels=LABELS,
    )


def _tiles(counts: dict[str, int]) -> list[dict[str, Any]]:
    due, open_ones = counts.get(rules.DESTROY, 0), counts.get(rules.APPRAISE, 0)
    return [
        {"value": due, "label": "boleh diusulkan musnah", "tone": "warn" if due else "mute"},
        {"value": open_ones, "label": "menunggu dinilai kembali", "tone": "warn" if open_ones else "mute"},
        {"value": counts.get(rules.PERMANENT, 0), "label": "permanen, siap diserahkan", "tone": "mute"},
        {"value": counts["held"], "label": "ditahan", "tone": "active" if counts["held"] else "mute"},
    ]
