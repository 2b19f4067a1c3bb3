"""Step 12: the Camat answers orally (a), by letter (b), hands the case over (c), or reports it to the law (d)."""

from __future__ import annotations

import uuid
from typing import Any

from services.review import rules
from services.review.actions.ending import cancel_letters
from services.review.actions.letters import request_letter
from services.review.actions.moving import step, tell_stage
from services.review.actions.signing import signed
from services.review.actions.team import partner_of
from services.review.queries.cases import entries, letters
from services.review.states import State
from services.review.tables import Case, Decision, Report
from services.shared.config.office import Partner
from services.shared.errors import RuleBroken
from services.shared.rights.people import Role
from services.shared.unit_of_work import Work

NOTES = {
    State.ORAL_FOLLOWUP: "Camat sudah mengambil keputusan; Tim akan menyampaikan tanggapan kepada Anda.",
    State.LETTER_REQUESTED: "Camat memutuskan menjawab dengan surat; surat sedang disiapkan.",
    State.TRANSFER_FOLLOWUP: "Pengaduan Anda akan dilimpahkan ke instansi teknis yang berwenang.",
    State.LAW_FOLLOWUP: "Pengaduan Anda akan dilaporkan kepada aparat penegak hukum.",
}


def return_report(work: Work, case_no: str, version: int | None, data: dict[str, Any]) -> Case:
    """Step 12, implied: the report goes back to the team with a note."""
    case, moved = step(work, case_no, "return_report", version)
    if not moved:
        return case
    report = entries(work.session, Report, case_no)[-1]
    report.returned_note, report.returned_at = data["note"], work.now
    work.audit("return_report", case_no, f"Laporan tim dikembalikan: {data['note']}")
    tell_stage(work, case, "Tim melengkapi penanganan pengaduan Anda.")
    return case


def decide_oral_answer(work: Work, case_no: str, version: int | None, data: dict[str, Any]) -> Case:
    """Step 12a: an oral answer, which the team conveys (13)."""
    case, moved = step(work, case_no, "decide_oral_answer", version)
    if moved:
        _decide(work, case, "12a", data["answer"], "Tanggapan lisan")
    return case


def decide_written_letter(work: Work, case_no: str, version: int | None, data: dict[str, Any]) -> Case:
    """Step 12b: the team writes a letter to the applicant along the Camat's conclusion."""
    case, moved = step(work, case_no, "decide_written_letter", version)
    if not moved:
        return case
    kind = data["letter_kind"]
    if kind not in rules.RESPONSE_LETTERS or kind not in work.office.letter_kinds:
        raise RuleBroken("Jenis surat tidak dikenal.", {"letter_kind": ["Pilih jenis surat dari daftar."]})
    letter_id = request_letter(work, case, "12b", kind, data["conclusion"])
    label = work.office.letter_kinds[kind]
    _decide(work, case, "12b", data["conclusion"], label, letter_kind=kind, letter_id=letter_id)
    return case


def decide_delegation(work: Work, case_no: str, version: int | None, data: dict[str, Any]) -> Case:
    """Step 12c: the case is handed to a technical agency of the regency, with a cover letter where wanted."""
    case, moved = step(work, case_no, "decide_delegation", version)
    if not moved:
        return case
    partner = partner_of(work, data["partner"])
    if partner.kind != "agency":
        raise RuleBroken("Bukan instansi teknis.", {"partner": ["Pilih instansi teknis kabupaten."]})
    _decide_for_partner(work, case, "12c", "delegation", partner, data["reason"], data["with_letter"])
    return case


def decide_report_law(work: Work, case_no: str, version: int | None, data: dict[str, Any]) -> Case:
    """Step 12d: a law is broken; the case is reported to law enforcement, with a letter where wanted."""
    case, moved = step(work, case_no, "decide_report_law", version)
    if not moved:
        return case
    partner = partner_of(work, data["partner"])
    if not partner.law_enforcement:
        raise RuleBroken("Bukan penegak hukum.", {"partner": ["Pilih aparat penegak hukum."]})
    _decide_for_partner(work, case, "12d", "police_report", partner, data["offence"], data["with_letter"])
    return case


def _decide_for_partner(
    work: Work, case: Case, number: str, kind: str, partner: Partner, text: str, with_letter: bool
) -> None:
    letter_id = request_letter(work, case, number, kind, text, partner.name) if with_letter else None
    label = "Pelimpahan kepada" if number == "12c" else "Pelaporan kepada"
    _decide(
        work,
        case,
        number,
        text,
        f"{label} {partner.name}",
        partner=partner.code,
        partner_name=partner.name,
        letter_id=letter_id,
        letter_kind=kind if with_letter else "",
    )


def _decide(
    work: Work,
    case: Case,
    number: str,
    text: str,
    label: str,
    *,
    letter_kind: str = "",
    letter_id: uuid.UUID | None = None,
    partner: str = "",
    partner_name: str = "",
) -> None:
    case.path = rules.add_step(case.path, number)
    row = Decision(
        case_no=case.case_no,
        step=number,
        text=text,
        letter_kind=letter_kind,
        letter_id=letter_id,
        partner=partner,
        partner_name=partner_name,
        **signed(work, Role.CAMAT),
    )
    work.session.add(row)
    work.audit(case.last_verb or "decide", case.case_no, f"Keputusan Camat ({number}): {label}. {text}")
    tell_stage(work, case, NOTES[State(case.state)])


def withdraw_decision(work: Work, case_no: str, version: int | None, data: dict[str, Any]) -> Case:
    """Step 12 again: the Camat takes the decision back while nothing has left the house.

    Raises:
        RuleBroken: the letter of this decision is signed already.
    """
    case, moved = step(work, case_no, "withdraw_decision", version)
    if not moved:
        return case
    row = standing(work, case_no)
    for letter in letters(work.session, case_no):
        if letter.letter_id == row.letter_id and letter.progress in rules.SENT_LETTER:
            raise RuleBroken("Surat sudah ditandatangani; keputusan ini tidak dapat ditarik lagi.")
    row.withdrawn_at, row.withdrawn_reason = work.now, data["reason"]
    case.path = case.path[:-1]
    if row.letter_id is not None:
        cancel_letters(work, case, f"Keputusan ditarik: {data['reason']}", row.letter_id)
    work.audit("withdraw_decision", case_no, f"Keputusan {row.step} ditarik: {data['reason']}")
    tell_stage(work, case, "Camat meninjau kembali keputusannya.")
    return case


def standing(work: Work, case_no: str) -> Decision:
    """The decision of step 12 that stands; the states that ask for it have one."""
    return [row for row in entries(work.session, Decision, case_no) if row.withdrawn_at is None][-1]
