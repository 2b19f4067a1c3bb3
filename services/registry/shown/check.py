"""What anybody may know of a letter: for the public check by its code or by its file. No personal data."""

from __future__ import annotations

from typing import Any

from services.registry.states import SEALED, State
from services.registry.tables import Letter
from services.shared.config.office import Office
from services.shared.errors import Missing
from services.shared.paper.errors import PaperError
from services.shared.paper.outside import page_png
from services.shared.storage.object_store import Damaged
from services.shared.unit_of_work import Service

PICTURE_WIDTH = 900  # pixels


def first_page(service: Service, letter: Letter) -> bytes | None:
    """Page 1 as PNG for whoever scans the code, where the office allows it and nobody's secret stands on it.

    None where it is not shown, or where the file cannot be drawn now.
    """
    if not may_show(service.office, letter) or letter.sealed is None:
        return None
    try:
        return page_png(service.store.read(letter.sealed), 0, PICTURE_WIDTH)
    except (Missing, Damaged, PaperError):
        return None


def may_show(office: Office, letter: Letter) -> bool:
    """Whether anybody may see page 1: the office says so, the letter is sealed, valid, and of no secret kind."""
    open_letter = letter.sensitivity == "biasa" and not letter.confidential
    return office.verification.first_page and open_letter and letter.state in SEALED


def facts(office: Office, letter: Letter) -> dict[str, Any]:
    """What may be told to anybody: neither subject nor recipient, for they may name people."""
    classes = {c.code: c.label for c in office.classifications}
    return {
        "number": letter.number,
        "dated": letter.dated,
        "kind": office.letter_kinds.get(letter.kind, "Surat"),
        "class": classes.get(letter.classification, letter.classification),
        "signer": f"{letter.signer_name} ({letter.signer_title})",
        "signed_at": letter.signed_at,
        "sealed_at": letter.sealed_at,
        "sha256": letter.sealed_sha256,
        "voided": letter.state == State.VOIDED,
        "signing": letter.signing,
    }


def public_state(letter: Letter) -> str:
    """``valid`` (numbered and sealed), ``voided``, or ``pending`` (signed, not yet registered to the end)."""
    if letter.state == State.VOIDED:
        return "voided"
    return "valid" if letter.sealed_sha256 else "pending"
