"""Where a notice to the applicant goes, and who is told when it does not arrive."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from services.intake.rules import notices as rules
from services.intake.tables import Applicant
from services.shared.encryption.vault import Vault
from services.shared.notices import posting
from services.shared.notices.sending import Recipients
from services.shared.rights.people import Role
from services.shared.unit_of_work import Service


class ApplicantRecipients(Recipients):
    """The applicant of the case that a notice is about."""

    def address(self, service: Service, session: Session, row: Row[Any]) -> str | None:
        """The applicant's own address; None where the applicant changed to another channel meanwhile, or gave none."""
        found = session.execute(select(Applicant).where(Applicant.case_no == row.subject)).scalar_one_or_none()
        if row.recipient != rules.APPLICANT or found is None or found.notice_channel != row.channel:
            return None
        return address_of(service.vault, found)

    def concerned(self, row: Row[Any]) -> tuple[str, str]:
        """The clerks, who reach the applicant another way."""
        if row.recipient != rules.APPLICANT:
            return super().concerned(row)
        return posting.role(Role.CLERK), f"/intake/complaints/{row.subject}#notices"


def address_of(vault: Vault, applicant: Applicant) -> str | None:
    """The address in clear. Where none was kept apart yet, it is the telephone number."""
    if applicant.notice_token:
        return vault.decrypt(applicant.notice_token)
    return rules.address(applicant.notice_channel, applicant.phone, "")
