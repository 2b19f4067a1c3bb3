"""A complaint ends because its applicant took it back, or never completed it (UU 25/2009 article 44). Timed."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from services.handoffs.endings import words_of
from services.handoffs.intake_to_registry import CASE_ENDED_AT_DESK
from services.handoffs.intake_to_review import WITHDRAWAL_REQUESTED
from services.handoffs.outbox import post
from services.handoffs.outcomes import Outcome
from services.intake.actions import dossier
from services.intake.notices.milestones import tell_end
from services.intake.notices.urgency import no_more
from services.intake.notices.withdrawals import ask_for_confirmation, settled
from services.intake.queries import case_for_update, withdrawal
from services.intake.rules import cases, nik
from services.intake.rules.withdrawal import TOLD_HOW
from services.intake.states import MOVES, WITHDRAWABLE, State
from services.intake.tables import Complaint, Withdrawal
from services.intake.tables.encrypted import read_draft
from services.shared.encryption.vault import Unreadable
from services.shared.jobs.rows import at_most, each
from services.shared.rights.moves import advance
from services.shared.unit_of_work import Work

LAPSED = "Batas waktu melengkapi berkas sudah lewat, sehingga pengaduan dianggap dicabut."
AT_DESK = "Di loket"
AT_ONCE = 200  # complaints in one run of a timer
_IN_BOOK = ("outcome", "branch", "received_at", "ended_at", "class_code")  # of the complaint, as it is


def end_due(work: Work) -> str:
    """Timed job: every withdrawal that can be taken back no more takes effect, or waits for the section head."""
    due = withdrawal.due(work.session, cases.local_day(work.now), at_most(work, AT_ONCE))
    done = each(work, due, str, lambda case_no: take_effect(work, case_no))
    return f"{sum(done)} pencabutan berlaku, {len(done) - sum(done)} menunggu atau tidak diperlukan lagi"


def take_effect(work: Work, case_no: str) -> bool:
    """The time for objections has passed. False: it waits for the section head, or the complaint ended before."""
    complaint = case_for_update(work.session, case_no)
    if (row := withdrawal.waiting(work.session, case_no)) is None:
        return False
    withdrawable = complaint.state in WITHDRAWABLE
    if withdrawable and row.confirmed_at is None and withdrawal.needs_confirmation(work.session, complaint, row):
        ask_for_confirmation(work, complaint, row)
        return False
    row.settled, row.settled_at = "effective" if withdrawable else "overtaken", work.now
    settled(work, row)
    if withdrawable:
        _end(work, complaint, row)
    return withdrawable


def _end(work: Work, complaint: Complaint, row: Withdrawal) -> None:
    """At once where the section head never had it, otherwise by way of review."""
    known_to_review = complaint.round > 0
    advance(MOVES, complaint, "request_withdrawal" if known_to_review else "withdrawn", work.actor, work.now, None)
    complaint.withdraw_reason = row.reason
    told_how = TOLD_HOW.get(row.way, AT_DESK)
    if known_to_review:
        work.audit("request_withdrawal", complaint.case_no, "Pencabutan berlaku; Kasi mengakhiri penanganan")
        _tell_review(work, complaint, row.reason, told_how)
    else:
        work.audit("withdrawn", complaint.case_no, "Pencabutan berlaku; pengaduan berakhir di loket")
        summary = f"Dicabut oleh pemohon: {row.reason}"
        _end_at_desk(work, complaint, summary, _branch(complaint, "withdrawn"), told_how)


def expire(work: Work, complaint: Complaint) -> None:
    """Timed: the applicant did not complete the file in time; it counts as withdrawn."""
    known_to_review = complaint.round > 0
    advance(MOVES, complaint, "request_withdrawal" if known_to_review else "expire", work.actor, work.now, None)
    complaint.withdraw_reason = LAPSED
    work.audit("expire", complaint.case_no, LAPSED)
    if known_to_review:
        _tell_review(work, complaint, LAPSED, AT_DESK)
    else:
        _end_at_desk(work, complaint, LAPSED, _branch(complaint, "lapsed"), "")
        tell_end(work, complaint)


def expire_all(work: Work) -> str:
    """Timed job: every file that has waited longer than ``limits.completion`` lapses, where ``completion.lapse``."""
    if not work.office.completion.lapse:
        return "tidak dijalankan: completion.lapse mati"
    statement = (
        select(Complaint)
        .where(Complaint.state == State.AWAITING_COMPLETION, Complaint.deadline < cases.local_day(work.now))
        .order_by(Complaint.deadline, Complaint.case_no)
        .limit(at_most(work, AT_ONCE))
        .with_for_update(of=Complaint, skip_locked=True)
    )
    due = work.session.execute(statement).unique().scalars().all()
    done = each(work, due, lambda complaint: complaint.case_no, lambda complaint: expire(work, complaint))
    return f"{len(done)} berkas lewat batas waktu"


def _tell_review(work: Work, complaint: Complaint, reason: str, told_how: str) -> None:
    complaint.deadline = None
    body = {"reason": reason, "requested_at": work.now, "told_how": told_how, "lapsed": reason == LAPSED}
    post(work, WITHDRAWAL_REQUESTED, complaint.case_no, body)


def _branch(complaint: Complaint, how: str) -> str:
    return f"{'3' if complaint.form is None else '4'}>{how}"


def _end_at_desk(work: Work, complaint: Complaint, summary: str, branch: str, told_how: str) -> None:
    """``told_how`` is empty where nobody told the applicant yet."""
    message = words_of(Outcome.WITHDRAWN, branch).meaning
    dossier.close(complaint, Outcome.WITHDRAWN, message=message, branch=branch, ended_at=work.now)
    no_more(work, complaint)
    post(work, CASE_ENDED_AT_DESK, complaint.case_no, _register_entry(work, complaint, summary, told_how))
    dossier.post_dossier(work, complaint)


def _register_entry(work: Work, complaint: Complaint, summary: str, told_how: str) -> dict[str, Any]:
    return {
        **{name: getattr(complaint, name) for name in _IN_BOOK},
        **_applicant(work, complaint),
        "category": complaint.form.category if complaint.form else "other",
        "title": complaint.form.title if complaint.form else complaint.purpose,
        "summary": summary,
        "officer": complaint.clerk_name,
        "told_at": work.now if told_how else None,
        "told_how": told_how,
        "parts": ["intake"],
    } | ({"lapor_no": complaint.lapor_no} if complaint.lapor_no else {})


def _applicant(work: Work, complaint: Complaint) -> dict[str, Any]:
    """Who withdrew: by the form, or by as much of it as was typed."""
    person = complaint.applicant
    if person is not None:
        hidden = person.confidential
        return {
            "applicant_name": cases.HIDDEN_NAME if hidden else person.name,
            "nik_masked": "*" * 16 if hidden else person.nik_masked,
            "village": work.office.villages.get(person.village, person.village_other),
            "confidential": hidden,
        }
    try:
        typed = read_draft(work.service.vault, complaint).get("applicant") or {}
    except Unreadable:  # its key is lost: nobody knows who it was, nor whether that may be told
        typed = {"confidential": "true"}
    hidden = str(typed.get("confidential", "")).lower() == "true"
    return {
        "applicant_name": cases.HIDDEN_NAME if hidden else typed.get("name") or "Tidak dicatat",
        "nik_masked": "*" * 16 if hidden else nik.mask(nik.clean(str(typed.get("nik", "")))),
        "village": work.office.villages.get(str(typed.get("village", "")), ""),
        "confidential": hidden,
    }
