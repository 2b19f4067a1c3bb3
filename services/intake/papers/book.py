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

COLUMNS = ("number", "at", "name", "address", "purpose", "service", "clerk", "status")


def book(
    office: Office,
    month: date,
    rows: Sequence[tuple[BookEntry, Complaint | None]],
    now: datetime,
    *,
    knows: bool,
    addresses: bool,
) -> bytes:
    """The application book of a month, with room for signatures; ``addresses``: whether the reader may know them."""
    lines = [book_line(entry, complaint, knows=knows) for entry, complaint in rows]
    shown = [line if addresses else line | {"address": "—"} for line in lines]
    name = f"{clock.MONTHS[month.month - 1]} {month.year}"
    note = f"Dicetak {clock.date_time(now)}. Waktu dalam {zone.name()}."
    return _sheet(office, name, note, now, [[*(line[column] for column in COLUMNS), ""] for line in shown])


def blank_book(office: Office, now: datetime) -> bytes:
    """Step 2: a blank sheet of the book, to write in by hand while power or line is down."""
    return _sheet(office, "bulan ……………… 20……", "Disalin ke buku permohonan sesudah tersambung lagi.", now, None)


def _sheet(office: Office, month: str, note: str, now: datetime, rows: list[list[str]] | None) -> bytes:
    data = sheet(office) | {"month": month, "note": note, "blank": rows is None, "rows": rows or []}
    return typeset(FOLDER / "book.typ", data, created=now)


def book_line(entry: BookEntry, complaint: Complaint | None, *, knows: bool) -> dict[str, Any]:
    """A line of the book in words; the name of a confidential applicant only where ``knows``."""
    return {
        "number": f"{entry.number:04d}",
        "at": clock.date_and_hour(entry.entered_at),
        **_who(entry, complaint, knows=knows),
        "service": entry.service,
        "purpose": _purpose(entry, complaint),
        "clerk": entry.clerk_name,
        "status": _status(complaint),
        "case_no": entry.case_no,
    }


def _who(entry: BookEntry, complaint: Complaint | None, *, knows: bool) -> dict[str, Any]:
    """Name and address of the applicant; where there is none, the visitor's name."""
    if complaint is None or complaint.applicant is None:
        return {"name": entry.visitor or "—", "address": "—"}
    applicant = complaint.applicant
    if applicant.confidential and not knows:
        return {"name": cases.HIDDEN_NAME, "address": "—"}
    return {
        "name": cases.persons_line(applicant.name, complaint.represented_name) or "—",
        "address": applicant.address,
    }


def _purpose(entry: BookEntry, complaint: Complaint | None) -> str:
    """The purpose of the visit, with the numbers that the complaint has elsewhere, and why the desk was open."""
    lapor = f" (LAPOR! {complaint.lapor_no})" if complaint and complaint.lapor_no else ""
    paper = f" (nomor {complaint.paper_no} pada buku kertas)" if complaint and complaint.paper_no else ""
    late = f" (di luar hari kerja: {entry.override_reason})" if entry.override_reason else ""
    return f"{entry.purpose}{lapor}{paper}{late}"


def _status(complaint: Complaint | None) -> str:
    if complaint is None:
        return "Kunjungan"
    label = label_of(complaint.state, complaint.outcome, complaint.branch)
    return f"{label}: {complaint.mistake}" if complaint.mistake else label
