"""Step 3: the complaint form, as a draft and as handed in; corrected during the check of step 4."""

from __future__ import annotations

from typing import Any

from services.intake import encrypted
from services.intake.actions.draft import read_draft, save_draft
from services.intake.actions.duplicates import find_alike
from services.intake.queries import case_for_update, one
from services.intake.queries.words import note_name, note_words
from services.intake.rights import RIGHTS
from services.intake.rules import cases, nik, notices
from services.intake.states import MOVES, State
from services.intake.tables import Applicant, Complaint, ComplaintForm, ReportedOfficial
from services.shared.encryption.vault import Vault
from services.shared.errors import Forbidden, RuleBroken, Stale
from services.shared.rights.moves import advance
from services.shared.unit_of_work import Work

COPIED = ("name", "village", "village_other", "address", "phone", "gender", "notice_channel")


def submit_form(work: Work, case_no: str, version: int | None, data: dict[str, Any]) -> Complaint:
    """Step 3: the form is filled in and handed in; in step 4 the same again, corrected.

    Raises:
        RuleBroken: the NIK has not 16 digits or is odd and has no note; village, category, date or phone are wrong;
            messages by field.
    """
    complaint = case_for_update(work.session, case_no)
    again = complaint.state == State.INTAKE_CHECK
    number = check_form(work, data)
    if not advance(MOVES, complaint, "submit_form", work.actor, work.now, version):
        return complaint
    _write(work, complaint, number, data)
    complaint.draft = complaint.draft_nik_index = None
    note = "Formulir pengaduan diperbaiki" if again else "Formulir pengaduan diisi dan diserahkan"
    work.audit("submit_form", case_no, note, nik_note=data["applicant"]["nik_note"])
    find_alike(work, complaint)
    return complaint


def check_form(work: Work, data: dict[str, Any]) -> str:
    """The rules that a schema cannot hold; returns the 16 digits of the NIK, or nothing for
    a card that cannot be read. All broken rules are told at once."""
    applicant, form = data["applicant"], data["complaint"]
    fields: dict[str, list[str]] = {}
    number = ""
    with _gather(fields):
        if applicant["nik_unreadable"]:
            nik.check_unreadable(applicant["nik_note"])
        else:
            number = nik.check(applicant["nik"])
            nik.check_note(number, applicant["nik_note"], work.office.office.region_code)
    with _gather(fields):
        cases.check_village(applicant["village"], applicant["village_other"], work.office.villages)
    with _gather(fields):
        notices.check_notice(applicant["notice_channel"], applicant["phone"], applicant["email"])
    with _gather(fields):
        cases.check_category(form["category"], work.office.categories)
    with _gather(fields):
        cases.check_occurred(form["occurred_on"], cases.local_day(work.now))
    if fields:
        raise RuleBroken("Periksa isian yang ditandai.", fields)
    return number


class _gather:  # noqa: N801 -- reads as a statement
    """Collects the messages of a broken rule, so that the person sees all of them at once."""

    def __init__(self, fields: dict[str, list[str]]) -> None:
        self._fields = fields

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        if isinstance(error, RuleBroken):
            self._fields.update(error.fields)
            return True
        return False


def _write(work: Work, complaint: Complaint, number: str, data: dict[str, Any]) -> None:
    """The form as rows: applicant, what happened, and the reported official."""
    vault, case_no = work.service.vault, complaint.case_no
    values = {
        name: value for name, value in data["applicant"].items() if name not in {"nik", "nik_unreadable", "email"}
    }
    village = work.office.villages.get(values["village"], values["village_other"])
    values["address"] = cases.without_village(values["address"], village)
    applicant = complaint.applicant or Applicant(case_no=case_no)
    index = vault.index(encrypted.identity(number, case_no))
    _set(applicant, values | {"nik_index": index, "nik_masked": nik.mask(number) or nik.UNREADABLE})
    applicant.nik_token = vault.encrypt(number)
    address = notices.address(values["notice_channel"], values["phone"], data["applicant"]["email"])
    applicant.notice_token = vault.encrypt(address) if address else None
    form = complaint.form or ComplaintForm(case_no=case_no)
    _set(form, data["complaint"])
    official = None
    if data["reported_official"]:
        official = complaint.official or ReportedOfficial(case_no=case_no)
        _set(official, data["reported_official"])
    complaint.applicant, complaint.form, complaint.official = applicant, form, official
    complaint.class_code = cases.propose_class(official)
    complaint.village = applicant.village
    work.session.flush()
    note_words(work.session, complaint, village, applicant.name, confidential=applicant.confidential)
    note_name(work.session, applicant.name)


def _set(row: object, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)


def use_data(work: Work, case_no: str, version: int | None, earlier_no: str) -> Complaint:
    """Step 3: take the applicant's data from an earlier complaint of the same NIK into the draft, on the clerk's word.

    Confidentiality is not taken over: it is asked anew.

    Raises:
        RuleBroken: that complaint is of another NIK.
    """
    vault = work.service.vault
    complaint = case_for_update(work.session, case_no)
    earlier = one(work.session, earlier_no)
    draft = read_draft(vault, complaint)
    typed = nik.clean(str((draft.get("applicant") or {}).get("nik", "")))
    if earlier.applicant is None or earlier.applicant.nik_index not in vault.indices(typed):
        raise RuleBroken("Pengaduan itu bukan dari NIK yang sama.")
    data = {name: getattr(earlier.applicant, name) for name in COPIED} | {"nik": typed}
    data["email"] = notice_email(vault, earlier.applicant)
    saved = save_draft(work, case_no, version, draft | {"applicant": draft.get("applicant", {}) | data})
    work.audit("use_data", case_no, "Data pemohon diambil dari pengaduan terdahulu", story=False, source=earlier_no)
    return saved


def notice_email(vault: Vault, applicant: Applicant) -> str:
    """The e-mail address for notices in clear; empty where another channel was chosen."""
    chosen = applicant.notice_channel == "email" and applicant.notice_token
    return vault.decrypt(applicant.notice_token) if chosen and applicant.notice_token else ""


def full_nik(work: Work, case_no: str, reason: str) -> str:
    """The full NIK, for a reason that goes into the trail (UU 27/2022); shown once and sent nowhere.

    Raises:
        Forbidden: not a clerk, section head or Camat. Stale: no form handed in yet, or the card was unreadable.
    """
    if not RIGHTS.may("see_nik", work.actor):
        raise Forbidden("NIK lengkap hanya untuk petugas loket, Kasi dan Camat.")
    complaint = one(work.session, case_no)
    if complaint.applicant is None:
        raise Stale("Formulir belum selesai diisi, jadi NIK belum tersimpan.")
    number = work.service.vault.decrypt(complaint.applicant.nik_token)
    if not number:
        raise Stale("KTP pemohon tidak terbaca, jadi NIK tidak tersimpan.")
    work.audit("see_nik", case_no, "NIK lengkap dilihat", story=False, reason=reason)
    work.service.looked(work.actor, case_no, "nik", work.now)
    return number
