"""The minutes of a mediation (8b, 10a), and the agreement where there is one."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from services.handoffs.outcomes import MeetingResult
from services.review.actions import invitations
from services.review.actions.documents import file_paper
from services.review.actions.inviting import people_of
from services.review.actions.letters import request_letter
from services.review.actions.mediation import mediation_of, promises_of
from services.review.actions.moving import step, tell_stage
from services.review.papers.agreement import agreement as agreement_paper
from services.review.papers.mediation import minutes
from services.review.queries.cases import files
from services.review.rules import dates
from services.review.rules.meeting import RESULTS, check_agreement, check_day
from services.review.states import State
from services.review.tables import Case, Meeting, Participant
from services.shared.calendar import clock
from services.shared.errors import RuleBroken
from services.shared.unit_of_work import Work


@step
def record_mediation(
    work: Work, case: Case, *, statements: str, result: str, agreement: str, number: str, cover_to: str
) -> None:
    """The minutes with everyone's words and signatures; agreed, also the agreement with its promises.

    ``cover_to``: the partner to whom the agreement goes with a letter of the office, to watch over it.
    """
    row = mediation_of(work, case)
    check_day(row.held_on, dates.today(work.now))
    check_agreement(result, agreement)
    _check_noted(people_of(work, row))
    row.state, row.result, row.number = "held", result, number
    row.statements, row.agreement = statements, agreement
    row.recorded_at, row.recorded_by = work.now, work.actor.username
    _papers(work, case, row)
    if cover_to and result == MeetingResult.AGREED:
        _write_cover(work, case, cover_to)
    invitations.tell_held(work, case, row)
    work.audit("record_mediation", case.case_no, f"Mediasi dicatat. {RESULTS[MeetingResult(result)]}")
    if case.state == State.CAMAT_REVIEW:
        tell_stage(work, case, "Mediasi sudah dilaksanakan; Camat menentukan langkah berikutnya.")


def _check_noted(people: Sequence[Participant]) -> None:
    """Whether each came is known, and somebody of both sides did; raises RuleBroken."""
    open_ = [one.position for one in people if one.came is None]
    if open_:
        numbers = ", ".join(map(str, open_))
        raise RuleBroken.at("statements", f"Catat dahulu kehadiran peserta nomor {numbers}.")
    here = {one.capacity for one in people if one.came}
    if not {"applicant", "other_side"} <= here:
        text = "Salah satu pihak tidak hadir. Beri jadwal kedua, atau lanjutkan tanpa mediasi."
        raise RuleBroken.at("statements", text)


def _papers(work: Work, case: Case, row: Meeting) -> None:
    people = people_of(work, row)
    drawn = _drawn(work, case, people)
    sheet = minutes(work.office, case, row, people, drawn)
    file_paper(work, case, "minutes", "Berita acara mediasi", sheet, identifying=True)
    if row.result == MeetingResult.AGREED:
        agreed = agreement_paper(work.office, case, row, people, promises_of(work, row), drawn)
        file_paper(work, case, "agreement", "Surat kesepakatan perdamaian", agreed, identifying=True)


def _write_cover(work: Work, case: Case, code: str) -> None:
    """The letter with which the agreement goes to whoever watches over it (surat pengantar)."""
    if code not in {one.code for one in work.office.contacts}:
        raise RuleBroken.at("cover_to", "Pilih penerima surat pengantar dari daftar.")
    what = f"Surat kesepakatan perdamaian tanggal {clock.long_date(work.now)}, pengaduan nomor {case.case_no}"
    request_letter(work, case, "10", "agreement_cover", what, work.office.partner(code), proposed=True)


def _drawn(work: Work, case: Case, people: Sequence[Participant]) -> dict[uuid.UUID, bytes]:
    """What was signed on the screen, by participant."""
    kept = {file.id: file for file in files(work.session, case.case_no) if file.role == "signature"}
    marks = [(one.id, kept[one.signature_id]) for one in people if one.signature_id in kept]
    return {who: work.service.store.read(file.stored) for who, file in marks}
