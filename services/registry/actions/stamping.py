"""Step 16c: number, date and office seal go into the signed file, in one increment, once and for all."""

from __future__ import annotations

import logging
import uuid
from typing import Any
from uuid import UUID

from services.registry import incidents
from services.registry.queries.letters import letter_for_update, one
from services.registry.states import MOVES
from services.registry.tables import Letter
from services.shared import clock
from services.shared.errors import Conflict, Missing
from services.shared.moves import advance
from services.shared.object_store import Damaged
from services.shared.people import Actor
from services.shared.settings import Settings, SettingsError
from services.shared.signing.authority import TrustAnchors
from services.shared.signing.errors import NotGenuine
from services.shared.signing.explanations import FAILURES
from services.shared.signing.sealing import seal
from services.shared.work import Service, Work

log = logging.getLogger(__name__)
DAMAGED = "Berkas surat di penyimpanan rusak: isinya bukan lagi yang ditandatangani. Surat belum disegel."
GONE = "Berkas surat tidak ada lagi di penyimpanan. Surat belum disegel."


def stamp(service: Service, actor: Actor, letter_id: UUID, version: int | None) -> Letter:
    """Validate the Camat's signature first, then fill in number and date and seal. The sealed file is stored.

    The letter's row is locked all the while: pressed twice, or by two people at once, there is one seal.

    Raises:
        Conflict: stale version or another state; or the signed file is damaged, missing or not genuine, which is
            also written down as an incident that the pages show.
    """
    try:
        with service.work(actor) as work:
            letter = _stamp(work, letter_id, version)
            incidents.heal(work, letter.case_no, str(letter.id))
            return letter
    except NotGenuine as error:
        reasons = "; ".join(FAILURES.get(name, name) for name in error.reasons)
        raise _incident(service, actor, letter_id, "not_genuine", error.message, reasons) from error
    except Damaged as error:
        raise _incident(service, actor, letter_id, "damaged", DAMAGED, str(error)) from error
    except _Gone as error:
        raise _incident(service, actor, letter_id, "missing", GONE, "") from error


def _stamp(work: Work, letter_id: UUID, version: int | None) -> Letter:
    letter = letter_for_update(work.session, letter_id)
    if not advance(MOVES, letter, "stamp", work.actor, work.now, version):
        return letter
    sealed = _sealed(work, letter, _signed_bytes(work, letter))
    stored = work.service.store.put_bytes(
        work.service.settings.documents_bucket, f"registry/{letter.id}", sealed, "application/pdf"
    )
    letter.sealed_file = _reference(work, letter, stored.as_dict())
    letter.sealed_sha256, letter.sealed_at = stored.sha256, work.now
    words = "Nomor, tanggal, dan segel dibubuhkan"
    work.audit("stamp", str(letter.id), words, case_no=letter.case_no, sealed=stored.sha256)
    return letter


class _Gone(Exception):
    """The signed file is not in the store."""


def _signed_bytes(work: Work, letter: Letter) -> bytes:
    try:
        return work.service.store.read(letter.signed)
    except Missing as error:
        raise _Gone from error


def _sealed(work: Work, letter: Letter, signed: bytes) -> bytes:
    assert letter.number is not None  # the state says so
    assert letter.dated is not None
    folder, passphrase = seal_key(work.service.settings)
    return seal(
        signed,
        number=letter.number,
        date_text=clock.long_date(letter.dated),
        folder=folder,
        passphrase=passphrase,
        trust=TrustAnchors.load(folder),
        now=work.now,
    )


def seal_key(settings: Settings) -> tuple[Any, str]:
    """Folder and passphrase of the office seal; raises SettingsError where one is missing."""
    if settings.keys_dir is None or settings.seal_passphrase is None:
        raise SettingsError("SIGAP_KEYS_DIR and SIGAP_SEAL_PASSPHRASE are needed: the registry seals letters (16c).")
    return settings.keys_dir, settings.seal_passphrase.get_secret_value()


def _reference(work: Work, letter: Letter, stored: dict[str, Any]) -> dict[str, Any]:
    kind = work.office.letter_kinds.get(letter.kind, "Surat")
    return {
        "id": str(uuid.uuid4()),
        "role": "letter",
        "name": f"{kind} {letter.number}.pdf".replace("/", "-"),
        **stored,
        "added_at": work.now.isoformat(),
        "added_by": work.actor.name,
    }


def _incident(service: Service, actor: Actor, letter_id: UUID, kind: str, message: str, detail: str) -> Conflict:
    """Write the incident down in a transaction of its own; returns the refusal to raise."""
    log.warning("letter %s was not sealed: %s %s", letter_id, kind, detail)
    with service.work(actor) as work:
        letter = one(work.session, letter_id)
        incidents.note(work, letter.case_no, str(letter.id), kind, message, detail)
        work.audit("seal_refused", str(letter.id), message, case_no=letter.case_no, detail=detail)
    return Conflict(f"{message} {detail}".strip())
