"""What the form of step 3 shows: its values, earlier complaints of the same person, and what another desk saved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.intake import queries
from services.intake.queries.hidden import must_know
from services.intake.rules import nik
from services.intake.schemas.form import PARTS, PERSONS, WITNESSES, SubmitFormSchema
from services.intake.shown.knowing import knows
from services.intake.shown.lines import line
from services.intake.states import State
from services.intake.tables import Base, Complaint
from services.intake.tables.encrypted import notice_email, read_draft
from services.shared.calendar import clock
from services.shared.errors import Stale
from services.shared.fields import label_of
from services.shared.rights.people import Role
from services.shared.web.access import me
from services.shared.web.service import current_service, staff_directory

SHORT = 120  # letters of a long text that are shown
GONE_ON = "Formulir ini sudah tidak dapat diubah. Buka halaman pengaduannya."


def known(case_no: str) -> tuple[Complaint, dict[str, Any]]:
    """The complaint, and the form's values as they are now; opening a correction shows the NIK and says so.

    Raises:
        Forbidden: the identity is not for this person. Stale: the form went on already.
        Unreadable: the key of the draft is lost.
    """
    service, person = current_service(), me()
    with service.work(person) as work:
        complaint = queries.one(work.session, case_no)
        must_know(complaint, person)
        if complaint.state == State.DRAFT_INTAKE:
            return complaint, flattened(read_draft(service.vault, complaint))
        if complaint.state != State.INTAKE_CHECK or complaint.applicant is None:
            raise Stale(GONE_ON)
        number = service.vault.decrypt(complaint.applicant.nik_token)
        work.audit("see_nik", case_no, "NIK lengkap dilihat", story=False, reason="memperbaiki formulir")
        service.looked(person, case_no, "nik", work.now)
        email = notice_email(service.vault, complaint.applicant)
    return complaint, flattened(_rows(complaint, number, email))


def flattened(form: dict[str, Any]) -> dict[str, Any]:
    """A form as values by dotted field name."""
    values = {f"{part}.{name}": value for part in PARTS for name, value in (form.get(part) or {}).items()}
    for tick in ("applicant.nik_unreadable", "applicant.confidential"):
        values[tick] = "true" if str(values.get(tick, "")).lower() == "true" else ""
    persons = form.get(PERSONS) or []
    for number, one in enumerate(persons):
        values |= {f"{PERSONS}.{number}.{name}": value for name, value in one.items()}
        ticked = str(one.get("unidentified", "")).lower() == "true"
        values[f"{PERSONS}.{number}.unidentified"] = "true" if ticked else ""
    witnesses = form.get(WITNESSES) or []
    for number, one in enumerate(witnesses):
        values |= {f"{WITNESSES}.{number}.{name}": value for name, value in one.items()}
    return values | {"has_reported": "true" if persons else "", "has_witnesses": "true" if witnesses else ""}


def earlier(typed_nik: str, but: str = "") -> list[dict[str, Any]]:
    """Earlier complaints of a NIK, for the clerk; nothing for a number that is not one yet."""
    service = current_service()
    digits = nik.clean(typed_nik)
    if len(digits) != 16 or not digits.isdigit():
        return []
    with service.reading() as session:
        rows = queries.earlier_cases(session, service.vault.indices(digits), but)
    found = [(row.applicant, line(service, row, me(), clock.now())) for row in rows if knows(row, me())]
    return [shown | {"address": person.address, "phone": person.phone} for person, shown in found if person]


def _rows(complaint: Complaint, number: str, email: str) -> dict[str, Any]:
    """The form's rows as nested values, with the full NIK and e-mail address, for the clerk who corrects them."""
    values: dict[str, Any] = {
        "applicant": complaint.applicant and _columns(complaint.applicant),
        "complaint": complaint.form and _columns(complaint.form),
        PERSONS: [_columns(one, "case_no", "number") for one in complaint.reported],
        WITNESSES: [_columns(one, "case_no", "number") for one in complaint.witnesses],
    }
    person = values["applicant"] or {}
    kept = (name for name in person if not name.startswith("nik_") or name == "nik_note")
    shown = {name: person[name] for name in kept if name != "notice_token"}
    return values | {"applicant": shown | {"nik": number, "nik_unreadable": not number, "email": email}}


def _columns(row: Base, *but: str) -> dict[str, Any]:
    return {c.key: getattr(row, c.key) for c in row.__table__.columns if c.key not in (but or ("case_no",))}


@dataclass(frozen=True)
class Changed:
    """Who saved meanwhile, when, and per field what is saved (label, text) where it differs from what is typed."""

    who: str
    at: datetime
    fields: list[tuple[str, str]]


def changed(complaint: Complaint, saved: dict[str, Any], typed: dict[str, Any]) -> Changed:
    """Two desks at one form: what a colleague, or the same person elsewhere, saved since the form was opened."""
    names, schema = dict(staff_directory().members(Role.CLERK)), SubmitFormSchema()
    who = names.get(complaint.last_actor or "", complaint.last_actor or "")
    differing = [
        (label, _shown(name, value))
        for name, value in saved.items()
        if _text(value) and _text(value) != _text(typed.get(name)) and (label := label_of(schema, name))
    ]
    return Changed(who, complaint.moved_at, differing)


def _text(value: Any) -> str:
    """A value as it stands in the form's field, so that a date equals its typed self."""
    shown = f"{value:%d/%m/%Y}" if hasattr(value, "isoformat") else str(value or "")
    return " ".join(shown.split())


def _shown(name: str, value: Any) -> str:
    text = nik.mask(nik.clean(str(value))) if name == "applicant.nik" else _text(value)
    return text if len(text) <= SHORT else text[:SHORT].rsplit(" ", 1)[0] + " …"
