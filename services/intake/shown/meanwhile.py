"""Two desks at one form (step 3): what somebody else saved since it was opened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.intake.rules import nik
from services.intake.schemas.form import SubmitFormSchema
from services.intake.tables import Complaint
from services.shared.fields import label_of
from services.shared.rights.people import Role
from services.shared.web.service import staff_directory

SHORT = 120  # letters of a long text that are shown


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
