"""The daily anchors: trails of the other services as they arrive, the registry's and the staff's, books, packages."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from services.registry.actions.sealing import seal_key
from services.registry.queries.chains import CHAINS
from services.shared.audit import anchors, trail
from services.shared.audit.anchors import Anchor
from services.shared.jobs.rows import each
from services.shared.unit_of_work import Work


def _called(chain: str) -> str:
    return CHAINS[chain].words if chain in CHAINS else f"Jejak audit {chain}"


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
    note = f"{_called(chain)} ditambatkan sampai baris {anchor.position}"
    work.audit("anchor_trail", chain, note, story=False, position=anchor.position, key=stored.key)


def anchor_own(work: Work) -> str:
    """The registry's own trail, that of the staff's accounts, the books and the sealed packages. Returns what was."""
    with work.service.staff.transaction() as db:
        own = trail.newest(work.session)
        roots = {"registry": own, "staff": trail.newest(db)}
    roots |= {chain.name: chain.newest(work.session) for chain in CHAINS.values()}
    there = {chain: newest for chain, newest in roots.items() if newest is not None}
    done = each(work, there, lambda chain: f"rantai {chain}", lambda chain: _anchor(work, chain, *there[chain]))
    return ", ".join(done) or "belum ada yang ditambatkan"


def _anchor(work: Work, chain: str, position: int, value: str) -> str:
    anchor_trail(work, chain, {"position": position, "hash": value, "taken_at": work.now})
    return f"{chain} sampai baris {position}"
