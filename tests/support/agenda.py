"""The agenda of outgoing letters in tests: lines are booked, typed, changed; moments in years of their own."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from services.registry.actions import booking
from services.registry.tables import AgendaNumber
from services.shared.calendar import clock
from services.shared.errors import RuleBroken
from services.shared.rights.people import Actor, Role
from services.shared.unit_of_work import Service, Work
from tests.support.office import TestOffice

REGISTRAR = Actor(None, "registrasi", "Contoh Lumentut", frozenset({Role.REGISTRAR}))
API, PAGE = "/registry/api/agenda", "/registry/agenda"
CODE = "300.1.4"
FACTS = {"subject": "Undangan rapat koordinasi", "recipient": "Hukum Tua se-Kecamatan", "signer_title": "Camat",
         "security": "biasa", "retention": "ordinary", "note": ""}  # fmt: skip
Json = dict[str, Any]


def book(office: TestOffice, expect: int = 200, **changes: Any) -> Json:
    """Another letter of the office gets the next number."""
    return office.person("registrasi").do(f"{API}/book-letter", FACTS | {"classification": CODE} | changes, expect)


def outside(office: TestOffice, number: str, expect: int = 200, **changes: Any) -> Json:
    """A number that was given elsewhere, typed."""
    body = FACTS | {"classification": CODE, "number": number, "dated": clock.today().isoformat()} | changes
    return office.person("registrasi").do(f"{API}/record-outside", body, expect)


def on(office: TestOffice, line: Json, verb: str, expect: int = 200, **body: Any) -> Json:
    """A verb of a line as it is now."""
    path = f"{API}/{line['id']}"
    version = body.pop("version", None) or office.person("registrasi").ask(path)["version"]
    return office.person("registrasi").do(f"{path}/{verb}", {"version": version} | body, expect)


def at(service: Service, moment: datetime, **facts: Any) -> AgendaNumber:
    """A letter is booked at a moment."""
    with service.work(REGISTRAR, moment) as work:
        return booking.book_letter(work, key=None, classification=CODE, **FACTS | facts)


def use_up(work: Work) -> None:
    """Give away what other tests left of this year's blocks."""
    while True:
        try:
            booking.book_letter(work, key=None, classification=CODE, **FACTS)
        except RuleBroken:
            return


def year(number: int) -> datetime:
    """A moment in a year of its own."""
    return datetime(number, 3, 2, 3, 0, tzinfo=UTC)
