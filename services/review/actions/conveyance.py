"""Step 12a: what was said to the applicant is kept as a berita acara; the Camat may have said it himself."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from services.review.actions.documents import file_paper, note_file
from services.review.actions.ending import finish, usual_words
from services.review.actions.moving import step
from services.review.actions.signing import signed
from services.review.papers.conveyance import conveyance
from services.review.papers.parts import signer
from services.review.rules import dates
from services.review.rules.choices import WAYS_OF_TELLING
from services.review.rules.files import folder
from services.review.rules.path import add_step
from services.review.tables import Case, Decision, FollowUp
from services.shared.files.signature_pad import store_signature
from services.shared.rights.people import Role
from services.shared.unit_of_work import Work

TEAM = {"title": ["Tim Pengaduan Kecamatan,"], "rank": "", "nip": ""}


@step
def answer_in_person(
    work: Work,
    case: Case,
    *,
    answer: str,
    told_to: str,
    told_how: str,
    told_at: datetime | None,
    message: str,
    signature_applicant: str,
) -> None:
    """Step 12a: the Camat has told the applicant himself; his own record ends the case.

    ``answer`` is the office's record; the applicant reads ``message``, or the usual words of this end.
    """
    moment = dates.told_moment(told_at, case.received_at, work.now)
    case.path = add_step(case.path, "12a")
    noted = {"case_no": case.case_no, "step": "12a"} | signed(work, Role.CAMAT)
    reads = message or usual_words(case)
    row = FollowUp(told_at=moment, told_to=told_to, told_how=told_how, summary=reads, **noted)
    work.session.add_all([Decision(text=answer, **noted), row])
    file_record(work, case, row, signature_applicant)
    work.audit("answer_in_person", case.case_no, f"Disampaikan sendiri oleh Camat (12a): {answer}")
    finish(work, case, message=reads, summary=answer, told_at=moment, told_how=WAYS_OF_TELLING[told_how])


def file_record(work: Work, case: Case, row: FollowUp, drawn: str) -> None:
    """The berita acara of what was told, with the signature that the applicant drew, if any; raises RuleBroken."""
    picture = _keep_signature(work, case, drawn)
    paper = conveyance(work.office, case, row, _by(work, row), picture)
    file_paper(work, case, "follow_up_sheet", "Berita acara penyampaian", paper, identifying=True)


def _by(work: Work, row: FollowUp) -> dict[str, Any]:
    """The signature block of who told it: the Camat, or a member of the team."""
    if Role.TEAM in work.actor.roles and Role.CAMAT not in work.actor.roles:
        return TEAM | {"name": row.by_name}
    return signer(work.office, "camat", row.by_name, row.acting)


def _keep_signature(work: Work, case: Case, drawn: str) -> bytes | None:
    place = work.service.settings.documents_bucket, folder(case.case_no)
    stored = store_signature(work.service, *place, drawn, "signature_applicant")
    if stored is None:
        return None
    note_file(work, case, "review", "signature", "Tanda tangan pemohon.png", stored, identifying=case.confidential)
    return work.service.store.read(stored)
