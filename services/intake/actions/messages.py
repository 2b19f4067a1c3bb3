"""What messages from review and registry do to a complaint (steps 6 to 16, the end, the archive).

A message that comes late, or when the complaint has ended meanwhile, changes nothing; the trail says that it came.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from services.handoffs.endings import Ending, ending_of, words_of
from services.handoffs.envelope import Envelope
from services.handoffs.evidence_ref import as_kept
from services.handoffs.outcomes import STAGE_LABELS, Outcome, Stage
from services.intake.actions import dossier, handover, invitations
from services.intake.actions.completeness import wait_for_applicant
from services.intake.actions.withdrawing import LAPSED
from services.intake.notices.milestones import Milestone, tell_applicant, tell_desk, tell_end
from services.intake.notices.urgency import no_more
from services.intake.queries import case_for_update
from services.intake.queries.words import note_words
from services.intake.rules import cases
from services.intake.states import CLOSED, MOVES, State
from services.intake.tables import CaseFile, Complaint
from services.shared.rights.moves import advance
from services.shared.unit_of_work import Work

DECIDED = frozenset({Stage.LETTER, Stage.FOLLOW_UP})  # the Camat's decision of step 12 leads to one of them
# The applicant took the case back, or confirmed the receipt of the letter: such an end is known, any other is not.
KNOWN_ENDS = {State.WITHDRAWAL_REQUESTED: Ending.WITHDRAWN, State.CLOSED_RESOLVED: Ending.RESOLVED}


def take_back(work: Work, envelope: Envelope, body: dict[str, Any]) -> None:
    """Step 6-7, the 'no' side: the section head wants the applicant to complete the file."""
    complaint = case_for_update(work.session, envelope.case_no)
    if not _can(complaint, "take_back"):
        return
    advance(MOVES, complaint, "take_back", work.actor, work.now, None)
    wait_for_applicant(work, complaint, body["missing"], reason=body["reason"], returned_by=body["returned_by"])
    complaint.returned_at = body["returned_at"]
    work.audit("take_back", envelope.case_no, f"Dikembalikan {body['returned_by']} untuk dilengkapi: {body['reason']}")
    tell_applicant(work, complaint, Milestone.INCOMPLETE, body["returned_at"].isoformat())
    tell_desk(work, complaint, "Berkas {no} dikembalikan Kasi untuk dilengkapi pemohon")


def progress(work: Work, envelope: Envelope, body: dict[str, Any]) -> None:
    """Steps 6 to 14: the case has come to another stage; the answer may be due on another day."""
    complaint = case_for_update(work.session, envelope.case_no, bare=True)
    if complaint.state in CLOSED:
        return
    _recall_letter(work, complaint, body)
    _hide_identity(work, complaint, body)
    decided = complaint.stage not in DECIDED and body["stage"] in DECIDED
    complaint.stage, complaint.stage_at, complaint.stage_note = body["stage"], body["at"], body["note"]
    _set_due(complaint, body["deadline"])
    work.audit("progress", envelope.case_no, STAGE_LABELS[Stage(body["stage"])])
    if decided:
        tell_applicant(work, complaint, Milestone.DECIDED, body["at"].isoformat())


def _hide_identity(work: Work, complaint: Complaint, body: dict[str, Any]) -> None:
    """Step 7: the section head found that the applicant must be protected; lists, search, prints and export follow."""
    applicant = complaint.applicant
    if applicant is None or applicant.confidential or not body.get("confidential"):
        return
    applicant.confidential = True
    village = work.office.villages.get(applicant.village, applicant.village_other)
    note_words(work.session, complaint, village, applicant.name, confidential=True)
    work.audit("hide_identity", complaint.case_no, "Identitas pemohon dirahasiakan atas penilaian Kasi")


def _recall_letter(work: Work, complaint: Complaint, body: dict[str, Any]) -> None:
    """Step 12 again: the Camat withdrew the decision after the letter was ready; it is not handed out any more."""
    if not _can(complaint, "recall_letter") or body["stage"] == Stage.LETTER:
        return
    if complaint.letter_ready_at and body["at"] <= complaint.letter_ready_at:
        return  # said before the letter was ready, and only late to arrive
    advance(MOVES, complaint, "recall_letter", work.actor, work.now, None)
    number, complaint.letter_number = complaint.letter_number, ""
    complaint.letter_id = complaint.letter_file = complaint.letter_ready_at = complaint.letter_until = None
    complaint.deadline = complaint.answer_by
    work.audit("recall_letter", complaint.case_no, f"Surat nomor {number} tidak jadi diserahkan")


def _set_due(complaint: Complaint, deadline: date | None) -> None:
    """The day by which the applicant is answered; while review has the case it is the desk's deadline, too."""
    if deadline:
        complaint.answer_by = deadline
        if complaint.state == State.FORWARDED:
            complaint.deadline = deadline


def _note_letter(work: Work, complaint: Complaint, body: dict[str, Any]) -> None:
    complaint.letter_id, complaint.letter_number = body["letter_id"], body["number"]
    complaint.letter_dated, complaint.letter_kind = body["dated"], body["letter_kind"]
    complaint.letter_subject = body["subject"]
    complaint.letter_file = _keep_letter(work, complaint, body["file"])


def letter_ready(work: Work, envelope: Envelope, body: dict[str, Any]) -> None:
    """Step 16 is done: the letter waits at the desk for the applicant, for ``limits.handover``."""
    complaint = case_for_update(work.session, envelope.case_no)
    if not _can(complaint, "letter_ready"):
        return
    advance(MOVES, complaint, "letter_ready", work.actor, work.now, None)
    _note_letter(work, complaint, body)
    complaint.letter_ready_at = datetime.fromisoformat(envelope.sent_at)
    complaint.deadline = work.calendar.deadline(cases.local_day(work.now), work.office.limits["handover"])
    work.audit("letter_ready", complaint.case_no, f"Surat nomor {body['number']} siap diserahkan di loket")
    tell_applicant(work, complaint, Milestone.LETTER_READY, str(body["letter_id"]))
    tell_desk(work, complaint, "Surat untuk {no} siap diserahkan")


def _keep_letter(work: Work, complaint: Complaint, ref: dict[str, Any]) -> uuid.UUID:
    if work.session.get(CaseFile, ref["id"]) is None:
        work.session.add(CaseFile(case_no=complaint.case_no, **as_kept(ref) | {"role": "letter"}))
    return uuid.UUID(str(ref["id"]))


def end(work: Work, envelope: Envelope, body: dict[str, Any]) -> None:
    """Review ended the case: its word on the outcome is the last one; our dossier part goes to the archive."""
    complaint = case_for_update(work.session, envelope.case_no)
    outcome, known = Outcome(body["outcome"]), KNOWN_ENDS.get(State(complaint.state))
    if complaint.dossier_at is not None or not _can(complaint, f"end_{outcome}"):
        return
    advance(MOVES, complaint, f"end_{outcome}", work.actor, work.now, None)
    ended = {name: body[name] for name in ("message", "branch", "ended_at")}
    dossier.close(complaint, outcome, **ended)
    ending = words_of(outcome, body["branch"]).label
    work.audit("end", envelope.case_no, f"Pengaduan berakhir: {ending}", branch=body["branch"])
    no_more(work, complaint)
    invitations.drop(work, complaint)
    taken = handover.crossed(work, complaint)  # then nobody is told that the letter still waits
    if not taken and (known != ending_of(outcome, body["branch"]) or complaint.withdraw_reason == LAPSED):
        tell_end(work, complaint)
    dossier.post_dossier(work, complaint)


def amend(work: Work, envelope: Envelope, body: dict[str, Any]) -> None:
    """After the end: what the applicant was told is completed, such as by the number of a report to the law (12d)."""
    complaint = case_for_update(work.session, envelope.case_no, bare=True)
    if complaint.outcome is None or complaint.outcome_message == body["message"]:
        return
    complaint.outcome_message = body["message"]
    work.audit("amend", envelope.case_no, "Keterangan akhir dilengkapi oleh bagian penanganan")
    tell_applicant(work, complaint, Milestone.AMENDED, body["at"].isoformat())


def archived(work: Work, envelope: Envelope, body: dict[str, Any]) -> None:
    """The registry has the whole case in the archive."""
    complaint = case_for_update(work.session, envelope.case_no, bare=True)
    complaint.archive_no, complaint.archived_at = body["archive_no"], body["archived_at"]
    work.audit("archived", envelope.case_no, f"Seluruh berkas diarsipkan dengan nomor {body['archive_no']}")


def _can(complaint: Complaint, verb: str) -> bool:
    return MOVES.find(State(complaint.state), verb) is not None


def evidence_handed(work: Work, envelope: Envelope, body: dict[str, Any]) -> None:
    """Step 12d: law enforcement has a copy of these files; a line of where each has been."""
    ids = [str(one) for one in body["files"]]
    words = f"Salinan bukti diserahkan kepada {body['unit']} ({body['number']})"
    work.audit("evidence_handed", envelope.case_no, words, files=ids)
