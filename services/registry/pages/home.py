"""My work: letters with a next part of step 16, the longest waiting first; below them the finished ones."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for

from services.registry.queries import archive as archive_queries
from services.registry.queries import letters as queries
from services.registry.rights import RIGHTS
from services.registry.shown.letters import row
from services.registry.states import OPEN, State
from services.registry.tables import Letter
from services.shared.data.paging import Cursor, Page
from services.shared.web.access import allow, me
from services.shared.web.service import current_service

home = Blueprint("home", __name__)
FINISHED = (State.READY, State.VOIDED)
FEW = 10  # of the finished ones at once: whoever works here looks for what waits
_TILES = (
    (State.RECEIVED, "menunggu dicatat (16a)"),
    (State.REGISTERED, "menunggu nomor (16b)"),
    (State.NUMBERED, "menunggu segel (16c)"),
    (State.STAMPED, "menunggu salinan (16d)"),
    (State.COPIED, "menunggu arsip (16e)"),
)


@home.get("/")
@allow(*RIGHTS.roles("record_register"))
def index() -> str:
    """Letters that wait for the registrar or the clerk."""
    with current_service().reading() as session:
        waiting = queries.waiting(session, Cursor.parse(request.args.get("mine")))
        finished = queries.newest(session, Cursor.parse(request.args.get("after")), states=FINISHED, limit=FEW)
        counts = queries.counts(session)
        incidents = archive_queries.counts(session)["incidents"]
    return render_template(
        "home.html",
        tiles=[_tile(counts.get(state, 0), label) for state, label in _TILES],
        total=sum(counts.get(state, 0) for state in OPEN),
        incidents=incidents if RIGHTS.may("see_archive", me()) else 0,
        waiting=_rows(waiting),
        waiting_next=url_for(".index", mine=waiting.after) if waiting.after else "",
        finished=_rows(finished),
        finished_next=url_for(".index", after=finished.after) if finished.after else "",
        further=bool(request.args.get("mine") or request.args.get("after")),
    )


def _tile(count: int, label: str) -> dict[str, Any]:
    return {"value": count, "label": label, "tone": "warn" if count else "mute"}


def _rows(page: Page[Letter]) -> list[dict[str, Any]]:
    return [row(current_service().office, letter, me()) for letter in page.rows]
