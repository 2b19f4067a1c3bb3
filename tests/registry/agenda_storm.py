"""What one process of the agenda's storm does: mixed letters of all three sources, before and after New Year's Eve."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from deploy.setup import settings_of
from services.registry.actions import booking, numbering
from services.registry.actions.registering import record_register
from services.registry.actions.stamping import stamp
from services.registry.queries import letters
from services.registry.states import State
from services.shared.config import office as offices
from services.shared.rights.people import Actor, Role
from services.shared.unit_of_work import Service, build

YEARS = (2091, 2092)
EVE = (datetime(2091, 12, 31, 15, 59, 50, tzinfo=UTC), datetime(2091, 12, 31, 16, 0, 10, tzinfo=UTC))  # 23.59, 00.00
SOURCES = ("own", "block", "typed")
CODES = ("300.1.4", "700.1.2.4")
FOLDERS = "SIGAP_TEST_OFFICES"  # where an office.toml for each source lies
REGISTRAR = Actor(None, "registrasi", "Contoh Lumentut", frozenset({Role.REGISTRAR}))


def typed_number(job: str) -> str:
    """The number that the secretariat gave a letter, written as the office writes its own."""
    code, serial = CODES[uuid.UUID(job).int % 2], 100_000 + uuid.UUID(job).int % 800_000
    return f"{code}/{serial}/KEC-KMB/XII/{YEARS[side_of(job)]}"


def side_of(job: str) -> int:
    """Before midnight (0) or after it (1)."""
    return uuid.UUID(job).int // 2 % 2


def write_all(env: dict[str, str], jobs: Sequence[str]) -> None:
    """Each job is ``kind:source:id``: a letter of Sigap to be numbered and sealed, or another letter of the office."""
    services = {source: _service(env["SIGAP_OFFICE_FILE"], tuple(sorted(env.items())), source) for source in SOURCES}
    for job in jobs:
        kind, source, key = job.split(":")
        act = _sigaps if kind == "sigap" else _others
        act(services[source], source, key)


@cache
def _service(_: str, env: tuple[tuple[str, str], ...], source: str) -> Service:
    known = dict(env)
    file = Path(known[FOLDERS]) / source / "office.toml"
    return build("registry", settings_of(known | {"SIGAP_OFFICE_FILE": str(file)}), offices.load(file))


def _others(service: Service, source: str, key: str) -> None:
    moment, code = EVE[side_of(key)], CODES[uuid.UUID(key).int % 2]
    facts = {"subject": f"Surat {key}", "recipient": "Desa", "signer_title": "Camat", "security": "biasa",
             "retention": "ordinary", "note": ""}  # fmt: skip
    with service.work(REGISTRAR, moment) as work:
        if source == "typed":
            day = EVE[0].date() if side_of(key) == 0 else datetime(2092, 1, 1, tzinfo=UTC).date()
            booking.record_outside(
                work, key=uuid.UUID(key), number=typed_number(key), dated=day, classification=code, **facts
            )
        else:
            booking.book_letter(work, key=uuid.UUID(key), classification=code, **facts)


def _sigaps(service: Service, source: str, key: str) -> None:
    letter_id, moment = uuid.UUID(key), EVE[side_of(key)]
    with service.reading() as session:
        state = State(letters.one(session, letter_id).state)
    if state == State.RECEIVED:
        with service.work(REGISTRAR, moment) as work:
            record_register(work, letter_id, None)
        state = State.REGISTERED
    if state == State.REGISTERED:
        with service.work(REGISTRAR, moment) as work:
            if source == "typed":
                day = EVE[0].date() if side_of(key) == 0 else datetime(2092, 1, 1, tzinfo=UTC).date()
                numbering.type_number(work, letter_id, None, number=typed_number(key), dated=day)
            else:
                numbering.assign_number(work, letter_id, None)
        state = State.NUMBERED
    if state == State.NUMBERED:
        stamp(service, REGISTRAR, letter_id, None)
