"""What the form of step 3 shows: its values, and earlier complaints of the same person."""

from __future__ import annotations

from typing import Any

from services.intake import queries
from services.intake.actions.seeing import look_at_nik, look_at_other_nik
from services.intake.queries.hidden import must_know
from services.intake.rules import nik
from services.intake.schemas.form import PARTS, PERSONS, REPRESENTED, WITNESSES
from services.intake.shown.knowing import knows
from services.intake.shown.lines import line
from services.intake.states import State
from services.intake.tables import Base, Complaint
from services.intake.tables.encrypted import notice_email, read_draft
from services.shared.calendar import clock
from services.shared.errors import Stale
from services.shared.web.access import me
from services.shared.web.service import current_service

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
        number = look_at_nik(work, complaint, "memperbaiki formulir")
        email = notice_email(service.vault, complaint.applicant)
        other = look_at_other_nik(work, complaint, "memperbaiki formulir")
    return complaint, flattened(_rows(complaint, number, email, other))


def _tick(value: Any) -> str:
    """How a page writes that a box is ticked, whatever a draft of before or a program wrote."""
    return "true" if str(value).lower() == "true" else ""


def flattened(form: dict[str, Any]) -> dict[str, Any]:
    """A form as values by dotted field name."""
    values = {f"{part}.{name}": value for part in PARTS for name, value in (form.get(part) or {}).items()}
    for tick in ("applicant.nik_unreadable", "applicant.confidential"):
        values[tick] = _tick(values.get(tick))
    persons = form.get(PERSONS) or []
    for number, one in enumerate(persons):
        values |= {f"{PERSONS}.{number}.{name}": value for name, value in one.items()}
        values[f"{PERSONS}.{number}.unidentified"] = _tick(one.get("unidentified"))
    witnesses = form.get(WITNESSES) or []
    for number, one in enumerate(witnesses):
        values |= {f"{WITNESSES}.{number}.{name}": value for name, value in one.items()}
    ticks = {REPRESENTED: form.get(REPRESENTED) is not None, "reported": bool(persons), WITNESSES: bool(witnesses)}
    return values | {f"has_{part}": "true" if there else "" for part, there in ticks.items()}


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


def _rows(complaint: Complaint, number: str, email: str, other: str) -> dict[str, Any]:
    """The form's rows as nested values, with full NIKs and e-mail address, for the clerk who corrects them.

    ``other``: the NIK of who is represented.
    """
    values: dict[str, Any] = {
        "applicant": complaint.applicant and _columns(complaint.applicant),
        "complaint": complaint.form and _columns(complaint.form),
        PERSONS: [_columns(one, "case_no", "number") for one in complaint.reported],
        WITNESSES: [_columns(one, "case_no", "number") for one in complaint.witnesses],
    }
    if complaint.represented:
        values[REPRESENTED] = _without_number(_columns(complaint.represented)) | {"nik": other}
    return values | {"applicant": _person(values["applicant"] or {}, number, email)}


def _person(row: dict[str, Any], number: str, email: str) -> dict[str, Any]:
    unreadable = row.get("nik_masked") == nik.UNREADABLE
    return _without_number(row) | {"nik": number, "nik_unreadable": unreadable, "email": email}


def _without_number(person: dict[str, Any]) -> dict[str, Any]:
    return {n: v for n, v in person.items() if n != "notice_token" and (not n.startswith("nik_") or n == "nik_note")}


def _columns(row: Base, *but: str) -> dict[str, Any]:
    return {c.key: getattr(row, c.key) for c in row.__table__.columns if c.key not in (but or ("case_no",))}
