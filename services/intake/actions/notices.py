"""What a clerk does about notices to the applicant: tells it in person, sends it again, corrects the channel."""

from __future__ import annotations

import uuid

from services.intake.queries import case_for_update
from services.intake.rules import notices as rules
from services.intake.states import RIGHTS
from services.intake.tables import Complaint
from services.shared.errors import Stale
from services.shared.notices import rows
from services.shared.unit_of_work import Work


def tell_applicant(work: Work, case_no: str, *, how: str) -> Complaint:
    """The applicant knows it now, from a person: closes every notice of the case that waited for that, or failed.

    Raises:
        Forbidden: not a clerk. Stale: nothing waits to be told (any more).
    """
    complaint = _case(work, case_no)
    texts = rows.done_by_hand(work.session, case_no, rules.APPLICANT, work.actor.username, how, work.now)
    if not texts:
        raise Stale("Tidak ada lagi yang perlu disampaikan; mungkin rekan Anda sudah menyampaikannya.")
    work.audit("tell_applicant", case_no, f"Pemohon diberi tahu: {rules.WAYS_OF_TELLING[how].lower()}")
    return complaint


def send_again(work: Work, case_no: str, notice_id: uuid.UUID) -> Complaint:
    """A notice that failed goes out once more, under its old id.

    Raises:
        Stale: it has not failed.
    """
    complaint = _case(work, case_no)
    row = rows.send_again(work.session, notice_id, work.now)
    if row is None or (row.subject, row.recipient) != (case_no, rules.APPLICANT):
        raise Stale("Pemberitahuan ini tidak sedang gagal; mungkin sudah dikirim lagi.")
    work.audit("send_again", case_no, "Pemberitahuan kepada pemohon dikirim lagi", story=False, kind=row.kind)
    return complaint


def change_channel(work: Work, case_no: str, *, notice_channel: str, phone: str, email: str) -> Complaint:
    """The applicant wants to be told another way; what waits or failed goes there.

    Or the number was wrong; what failed can then be sent again. A number that is left empty stays as it is.

    Raises:
        RuleBroken: nothing to reach the channel by. Stale: there is no applicant yet, or the case has ended.
    """
    complaint = _case(work, case_no)
    applicant = complaint.applicant
    if applicant is None or complaint.outcome is not None:
        raise Stale("Saluran hanya dapat diubah setelah formulir diisi dan selama pengaduan berjalan.")
    phone = phone or applicant.phone
    rules.check_notice(notice_channel, phone, email, part="")
    address = rules.address(notice_channel, phone, email)
    applicant.notice_channel = notice_channel
    applicant.notice_token = work.service.vault.encrypt(address) if address else None
    via = "by_hand" if notice_channel == "none" else notice_channel
    rows.reroute(work.session, case_no, rules.APPLICANT, via, work.now)
    work.audit("change_channel", case_no, f"Saluran pemberitahuan diubah: {rules.NOTICE_CHANNELS[notice_channel]}")
    return complaint


def _case(work: Work, case_no: str) -> Complaint:
    RIGHTS.check("tell_applicant", work.actor, "Hanya petugas layanan yang memberi tahu pemohon.")
    return case_for_update(work.session, case_no)
