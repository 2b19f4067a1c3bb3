"""The applicant takes the complaint back, takes that back, or somebody in the office stops or confirms it.

Nothing ends here: a withdrawal waits until its applicant can object no more (``withdrawing``).
"""

from __future__ import annotations

import uuid

from services.intake.actions.files import keep
from services.intake.notices import withdrawals as notices
from services.intake.queries import by_tracking_code, case_for_update, withdrawal
from services.intake.rules import cases
from services.intake.rules import withdrawal as rules
from services.intake.rules.notices import WAYS_OF_TELLING
from services.intake.states import MOVES, RIGHTS, WITHDRAWABLE
from services.intake.tables import Complaint, Withdrawal
from services.shared.calendar import clock
from services.shared.errors import Forbidden, Missing, Stale
from services.shared.files.signature_pad import store_signature
from services.shared.phrases import phrase
from services.shared.rights.moves import advance, check_version
from services.shared.rights.people import Actor
from services.shared.storage.object_store import StoredObject
from services.shared.unit_of_work import Service, Work

UNKNOWN = phrase("Kode ini tidak kami temukan. Periksa lagi kode pada tanda terima, atau tanyakan di loket.")
NOTHING = phrase("Tidak ada pencabutan yang sedang menunggu. Muat ulang halaman.")


def withdraw(
    service: Service, actor: Actor, case_no: str, version: int | None, *, reason: str, signature: str
) -> Complaint:
    """The applicant withdraws at the desk, by a signature on the pad or a scanned statement.

    It takes effect when the time for objections has passed; until then the complaint stands where it stood.

    Raises:
        RuleBroken: neither signature nor scan, or an unreadable one. Stale: a withdrawal waits already.
    """
    drawn = store_signature(service, service.settings.evidence_bucket, case_no, signature)
    with service.work(actor) as work:
        complaint = case_for_update(work.session, case_no)
        if advance(MOVES, complaint, "withdraw", work.actor, work.now, version):
            _at_desk(work, complaint, reason, drawn)
        return complaint


def _at_desk(work: Work, complaint: Complaint, reason: str, drawn: StoredObject | None) -> None:
    scan = withdrawal.new_scan(work.session, complaint.case_no)
    way = rules.way_at_desk(signed=drawn is not None, scanned=scan is not None, has_form=complaint.form is not None)
    if drawn is not None:
        scan = keep(work, complaint.case_no, "withdrawal", "tanda-tangan-pencabutan.png", drawn).id
    _announce(work, complaint, way, reason, scan)
    work.audit("withdraw", complaint.case_no, f"Pemohon mencabut pengaduan: {reason}", way=way)


def withdraw_by_code(work: Work, code: str, *, reason: str) -> None:
    """The applicant withdraws on the tracking page; 404 for an unknown code, 409 where nothing can be withdrawn.

    Raises:
        Missing: no such code. Forbidden: somebody of the staff. Stale: it has ended, or a withdrawal waits already.
    """
    complaint = _of_code(work, code)
    if complaint.state not in WITHDRAWABLE:
        raise Stale(phrase("Pengaduan ini sudah berakhir atau sedang diakhiri, jadi tidak dapat dicabut lagi."))
    _announce(work, complaint, "code", reason or "Tanpa alasan", None)
    work.audit("withdraw_by_code", complaint.case_no, "Pemohon mencabut pengaduan di halaman pelacakan")


def _announce(work: Work, complaint: Complaint, way: str, reason: str, file_id: uuid.UUID | None) -> None:
    if withdrawal.waiting(work.session, complaint.case_no) is not None:
        raise Stale(phrase("Pencabutan sudah dicatat dan sedang menunggu. Muat ulang halaman."))
    until = work.calendar.deadline(cases.local_day(work.now), work.office.withdrawal.objection)
    row = Withdrawal(id=uuid.uuid4(), case_no=complaint.case_no, way=way, reason=reason, file_id=file_id, until=until)
    row.made_at, row.made_by, row.made_by_name = work.now, work.actor.username, work.actor.name
    work.session.add(row)
    work.session.flush()
    notices.announce(work, complaint, row)


def object_to_withdrawal(work: Work, code: str) -> None:
    """The applicant takes the withdrawal back on the tracking page; the complaint goes on where it stands.

    Raises:
        Missing: no such code. Forbidden: somebody of the staff. Stale: none waits.
    """
    complaint = _of_code(work, code)
    _settle(work, complaint, "objected", "")
    work.audit("object_to_withdrawal", complaint.case_no, "Pemohon membatalkan pencabutan di halaman pelacakan")


def stop_withdrawal(work: Work, case_no: str, version: int | None, *, reason: str) -> Complaint:
    """The applicant, or the section head's own look, says that it is no withdrawal; the complaint goes on.

    Raises:
        Stale: none waits, or the page is old.
    """
    complaint = _for_staff(work, case_no, version, "stop_withdrawal")
    _settle(work, complaint, "stopped", reason)
    complaint.version += 1
    work.audit("stop_withdrawal", case_no, f"Pencabutan dibatalkan: {reason}")
    return complaint


def confirm_withdrawal(work: Work, case_no: str, version: int | None, *, told_how: str) -> Complaint:
    """The section head has asked the applicant, who cannot object without the desk; the time for it goes on.

    Raises:
        Stale: none waits, it is confirmed already, or the page is old.
    """
    complaint = _for_staff(work, case_no, version, "confirm_withdrawal")
    row = _waiting(work, complaint)
    if row.confirmed_at is not None:
        raise Stale("Pencabutan ini sudah disahkan. Muat ulang halaman.")
    row.confirmed_at, row.confirmed_how = work.now, told_how
    row.confirmed_by, row.confirmed_by_name = work.actor.username, work.actor.name
    complaint.version += 1
    notices.settled(work, row)
    note = f"Pencabutan disahkan setelah pemohon ditanya ({WAYS_OF_TELLING[told_how].lower()})"
    work.audit("confirm_withdrawal", case_no, f"{note}; berlaku setelah {clock.long_date(row.until)}")
    return complaint


def _for_staff(work: Work, case_no: str, version: int | None, verb: str) -> Complaint:
    RIGHTS.check(verb, work.actor)
    complaint = case_for_update(work.session, case_no)
    check_version(complaint.version, version)
    return complaint


def _of_code(work: Work, code: str) -> Complaint:
    if work.actor.account_id is not None:
        raise Forbidden("Anda sedang masuk sebagai petugas. Halaman pelacakan hanya untuk pemohon; pakai loket.")
    found = by_tracking_code(work.session, code)
    if found is None:
        raise Missing(UNKNOWN)
    return case_for_update(work.session, found.case_no)


def _waiting(work: Work, complaint: Complaint) -> Withdrawal:
    row = withdrawal.waiting(work.session, complaint.case_no)
    if row is None or complaint.state not in WITHDRAWABLE:
        raise Stale(NOTHING)
    return row


def _settle(work: Work, complaint: Complaint, settled: str, reason: str) -> None:
    row = _waiting(work, complaint)
    row.settled, row.settled_at, row.settled_reason = settled, work.now, reason
    row.settled_by, row.settled_by_name = work.actor.username, work.actor.name
    work.session.flush()
    notices.settled(work, row)
    notices.tell_stopped(work, complaint, row)
