"""The parts of a complaint as data: applicant, what happened, the letter, its handover."""

from __future__ import annotations

from typing import Any

from services.handoffs.handing import way_of
from services.handoffs.witnesses import HIDDEN, willing_of
from services.intake.rules import cases
from services.intake.rules.withdrawal import WAYS
from services.intake.shown.knowing import knows
from services.intake.shown.lines import village_name
from services.intake.tables import Complaint, Handover, Withdrawal
from services.shared.config.office import Office
from services.shared.rights.people import Actor


def applicant(office: Office, complaint: Complaint, actor: Actor) -> dict[str, Any] | None:
    """Who complains; masked for those who may not know."""
    person = complaint.applicant
    if person is None:
        return None
    open_facts = {
        "village": person.village,
        "village_name": village_name(office, person),
        "confidential": person.confidential,
    }
    names = ("name", "nik_masked", "nik_note", "address", "phone", "gender", "birth_date", "notice_channel")
    if knows(complaint, actor):
        return open_facts | {name: getattr(person, name) for name in names} | {"masked": False}
    hidden: dict[str, Any] = dict.fromkeys(names, cases.HIDDEN)
    hidden |= {"name": cases.HIDDEN_NAME, "nik_masked": "*" * 16, "birth_date": None, "masked": True}
    return open_facts | hidden


def form(office: Office, complaint: Complaint) -> dict[str, Any] | None:
    """What happened."""
    row = complaint.form
    if row is None:
        return None
    names = ("title", "category", "story", "place", "occurred_on", "occurred_time", "request", "loss")
    return {name: getattr(row, name) for name in names} | {
        "category_label": office.categories.get(row.category, row.category),
        "occurred": cases.occurred(row.occurred_on, row.occurred_time),
    }


def witnesses(complaint: Complaint, actor: Actor) -> list[dict[str, Any]]:
    """Who saw it; hidden where that would tell who complained."""
    seen = knows(complaint, actor)
    return [
        {
            "name": one.name if seen else HIDDEN,
            "contact": one.contact if seen else cases.HIDDEN,
            "willing": one.willing,
            "willing_label": willing_of(one.willing),
        }
        for one in complaint.witnesses
    ]


def letter(office: Office, complaint: Complaint) -> dict[str, Any] | None:
    """The letter that waits for the applicant, or was fetched."""
    if complaint.letter_id is None:
        return None
    return {
        "letter_id": complaint.letter_id,
        "number": complaint.letter_number,
        "dated": complaint.letter_dated,
        "kind": complaint.letter_kind,
        "kind_label": office.letter_kinds.get(complaint.letter_kind, "Surat"),
        "subject": complaint.letter_subject,
        "file": complaint.letter_file,
    }


def handover(row: Handover | None, complaint: Complaint, actor: Actor) -> dict[str, Any] | None:
    """Steps 17 and 18: who got the letter."""
    if row is None:
        return None
    seen = knows(complaint, actor)
    return {
        "recipient": row.recipient if seen else cases.HIDDEN,
        "relation": row.relation,
        "way": row.way,
        "way_label": way_of(row.way),
        "note": row.note if seen else cases.HIDDEN,
        "handed_at": row.handed_at,
        "handed_by": row.handed_by_name,
        "confirmed_at": row.confirmed_at,
    }


def withdrawal(row: Withdrawal | None, *, needed: bool) -> dict[str, Any] | None:
    """A withdrawal that waits; ``needed``: it takes effect only once the section head has asked the applicant."""
    if row is None:
        return None
    names = ("reason", "way", "made_at", "until", "confirmed_at")
    return {name: getattr(row, name) for name in names} | {
        "way_label": WAYS[row.way],
        "made_by": row.made_by_name,
        "confirmed_by": row.confirmed_by_name,
        "to_confirm": needed and row.confirmed_at is None,
    }
