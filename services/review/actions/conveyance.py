"""Steps 8a, 12a, 13: what was said to the applicant is kept as a berita acara; of 12a the Camat may have said it."""

from __future__ import annotations

from typing import Any

from services.review.actions.documents import file_paper, keep_signature
from services.review.actions.ending import finish, usual_words
from services.review.actions.moving import step
from services.review.actions.signing import signed
from services.review.papers.conveyance import conveyance
from services.review.papers.parts import signer
from services.review.rules import dates
from services.review.rules.choices import WAYS_OF_TELLING
from services.review.rules.path import add_step
from services.review.tables import Case, Decision, FollowUp, Letter
from services.shared.rights.people import Role
from services.shared.unit_of_work import Work

TEAM = {"title": ["Tim Pengaduan Kecamatan,"], "rank": "", "nip": ""}


@step
def answer_in_person(
    work: Work, case: Case, *, answer: str, message: str, signature_applicant: str, **told: Any
) -> None:
    """Step 12a: the Camat has told the applicant himself; his own record ends the case.

    ``answer`` is the office's record; the applicant reads ``message``, or the usual words of this end. ``told`` is
    ``told_to``, ``told_how`` and ``told_at``.
    """
    row = note_told(work, case, "12a", answer, summary=message, **told)
    file_record(work, case, row, signature_applicant)
    work.audit("answer_in_person", case.case_no, f"Disampaikan sendiri oleh Camat (12a): {answer}")
    end_told(work, case, row, answer)


def note_told(work: Work, case: Case, number: str, record: str, **told: Any) -> FollowUp:
    """Steps 8a and 12a: the Camat's own ``record``, and what the applicant was told.

    ``told`` is ``told_at``, ``told_to``, ``told_how`` and ``summary``: what he reads, or empty for the usual words.
    """
    told["told_at"] = dates.told_moment(told["told_at"], case.received_at, work.now)
    case.path = add_step(case.path, number)
    noted = {"case_no": case.case_no, "step": number} | signed(work, Role.CAMAT)
    row = FollowUp(**told | {"summary": told["summary"] or usual_words(case)}, **noted)
    work.session.add_all([Decision(text=record, **noted), row])
    return row


def end_told(work: Work, case: Case, row: FollowUp, record: str) -> None:
    """The case ends with what the Camat has told the applicant; the register book says his ``record``."""
    how = WAYS_OF_TELLING[row.told_how]
    finish(work, case, message=row.summary, summary=record, told_at=row.told_at, told_how=how)


def file_record(
    work: Work,
    case: Case,
    row: FollowUp,
    drawn: str,
    decision: Decision | None = None,
    letter: Letter | None = None,
) -> None:
    """The berita acara of what was told, with the signature that the applicant drew, if any; raises RuleBroken."""
    picture = _keep_signature(work, case, drawn)
    paper = conveyance(work.office, case, row, _by(work, row), picture, decision, letter)
    file_paper(work, case, "follow_up_sheet", "Berita acara penyampaian tanggapan", paper, identifying=True)


def _by(work: Work, row: FollowUp) -> dict[str, Any]:
    """The signature block of who told it: the Camat, or a member of the team."""
    if Role.TEAM in work.actor.roles and Role.CAMAT not in work.actor.roles:
        return TEAM | {"name": row.by_name}
    return signer(work.office, "camat", row.by_name, row.acting)


def _keep_signature(work: Work, case: Case, drawn: str) -> bytes | None:
    kept = keep_signature(work, case, "Tanda tangan pemohon", drawn, "signature_applicant", identifying=True)
    return work.service.store.read(kept.stored) if kept else None
