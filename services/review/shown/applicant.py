"""Whom a case is from and who saw it, as this person may know them: masked where the identity is confidential."""

from __future__ import annotations

from typing import Any

from services.handoffs.representing import relation_of
from services.handoffs.witnesses import HIDDEN as NOT_TOLD
from services.handoffs.witnesses import willing_of
from services.review.queries.cases import knows_applicant
from services.review.rules.applicant import HIDDEN_NAME
from services.review.tables import Case
from services.shared.rights.people import Actor

HIDDEN = "•••"


def applicant(case: Case, actor: Actor) -> dict[str, Any]:
    """The applicant, masked where the identity is confidential and not this person's to know."""
    if not knows_applicant(case, actor):
        hidden = {"name": HIDDEN_NAME, "nik_masked": "*" * 16, "address": HIDDEN, "phone": HIDDEN, "masked": True}
        return hidden | {"represented": None}
    names = ("nik_masked", "address", "phone", "identity_note")
    other = case.represented and {**case.represented, "relation_label": relation_of(case.represented["relation"])}
    shown = {"name": case.applicant_name, "masked": False, "represented": other or None}
    return shown | {name: getattr(case, name) for name in names}


def witnesses(case: Case, actor: Actor) -> list[dict[str, str]]:
    """Who saw it; hidden with the applicant, whom a relative or neighbour among them would give away."""
    seen = knows_applicant(case, actor)
    return [
        {
            "name": one["name"] if seen else NOT_TOLD,
            "contact": one["contact"] if seen else HIDDEN,
            "willing": one["willing"],
            "willing_label": willing_of(one["willing"]),
        }
        for one in case.witnesses
    ]
