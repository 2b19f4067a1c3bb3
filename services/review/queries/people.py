"""Who works here: the team, for the disposition, and everybody who may take part in a case."""

from __future__ import annotations

from datetime import datetime

from services.review.states import READERS
from services.shared.rights.conflicts import Colleague
from services.shared.rights.people import Role
from services.shared.staff.colleagues import active
from services.shared.unit_of_work import Service


def staff(service: Service, now: datetime) -> dict[str, Colleague]:
    """Everybody who may take part in a case here, by username; in the order of their names."""
    found = [one for one in active(service.staff, now) if one.holds & READERS]
    return {one.username: one for one in sorted(found, key=lambda one: one.name)}


def everybody(service: Service, now: datetime) -> dict[str, Colleague]:
    """Every active account, whatever its role, by username; in the order of their names: any of them can be barred."""
    return {one.username: one for one in sorted(active(service.staff, now), key=lambda one: one.name)}


def team(service: Service, now: datetime) -> dict[str, str]:
    """The office's complaints team: username to name."""
    return {name: one.name for name, one in staff(service, now).items() if Role.TEAM in one.holds}
