"""What a person may ask about the own data (UU 27/2022): who saw them, a copy, a correction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from services.handoffs.intake_to_review import APPLICANT_CORRECTED
from services.handoffs.outbox import post
from services.intake.actions.forwarding import applicant_part
from services.intake.queries import case_for_update, lists
from services.intake.queries.words import note_name, note_words
from services.intake.rights import RIGHTS
from services.intake.rules import cases, nik, notices
from services.intake.tables import Applicant, Complaint
from services.intake.tables.encrypted import identity, notice_email
from services.shared.encryption.erasing import ERASED
from services.shared.errors import Forbidden, Missing, RuleBroken, Stale
from services.shared.unit_of_work import Work

WORDS = {
    "name": "nama", "nik": "NIK", "village": "desa", "village_other": "desa", "address": "alamat", "phone": "nomor HP",
    "gender": "jenis kelamin", "birth_date": "tanggal lahir", "nik_note": "keterangan NIK",
}  # fmt: skip
NOBODY = "Tidak ada pengaduan dengan nomor atau NIK itu."


def find(work: Work, asked: str, reason: str) -> list[Complaint]:
    """The complaints of a person, by NIK or by the number of one; the question stands in the trail, the NIK does not.

    Raises:
        Forbidden: neither who answers such questions, nor who knows applicants. RuleBroken: neither a NIK nor a number.
        Missing: nothing was found.
    """
    if not (RIGHTS.may("access_log", work.actor) or RIGHTS.may("copy_of_data", work.actor)):
        raise Forbidden("Hak atas data pribadi dilayani petugas loket, Kasi, Camat, administrator dan auditor.")
    digits = nik.clean(asked)
    if len(digits) == 16 and digits.isascii() and digits.isdigit():
        work.audit(
            "search_nik", "search", "Pencarian dengan NIK atas permintaan pemilik data", story=False, reason=reason
        )
        found = lists.by_nik_index(work.session, work.service.vault.indices(digits), limit=200).items
    else:
        number = cases.guess_number(asked, cases.local_day(work.now).year)
        if number is None:
            message = "Tulis 16 angka NIK, atau nomor pengaduan."
            raise RuleBroken(message, {"asked": [message]})
        work.audit(
            "search_person", number, "Data pribadi dicari atas permintaan pemiliknya", story=False, reason=reason
        )
        found = lists.one_line(work.session, number).items
    if not found:
        raise Missing(NOBODY)
    return found


def note_told(work: Work, numbers: Sequence[str]) -> None:
    """The list of who saw a person's data is handed out."""
    if not RIGHTS.may("access_log", work.actor):
        raise Forbidden("Daftar siapa melihat data dibuat oleh administrator dan auditor.")
    for number in numbers:
        work.audit("access_log", number, "Daftar siapa melihat data dicetak", story=False)
        work.service.looked(work.actor, number, "access_log", work.now)


def note_copied(work: Work, numbers: Sequence[str], reason: str) -> None:
    """A copy of a person's data is handed out, to that person."""
    if not RIGHTS.may("copy_of_data", work.actor):
        raise Forbidden("Salinan data pribadi diserahkan oleh petugas loket, Kasi atau Camat.")
    for number in numbers:
        work.audit("copy_of_data", number, "Salinan data pribadi diserahkan kepada pemohon", reason=reason)
        work.service.looked(work.actor, number, "copy", work.now)


def correct(work: Work, case_no: str, version: int | None, data: dict[str, Any]) -> Complaint:
    """Correct the applicant's data at the applicant's request, at any step after the form was handed in.

    Who asked and why stands in the trail, and which fields changed; neither the old nor the new values do. The section
    head and the team get the corrected data by a message. Numbered letters and closed archives stay as they were.

    Raises:
        Forbidden: not a clerk. RuleBroken: a wrong value, or nothing that differs.
        Stale: the form is not handed in yet, somebody else changed it since, or the data were destroyed.
    """
    if not RIGHTS.may("correct_applicant", work.actor):
        raise Forbidden("Data pemohon diperbaiki oleh petugas loket.")
    complaint = case_for_update(work.session, case_no)
    applicant = complaint.applicant
    if applicant is None:
        raise Stale("Formulir belum diserahkan: perbaiki di formulirnya.")
    if version is not None and version != complaint.version:
        raise Stale("Pengaduan ini diubah orang lain sejak halaman ini dibuka. Muat ulang, lalu periksa lagi.")
    if applicant.name == ERASED:
        raise Stale("Data pribadi pengaduan ini sudah dimusnahkan sesuai jadwal retensi.")
    changed = _write(work, applicant, data["applicant"])
    if not changed:
        raise RuleBroken("Belum ada yang berubah.", {"": ["Belum ada isian yang berbeda dari yang tersimpan."]})
    complaint.village = applicant.village
    complaint.version += 1
    village = work.office.villages.get(applicant.village, applicant.village_other)
    work.session.flush()
    note_words(work.session, complaint, village, applicant.name, confidential=applicant.confidential)
    note_name(work.session, applicant.name)
    if complaint.round:
        body = {"applicant": applicant_part(work, complaint), "fields_changed": changed}
        post(work, APPLICANT_CORRECTED, case_no, body)
    words = ", ".join(dict.fromkeys(WORDS[name] for name in changed))
    note = f"Data pemohon diperbaiki atas permintaannya: {words}"
    work.audit("correct_applicant", case_no, note, reason=data["reason"], changed=changed)
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
