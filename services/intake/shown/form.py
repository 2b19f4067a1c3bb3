"""What the form of step 3 shows: its values, earlier complaints of the same person, and what another desk saved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.intake import queries
from services.intake.rules import nik
from services.intake.schemas.page_form import LABELS
from services.intake.shown.lines import line
from services.intake.tables import Complaint
from services.shared.calendar import clock
from services.shared.rights.people import Role
from services.shared.web.access import me
from services.shared.web.service import current_service, staff_directory

SHORT = 120  # letters of a long text that are shown


def earlier(typed_nik: str, but: str = "") -> list[dict[str, Any]]:
    """Earlier complaints of a NIK, for the clerk; nothing for a number that is not one yet."""
    service = current_service()
    digits = nik.clean(typed_nik)
    if len(digits) != 16 or not digits.isdigit():
        return []
    with service.reading() as session:
        rows = queries.earlier_cases(session, service.vault.indices(digits), but)
    found = [(row.applicant, line(service, row, me(), clock.now())) for row in rows]
    return [shown | {"address": person.address, "phone": person.phone} for person, shown in found if person]


def form_values(complaint: Complaint, number: str, email: str) -> dict[str, Any]:
    """The form's rows as nested values, with the full NIK and e-mail address, for the clerk who corrects them."""
    parts = {"applicant": complaint.applicant, "complaint": complaint.form, "reported_official": complaint.official}
    values = {
        part: row and {c.key: getattr(row, c.key) for c in row.__table__.columns if c.key != "case_no"}
        for part, row in parts.items()
    }
    person = values["applicant"] or {}
    kept = (name for name in person if not name.startswith("nik_") or name == "nik_note")
    shown = {name: person[name] for name in kept if name != "notice_token"}
    return values | {"applicant": shown | {"nik": number, "nik_unreadable": not number, "email": email}}


@dataclass(frozen=True)
class Changed:
    """Who saved meanwhile, when, and per field what is saved (label, text) where it differs from what is typed."""

    who: str
    at: datetime
    fields: list[tuple[str, str]]


def changed(complaint: Complaint, saved: dict[str, Any], typed: dict[str, Any]) -> Changed:
    """Two desks at one form: what a colleague, or the same person elsewhere, saved since the form was opened."""
    names = dict(staff_directory().members(Role.CLERK))
    who = names.get(complaint.last_actor or "", complaint.last_actor or "")
    differing = [
        (LABELS[name], _shown(name, value))
        for name, value in saved.items()
        if name in LABELS and _text(value) and _text(value) != _text(typed.get(name))
    ]
    return Changed(who, complaint.moved_at, differing)


def _text(value: Any) -> str:
    """A value as it stands in the form's field, so that a date equals its typed self."""
    shown = f"{value:%d/%m/%Y}" if hasattr(value, "isoformat") else str(value or "")
    return " ".join(shown.split())


def _shown(name: str, value: Any) -> str:
    text = nik.mask(nik.clean(str(value))) if name == "applicant.nik" else _text(value)
    return text if len(text) <= SHORT else text[:SHORT].rsplit(" ", 1)[0] + " …"
