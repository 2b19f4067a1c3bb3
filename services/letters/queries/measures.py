"""What letters tells Prometheus: when a key of the office ends, and whether the Camat of the office's file can sign."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from services.shared.observability.measures import Measure
from services.shared.signing.ending import endings
from services.shared.signing.keys import key_file
from services.shared.signing.signers import Named, current
from services.shared.signing.trust import TrustAnchors
from services.shared.unit_of_work import Service


def measures(service: Service) -> tuple[Measure, ...]:
    """Of an office that signs with its own keys; none of others."""
    folder, office = service.settings.keys_dir, service.office
    if folder is None or office.letters.signing == "wet" or office.letters.signer != "internal":
        return ()
    keys, camat = folder, office.official("camat")

    def ends(_: Session, now: datetime) -> float:
        return min((one.until - now).total_seconds() for one in endings(TrustAnchors.load(keys), now))

    def can_sign(_: Session, now: datetime) -> float:
        term = current(TrustAnchors.load(keys).signers, "camat", now)
        named = Named(camat.title, camat.name, camat.nip, now)
        return float(key_file(keys, "camat").exists() and (term is None or (term.is_of(named) and term.holds(now))))

    return (
        Measure("sigap_key_ends_seconds", "Until the first of the office's keys ends", ends),
        Measure("sigap_camat_can_sign", "Whether the key is there, and is the Camat's of the office's file", can_sign),
    )
