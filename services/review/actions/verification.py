"""Steps 6 and 7: the section head verifies, and reports to the Camat, returns the file, or declines.

Cases that belong to one another are linked.
"""

from __future__ import annotations

from typing import Any

from services.handoffs.outbox import post
from services.handoffs.review_to_intake import CASE_RETURNED
from services.review.actions import deadlines
from services.review.actions.documents import file_paper
from services.review.actions.ending import cancel_letters, check_unsigned
from services.review.actions.indexing import note_words
from services.review.actions.letters import request_letter
from services.review.actions.moving import step, tell_stage
from services.review.actions.signing import signed
from services.review.papers.verification import verification
from services.review.queries.cases import entries
from services.review.rules import dates
from services.review.rules.choices import check_known
from services.review.rules.path import add_step
from services.review.rules.verification import check_conflict_note, check_verdict, may_take_back
from services.review.tables import Case, Consultation, Link, Verification
from services.shared.errors import Forbidden, RuleBroken
from services.shared.rights.conflicts import roles_in
from services.shared.rights.people import Role
from services.shared.unit_of_work import Work

_SIGNED = "Surat penolakan sudah ditandatangani; usulan ini tidak dapat ditarik lagi."
SHEET, REFUSED, REFUSAL, INCOMPLETE = "Lembar verifikasi", "7", "refusal", "incomplete"


@step
def report_to_camat(
    work: Work,
    case: Case,
    *,
    class_code: str,
    urgency: str,
    confidential: bool,
    analysis: str,
    question: str,
    notes: dict[str, str],
    **ticks: bool,
) -> None:
    """Step 7: identity clear, substance accurate and relevant; with the analysis, and with what the Camat is asked."""
    check_verdict(ticks)
    check_conflict_note(ticks, notes)
    check_known("class_code", [class_code], work.office.classes)
    deadlines.reclassify(work, case, class_code)
    case.urgency = urgency
    _keep_secret(work, case, confidential)
    deadlines.set_due(work, case)
    given = {item: note for item, note in notes.items() if note}
    row = note_verdict(work, case, "reported", Role.SECTION_HEAD, analysis=analysis, notes=given, **ticks)
    file_paper(work, case, "verification", SHEET, verification(work.office, case, row, question), identifying=True)
    _ask_camat(work, case, question)
    work.audit("report_to_camat", case.case_no, "Lolos verifikasi dan dilaporkan kepada Camat", class_code=class_code)
    tell_stage(work, case, "Pengaduan Anda lolos verifikasi dan sedang dipelajari Camat.")


def _ask_camat(work: Work, case: Case, question: str) -> None:
    """The question that the report carries; the bell of the report rings for it."""
    if question:
        asked = {"kind": "question", "role": Role.SECTION_HEAD, "text": question}
        work.session.add(Consultation(case_no=case.case_no, **asked, **signed(work, Role.SECTION_HEAD)))


def _keep_secret(work: Work, case: Case, wanted: bool) -> None:
    """The section head may hide an identity that the desk did not; what the applicant asked for is never lifted."""
    if wanted and not case.confidential:
        case.confidential = True
        note_words(case)
        work.audit("hide_identity", case.case_no, "Identitas pemohon dirahasiakan atas penilaian Kasi")


@step
def ask_clarification(work: Work, case: Case, *, missing: list[str], reason: str, with_letter: bool) -> None:
    """Step 6, the 'no' side: the file goes back to the desk with what is missing; the clock stands still.

    The applicant is told at once by the own channel; ``with_letter`` also by a letter of the office.
    """
    case.path = add_step(case.path, "6-return")
    note_verdict(work, case, "returned", analysis=reason, missing=missing)
    work.audit("ask_clarification", case.case_no, f"Dikembalikan ke loket untuk dilengkapi: {reason}")
    body = {"missing": missing, "reason": reason, "returned_by": work.actor.name, "returned_at": work.now}
    post(work, CASE_RETURNED, case.case_no, body)
    if with_letter:
        _write_what_is_missing(work, case, missing, reason)


def _write_what_is_missing(work: Work, case: Case, missing: list[str], reason: str) -> None:
    listed = "\n".join(f"{number}. {what.rstrip('.;')}" for number, what in enumerate(missing, start=1))
    until = work.calendar.deadline(dates.today(work.now), work.office.limits["completion"])
    request_letter(work, case, "6", INCOMPLETE, f"{listed}\n\n{reason}", proposed=True, answer_by=until)


@step
def decline(work: Work, case: Case, *, reason: str, told_how: str) -> None:
    """Step 7, the 'no' side: proposed with a written reason; the office's letter says it, once it is signed.

    The case ends when the applicant has that letter (17). Until it is signed, the proposal can be taken back.
    """
    case.path = add_step(case.path, "7-no")
    row = note_verdict(work, case, "declined", analysis=reason, told_how=told_how)
    file_paper(work, case, "verification", SHEET, verification(work.office, case, row), identifying=True)
    request_letter(work, case, REFUSED, REFUSAL, reason, proposed=True)
    work.audit("decline", case.case_no, f"Penolakan diusulkan: {reason}")
    tell_stage(work, case, "Pengaduan Anda sudah diverifikasi. Hasilnya diberitahukan dengan surat dari kantor kami.")


@step
def withdraw_refusal(work: Work, case: Case, *, reason: str) -> None:
    """Step 7 again: the proposal to decline is taken back, by the section head, or by the Camat who does not share it.

    Raises:
        Forbidden: the Camat declined himself. RuleBroken: the letter is signed already.
    """
    found = (row.result for row in entries(work.session, Verification, case.case_no))
    if not may_take_back(found, roles_in(case.stood_in, work.actor, case.kept_from)):
        raise Forbidden("Penolakan ini keputusan Camat; hanya Camat yang dapat menariknya.")
    check_unsigned(work, case, _SIGNED, step=REFUSED)
    case.path, case.returned_at = case.path[:-1], work.now
    cancel_letters(work, case, f"Penolakan ditarik: {reason}")
    work.audit("withdraw_refusal", case.case_no, f"Usulan penolakan ditarik: {reason}")
    tell_stage(work, case, "Pengaduan Anda diperiksa kembali.")


def note_verdict(work: Work, case: Case, result: str, by: Role = Role.SECTION_HEAD, **facts: Any) -> Verification:
    """Write down what section head or Camat found (6 and 7)."""
    row = Verification(
        case_no=case.case_no,
        round=case.round,
        result=result,
        confidential=case.confidential,
        class_code=case.class_code,
        urgency=case.urgency,
        **{"notes": {}, "missing": []} | facts,
        **signed(work, by),
    )
    work.session.add(row)
    return row


@step
def link_case(work: Work, case: Case, *, other_no: str, note: str) -> None:
    """Step 6: another case belongs to this one (the same quarrel, a complaint made anew after its end).

    Raises:
        RuleBroken: no such case, it is this one, or it is not this person's to see.
    """
    other = work.session.get(Case, other_no)
    if other is None or other is case:
        text = "Nomor pengaduan ini tidak ada, atau nomor pengaduan ini sendiri."
        raise RuleBroken(text, {"other_no": [text]})
    if other_no not in [row.other_no for row in entries(work.session, Link, case.case_no)]:
        work.session.add(Link(case_no=case.case_no, other_no=other_no, note=note, **signed(work, Role.SECTION_HEAD)))
    work.audit("link_case", case.case_no, f"Dikaitkan dengan pengaduan {other_no}: {note}")
