"""How the desk keeps files: their words, and who hears of one that is quarantined, missing or changed."""

from __future__ import annotations

from services.intake.rules.files import LABELS, UPLOADS
from services.intake.tables import CaseFile
from services.shared.files.custody import Custody
from services.shared.rights.people import Role

CUSTODY = Custody(
    table=CaseFile,
    subject=lambda file: file.case_no,
    labels=LABELS,
    brought=UPLOADS,
    derived=lambda file: f"derived/{file.case_no}/{file.sha256}",
    # The clerks know the case, the administrator has the backup.
    bells=((Role.CLERK, "/intake/complaints/{case_no}#evidence"), (Role.ADMIN, "/intake/operations")),
    # The applicant's KTP has a verb of its own, for the auditor.
    opened_as={"id_card": ("see_id_card", "KTP pemohon dibuka")},
)
