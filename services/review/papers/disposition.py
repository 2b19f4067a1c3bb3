"""Step 8c on paper: the disposition sheet."""

from __future__ import annotations

from services.review.papers.parts import lay_out, shown_name, signer
from services.review.rules.choices import URGENCIES
from services.review.rules.disposition import marked_members
from services.review.tables import Case, Disposition
from services.shared.calendar import clock
from services.shared.config import naming
from services.shared.config.office import Office


def disposition(office: Office, case: Case, row: Disposition) -> bytes:
    """Step 8c: the disposition sheet (lembar disposisi) in the office's layout."""
    data = {
        "from": shown_name(case, named=False),
        "village": naming.village(case.village),
        "number": case.case_no,
        "received": clock.long_date(case.received_at),
        "subject": case.title,
        "urgencies": [[label, code == row.urgency] for code, label in URGENCIES.items()],
        "secret": case.confidential,
        "members": marked_members(row),
        "instructions": [[label, code in row.instructions] for code, label in office.instructions.items()],
        "remark": row.note,
        "due": clock.long_date(row.due),
        "dated": f"{office.office.place}, {clock.long_date(row.at)}",
        "signature": signer(office, "camat", row.by_name, row.acting),
    }
    return lay_out("disposition.typ", office, case, data, row.at)
