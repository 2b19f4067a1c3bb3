"""Step 15, right: the Camat signs exactly the version that was reviewed.

The passphrase is an argument of one call within one request. It is never logged, stored or put in a message; the
file is signed synchronously, under the letter's row lock.
"""

from __future__ import annotations

import logging
import uuid
from typing import Any
from uuid import UUID

from services.letters import papers, queries, rules, tries
from services.letters.actions import messages
from services.letters.states import MOVES
from services.letters.tables import Draft, Letter
from services.shared.errors import RuleBroken
from services.shared.moves import advance
from services.shared.object_store import Damaged
from services.shared.people import Actor
from services.shared.signing.errors import SigningRefused, WrongPassphrase
from services.shared.work import Service, Work

log = logging.getLogger(__name__)


def sign(
    service: Service, actor: Actor, letter_id: UUID, version: int, draft_no: int, sha256: str, passphrase: str
) -> Letter:
    """Sign version ``draft_no``, whose file the Camat reviewed as ``sha256``. Wrong passphrases are counted.

    Raises:
        RuleBroken: wrong passphrase, or too many wrong ones (on the field ``passphrase``); nothing was signed.
        Conflict: not the newest version, not the reviewed file, or not the time to sign.
    """
    with service.work(actor) as work:
        tries.count(work)
    try:
        with service.work(actor) as work:
            letter, done = _sign(work, letter_id, version, draft_no, sha256, passphrase)
            tries.forget(work) if done else tries.take_back(work)
            return letter
    except WrongPassphrase:
        raise _wrong(service, actor, letter_id) from None
    except Exception:
        with service.work(actor) as work:
            tries.take_back(work)
        raise


def _sign(
    work: Work, letter_id: UUID, version: int, draft_no: int, sha256: str, passphrase: str
) -> tuple[Letter, bool]:
    letter = queries.for_update(work.session, letter_id, work.actor)
    if not advance(MOVES, letter, "sign", work.actor, work.now, version):
        return letter, False
    draft = queries.draft(work.session, letter.id, letter.drafts_count)
    rules.check_reviewed(draft.no, draft.sha256, draft_no, sha256)
    file = _signed_file(work, letter, draft, passphrase)
    letter.signed_at, letter.signed_draft = work.now, draft.no
    letter.signed_file = {**file, "id": str(file["id"]), "added_at": work.now.isoformat()}
    note = f"Versi {draft.no} ditandatangani Camat"
    work.audit("sign", str(letter.id), note, case_no=letter.case_no, reviewed=draft.sha256, signed=file["sha256"])
    messages.signed(work, letter, draft, file)
    messages.progressed(work, letter, "signed")
    messages.dossier(work, letter)
    return letter, True


def _signed_file(work: Work, letter: Letter, draft: Draft, passphrase: str) -> dict[str, Any]:
    """Sign the frozen bytes and store the result; it must begin with exactly these bytes."""
    service = work.service
    reviewed = _reviewed_bytes(service, draft)
    signed = papers.signer_for(service.settings).sign(reviewed, passphrase=passphrase, now=work.now)
    if not signed.startswith(reviewed) or len(signed) == len(reviewed):
        log.error("the signer did not keep the reviewed bytes of letter %s version %d", letter.id, draft.no)
        raise SigningRefused("Berkas yang ditandatangani bukan berkas yang diperiksa. Surat belum ditandatangani.")
    bucket = service.settings.documents_bucket
    stored = service.store.put_bytes(bucket, f"letters/{letter.id}", signed, "application/pdf")
    return {
        "id": uuid.uuid4(),
        "role": "letter",
        "name": f"{work.office.letter_kinds.get(letter.kind, 'Surat')} {letter.case_no}.pdf".replace("/", "-"),
        **stored.as_dict(),
        "added_at": work.now,
        "added_by": work.actor.name,
    }


def _reviewed_bytes(service: Service, draft: Draft) -> bytes:
    """The frozen file; what no longer has its hash is not signed."""
    try:
        return service.store.read(draft.stored)
    except Damaged:
        log.exception("the stored file of letter %s version %d is not what was submitted", draft.letter_id, draft.no)
        raise SigningRefused(
            "Berkas tersimpan tidak sama lagi dengan yang diajukan. Surat belum ditandatangani. "
            "Minta perbaikan agar tim mengajukan versi baru, dan beri tahu administrator."
        ) from None


def _wrong(service: Service, actor: Actor, letter_id: UUID) -> RuleBroken:
    """Write the wrong try into the audit trail, and say how many are left."""
    with service.work(actor) as work:
        work.audit("wrong_passphrase", str(letter_id), "Passphrase salah; surat tidak ditandatangani", story=False)
        found = tries.found(work)
    if found.locked_until:
        return rules.locked(found.locked_until)
    message = f"Passphrase salah. Surat belum ditandatangani. Sisa {rules.tries_left(found)} kali mencoba."
    return RuleBroken(message, {"passphrase": [message]})
