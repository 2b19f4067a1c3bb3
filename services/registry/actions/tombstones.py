"""What was destroyed, told outside the database: a sealed line per case in the archive bucket.

A backup that is older than a destruction brings the case back. Whoever restores it asks here, and destroys it again
before the office is used (``deploy/destroyed_again.py``). A tombstone names no person.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from services.registry.actions.sealing import seal_key
from services.shared.config.settings import Settings
from services.shared.signing.keys import load_signer
from services.shared.signing.seals import seal, sealed_by
from services.shared.signing.trust import TrustAnchors
from services.shared.storage.object_store import ObjectStore
from services.shared.unit_of_work import Work

FOLDER = "destroyed"


@dataclass(frozen=True)
class Tombstone:
    """A destroyed case: its numbers, the list it stood on, when (ISO 8601, UTC), and the ids of its letters."""

    case_no: str
    archive_no: str
    list_no: str
    destroyed_at: str
    letters: list[str]

    def content(self) -> bytes:
        """What is sealed."""
        return json.dumps(asdict(self), sort_keys=True, separators=(",", ":")).encode()


def keep(work: Work, stone: Tombstone) -> None:
    """Seal a tombstone and store it; before the rows change, so that none is destroyed without one.

    Raises:
        SettingsError: the registry has no seal. Unavailable: the store does not answer.
    """
    settings = work.service.settings
    key = seal_key(settings)
    passphrase = key.seal_passphrase.get_secret_value() if key.seal_passphrase else ""
    # The day does not count: a certificate that has run out stops no destruction, the pin decides (trust.json).
    sealed = seal(stone.content(), load_signer(key.folder, "seal", passphrase))
    text = json.dumps({"tombstone": asdict(stone), **sealed}, indent=1, sort_keys=True)
    work.service.store.put_bytes(settings.archive_bucket, FOLDER, text.encode(), "application/json")


def kept(store: ObjectStore, settings: Settings, trust: TrustAnchors) -> Iterator[Tombstone]:
    """The tombstones that the office's seal has signed; a forged one destroys nothing. Raises Unavailable."""
    for key in store.keys(settings.archive_bucket, f"{FOLDER}/"):
        stone = _opened(b"".join(store.stream(settings.archive_bucket, key)), trust)
        if stone is not None:
            yield stone


def _opened(data: bytes, trust: TrustAnchors) -> Tombstone | None:
    try:
        content = json.loads(data)
        stone = Tombstone(**content["tombstone"])
        trusted = sealed_by(stone.content(), content) in trust.pins.get("seal", frozenset())
    except (ValueError, KeyError, TypeError):
        return None
    return stone if trusted else None
