"""Step 16d: copies of the sealed letter, each marked SALINAN, with its purpose and recipient."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from services.registry.actions.sealing import sealed_file_is_whole
from services.registry.queries.letters import letter_for_update
from services.registry.states import MOVES
from services.registry.tables import Letter, LetterCopy
from services.shared.errors import Stale
from services.shared.paper.errors import PaperError
from services.shared.paper.outside import marked_copy
from services.shared.rights.moves import advance
from services.shared.unit_of_work import Work


def make_copies(work: Work, letter_id: UUID, version: int | None, *, copies: Sequence[dict[str, Any]]) -> Letter:
    """Make the copies, counted from 1; the sealed file itself stays untouched.

    Raises:
        RuleBroken: words that cannot be printed on a copy, at ``copies.<index>.recipient``.
        Stale: stale version, another state, or the sealed file is damaged.
    """
    letter = letter_for_update(work.session, letter_id)
    if not advance(MOVES, letter, "copy", work.actor, work.now, version):
        return letter
    assert letter.sealed is not None  # the state says so
    with sealed_file_is_whole():
        sealed = work.service.store.read(letter.sealed)
    for index, wanted in enumerate(copies):
        work.session.add(_copy(work, letter, sealed, index, len(copies), wanted))
    work.session.flush()
    words = ", ".join(f"{wanted['recipient']} ({wanted['purpose']})" for wanted in copies)
    shown = words if not letter.confidential else f"{len(copies)} penerima"
    work.audit("copy", str(letter.id), f"{len(copies)} salinan dibuat: {shown}", case_no=letter.case_no)
    return letter


def _marked(sealed: bytes, note: str) -> bytes:
    """The letter with *SALINAN* and what it is a copy for; raises Stale."""
    try:
        return marked_copy(sealed, "SALINAN", note)
    except PaperError as error:
        raise Stale("Berkas surat bersegel tidak dapat disalin. Hubungi administrator.") from error


def _copy(work: Work, letter: Letter, sealed: bytes, index: int, total: int, wanted: dict[str, Any]) -> LetterCopy:
    note = f"{index + 1}/{total} · {wanted['recipient']} · {wanted['purpose']} · Surat {letter.number}"
    bucket, folder = work.service.settings.documents_bucket, f"registry/{letter.id}/copies"
    stored = work.service.store.put_bytes(bucket, folder, _marked(sealed, note), "application/pdf")
    return LetterCopy(
        letter_id=letter.id,
        no=index + 1,
        **wanted,
        **LetterCopy.placed(stored),
        made_at=work.now,
        made_by=work.actor.name,
    )
