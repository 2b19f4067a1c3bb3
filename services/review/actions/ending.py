"""The end of a case, by whichever branch: the front desk, the register book and the archive are told."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from services.handoffs.endings import words_of
from services.handoffs.evidence_ref import reference
from services.handoffs.outbox import post
from services.handoffs.outcomes import Outcome
from services.handoffs.review_to_intake import CASE_CLOSED
from services.handoffs.review_to_letters import CASE_ENDED_FOR_LETTERS
from services.handoffs.review_to_registry import CASE_ENDED_IN_REVIEW, REVIEW_DOSSIER
from services.review.actions.invitations import call_off_at_end
from services.review.actions.letters import cancel_letter, stop_letters
from services.review.actions.moving import move
from services.review.queries import cases
from services.review.rules.applicant import HIDDEN_NAME
from services.review.rules.choices import SENT_LETTER, UNDER_WAY, went_out
from services.review.rules.path import OUTCOMES, add_step, branch
from services.review.states import CLOSED, State
from services.review.tables import Case
from services.shared.audit import trail
from services.shared.errors import RuleBroken
from services.shared.unit_of_work import Work

_IN_BOOK = ("received_at", "village", "confidential", "class_code", "category", "title")  # of the case, as it is


def finish(
    work: Work,
    case: Case,
    *,
    message: str,
    summary: str,
    told_at: datetime | None = None,
    told_how: str = "",
    letter_number: str = "",
) -> None:
    """Post what follows from an end; the move itself and its audit line come before.

    ``message`` is what the applicant is told, ``summary`` what the register book says.
    """
    case.message = message
    stop_letters(work, case, UNDER_WAY, "Pengaduan berakhir sebelum surat ini ditandatangani.")
    call_off_at_end(work, case)
    work.session.flush()
    end = {"outcome": OUTCOMES[State(case.state)], "branch": branch(case.path), "ended_at": case.ended_at}
    post(work, CASE_CLOSED, case.case_no, end | {"message": message})
    told = {"told_at": told_at, "told_how": told_how, "letter_number": letter_number}
    post(work, CASE_ENDED_IN_REVIEW, case.case_no, end | told | _register_entry(work, case, summary))
    send_dossier(work, case)
    if cases.letters(work.session, case.case_no):
        post(work, CASE_ENDED_FOR_LETTERS, case.case_no, {"ended_at": case.ended_at})


def usual_words(case: Case) -> str:
    """What the applicant reads of this end where nothing was written for the applicant."""
    return words_of(OUTCOMES[State(case.state)], branch(case.path)).meaning


def _register_entry(work: Work, case: Case, summary: str) -> dict[str, Any]:
    hidden = case.confidential
    letters = cases.letters(work.session, case.case_no)
    return {
        **{name: getattr(case, name) for name in _IN_BOOK},
        "applicant_name": HIDDEN_NAME if hidden else case.applicant_name,
        "nik_masked": "*" * 16 if hidden else case.nik_masked,
        "summary": summary,
        "officer": case.clerk,
        "parts": ["intake", "review", *(f"letters:{letter.letter_id}" for letter in letters)],
    } | ({"lapor_no": case.lapor_no} if case.lapor_no else {})


def send_dossier(work: Work, case: Case) -> None:
    """Our part of the archived case goes to the registry; sent again where something was added after the end."""
    post(work, REVIEW_DOSSIER, case.case_no, _dossier(work, case))


def _dossier(work: Work, case: Case) -> dict[str, Any]:
    """Our part of the archived case: the time line, our papers and the attachments (not the desk's files)."""
    own = [file for file in cases.files(work.session, case.case_no) if file.origin in {"paper", "review"}]
    past = trail.story(work.session, case.case_no)
    now = [vars(entry) for entry in work.entries if entry.subject == case.case_no and entry.story]
    timeline = [{"at": e["at"], "actor": e["actor_name"], "verb": e["verb"], "note": e["note"]} for e in [*past, *now]]
    return {"part": "review", "timeline": timeline, "documents": [reference(file) for file in own]}


def cancel_letters(work: Work, case: Case, reason: str, only: uuid.UUID | None = None) -> None:
    """Stop every letter that the applicant does not hold yet (or ``only`` one).

    What went out while the case went on is in somebody's hands: its number stays its own, whatever the case ends in.
    """
    for letter in cases.letters(work.session, case.case_no):
        ended = letter.progress in {"cancelled", "handed_over"} or went_out(letter.step, letter.progress)
        if not ended and only in {None, letter.letter_id}:
            cancel_letter(work, case, letter, reason)


def check_unsigned(work: Work, case: Case, words: str, **which: Any) -> None:
    """What a letter says can be taken back until it is signed; ``which`` letter, by columns. Raises RuleBroken."""
    for letter in cases.letters(work.session, case.case_no):
        if letter.progress in SENT_LETTER and all(getattr(letter, name) == is_ for name, is_ in which.items()):
            raise RuleBroken(words)


def withdraw(work: Work, case_no: str, body: dict[str, Any]) -> None:
    """The applicant takes the complaint back: it ends, letters under way are stopped. No-op when it has ended.

    Raises:
        Missing: review never had this case.
    """
    case = cases.known_case(work.session, case_no)
    if case.state in CLOSED:
        return
    move(work, case, "withdraw")
    lapsed, reason = bool(body.get("lapsed")), body["reason"]
    case.path = add_step(case.path, "lapsed" if lapsed else "withdrawn")
    whose = reason if lapsed else f"Pengaduan dicabut oleh pemohon: {reason}"
    cancel_letters(work, case, f"Pengaduan dicabut: {reason}")
    work.audit("withdraw", case_no, whose, requested_at=str(body["requested_at"]))
    summary = reason if lapsed else f"Dicabut oleh pemohon: {reason}"
    told = {} if lapsed else {"told_at": body["requested_at"], "told_how": body.get("told_how", "Di loket")}
    finish(work, case, message=words_of(Outcome.WITHDRAWN, branch(case.path)).meaning, summary=summary, **told)
