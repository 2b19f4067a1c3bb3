"""What a service says of resumable uploads: who may begin one, and that only what its custody keeps is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

from services.shared.files import kinds
from services.shared.files.custody import Custody
from services.shared.rights.people import Actor
from services.shared.storage.object_store import StoredObject
from services.shared.unit_of_work import Service


@dataclass(frozen=True)
class Receiver:
    """``check(service, person, target, size, waiting)`` raises a ``Refused`` where this person may not add a file of
    ``size`` bytes to ``target`` now, beside the ``waiting`` bytes that are under way already."""

    custody: Custody
    check: Callable[[Service, Actor, str, int, int], None]

    def glance(self, head: bytes) -> None:
        """Raises NotAccepted for what is refused by its first bytes."""
        kinds.glance(head)

    def sniff(self, source: IO[bytes]) -> str:
        """The content type of a whole, seekable file; raises NotAccepted."""
        return kinds.sniff(source)

    def is_used(self, service: Service, stored: StoredObject) -> bool:
        """Whether a row of the service refers to these stored bytes."""
        with service.reading() as session:
            return self.custody.uses(session, stored.key)
