"""Step 15 at BSrE with codes: the signer has one sent, then types it instead of a passphrase."""

from __future__ import annotations

from uuid import UUID

from services.letters.actions.signing.reviewed import to_sign
from services.letters.queries.letters import for_update
from services.letters.states import State
from services.letters.tables import Letter
from services.shared.errors import Stale
from services.shared.rights.people import Actor
from services.shared.signing.bsre import BsreSigner
from services.shared.signing.choice import signer_for
from services.shared.unit_of_work import Service


def by_code(service: Service) -> bool:
    """Whether signers of this office type a code of BSrE, and not a passphrase."""
    return service.office.letters.signer == "bsre" and service.settings.bsre_proof == "totp"


def ask_code(
    service: Service, actor: Actor, letter_id: UUID, version: int | None, draft_no: int, sha256: str
) -> Letter:
    """BSrE sends the signer a code for one file, by e-mail; nothing is signed and the letter stays where it is.

    Raises:
        Stale: not the reviewed version, not the time to sign, or the office does not sign with codes.
        SigningRefused: BSrE does not know this signer, or sent none. Unavailable: BSrE is out of reach.
    """
    with service.work(actor) as work:
        letter = for_update(work.session, letter_id, work.actor)
        if letter.state != State.REVIEW or version not in (None, letter.version):
            raise Stale("Surat ini tidak sedang menunggu tanda tangan, atau sudah berubah. Muat ulang halaman ini.")
        draft = to_sign(work, letter, draft_no, sha256)
        signer = signer_for(service.settings, service.office, actor.username if draft.acting else None)
    if not isinstance(signer, BsreSigner) or not by_code(service):
        raise Stale("Kantor ini tidak menandatangani dengan kode OTP.")
    signer.send_code()
    with service.work(actor) as work:
        work.audit("ask_code", str(letter.id), "Meminta kode OTP BSrE untuk menandatangani", case_no=letter.case_no)
        return letter
