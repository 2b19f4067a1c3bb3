"""What the registry tells of a case: it is archived; its archive was destroyed, so files and personal data go."""

from __future__ import annotations

from typing import Any

from services.handoffs import conflicts, holdings
from services.handoffs.settled import forget
from services.review.queries.cases import case_for_update
from services.review.tables import Base
from services.shared.audit import trail
from services.shared.calendar import clock
from services.shared.encryption import erasing
from services.shared.files import brought
from services.shared.notices import posting
from services.shared.unit_of_work import Work

KEEP = {
    "cases": {
        *("village", "category", "class_code", "urgency", "path", "archive_no", "paper_holder"),
        *("conflicted", "cleared", "stood_in", "escalated_to", "vacant", "withheld", "stand_in_by", "given"),
    },
    "member": {"name"},
    "task": {"username", "name", "done_by"},
    "verification": {"class_code", "urgency", "told_how"},
    "disposition": {"instructions", "urgency", "members", "member_names", "leader"},
    "coordination": {"partner", "partner_name", "village", "channel", "closed_by"},
    "decision": {"letter_kind", "partner", "partner_name"},
    "letter": {"letter_kind", "number", "progress"},
    "follow_up": {"told_how", "answered_by"},
    "participant": {"capacity"},
    "evidence_handover": {"signed"},
    "promise": {"state", "settled_by"},
    "meeting": {"clock_time", "recorded_by", "kind", "state", "result"},
}


def note_archived(work: Work, case_no: str, body: dict[str, Any]) -> None:
    """The registry has the whole case in the archive. A case that never came here is none."""
    case = case_for_update(work.session, case_no)
    if case is None:
        return  # it ended at the desk
    case.archive_no, case.archived_at = body["archive_no"], body["archived_at"]
    work.audit("archived", case_no, f"Seluruh berkas diarsipkan dengan nomor {body['archive_no']}")


def erase(work: Work, case_no: str, body: dict[str, Any]) -> None:
    """Remove bytes and personal data; numbers, states, times and hashes stay. A case that never came here is none.

    Raises:
        Unavailable: the store does not answer; the message comes again.
    """
    case = case_for_update(work.session, case_no)
    if case is None:
        return  # it ended at the desk
    erasing.erase_case(work.session, Base.metadata, case_no, KEEP)
    case.destroyed_at = body["destroyed_at"]
    case.message = f"Arsip dimusnahkan pada {clock.long_date(body['destroyed_at'])} sesuai jadwal retensi."
    brought.forget(work.session, case_no, work.now)
    posting.forget(work.session, case_no)
    forget(work.session, case_no)
    conflicts.forget(work, case_no)
    work.session.flush()  # rows first: who makes pictures of a file holds its row meanwhile
    removed = holdings.destroy(work.service.store, work.service.settings, "review", case_no)
    words = f"Arsip {body['archive_no']} dimusnahkan (daftar {body['list_no']}); berkas dan data pribadi dihapus"
    work.audit(trail.ERASE, case_no, words, objects=removed)
