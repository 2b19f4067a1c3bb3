"""What the front desk stores encrypted or by blind index, for a change of keys (``shared/encryption/rekeying.py``)."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Row

from services.intake.rules import cases, nik
from services.intake.rules.identity import differences
from services.intake.tables import Applicant, Complaint, PaperImport, Represented
from services.shared.calendar import clock
from services.shared.encryption.rekeying import Encrypted
from services.shared.encryption.vault import Vault


def identity(number: str, case_no: str) -> str:
    """What an applicant is found again by; a card that could not be read is equal to no other's."""
    return number or f"unreadable {case_no}"


def read_draft(vault: Vault, complaint: Complaint) -> dict[str, Any]:
    """The form as far as it was typed, with the full NIK; empty where nothing was; raises Unreadable."""
    draft = dict(json.loads(vault.decrypt(complaint.draft))) if complaint.draft else {}
    if one := draft.pop("reported_official", None):  # as it was typed before there was a list
        draft["reported_persons"] = [one]
    return draft


def nik_indices(vault: Vault, complaint: Complaint) -> list[str]:
    """What the complaints of the same persons may be indexed by, under every key: who complains, and for whom."""
    persons = (one for one in (complaint.applicant, complaint.represented) if one)
    return [index for one in persons for index in vault.indices(identity(vault.decrypt(one.nik_token), one.case_no))]


def notice_email(vault: Vault, applicant: Applicant) -> str:
    """The e-mail address for notices in clear; empty where another channel was chosen."""
    chosen = applicant.notice_channel == "email" and applicant.notice_token
    return vault.decrypt(applicant.notice_token) if chosen and applicant.notice_token else ""


def warnings_of(vault: Vault, applicant: Applicant) -> list[str]:
    """What of the applicant's data differs from the NIK, in words; nothing where the data were destroyed."""
    number = vault.decrypt(applicant.nik_token)
    return differences(number, applicant.birth_date, applicant.gender, cases.local_day(clock.now()))


def _person_index(row: Row[Any], vault: Vault) -> str:
    return vault.index(identity(vault.decrypt(row.nik_token), row.case_no))


def _draft_index(row: Row[Any], vault: Vault) -> str | None:
    if row.draft is None:
        return None
    typed = json.loads(vault.decrypt(row.draft)).get("applicant") or {}
    return nik.index(str(typed.get("nik", "")), vault.index)


ENCRYPTED = (
    Encrypted(Applicant.__table__, ("nik_token", "notice_token"), {"nik_index": _person_index}),
    Encrypted(Represented.__table__, ("nik_token",), {"nik_index": _person_index}),
    Encrypted(Complaint.__table__, ("draft",), {"draft_nik_index": _draft_index}),
    Encrypted(PaperImport.__table__, ("token",)),
)
