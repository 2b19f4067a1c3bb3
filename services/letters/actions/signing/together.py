"""Step 15, one press for the letters of one meeting (8b): each is the same but for whom it invites.

Every letter is signed as ``sign`` does it, in a transaction of its own, in exactly the version that the page showed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from services.letters.actions.signing import sign
from services.letters.queries.letters import one as letter_of
from services.letters.queries.parts import draft_of
from services.letters.tables import Draft, Letter
from services.shared.errors import Refused, RuleBroken, Stale
from services.shared.rights.moves import check_version
from services.shared.rights.people import Actor
from services.shared.signing.choice import signer_for
from services.shared.unit_of_work import Service

Seen = Mapping[UUID, int]  # the version in which the page showed a letter


def sign_together(
    service: Service,
    actor: Actor,
    letter_id: UUID,
    version: int,
    draft_no: int,
    sha256: str,
    passphrase: str,
    others: Sequence[str] = (),
) -> Letter:
    """Sign the reviewed version of a letter and, with the same press, of ``others`` (``id.version``) of its meeting.

    Raises:
        RuleBroken: as ``sign``; or another is not of the same meeting, or a remote signer signs one at a time.
        Stale: as ``sign``; where another has changed, nothing was signed, or the message says how many were.
    """
    seen = {UUID(name): int(number) for name, _, number in (one.partition(".") for one in others)}
    chosen = _chosen(service, actor, letter_id, seen) if seen else []
    letter = sign(service, actor, letter_id, version, draft_no, sha256, passphrase)
    for done, draft in enumerate(chosen, start=1):
        number = seen[draft.letter_id]
        try:
            sign(service, actor, draft.letter_id, number, draft.no, draft.sha256, passphrase)
        except Refused as error:
            words = f"{done} dari {len(chosen) + 1} surat sudah ditandatangani, yang lain belum. {error.message}"
            raise Stale(words) from error
    return letter


def _chosen(service: Service, actor: Actor, letter_id: UUID, seen: Seen) -> list[Draft]:
    """The newest versions of the others, as the page showed them."""
    if signer_for(service.settings, service.office).remote:
        raise RuleBroken.at("others", "Dengan BSrE setiap surat ditandatangani tersendiri.")
    with service.reading() as session:
        letter = letter_of(session, letter_id, actor)
        found = [letter_of(session, other, actor) for other in seen]
        for other in found:
            if other.bundle is None or other.bundle != letter.bundle or other.id == letter.id:
                raise RuleBroken.at("others", "Surat ini bukan undangan ke pertemuan yang sama.")
            if other.last_verb != "sign":  # else this very press was made already, or it is refused below
                check_version(other.version, seen[other.id])
        return [draft_of(session, other.id, other.drafts_count) for other in found]
