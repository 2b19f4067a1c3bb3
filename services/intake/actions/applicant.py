"""The applicant's data are corrected, at the applicant's request (UU 27/2022)."""

from __future__ import annotations

from typing import Any

from services.handoffs.intake_to_review import APPLICANT_CORRECTED
from services.handoffs.outbox import post
from services.intake.actions.forwarding import applicant_part
from services.intake.queries import case_for_update
from services.intake.queries.words import note_name, note_words
from services.intake.rules import cases, nik, notices
from services.intake.states import RIGHTS
from services.intake.tables import Applicant, Complaint
from services.intake.tables.encrypted import identity, notice_email
from services.shared.config import naming
from services.shared.encryption.erasing import ERASED
from services.shared.errors import Forbidden, RuleBroken, Stale
from services.shared.unit_of_work import Work

WORDS = {
    "name": "nama", "nik": "NIK", "village": "{desa}", "village_other": "{desa}", "address": "alamat",
    "phone": "nomor HP", "gender": "jenis kelamin", "birth_date": "tanggal lahir", "nik_note": "keterangan NIK",
}  # fmt: skip


def correct_applicant(
    work: Work, case_no: str, version: int | None, *, applicant: dict[str, Any], reason: str
) -> Complaint:
    """Correct the applicant's data, at any step after the form was handed in.

    Who asked and why stands in the trail, and which fields changed; neither the old nor the new values do. The section
    head and the team get the corrected data by a message. Numbered letters and closed archives stay as they were.

    Raises:
        Forbidden: not a clerk. RuleBroken: a wrong value, or nothing that differs.
        Stale: the form is not handed in yet, somebody else changed it since, or the data were destroyed.
    """
    if not RIGHTS.may("correct_applicant", work.actor):
        raise Forbidden("Data pemohon diperbaiki oleh petugas layanan.")
    complaint = case_for_update(work.session, case_no)
    person = complaint.applicant
    if person is None:
        raise Stale("Formulir belum diserahkan: perbaiki di formulirnya.")
    if version is not None and version != complaint.version:
        raise Stale("Pengaduan ini diubah orang lain sejak halaman ini dibuka. Muat ulang, lalu periksa lagi.")
    if person.name == ERASED:
        raise Stale("Data pribadi pengaduan ini sudah dimusnahkan sesuai jadwal retensi.")
    changed = _write(work, person, applicant)
    if not changed:
        raise RuleBroken("Belum ada yang berubah.", {"": ["Belum ada isian yang berbeda dari yang tersimpan."]})
    complaint.village = person.village
    complaint.version += 1
    village = work.office.villages.get(person.village, person.village_other)
    work.session.flush()
    note_words(work.session, complaint, village, person.name, confidential=person.confidential)
    note_name(work.session, person.name)
    if complaint.round:
        body = {"applicant": applicant_part(work, complaint), "fields_changed": changed}
        post(work, APPLICANT_CORRECTED, case_no, body)
    words = ", ".join(dict.fromkeys(naming.say(WORDS[name]) for name in changed))
    note = f"Data pemohon diperbaiki atas permintaannya: {words}"
    work.audit("correct_applicant", case_no, note, reason=reason, changed=changed)
    return complaint


def _write(work: Work, applicant: Applicant, data: dict[str, Any]) -> list[str]:
    """Set what differs; returns the names of what did."""
    cases.check_village(data["village"], data["village_other"], work.office.villages)
    changed = [name for name in WORDS if name not in {"nik", "nik_note"} and getattr(applicant, name) != data[name]]
    email = notice_email(work.service.vault, applicant)
    notices.check_notice(applicant.notice_channel, data["phone"], email)
    for name in changed:
        setattr(applicant, name, data[name])
    if "phone" in changed and (address := notices.address(applicant.notice_channel, data["phone"], email)):
        applicant.notice_token = work.service.vault.encrypt(address)
    if data["nik"]:
        number = nik.check(data["nik"])
        nik.check_note(number, data["nik_note"], work.office.office.region_code)
        if number != work.service.vault.decrypt(applicant.nik_token):
            applicant.nik_token = work.service.vault.encrypt(number)
            applicant.nik_index = work.service.vault.index(identity(number, applicant.case_no))
            applicant.nik_masked, applicant.nik_note = nik.mask(number), data["nik_note"]
            changed.append("nik")
    return changed
