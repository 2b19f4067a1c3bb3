"""Papers of a case: laid out when their step is done, stored, and noted as files, so that they exist at the end.

The object is put before the transaction commits; if that fails, an object without a row is harmless.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from services.review import papers
from services.review.actions.signing import signed
from services.review.places import folder
from services.review.queries.cases import entries, members
from services.review.tables import (
    Case,
    CaseFile,
    Coordination,
    Decision,
    Disposition,
    FollowUp,
    Meeting,
    Report,
    Verification,
    Visit,
)
from services.shared.rights.people import Role
from services.shared.storage.object_store import StoredObject
from services.shared.unit_of_work import Work


def file_verification(work: Work, case: Case, row: Verification) -> None:
    """Steps 6-7: the verification sheet."""
    pdf = papers.verification(work.office, case, row)
    _keep(work, case, "verification", f"Lembar verifikasi {case.case_no}", pdf, identifying=True)


def file_refusal(work: Work, case: Case, row: Verification) -> None:
    """Step 7, the 'no' side: the notice for the applicant."""
    _keep(
        work, case, "refusal", f"Pemberitahuan {case.case_no}", papers.refusal(work.office, case, row), identifying=True
    )


def file_invitation(work: Work, case: Case, row: Meeting) -> None:
    """Step 8b: the invitation to the meeting."""
    pdf = papers.invitation(work.office, case, row)
    _keep(work, case, "invitation", f"Undangan tatap muka {case.case_no}", pdf, identifying=True)


def file_minutes(work: Work, case: Case, row: Meeting, drawn: Mapping[str, StoredObject]) -> None:
    """Step 8b: the minutes (berita acara); ``drawn`` are the signatures of ``applicant`` and ``camat``, where drawn."""
    acting = signed(work, Role.CAMAT)["acting"]
    camat = papers.signer(work.office, "camat", work.actor.name, acting)
    pictures = {who: work.service.store.read(stored) for who, stored in drawn.items()}
    pdf = papers.minutes(work.office, case, row, camat, pictures)
    _keep(work, case, "minutes", f"Berita acara {case.case_no}", pdf, identifying=True)


def file_disposition(work: Work, case: Case, row: Disposition) -> None:
    """Step 8c: the disposition sheet."""
    pdf = papers.disposition(work.office, case, row)
    _keep(work, case, "disposition", f"Lembar disposisi {case.case_no}", pdf)


def file_request(work: Work, case: Case, row: Coordination) -> None:
    """Step 10: the letter of request to the partner, for the Camat's hand and the office's number."""
    name = f"Surat permohonan {row.partner_name} {case.case_no}"
    _keep(work, case, "request", name, papers.request(work.office, case, row))


def file_report(work: Work, case: Case, row: Report, coordinations: Sequence[Coordination]) -> None:
    """Step 11: the team report, with the hash of its frozen content."""
    team = [member.name for member in members(work.session, case.case_no)]
    visits = entries(work.session, Visit, case.case_no)
    pdf = papers.report(work.office, case, row, coordinations, team, visits)
    _keep(work, case, "report", f"Laporan tim {row.number} {case.case_no}", pdf)


def file_follow_up(work: Work, case: Case, row: FollowUp, decision: Decision | None = None) -> None:
    """Steps 8a and 13: the record of what the applicant was told."""
    pdf = papers.follow_up(work.office, case, row, decision)
    _keep(work, case, "follow_up_sheet", f"Catatan penyampaian {case.case_no}", pdf, identifying=True)


def _keep(work: Work, case: Case, role: str, name: str, pdf: bytes, *, identifying: bool = False) -> None:
    """Store a paper. ``identifying``: it names the applicant, and is hidden where the identity is confidential."""
    bucket = work.service.settings.documents_bucket
    stored = work.service.store.put_bytes(bucket, folder(case.case_no), pdf, "application/pdf")
    work.session.add(
        CaseFile(
            case_no=case.case_no,
            origin="paper",
            role=role,
            name=f"{name}.pdf",
            added_at=work.now,
            added_by=work.actor.name,
            identifying=identifying and case.confidential,
            **stored.as_dict(),
        )
    )
