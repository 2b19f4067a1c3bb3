"""The archive: ended cases, what they wait for, their packages, and what went wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for

from services.handoffs import outbox
from services.registry.queries import archive as queries
from services.registry.queries import incidents, letters
from services.registry.queries.entries import case_entry
from services.registry.queries.mistaken import mistaken
from services.registry.queries.paper import paper_of
from services.registry.rights import RIGHTS
from services.registry.rules.retention import OPENED_FOR_REASON
from services.registry.schemas.archive import ArchiveQuery
from services.registry.shown import archive as shown
from services.registry.shown import letters as shown_letters
from services.registry.shown import packages
from services.registry.shown.events import deliveries, events
from services.registry.states import CaseState
from services.registry.verbs.archive import ARCHIVE
from services.registry.verbs.paper_originals import PAPER
from services.shared.audit import trail
from services.shared.calendar import clock
from services.shared.data.paging import Cursor
from services.shared.web.access import allow, me
from services.shared.web.forms import Form, Forms
from services.shared.web.service import current_service
from services.shared.web.verbs import add_pages

archive = Blueprint("archive", __name__)


@archive.get("/archive")
@allow(*RIGHTS.roles("see_archive"))
def index() -> str:
    """Ended cases, the newest end first; incidents above them."""
    wanted, search = request.args.get("state", ""), request.args.get("q", "").strip()[:60]
    state = CaseState(wanted) if wanted in set(CaseState) else None
    with current_service().reading() as session:
        page = queries.standings(session, state, Cursor.parse(request.args.get("after"), str), search)
        counts = queries.counts(session)
        open_incidents = incidents.open_ones(session)
        without = () if state or request.args.get("after") else mistaken(session, search)
    return render_template(
        "archive.html",
        rows=[shown.row(row) for row in page.rows],
        tiles=_tiles(counts),
        incidents=open_incidents,
        mistaken=without,
        form=Form({"state": wanted, "q": search}),
        filter=ArchiveQuery(),
        next_url=url_for(".index", state=wanted, q=search, after=page.after) if page.after else "",
        first_url=url_for(".index", state=wanted, q=search) if request.args.get("after") else "",
        filtered=bool(wanted or search),
        year=clock.today().year,
    )


@archive.get("/archive/<case_no>")
@allow(*RIGHTS.roles("see_archive"))
def case(case_no: str) -> str:
    """One ended case: parts awaited or the package with its files and hashes, retention, incidents, time line."""
    return _page(case_no, Forms())


@archive.get("/archive/<case_no>/package")
@allow(*RIGHTS.roles("download_package"))
def package(case_no: str) -> Response:
    """The archive package as far as this person may see it; every download is written into the audit trail."""
    return packages.downloaded(case_no)


def _page(case_no: str, forms: Forms) -> str:
    service, person = current_service(), me()
    with service.reading() as session:
        standing = queries.standing(session, case_no)
        service.looked(person, case_no, "archive", clock.now())
        own = letters.of_case(session, case_no)
        context: dict[str, Any] = {
            "found": incidents.of_case(session, case_no),
            "letters": [shown_letters.row(service.office, letter, person) for letter in own],
            "events": events(trail.story(session, case_no)),
            "deliveries": deliveries(outbox.deliveries(session, case_no), "case_archived"),
            "entry": case_entry(session, case_no),
            "paper": paper_of(session, case_no),
        }
    may, case_row = shown.verbs(standing.case, person, context["paper"]), standing.case
    return render_template(
        "archive_case.html",
        standing=standing,
        case_row=case_row,
        forms=forms,
        may=may,
        archived=case_row.state != CaseState.AWAITING,
        destroyed=case_row.state == CaseState.DESTROYED,
        secret=case_row.security == OPENED_FOR_REASON or RIGHTS.may("see_whole_package", person),
        all_of_it=RIGHTS.may("see_whole_package", person),
        contents=shown.contents(case_row, person),
        **context,
        **shown.words(service.office, standing),
    )


def _tiles(counts: Mapping[str, int]) -> list[dict[str, Any]]:
    bad = counts["incidents"]
    waiting, archived, destroyed = (counts.get(state, 0) for state in CaseState)
    return [
        {"value": waiting, "label": "menunggu diarsipkan", "tone": "warn", "url": "?state=awaiting"},
        {"value": archived, "label": "sudah diarsipkan", "tone": "ok", "url": "?state=archived"},
        {"value": destroyed, "label": "sudah dimusnahkan", "tone": "mute", "url": "?state=destroyed"},
        {"value": bad, "label": "berkas bermasalah", "tone": "bad" if bad else "mute", "url": "/registry/incidents"},
    ]


add_pages(
    archive,
    "/archive/<case_no>",
    _page,
    (*ARCHIVE, *PAPER),
    RIGHTS,
    then=".case",
    ways={
        "download_package": lambda opened, **key: packages.package(current_service(), opened),
        "export_case": lambda export, **key: packages.exported(current_service(), export),
    },
)
