"""Step 3: the complaint form as it is handed in; corrected during the check of step 4."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from services.intake.actions.likeness import find_alike
from services.intake.actions.persons import note_persons, set_all, write_persons
from services.intake.actions.reported import note_reported
from services.intake.actions.signature import unsign
from services.intake.queries import case_for_update
from services.intake.rules import cases
from services.intake.rules import form as rules
from services.intake.states import MOVES, State
from services.intake.tables import Complaint, ComplaintForm, ReportedPerson, Witness
from services.shared.rights.moves import advance
from services.shared.unit_of_work import Work

Row = TypeVar("Row", ReportedPerson, Witness)


def submit_form(work: Work, case_no: str, version: int | None, form: dict[str, Any]) -> Complaint:
    """Step 3: the form is filled in and handed in; in step 4 the same again, corrected.

    Raises:
        RuleBroken: the NIK has not 16 digits or is odd and has no note; village, category, a date or phone are wrong,
            or another paper than a KTP has no number or note; messages by field.
    """
    complaint = case_for_update(work.session, case_no)
    again = complaint.state == State.INTAKE_CHECK
    numbers = rules.check(form, work.office, cases.local_day(work.now))
    if not advance(MOVES, complaint, "submit_form", work.actor, work.now, version):
        return complaint
    unsign(work, complaint)
    _write(work, complaint, numbers, form)
    complaint.draft = complaint.draft_nik_index = None
    note = "Formulir pengaduan diperbaiki" if again else "Formulir pengaduan diisi dan diserahkan"
    work.audit("submit_form", case_no, note, nik_note=form["applicant"]["nik_note"])
    find_alike(work, complaint)
    return complaint


def _write(work: Work, complaint: Complaint, numbers: rules.Numbers, data: dict[str, Any]) -> None:
    """The form as rows: who complains, for whom, what happened, and who is reported."""
    write_persons(work, complaint, numbers, data)
    form = complaint.form or ComplaintForm(case_no=complaint.case_no)
    what = {**data["complaint"]}
    what["place"] = cases.located(what["place"], work.office.villages.get(what.pop("village"), ""))
    set_all(form, what)
    complaint.form = form
    complaint.reported = _listed(ReportedPerson, complaint, complaint.reported, data["reported_persons"])
    complaint.witnesses = _listed(Witness, complaint, complaint.witnesses, data["witnesses"])
    note_reported(work, complaint.case_no, data)
    complaint.class_code = cases.propose_class(_positions(data))
    work.session.flush()
    note_persons(work, complaint)


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
        set_all(row, one)
    return rows
