"""Who complains, and for whom (P2): the rows of a form that was handed in or corrected, with NIK encrypted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.intake.queries.words import note_name, note_words
from services.intake.rules import cases, nik, notices
from services.intake.rules.form import Numbers
from services.intake.tables import Applicant, Complaint, Represented
from services.intake.tables.encrypted import identity
from services.shared.unit_of_work import Work

SPECIAL = {"nik", "nik_unreadable", "email"}  # fields that are no columns


def write_persons(work: Work, complaint: Complaint, numbers: Numbers, data: Mapping[str, Any]) -> None:
    """The applicant of a form, and the person for whom it is; one that stands there no more goes."""
    complaint.applicant = _applicant(work, complaint, numbers.applicant, data["applicant"])
    given = data["represented"]
    complaint.represented = _represented(work, complaint, numbers.represented, given) if given else None
    complaint.village = complaint.applicant.village


def note_persons(work: Work, complaint: Complaint) -> None:
    """What both are found by."""
    person = complaint.applicant
    assert person is not None
    village = work.office.villages.get(person.village, person.village_other)
    note_words(work.session, complaint, village, names_of(complaint), confidential=person.confidential)
    note_name(work.session, names_of(complaint))


def names_of(complaint: Complaint) -> str:
    """The names by which a complaint is found: who complains, and for whom."""
    return " ".join(one.name for one in (complaint.applicant, complaint.represented) if one)


def _applicant(work: Work, complaint: Complaint, number: str, given: Mapping[str, Any]) -> Applicant:
    vault = work.service.vault
    village = work.office.villages.get(given["village"], given["village_other"])
    values = {name: value for name, value in given.items() if name not in SPECIAL}
    values["address"] = cases.without_village(values["address"], village)
    applicant = complaint.applicant or Applicant(case_no=complaint.case_no)
    none = nik.UNREADABLE if given["nik_unreadable"] else nik.UNKNOWN
    set_all(applicant, values)
    set_number(work, applicant, number, none)
    address = notices.address(values["notice_channel"], values["phone"], given["email"])
    applicant.notice_token = vault.encrypt(address) if address else None
    return applicant


def _represented(work: Work, complaint: Complaint, number: str, given: Mapping[str, Any]) -> Represented:
    person = complaint.represented or Represented(case_no=complaint.case_no)
    set_all(person, {name: value for name, value in given.items() if name not in SPECIAL})
    set_number(work, person, number, nik.UNKNOWN)
    return person


def set_number(work: Work, person: Applicant | Represented, number: str, none: str = nik.UNKNOWN) -> None:
    """The NIK of a person, encrypted, with what it is found by; ``none`` stands where there is none."""
    vault = work.service.vault
    person.nik_token, person.nik_masked = vault.encrypt(number), nik.mask(number) or none
    person.nik_index = vault.index(identity(number, person.case_no))


def set_all(row: object, values: Mapping[str, Any]) -> None:
    """Set columns by name."""
    for name, value in values.items():
        setattr(row, name, value)
