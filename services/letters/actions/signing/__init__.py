"""Step 15, right: the Camat signs exactly the version that was reviewed.

The passphrase is an argument of one call within one request. It is never logged, stored or put in a message. With the
office's own keys the file is signed synchronously, under the letter's row lock; a remote signer (``remote``) is asked
between two transactions, so that no lock is held while it thinks and a crash leaves a trace.
"""

from __future__ import annotations

import logging
from uuid import UUID

from services.letters.actions.moving import move
from services.letters.actions.signing import attempts, remote
from services.letters.actions.signing.codes import by_code
from services.letters.actions.signing.finishing import finish
from services.letters.actions.signing.reviewed import named, reviewed_bytes, to_sign
from services.letters.queries.letters import for_update
from services.letters.rules.passphrases import locked, tries_left
from services.letters.tables import Draft, Letter
from services.shared.errors import RuleBroken
from services.shared.rights.people import Actor
from services.shared.signing.choice import signer_for
from services.shared.signing.errors import SigningRefused, WrongPassphrase
from services.shared.unit_of_work import Service

log = logging.getLogger(__name__)
_PATIENCE = 20.0  # seconds that a signature waits for others of the same account
_PATIENCE_REMOTE = 4.0  # BSrE itself may take 25 of the 30 seconds that a request has


def sign(
    service: Service, actor: Actor, letter_id: UUID, version: int, draft_no: int, sha256: str, passphrase: str
) -> Letter:
    """Step 15, right: sign version ``draft_no``, whose file was reviewed as ``sha256``. Wrong passphrases are counted.

    Raises:
        RuleBroken: wrong passphrase, or too many wrong ones (on the field ``passphrase``); nothing was signed.
        Stale: not the newest version, not the reviewed file, or not the time or the way to sign.
        Unavailable: a remote signer is out of reach; nothing was signed.
        SigningUnknown: a remote signer did not answer in time; the letter waits in ``SIGNING``.
    """
    remotely = signer_for(service.settings, service.office).remote
    place = attempts.begin(service, actor, _PATIENCE_REMOTE if remotely else _PATIENCE)
    act = remote.sign if remotely else _sign_here
    try:
        letter, done = act(service, actor, letter_id, version, draft_no, sha256, passphrase)
    except WrongPassphrase:
        raise _wrong(service, actor, letter_id, place) from None
    except Exception:
        with service.work(actor) as work:
            attempts.was_not_tried(work, place)
        raise
    with service.work(actor) as work:
        attempts.was_right(work, place) if done else attempts.was_not_tried(work, place)
    return letter


def _sign_here(
    service: Service, actor: Actor, letter_id: UUID, version: int, draft_no: int, sha256: str, passphrase: str
) -> tuple[Letter, bool]:
    with service.work(actor) as work:
        letter = for_update(work.session, letter_id, work.actor)
        if not move(work, letter, "sign", version):
            return letter, False
        draft = to_sign(work, letter, draft_no, sha256)
        reviewed = reviewed_bytes(service, draft)
        signer = signer_for(service.settings, service.office, actor.username if draft.acting else None)
        signed = signer.sign(reviewed, passphrase=passphrase, now=work.now, named=named(work, letter, draft))
        _check_kept(draft, reviewed, signed)
        finish(work, letter, draft, signed, signing="internal")
        return letter, True


def _check_kept(draft: Draft, reviewed: bytes, signed: bytes) -> None:
    """A signature is added behind the reviewed bytes, and changes none of them; raises SigningRefused."""
    if not signed.startswith(reviewed) or len(signed) == len(reviewed):
        log.error("the signer did not keep the reviewed bytes of letter %s version %d", draft.letter_id, draft.no)
        raise SigningRefused("Berkas yang ditandatangani bukan berkas yang diperiksa. Surat belum ditandatangani.")


def _wrong(service: Service, actor: Actor, letter_id: UUID, place: UUID) -> RuleBroken:
    """Write the wrong try into the audit trail, and say how many are left."""
    with service.work(actor) as work:
        work.audit("wrong_passphrase", str(letter_id), "Passphrase salah; surat tidak ditandatangani", story=False)
        found = attempts.was_wrong(work, place)
    if found.locked_until:
        return locked(found.locked_until)
    typed = "Kode OTP" if by_code(service) else "Passphrase"
    message = f"{typed} salah. Surat belum ditandatangani. Sisa {tries_left(found)} kali mencoba."
    return RuleBroken.at("passphrase", message)
