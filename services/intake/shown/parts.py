"""The parts of a complaint as data: applicant, what happened, the letter, its handover."""

from __future__ import annotations

from typing import Any

from services.handoffs.handing import way_of
from services.handoffs.representing import relation_of
from services.handoffs.witnesses import HIDDEN, willing_of
from services.intake.rules import cases
from services.intake.rules.identity import PAPERS
from services.intake.rules.withdrawal import WAYS
from services.intake.shown.knowing import knows
from services.intake.shown.lines import village_name
from services.intake.tables import Applicant, Complaint, Handover, Represented, Withdrawal
from services.intake.tables.encrypted import warnings_of
from services.shared.config.office import Office
from services.shared.rights.people import Actor
from services.shared.unit_of_work import Service

_OF_PERSON = ("name", "nik_masked", "nik_note", "address", "phone", "gender", "birth_date", "notice_channel",
              "identity_paper", "identity_no")  # fmt: skip


def applicant(service: Service, complaint: Complaint, actor: Actor) -> dict[str, Any] | None:
    """Who complains, and for whom; masked for those who may not know."""
    person = complaint.applicant
    if person is None:
        return None
    open_facts = {
        "village": person.village,
        "village_name": village_name(service.office, person),
        "confidential": person.confidential,
    }
    return open_facts | (_known(service, complaint, person) if knows(complaint, actor) else _masked())


def _known(service: Service, complaint: Complaint, person: Applicant) -> dict[str, Any]:
    return {
        **{name: getattr(person, name) for name in _OF_PERSON},
        "identity_label": PAPERS.get(person.identity_paper, person.identity_paper),
        "warnings": warnings_of(service.vault, person),
        "represented": _represented(complaint.represented),
        "masked": False,
    }


def _masked() -> dict[str, Any]:
    hidden: dict[str, Any] = dict.fromkeys(_OF_PERSON, cases.HIDDEN)
    hidden |= {"name": cases.HIDDEN_NAME, "nik_masked": "*" * 16, "birth_date": None, "masked": True}
    return hidden | {"identity_label": cases.HIDDEN, "warnings": [], "represented": None}


def _represented(person: Represented | None) -> dict[str, Any] | None:
    if person is None:
        return None
    names = ("name", "nik_masked", "relation", "paper", "address", "gender", "birth_date")
    return {name: getattr(person, name) for name in names} | {"relation_label": relation_of(person.relation)}


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
        **{name: getattr(row, name) for name in ("relation", "way", "handed_at", "confirmed_at")},
        **{name: getattr(row, name) if seen else cases.HIDDEN for name in ("recipient", "note")},
        "way_label": way_of(row.way),
        "handed_by": row.handed_by_name,
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
