"""Step 15 is done: the signed file is kept, and the others hear of it. In every way of signing the same."""

from __future__ import annotations

import uuid
from typing import Any

from services.letters.actions import messages
from services.letters.rules.signatory import named_on, signer_of
from services.letters.tables import Draft, Letter
from services.shared.rights.people import Role
from services.shared.unit_of_work import Work

_NOTES = {
    "internal": "Versi {no} ditandatangani {who}",
    "bsre": "Versi {no} ditandatangani {who} dengan sertifikat BSrE",
    "wet": "Versi {no} ditandatangani {who} di atas kertas; hasil pindai disimpan",
}


def finish(
    work: Work,
    letter: Letter,
    draft: Draft,
    signed: bytes,
    *,
    signing: str,
    certificate: str | None = None,
    pages: int | None = None,
) -> None:
    """Store the signed file, write the audit line, and tell registry and review.

    Args:
        signing: ``internal``, ``bsre`` or ``wet``.
        certificate: SHA-256 (hex) of the certificate that a certified provider issued.
        pages: of the signed file, where it is a scan; else those of the version.
    """
    file = _stored(work, letter, signed)
    letter.signed_at, letter.signed_draft = work.now, draft.no
    kept = {**file, "id": str(file["id"]), "added_at": work.now.isoformat()}
    letter.signed_file = kept | {"pages": pages or draft.pages, "signing": signing}
    note = _NOTES[signing].format(no=draft.no, who=_who(work, letter, draft))
    work.audit("sign", str(letter.id), note, case_no=letter.case_no, reviewed=draft.sha256, signed=file["sha256"])
    messages.signed(work, letter, draft, file, signing, certificate)
    messages.progressed(work, letter, "signed")
    messages.dossier(work, letter)


def _who(work: Work, letter: Letter, draft: Draft) -> str:
    if draft.acting is not None:
        shown = named_on(work.office, letter, draft)
        return f"{shown['name']}, {shown['title']}"
    signer = signer_of(work.office, letter)
    return "Camat" if signer.role == Role.CAMAT else f"{signer.title} a.n. Camat"


def _stored(work: Work, letter: Letter, signed: bytes) -> dict[str, Any]:
    service = work.service
    stored = service.store.put_bytes(
        service.settings.documents_bucket, f"letters/{letter.id}", signed, "application/pdf"
    )
    return {
        "id": uuid.uuid4(),
        "role": "letter",
        "name": f"{work.office.letter_kinds.get(letter.kind, 'Surat')} {letter.case_no}.pdf".replace("/", "-"),
        **stored.as_dict(),
        "added_at": work.now,
        "added_by": work.actor.name,
    }
