"""A filtered list of complaints as the rows of a file, read piece by piece, so that memory stays flat.

Names of confidential applicants are masked for everybody: a file leaves the system and its rights behind. No NIK.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from services.handoffs.endings import words_of
from services.intake.rules import cases
from services.intake.rules.search import Filters
from services.intake.shown.lines import village_name
from services.intake.shown.lists import read
from services.intake.states import label_of
from services.intake.tables import Complaint
from services.shared.calendar import clock
from services.shared.config import naming, zone
from services.shared.rights.people import Actor
from services.shared.unit_of_work import Service
from services.shared.web.delimited import Cell

_HEADS = (
    ("Nomor", 16), ("Diterima", 17), ("Status", 24), ("Klasifikasi pengaduan", 34), ("{Desa}", 22), ("Jenis", 26),
    ("Perihal", 48), ("Pemohon", 28), ("Petugas", 22), ("Batas waktu", 12), ("Dijawab paling lambat", 12),
    ("Hasil", 28), ("Berakhir", 17), ("Nomor arsip", 20),
)  # fmt: skip
_HOURS = ("Diterima", "Berakhir")
AT_ONCE = 500  # lines of one transaction


def heads() -> list[tuple[str, int]]:
    """Titles and widths of the columns; an hour's title says whose clock it is."""
    whose = f" ({zone.name()})"
    return [(naming.say(title) + whose * (title in _HOURS), width) for title, width in _HEADS]


def rows(
    service: Service, person: Actor, filters: Filters, now: datetime, at_once: int = AT_ONCE
) -> Iterator[list[Cell]]:
    """The lines of a list, in its order, read in small transactions."""
    after: str | None = None
    while True:
        with service.reading() as session:
            page = read(session, service, person, filters, now, after, at_once)
        yield from (_row(service, complaint) for complaint in page.items)
        if not page.after:
            return
        after = page.after


def _row(service: Service, complaint: Complaint) -> list[Cell]:
    form, applicant, office = complaint.form, complaint.applicant, service.office
    known = office.classes.get(complaint.class_code)
    return [
        complaint.case_no,
        _moment(complaint.received_at),
        label_of(complaint.state, complaint.outcome, complaint.branch),
        known.label if known else complaint.class_code,
        village_name(office, applicant) if applicant else "",
        office.categories.get(form.category, form.category) if form else "",
        form.title if form else complaint.purpose,
        cases.HIDDEN_NAME
        if applicant and applicant.confidential
        else cases.persons_line(applicant.name, complaint.represented_name)
        if applicant
        else "",
        complaint.clerk_name,
        complaint.deadline,
        complaint.answer_by,
        words_of(complaint.outcome, complaint.branch).label if complaint.outcome else "",
        _moment(complaint.ended_at),
        complaint.archive_no,
    ]


def _moment(moment: datetime | None) -> datetime | None:
    """On the office's clock, without a zone: spreadsheets know none."""
    return clock.local(moment).replace(tzinfo=None, second=0, microsecond=0) if moment else None
