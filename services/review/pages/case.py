"""The page of a case, with the forms of its verbs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Row

from services.review.actions.evidence_taking import Packet
from services.review.queries.conflicts import marks
from services.review.queries.people import everybody
from services.review.rules.applicant import address_line
from services.review.rules.choices import CHANNELS, MODES, URGENCIES, WAYS_OF_TELLING
from services.review.rules.conflict import namesakes
from services.review.rules.consultation import KINDS as CONSULTED
from services.review.rules.consultation import SPEAKERS
from services.review.rules.files import attachable
from services.review.rules.reported import KINDS, shown_name
from services.review.shown import aids, parts, stages, words
from services.review.shown import forms as offered
from services.review.shown.case import Opened, open_case
from services.review.shown.evidence import sent
from services.review.states import READERS, RIGHTS, State
from services.review.tables import Case
from services.review.verbs import ATTACHMENTS, CASE, UNDOING, VERBS
from services.shared.calendar import clock
from services.shared.rights import barring
from services.shared.rights.conflicts import Colleague, roles_in
from services.shared.rights.people import ROLE_LABELS, Role
from services.shared.web.access import allow, me
from services.shared.web.forms import Forms
from services.shared.web.service import current_service
from services.shared.web.verbs import Way, add_pages

WORDS = {
    "urgency": URGENCIES,
    "mode": MODES,
    "channel": CHANNELS,
    "told_how": WAYS_OF_TELLING,
    "consulted": CONSULTED,
    "speaker": SPEAKERS,
}


def add_to(pages: Blueprint) -> None:
    """Add the page of a case and the routes of its verbs to the blueprint."""
    pages.get("/cases/<case_no>")(case_page)
    ways: dict[str, Way] = {"mark_conflict": _unless_barred, "take_evidence": _packet}
    add_pages(pages, "/cases/<case_no>", _page, (*CASE, *UNDOING, *ATTACHMENTS), RIGHTS, then=".case_page", ways=ways)


@allow(*READERS)
def case_page(case_no: str) -> str:
    """Everything about a case on one page."""
    return _page(case_no, Forms())


def _unless_barred(case: Case, case_no: str) -> ResponseReturnValue:
    """Who marked themselves sees the case no more."""
    with current_service().reads_for(me()).reading() as session:
        if barring.closed(session, case_no):
            return redirect(url_for(".my_work"))
    return redirect(url_for(".case_page", case_no=case_no))


def _packet(packet: Packet, case_no: str) -> Response:
    return sent(current_service(), packet)


def _page(case_no: str, forms: Forms) -> str:
    service, now = current_service(), clock.now()
    opened = open_case(service, me(), case_no)
    case = opened.case
    people, alike, noted = _people(opened)
    lists = offered.choices(opened, service.office, people)
    proposed = offered.defaults(opened, service, now, alike, lists)
    year = case.deadline.year
    return render_template(
        "case.html",
        c=opened.data,
        forms=forms,
        verbs=VERBS,
        now=offered.offered(opened),
        choices=lists,
        defaults=proposed,
        aids=aids.aids(),
        first=aids.recommended(opened),
        attaches=attachable(roles_in(case.stood_in, me(), case.kept_from), State(case.state)),
        stages=stages.stages(case, opened.records),
        holder=words.holder(case, opened.records),
        tone=words.tone(case.state),
        parts=parts.build(opened, service.office),
        lookalikes=list(alike.values()),
        marks=noted,
        reported=[one | {"kind_label": KINDS[one["kind"]], "shown": shown_name(one)} for one in case.reported_persons],
        vacant=", ".join(ROLE_LABELS[Role(role)] for role in case.vacant),
        supervisor=service.office.supervisor,
        stood_in=", ".join(ROLE_LABELS[Role(role)] for role in case.stood_in),
        escalated_to=ROLE_LABELS[Role(case.escalated_to)] if case.escalated_to else "",
        no_leave=0 if case.ended_at or service.calendar.has_leave(year) else year,
        words_of=WORDS,
        address=address_line(opened.data["applicant"]["address"], case.village),
    )


def _people(opened: Opened) -> tuple[dict[str, Colleague], dict[str, str], list[dict[str, Any]]]:
    """The colleagues whom a form offers, those whom a reported name or office means, and who was marked, by whom, why.

    Only asked for where they matter; the marks are for leaders, auditor and administrator.
    """
    case, may = opened.case, me().is_any(Role.SECTION_HEAD, Role.CAMAT)
    overseer = me().is_any(Role.AUDITOR, Role.ADMIN)
    found: list[Row[Any]] = []
    if may or overseer:
        with current_service().reading() as session:
            found = marks(session, case.case_no)
    facts = {row.party: row.bars for row in found} if may else {}
    wanted = {"dispose_to_team", "change_disposition", "mark_conflict"} & set(opened.data["verbs"]) or found
    known = everybody(current_service(), clock.now()) if wanted else {}
    names = {name: one.name for name, one in known.items()}
    return known, namesakes(facts, known), [_mark(row, names) for row in found if row.party in names]


def _mark(row: Row[Any], names: Mapping[str, str]) -> dict[str, Any]:
    by = names.get(row.noted_by, row.noted_by)
    return {"who": names[row.party], "bars": row.bars, "why": row.why, "by": by, "since": row.since}
