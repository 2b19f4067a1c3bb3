"""The minutes of a mediation (8b, 10a), and the agreement where there is one."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from services.handoffs.outcomes import MeetingResult
from services.review.actions import invitations
from services.review.actions.appointments import people_of
from services.review.actions.documents import file_paper
from services.review.actions.mediation import mediation_of, promises_of
from services.review.actions.moving import step, tell_stage
from services.review.papers.agreement import agreement as agreement_paper
from services.review.papers.mediation import minutes
from services.review.queries.cases import files
from services.review.rules.meeting import RESULTS, check_agreement
from services.review.states import State
from services.review.tables import Case, Meeting, Participant
from services.shared.errors import RuleBroken
from services.shared.storage.object_store import StoredObject
from services.shared.unit_of_work import Work


@step
def record_mediation(work: Work, case: Case, *, statements: str, result: str, agreement: str, number: str) -> None:
    """The minutes with everyone's words and signatures; agreed, also the agreement with its promises."""
    row = mediation_of(work, case)
    check_agreement(result, agreement)
    _check_noted(people_of(work, row))
    row.state, row.result, row.number = "held", result, number
    row.statements, row.agreement = statements, agreement
    row.recorded_at, row.recorded_by = work.now, work.actor.username
    _papers(work, case, row)
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


def _drawn(work: Work, case: Case, people: Sequence[Participant]) -> dict[uuid.UUID, bytes]:
    """What was signed on the screen, by participant."""
    kept = {file.id: file for file in files(work.session, case.case_no) if file.role == "signature"}
    marks = [(one.id, kept[one.signature_id]) for one in people if one.signature_id in kept]
    names = ("bucket", "key", "sha256", "size", "content_type")
    stored = {who: StoredObject(**{name: getattr(file, name) for name in names}) for who, file in marks}
    return {who: work.service.store.read(ref) for who, ref in stored.items()}
