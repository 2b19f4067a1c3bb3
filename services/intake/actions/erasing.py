"""The archive of a case was destroyed: the desk's files of it and what its rows say about people go, too."""

from __future__ import annotations

from typing import Any

from sqlalchemy import update

from services.handoffs import conflicts, holdings
from services.handoffs.envelope import Envelope
from services.handoffs.settled import forget
from services.intake.queries import case_for_update, words
from services.intake.tables import Applicant, Base, CaseFile, Represented
from services.shared.audit import trail
from services.shared.calendar import clock
from services.shared.encryption import erasing
from services.shared.notices import posting
from services.shared.unit_of_work import Work

KEEP = {
    "application_book": {"service"},
    "complaint": {
        "class_code",
        "stage",
        "urgent_danger",
        "taken_by",
        "letter_number",
        "letter_kind",
        "outcome",
        "branch",
        "mistake",
        "archive_no",
        "paper_holder",
    },
    "applicant": {"village", "notice_channel", "identity_paper"},
    "represented": {"relation"},
    "complaint_form": {"category"},
    "reported_official": {"kind"},
    "witness": {"willing"},
    "case_file": {"declared_type"},
    "check_row": {"label", "checked_by"},
    "withdrawal": {"made_by", "made_by_name", "confirmed_by", "confirmed_by_name", "settled_by", "settled_by_name"},
    "invitation": {"kind", "state", "clock_time", "given_by", "given_how"},
    "handover": {"relation", "way", "handed_by", "handed_by_name"},
}


def erase(work: Work, envelope: Envelope, body: dict[str, Any]) -> None:
    """Remove bytes and personal data; numbers, states, times and hashes stay. Told twice, it is done once more.

    Raises:
        Missing: the desk never had this case. Unavailable: the store does not answer; the message comes again.
    """
    case_no = envelope.case_no
    complaint = case_for_update(work.session, case_no)
    known = words.of_case(work.session, case_no)
    erasing.erase_case(work.session, Base.metadata, case_no, KEEP)
    for table in (Applicant, Represented):
        nothing = {"nik_token": work.service.vault.encrypt("")}
        work.session.execute(update(table).filter_by(case_no=case_no).values(nothing))
    gone = {"removed_at": body["destroyed_at"], "removed_by": "Pemusnahan arsip"}
    work.session.execute(update(CaseFile).filter_by(case_no=case_no).values(gone))
    work.session.flush()  # rows first: who makes pictures of a file holds its row meanwhile
    removed = holdings.destroy(work.service.store, work.service.settings, "intake", case_no)
    day = clock.long_date(body["destroyed_at"])
    complaint.outcome_message = f"Arsip pengaduan ini sudah dimusnahkan pada {day} sesuai jadwal retensi."
    posting.forget(work.session, case_no)
    forget(work.session, case_no)
    conflicts.forget(work, case_no)
    words.forget(work.session, known)
    note = f"Arsip {body['archive_no']} dimusnahkan (daftar {body['list_no']}); berkas dan data pribadi dihapus"
    work.audit(trail.ERASE, case_no, note, objects=removed)
