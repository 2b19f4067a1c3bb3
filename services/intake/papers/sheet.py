"""What all papers of the desk share: letterhead, style, the facts of a case in words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from services.handoffs.representing import relation_of
from services.intake.tables import Complaint, Represented
from services.shared.calendar import clock
from services.shared.config import naming
from services.shared.config.office import Limit, Office
from services.shared.unit_of_work import Work

FOLDER = Path(__file__).parent
UNITS = {"working": "hari kerja", "calendar": "hari"}


def days(limit: Limit) -> str:
    """A limit in words: ``14 hari kerja``."""
    return f"{limit.days} {UNITS[limit.unit]}"


def sheet(office: Office) -> dict[str, Any]:
    """Letterhead and style, for every template."""
    style = {"paper": office.letters.paper, "font": office.letters.font, "size": 10.5}
    return {"office": office.letterhead(), "style": style, "service": office.office.service}


def facts(office: Office, complaint: Complaint) -> dict[str, Any]:
    """Who complains about what, for receipts; the NIK is masked."""
    applicant, what = complaint.applicant, complaint.form
    assert applicant is not None
    assert what is not None
    return {
        "case_no": complaint.case_no,
        "name": applicant.name,
        "represented": represented_line(complaint.represented),
        "nik": applicant.nik_masked,
        "village_called": naming.village(),
        "village": office.villages.get(applicant.village, applicant.village_other),
        "confidential": applicant.confidential,
        "title": what.title,
        "summary": _shortened(what.story),
    }


def represented_line(person: Represented | None) -> str:
    """For whom the applicant complains, as what, by what paper; empty where for himself."""
    return f"{person.name} ({relation_of(person.relation)}; {person.paper})" if person else ""


def place_date(work: Work) -> str:
    """The line above a signature: ``Kumelembuai, 24 November 2026``."""
    return f"{work.office.office.place}, {clock.long_date(work.now)}"


def _shortened(text: str, most: int = 280) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= most else flat[:most].rsplit(" ", 1)[0] + " …"
