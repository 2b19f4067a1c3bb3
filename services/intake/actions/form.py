"""Step 3: the complaint form as it is handed in; corrected during the check of step 4."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from services.intake.actions.likeness import find_alike
from services.intake.actions.reported import note_reported
from services.intake.queries import case_for_update
from services.intake.queries.words import note_name, note_words
from services.intake.rules import cases, nik, notices
from services.intake.states import MOVES, State
from services.intake.tables import Applicant, Complaint, ComplaintForm, ReportedPerson, Witness
from services.intake.tables.encrypted import identity
from services.shared.errors import RuleBroken
from services.shared.rights.moves import advance
from services.shared.unit_of_work import Work

Row = TypeVar("Row", ReportedPerson, Witness)


def submit_form(work: Work, case_no: str, version: int | None, form: dict[str, Any]) -> Complaint:
    """Step 3: the form is filled in and handed in; in step 4 the same again, corrected.

    Raises:
        RuleBroken: the NIK has not 16 digits or is odd and has no note; village, category, date or phone are wrong;
            messages by field.
    """
    complaint = case_for_update(work.session, case_no)
    again = complaint.state == State.INTAKE_CHECK
    number = check_form(work, form)
    if not advance(MOVES, complaint, "submit_form", work.actor, work.now, version):
        return complaint
    _write(work, complaint, number, form)
    complaint.draft = complaint.draft_nik_index = None
    note = "Formulir pengaduan diperbaiki" if again else "Formulir pengaduan diisi dan diserahkan"
    work.audit("submit_form", case_no, note, nik_note=form["applicant"]["nik_note"])
    find_alike(work, complaint)
    return complaint


def check_form(work: Work, data: dict[str, Any]) -> str:
    """The rules that a schema cannot hold; returns the 16 digits of the NIK, or nothing for
    a card that cannot be read. All broken rules are told at once."""
    applicant, form, office = data["applicant"], data["complaint"], work.office
    fields: dict[str, list[str]] = {}
    number = ""
    with _gather(fields):
        number = _number(applicant, office.office.region_code)
    with _gather(fields):
        cases.check_village(applicant["village"], applicant["village_other"], office.villages)
    with _gather(fields):
        notices.check_notice(applicant["notice_channel"], applicant["phone"], applicant["email"])
    with _gather(fields):
        cases.check_category(form["category"], office.categories)
    with _gather(fields):
        cases.check_occurred(form["occurred_on"], cases.local_day(work.now))
    if fields:
        raise RuleBroken("Periksa isian yang ditandai.", fields)
    return number


def _number(applicant: dict[str, Any], region: str) -> str:
    if applicant["nik_unreadable"]:
        nik.check_unreadable(applicant["nik_note"])
        return ""
    number = nik.check(applicant["nik"])
    nik.check_note(number, applicant["nik_note"], region)
    return number


@contextmanager
def _gather(fields: dict[str, list[str]]) -> Iterator[None]:
    """Collects the messages of a broken rule, so that the person sees all of them at once."""
    try:
        yield
    except RuleBroken as error:
        fields.update(error.fields)


def _write(work: Work, complaint: Complaint, number: str, data: dict[str, Any]) -> None:
    """The form as rows: applicant, what happened, and who is reported."""
    village = work.office.villages.get(data["applicant"]["village"], data["applicant"]["village_other"])
    applicant = _applicant(work, complaint, number, village, data["applicant"])
    form = complaint.form or ComplaintForm(case_no=complaint.case_no)
    _set(form, data["complaint"])
    complaint.applicant, complaint.form = applicant, form
    complaint.reported = _listed(ReportedPerson, complaint, complaint.reported, data["reported_persons"])
    complaint.witnesses = _listed(Witness, complaint, complaint.witnesses, data["witnesses"])
    note_reported(work, complaint.case_no, data["reported_persons"], data["witnesses"])
    complaint.class_code, complaint.village = cases.propose_class(_positions(data)), applicant.village
    work.session.flush()
    note_words(work.session, complaint, village, applicant.name, confidential=applicant.confidential)
    note_name(work.session, applicant.name)


def _positions(data: dict[str, Any]) -> list[str]:
    """The positions of the reported officials; empty where somebody is reported without one."""
    return [one["position"] for one in data["reported_persons"] if one["kind"] == "official"]


def _listed(
    table: type[Row], complaint: Complaint, before: Sequence[Row], given: Sequence[Mapping[str, Any]]
) -> list[Row]:
    """The list as it was handed in, in place of the one before."""
    rows = list(before)[: len(given)]
    rows += [table(case_no=complaint.case_no, number=n + 1) for n in range(len(rows), len(given))]
    for row, one in zip(rows, given, strict=True):
        _set(row, one)
    return rows


def _applicant(work: Work, complaint: Complaint, number: str, village: str, given: dict[str, Any]) -> Applicant:
    vault, case_no = work.service.vault, complaint.case_no
    values = {name: value for name, value in given.items() if name not in {"nik", "nik_unreadable", "email"}}
    values["address"] = cases.without_village(values["address"], village)
    index = vault.index(identity(number, case_no))
    applicant = complaint.applicant or Applicant(case_no=case_no)
    _set(applicant, values | {"nik_index": index, "nik_masked": nik.mask(number) or nik.UNREADABLE})
    applicant.nik_token = vault.encrypt(number)
    address = notices.address(values["notice_channel"], values["phone"], given["email"])
    applicant.notice_token = vault.encrypt(address) if address else None
    return applicant


def _set(row: object, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
