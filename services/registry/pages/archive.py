"""The archive: ended cases, what they wait for, their packages, and what went wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from marshmallow import Schema

from services.handoffs import outbox
from services.handoffs.outcomes import OUTCOME_LABELS, Outcome, way_of
from services.registry import actions, files, incidents
from services.registry.api.archive import parse_cursor, write_cursor
from services.registry.queries import archive as queries
from services.registry.queries import letters as letter_queries
from services.registry.queries.archive import Standing
from services.registry.queries.book import case_entry
from services.registry.retention.rules import APPRAISE
from services.registry.rights import RIGHTS
from services.registry.rules import OPENED_FOR_REASON
from services.registry.schemas import AppraiseSchema, ExportSchema, OpenSchema, ReasonSchema, Versioned
from services.registry.seeing import archive_seen
from services.registry.states import CASE_STATE_LABELS, CaseState
from services.registry.tables import Letter
from services.registry.views import archive as views
from services.registry.views import letters as letter_views
from services.shared.audit import trail
from services.shared.calendar import clock
from services.shared.errors import RuleBroken, Stale
from services.shared.rights.people import Role
from services.shared.unit_of_work import Work
from services.shared.web.access import allow, me
from services.shared.web.forms import Form, submit
from services.shared.web.service import current_service

archive = Blueprint("archive", __name__)
READERS = RIGHTS.roles("see_archive")
LABELS = {"reason": "Alasan", "fate": "Nasib akhir", "recipient": "Diserahkan kepada"}
SAID = {
    "hold": "Arsip ditahan: tidak akan dimusnahkan sampai penahanannya dilepas.",
    "release_hold": "Penahanan dilepas.",
    "appraise": "Nasib akhir arsip ditetapkan.",
}
Act = Callable[[Work, dict[str, Any]], object]
TOLD = {"intake": "Kabar pengarsipan ke loket", "review": "Kabar pengarsipan ke penanganan"}


@archive.get("/archive")
@allow(*READERS)
def index() -> str:
    """Ended cases, the newest end first; incidents above them."""
    wanted, search = request.args.get("state", ""), request.args.get("q", "").strip()[:60]
    state = CaseState(wanted) if wanted in set(CaseState) else None
    with current_service().reading() as session:
        rows, after = queries.standings(session, state, parse_cursor(request.args.get("after")), search)
        counts = queries.counts(session)
        open_incidents = incidents.open_ones(session)
    return render_template(
        "archive.html",
        rows=[views.row(row) for row in rows],
        tiles=_tiles(counts),
        incidents=open_incidents,
        form=Form({"state": wanted, "q": search}),
        states=list(CASE_STATE_LABELS.items()),
        next_url=url_for(".index", state=wanted, q=search, after=write_cursor(after)) if after else "",
        first_url=url_for(".index", state=wanted, q=search) if request.args.get("after") else "",
        filtered=bool(wanted or search),
        year=clock.local(clock.now()).year,
    )


@archive.get("/archive/<case_no>")
@allow(*READERS)
def case(case_no: str) -> str:
    """One ended case: parts awaited or the package with its files and hashes, retention, incidents, time line."""
    return _page(case_no)


def _page(case_no: str, refused: Form | None = None, verb: str = "") -> str:
    with current_service().reading() as session:
        standing = queries.standing(session, case_no)
        archive_seen(case_no)
        context = {
            "found": incidents.of_case(session, case_no),
            "letters": _letters(letter_queries.of_case(session, case_no)),
            "items": queries.items(session, case_no),
            "events": letter_views.events(trail.story(session, case_no)),
            "deliveries": _told(outbox.deliveries(session, case_no)),
            "entry": case_entry(session, case_no),
        }
    shown = {"form": refused or Form(), "refused": verb, "labels": LABELS, **_words(standing)}
    return render_template("archive_case.html", standing=standing, way=way_of(standing.case.branch), **context, **shown)


@archive.post("/archive/<case_no>/hold")
@allow(Role.REGISTRAR)
def hold(case_no: str) -> ResponseReturnValue:
    """A legal hold: the archive is not destroyed."""
    act: Act = lambda work, data: actions.hold(work, case_no, data["version"], data["reason"])  # noqa: E731
    return _do("hold", case_no, ReasonSchema(), act)


@archive.post("/archive/<case_no>/release-hold")
@allow(Role.REGISTRAR)
def release_hold(case_no: str) -> ResponseReturnValue:
    """The hold is no longer needed."""
    act: Act = lambda work, data: actions.release_hold(work, case_no, data["version"], data["reason"])  # noqa: E731
    return _do("release_hold", case_no, ReasonSchema(), act)


@archive.post("/archive/<case_no>/appraise")
@allow(Role.REGISTRAR)
def appraise(case_no: str) -> ResponseReturnValue:
    """Give the archive its fate that the schedule leaves open."""
    act: Act = lambda work, d: actions.appraise(work, case_no, d["version"], d["fate"], d["reason"])  # noqa: E731
    return _do("appraise", case_no, AppraiseSchema(), act)


@archive.post("/archive/<case_no>/retry")
@allow(Role.REGISTRAR)
def retry(case_no: str) -> ResponseReturnValue:
    """Try again at the next run of the job."""

    def act(data: dict[str, Any]) -> object:
        with current_service().work(me()) as work:
            return actions.retry_archive(work, case_no, data["version"])

    result, form = submit(Versioned(), act)
    if result is None:
        flash("; ".join(m for messages in form.errors.values() for m in messages), "error")
    else:
        flash("Pengarsipan dicoba lagi dalam setengah menit.", "success")
    return redirect(url_for(".case", case_no=case_no))


@archive.get("/archive/<case_no>/package")
@allow(Role.REGISTRAR, Role.AUDITOR)
def package(case_no: str) -> Response:
    """The archive package; every download is written into the audit trail."""
    return files.package(case_no, me())


def _do(verb: str, case_no: str, schema: Schema, act: Act) -> ResponseReturnValue:
    """Act on the form; a refusal is shown on the case's own page, with everything that was typed."""
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
        return _page(case_no, form, verb), status[0]
    flash(SAID[verb], "success")
    return redirect(url_for(".case", case_no=case_no))


@archive.post("/archive/<case_no>/package")
@allow(Role.REGISTRAR, Role.AUDITOR)
def package_for(case_no: str) -> ResponseReturnValue:
    """The package of a secret archive, for a reason."""
    result, form = submit(OpenSchema(), lambda data: files.package(case_no, me(), data["reason"]))
    return (_page(case_no, form, "package"), 422) if result is None else cast(Response, result)


@archive.post("/archive/<case_no>/export")
@allow(Role.REGISTRAR)
def export(case_no: str) -> ResponseReturnValue:
    """The whole case as a zip for a court."""
    result, form = submit(ExportSchema(), lambda data: files.exported(case_no, me(), data["recipient"], data["reason"]))
    return (_page(case_no, form, "export"), 422) if result is None else cast(Response, result)


def _tiles(counts: Mapping[str, int]) -> list[dict[str, Any]]:
    bad = counts["incidents"]
    waiting, archived, destroyed = (counts.get(state, 0) for state in CaseState)
    return [
        {"value": waiting, "label": "menunggu diarsipkan", "tone": "warn", "url": "?state=awaiting"},
        {"value": archived, "label": "sudah diarsipkan", "tone": "ok", "url": "?state=archived"},
        {"value": destroyed, "label": "sudah dimusnahkan", "tone": "mute", "url": "?state=destroyed"},
        {"value": bad, "label": "berkas bermasalah", "tone": "bad" if bad else "mute", "url": "/registry/incidents"},
    ]


def _letters(rows: list[Letter]) -> list[dict[str, Any]]:
    return [letter_views.row(current_service().office, row, me()) for row in rows]


def _words(standing: Standing) -> dict[str, Any]:
    case, office, person = standing.case, current_service().office, me()
    archived, destroyed = case.state != CaseState.AWAITING, case.state == CaseState.DESTROYED
    registrar = person.is_any(Role.REGISTRAR)
    return {
        "case_row": case,
        "archived": archived,
        "status": CASE_STATE_LABELS[CaseState(case.state)],
        "tone": "mute" if destroyed else "bad" if standing.incidents else "ok" if archived else "warn",
        "destroyed": destroyed,
        "waiting": views.waiting_for(standing),
        "steps": views.steps(standing),
        "parts": [(views.part_label(part), part in standing.arrived, part) for part in case.parts],
        "outcome": OUTCOME_LABELS[Outcome(case.outcome)],
        "category": office.categories.get(case.category, case.category),
        "village": office.villages.get(case.village, case.village),
        "class_label": office.classes[case.class_code].label if case.class_code in office.classes else case.class_code,
        "may_retry": not archived and registrar,
        "may_hold": registrar and not destroyed,
        "may_appraise": registrar and case.state == CaseState.ARCHIVED and case.fate == APPRAISE,
        "secret": case.security == OPENED_FOR_REASON,
        "may_export": registrar,
        "may_download": case.package is not None and not destroyed and person.is_any(Role.REGISTRAR, Role.AUDITOR),
    }


def _told(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {"label": TOLD[row["receiver"]], "state": row["state"], "since": row["since"]}
        for row in rows
        if row["kind"] == "case_archived" and row["receiver"] in TOLD
    ]
