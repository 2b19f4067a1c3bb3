"""Step 15 by a remote signer: sent once, and never again by itself.

First transaction: the letter moves to ``SIGNING``. Then the file is sent. Second transaction: signed, or back to
review where the signer plainly refused. A time-out, a broken line, or a process that dies leave it in ``SIGNING``:
unknown. The way out is a person's: look at BSrE, then bring the signed file, or say that there is none.
"""

from __future__ import annotations

from uuid import UUID

from services.letters.actions.attaching import LARGEST, keep_original
from services.letters.actions.moving import move, newest
from services.letters.actions.signing.acceptance import accepted
from services.letters.actions.signing.finishing import finish
from services.letters.actions.signing.reviewed import named, reviewed_bytes, to_sign
from services.letters.papers.making import place_of
from services.letters.queries.letters import for_update
from services.letters.tables import Letter
from services.shared.errors import Stale
from services.shared.files import brought
from services.shared.rights.people import Actor
from services.shared.signing.choice import signer_for
from services.shared.signing.errors import SigningUnknown
from services.shared.unit_of_work import Service, Work
from services.shared.web.files import GivenFile


def sign(
    service: Service, actor: Actor, letter_id: UUID, version: int, draft_no: int, sha256: str, passphrase: str
) -> tuple[Letter, bool]:
    """Send the reviewed version for signing; see ``signing.sign``. False where the button was pressed twice."""
    with service.work(actor) as work:
        letter = for_update(work.session, letter_id, work.actor)
        if not move(work, letter, "send_for_signature", version):
            return letter, False
        draft = to_sign(work, letter, draft_no, sha256)
        reviewed, place = reviewed_bytes(service, draft), place_of(draft.place)
        note = f"Versi {draft.no} dikirim ke BSrE untuk ditandatangani"
        work.audit("send_for_signature", str(letter.id), note, case_no=letter.case_no, reviewed=draft.sha256)
        whom, sent = named(work, letter, draft), letter.version
        signer = signer_for(service.settings, service.office, actor.username if draft.acting else None)
    try:
        signed = signer.sign(reviewed, passphrase=passphrase, now=work.now, place=place, named=whom)
        certificate = accepted(service, reviewed, signed, draft.mode, whom.name)
    except SigningUnknown:
        raise
    except Exception:
        _back(service, actor, letter_id, sent)
        raise
    with service.work(actor) as work:
        letter = for_update(work.session, letter_id, work.actor)
        move(work, letter, "take_signed", sent)
        finish(work, letter, draft, signed, signing="bsre", certificate=certificate)
        return letter, True


def take_signed(service: Service, actor: Actor, letter_id: UUID, version: int, *, signed: GivenFile) -> Letter:
    """The way out of an unknown state: the signed file as BSrE has it. It must be the version that was sent.

    Raises:
        SigningRefused: not that version, or no valid signature of BSrE. Stale: not waiting for an answer.
    """
    file, original = signed.read(LARGEST), brought.store(service, f"letters/{letter_id}/brought", signed)
    with service.work(actor) as work:
        letter = for_update(work.session, letter_id, work.actor)
        if not move(work, letter, "take_signed", version):
            return letter
        draft = newest(work, letter)
        whom = named(work, letter, draft)
        certificate = accepted(service, reviewed_bytes(service, draft), file, draft.mode, whom.name)
        keep_original(work, letter, signed, original, "signed")
        finish(work, letter, draft, file, signing="bsre", certificate=certificate)
        return letter


def not_signed(work: Work, letter_id: UUID, version: int) -> Letter:
    """The way out of an unknown state: the Camat looked at BSrE, nothing was signed; it may be signed again."""
    letter = for_update(work.session, letter_id, work.actor)
    if move(work, letter, "not_signed", version):
        words = "Camat memeriksa di BSrE: surat belum ditandatangani"
        work.audit("not_signed", str(letter.id), words, case_no=letter.case_no)
    return letter


def _back(service: Service, actor: Actor, letter_id: UUID, sent: int) -> None:
    """Plainly not signed: to review again. Whatever moved the letter meanwhile (a cancelled case) stands."""
    with service.work(actor) as work:
        letter = for_update(work.session, letter_id, work.actor)
        try:
            move(work, letter, "not_signed", sent)
        except Stale:
            return
        work.audit("not_signed", str(letter.id), "BSrE tidak menandatangani surat", case_no=letter.case_no)
