"""How the desk keeps files: their words, and who hears of one that is quarantined, missing or changed."""

from __future__ import annotations

from services.intake.rules.cases import local_day
from services.intake.rules.files import LABELS, UPLOADS
from services.intake.tables import CaseFile
from services.shared.files.custody import Custody
from services.shared.notices.posting import post, role
from services.shared.rights.people import Role
from services.shared.unit_of_work import Work


def _tell(work: Work, file: CaseFile, condition: str, what: str) -> None:
    """Ring the bells of the clerks, who know the case, and of the administrator, who has the backup; once a day for a
    case, however many of its files are concerned."""
    case_page = f"/intake/complaints/{file.case_no}#evidence"
    for recipient, link in ((role(Role.CLERK), case_page), (role(Role.ADMIN), "/intake/operations")):
        post(
            work,
            kind="evidence",
            subject=file.case_no,
            recipient=recipient,
            occasion=f"{condition} {local_day(work.now)}",
            text=f"Berkas pada {file.case_no} {what}",
            link=link,
        )


CUSTODY = Custody(
    table=CaseFile,
    labels=LABELS,
    brought=UPLOADS,
    tell=_tell,
    derived=lambda file: f"derived/{file.case_no}/{file.sha256}",
    # The applicant's KTP has a verb of its own, for the auditor.
    opened_as={"id_card": ("see_id_card", "KTP pemohon dibuka")},
)
