"""Step 8b: the Camat calls the applicant for a talk face to face, and its minutes."""

from __future__ import annotations

from datetime import date

from services.review.actions import deadlines
from services.review.actions.documents import file_paper, note_file
from services.review.actions.moving import step, tell_stage
from services.review.actions.signing import signed
from services.review.papers.meeting import invitation, minutes
from services.review.papers.parts import signer
from services.review.queries.cases import entries
from services.review.rules import dates
from services.review.rules.files import folder
from services.review.rules.path import add_step
from services.review.tables import Case, Meeting
from services.shared.calendar import clock
from services.shared.config import zone
from services.shared.errors import RuleBroken
from services.shared.files.signature_pad import store_signature
from services.shared.rights.people import Role
from services.shared.storage.object_store import StoredObject
from services.shared.unit_of_work import Work

SIGNERS = {"applicant": "Tanda tangan pemohon", "camat": "Tanda tangan Camat"}


@step
def call_face_to_face(work: Work, case: Case, *, date: date, time: str, place: str, note: str) -> None:
    """Step 8b: the Camat needs confirmation and invites the applicant."""
    dates.check_not_past("date", date, dates.today(work.now))
    at = dates.meeting_time(time)
    closed = work.calendar.reason_closed(date)
    if closed:
        raise RuleBroken("Kantor tutup.", {"date": [f"Kantor tutup pada tanggal ini ({closed}). Pilih hari kerja."]})
    case.path = add_step(case.path, "8b")
    about = {"held_on": date, "clock_time": at, "place": place, "note": note}
    row = Meeting(case_no=case.case_no, **about, **signed(work, Role.CAMAT))
    work.session.add(row)
    deadlines.set_due(work, case)
    paper = invitation(work.office, case, row)
    file_paper(work, case, "invitation", "Undangan tatap muka", paper, identifying=True)
    when = f"{clock.long_date(date)} pukul {at} {zone.name()} di {place}"
    work.audit("call_face_to_face", case.case_no, f"Pemohon diundang bertatap muka pada {when}")
    tell_stage(work, case, f"Anda diundang bertatap muka dengan Camat pada {when}.")


@step
def record_meeting(
    work: Work, case: Case, *, participants: str, statements: str, agreement: str, **signatures: str
) -> None:
    """Step 8b to 9: the minutes; a meeting decides nothing by itself, the Camat chooses again."""
    drawn = _keep_signatures(work, case, signatures)
    row = entries(work.session, Meeting, case.case_no)[-1]
    row.participants, row.statements, row.agreement = participants, statements, agreement
    row.recorded_at, row.recorded_by = work.now, work.actor.username
    camat = signer(work.office, "camat", work.actor.name, signed(work, Role.CAMAT)["acting"])
    pictures = {who: work.service.store.read(stored) for who, stored in drawn.items()}
    paper = minutes(work.office, case, row, camat, pictures)
    file_paper(work, case, "minutes", "Berita acara", paper, identifying=True)
    work.audit("record_meeting", case.case_no, f"Tatap muka dicatat. Kesepakatan: {agreement}")
    tell_stage(work, case, "Tatap muka sudah dilaksanakan; Camat menentukan langkah berikutnya.")


def _keep_signatures(work: Work, case: Case, drawn: dict[str, str]) -> dict[str, StoredObject]:
    """Store what was drawn under the minutes, as files of the case, by who signed; raises RuleBroken."""
    place = work.service.settings.documents_bucket, folder(case.case_no)
    found = {}
    for who, name in SIGNERS.items():
        stored = store_signature(work.service, *place, drawn[f"signature_{who}"], f"signature_{who}")
        if stored is not None:
            found[who] = stored
            hidden = case.confidential and who == "applicant"
            note_file(work, case, "review", "signature", f"{name}.png", stored, identifying=hidden)
    return found
