"""The version that is to be signed: the newest, as it was reviewed, and unharmed."""

from __future__ import annotations

import logging

from services.letters.actions.moving import reviewed
from services.letters.rules.reviewing import check_mode, check_number
from services.letters.rules.signatory import named_on, names, own_block, rules_for
from services.letters.tables import Draft, Letter
from services.shared.calendar import clock
from services.shared.rights.people import Role
from services.shared.signing.errors import SigningRefused
from services.shared.signing.signers import Named
from services.shared.storage.object_store import Damaged
from services.shared.unit_of_work import Service, Work

log = logging.getLogger(__name__)
OF_THE_CAMAT = "Kunci tanda tangan ini milik Camat; surat belum ditandatangani. Tanda tangani di atas kertas."
ON_PAPER = "Kantor ini menandatangani surat di atas kertas. Cetak, tanda tangani, lalu unggah hasil pindainya."


def to_sign(work: Work, letter: Letter, draft_no: int, sha256: str) -> Draft:
    """The newest version, if it is what was reviewed and can be signed as the office signs now. Raises Stale."""
    if Role.CAMAT not in work.actor.roles and own_block(work.office, letter, work.actor) is None:
        raise SigningRefused(OF_THE_CAMAT)
    draft = reviewed(work, letter, draft_no, sha256)
    check_block(work, letter, draft)
    mode = rules_for(work.office, letter).signing
    check_mode(draft.mode, mode)
    if mode == "reserved":
        check_number(draft.number, letter.number, letter.number_until, clock.local(work.now).date())
    if mode == "wet":
        raise SigningRefused(ON_PAPER)
    return draft


def named(work: Work, letter: Letter, draft: Draft) -> Named:
    """The official whom a version names, signed now."""
    shown = named_on(work.office, letter, draft)
    return Named(shown["title"], shown["name"], shown["nip"], work.now)


def check_block(work: Work, letter: Letter, draft: Draft) -> None:
    """Whoever signs must be the one whose name stands under it. Raises SigningRefused."""
    if not names(work.office, letter, draft, own_block(work.office, letter, work.actor)):
        raise SigningRefused(
            "Blok tanda tangan pada versi ini bukan atas nama Anda; surat belum ditandatangani. "
            "Ganti dahulu dengan nama Anda di halaman surat ini."
        )


def reviewed_bytes(service: Service, draft: Draft) -> bytes:
    """The frozen file; what no longer has its hash is not signed."""
    try:
        return service.store.read(draft.stored)
    except Damaged:
        log.exception("the stored file of letter %s version %d is not what was submitted", draft.letter_id, draft.no)
        raise SigningRefused(
            "Berkas tersimpan tidak sama lagi dengan yang diajukan. Surat belum ditandatangani. "
            "Minta perbaikan agar tim mengajukan versi baru, dan beri tahu administrator."
        ) from None
