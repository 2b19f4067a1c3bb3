"""Step 8b: the Camat talks to the applicant face to face, by appointment or at once, and the minutes of it."""

from __future__ import annotations

import uuid
from datetime import date

from services.handoffs.outcomes import MeetingKind, MeetingResult
from services.review.actions import invitations
from services.review.actions.appointments import invite, plan, waiting, when
from services.review.actions.documents import file_paper, keep_signature
from services.review.actions.moving import step, tell_stage
from services.review.actions.signing import signed
from services.review.papers.meeting import minutes
from services.review.papers.parts import signer
from services.review.rules import dates
from services.review.rules.meeting import RESULTS, check_agreement, check_day
from services.review.rules.path import add_step
from services.review.tables import Case, Meeting
from services.shared.calendar import clock
from services.shared.errors import Stale
from services.shared.rights.people import Role
from services.shared.unit_of_work import Work

SIGNERS = {"applicant": "Tanda tangan pemohon", "camat": "Tanda tangan Camat"}
NEXT = "Tatap muka sudah dilaksanakan; Camat menentukan langkah berikutnya."


@step
def call_face_to_face(work: Work, case: Case, *, date: date, time: str, place: str, note: str) -> None:
    """Step 8b: the Camat needs confirmation and invites the applicant."""
    case.path = add_step(case.path, "8b")
    row = plan(work, case, MeetingKind.FACE_TO_FACE, Role.CAMAT, date=date, time=time, place=place, note=note)
    invite(work, case, row)
    work.audit("call_face_to_face", case.case_no, f"Pemohon diundang bertatap muka pada {when(row)}")
    tell_stage(work, case, f"Anda diundang bertatap muka dengan Camat pada {when(row)}.")


@step
def record_meeting(work: Work, case: Case, *, result: str, **words: str) -> None:
    """Step 8b to 9: the minutes; a meeting decides nothing by itself, the Camat chooses again."""
    row = waiting(work, case)
    if row.kind != MeetingKind.FACE_TO_FACE:
        raise Stale("Yang dijadwalkan ialah mediasi, yang berita acaranya tersendiri. Muat ulang halaman.")
    check_day(row.held_on, dates.today(work.now))
    _write(work, case, row, result, words)
    invitations.tell_held(work, case, row)
    work.audit("record_meeting", case.case_no, _said(row))
    tell_stage(work, case, NEXT)


@step
def talk_now(work: Work, case: Case, *, place: str, result: str, **words: str) -> None:
    """Step 8b without an appointment: the applicant is here, they have just talked, and these are the minutes."""
    case.path = add_step(case.path, "8b")
    hour = clock.hour(work.now)[:5]
    about = {"held_on": dates.today(work.now), "clock_time": hour, "place": place, "note": ""}
    row = Meeting(id=uuid.uuid4(), case_no=case.case_no, **about, **signed(work, Role.CAMAT))
    _write(work, case, row, result, words)
    work.session.add(row)
    work.audit("talk_now", case.case_no, _said(row))
    tell_stage(work, case, NEXT)


def _write(work: Work, case: Case, row: Meeting, result: str, words: dict[str, str]) -> None:
    """The minutes of a talk, with what was signed on the screen; raises RuleBroken."""
    check_agreement(result, words["agreement"])
    pictures = _keep_signatures(work, case, words)
    row.state, row.result, row.number = "held", result, words["number"]
    row.participants, row.statements, row.agreement = (words[n] for n in ("participants", "statements", "agreement"))
    row.recorded_at, row.recorded_by = work.now, work.actor.username
    camat = signer(work.office, "camat", work.actor.name, signed(work, Role.CAMAT)["acting"])
    paper = minutes(work.office, case, row, camat, pictures)
    file_paper(work, case, "minutes", "Berita acara", paper, identifying=True)


def _said(row: Meeting) -> str:
    """The line of the trail: what came of it."""
    agreed = f": {row.agreement}" if row.agreement else ""
    return f"Tatap muka dicatat. {RESULTS[MeetingResult(row.result)]}{agreed}"


def _keep_signatures(work: Work, case: Case, drawn: dict[str, str]) -> dict[str, bytes]:
    """Store what was drawn under the minutes, as files of the case; the pictures by who signed. Raises RuleBroken."""
    found = {}
    for who, name in SIGNERS.items():
        field, shows = f"signature_{who}", who == "applicant"
        if kept := keep_signature(work, case, name, drawn[field], field, identifying=shows):
            found[who] = work.service.store.read(kept.stored)
    return found
