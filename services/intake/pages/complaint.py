"""The page of one complaint: where it is, who has it, until when, and only what this person may do now."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, url_for

from services.handoffs.outcomes import OUTCOME_LABELS, STAGE_LABELS, Outcome, Stage
from services.intake.pages.uploads import adding
from services.intake.rights import RIGHTS
from services.intake.rules import cases
from services.intake.rules.files import UPLOADS, check_addable
from services.intake.rules.notices import NOTICE_CHANNELS
from services.intake.shown import files, progress, queue
from services.intake.shown.complaint import open_case
from services.intake.shown.knowing import READERS
from services.intake.survey.queries import was_offered
from services.intake.verbs import VERBS
from services.shared.errors import Refused
from services.shared.rights.people import Role
from services.shared.web.access import allow, me
from services.shared.web.forms import Forms
from services.shared.web.service import current_service
from services.shared.web.verbs import add_pages

pages = Blueprint("complaint", __name__)
HERE = [VERBS[name] for name in ("complete_documents", "confirm_receipt", "withdraw", "see_nik")]


@pages.get("/complaints/<case_no>")
@allow(*READERS)
def show(case_no: str) -> str:
    """A complaint with everything about it."""
    return case_page(case_no, Forms())


def case_page(case_no: str, forms: Forms, *, full_nik: str = "") -> str:
    """Render the page; the form that was refused is open, with all that was typed."""
    data = open_case(case_no).data
    clerk = me().is_any(Role.CLERK)
    lost = files.lost_files(case_no, data["evidence"] + data["documents"])
    return render_template(
        "complaint.html",
        forms=forms,
        form=forms.active,
        refused=forms.refused,
        verbs=VERBS,
        c=data,
        tone=queue.tone(data["state"]),
        steps=progress.steps(data),
        holder=progress.holder(data),
        events=progress.events(data["timeline"]),
        deliveries=progress.deliveries(data["deliveries"]),
        evidence=files.evidence(data["evidence"], lost),
        documents=files.documents(data["documents"]),
        stage_label=STAGE_LABELS[Stage(data["stage"])] if data["stage"] else "",
        outcome_label=OUTCOME_LABELS[Outcome(data["outcome"])] if data["outcome"] else "",
        class_label=_class_label(data["class_code"]),
        relations=cases.RELATIONS,
        verdicts=cases.VERDICTS,
        channels=NOTICE_CHANNELS,
        uploads=_addable(data["state"]) if RIGHTS.may("add_file", me()) else [],
        adding=adding(case_no, "file"),
        clerk=clerk,
        may_offer=_may_offer(data),
        may_unmask=data["applicant"] is not None and RIGHTS.may("see_nik", me()),
        full_nik=full_nik,
    )


def _may_offer(data: dict[str, Any]) -> bool:
    """Step 18: whether the survey may still be offered for this case."""
    if not data["outcome"]:
        return False
    with current_service().reading() as read:
        return not was_offered(read, data["case_no"])


def _class_label(code: str) -> str:
    known = current_service().office.classes.get(code)
    return known.label if known else code


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


add_pages(
    pages,
    "/complaints/<case_no>",
    case_page,
    HERE,
    RIGHTS,
    ways={
        "complete_documents": lambda _, case_no: redirect(url_for("completeness.show", case_no=case_no)),
        # The full NIK stands on this very answer and nowhere else.
        "see_nik": lambda number, case_no: case_page(case_no, Forms(), full_nik=number),
    },
)
