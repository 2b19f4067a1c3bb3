"""What messages do to a case: it comes, comes back completed, is withdrawn, is archived (steps 5, 6, and the end)."""

from __future__ import annotations

from datetime import date
from typing import Any

from services.review.actions import deadlines
from services.review.actions.indexing import note_words
from services.review.actions.letters import stop_letters
from services.review.actions.moving import move, tell_stage
from services.review.actions.standing import OTHERS, note_facts, settle
from services.review.queries.cases import case_for_update, files, known_case
from services.review.rules.files import IDENTIFYING_ROLES
from services.review.rules.reported import keys_of, persons_of
from services.review.states import State
from services.review.tables import Case, CaseFile
from services.shared.rights.conflicts import named
from services.shared.unit_of_work import Work

CORRECTED = {
    "name": "applicant_name", "nik_masked": "nik_masked", "village": "village", "address": "address", "phone": "phone",
    "identity_note": "identity_note",
}  # fmt: skip


def receive(work: Work, case_no: str, body: dict[str, Any], forwarded_on: date) -> Case:
    """Step 5 to 6: the front desk forwards a case, for the first time or completed after a return."""
    case = case_for_update(work.session, case_no)
    if case is None:
        return _receive_new(work, case_no, body, forwarded_on)
    if case.state == State.RETURNED_TO_DESK:
        _receive_completed(work, case, body)
    return case  # in any other state it has ended meanwhile, or was received already


def _receive_new(work: Work, case_no: str, body: dict[str, Any], forwarded_on: date) -> Case:
    case = Case(case_no=case_no, state=State.SECTION_HEAD_REVIEW, deadline=body["deadline"], **_facts(body))
    case.moved_at = case.entered_at = work.now
    note_words(case)
    deadlines.start(work, case, body.get("counts_from", forwarded_on))
    work.session.add(case)
    _bar_named(work, case, body["complaint"])
    _take_files(work, case, body)
    work.audit("receive", case_no, "Berkas diterima dari loket untuk diverifikasi")
    tell_stage(work, case, "Berkas Anda sedang diverifikasi oleh kepala seksi.")
    return case


def _receive_completed(work: Work, case: Case, body: dict[str, Any]) -> None:
    """Step 6 again: the file is complete; the promised day moves by the days of waiting, verification starts anew."""
    for name, value in _facts(body).items():
        setattr(case, name, value)
    note_words(case)
    _bar_named(work, case, body["complaint"])
    move(work, case, "receive_completed")
    stop_letters(work, case, {"incomplete"}, "Berkas sudah dilengkapi sebelum surat ini ditandatangani.")
    _take_files(work, case, body)
    work.audit("receive_completed", case.case_no, f"Berkas sudah dilengkapi pemohon (penerimaan ke-{case.round})")
    tell_stage(work, case, "Berkas yang Anda lengkapi sedang diverifikasi kembali.")


def _bar_named(work: Work, case: Case, complaint: dict[str, Any]) -> None:
    """Whom the reported persons mean is barred: the desk said so before, but for one of before it told us."""
    if "reported_persons" not in complaint:
        by = {"bars": True, "why": "Namanya tertulis sebagai terlapor", "noted_by": work.actor.username}
        parties = [party for one in case.reported_persons if (party := named(one["name"]))]
        facts = [by | {"party": party, "since": work.now, "ended_at": None} for party in parties]
        note_facts(work, case.case_no, facts, *OTHERS)
    settle(work, case)


def _facts(body: dict[str, Any]) -> dict[str, Any]:
    """The message's body as columns of the case."""
    applicant, complaint = dict(body["applicant"]), dict(body["complaint"])
    applicant["applicant_name"] = applicant.pop("name")
    applicant.setdefault("represented", {})
    facts = {name: body[name] for name in ("round", "received_at", "clerk", "completeness")}
    complaint.setdefault("witnesses", [])
    complaint["reported_persons"] = persons = persons_of(complaint)
    facts["reported_keys"] = keys = keys_of(persons)
    facts["official_key"] = keys[0] if keys else ""
    return facts | applicant | complaint | {"lapor_no": body.get("lapor_no", "")}


def _take_files(work: Work, case: Case, body: dict[str, Any]) -> None:
    """Note the desk's files; those of an earlier round are there already."""
    work.session.flush()
    known = {file.id for file in files(work.session, case.case_no)}
    for ref in body["files"]:
        if ref["id"] not in known:
            shows = ref["role"] in IDENTIFYING_ROLES
            work.session.add(CaseFile(case_no=case.case_no, origin="intake", identifying=shows, **ref))


def correct_applicant(work: Work, case_no: str, body: dict[str, Any]) -> None:
    """The desk corrected the applicant's data at the applicant's request, also after the end (UU 27/2022).

    That the identity is hidden stays: the section head may have decided it since.

    Raises:
        Missing: review never had this case.
    """
    case = known_case(work.session, case_no)
    given = dict(body["applicant"])
    for name, column in CORRECTED.items():
        setattr(case, column, given[name])
    case.represented = given.get("represented", case.represented)
    note_words(case)
    work.audit("correct_applicant", case_no, "Data pemohon diperbaiki di loket", changed=body["fields_changed"])
