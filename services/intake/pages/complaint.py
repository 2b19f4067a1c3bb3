"""The page of one complaint: where it is, who has it, until when, and only what this person may do now."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from services.handoffs.outcomes import OUTCOME_LABELS, STAGE_LABELS, Outcome, Stage
from services.intake.actions import completeness, handover, withdrawal
from services.intake.actions import form as forms
from services.intake.pages.uploads import adding
from services.intake.rules import cases
from services.intake.rules.codes import grouped
from services.intake.rules.files import UPLOADS, check_addable
from services.intake.rules.notices import NOTICE_CHANNELS
from services.intake.schemas.intake import ReasonSchema, VersionSchema
from services.intake.schemas.verbs import CompleteSchema, WithdrawSchema
from services.intake.shown import files as shown_files
from services.intake.shown import progress, queue
from services.intake.shown.complaint import open_case
from services.intake.shown.knowing import READERS
from services.intake.survey.queries import was_offered
from services.shared.errors import Refused
from services.shared.rights.people import Role
from services.shared.unit_of_work import Work
from services.shared.web.access import allow, me
from services.shared.web.forms import Form, submit
from services.shared.web.service import current_service

pages = Blueprint("complaint", __name__)
LABELS = {"reason": "Alasan", "note": "Catatan", "file": "Berkas", "version": "Versi data"}


@pages.get("/complaints/<case_no>")
@allow(*READERS)
def show(case_no: str) -> str:
    """A complaint with everything about it."""
    return case_page(case_no, Form())


def case_page(case_no: str, form: Form, *, refused: str = "", full_nik: str = "") -> str:
    """Render the page; ``refused`` names the form that was refused, so that it is open with all its values."""
    opened = open_case(case_no)
    data = opened.data
    files = data["evidence"] + data["documents"]
    return render_template(
        "complaint.html",
        form=form,
        labels=LABELS,
        refused=refused,
        c=data,
        tone=queue.tone(data["state"]),
        steps=progress.steps(data),
        holder=progress.holder(data),
        events=progress.events(data["timeline"]),
        deliveries=progress.deliveries(data["deliveries"]),
        evidence=shown_files.evidence(data["evidence"], shown_files.lost_files(case_no, files)),
        documents=shown_files.documents(data["documents"]),
        stage_label=STAGE_LABELS[Stage(data["stage"])] if data["stage"] else "",
        outcome_label=OUTCOME_LABELS[Outcome(data["outcome"])] if data["outcome"] else "",
        class_label=_class_label(data["class_code"]),
        relations=cases.RELATIONS,
        verdicts=cases.VERDICTS,
        channels=NOTICE_CHANNELS,
        uploads=_addable(data["state"]) if me().is_any(Role.CLERK) else [],
        adding=adding(case_no, "file"),
        clerk=me().is_any(Role.CLERK),
        may_offer=_may_offer(data),
        may_unmask=data["applicant"] is not None and me().is_any(Role.CLERK, Role.SECTION_HEAD, Role.CAMAT),
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


@pages.get("/complaints/<case_no>/receipt")
@allow(*READERS)
def receipt(case_no: str) -> str:
    """After step 5: the receipt to print; the tracking code is shown the first time only."""
    data = open_case(case_no).data
    code = session.pop("tracking", {}).get(case_no)
    receipts = [file for file in data["documents"] if file["role"] == "receipt"]
    return render_template("receipt.html", c=data, code=grouped(code) if code else None, receipts=receipts[::-1])


@pages.post("/complaints/<case_no>/complete-documents")
@allow(Role.CLERK)
def complete_documents(case_no: str) -> ResponseReturnValue:
    """Step 4: the applicant came back with what was missing."""

    def act(work: Work, data: dict[str, Any]) -> Any:
        return completeness.complete_documents(work, case_no, data["version"], data["note"])

    return _verb(
        case_no, CompleteSchema(), act, "complete", "Catat hasil pemeriksaan ulang di bawah ini.", "check.show"
    )


@pages.post("/complaints/<case_no>/withdraw")
@allow(Role.CLERK)
def withdraw(case_no: str) -> ResponseReturnValue:
    """The applicant takes the complaint back."""

    def act(work: Work, data: dict[str, Any]) -> Any:
        return withdrawal.withdraw(work, case_no, data["version"], data["reason"])

    return _verb(case_no, WithdrawSchema(), act, "withdraw", "Pencabutan dicatat.")


@pages.post("/complaints/<case_no>/confirm-receipt")
@allow(Role.CLERK)
def confirm_receipt(case_no: str) -> ResponseReturnValue:
    """Step 18: the applicant confirms the receipt of the letter."""

    def act(work: Work, data: dict[str, Any]) -> Any:
        return handover.confirm_receipt(work, case_no, data["version"])

    return _verb(case_no, VersionSchema(), act, "confirm", "Penerimaan surat dicatat. Pengaduan selesai.")


@pages.post("/complaints/<case_no>/unmask")
@allow(Role.CLERK, Role.SECTION_HEAD, Role.CAMAT)
def unmask(case_no: str) -> ResponseReturnValue:
    """The full NIK for a reason, shown on this very answer and nowhere else."""

    def act(data: dict[str, Any]) -> str:
        with current_service().work(me()) as work:
            return forms.full_nik(work, case_no, data["reason"])

    number, form = submit(ReasonSchema(), act)
    if number is None:
        return case_page(case_no, form, refused="unmask"), form.status
    return case_page(case_no, Form(), full_nik=number)


def _verb(
    case_no: str,
    schema: VersionSchema,
    act: Callable[[Work, dict[str, Any]], Any],
    name: str,
    said: str,
    then: str = "complaint.show",
) -> ResponseReturnValue:
    """Do a verb of this page: then say so and go on, or show the page again with what was typed."""

    def run(data: dict[str, Any]) -> Any:
        with current_service().work(me()) as work:
            return act(work, data)

    done, form = submit(schema, run)
    if done is None:
        return case_page(case_no, form, refused=name), form.status
    flash(said, "success")
    return redirect(url_for(then, case_no=case_no))
