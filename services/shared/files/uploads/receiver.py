"""What a service says of resumable uploads: who may begin one, where its bytes go, and what becomes of a whole one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

from services.shared.files import kinds
from services.shared.files.custody import Custody
from services.shared.files.uploads.spool import Upload
from services.shared.rights.people import Actor
from services.shared.storage.object_store import StoredObject
from services.shared.unit_of_work import Service


@dataclass(frozen=True)
class Begun:
    """An upload that somebody wants to begin: for which thing, as what (``role``, where it is told beforehand), of how
    many bytes, beside how many that are under way already (``waiting``)."""

    target: str
    role: str
    size: int
    waiting: int


def _evidence(service: Service, target: str) -> tuple[str, str]:
    return service.settings.evidence_bucket, target


@dataclass(frozen=True)
class Receiver:
    """``check`` raises a ``Refused`` where this person may not add such a file now.

    ``place`` says the bucket and folder of a thing. A whole upload waits for the form that names it; where there is
    ``attach``, it becomes a file of its thing at once, with its last byte.
    """

    custody: Custody
    check: Callable[[Service, Actor, Begun], None]
    place: Callable[[Service, str], tuple[str, str]] = _evidence
    attach: Callable[[Service, Actor, Upload], object] | None = None

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
