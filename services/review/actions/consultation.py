"""Step 7 is a conversation: section head and Camat ask and answer; the Camat sends back, or declines himself."""

from __future__ import annotations

from services.review.actions.letters import request_letter
from services.review.actions.moving import step, tell_stage
from services.review.actions.signing import signed
from services.review.actions.verification import REFUSAL, REFUSED, note_verdict
from services.review.notices.news import ring
from services.review.queries.cases import entries
from services.review.rules.consultation import KINDS, SPEAKERS, consultation, kind_of, other
from services.review.rules.path import add_step
from services.review.tables import Case, Consultation, Verification
from services.shared.notices.ending import over
from services.shared.rights.conflicts import roles_in
from services.shared.rights.people import Role
from services.shared.unit_of_work import Work


@step
def consult(work: Work, case: Case, *, text: str) -> None:
    """Step 7: a question to the other, or the answer to the other's question; the case stays with the Camat."""
    speaker = _speaker(work, case)
    kind = kind_of(speaker, entries(work.session, Consultation, case.case_no))
    say(work, case, speaker, kind, text)
    work.audit("consult", case.case_no, f"{KINDS[kind]} {SPEAKERS[speaker]}: {text}")


def say(work: Work, case: Case, speaker: Role, kind: str, text: str) -> None:
    """Write a line of the consultation; whoever is asked or answered hears the bell, until the next line."""
    about = consultation(case.case_no)
    over(work.session, [about], work.actor.username, work.now)
    row = Consultation(case_no=case.case_no, kind=kind, role=speaker, text=text, **signed(work, speaker))
    work.session.add(row)
    word = "pertanyaan" if kind == "question" else "jawaban"
    told = f"{case.case_no}: {word} {SPEAKERS[speaker]} untuk Anda"
    ring(work, case, "consultation", other(speaker), str(case.version), told, about)


def _speaker(work: Work, case: Case) -> Role:
    """In which office this person speaks; who holds both speaks as the Camat, who has the case."""
    held = roles_in(case.stood_in, work.actor, case.kept_from)
    return Role.CAMAT if Role.CAMAT in held else Role.SECTION_HEAD


@step
def send_back(work: Work, case: Case, *, instruction: str) -> None:
    """Step 7 again: the Camat sends the case back to the section head, with what is still to be done."""
    row = {"kind": "instruction", "role": Role.CAMAT, "text": instruction}
    work.session.add(Consultation(case_no=case.case_no, **row, **signed(work, Role.CAMAT)))
    case.returned_at = work.now
    work.audit("send_back", case.case_no, f"Dikembalikan Camat kepada Kasi: {instruction}")
    tell_stage(work, case, "Pengaduan Anda diperiksa kembali oleh Kasi.")


@step
def refuse(work: Work, case: Case, *, reason: str, told_how: str) -> None:
    """Step 7, the 'no' side, by the Camat himself after the report: by the office's letter, as every refusal."""
    case.path = add_step(case.path, "7-no")
    reported = [row.by for row in entries(work.session, Verification, case.case_no) if row.result == "reported"]
    note_verdict(work, case, "refused", Role.CAMAT, analysis=reason, told_how=told_how)
    request_letter(work, case, REFUSED, REFUSAL, reason, writers=reported[-1:], proposed=True)
    work.audit("refuse", case.case_no, f"Camat menolak pengaduan: {reason}")
    tell_stage(
        work, case, "Camat sudah mempelajari pengaduan Anda. Hasilnya diberitahukan dengan surat dari kantor kami."
    )
