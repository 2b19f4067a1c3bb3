"""Changes of accounts that wait for a second person, as rows of *my work*."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import url_for
from sqlalchemy import Row

from services.shared.calendar import clock
from services.shared.rights.people import Actor
from services.shared.staff.second_person import DECIDERS, WITHIN, WORDS, SecondPerson, may_confirm
from services.shared.unit_of_work import Service
from services.shared.web.my_work import Todo, Waiting


def my_work(service: Service, person: Actor, now: datetime) -> Waiting:
    """What this person may confirm as the second one; it lapses by itself after some days."""
    if not person.roles & DECIDERS:
        return Waiting()
    return Waiting(todos=[_todo(row) for row in SecondPerson.of(service).waiting(now) if may_confirm(person, row)])


def _todo(row: Row[Any]) -> Todo:
    return Todo(
        verb="Setujui perubahan akun",
        about=f"Akun {row.username}: {WORDS[row.verb]}",
        who=f"diminta {row.asked_by_name}",
        since=row.asked_at,
        due=clock.local(row.asked_at + WITHIN).date(),
        url=url_for("staff.approvals"),
    )
