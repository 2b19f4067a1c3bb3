"""The daily anchors: trails of the other services as they arrive, the registry's, the staff's, the packages' chain."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from services.registry.actions.sealing import seal_key
from services.registry.queries import seals
from services.shared.audit import anchors, trail
from services.shared.audit.anchors import Anchor
from services.shared.unit_of_work import Work

_NAMES = {seals.PACKAGES: "Rantai segel paket arsip"}


def anchor_trail(work: Work, chain: str, body: dict[str, Any]) -> None:
    """Sign the root of a trail with the office's seal and put it into the archive bucket.

    Raises:
        SettingsError: the registry has no seal. Unavailable: the store does not answer.
    """
    taken: datetime = body["taken_at"]
    anchor = Anchor(chain, body["position"], body["hash"], taken.isoformat())
    seal = seal_key(work.service.settings)
    passphrase = seal.seal_passphrase.get_secret_value() if seal.seal_passphrase else ""
    bucket = work.service.settings.archive_bucket
    stored = anchors.keep(work.service.store, bucket, anchor, seal.folder, passphrase, work.now)
    note = f"{_NAMES.get(chain, f'Jejak audit {chain}')} ditambatkan sampai baris {anchor.position}"
    work.audit("anchor_trail", chain, note, story=False, position=anchor.position, key=stored.key)


def anchor_own(work: Work) -> str:
    """The registry's own trail, that of the staff's accounts, and the chain of sealed packages. Returns what was."""
    done = []
    with work.service.staff.transaction() as db:
        own = trail.newest(work.session)
        roots = {"registry": own, "staff": trail.newest(db), seals.PACKAGES: seals.newest(work.session)}
    for chain, newest in roots.items():
        if newest is not None:
            anchor_trail(work, chain, {"position": newest[0], "hash": newest[1], "taken_at": work.now})
            done.append(f"{chain} sampai baris {newest[0]}")
    return ", ".join(done) or "belum ada yang ditambatkan"
