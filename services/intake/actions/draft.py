"""Step 3: the complaint form as far as it is typed, encrypted as a whole until it is handed in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from services.intake.actions.reported import note_reported
from services.intake.queries import case_for_update, one
from services.intake.queries.words import note_words
from services.intake.rules import nik
from services.intake.states import MOVES
from services.intake.tables import Complaint
from services.intake.tables.encrypted import notice_email, read_draft
from services.shared.encryption.vault import Unreadable
from services.shared.errors import RuleBroken, Stale
from services.shared.rights.moves import advance
from services.shared.unit_of_work import Work

# Confidentiality is not taken over: it is asked anew.
COPIED = ("name", "village", "village_other", "address", "phone", "gender", "notice_channel")


def save_draft(work: Work, case_no: str, version: int | None, form: dict[str, Any]) -> Complaint:
    """Step 3: keep the form as far as it is typed. It is encrypted as a whole, because it holds the NIK.

    A form without a NIK keeps the NIK of the draft before. ``form["page"]`` tells windows apart: one whose answer was
    lost on the way saves again what was typed since, a second window of the same person is told that it is stale.

    Raises:
        Stale: somebody else saved since, or the same person in another window. Unreadable: the key of what was
            typed before is lost; it is not overwritten without being asked (``start_anew``).
    """
    complaint = case_for_update(work.session, case_no)
    draft = read_draft(work.service.vault, complaint)
    again = not advance(MOVES, complaint, "save_draft", work.actor, work.now, version)
    if again and draft.get("page", "") != form.get("page", ""):
        raise Stale("Formulir ini sudah disimpan di jendela lain sejak halaman ini dibuka.")
    _keep(work, complaint, draft, form)
    work.audit("save_draft", case_no, "Konsep formulir disimpan", story=False)
    return complaint


def _keep(work: Work, complaint: Complaint, before: dict[str, Any], form: dict[str, Any]) -> None:
    """Encrypt the form; what finds it again (index of the NIK, words of the name) follows."""
    vault, applicant = work.service.vault, dict(form.get("applicant") or {})
    number = (before.get("applicant") or {}).get("nik")
    if not applicant.get("nik") and number and applicant.get("nik_unreadable") != "true":
        applicant["nik"] = number
    complaint.draft_nik_index = nik.index(applicant.get("nik", ""), vault.index)
    form = {**form, "applicant": applicant}
    if (names := typed_names(form)) != typed_names(before):
        note_words(work.session, complaint, "", names, confidential=True)
    note_reported(work, complaint.case_no, form, complaint.purpose)
    complaint.draft = vault.encrypt(json.dumps(form, ensure_ascii=False))


def typed_names(form: Mapping[str, Any]) -> str:
    """The names by which an unfinished form is found: who complains, and for whom."""
    persons = (form.get("applicant") or {}, form.get("represented") or {})
    return " ".join(name for one in persons if (name := str(one.get("name") or "")))


def use_data(work: Work, number: str, /, version: int | None, *, case_no: str) -> Complaint:
    """Step 3: take the applicant's data from an earlier complaint of the same NIK into the draft, on the clerk's word.

    ``case_no`` is the earlier one's number.

    Raises:
        RuleBroken: that complaint is of another NIK.
    """
    vault, earlier = work.service.vault, one(work.session, case_no).applicant
    draft = read_draft(vault, case_for_update(work.session, number))
    typed = nik.clean(str((draft.get("applicant") or {}).get("nik", "")))
    if earlier is None or earlier.nik_index not in vault.indices(typed):
        raise RuleBroken("Pengaduan itu bukan dari NIK yang sama.")
    data = {name: getattr(earlier, name) for name in COPIED} | {"nik": typed, "email": notice_email(vault, earlier)}
    saved = save_draft(work, number, version, draft | {"applicant": draft.get("applicant", {}) | data})
    work.audit("use_data", number, "Data pemohon diambil dari pengaduan terdahulu", story=False, source=case_no)
    return saved


def start_anew(work: Work, case_no: str, version: int | None) -> Complaint:
    """Step 3: give up a draft that cannot be opened any more, on the clerk's word; the form begins empty.

    Raises:
        Stale: it can be opened, or somebody else saved since.
    """
    complaint = case_for_update(work.session, case_no)
    try:
        read_draft(work.service.vault, complaint)
    except Unreadable:
        advance(MOVES, complaint, "save_draft", work.actor, work.now, version)
        complaint.draft = complaint.draft_nik_index = None
        work.audit("start_anew", case_no, "Konsep yang tidak dapat dibuka dibuang; formulir diisi ulang")
        return complaint
    if complaint.draft:
        raise Stale("Konsep formulir ini dapat dibuka. Buka formulirnya.")
    return complaint  # pressed twice
