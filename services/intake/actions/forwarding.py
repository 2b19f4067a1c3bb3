"""Step 5: form and file go to the section head; the applicant gets a receipt with a tracking code."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from services.handoffs import paper_moves
from services.handoffs.evidence_ref import reference
from services.handoffs.intake_to_review import CASE_FORWARDED
from services.handoffs.outbox import post
from services.handoffs.outcomes import Stage
from services.intake.actions import documents
from services.intake.actions.completeness import Items, check_items, write_checklist
from services.intake.actions.signature import sign_form
from services.intake.actions.urgency import tell_review
from services.intake.notices.milestones import Milestone, tell_applicant
from services.intake.queries import case_for_update, files
from services.intake.rules import acting, cases, identity
from services.intake.rules.codes import hash_code, make_code
from services.intake.rules.files import TO_REVIEW
from services.intake.states import MOVES
from services.intake.tables import CaseFile, CheckRow, Complaint
from services.intake.tables.encrypted import warnings_of
from services.shared.errors import RuleBroken
from services.shared.files.scanner import Scan
from services.shared.rights.moves import advance
from services.shared.unit_of_work import Work


def forward(
    work: Work, case_no: str, version: int | None, *, items: Items, signature: str = ""
) -> tuple[Complaint, str | None]:
    """Step 5: the file is complete. Returns the complaint and, the first time, the tracking code in clear.

    ``signature``: what the applicant drew under the form, where no scan of the signed form was added.

    The code exists nowhere else but on the receipt: we keep its hash.

    Raises:
        RuleBroken: something is missing, a verdict does not fit, or there is no picture of the KTP.
    """
    complaint = case_for_update(work.session, case_no)
    kept = files(work.session, case_no)
    if not advance(MOVES, complaint, "forward", work.actor, work.now, version):
        return complaint, None
    check_items(work, complaint, items, kept, signature)
    rows = write_checklist(work, complaint, items)
    _check_complete(rows)
    _check_card(kept)
    acting.check_mandate((file.role for file in kept), represents=complaint.represented is not None)
    sign_form(work, complaint, signature)
    _begin_round(work, complaint)
    code, sent = _first_code(work, complaint), _sent(work, complaint, kept)
    post(work, CASE_FORWARDED, case_no, _body(work, complaint, rows, sent))
    tell_review(work, complaint)
    paper_moves.tell(work, case_no, complaint)
    again = f" (penerusan ke-{complaint.round})" if complaint.round > 1 else ""
    note = f"Berkas lengkap dan diteruskan kepada Kasi{again}"
    work.audit("forward", case_no, note, files=[str(file.id) for file in sent])
    tell_applicant(work, complaint, Milestone.RECEIVED, str(complaint.round), here=True)
    documents.store_receipt(work, complaint, sent, code)
    return complaint, code


def _begin_round(work: Work, complaint: Complaint) -> None:
    complaint.answer_by = complaint.deadline = _answer_by(work, complaint)
    complaint.round += 1
    complaint.missing, complaint.return_reason, complaint.returned_by = None, "", ""
    complaint.stage, complaint.stage_at, complaint.stage_note = Stage.VERIFICATION, work.now, ""


def _sent(work: Work, complaint: Complaint, kept: Sequence[CaseFile]) -> list[CaseFile]:
    """What the section head gets: the files of those who came, and the form on paper; from now on they stay."""
    sent = [file for file in kept if file.role in TO_REVIEW - {"form"} and file.scan != Scan.INFECTED]
    sent.append(documents.store_form(work, complaint))
    for file in sent:
        file.round = file.round or complaint.round
    return sent


def _check_complete(rows: Sequence[CheckRow]) -> None:
    fields = {f"items.{row.item}": ["Masih kurang."] for row in rows if row.verdict == "missing"}
    if fields:
        raise RuleBroken("Masih ada yang kurang: kembalikan dahulu kepada pemohon.", fields)


def _check_card(rows: Sequence[CaseFile]) -> None:
    if not any(file.role == "id_card" and file.scan != Scan.INFECTED for file in rows):
        message = "Unggah foto atau pindaian KTP, atau bukti diri yang dipakai, dahulu (syarat P2)."
        raise RuleBroken.at("items.identity", message)


def _answer_by(work: Work, complaint: Complaint) -> date:
    """The class's limit from the first forwarding on; later moved by the working days the case was away."""
    today = cases.local_day(work.now)
    if complaint.answer_by and complaint.returned_at:
        return cases.extended(complaint.answer_by, cases.local_day(complaint.returned_at), today, work.calendar)
    return work.calendar.deadline(_begins(work, complaint), work.office.classes[complaint.class_code])


def _begins(work: Work, complaint: Complaint) -> date:
    """The day from which limits count: of a complaint that lay on paper the day on which it was really received."""
    return cases.local_day(work.now if complaint.entered_at is None else complaint.received_at)


def _first_code(work: Work, complaint: Complaint) -> str | None:
    if complaint.tracking_hash is not None:
        return None
    code = make_code()
    complaint.tracking_hash, complaint.forwarded_at = hash_code(code), work.now
    return code


def _body(work: Work, complaint: Complaint, rows: Sequence[CheckRow], sent: Sequence[CaseFile]) -> dict[str, Any]:
    return {
        "round": complaint.round,
        "received_at": complaint.received_at,
        "deadline": complaint.answer_by,
        "clerk": complaint.clerk_name,
        "applicant": applicant_part(work, complaint),
        "complaint": _complaint(complaint),
        "completeness": [{n: getattr(row, n) for n in ("item", "label", "verdict", "note")} for row in rows],
        "files": [reference(file) for file in sent],
    } | _said_sometimes(work, complaint)


def _said_sometimes(work: Work, complaint: Complaint) -> dict[str, Any]:
    lapor = {"lapor_no": complaint.lapor_no} if complaint.lapor_no else {}
    return lapor | ({"counts_from": _begins(work, complaint)} if complaint.entered_at else {})


def applicant_part(work: Work, complaint: Complaint) -> dict[str, Any]:
    """The applicant as the section head gets to know them."""
    applicant = complaint.applicant
    assert applicant is not None
    names = ("name", "nik_masked", "address", "phone", "confidential")
    note = identity.described(applicant.identity_paper, applicant.identity_no, applicant.nik_note)
    part = {name: getattr(applicant, name) for name in names} | {
        "village": work.office.villages.get(applicant.village, applicant.village_other),
        "identity_note": " ".join([note, *warnings_of(work.service.vault, applicant)]).strip(),
    }
    other = complaint.represented
    of_other = ("name", "nik_masked", "relation", "paper")
    return part | ({"represented": {name: getattr(other, name) for name in of_other}} if other else {})


def _complaint(complaint: Complaint) -> dict[str, Any]:
    form, official = complaint.form, complaint.official
    assert form is not None
    names = ("title", "category", "story", "place", "request")
    of_official = ("name", "position", "address", "act", "statement")
    of_witness = ("name", "contact", "willing")
    of_person = ("kind", "unidentified", *of_official)
    return {name: getattr(form, name) for name in names} | {
        "occurred": cases.occurred(form.occurred_on, form.occurred_time),
        "class_code": complaint.class_code,
        "reported_official": official and {name: getattr(official, name) for name in of_official},
        "witnesses": [{name: getattr(one, name) for name in of_witness} for one in complaint.witnesses],
        "reported_persons": [{name: getattr(one, name) for name in of_person} for one in complaint.reported],
    }
