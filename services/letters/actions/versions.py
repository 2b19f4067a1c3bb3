"""The version that is to be signed: the newest, as it was reviewed, and unharmed."""

from __future__ import annotations

import logging

from services.letters import queries, rules
from services.letters.standing_in import rules_for
from services.letters.tables import Draft, Letter
from services.shared import clock
from services.shared.object_store import Damaged
from services.shared.people import Role
from services.shared.signing.errors import SigningRefused
from services.shared.work import Service, Work

log = logging.getLogger(__name__)


def to_sign(work: Work, letter: Letter, draft_no: int, sha256: str) -> Draft:
    """The newest version, if it is what was reviewed and can be signed as the office signs now. Raises Conflict."""
    if work.actor.acting is not None or Role.CAMAT not in work.actor.roles:
        raise SigningRefused(
            "Kunci tanda tangan ini milik Camat. Plt., Plh., atau pejabat a.n. tidak dapat memakainya; surat belum "
            "ditandatangani. Buat kunci atas nama pejabat itu, atau tanda tangani di atas kertas."
        )
    draft = queries.draft(work.session, letter.id, letter.drafts_count)
    rules.check_reviewed(draft.no, draft.sha256, draft_no, sha256)
    mode = rules_for(work.office, letter).signing
    rules.check_mode(draft.mode, mode)
    if mode == "reserved":
        rules.check_number(draft.number, letter.number, letter.number_until, clock.local(work.now).date())
    if mode == "wet":
        raise SigningRefused(
            "Kantor ini menandatangani surat di atas kertas. Cetak, tanda tangani, lalu unggah hasil pindainya."
        )
    return draft


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
