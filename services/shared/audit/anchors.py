"""Anchors of hash chains: signed by the office's seal, kept outside the database, compared with the chain later."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from services.shared.signing.keys import load_signer
from services.shared.signing.seals import seal, sealed_by
from services.shared.signing.trust import TrustAnchors
from services.shared.storage.object_store import ObjectStore, StoredObject

FOLDER = "audit-anchors"


@dataclass(frozen=True)
class Anchor:
    """A chain's newest position and hash at a moment (ISO 8601, UTC)."""

    chain: str
    position: int
    hash: str
    taken_at: str

    def content(self) -> bytes:
        """What is signed."""
        return json.dumps(asdict(self), sort_keys=True, separators=(",", ":")).encode()


def keep(store: ObjectStore, bucket: str, anchor: Anchor, folder: Path, passphrase: str, now: datetime) -> StoredObject:
    """Sign an anchor with the office's seal and store it; the same one again changes nothing that counts."""
    holder = load_signer(folder, "seal", passphrase, now)
    kept: dict[str, object] = {"anchor": asdict(anchor), **seal(anchor.content(), holder)}
    text = json.dumps(kept, indent=1, sort_keys=True)
    return store.put_bytes(bucket, f"{FOLDER}/{anchor.chain}", text.encode(), "application/json")


def kept(store: ObjectStore, bucket: str, chain: str) -> Iterable[bytes]:
    """The stored anchors of one chain."""
    for key in store.keys(bucket, f"{FOLDER}/{chain}/"):
        yield b"".join(store.stream(bucket, key))


def opened(data: bytes, trust: TrustAnchors) -> Anchor | None:
    """The anchor, where the office's seal has signed it; None for a forged or damaged one."""
    try:
        content = json.loads(data)
        anchor = Anchor(**content["anchor"])
        trusted = sealed_by(anchor.content(), content) in trust.pins.get("seal", frozenset())
    except (ValueError, KeyError, TypeError):
        return None
    return anchor if trusted else None


def missed(session: Session, table: Table, anchors: Iterable[Anchor]) -> list[Anchor]:
    """The anchors that the chain does not bear out: its row is gone (the end was cut off) or has another hash."""
    wrong = []
    for anchor in anchors:
        found = session.execute(select(table.c.hash).where(table.c.position == anchor.position)).scalar()
        if found != anchor.hash:
            wrong.append(anchor)
    return wrong
