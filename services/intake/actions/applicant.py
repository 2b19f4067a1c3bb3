"""The data of the applicant, or of who is represented, are corrected at the person's own request (UU 27/2022)."""

from __future__ import annotations

from typing import Any

from services.handoffs.intake_to_review import APPLICANT_CORRECTED
from services.handoffs.outbox import post
from services.intake.actions.forwarding import applicant_part
from services.intake.actions.persons import note_persons, set_number
from services.intake.actions.reported import note_reported
from services.intake.queries import case_for_update
from services.intake.rules import acting, cases, identity, nik, notices
from services.intake.states import RIGHTS
from services.intake.tables import Applicant, Complaint, Represented
from services.intake.tables.encrypted import notice_email
from services.shared.config import naming
from services.shared.encryption.erasing import ERASED
from services.shared.errors import RuleBroken, Stale
from services.shared.unit_of_work import Work

WORDS = {
    "name": "nama", "nik": "NIK", "village": "{desa}", "village_other": "{desa}", "address": "alamat",
    "phone": "nomor HP", "gender": "jenis kelamin", "birth_date": "tanggal lahir", "nik_note": "keterangan NIK",
    "relation": "hubungan", "paper": "surat dasar",
}  # fmt: skip
NUMBER = ("nik", "nik_note")  # what is compared by itself


def correct_applicant(
    work: Work,
    case_no: str,
    version: int | None,
    *,
    applicant: dict[str, Any],
    reason: str,
    represented: dict[str, Any] | None = None,
) -> Complaint:
    """Correct the applicant's data, or those of who is represented, at any step after the form was handed in.

    Who asked and why stands in the trail, and which fields changed; neither the old nor the new values do. The section
    head and the team get the corrected data by a message. Numbered letters and closed archives stay as they were.

    Raises:
        Forbidden: not a clerk. RuleBroken: a wrong value, or nothing that differs.
        Stale: the form is not handed in yet, somebody else changed it since, or the data were destroyed.
    """
    RIGHTS.check("correct_applicant", work.actor, "Data pemohon diperbaiki oleh petugas layanan.")
    complaint, person = _correctable(work, case_no, version)
    changed = _write(work, person, applicant)
    of_other = _write_other(work, complaint.represented, represented) if complaint.represented and represented else []
    if not changed + of_other:
        raise RuleBroken("Belum ada yang berubah.", {"": ["Belum ada isian yang berbeda dari yang tersimpan."]})
    complaint.village = person.village
    complaint.version += 1
    work.session.flush()
    note_persons(work, complaint)
    note_reported(work, case_no, _form_of(complaint))
    every = list(dict.fromkeys(changed + of_other))
    if complaint.round:
        post(
            work, APPLICANT_CORRECTED, case_no, {"applicant": applicant_part(work, complaint), "fields_changed": every}
        )
    whose = "Data pemohon" if changed else "Data yang diwakili"
    words = ", ".join(dict.fromkeys(naming.say(WORDS[name]) for name in every))
    note = f"{whose} diperbaiki atas permintaannya: {words}"
    work.audit("correct_applicant", case_no, note, reason=reason, changed=every)
    return complaint


def _correctable(work: Work, case_no: str, version: int | None) -> tuple[Complaint, Applicant]:
    complaint = case_for_update(work.session, case_no)
    person = complaint.applicant
    if person is None:
        raise Stale("Formulir belum diserahkan: perbaiki di formulirnya.")
    if version is not None and version != complaint.version:
        raise Stale("Pengaduan ini diubah orang lain sejak halaman ini dibuka. Muat ulang, lalu periksa lagi.")
    if person.name == ERASED:
        raise Stale("Data pribadi pengaduan ini sudah dimusnahkan sesuai jadwal retensi.")
    return complaint, person


def _form_of(complaint: Complaint) -> dict[str, Any]:
    """Who has a part in the case, as a form says it."""
    form: dict[str, Any] = {
        part: vars(row)
        for part, row in (("applicant", complaint.applicant), ("represented", complaint.represented))
        if row
    }
    form["reported_persons"] = [vars(row) for row in complaint.reported]
    return form | {"witnesses": [vars(row) for row in complaint.witnesses]}


def _write(work: Work, applicant: Applicant, data: dict[str, Any]) -> list[str]:
    """Set what differs; returns the names of what did."""
    cases.check_village(data["village"], data["village_other"], work.office.villages)
    identity.check_born(data["birth_date"], cases.local_day(work.now))
    email = notice_email(work.service.vault, applicant)
    notices.check_notice(applicant.notice_channel, data["phone"], email)
    changed = _set_differing(applicant, data)
    if "phone" in changed and (address := notices.address(applicant.notice_channel, data["phone"], email)):
        applicant.notice_token = work.service.vault.encrypt(address)
    if data["nik"] and _correct_nik(work, applicant, data["nik"], data["nik_note"]):
        changed.append("nik")
    return changed


def _correct_nik(work: Work, applicant: Applicant, typed: str, note: str) -> bool:
    """Set the number where it is another, with the note that was written with it; False where it is the same."""
    number = nik.check(typed)
    nik.check_note(number, note, work.office.office.region_code)
    corrected = _set_number(work, applicant, number)
    if corrected:
        applicant.nik_note = note
    return corrected


def _write_other(work: Work, person: Represented, data: dict[str, Any]) -> list[str]:
    identity.check_born(data["birth_date"], cases.local_day(work.now), acting.PART)
    number = acting.number_of(data)
    changed = _set_differing(person, data)
    return [*changed, "nik"] if number and _set_number(work, person, number) else changed


def _set_differing(row: Applicant | Represented, data: dict[str, Any]) -> list[str]:
    names = [name for name in WORDS if name in data and name not in NUMBER]
    changed = [name for name in names if getattr(row, name) != data[name]]
    for name in changed:
        setattr(row, name, data[name])
    return changed


def _set_number(work: Work, person: Applicant | Represented, number: str) -> bool:
    """Whether it is another number than before."""
    if number == work.service.vault.decrypt(person.nik_token):
        return False
    set_number(work, person, number)
    return True
