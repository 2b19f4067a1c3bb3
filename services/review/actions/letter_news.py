"""What letters, registry and desk tell of a letter: written (14-15), registered (16), handed over (17)."""

from __future__ import annotations

import uuid
from typing import Any

from services.handoffs.endings import LABELS, NEVER_COLLECTED, Ending
from services.handoffs.handing import AT_DESK, RELATIONS, way_of
from services.handoffs.outbox import post
from services.handoffs.review_to_intake import NOTICE_LETTER
from services.review.actions.ending import finish
from services.review.actions.inviting import pass_papers
from services.review.actions.moving import move
from services.review.actions.refusing import end_refused, tell_refused
from services.review.queries.cases import case_for_update
from services.review.rules.path import OUTCOMES, add_step
from services.review.states import State
from services.review.tables import Case, CaseFile, Letter
from services.shared.calendar import clock
from services.shared.errors import Missing
from services.shared.unit_of_work import Work

ENDING = {(State.LETTER_REQUESTED, "12b"), (State.REFUSAL_LETTER, "7")}
PROGRESS_NOTES = {
    "in_review": "Konsep surat diajukan kepada Camat",
    "correcting": "Camat meminta koreksi surat",
    "signed": "Surat ditandatangani",
    "cancelled": "Penyusunan surat dihentikan",
}


def note_progress(work: Work, case_no: str, body: dict[str, Any]) -> None:
    """Steps 14-15: the letter was submitted, sent back, signed or cancelled. A cancelled letter stays cancelled."""
    case, letter = _letter(work, case_no, body)
    letter.versions, letter.corrections = body["versions"], body["corrections"]
    if letter.progress not in {"cancelled", "registered", "handed_over"}:
        letter.progress, letter.changed_at = body["progress"], work.now
    work.audit("letter_progressed", case_no, PROGRESS_NOTES[body["progress"]], by=body["by"])
    if body["progress"] == "signed" and case.state == State.REFUSAL_LETTER:
        tell_refused(work, case)


def note_sealed(work: Work, case_no: str, body: dict[str, Any]) -> None:
    """Step 16c: number, date and sealed file of a letter that nobody collects; an invitation goes to the desk (8b)."""
    case, letter = _letter(work, case_no, body)
    if letter.progress == "registered":
        return  # told after the whole of step 16
    _keep(work, case, letter, body)
    work.audit("letter_sealed", case_no, f"Surat bernomor {letter.number} dan bersegel")
    if letter.meeting_id and letter.progress != "cancelled":
        pass_papers(work, case, letter)
    if letter.step == "6" and letter.progress != "cancelled":
        post(work, NOTICE_LETTER, case_no, body)


def _keep(work: Work, case: Case, letter: Letter, body: dict[str, Any]) -> None:
    letter.number, letter.dated = body["number"], body["dated"]
    letter.file_id = _keep_file(work, case, body["file"])


def note_registered(work: Work, case_no: str, body: dict[str, Any]) -> None:
    """Step 16 is done: the letter has its number, date and sealed file."""
    case, letter = _letter(work, case_no, body)
    _keep(work, case, letter, body)
    work.audit("letter_registered", case_no, f"Surat diregistrasi dengan nomor {letter.number}")
    if letter.progress == "cancelled":
        return  # the applicant withdrew meanwhile; the registry's book says BATAL
    handed_already = letter.progress == "handed_over"
    letter.progress, letter.changed_at = "handed_over" if handed_already else "registered", work.now
    if handed_already:
        _complete(work, case, letter)


def _keep_file(work: Work, case: Case, ref: dict[str, Any]) -> uuid.UUID:
    if work.session.get(CaseFile, ref["id"]) is None:
        work.session.add(CaseFile(case_no=case.case_no, origin="letter", identifying=True, **ref))
        work.session.flush()
    return uuid.UUID(str(ref["id"]))


def note_handed_over(work: Work, case_no: str, body: dict[str, Any]) -> None:
    """Steps 17-18: the applicant holds the letter. The case ends as soon as its number is known here too."""
    case, letter = _letter(work, case_no, body)
    if letter.progress == "cancelled":
        return
    letter.progress, letter.changed_at = "handed_over", work.now
    letter.handed_at, letter.handed_to = body["handed_at"], body["relation"]
    whom, how = RELATIONS.get(body["relation"], body["relation"]), way_of(body.get("way", AT_DESK))
    work.audit("letter_handed_over", case_no, f"Surat diserahkan kepada {whom.lower()} ({how})")
    if letter.number:
        _complete(work, case, letter)


def note_uncollected(work: Work, case_no: str, body: dict[str, Any]) -> None:
    """Step 17, the 'no' side: nobody came for the letter. The case ends; no-op where it goes on or ended before."""
    case, letter = _letter(work, case_no, body)
    if letter.progress in {"cancelled", "handed_over"} or (case.state, letter.step) not in ENDING:
        return
    move(work, case, "letter_uncollected")
    ending = NEVER_COLLECTED[OUTCOMES[State(case.state)]]
    case.path = add_step(case.path, ending)
    words = f"Surat nomor {body['number']} tidak diambil pemohon; pengaduan berakhir"
    work.audit("letter_uncollected", case_no, words)
    _end_uncollected(work, case, body, ending, refused=letter.step == "7")


def _end_uncollected(work: Work, case: Case, body: dict[str, Any], ending: Ending, *, refused: bool) -> None:
    ready, number = clock.long_date(body["ready_at"]), body["number"]
    answer = "Pengaduan Anda tidak dapat kami tindak lanjuti. " if refused else ""
    waited = f"Surat nomor {number} siap diambil sejak {ready}, tetapi tidak diambil sampai batas waktunya."
    finish(
        work,
        case,
        message=f"{answer}{waited} Surat itu tetap dapat diambil di loket dengan KTP.",
        summary=f"{LABELS[ending]}. {waited}",
        letter_number=number,
    )


def _complete(work: Work, case: Case, letter: Letter) -> None:
    """``complete_letter``: the case ends when the letter of 12b, or the refusal of 7, is handed over.

    No-op when it ended before.
    """
    if (case.state, letter.step) not in ENDING:
        return
    move(work, case, "complete_letter")
    if letter.step == "7":
        end_refused(work, case, letter)
        return
    _answered(work, case, letter)


def _answered(work: Work, case: Case, letter: Letter) -> None:
    """Step 12b ends with the office's answer in the applicant's hands."""
    named = f"{work.office.letter_kinds.get(letter.letter_kind, 'Surat')} nomor {letter.number}"
    work.audit("complete_letter", case.case_no, f"Pengaduan selesai dengan {named}")
    finish(
        work,
        case,
        message=f"Pengaduan Anda telah dijawab dengan {named} yang sudah diserahkan.",
        summary=f"Dijawab dengan {named}.",
        told_at=letter.handed_at,
        told_how="Surat",
        letter_number=letter.number,
    )


def _letter(work: Work, case_no: str, body: dict[str, Any]) -> tuple[Case, Letter]:
    """The case and its letter, both locked; raises Missing where review never asked for this letter."""
    case = case_for_update(work.session, case_no)
    letter = work.session.get(Letter, body["letter_id"], with_for_update=True)
    if case is None or letter is None or letter.case_no != case_no:
        raise Missing("Surat ini tidak dikenal di sini.")
    return case, letter
