"""The application book of a month."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from services.intake.papers.sheet import FOLDER, sheet
from services.intake.rules import cases
from services.intake.states import label_of
from services.intake.tables import BookEntry, Complaint
from services.shared.calendar import clock
from services.shared.config import zone
from services.shared.config.office import Office
from services.shared.paper.typeset import typeset


def book(
    office: Office, month: date, rows: Sequence[tuple[BookEntry, Complaint | None]], now: datetime, *, knows: bool
) -> bytes:
    """The application book of a month."""
    lines = [book_line(entry, complaint, knows=knows) for entry, complaint in rows]
    data = sheet(office) | {
        "month": f"{clock.MONTHS[month.month - 1]} {month.year}",
        "rows": [
            [line["number"], line["at"], line["name"], line["purpose"], line["clerk"], line["status"]] for line in lines
        ],
        "zone": zone.name(),
        "printed": clock.date_time(now),
    }
    return typeset(FOLDER / "book.typ", data, created=now)


def book_line(entry: BookEntry, complaint: Complaint | None, *, knows: bool) -> dict[str, Any]:
    """A line of the book in words; the name of a confidential applicant only where ``knows``."""
    applicant = complaint.applicant if complaint else None
    hidden = applicant is not None and applicant.confidential and not knows
    name = applicant.name if applicant else entry.visitor
    return {
        "number": f"{entry.number:04d}",
        "at": clock.date_and_hour(entry.entered_at),
        "name": cases.HIDDEN_NAME if hidden else name or "—",
        "purpose": entry.purpose
        + (f" (LAPOR! {complaint.lapor_no})" if complaint and complaint.lapor_no else "")
        + (f" (di luar hari kerja: {entry.override_reason})" if entry.override_reason else ""),
        "clerk": entry.clerk_name,
        "status": _status(complaint),
        "case_no": entry.case_no,
    }


def _status(complaint: Complaint | None) -> str:
    if complaint is None:
        return "Kunjungan"
    return label_of(complaint.state, complaint.outcome, complaint.branch)
