"""Step 12: the Camat answers orally (a), by letter (b), hands the case over (c), or reports it to the law (d)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from services.review.actions.coordination import partner_of
from services.review.actions.ending import cancel_letters, check_unsigned
from services.review.actions.letters import request_letter
from services.review.actions.moving import step, tell_stage
from services.review.actions.signing import signed
from services.review.queries.cases import entries, files
from services.review.rules.choices import RESPONSE_LETTERS
from services.review.rules.enclosing import chosen, listing
from services.review.rules.path import add_step
from services.review.rules.told import TOLD
from services.review.states import State
from services.review.tables import Case, Decision
from services.shared.config.partners import Partner
from services.shared.errors import RuleBroken
from services.shared.rights.people import Role
from services.shared.unit_of_work import Work

NOTES = {
    State.ORAL_FOLLOWUP: TOLD["decide_oral_answer"],
    State.LETTER_REQUESTED: TOLD["decide_written_letter"],
    State.TRANSFER_FOLLOWUP: TOLD["decide_delegation"],
    State.LAW_FOLLOWUP: TOLD["decide_report_law"],
}
_SIGNED = "Surat sudah ditandatangani; keputusan ini tidak dapat ditarik lagi."
PARTNER_LETTERS = {"12c": "delegation", "12d": "police_report"}


@step
def decide_oral_answer(work: Work, case: Case, *, answer: str) -> None:
    """Step 12a: an oral answer, which the team conveys (13)."""
    _decide(work, case, "12a", answer, "Tanggapan lisan")


@step
def decide_written_letter(work: Work, case: Case, *, letter_kind: str, conclusion: str) -> None:
    """Step 12b: the team writes a letter to the applicant along the Camat's conclusion."""
    if letter_kind not in RESPONSE_LETTERS or letter_kind not in work.office.letter_kinds:
        raise RuleBroken("Jenis surat tidak dikenal.", {"letter_kind": ["Pilih jenis surat dari daftar."]})
    letter_id = request_letter(work, case, "12b", letter_kind, conclusion)
    label = work.office.letter_kinds[letter_kind]
    _decide(work, case, "12b", conclusion, label, letter_kind=letter_kind, letter_id=letter_id)


@step
def decide_delegation(
    work: Work, case: Case, *, partner: str, reason: str, enclosed: list[UUID], with_letter: bool
) -> None:
    """Step 12c: the case is handed to a technical agency of the regency, with a cover letter where wanted."""
    whom = partner_of(work, partner)
    if not whom.technical:
        raise RuleBroken("Bukan instansi teknis.", {"partner": ["Pilih instansi teknis kabupaten."]})
    facts = _to_partner(work, case, "12c", reason, whom, enclosed, with_letter=with_letter)
    _decide(work, case, "12c", reason, f"Pelimpahan kepada {whom.name}", **facts)


@step
def decide_report_law(
    work: Work, case: Case, *, partner: str, offence: str, enclosed: list[UUID], with_letter: bool
) -> None:
    """Step 12d: a law is broken; the case is reported to law enforcement, with a letter where wanted."""
    whom = partner_of(work, partner)
    if not whom.law_enforcement:
        raise RuleBroken("Bukan penegak hukum.", {"partner": ["Pilih aparat penegak hukum."]})
    facts = _to_partner(work, case, "12d", offence, whom, enclosed, with_letter=with_letter)
    _decide(work, case, "12d", offence, f"Pelaporan kepada {whom.name}", **facts)


def _to_partner(
    work: Work, case: Case, number: str, text: str, partner: Partner, wanted: Sequence[UUID], *, with_letter: bool
) -> dict[str, Any]:
    """Whom the decision names, what it sends along, and the letter to them where one is wanted, which lists it."""
    enclosed = chosen(files(work.session, case.case_no), wanted, confidential=case.confidential)
    named = {"partner": partner.code, "partner_name": partner.name, "enclosed": enclosed}
    if not with_letter:
        return named
    kind, words = PARTNER_LETTERS[number], "\n\n".join(filter(None, [text, listing(enclosed)]))
    return named | {"letter_kind": kind, "letter_id": request_letter(work, case, number, kind, words, partner)}


def _decide(work: Work, case: Case, number: str, text: str, label: str, **facts: Any) -> None:
    case.path = add_step(case.path, number)
    decided = signed(work, Role.CAMAT)
    work.session.add(Decision(case_no=case.case_no, step=number, text=text, **facts, **decided))
    work.audit(case.last_verb or "decide", case.case_no, f"Keputusan Camat ({number}): {label}. {text}")
    tell_stage(work, case, NOTES[State(case.state)])


@step
def withdraw_decision(work: Work, case: Case, *, reason: str) -> None:
    """Step 12 again: the Camat takes the decision back while nothing has left the house.

    Raises:
        RuleBroken: the letter of this decision is signed already.
    """
    row = standing(work, case.case_no)
    check_unsigned(work, case, _SIGNED, letter_id=row.letter_id)
    row.withdrawn_at, row.withdrawn_reason = work.now, reason
    case.path = case.path[:-1]
    if row.letter_id is not None:
        cancel_letters(work, case, f"Keputusan ditarik: {reason}", row.letter_id)
    work.audit("withdraw_decision", case.case_no, f"Keputusan {row.step} ditarik: {reason}")
    tell_stage(work, case, "Camat meninjau kembali keputusannya.")


def standing(work: Work, case_no: str) -> Decision:
    """The decision of step 12 that stands; the states that ask for it have one."""
    return [row for row in entries(work.session, Decision, case_no) if row.withdrawn_at is None][-1]
