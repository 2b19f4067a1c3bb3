"""Step 15, Camat absent: whoever acts in the office (Plt., Plh., a.n.) has their own name put under the letter."""

from __future__ import annotations

from uuid import UUID

from services.letters.actions import messages
from services.letters.actions.freezing import freeze_again
from services.letters.actions.moving import move, reviewed
from services.letters.queries.letters import for_update
from services.letters.rules.signatory import names, on_behalf, own_block
from services.letters.tables import Letter
from services.shared.errors import Stale
from services.shared.unit_of_work import Work


def set_signatory(work: Work, letter_id: UUID, version: int, draft_no: int, sha256: str) -> Letter:
    """Step 15, Camat absent (or back): the version once more, word for word, with name and title of who will sign it.

    Raises:
        Stale: not the newest version, not the reviewed file, or the name stands there already.
    """
    letter = for_update(work.session, letter_id, work.actor)
    if not move(work, letter, "set_signatory", version):
        return letter
    last = reviewed(work, letter, draft_no, sha256)
    block = own_block(work.office, letter, work.actor)
    if on_behalf(letter):
        raise Stale("Surat ini ditandatangani di atas kertas atas nama Camat, karena benturan kepentingan.")
    if names(work.office, letter, last, block):
        raise Stale("Nama Anda sudah ada di blok tanda tangan versi ini.")
    draft = freeze_again(work, letter, last, block)
    assert draft.signer is not None
    who = f"{draft.signer['name']}, {draft.signer['title']}"
    note = f"Versi {draft.no} memuat nama {who}; isinya sama dengan versi {last.no}"
    work.audit("set_signatory", str(letter.id), note, case_no=letter.case_no, sha256=draft.sha256)
    messages.progressed(work, letter, "in_review")
    return letter
