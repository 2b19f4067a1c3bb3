"""What the screens of the form show beside its values: choices, places for persons, what stands open, proposals."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from marshmallow import ValidationError

from services.handoffs.representing import relations
from services.intake.rules import cases, identity, nik
from services.intake.rules.proposing import propose
from services.intake.rules.reported import MOST
from services.intake.schemas.form import PERSONS, WITNESSES
from services.intake.schemas.witnesses import MOST as MOST_WITNESSES
from services.intake.shown.notices import choices as channels
from services.shared.calendar import clock
from services.shared.config import naming
from services.shared.fields import LocalDate
from services.shared.web.forms import Form
from services.shared.web.service import current_service

SPARE = 2  # empty places for reported persons, and for witnesses
# What stands folded away until something in it was typed or is wrong.
FOLDED = {
    "paper": ("applicant.identity_no", "applicant.nik_unreadable", "applicant.nik_note"),
    "represented": ("has_represented", "represented."),
    "notice": ("applicant.email",),
    "persons": ("has_reported", "has_witnesses", f"{PERSONS}.", f"{WITNESSES}."),
    "loss": ("complaint.loss",),
}


def parts(form: Form) -> dict[str, Any]:
    """Everything that the template needs beside the fields' values."""
    chosen = form.values.get("applicant.notice_channel") not in {None, "", "none"}
    other_paper = form.values.get("applicant.identity_paper") not in {None, "", identity.KTP}
    opened = {part: _touched(form, names) for part, names in FOLDED.items()}
    opened |= {"notice": opened["notice"] or chosen, "paper": opened["paper"] or other_paper}
    return {
        "choices": _choices(),
        "persons": _places(form, PERSONS, "Terlapor", MOST),
        "witnesses": _places(form, WITNESSES, "Saksi", MOST_WITNESSES),
        "open": opened,
        "days": _days(cases.local_day(clock.now())),
    }


def _days(today: date) -> list[tuple[str, str]]:
    """The days on which most of it happened, to be chosen with one press."""
    return [(label, f"{today - timedelta(days=back):%d/%m/%Y}") for back, label in enumerate(("Hari ini", "Kemarin"))]


def fill_in(form: Form) -> None:
    """Put in what NIK and story tell where nothing was typed, as the page's script does."""
    values, today = form.values, cases.local_day(clock.now())
    number = nik.clean(str(values.get("applicant.nik") or ""))
    if born := identity.born(number, today):
        _propose(values, {"applicant.birth_date": f"{born:%d/%m/%Y}", "applicant.gender": identity.sex(number)})
    story, place = (str(values.get(f"complaint.{name}") or "") for name in ("story", "place"))
    found = propose(story, place, current_service().office.proposals)
    _propose(values, {"complaint.title": found.title, "complaint.category": found.category})


def warnings(number: str, birth_date: Any, gender: str) -> list[str]:
    """What of the typed data differs from the NIK, in words; what is no date yet differs from nothing."""
    try:
        day = LocalDate().deserialize(birth_date) if birth_date else None
    except ValidationError:
        day = None
    return identity.differences(nik.clean(number), day, gender, cases.local_day(clock.now()))


def _propose(values: dict[str, Any], proposed: dict[str, str]) -> None:
    values |= {name: value for name, value in proposed.items() if value and not values.get(name)}


def _touched(form: Form, names: Iterable[str]) -> bool:
    """Whether anything below these names was typed, or is wrong."""
    wanted = tuple(names)
    typed = (name for name, value in form.values.items() if value and not name.endswith((".kind", ".willing")))
    return any(name.startswith(wanted) for name in (*typed, *form.errors))


def _places(form: Form, part: str, title: str, most: int) -> list[dict[str, Any]]:
    """A place for each person of a list and room for more; the first, and what is filled in, is open."""
    typed = (name for name, value in form.values.items() if value and not name.endswith(".willing"))
    filled = {int(name.split(".")[1]) for name in typed if name.startswith(f"{part}.")}
    wrong = {int(name.split(".")[1]) for name in form.errors if name.startswith(f"{part}.")}
    size = min(max(filled | wrong, default=-1) + 1 + SPARE, most)
    return [{"index": n, "title": f"{title} ke-{n + 1}", "open": n == 0 or n in filled | wrong} for n in range(size)]


def _choices() -> dict[str, list[tuple[str, str]]]:
    office = current_service().office
    return {
        "villages": [
            *office.villages.items(),
            (cases.OTHER_VILLAGE, f"{naming.village()} lain, di luar kecamatan…"),
        ],
        "incident_villages": list(office.villages.items()),
        "categories": list(office.categories.items()),
        "relations": list(relations().items()),
        "channels": channels(),
    }
