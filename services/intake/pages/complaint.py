"""The page of one complaint: where it is, who has it, until when, and only what this person may do now."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, session, url_for
from werkzeug.wrappers import Response

from services.handoffs.handing import RELATIONS
from services.intake.pages.uploads import adding, signature_scan
from services.intake.rules import cases
from services.intake.rules.files import UPLOADS, check_addable
from services.intake.rules.invitation import KINDS as INVITED_TO
from services.intake.rules.notices import NOTICE_CHANNELS
from services.intake.rules.reported import KINDS
from services.intake.rules.urgency import DANGERS
from services.intake.shown import files, progress
from services.intake.shown.complaint import open_case
from services.intake.shown.knowing import READERS
from services.intake.states import RIGHTS
from services.intake.tables import Complaint
from services.intake.verbs import VERBS
from services.shared.errors import Refused
from services.shared.rights.people import Role
from services.shared.web.access import allow, me
from services.shared.web.forms import Forms
from services.shared.web.service import current_service
from services.shared.web.verbs import add_pages

pages = Blueprint("complaint", __name__)
WORDS = {
    "relations": RELATIONS,
    "verdicts": cases.VERDICTS,
    "channels": NOTICE_CHANNELS,
    "kinds": KINDS,
    "dangers": DANGERS,
    "meetings": INVITED_TO,
}
HERE = [VERBS[name] for name in (
    "complete_documents", "confirm_receipt", "withdraw", "stop_withdrawal", "confirm_withdrawal", "see_nik",
    "mark_urgent", "new_code", "note_lapor", "give_invitation", "cancel_opening", "move_paper",
)]  # fmt: skip


@pages.get("/complaints/<case_no>")
@allow(*READERS)
def show(case_no: str) -> str:
    """A complaint with everything about it."""
    return case_page(case_no, Forms())


def case_page(case_no: str, forms: Forms, *, full_nik: str = "") -> str:
    """Render the page; the form that was refused is open, with all that was typed."""
    opened = open_case(case_no)
    data = opened.data
    return render_template(
        "complaint.html",
        forms=forms,
        c=data,
        full_nik=full_nik,
        near=current_service().office.urgent.bhabinkamtibmas,
        adding=adding(case_no, opened.records.files, "file"),
        **WORDS,
        **progress.whereabouts(data),
        **_files(case_no, data),
        **_may(data, offered=opened.records.offered),
    )


def _files(case_no: str, data: dict[str, Any]) -> dict[str, Any]:
    lost = files.lost_files(case_no, data["evidence"] + data["documents"])
    return {
        "evidence": files.evidence(data["evidence"], lost),
        "documents": files.documents(data["documents"]),
        "uploads": _addable(data["state"]) if RIGHTS.may("add_file", me()) else [],
    }


def _may(data: dict[str, Any], *, offered: bool) -> dict[str, bool]:
    return {
        "clerk": me().is_any(Role.CLERK),
        "may_offer": bool(data["outcome"]) and not offered,
        "may_renew": bool(data["round"]) and RIGHTS.may("new_code", me()),
        "may_unmask": data["applicant"] is not None and RIGHTS.may("see_nik", me()),
    }


def _addable(state: str) -> list[tuple[str, str]]:
    """The kinds of file that may be added in this state."""
    found = []
    for role, label in UPLOADS.items():
        try:
            check_addable(role, state)
        except Refused:
            continue
        found.append((role, label))
    return found


def _to_the_code(done: tuple[Complaint, str], case_no: str) -> Response:
    """To the receipt, which shows the new code this once."""
    session["tracking"] = {case_no: done[1]}
    return redirect(url_for("completeness.receipt", case_no=case_no))


add_pages(
    pages,
    "/complaints/<case_no>",
    case_page,
    HERE,
    RIGHTS,
    before={"withdraw": signature_scan("withdrawal")},
    ways={
        "new_code": _to_the_code,
        "complete_documents": lambda _, case_no: redirect(url_for("completeness.show", case_no=case_no)),
        # The full NIK stands on this very answer and nowhere else.
        "see_nik": lambda number, case_no: case_page(case_no, Forms(), full_nik=number),
    },
)
