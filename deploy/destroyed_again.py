"""What had been destroyed since a backup was made is destroyed again in what was restored, before anybody uses it.

Asked at every set-up (``sigap migrate``, ``make run``), after the migrations and before a process starts. The
tombstones lie in the archive bucket, sealed (``services/registry/actions/tombstones.py``); ``sigap restore`` brings
those of newer backups along. Without a tombstone nothing is loaded and nothing done.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from services.shared.calendar import clock
from services.shared.config import office
from services.shared.config.settings import Settings
from services.shared.storage.object_store import ObjectStore

if TYPE_CHECKING:
    from services.handoffs.envelope import Envelope
    from services.registry.actions.tombstones import Tombstone
    from services.shared.unit_of_work import Service

FOLDER = "destroyed/"
FOLLOW = ("intake", "review", "letters")


def destroy_again(processes: Mapping[str, Settings]) -> int:
    """Destroy again what the tombstones name and the database still has; returns how many cases.

    Raises:
        Unavailable: the store does not answer, or holds what must go.
    """
    registry = processes["registry"]
    if registry.keys_dir is None or not ObjectStore(registry).keys(registry.archive_bucket, FOLDER):
        return 0
    from services.registry.actions import tombstones
    from services.shared.signing.trust import TrustAnchors
    from services.shared.unit_of_work import build

    facts, trust = office.load(registry.office_file), TrustAnchors.load(registry.keys_dir)
    services = {name: build(name, settings, facts) for name, settings in processes.items()}
    try:
        stones = list(tombstones.kept(services["registry"].store, registry, trust))
        return sum(_again(services, stone) for stone in stones)
    finally:
        for service in services.values():
            service.database.dispose()
            service.staff.dispose()


def _again(services: Mapping[str, Service], stone: Tombstone) -> bool:
    """The registry last: a run that breaks off is begun anew."""
    from services.registry.actions import destroyed
    from services.shared.rights.people import SYSTEM

    now = clock.now()
    with services["registry"].reading() as session:
        if not destroyed.is_back(session, stone):
            return False
    for name in FOLLOW:
        _follow(services[name], stone)
    with services["registry"].work(SYSTEM, now) as work:
        return destroyed.destroy_again(work, stone)


def _follow(service: Service, stone: Tombstone) -> None:
    """What the message of the destruction does in each of the other services."""
    from importlib import import_module

    from services.shared.errors import Missing
    from services.shared.rights.people import SYSTEM

    message = _message(service.name, stone)
    handlers = import_module(f"services.{service.name}.tasks").HANDLERS
    try:
        with service.work(SYSTEM) as work:
            handlers[message.kind](work, message, message.body)
    except Missing:
        return  # the case is younger than the backup here


def _message(receiver: str, stone: Tombstone) -> Envelope:
    from datetime import datetime

    from services.handoffs.envelope import Envelope

    at, case_no = stone.destroyed_at, stone.case_no
    body = {"destroyed_at": datetime.fromisoformat(at), "archive_no": stone.archive_no, "list_no": stone.list_no}
    return Envelope("", "case_destroyed", 1, "registry", receiver, case_no, 0, at, "", body)
